"""What the room sees, as data. Nothing reaches the room's screen but through :class:`RoomScreen`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from walletsafe import texts
from walletsafe.findings import Finding, Outcome, Report
from walletsafe.guidance.agendas import SCREEN_WORDS, Slide
from walletsafe.guidance.lessons import Quiz
from walletsafe.practice.drills.exercise import Exercise, Kind, Paper
from walletsafe.report.document import DEMO_MARK, worst_first

from .words import stage_words

_MOST_PLACES: Final = 12
"""The most words of a practice sheet on one screen; of two sheets side by side, together."""

_TELLABLE: Final = frozenset({"model", "version", "firmware", "question", "count"})
"""Params of a finding that may stand before a room: no name of an app, a program or a file is among them."""
_HIDDEN: Final = "[hidden]"


@dataclass(frozen=True, slots=True)
class RoomDevice:
    """A Ledger, drawn large. ``lines`` and ``feet`` stand on its own screen; ``caption`` below it."""

    model_id: str
    name: str
    caption: str
    lines: tuple[str, ...] = ()
    feet: tuple[str, ...] = ()
    plugged: bool = True


@dataclass(frozen=True, slots=True)
class RoomPaper:
    """Words of a practice sheet under their ``title``, row by row."""

    title: str
    cells: tuple[str, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class RoomScreen:
    """One screen. What it does not have is empty; one without anything is the pause.

    ``message`` is something received, to be judged. ``hands`` are how many chose each of the ``choices``,
    ``right`` the numbers of the right ones (from 0), once they are told. ``boxes`` are eleven bits.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    drawing: str = ""
    message: str = ""
    choices: tuple[str, ...] = ()
    hands: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    papers: tuple[RoomPaper, ...] = ()
    boxes: tuple[bool, ...] = ()
    device: RoomDevice | None = None
    outcome: Outcome | None = None
    demo: bool = False
    practice: bool = False

    @property
    def verdict(self) -> str:
        """How a check ended, in words; empty where none did. A practice Ledger's mark is part of it."""
        if self.outcome is None:
            return ""
        return (DEMO_MARK if self.demo else "") + texts.outcome_text(self.outcome).title

    @property
    def said(self) -> tuple[str, ...]:
        """Everything that can be read on this screen, save its marks and the numbers of hands."""
        device = self.device
        on_device = () if device is None else (" / ".join((*device.lines, *device.feet)), device.caption)
        on_paper = (text for paper in self.papers for text in (paper.title, ", ".join(paper.cells)))
        every = (self.title, self.verdict, self.message, *self.lines, *on_paper, *self.choices, *on_device)
        return tuple(filter(None, every))

    @property
    def word_count(self) -> int:
        """How many words there are to read; bare numbers are not counted."""
        return sum(any(map(str.isalpha, word)) for text in self.said for word in text.split())


PAUSE: Final = RoomScreen()


def slide_screen(slide: Slide) -> RoomScreen:
    """A slide, without its notes."""
    return RoomScreen(title=slide.title, lines=slide.lines, drawing=slide.drawing)


def quiz_screen(quiz: Quiz) -> RoomScreen:
    """A question for a show of hands."""
    return RoomScreen(
        title=quiz.title, message=quiz.shown, choices=tuple(choice.label for choice in quiz.choices)
    )


def hands_screen(quiz: Quiz, hands: Sequence[int]) -> RoomScreen:
    """How many chose what, and what is right."""
    right = tuple(number for number, choice in enumerate(quiz.choices) if choice.right)
    return replace(quiz_screen(quiz), message="", hands=tuple(hands), right=right)


def because_screen(quiz: Quiz) -> RoomScreen:
    """Why the right answer is right."""
    return RoomScreen(title=quiz.right.label, lines=(quiz.right.because,))


def drill_screen(exercise: Exercise) -> RoomScreen:
    """An exercise, or the part of it that a room can read."""
    boxes = (False,) * len(exercise.choices) if exercise.kind is Kind.BOXES else exercise.boxes
    asked = exercise.kind in {Kind.PICK_ONE, Kind.PICK_ALL} and not _on_paper(exercise)
    screen = RoomScreen(
        title=exercise.question, choices=exercise.choices if asked else (), boxes=boxes, practice=True
    )
    whole = replace(screen, papers=_papers(exercise))
    return whole if whole.word_count <= SCREEN_WORDS else screen


def drill_answer_screen(exercise: Exercise) -> RoomScreen:
    """What is right, and as much of the explanation as a room can read."""
    solution = ", ".join(exercise.choices[number] for number in exercise.right)
    title = stage_words("room.right", choices=solution)
    boxes = exercise.kind is Kind.BOXES
    return RoomScreen(
        title=title,
        lines=_fitting(exercise.explanation.splitlines(), SCREEN_WORDS - len(title.split())),
        boxes=tuple(number in exercise.right for number in range(len(exercise.choices))) if boxes else (),
        practice=True,
    )


def with_result(screen: RoomScreen, report: Report, *, findings: bool) -> RoomScreen:
    """The same with how a check ended; with ``findings`` the gravest one that a room may see as well."""
    screen = replace(screen, outcome=report.outcome, demo=screen.demo or report.demo)
    titles = (title_beside(report.outcome, _without_names(found)) for found in gravest_first(report))
    told = next((title for title in titles if _HIDDEN not in title), None) if findings else None
    if told is None:
        return screen
    return replace(screen, lines=((DEMO_MARK if screen.demo else "") + told,))


def gravest_first(report: Report) -> list[Finding]:
    """As a report has them, but among equals what the chip proved comes first: a room has time for one."""
    checks = sorted(report.checks, key=lambda check: check.id != "genuine")
    return worst_first(replace(report, checks=tuple(checks)))


def title_beside(outcome: Outcome, found: Finding) -> str:
    """The title of a finding, without the outcome that stands before it already."""
    title = texts.finding_text(found).title.removeprefix(f"{texts.outcome_text(outcome).title}: ")
    return title[:1].upper() + title[1:]


def _without_names(found: Finding) -> Finding:
    """The finding, with a mark in place of whatever may not stand before a room."""
    return replace(
        found, params={key: value if key in _TELLABLE else _HIDDEN for key, value in found.params.items()}
    )


def _on_paper(exercise: Exercise) -> bool:
    """Whether the choices are places of the last paper."""
    return bool(exercise.papers) and len(exercise.papers[-1].words) == len(exercise.choices)


def _papers(exercise: Exercise) -> tuple[RoomPaper, ...]:
    if not exercise.papers:
        return ()
    most = _MOST_PLACES // len(exercise.papers)
    total = len(exercise.papers[0].words)
    # Of long sheets, the part with the answer in it.
    first = min(exercise.right) if total > most and _on_paper(exercise) else 0
    begin = min(first // most * most, max(0, total - most))
    return tuple(_paper(paper, range(begin, min(total, begin + most))) for paper in exercise.papers)


def _paper(paper: Paper, places: range) -> RoomPaper:
    cells = (
        f"{place + 1} {paper.words[place]}" if paper.numbered else paper.words[place] for place in places
    )
    if paper.numbered:
        return RoomPaper(paper.title, tuple(cells), 1 if len(places) < _MOST_PLACES else 3)
    order = (place for row in paper.rows for place in row if place in places)
    return RoomPaper(paper.title, tuple(paper.words[place] for place in order), paper.columns)


def _fitting(lines: Iterable[str], room: int) -> tuple[str, ...]:
    """Whole sentences, as long as all of them together have no more than ``room`` words."""
    told: list[str] = []
    for sentence in (sentence for line in lines for sentence in re.split(r"(?<=\.) ", line)):
        room -= len(sentence.split())
        if room < 0:
            break
        told.append(sentence)
    return tuple(told)
