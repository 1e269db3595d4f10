"""Reads one file by itself: in slices, with what it holds inside, or as a picture.

Runs in one of the scan's sealed processes. Words never leave it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BufferedReader, FileIO
from pathlib import Path

from walletsafe.scan import naming, pictures
from walletsafe.scan.copies import LookOnce
from walletsafe.scan.finds import Reason
from walletsafe.scan.opened import ENDS, HEAD, ListedFile, Outbox, is_packed, is_regular, open_file, slices
from walletsafe.scan.sightings import Sightings
from walletsafe.scan.walk import reason_of


class SingleReader:
    """Reads files one by one, in slices that go into ``view``. ``sees``: pictures are read as well."""

    def __init__(self, outbox: Outbox, view: memoryview, look: LookOnce, *, sees: bool) -> None:
        from walletsafe.scan import documents

        self._is_container = documents.is_container
        self._outbox = outbox
        self._view = view
        self._look = look
        self._sees = sees

    def read(self, file: ListedFile) -> None:
        """Read a file that was listed, and say what was found in it and what was not read."""
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
        tell(self._outbox, file, visit.sightings)

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
        for begin, end in _regions(before.st_size, packed=is_packed(head)):
            for part in slices(opened, begin, end, self._view):
                self._outbox.alive(len(part))
                if visit.look("", part):
                    part[:] = bytes(len(part))
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
        documents.open_container(buffered, file.path, documents.Budget(stop=visit.goes_on), visit)
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
        self._index = file.number
        self._sees = sees
        self.sightings = Sightings()

    def goes_on(self) -> bool:
        """Give a sign of life, and never say that it is time to stop: the scan ends this process for that."""
        self._outbox.alive(0)
        return False

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
        self._outbox.lost(self._index, naming.shown_member(untrusted_member), reason)

    def look(self, untrusted_member: str, untrusted_data: bytes | memoryview) -> bool:
        """Look at bytes, closely where they deserve it; return whether any did."""
        spans = self._suspects(untrusted_data)
        for start, end in spans:
            self.sightings.add_all(untrusted_member, self._look(bytes(untrusted_data[start:end])))
        return bool(spans)

    def see(self, untrusted_member: str, head: bytes, size: int, content: Callable[[], bytes]) -> None:
        """Read the words in a picture, if pictures are read; else count it."""
        if not pictures.worth_it(head, size):
            return
        if not self._sees:
            self._outbox.pictures(0, 1)
            return
        try:
            self.sightings.add_picture(untrusted_member, pictures.look_at(content()))
        except pictures.PictureNotRead as error:
            self._outbox.pictures(0, 1)
            self.lost(untrusted_member, error.reason)
        else:
            self._outbox.pictures(1, 0)


def tell(outbox: Outbox, file: ListedFile, sightings: Sightings) -> None:
    """Say what was seen in a file: where, and never what."""
    names = Path(file.path).parts
    for seen in sightings:
        member = naming.shown_member(seen.untrusted_member, seen.untrusted_words)
        telling = sorted(naming.telling(names, seen.untrusted_words))
        outbox.found(file, seen.trace, member, telling, 0)
