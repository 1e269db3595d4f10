"""The lines between the program and the process that makes the online check: JSON, one object a line.

The process is ours, but it talks to the internet: what it says is read as narrowly as foreign input.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TypeGuard, cast

from walletsafe.errors import (
    ClosedEarly,
    DeviceChanged,
    DeviceSilent,
    DeviceUnplugged,
    GarbledAnswer,
    HelperFailed,
    InUse,
    NoPermission,
    OffersDisk,
    OnlineGarbage,
    OpenFailed,
    ProxyRefused,
    RefusedByService,
    RelayRefused,
    ServiceOff,
    ServiceUnreachable,
    StatusError,
    TooSlow,
    UnclearVerdict,
    UntrustedCertificate,
    WalletSafeError,
)
from walletsafe.redact import clean_name

LINE_LIMIT = 4096
"""Longest line that is read, in bytes."""

_SAID = b"said "

FRAME_LIMIT = len(_SAID) + LINE_LIMIT + 1
"""Longest line that the launcher writes, in bytes."""

ENDED = b"ended\n"
"""The launcher's own line: the process is gone. No line of the process looks like it: see :func:`frame`."""

_PARAMS_OF: dict[type[WalletSafeError], tuple[str, ...]] = {
    ClosedEarly: (),
    DeviceChanged: (),
    DeviceSilent: (),
    DeviceUnplugged: (),
    GarbledAnswer: ("problem",),
    HelperFailed: (),
    InUse: ("program", "where"),
    NoPermission: ("where",),
    OffersDisk: ("where",),
    OnlineGarbage: (),
    OpenFailed: ("where",),
    ProxyRefused: ("host",),
    RefusedByService: (),
    RelayRefused: ("command",),
    ServiceOff: (),
    ServiceUnreachable: ("host",),
    TooSlow: (),
    UnclearVerdict: (),
    UntrustedCertificate: ("host",),
}
"""The errors that the process may name, each with the params that its texts need."""

_ERROR_OF_CODE = {error.code: error for error in _PARAMS_OF}


@dataclass(frozen=True, slots=True)
class Request:
    """Which device its owner agreed to ask about: its place on the bus, and what it told about itself."""

    place: str
    product_id: int
    target_id: int
    firmware: str

    def line(self) -> bytes:
        """This request as one line."""
        return _line(asdict(self))


@dataclass(frozen=True, slots=True)
class Asking:
    """The device asks its owner now, or no longer does."""

    asks: bool

    def line(self) -> bytes:
        """This message as one line."""
        return _line({"asks_owner": self.asks})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the service said."""

    genuine: bool

    def line(self) -> bytes:
        """This message as one line."""
        return _line({"genuine": self.genuine})


def frame(untrusted_line: bytes) -> bytes:
    """A line of the process as the launcher passes it on: marked, and ended where the process did not."""
    return _SAID + untrusted_line.removesuffix(b"\n") + b"\n"


def unframe(untrusted_frame: bytes) -> bytes:
    """The line of the process that the launcher passed on with :func:`frame`."""
    return untrusted_frame.removeprefix(_SAID)


def line_of_error(error: WalletSafeError) -> bytes:
    """Why there is no verdict, as one line."""
    return _line({"failed": error.code, "params": dict(error.params)})


def parse_request(line: bytes) -> Request:
    """Read what :meth:`Request.line` wrote. Raises :class:`~walletsafe.errors.HelperFailed`."""
    fields = _object(line)
    place, firmware = fields.get("place"), fields.get("firmware")
    product_id, target_id = fields.get("product_id"), fields.get("target_id")
    if not isinstance(place, str) or not isinstance(firmware, str):
        raise HelperFailed
    if not isinstance(product_id, int) or not isinstance(target_id, int):
        raise HelperFailed
    return Request(place, product_id, target_id, firmware)


def parse_answer(untrusted_line: bytes) -> Asking | Verdict | WalletSafeError:
    """Read one line of the process. Whatever is none of its messages becomes ``HelperFailed``."""
    try:
        untrusted_fields = _object(untrusted_line)
    except HelperFailed as error:
        return error
    match untrusted_fields:
        case {"asks_owner": bool(asks)}:
            return Asking(asks)
        case {"genuine": bool(genuine)}:
            return Verdict(genuine)
        case {"failed": str(code), "params": dict()}:
            return _error(code, cast("dict[str, object]", untrusted_fields["params"]))
        case _:
            return HelperFailed()


def _error(code: str, untrusted_params: dict[str, object]) -> WalletSafeError:
    if code == StatusError.code:
        word = untrusted_params.get("status")
        return StatusError(int(word, 16)) if _is_status(word) else HelperFailed()
    kind = _ERROR_OF_CODE.get(code, HelperFailed)
    params: dict[str, str] = {}
    for name in _PARAMS_OF[kind]:
        untrusted_value = untrusted_params.get(name)
        if not isinstance(untrusted_value, str):
            return HelperFailed()
        params[name] = clean_name(untrusted_value)
    return kind(**params)


def _is_status(word: object) -> TypeGuard[str]:
    return isinstance(word, str) and re.fullmatch(r"[0-9A-F]{4}", word) is not None


def _line(fields: dict[str, object]) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def _object(untrusted_line: bytes) -> dict[str, object]:
    try:
        fields: object = json.loads(untrusted_line)
    except (ValueError, RecursionError):
        raise HelperFailed from None
    if not isinstance(fields, dict):
        raise HelperFailed
    return cast("dict[str, object]", fields)
