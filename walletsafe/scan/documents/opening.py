"""Opens a container, and what lies in it, and tells a visitor what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from walletsafe.scan.documents import archives, compound, database, firefox, mail, packages, pdf
from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.faults import reason_of, spared
from walletsafe.scan.documents.kinds import HEAD, Kind, is_picture, kind_of
from walletsafe.scan.documents.parts import (
    LARGEST_PICTURE,
    Data,
    Exhausted,
    NotRead,
    Part,
    Picture,
    Source,
    Stopped,
    Text,
    Unreadable,
    Visitor,
)
from walletsafe.scan.documents.streams import Begun, buffered, pieces
from walletsafe.scan.finds import Reason
from walletsafe.scan.opened import holds_text

Reader = Callable[[Source, Budget], Iterator[Part]]

_READERS: dict[Kind, Reader] = {
    Kind.ZIP: packages.read,
    Kind.GZIP: archives.read_gzip,
    Kind.BZIP2: archives.read_bzip2,
    Kind.XZ: archives.read_xz,
    Kind.TAR: archives.read_tar,
    Kind.FOREIGN: archives.read_foreign,
    Kind.SEALED: archives.read_sealed,
    Kind.MAIL: mail.read,
    Kind.SQLITE: database.read,
    Kind.PDF: pdf.read,
    Kind.COMPOUND: compound.read,
    Kind.FIREFOX: firefox.read,
}
_READ_BACK_AND_FORTH = frozenset({Kind.ZIP, Kind.SQLITE, Kind.PDF, Kind.COMPOUND, Kind.FIREFOX})

_METADATA = 256 << 10
"""Bytes at both ends of a picture that may hold text."""


def is_container(head: bytes, name: str) -> bool:
    """Whether a file that begins with ``head`` (best a kilobyte of it) and has this name is opened here."""
    return kind_of(head, name) is not None


def open_container(untrusted_file: BinaryIO, name: str, budget: Budget, visitor: Visitor) -> None:
    """Tell ``visitor`` what lies in a container, as far as ``budget`` allows.

    ``untrusted_file`` can go back and stands at its start. ``name`` is its path, where it has one: beside a
    database lies what was not yet taken into it. Raises nothing of its own: what cannot be read is told to
    the visitor; what the visitor raises is passed on. Once the budget's ``stop`` says yes, it returns.
    """
    path = Path(name)
    source = Source(untrusted_file, path.name, path=path if path.is_absolute() else None)
    try:
        for part in _everything(source, budget):
            _tell(part, visitor)
    except Stopped:
        return


def _tell(part: Part, visitor: Visitor) -> None:
    match part:
        case Text():
            visitor.text(part.member, part.untrusted_text)
        case Data():
            visitor.data(part.member, part.untrusted_data)
        case Picture():
            visitor.picture(part.member, part.untrusted_data)
        case NotRead():
            visitor.not_read(part.member, part.reason)
        case Source():
            raise AssertionError("what lies inside is opened before")


def _everything(source: Source, budget: Budget, depth: int = 0) -> Iterator[Part]:
    """All parts of something that has a budget for itself, and at the end what was not read of it."""
    try:
        yield from _parts(source, budget, depth)
    except Exhausted as end:
        budget.note(source.member, end.reason)
    yield from budget.troubles()


def _parts(source: Source, budget: Budget, depth: int) -> Iterator[Part]:
    """All parts of a source. Whatever goes wrong with it is noted; only what ends all is raised."""
    return spared(_attempted(source, budget, depth), source.member, budget)


def _attempted(source: Source, budget: Budget, depth: int) -> Iterator[Part]:
    head = source.file.read(HEAD)
    kind = kind_of(head, source.name)
    whole = replace(source, file=_back_at_start(source.file, head))
    if kind is None:
        yield from _plain(whole, head)
    elif depth > budget.deepest:
        raise Unreadable(Reason.TOO_DEEP)
    elif kind in _READ_BACK_AND_FORTH:
        with budget.holding(whole.file) as held:
            yield from _opened(replace(whole, file=held), kind, budget, depth)
    else:
        yield from _opened(whole, kind, budget, depth)


def _back_at_start(file: BinaryIO, head: bytes) -> BinaryIO:
    if file.seekable():
        file.seek(0)
        return file
    return buffered(Begun(head, file))


def _opened(source: Source, kind: Kind, budget: Budget, depth: int) -> Iterator[Part]:
    """The parts of a container, and of what lies in it. One that proves to be none is told as plain data."""
    begun = False
    try:
        for part in _READERS[kind](source, budget):
            begun = True
            if not isinstance(part, Source):
                yield part
            elif part.apart:
                yield from _everything(part, budget.apart(), depth)
            else:
                yield from _parts(part, budget, depth + 1)
    except (Stopped, Exhausted):
        raise
    except Exception as error:
        if not begun and reason_of(error) is Reason.DAMAGED and source.file.seekable():
            source.file.seek(0)
            yield from pieces(source.file, source.member)
        raise


def _plain(source: Source, head: bytes) -> Iterator[Part]:
    """A member that is no container."""
    if not is_picture(head):
        yield from pieces(source.file, source.member)
        return
    picture = source.file.read(LARGEST_PICTURE + 1)
    if holds_text(BytesIO(picture), len(picture)):  # and only begins like a picture, perhaps
        yield from pieces(BytesIO(picture), source.member)
    else:
        yield Data(source.member, picture[:_METADATA])
        yield Data(source.member, picture[max(_METADATA, len(picture) - _METADATA) :])
    if len(picture) > LARGEST_PICTURE:
        raise Unreadable(Reason.TOO_LARGE)
    yield Picture(source.member, picture)
