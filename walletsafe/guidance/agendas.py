"""The trainer's agendas as typed data: strict loader of ``resources/text/<lang>/agendas``.

An agenda is a row of parts, and a part a row of screens for the room. Agendas share their parts, each in a
file of its own. :mod:`walletsafe.guidance.session` says where a trainer is in one, and counts the hands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeAlias

from walletsafe.guidance import lessons
from walletsafe.guidance.lessons import DRAWINGS, Quiz, Source, quiz_of, source_of
from walletsafe.guidance.table import Table, read

SCREEN_WORDS: Final = 40
"""The most words on one screen: more cannot be read from the last row."""

_ORDER: Final = ("thirty", "sixty", "ninety")


class PartKind(StrEnum):
    """What a part is."""

    SLIDES = "slides"
    DEVICE = "device"
    DRILL = "drill"
    QUIZ = "quiz"


@dataclass(frozen=True, slots=True)
class Slide:
    """Something to look at: at most 40 words, title included.

    ``drawing`` is one of :data:`walletsafe.guidance.lessons.DRAWINGS`, or empty.
    """

    title: str
    lines: tuple[str, ...]
    drawing: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A practice Ledger, worked by the trainer and checked before the room.

    ``scenarios`` are the names of the devices in the order in which they are swapped, the first one at first.
    """

    scenarios: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drill:
    """Exercises of the drill ``name``, made on the spot, as many as there is time for."""

    name: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz for a show of hands: at most 40 words, and as many for the right answer and its reason."""

    quiz: Quiz
    notes: tuple[str, ...]


Screen: TypeAlias = Slide | Demonstration | Drill | Question
"""One screen for the room. ``notes`` are the trainer's alone: what to say, to ask, and what may go wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an agenda. At least one of its screens is of its kind; slides may stand around it.

    ``lesson`` is the lesson to read at home, or empty. ``reviewed`` is the day its facts were last looked at.
    """

    id: str
    title: str
    minutes: int
    kind: PartKind
    lesson: str
    reviewed: str
    screens: tuple[Screen, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """One agenda. ``minutes`` is the sum of its parts."""

    id: str
    title: str
    minutes: int
    summary: str
    parts: tuple[Part, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all parts, each once."""
        return tuple(dict.fromkeys(source for part in self.parts for source in part.sources))

    @property
    def reviewed(self) -> str:
        """The day from which on all its facts were looked at."""
        return min(part.reviewed for part in self.parts)


def names() -> tuple[str, ...]:
    """The permanent ids of all agendas, the shortest first."""
    return _ORDER


@lru_cache
def load(name: str) -> Agenda:
    """Load an agenda. Raise ``KeyError`` where there is none of this name.

    Raise ``ValueError`` where a file breaks a rule: a fault of ours.
    """
    if name not in _ORDER:
        raise KeyError(name)
    return _agenda(name, read(f"agendas/{name}"))


def words_on(screen: Screen) -> int:
    """How many words the room has to read at first, drawings and drills left out."""
    match screen:
        case Slide(title=title, lines=lines):
            return _count(title, *lines)
        case Question(quiz=quiz):
            return _count(quiz.title, quiz.shown, *(choice.label for choice in quiz.choices))
        case _:
            return 0


def _count(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def _agenda(name: str, table: Table) -> Agenda:
    if table.text("id") != name:
        raise table.fault("id", "not the name of the file")
    agenda = Agenda(
        id=name,
        title=table.text("title"),
        minutes=table.integer("minutes", 5, 240),
        summary=table.text("summary"),
        parts=tuple(_part(part, read(f"agendas/parts/{part}")) for part in table.lines("parts", 2, 20)),
    )
    if len({part.id for part in agenda.parts}) != len(agenda.parts):
        raise table.fault("parts", "one stands twice")
    if sum(part.minutes for part in agenda.parts) != agenda.minutes:
        raise table.fault("minutes", "not the sum of its parts")
    table.finish()
    return agenda


def _part(name: str, table: Table) -> Part:
    if table.text("id") != name:
        raise table.fault("id", "not the name of the file")
    kind = PartKind(table.choice("kind", frozenset(PartKind)))
    part = Part(
        id=name,
        title=table.text("title"),
        minutes=table.integer("minutes", 2, 30),
        kind=kind,
        lesson=table.choice("lesson", frozenset(lessons.names()), optional=True),
        reviewed=table.date("reviewed"),
        screens=tuple(_screen(entry) for entry in table.tables("screens", 1, 12)),
        sources=tuple(source_of(entry) for entry in table.optional_tables("sources", 1, 6)),
    )
    if not any(isinstance(screen, _OF_KIND[kind]) for screen in part.screens):
        raise table.fault("screens", f"none of the kind {kind}")
    table.finish()
    return part


def _screen(table: Table) -> Screen:
    screen = _READERS[PartKind(table.choice("kind", frozenset(PartKind)))](table)
    if words_on(screen) > SCREEN_WORDS:
        raise table.fault("screen", f"{words_on(screen)} words, not {SCREEN_WORDS} at most")
    table.finish()
    return screen


def _slide(table: Table) -> Slide:
    return Slide(
        title=table.text("title"),
        lines=table.lines("lines", 1, 4),
        drawing=table.choice("drawing", DRAWINGS, optional=True),
        notes=_notes(table),
    )


def _demonstration(table: Table) -> Demonstration:
    return Demonstration(table.lines("scenarios", 1, 4), _notes(table))


def _drill(table: Table) -> Drill:
    return Drill(table.text("drill"), _notes(table))


def _question(table: Table) -> Question:
    question = Question(quiz_of(table), _notes(table))
    right = question.quiz.right
    if _count(right.label, right.because) > SCREEN_WORDS:
        raise table.fault("choices", f"the answer has more than {SCREEN_WORDS} words")
    return question


def _notes(table: Table) -> tuple[str, ...]:
    return table.lines("notes", 1, 6)


_OF_KIND: Final[Mapping[PartKind, type[Screen]]] = {
    PartKind.SLIDES: Slide,
    PartKind.DEVICE: Demonstration,
    PartKind.DRILL: Drill,
    PartKind.QUIZ: Question,
}

_READERS: Final[Mapping[PartKind, Callable[[Table], Screen]]] = {
    PartKind.SLIDES: _slide,
    PartKind.DEVICE: _demonstration,
    PartKind.DRILL: _drill,
    PartKind.QUIZ: _question,
}
