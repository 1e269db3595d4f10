"""Compressed files and tape archives, read from their start to their end.

The archives are taken apart here and not by ``tarfile``: that one reads a header of any size into memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO

from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.kinds import is_tar_header
from walletsafe.scan.documents.parts import Part, Source, Text, Unreadable, inside
from walletsafe.scan.documents.streams import (
    GzipUnpacker,
    Metered,
    Stretch,
    Unpacked,
    Unpacker,
    Window,
    buffered,
    bz2_unpacker,
    pieces,
    xz_unpacker,
)
from walletsafe.scan.finds import Reason

_ENDINGS = re.compile(r"\.(gz|bz2|xz|lzma|svgz|emz)\Z", re.IGNORECASE)
_TAR_ENDINGS = re.compile(r"\.(tgz|tbz2?|txz|tlz)\Z", re.IGNORECASE)

_BLOCK = 512
_STEP = 1 << 20
_LONGEST_NAME = 64 << 10
_LONGEST_RECORDS = 1 << 20
_FILES = frozenset({b"0", b"\0", b"7", b"S"})
_LONG_NAME = b"L"
_PAX = b"x"
_PAX_RECORD = re.compile(rb"\d{1,20} (path|size)=([^\n]*)\n")


def read_gzip(source: Source, budget: Budget) -> Iterator[Part]:
    """What a gzip file holds. Format: RFC 1952."""
    return _read_packed(source, budget, GzipUnpacker)


def read_bzip2(source: Source, budget: Budget) -> Iterator[Part]:
    """What a bzip2 file holds."""
    return _read_packed(source, budget, bz2_unpacker)


def read_xz(source: Source, budget: Budget) -> Iterator[Part]:
    """What an xz file holds."""
    return _read_packed(source, budget, xz_unpacker)


def read_foreign(source: Source, budget: Budget) -> Iterator[Part]:
    """Say that an archive of this kind is not opened here."""
    del source, budget
    raise Unreadable(Reason.UNREADABLE)


def read_sealed(source: Source, budget: Budget) -> Iterator[Part]:
    """Say that a file is encrypted, after its bytes: whatever only begins like one is not."""
    for piece in pieces(source.file, source.member):
        budget.spend(len(piece.untrusted_data))
        yield piece
    raise Unreadable(Reason.ENCRYPTED)


def _read_packed(source: Source, budget: Budget, start: Callable[[], Unpacker]) -> Iterator[Part]:
    unpacked = Unpacked(source.file, start)
    name = _TAR_ENDINGS.sub(".tar", _ENDINGS.sub("", source.name))
    content = buffered(Metered(buffered(unpacked), budget, lambda: unpacked.consumed))
    budget.enter()
    yield Source(content, name, inside(source.member, name))


@dataclass(slots=True)
class _Entry:
    """What the headers say of the file that follows them."""

    name: str
    size: int
    kind: bytes


def read_tar(source: Source, budget: Budget) -> Iterator[Part]:
    """What a tar archive holds. Format: POSIX, "ustar" and "pax", with GNU's long names."""
    file = source.file
    names: list[str] = []
    while entry := _next_entry(file):
        budget.check()
        begin = file.tell() if file.seekable() else 0
        content = _content(file, begin, entry.size, budget)
        if entry.kind in _FILES:
            budget.enter()
            names.append(entry.name)
            yield Source(content, entry.name.rpartition("/")[2], inside(source.member, entry.name))
        _go_behind(file, content, begin, entry.size)
    yield Text(source.member, "\n".join(names))


def _content(file: BinaryIO, begin: int, size: int, budget: Budget) -> BinaryIO:
    if file.seekable():
        return buffered(Window(file, begin, size, budget.spend))
    return buffered(Metered(buffered(Stretch(file, size)), budget))


def _go_behind(file: BinaryIO, content: BinaryIO, begin: int, size: int) -> None:
    """Go to the next header, however much of the content was read."""
    padding = -size % _BLOCK
    if file.seekable():
        if file.seek(0, SEEK_END) < begin + size:
            raise EOFError
        file.seek(begin + size + padding)
        return
    while content.read(_STEP):
        pass
    _read_exactly(file, padding)


def _next_entry(file: BinaryIO) -> _Entry | None:
    """The next file's headers; ``None`` at the end of the archive."""
    records: dict[bytes, bytes] = {}
    while (block := file.read(_BLOCK)).strip(b"\0"):
        if not is_tar_header(block):
            raise Unreadable(Reason.DAMAGED)
        kind, size = block[156:157], _number(block[124:136])
        if kind == _LONG_NAME and size <= _LONGEST_NAME:
            records[b"path"] = _read_padded(file, size).rstrip(b"\0")
        elif kind == _PAX and size <= _LONGEST_RECORDS:
            records |= dict(_PAX_RECORD.findall(_read_padded(file, size)))
        else:
            name = records.get(b"path") or _short_name(block)
            size = int(records.get(b"size", size))
            return _Entry(name.decode("utf-8", "replace"), size, kind)
    return None


def _short_name(block: bytes) -> bytes:
    prefix, name = (block[at : at + length].split(b"\0")[0] for at, length in ((345, 155), (0, 100)))
    return prefix + b"/" + name if prefix and block[257:263] == b"ustar\0" else name


def _number(untrusted_field: bytes) -> int:
    """A number of a header: octal digits, or binary where the first bit is set (GNU)."""
    if untrusted_field[0] == 0x80:
        return int.from_bytes(untrusted_field[1:])
    size = int(untrusted_field.strip(b" \0") or b"0", 8)
    if size < 0:
        raise Unreadable(Reason.DAMAGED)
    return size


def _read_padded(file: BinaryIO, size: int) -> bytes:
    return _read_exactly(file, size + -size % _BLOCK)[:size]


def _read_exactly(file: BinaryIO, size: int) -> bytes:
    read = file.read(size)
    if len(read) < size:
        raise EOFError
    return read
