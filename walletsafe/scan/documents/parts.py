"""What comes out of a container, one piece after another, and what keeps it from coming out.

The readers of the kinds of files are generators of these parts. None of them knows who listens, and none
opens what lies inside: they hand it out as a :class:`Source`, and ``opening`` goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from walletsafe.scan.finds import Reason

PIECE = 4 << 20
"""Bytes of one piece of data at most."""

OVERLAP = 64 << 10
"""Bytes that a piece of data repeats of the one before it: a phrase at a border is whole in one of them."""

TEXT_PIECE = 1 << 20
"""Characters of one piece of text, more or less: up to five times as many where a file is odd."""

TEXT_OVERLAP = 16 << 10
"""Characters that a piece of text repeats of the one before it."""

LARGEST_PICTURE = 32_000_000
"""Bytes of a picture at most, as in :mod:`walletsafe.message.picture`."""


class Visitor(Protocol):
    """Is told what lies in a container.

    ``member`` is where inside the container, foreign text as it stands there, empty for the container itself.
    One thing may be told in more than one arrangement (rows and columns of a table; what a database holds and
    the bytes that it consists of): who counts finds has to see that they are the same.
    """

    def text(self, member: str, untrusted_text: str) -> None:
        """Text, whole or a piece as :data:`TEXT_PIECE` says. No markup and no escapes are left in it."""
        ...

    def data(self, member: str, untrusted_data: bytes) -> None:
        """Bytes as they stand in a member, whole or a piece as :data:`PIECE` says."""
        ...

    def picture(self, member: str, untrusted_data: bytes) -> None:
        """A whole picture file."""
        ...

    def not_read(self, member: str, reason: Reason) -> None:
        """Something that was not read, or not to its end. Each reason is told once for a container."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text."""

    member: str
    untrusted_text: str


@dataclass(frozen=True, slots=True)
class Data:
    """A piece of a member's bytes."""

    member: str
    untrusted_data: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole picture file."""

    member: str
    untrusted_data: bytes


@dataclass(frozen=True, slots=True)
class NotRead:
    """Something that was not read, or not to its end."""

    member: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: the file, what it is called, and where it lies.

    ``file`` stands at its start and can be read once; whether it can also go back says ``file.seekable()``.
    ``path`` is that of a file on the disk, where it is known. ``apart``: it has limits of its own, as each
    mail of a mailbox has.
    """

    file: BinaryIO
    name: str
    member: str = ""
    path: Path | None = None
    apart: bool = False


Part = Text | Data | Picture | NotRead | Source
"""What a reader hands out. A :class:`Source` lies inside, and is to be read before the next part."""


class DocumentError(Exception):
    """Base of what the readers raise on purpose. None of it leaves ``open_container``."""


class Unreadable(DocumentError):
    """One thing cannot be read, or not to its end; what lies beside it can."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Exhausted(DocumentError):
    """What was allowed for the whole container is used up."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Stopped(DocumentError):
    """Whoever asked for it wants no more."""


def inside(member: str, name: str) -> str:
    """The place of something called ``name`` inside ``member``."""
    return f"{member}/{name}" if member else name
