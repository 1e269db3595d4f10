"""What a scan says: where something lies and what it looks like. Never a word of it, and never its hash.

Whatever leaves the part of the program that reads files is one of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Grade(StrEnum):
    """How sure a find is, and whether it matters."""

    RECOVERY_PHRASE = "recovery_phrase"
    """12, 15, 18, 21 or 24 words of one list with a valid checksum, not made by chance or prose."""
    LOOKS_LIKE_PHRASE = "looks_like_phrase"
    """Nine or more rare words without the checksum: a slip, a part of one, another wallet's kind."""
    PUBLISHED = "published"
    """An example that everybody can look up: nobody's."""
    PRACTICE = "practice"
    """Dealt by this program for practice: nobody's."""
    WORD_LIST = "word_list"
    """The list of all words, or a long part of it: no phrase."""


ALARMS = frozenset({Grade.RECOVERY_PHRASE, Grade.LOOKS_LIKE_PHRASE})
"""The grades that somebody has to do something about."""


class Layout(StrEnum):
    """How the words stand."""

    ROW = "row"
    """One after the other, with the same kind of gap."""
    LINES = "lines"
    """One a line."""
    NUMBERED = "numbered"
    """With their numbers, in whatever order."""
    TABLE = "table"
    """In columns, or in the cells of a table."""
    PAIRS = "pairs"
    """Each behind a name, as in a settings file."""
    JOINED = "joined"
    """Run together, without gaps."""
    SPELLED = "spelled"
    """Letters set apart."""
    PICTURE = "picture"
    """Seen in a picture: order and number of words are a guess."""


class Source(StrEnum):
    """What kind of thing a place is: it decides what to do about it."""

    FILE = "file"
    DOCUMENT = "document"
    ARCHIVE = "archive"
    MAIL = "mail"
    DATABASE = "database"
    BROWSER = "browser"
    HISTORY = "history"
    """What was typed at a command line."""
    NOTES = "notes"
    """The store of a program for notes."""
    PICTURE = "picture"
    BIN = "bin"
    """Deleted, and still in the bin."""
    NAME = "name"
    """The name of a file or folder itself."""
    CLIPBOARD = "clipboard"


class Reason(StrEnum):
    """Why something was not read, or not to its end."""

    NO_PERMISSION = "no-permission"
    VANISHED = "vanished"
    CHANGED = "changed"
    """It grew or shrank while it was read."""
    IN_USE = "in-use"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    """More inside than is opened: a bomb, or simply huge."""
    TOO_DEEP = "too-deep"
    TOO_SLOW = "too-slow"
    NOT_HERE = "not-here"
    """In the cloud alone: reading it would fetch it."""
    READER_FAILED = "reader-failed"
    """The part that reads files ended on it."""
    PICTURE = "picture"
    """A picture, and pictures were not asked for, or cannot be read here."""
    OTHER_FILE_SYSTEM = "other-file-system"
    UNREADABLE = "unreadable"
    """Whatever else the system says."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What was found in one text: how sure, how many words, how they stand.

    ``language`` is that of the list. ``name`` is that of a published example, else empty.
    """

    grade: Grade
    language: str
    words: int
    layout: Layout
    name: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """A trace with its place in the text that was looked at: ``text[start:end]``.

    ``untrusted_words`` are the words themselves, folded, so that no path is shown that spells them. They stay
    in the process that read the file.
    """

    start: int
    end: int
    trace: Trace
    untrusted_words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Find:
    """A trace and where it lies.

    ``path`` is the real file, to open its folder. ``place`` is what is shown and saved: the home folder as
    ``~``, no names of people, nothing hidden, no words. ``member`` (inside ``path``: of an archive, a mail)
    is cleaned in the same way, empty for the file itself. ``modified`` is a day, as ``2026-11-29``, empty
    where unknown. ``synced``: it lies where a program copies it to other computers.
    """

    trace: Trace
    path: Path = field(repr=False)
    place: str
    member: str
    source: Source
    modified: str
    synced: bool = False


@dataclass(frozen=True, slots=True)
class NotRead:
    """Something that was not read, or not to its end, and why. Places as in :class:`Find`."""

    path: Path = field(repr=False)
    place: str
    member: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan is. ``total_files`` is 0 while they are still being counted.

    ``seconds_left`` is ``None`` until there is something to reckon with. ``pictures_left`` counts pictures
    that wait or will not be read.
    """

    files: int
    total_files: int
    bytes: int
    bytes_per_second: float
    seconds_left: float | None
    place: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a scan saw: its finds, what it did not read, and how much it read.

    ``stopped``: by the person, or by the time that was given. ``pictures_read`` and ``pictures_not_read``
    count pictures; those not read for lack of the reader are counted here and not listed one by one.
    """

    finds: tuple[Find, ...]
    not_read: tuple[NotRead, ...]
    roots: tuple[str, ...]
    files: int
    bytes: int
    seconds: float
    pictures_read: int = 0
    pictures_not_read: int = 0
    stopped: bool = False
    out_of_time: bool = False
