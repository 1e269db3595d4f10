"""Reads one file by itself: in slices, with what it holds inside, or as a picture.

Runs in one of the scan's sealed processes. Words never leave it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from io import BufferedReader, FileIO
from pathlib import Path

from walletsafe.scan import naming, pictures
from walletsafe.scan.copies import LookOnce
from walletsafe.scan.finds import Reason
from walletsafe.scan.opened import ENDS, HEAD, ListedFile, Outbox, is_packed, is_regular, open_file, slices
from walletsafe.scan.sightings import Sightings
from walletsafe.scan.walk import reason_of

LOOK_SECONDS = 60.0
"""Seconds of this process's own work that the closer looks at one file may take."""

LOOK_RATE = 10_000_000
"""Bytes of a large file for which there is one second more."""

LOOK_AT_ONCE = 256 << 10
LOOK_OVERLAP = 16 << 10
"""Longer stretches are looked at in pieces of so many bytes, which share so many: the time that a look takes
grows faster than what it looks at, and there are no signs of life in it."""


_BLOCK = 512
"""Bytes of the blocks that ``st_blocks`` counts. Source: Python's manual, ``os.stat_result``."""

Loss = tuple[str, Reason]
"""The untrusted name of a member, or none for the file itself, that was not read, and why."""


class SingleReader:
    """Reads files one by one, in slices that go into ``view``. ``sees``: pictures are read as well."""

    def __init__(self, outbox: Outbox, view: memoryview, look: LookOnce, *, sees: bool) -> None:
        from walletsafe.scan import documents

        self._is_container = documents.is_container
        self._outbox = outbox
        self._view = view
        self._look = look
        self._sees = sees

    def read(self, file: ListedFile) -> bool:
        """Read a listed file, say what was found and what was not read; return whether anything was found."""
        visit = _Visit(self._outbox, file, self._look, sees=self._sees)
        try:
            with FileIO(open_file(file.path)) as opened:
                self._read(file, opened, visit)
        except OSError as error:
            visit.lost("", reason_of(error))
        except MemoryError:
            visit.lost("", Reason.TOO_LARGE)
        except Exception:  # noqa: BLE001  (whatever a hostile file brings about: it is told, and no word of it)
            visit.lost("", Reason.READER_FAILED)
        return tell(self._outbox, file, visit.sightings, visit.losses)

    def _read(self, file: ListedFile, opened: FileIO, visit: _Visit) -> None:
        before = os.fstat(opened.fileno())
        if not is_regular(before):  # something else stands in its place since it was listed
            visit.lost("", Reason.CHANGED)
            return
        head = opened.read(HEAD) or b""
        if pictures.is_picture(head):
            visit.see("", head, before.st_size, lambda: _read_all(opened))
        elif self._is_container(head, file.path):
            _open_container(opened, file, visit)
        for begin, end in _regions(before.st_size, packed=is_packed(head, opened, before.st_size)):
            for part in slices(opened, begin, end, self._view):
                self._outbox.alive(len(part))
                if visit.look("", part):
                    part[:] = bytes(len(part))
                if visit.is_spent:
                    return
        after = os.fstat(opened.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            visit.lost("", Reason.CHANGED)


def _regions(size: int, *, packed: bool) -> Iterator[tuple[int, int]]:
    """The parts of a file that are read as bytes: of a packed one, both ends."""
    if packed and size > 2 * ENDS:
        yield 0, ENDS
        yield size - ENDS, size
    else:
        yield 0, size


def _read_all(opened: FileIO) -> bytes:
    opened.seek(0)
    return opened.read(pictures.SIZE_LIMIT + 1) or b""


def _open_container(opened: FileIO, file: ListedFile, visit: _Visit) -> None:
    from walletsafe.scan import documents

    opened.seek(0)
    buffered = BufferedReader(opened)
    try:
        documents.open_container(buffered, file.path, documents.Budget(stop=visit.stops), visit)
    finally:
        with suppress(ValueError):  # closed already: then nothing more of it is read
            buffered.detach()


class _Visit:
    """What is seen in one file. Also what :func:`documents.open_container` hands its members to."""

    def __init__(self, outbox: Outbox, file: ListedFile, look: LookOnce, *, sees: bool) -> None:
        from walletsafe.scan import first_pass

        self._suspects = first_pass.suspects
        self._look = look
        self._outbox = outbox
        self._sees = sees
        self._seconds = LOOK_SECONDS + _stored(file.status) / LOOK_RATE
        self.sightings = Sightings()
        self.losses: list[Loss] = []

    def stops(self) -> bool:
        """Give a sign of life, and say whether nothing more is to be looked at."""
        self._outbox.alive(0)
        return self.is_spent

    @property
    def is_spent(self) -> bool:
        """Whether the time for closer looks is used up."""
        return self._seconds <= 0

    def text(self, member: str, untrusted_text: str) -> None:
        """Look at the text of a member."""
        self.data(member, untrusted_text.encode("utf-8", "replace"))

    def data(self, member: str, untrusted_data: bytes) -> None:
        """Look at the bytes of a member."""
        self.look(member, untrusted_data)

    def picture(self, member: str, untrusted_data: bytes) -> None:
        """Look at a picture inside the file."""
        self.see(member, untrusted_data[:HEAD], len(untrusted_data), lambda: untrusted_data)

    def not_read(self, member: str, reason: Reason) -> None:
        """Say that a member was not read."""
        self.lost(member, reason)

    def lost(self, untrusted_member: str, reason: Reason) -> None:
        """Say that the file, or a member, was not read or not to its end."""
        self.losses.append((untrusted_member, reason))

    def look(self, untrusted_member: str, untrusted_data: bytes | memoryview) -> bool:
        """Look at bytes, closely where they deserve it and there is time; return whether any did."""
        spans = self._suspects(untrusted_data) if not self.is_spent else []
        for start, end in (piece for span in spans for piece in _pieces(*span)):
            if self.is_spent:
                break
            began = time.process_time()
            self.sightings.add_all(untrusted_member, self._look(bytes(untrusted_data[start:end])))
            self._outbox.alive(0)
            self._seconds -= time.process_time() - began
            if self.is_spent:
                self.lost("", Reason.TOO_SLOW)
        return bool(spans)

    def see(self, untrusted_member: str, head: bytes, size: int, content: Callable[[], bytes]) -> None:
        """Read the words in a picture, if pictures are read; else count it."""
        if not pictures.worth_it(head, size):
            return
        if not self._sees:
            self._outbox.pictures(0, 1)
            return
        try:
            self.sightings.add_all(untrusted_member, pictures.look_at(content()))
        except pictures.PictureNotRead as error:
            self._outbox.pictures(0, 1)
            self.lost(untrusted_member, error.reason)
        else:
            self._outbox.pictures(1, 0)


def _stored(status: os.stat_result) -> int:
    """The bytes that a file takes on its disk, where the system says: a hole costs nothing to write."""
    blocks = getattr(status, "st_blocks", None)
    return status.st_size if blocks is None else min(status.st_size, blocks * _BLOCK)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch, cut into pieces that overlap where it is long."""
    while end - start > LOOK_AT_ONCE:
        yield start, start + LOOK_AT_ONCE
        start += LOOK_AT_ONCE - LOOK_OVERLAP
    yield start, end


def tell(outbox: Outbox, file: ListedFile, sightings: Sightings, losses: Sequence[Loss] = ()) -> bool:
    """Say what was seen in a file, and what of it was not read: where, and never what.

    Return whether anything was seen.

    No name in it, and none on its path, is shown that tells words of any find in it.
    """
    names = Path(file.path).parts
    seen = tuple(sightings)
    phrases = {one.untrusted_words for one in seen}
    shown = {
        member: naming.shown_inside(names, member, phrases)
        for member in {*(one.untrusted_member for one in seen), *(member for member, _ in losses)}
    }
    for one in seen:
        telling, member = shown[one.untrusted_member]
        outbox.found(file, one.trace, member, telling, 0)
    for untrusted_member, reason in losses:
        outbox.lost(file.number, shown[untrusted_member][1], reason)
    if sightings.left_alarms:
        outbox.lost(file.number, "", Reason.TOO_LARGE)
    return bool(seen)
