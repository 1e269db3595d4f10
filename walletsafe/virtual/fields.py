"""Fields with a length byte in front, the way a Ledger packs most of its answers."""

from __future__ import annotations

from walletsafe.virtual.status import Refusal, Status


def pack(value: bytes) -> bytes:
    """Return ``value`` (at most 255 bytes) after one byte with its length."""
    return bytes([len(value)]) + value


def unpack(untrusted_data: bytes, count: int) -> list[bytes]:
    """Return exactly ``count`` fields that together fill ``untrusted_data``.

    Raises :class:`Refusal` with ``BAD_DATA`` for anything else.
    """
    fields: list[bytes] = []
    rest = untrusted_data
    for _ in range(count):
        if not rest or len(rest) <= rest[0]:
            raise Refusal(Status.BAD_DATA)
        fields.append(rest[1 : 1 + rest[0]])
        rest = rest[1 + rest[0] :]
    if rest:
        raise Refusal(Status.BAD_DATA)
    return fields
