"""What SQLite has written beside a database and not yet taken into it. Format: sqlite.org/walformat.html."""

from __future__ import annotations

import struct

_HEADER = struct.Struct(">6L8x")
_FRAME = struct.Struct(">4L8x")
_MAGICS = frozenset({0x377F0682, 0x377F0683})
_VERSION = 3007000
_WRITE_VERSION, _READ_VERSION = 18, 19
_LEGACY = 1


def apply(database: bytearray, untrusted_log: bytes, most: int) -> None:
    """Bring ``database``, the bytes of a database, up to the last transaction that its log has whole.

    It grows to ``most`` bytes at most. A log that is none, or another one's, changes nothing. Either way it
    can be read without a log then. The frames' checksums are left alone: they tell a crash of the computer
    from a good end, and what a crash left is looked for as well.
    """
    for page, content in _last_pages(untrusted_log).items():
        size = len(content)
        if page * size <= most:
            database.extend(bytes(max(0, page * size - len(database))))
            database[(page - 1) * size : page * size] = content
    database[_WRITE_VERSION] = database[_READ_VERSION] = _LEGACY


def _last_pages(untrusted_log: bytes) -> dict[int, bytes]:
    """The newest content of each page, of transactions that are whole."""
    if len(untrusted_log) < _HEADER.size:
        return {}
    magic, version, size, _, *salts = _HEADER.unpack_from(untrusted_log)
    if magic not in _MAGICS or version != _VERSION or size not in {1 << bits for bits in range(9, 17)}:
        return {}
    whole: dict[int, bytes] = {}
    begun: dict[int, bytes] = {}
    for at in range(_HEADER.size, len(untrusted_log) - _FRAME.size - size + 1, _FRAME.size + size):
        page, pages_after, *frame_salts = _FRAME.unpack_from(untrusted_log, at)
        if frame_salts != salts or not page:
            break  # left over from the time before the log began anew
        begun[page] = untrusted_log[at + _FRAME.size : at + _FRAME.size + size]
        if pages_after:
            whole |= begun
            begun = {}
    return whole
