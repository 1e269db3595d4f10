"""A file as a reading process has it: opened for reading alone, and read in slices."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import FileIO
from typing import BinaryIO, NamedTuple, Protocol

from walletsafe.scan.finds import Reason, Trace

SLICE = 4 << 20
OVERLAP = 64 << 10
"""Large files are read in slices of so many bytes, each of which begins with the end of the one before."""

HEAD = 4096
"""So many bytes at most are looked at to tell what kind of file it is."""

ENDS = 256 << 10
"""Of packed files so many bytes at either end are read: that is where notes about them stand."""

_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY", "O_BINARY", "O_CLOEXEC")
)

# What is packed holds no words as bytes. Sources: the formats' own specifications; file(1), magic.
_PACKED = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"OggS",
    b"fLaC",
    b"ID3",
    b"\x1a\x45\xdf\xa3",
    b"wOFF",
    b"wOF2",
)


_SAMPLE = 4096
_CONTROLS = bytes((*range(1, 9), 11, *range(14, 32)))
"""Bytes that no text has: packed data has them as a tenth of its bytes."""

_FEWEST_CONTROLS = 0.05
"""Their share in a sample of packed data."""


class ListedFile(NamedTuple):
    """A file of an order: its number, its path, and what the system said about it when it was opened."""

    number: int
    path: str
    status: os.stat_result

    @property
    def identity(self) -> tuple[int, ...]:
        """What all links to one file have in common; empty where there is one link alone."""
        return (self.status.st_dev, self.status.st_ino) if self.status.st_nlink > 1 else ()


class Outbox(Protocol):
    """Takes what a reader has to say: the messages of :mod:`walletsafe.scan.protocol`.

    Every ``member`` is fit for showing.
    """

    def at(self, index: int) -> None:
        """File ``index`` comes now."""

    def alive(self, size: int) -> None:
        """So many more bytes were read."""

    def finished(self, indexes: Sequence[int]) -> None:
        """These files are done with."""

    def lost(self, index: int, member: str, reason: Reason) -> None:
        """Something was not read, or not to its end."""

    def pictures(self, read: int, left: int) -> None:
        """So many pictures were read, and so many were left."""

    def found(self, file: ListedFile, trace: Trace, member: str, telling: Sequence[int], names: int) -> None:
        """A find; the numbers are those of :class:`walletsafe.scan.protocol.Found`."""


def open_file(path: str) -> int:
    """Open a file for reading and return its descriptor, without waiting for anybody and past no link."""
    return os.open(path, _FLAGS)


def is_regular(status: os.stat_result) -> bool:
    """Whether this is a file with a content, and no pipe, device or folder."""
    return stat.S_ISREG(status.st_mode)


def is_packed(untrusted_head: bytes, file: BinaryIO | FileIO, size: int) -> bool:
    """Whether a file is packed: a picture, sound, film, font or archive, and no text that begins like one.

    By its first bytes, and by three samples of what follows. ``file`` can go back.
    """
    begins_so = untrusted_head.startswith(_PACKED) or untrusted_head[4:8] == b"ftyp"
    return begins_so and not holds_text(file, size)


def holds_text(file: BinaryIO | FileIO, size: int) -> bool:
    """Whether one of three samples of a file, which can go back, may be text."""
    return any(map(_may_be_text, _samples(file, size)))


def _samples(file: BinaryIO | FileIO, size: int) -> Iterator[bytes]:
    for quarter in range(1, 4):
        file.seek(size * quarter // 4)
        yield file.read(_SAMPLE) or b""


def _may_be_text(untrusted_sample: bytes) -> bool:
    """Whether bytes may be text in any encoding. What is packed has control bytes as often as any others.

    In UTF-16 that holds for every second byte alone: the others may be anything in Chinese, and are zeros in
    English. Nothing but zeros is no text.
    """
    halves = untrusted_sample[::2], untrusted_sample[1::2]
    return any(map(_is_readable, (untrusted_sample, *halves)))


def _is_readable(untrusted_bytes: bytes) -> bool:
    controls = len(untrusted_bytes) - len(untrusted_bytes.translate(None, _CONTROLS))
    return bool(untrusted_bytes.strip(b"\0")) and controls < len(untrusted_bytes) * _FEWEST_CONTROLS


def slices(file: FileIO, begin: int, end: int, view: memoryview) -> Iterator[memoryview]:
    """Read ``file`` from ``begin`` up to ``end`` into ``view``, slice after slice, past the holes in it.

    Each slice is a part of ``view`` and is overwritten by the next. A file that became shorter ends early.
    """
    position = begin
    while position < end:
        position = _next_data(file, position)
        file.seek(position)
        read = file.readinto(view[: max(0, min(len(view), end - position))])
        if not read:
            return
        yield view[:read]
        if position + read >= end:
            return
        position += read - OVERLAP if read > OVERLAP else read


def _next_data(file: FileIO, position: int) -> int:
    """Where the next bytes stand that were ever written; the size of the file where there are none."""
    if not hasattr(os, "SEEK_DATA"):
        return position
    with suppress(OSError):  # some file systems do not know holes
        try:
            return os.lseek(file.fileno(), position, os.SEEK_DATA)
        except OSError:
            # Nothing but a hole up to the end, or not known here: the second call tells which.
            os.lseek(file.fileno(), position, os.SEEK_HOLE)
            return os.fstat(file.fileno()).st_size
    return position
