"""The commands this program may send, and nothing else.

Layouts: an APDU is ``CLA INS P1 P2 Lc data`` (ISO 7816-4; Ledger always sends Lc). Meanings:
ledgerblue 0.1.58 ``checkGenuine.py`` and ``hexLoader.py``, ledger-secure-sdk
``io/src/os_io_default_apdu.c``.
"""

from __future__ import annotations

from enum import IntEnum

from walletsafe.errors import CommandRefused

APP_AND_VERSION = bytes.fromhex("B001000000")
"""Name and version of what runs now. The only command with a meaning in every state, so it goes first."""

QUIT_APP = bytes.fromhex("B0A7000000")
"""Close the open app. The device then leaves the bus and comes back."""

GET_VERSION = bytes.fromhex("E001000000")
GET_CERTIFICATE = bytes.fromhex("E052000000")
GET_POSSESSION = bytes.fromhex("E052800000")
COMMIT_CHANNEL = bytes.fromhex("E053000000")

_ALLOWED_HEADERS = frozenset(
    bytes.fromhex(header)
    for header in (
        "B0010000",
        "B0A70000",
        "E0010000",
        "E0040000",
        "E0500000",
        "E0510000",
        "E0518000",
        "E0520000",
        "E0528000",
        "E0530000",
    )
)
_WRAPPED_HEADER = bytes.fromhex("E0000000")


class InnerCommand(IntEnum):
    """The only commands that may be wrapped into the secure channel: they read, none of them writes."""

    VERSION = 0x10
    LIST_APPS = 0x0E
    CONTINUE_LIST = 0x0F


def validate_target(target_id: int) -> bytes:
    """Begin the handshake: name the target id (32 bits) we believe to talk to."""
    return _command("E0040000", target_id.to_bytes(4, "big"))


def send_nonce(host_nonce: bytes) -> bytes:
    """Hand over our 8-byte nonce; the answer is a 4-byte batch serial and the device's 8-byte nonce."""
    return _command("E0500000", host_nonce)


def send_host_key(public_key: bytes, signature: bytes) -> bytes:
    """Offer our throw-away key (65 bytes) with its own signature: the device asks its owner."""
    return _command("E0510000", _lv(public_key) + _lv(signature))


def send_ephemeral_key(public_key: bytes, signature: bytes) -> bytes:
    """Offer the channel's ephemeral key (65 bytes), signed by the throw-away key."""
    return _command("E0518000", _lv(public_key) + _lv(signature))


def wrapped(encrypted: bytes) -> bytes:
    """Carry an inner command, already encrypted for the channel."""
    return _WRAPPED_HEADER + _lv(encrypted)


def check_allowed(command: bytes) -> None:
    """Raise :class:`~walletsafe.errors.CommandRefused` unless ``command`` may go out unwrapped."""
    if bytes(command[:4]) not in _ALLOWED_HEADERS:
        raise CommandRefused(command=bytes(command[:4]).hex())


def check_inner_allowed(inner: object) -> None:
    """Raise :class:`~walletsafe.errors.CommandRefused` for anything that is no :class:`InnerCommand`."""
    if not isinstance(inner, InnerCommand):
        raise CommandRefused(command=f"inner {inner!r}")


def _command(header: str, data: bytes) -> bytes:
    return bytes.fromhex(header) + _lv(data)


def _lv(value: bytes) -> bytes:
    return bytes((len(value),)) + value
