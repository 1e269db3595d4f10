"""Files inside files: a stretch of one, the unpacked content of one, one that is counted."""

from __future__ import annotations

import bz2
import errno
import lzma
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase, UnsupportedOperation
from typing import TYPE_CHECKING, BinaryIO, Protocol

from walletsafe.scan.documents.budget import MEMBER_BYTES, RATIO, RATIO_FROM, Budget
from walletsafe.scan.documents.parts import (
    OVERLAP,
    PIECE,
    TEXT_OVERLAP,
    TEXT_PIECE,
    Data,
    Text,
    Unreadable,
)
from walletsafe.scan.finds import Reason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_STEP = 1 << 20
_FEED = 64 << 10
_BLOCK = 512
"""Bytes that the system counts as one block of a file, whatever the disk has. Source: stat(2)."""

_LZMA_MEMORY = 80_000_000
"""Enough for the largest dictionary of ``xz -9``, 64 MiB."""


class Unpacker(Protocol):
    """What the decompressors of the standard library have in common."""

    @property
    def eof(self) -> bool:
        """Whether it is at its end."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether it can go on with nothing more."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was given behind the end."""
        ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Unpack at most ``max_length`` bytes."""
        ...


class GzipUnpacker:
    """Unpacks one member of a gzip file (RFC 1952), or zlib's own format (RFC 1950)."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 32)

    @property
    def eof(self) -> bool:
        """Whether the member is at its end."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether it can go on with nothing more."""
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What was given behind the end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Unpack at most ``max_length`` bytes."""
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def bz2_unpacker() -> Unpacker:
    """Unpacks one stream of a bzip2 file."""
    return bz2.BZ2Decompressor()


def xz_unpacker() -> Unpacker:
    """Unpacks one stream of an xz or lzma file."""
    return lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)


class _Readable(RawIOBase):
    """A file that says what comes next, a mebibyte of it at most."""

    def readable(self) -> bool:
        """Whether this can be read: yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill ``buffer`` with what comes next; 0 at the end. Raises as the file does."""
        view = memoryview(buffer).cast("B")
        read = self._next(min(len(view), _STEP))
        view[: len(read)] = read
        return len(read)

    def _next(self, size: int) -> bytes:
        """What comes next, ``size`` bytes at most; none at the end alone."""
        raise NotImplementedError


class Unpacked(_Readable):
    """The content of a compressed file, of all the members that follow one another in it.

    ``consumed`` is how many bytes of the compressed file were read. Raises ``EOFError`` where it ends early,
    and whatever the decompressor raises; what stands behind a whole member and is none is left alone.
    """

    def __init__(self, packed: BinaryIO, start: Callable[[], Unpacker]) -> None:
        super().__init__()
        self._packed = packed
        self._start = start
        self._unpacker = start()
        self._later = False
        self.consumed = 0

    def _next(self, size: int) -> bytes:
        while not self._unpacker.eof or self._begin_next():
            unpacked = self._unpack(size)
            if unpacked:
                return unpacked
        return b""

    def _unpack(self, size: int) -> bytes:
        needy = self._unpacker.needs_input
        fed = self._feed() if needy else b""
        unpacked = self._unpacker.decompress(fed, size)
        if needy and not fed and not unpacked and not self._unpacker.eof:
            raise EOFError
        return unpacked

    def _begin_next(self) -> bool:
        """Begin with what stands behind the member that has ended; ``False`` where that is none."""
        rest = self._unpacker.unused_data.lstrip(b"\0")
        while not rest:
            fed = self._feed()
            if not fed:
                return False
            rest = fed.lstrip(b"\0")
        return self._try_next(rest)

    def _try_next(self, rest: bytes) -> bool:
        following = _Primed(self._start(), rest)
        try:
            following.prime()
        except (OSError, EOFError, zlib.error, lzma.LZMAError):
            return False
        self._unpacker = following
        return True

    def _feed(self) -> bytes:
        fed = self._packed.read(_FEED)
        self.consumed += len(fed)
        return fed


class _Primed:
    """An unpacker that was given its first input to see whether it is one's beginning."""

    def __init__(self, unpacker: Unpacker, first: bytes) -> None:
        self._inner = unpacker
        self._first = first
        self._ready = b""

    def prime(self) -> None:
        self._ready = self._inner.decompress(self._first, 1)

    @property
    def eof(self) -> bool:
        return self._inner.eof and not self._ready

    @property
    def needs_input(self) -> bool:
        return self._inner.needs_input and not self._ready

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        if self._ready:
            ready, self._ready = self._ready, b""
            return ready
        return self._inner.decompress(data, max_length)


class Metered(_Readable):
    """A file whose bytes are counted against a budget as they are read.

    ``packed`` says how many bytes went in so far (or in all), ``None`` where nothing is packed. Raises as
    ``Budget.spend``, and ``Unreadable`` where one member grows out of bounds.
    """

    def __init__(self, file: BinaryIO, budget: Budget, packed: Callable[[], int] | None = None) -> None:
        super().__init__()
        self._file = file
        self._budget = budget
        self._packed = packed
        self._size = 0

    def _next(self, size: int) -> bytes:
        read = self._file.read(size)
        self._size += len(read)
        self._budget.spend(len(read))
        if self._packed is not None and self._grows():
            raise Unreadable(Reason.TOO_LARGE)
        return read

    def _grows(self) -> bool:
        packed = self._packed() if self._packed else 0
        return self._size > MEMBER_BYTES or self._size > max(RATIO_FROM, RATIO * packed)


class Window(_Readable):
    """``size`` bytes of a file that can go back, from ``start`` on; ``EOFError`` where it ends before.

    ``spend`` is told how many bytes were read, each time.
    """

    def __init__(self, file: BinaryIO, start: int, size: int, spend: Callable[[int], None]) -> None:
        super().__init__()
        self._spend = spend
        self._file = file
        self._start = start
        self._size = size
        self._at = 0

    def seekable(self) -> bool:
        """Whether this can go back: yes."""
        return True

    def tell(self) -> int:
        """Where it stands, in bytes."""
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go there, in bytes; raises ``ValueError`` before the start."""
        base = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the start")
        self._at = base + offset
        return self._at

    def _next(self, size: int) -> bytes:
        self._file.seek(self._start + self._at)
        wanted = max(0, min(size, self._size - self._at))
        read = self._file.read(wanted)
        if wanted and not read:
            raise EOFError
        self._at += len(read)
        self._spend(len(read))
        return read


class Stretch(_Readable):
    """The next ``left`` bytes of a file that cannot go back; ``EOFError`` where it ends before."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        super().__init__()
        self._file = file
        self._left = left

    def _next(self, size: int) -> bytes:
        wanted = min(size, self._left)
        read = self._file.read(wanted)
        if wanted and not read:
            raise EOFError
        self._left -= len(read)
        return read


class Begun(_Readable):
    """A file whose first bytes were read already."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._file = file

    def _next(self, size: int) -> bytes:
        if self._head:
            read, self._head = self._head[:size], self._head[size:]
        else:
            read = self._file.read(size)
        return read


def buffered(raw: RawIOBase) -> BinaryIO:
    """``raw`` as a file whose ``read`` returns as much as was asked for, unless it ends."""
    return BufferedReader(raw, _FEED)


def size_of(file: BinaryIO) -> int:
    """The size in bytes of a file that can go back. It stands at its start then."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    return size


def written_size(file: BinaryIO) -> int:
    """The same without the holes in a file on the disk: they look like zeros, and nobody wrote them."""
    size = size_of(file)
    try:
        blocks: int | None = getattr(os.fstat(file.fileno()), "st_blocks", None)  # Windows has none
    except (OSError, UnsupportedOperation):  # it lies in memory, or in another file
        return size
    return size if blocks is None else min(size, blocks * _BLOCK)


def skip_hole(file: BinaryIO) -> bool:
    """Where a file on the disk stands in a hole, go on to what was written next; say whether it did."""
    try:
        descriptor = file.fileno()
        before = os.lseek(descriptor, 0, SEEK_CUR)
    except (OSError, UnsupportedOperation):  # it lies in memory, or in another file
        return False
    at = file.tell()
    there = _next_written(descriptor, at)
    os.lseek(descriptor, before, SEEK_SET)  # the buffer above counts on it
    if there > at:
        file.seek(there)
    return there > at


def _next_written(descriptor: int, at: int) -> int:
    if not hasattr(os, "SEEK_DATA"):
        return at
    try:
        return os.lseek(descriptor, at, os.SEEK_DATA)
    except OSError as error:  # nothing but a hole up to the end; other errors: holes are not known here
        return max(at, os.fstat(descriptor).st_size) if error.errno == errno.ENXIO else at


def pieces(file: BinaryIO, member: str) -> Iterator[Data]:
    """What is left of ``file``, in pieces as :data:`~walletsafe.scan.documents.parts.PIECE` says."""
    kept = b""
    while True:
        if skip_hole(file):
            kept = b""
        read = file.read(PIECE - len(kept))
        if not read:
            return
        piece = kept + read
        yield Data(member, piece)
        kept = piece[-OVERLAP:]


def text_pieces(member: str, fragments: Iterable[str]) -> Iterator[Text]:
    """A text that comes in fragments, in pieces as ``TEXT_PIECE`` says."""
    gathered: list[str] = []
    size = told = 0
    for fragment in fragments:
        gathered.append(fragment)
        size += len(fragment)
        if size >= TEXT_PIECE:
            text = "".join(gathered)
            yield Text(member, text)
            gathered = [text[-TEXT_OVERLAP:]]
            size = told = TEXT_OVERLAP
    if size > told:
        yield Text(member, "".join(gathered))
