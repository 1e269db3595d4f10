"""The lessons as typed data: strict loader of ``resources/text/<lang>/lessons``.

A lesson is a row of steps: some are read, some are ticked off fact by fact, one is tried out, and quizzes
are answered, as often as one likes. :mod:`walletsafe.guidance.player` says when a step is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from walletsafe.errors import UnknownLesson
from walletsafe.guidance.table import Table, read

_ORDER: Final = (
    "the-phrase",
    "where-it-may-go",
    "fake-update",
    "what-ledger-never-does",
    "letters-parcels-callers",
    "real-or-fake",
    "backup-habits",
    "passphrase",
    "first-ten-minutes",
)

FIRST_TEN_MINUTES: Final = "first-ten-minutes"
"""The lesson to which whoever typed their words is led."""

DRAWINGS: Final = frozenset(
    {
        "caller",
        "clock-ten-minutes",
        "fake-page",
        "letter-with-marks",
        "never-cloud",
        "never-computer",
        "never-phone",
        "never-photo",
        "paper-two-places",
        "parcel",
        "passphrase-two-doors",
        "phrase-opens-all",
        "recovery-check-device",
        "words-on-device",
    }
)
"""Every drawing a step may name. The window draws them itself."""

EXERCISES: Final = frozenset({"fake-update"})
"""Every exercise that a step may name. The window plays them; a terminal tells them as a story."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from. ``address`` is plain text, never a link.

    ``date`` is the day, month or year it was published, or that it was read where the page bears no date.
    """

    name: str
    address: str
    date: str


@dataclass(frozen=True, slots=True)
class Read:
    """A step to read: one to four short paragraphs.

    ``drawing`` is one of :data:`DRAWINGS` and ``drawing_text`` says the same in words; both are empty in
    a step without one.
    """

    title: str
    lines: tuple[str, ...]
    drawing: str
    drawing_text: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """Two to five facts, each to be ticked by itself."""

    title: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """Something to try out in the window; ``lines`` introduce it, ``lines_terminal`` tell it as a story."""

    title: str
    lines: tuple[str, ...]
    exercise: str
    lines_terminal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a quiz. ``because`` is said after it was chosen, whichever it is.

    ``doubt`` is "I am not sure", neither right nor wrong: its ``because`` says where to look instead.
    """

    label: str
    right: bool
    because: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place worth a look in what a quiz shows: its very words, and what they mean, or that they do not."""

    place: str
    note: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question with two to four answers: one is right, at least one is wrong, and one may be a doubt.

    ``shown`` is the message, letter or call as one would meet it, empty where there is none: plain text,
    with addresses that are no longer addresses. ``marks`` are told once an answer was given. Their places
    stand in ``shown`` once each, in this order, and do not overlap.
    """

    title: str
    shown: str
    choices: tuple[Choice, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def right(self) -> Choice:
        """The right answer."""
        return next(choice for choice in self.choices if choice.right)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the places of the marks begin and end in ``shown``, in characters."""
        starts = [self.shown.index(mark.place) for mark in self.marks]
        return tuple((start, start + len(mark.place)) for start, mark in zip(starts, self.marks, strict=True))


Step: TypeAlias = Read | Confirm | Try | Quiz


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson. ``minutes`` is how long it takes; ``reviewed`` the day its facts were last looked at."""

    id: str
    title: str
    minutes: int
    summary: str
    reviewed: str
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]


def names() -> tuple[str, ...]:
    """The permanent ids of all lessons, in the order in which they are best taken."""
    return _ORDER


@lru_cache
def load(name: str) -> Lesson:
    """Load a lesson. Raise :class:`~walletsafe.errors.UnknownLesson` where there is none of this name.

    Raise ``ValueError`` where the file breaks a rule: a fault of ours.
    """
    if name not in _ORDER:
        raise UnknownLesson(lesson=name)
    return _lesson(name, read(f"lessons/{name}"))


def _lesson(name: str, table: Table) -> Lesson:
    if table.text("id") != name:
        raise table.fault("id", "not the name of the file")
    lesson = Lesson(
        id=name,
        title=table.text("title"),
        minutes=table.integer("minutes", 1, 20),
        summary=table.text("summary"),
        reviewed=table.date("reviewed"),
        steps=tuple(_step(entry) for entry in table.tables("steps", 7, 24)),
        sources=tuple(source_of(entry) for entry in table.tables("sources", 1, 9)),
    )
    table.finish()
    return lesson


def _step(table: Table) -> Step:
    kind = table.choice("kind", frozenset(_KINDS))
    step = _KINDS[kind](table)
    table.finish()
    return step


def _read(table: Table) -> Read:
    drawing = table.choice("drawing", DRAWINGS, optional=True)
    drawing_text = table.text("drawing_text") if drawing else ""
    return Read(table.text("title"), table.lines("lines", 1, 4), drawing, drawing_text)


def _confirm(table: Table) -> Confirm:
    return Confirm(table.text("title"), table.lines("facts", 2, 5))


def _try(table: Table) -> Try:
    return Try(
        title=table.text("title"),
        lines=table.lines("lines", 1, 4),
        exercise=table.choice("exercise", EXERCISES),
        lines_terminal=table.lines("lines_terminal", 1, 8),
    )


def quiz_of(table: Table) -> Quiz:
    """The quiz that a table of a lesson or an agenda holds. Raise ``ValueError`` where it breaks a rule."""
    choices = tuple(_choice(entry) for entry in table.tables("choices", 2, 4))
    doubts = sum(choice.doubt for choice in choices)
    if sum(choice.right for choice in choices) != 1 or doubts > 1 or len(choices) - doubts < 2:
        raise table.fault("choices", "needs one right answer and a wrong one, and at most one doubt")
    marks = tuple(_mark(entry) for entry in table.optional_tables("marks", 2, 5))
    quiz = Quiz(table.text("title"), table.optional_text("shown"), choices, marks)
    if any(quiz.shown.count(mark.place) != 1 for mark in marks):
        raise table.fault("marks", "a place that is not in what is shown, or more than once")
    if any(end > start for (_, end), (start, _) in pairwise(quiz.spans)):
        raise table.fault("marks", "places out of order, or over one another")
    return quiz


def _choice(table: Table) -> Choice:
    doubt = table.optional_flag("doubt")
    # A doubt has no ``right`` in its file: finish() refuses it there.
    right = not doubt and table.flag("right")
    choice = Choice(table.text("label"), right, table.text("because"), doubt)
    table.finish()
    return choice


def _mark(table: Table) -> Mark:
    mark = Mark(table.text("place"), table.text("note"))
    table.finish()
    return mark


_KINDS: Final[Mapping[str, Callable[[Table], Step]]] = {
    "confirm": _confirm,
    "quiz": quiz_of,
    "read": _read,
    "try": _try,
}


def source_of(table: Table) -> Source:
    """The source that a table of a lesson or a plan names. Raise ``ValueError`` where it breaks a rule."""
    source = Source(table.text("name"), table.text("address"), table.date("date"))
    table.finish()
    return source
