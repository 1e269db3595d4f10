"""Reads the files of an order in one of the scan's sealed processes.

Small files are read one after the other into one buffer, so that the first look at all of them is one call.
Their paths stand there as well: a name may be a phrase. What is large or holds other files is read by
:mod:`walletsafe.scan.single`. Words never leave this process.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from walletsafe.scan import naming, pictures
from walletsafe.scan.copies import LookOnce
from walletsafe.scan.finds import Reason
from walletsafe.scan.first_pass import FILES_APART
from walletsafe.scan.opened import HEAD, SLICE, ListedFile, Outbox, is_regular, open_file
from walletsafe.scan.sightings import Sightings
from walletsafe.scan.single import SingleReader, tell
from walletsafe.scan.walk import reason_of

SMALL = 256 << 10
"""Files up to so many bytes are read whole, together with others."""

_GAP = FILES_APART
_LONGEST_PATH = 64 << 10
_MOST_AT_ONCE = SMALL + 3 * len(_GAP)
"""Room in the buffer for the content of a small file, and the gaps around it."""


Span = tuple[int, int]
"""From one byte up to another, without that one."""


class _Piece(NamedTuple):
    """A part of the buffer: the path of a file, or its content."""

    start: int
    end: int
    file: ListedFile
    is_name: bool


class Reader:
    """Reads order after order. ``with_pictures``: pictures are to be read, where this system can."""

    def __init__(self, outbox: Outbox, *, with_pictures: bool) -> None:
        # Loaded here, once: what finds words takes a while to get ready.
        from walletsafe.scan import documents, first_pass

        self._is_container = documents.is_container
        self._suspects = first_pass.suspects
        self._look = LookOnce()
        self._outbox = outbox
        self._view = memoryview(bytearray(SLICE))
        self._single = SingleReader(
            outbox, self._view, self._look, sees=with_pictures and pictures.available()
        )
        self._linked: set[tuple[int, ...]] = set()
        self._telling: set[tuple[int, ...]] = set()
        self._links: list[ListedFile] = []
        self._named: set[tuple[str, ...]] = set()
        self._pieces: list[_Piece] = []
        self._end = 0

    def read(self, paths: Sequence[str], *, careful: bool = False) -> None:
        """Read these files: small ones first, then the others one by one. ``careful``: each announced."""
        later: list[ListedFile] = []
        for index, path in enumerate(paths):
            if careful:
                self._outbox.at(index)
            file = self._take(index, path)
            if file is not None:
                later.append(file)
            if careful:
                self._look_through()
        self._look_through()
        for file in later:
            self._read_by_itself(file)
        for link in self._links:  # each place where something lies is of interest, and no other is read twice
            if link.identity in self._telling:
                self._read_by_itself(link)
            else:
                self._outbox.finished((link.number,))
        self._links.clear()

    def _read_by_itself(self, file: ListedFile) -> None:
        self._outbox.at(file.number)
        if self._single.read(file):
            self._telling.add(file.identity)
        self._outbox.finished((file.number,))

    def _take(self, index: int, path: str) -> ListedFile | None:
        """Read a small file into the buffer; return one that is to be read by itself, later."""
        name = os.fsencode(path)[-_LONGEST_PATH:]
        if self._end + len(name) + _MOST_AT_ONCE > SLICE:
            self._look_through()
        start = self._end + len(name) + len(_GAP)
        descriptor = -1
        try:
            descriptor = open_file(path)
            file = ListedFile(index, path, os.fstat(descriptor))
            # One byte more than there should be: that shows whether it grew.
            room = self._view[start : start + file.status.st_size + 1]
            is_small = file.status.st_size <= SMALL and is_regular(file.status)
            read = _read_into(descriptor, room) if is_small else 0
        except (OSError, ValueError) as error:
            self._outbox.lost(index, "", reason_of(error))
            with suppress(OSError, ValueError):
                self._keep_name(ListedFile(index, path, os.lstat(path)), name)
            self._outbox.finished((index,))
            return None
        finally:
            if descriptor >= 0:
                os.close(descriptor)
        self._keep_name(file, name)
        return self._keep(file, read)

    def _keep_name(self, file: ListedFile, name: bytes) -> None:
        """Put a path into the buffer: it may be a phrase, whatever is there."""
        start, end = self._end, self._end + len(name)
        self._end = end + len(_GAP)
        self._view[start : self._end] = name + _GAP
        self._pieces.append(_Piece(start, end, file, is_name=True))

    def _keep(self, file: ListedFile, read: int) -> ListedFile | None:
        """Keep what was read of a file, unless it is to be read by itself: then return it."""
        is_file = is_regular(file.status)
        if not is_file:  # something else stands in its place since it was listed
            self._outbox.lost(file.number, "", Reason.CHANGED)
        if not (is_file and self._is_first_link(file)):
            self._links.append(file)
            return None
        start, view = self._end, self._view
        head = bytes(view[start : start + min(read, HEAD)])
        if file.status.st_size > SMALL or self._is_container(head, file.path) or pictures.is_picture(head):
            return file
        if read != file.status.st_size:
            self._outbox.lost(file.number, "", Reason.CHANGED)
        self._end = start + read + len(_GAP)
        view[start + read : self._end] = _GAP
        self._pieces.append(_Piece(start, start + read, file, is_name=False))
        return None

    def _is_first_link(self, file: ListedFile) -> bool:
        """Whether no link to the same file was read before."""
        if file.identity in self._linked:
            return False
        if file.identity:
            self._linked.add(file.identity)
        return True

    def _look_through(self) -> None:
        """Look at everything in the buffer, and empty it."""
        if not self._pieces:
            return
        filled = self._view[: self._end]
        spans = self._suspects(filled)
        for piece, parts in self._touched(spans):
            self._outbox.at(piece.file.number)
            if piece.is_name:
                self._look_at_name(piece.file)
            else:
                self._look_at(piece.file, parts)
        if spans:
            filled[:] = bytes(self._end)
        read = [piece.file for piece in self._pieces if not piece.is_name]
        self._outbox.alive(sum(file.status.st_size for file in read))
        self._outbox.finished([file.number for file in read])
        self._pieces.clear()
        self._end = 0

    def _touched(self, spans: Sequence[Span]) -> Iterator[tuple[_Piece, list[Span]]]:
        """The pieces that the spans reach into, in their order, each with the parts that do."""
        starts = [piece.start for piece in self._pieces] if spans else []
        touched: dict[int, list[Span]] = {}
        for start, end in spans:
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, max(end - 1, start))
            for number in range(max(first, 0), last):
                piece = self._pieces[number]
                part = max(start, piece.start), min(end, piece.end)
                if part[0] < part[1]:
                    touched.setdefault(number, []).append(part)
        return ((self._pieces[number], parts) for number, parts in sorted(touched.items()))

    def _look_at(self, file: ListedFile, parts: Sequence[Span]) -> None:
        """Look closely at the suspicious parts of a small file, which stand in the buffer."""
        sightings = Sightings()
        try:
            for start, end in parts:
                sightings.add_all("", self._look(bytes(self._view[start:end])))
        except Exception:  # noqa: BLE001  (whatever a hostile file brings about: it is told, and no word of it)
            self._outbox.lost(file.number, "", Reason.READER_FAILED)
        if tell(self._outbox, file, sightings):
            self._telling.add(file.identity)

    def _look_at_name(self, file: ListedFile) -> None:
        """Look closely at a path: what it spells is told once, for the folder or file that spells it."""
        names = Path(file.path).parts
        for found in naming.in_names(names):
            told = tuple(naming.touched(names, found))
            spelled = names[: told[-1] + 1] if told else ()
            if spelled and spelled not in self._named:
                self._named.add(spelled)
                self._outbox.found(file, found.trace, "", told, len(spelled))


def _read_into(descriptor: int, view: memoryview) -> int:
    """Read into ``view`` once, and return how many bytes that were."""
    if hasattr(os, "readv"):
        return os.readv(descriptor, [view])
    data = os.read(descriptor, len(view))
    view[: len(data)] = data
    return len(data)
