"""What the service may have the device asked, and what counts as its verdict. No input or output of its own.

Messages of the service are JSON objects with ``query``, ``nonce`` and ``data``; ours have ``nonce``,
``response`` and ``data``. Source: PyPI ledgerblue 0.1.58 ``checkGenuineRemote.py``; LedgerHQ
device-sdk-ts 782348b ``ConnectToSecureChannelTask.ts`` (shapes, verdict).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Protocol, cast

from walletsafe.errors import OnlineGarbage, RefusedByService, RelayRefused, UnclearVerdict

MESSAGE_COUNT_LIMIT = 32
"""More messages than any check has: seven commands, a verdict, and some warnings."""

_GENUINE = "0000"
"""Neither a replaced interface nor a custom certificate (source: LedgerHQ ledgerctl ``genuine_check``)."""

_VERDICT = re.compile(r"[0-9A-Fa-f]{4}")
_COMMAND = re.compile(r"(?:[0-9A-Fa-f]{2}){5,260}")

_NAME_TARGET, _SHOW_CERTIFICATE, _PROVE_POSSESSION = "E0040000", "E0520000", "E0528000"
_ASKS_OWNER = frozenset({"E0510000", "E0518000"})
_STEPS: dict[str, range] = {
    _NAME_TARGET: range(4, 5),
    "E0500000": range(8, 9),
    "E0510000": range(1, 256),
    "E0518000": range(1, 256),
    _SHOW_CERTIFICATE: range(1),
    _PROVE_POSSESSION: range(1),
    "E0530000": range(1),
}
"""The handshake: header of each command and how much data it carries, in the one order that makes sense.

Narrower than what the program itself may send: the version, and above all wrapped commands (E0 00), which
nobody but the service could read, are not among them.
"""


class Channel(Protocol):
    """An open line to the service that carries whole messages."""

    def send(self, message: str) -> None:
        """Send one message. Raises :class:`~walletsafe.errors.TransportError`."""
        ...

    def receive(self) -> str:
        """Return the next message. Raises :class:`~walletsafe.errors.TransportError`, also at the end."""
        ...


class Device(Protocol):
    """The part of :class:`~walletsafe.device.session.Session` that is used."""

    def send(self, command: bytes) -> bytes:
        """Send a command and return the answer's data. Raises :class:`~walletsafe.errors.StatusError`."""
        ...

    def ask_owner(self, command: bytes) -> bytes:
        """The same for a command that the owner answers on the device's screen."""
        ...


class Relay:
    """One conversation between the service and one device."""

    def __init__(self, device: Device, target_id: int, asks_owner: Callable[[bool], None]) -> None:
        """``target_id`` is the only one that the service may name to the device."""
        self._device = device
        self._target = target_id.to_bytes(4, "big")
        self._asks_owner = asks_owner
        self._done: list[str] = []

    def run(self, channel: Channel) -> bool:
        """Pass commands on until the service gives its verdict; return whether that is genuine.

        The device's first answer with a status other than 9000 ends the conversation. Raises
        :class:`~walletsafe.errors.WalletSafeError`.
        """
        for _ in range(MESSAGE_COUNT_LIMIT):
            untrusted_message = _parse(channel.receive())
            match untrusted_message.get("query"):
                case "exchange":
                    nonce = _nonce(untrusted_message.get("nonce"))
                    answer = self._pass_on(_command(untrusted_message.get("data")))
                    channel.send(json.dumps({"nonce": nonce, "response": "success", "data": answer.hex()}))
                case "success":
                    return self._verdict(untrusted_message)
                case "warning":
                    continue
                case "error":
                    raise RefusedByService
                case "bulk":
                    # The vendor's own client hangs up after one, so no verdict can follow: it installs.
                    raise RelayRefused(command="bulk")
                case _:
                    raise OnlineGarbage
        raise OnlineGarbage

    def _pass_on(self, command: bytes) -> bytes:
        header = command[:4].hex().upper()
        if not self._allowed(header, command):
            raise RelayRefused(command=header)
        answer = self._ask(command) if header in _ASKS_OWNER else self._device.send(command)
        self._done.append(header)
        return answer

    def _allowed(self, header: str, command: bytes) -> bool:
        """Whether ``command`` is a well-formed step of the handshake that lies ahead: each comes once."""
        steps = list(_STEPS)
        if header not in steps or (self._done and steps.index(header) <= steps.index(self._done[-1])):
            return False
        data = command[5:]
        fits = len(data) in _STEPS[header] and command[4] == len(data)
        return fits and (header != _NAME_TARGET or data == self._target)

    def _ask(self, command: bytes) -> bytes:
        # The service may introduce itself with one certificate or with two: the owner is asked at the first.
        if _ASKS_OWNER.intersection(self._done):
            return self._device.ask_owner(command)
        self._asks_owner(True)
        try:
            return self._device.ask_owner(command)
        finally:
            self._asks_owner(False)

    def _verdict(self, untrusted_message: dict[str, object]) -> bool:
        """A yes counts only if the device showed its certificate and proved just now that it is its own."""
        result = untrusted_message.get("result")
        untrusted_verdict = untrusted_message.get("data") if result is None else result
        if not isinstance(untrusted_verdict, str) or not _VERDICT.fullmatch(untrusted_verdict):
            raise UnclearVerdict
        if not {_SHOW_CERTIFICATE, _PROVE_POSSESSION} <= set(self._done):
            raise UnclearVerdict
        return untrusted_verdict == _GENUINE


def _parse(untrusted_text: str) -> dict[str, object]:
    try:
        message: object = json.loads(untrusted_text)
    except (ValueError, RecursionError):
        raise OnlineGarbage from None
    if not isinstance(message, dict):
        raise OnlineGarbage
    return cast("dict[str, object]", message)


def _command(untrusted_hex: object) -> bytes:
    if not isinstance(untrusted_hex, str) or not _COMMAND.fullmatch(untrusted_hex):
        raise OnlineGarbage
    return bytes.fromhex(untrusted_hex)


def _nonce(untrusted_nonce: object) -> int:
    # The service's own mark on its message, which goes back with the answer.
    if not isinstance(untrusted_nonce, int) or isinstance(untrusted_nonce, bool):
        raise OnlineGarbage
    return untrusted_nonce
