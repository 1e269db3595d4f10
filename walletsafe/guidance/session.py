"""Where a trainer is in an agenda, and how many hands went up. Held in memory only; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from walletsafe.findings import CheckResult, Entry, Finding, Outcome, Report, finding
from walletsafe.guidance.agendas import Agenda, Part, Question, Screen

HANDS_LIMIT: Final = 10_000
"""The most hands that are counted for one choice."""

_ID: Final = "lesson"


class Session:
    """One walk through ``agenda`` before a room. The hands of a question stay when one leaves it."""

    def __init__(self, agenda: Agenda) -> None:
        self.agenda = agenda
        self.screens: tuple[Screen, ...] = tuple(screen for part in agenda.parts for screen in part.screens)
        """All screens, in their order."""
        self._part_of = tuple(number for number, part in enumerate(agenda.parts) for _ in part.screens)
        self._position = 0
        self._finished = False
        self._shown = {0}
        self._hands: dict[int, tuple[int, ...]] = {}

    @property
    def position(self) -> int:
        """The number of the screen, from 0."""
        return self._position

    @property
    def screen(self) -> Screen:
        """The screen that is shown now; after the end, the one shown last."""
        return self.screens[self._position]

    @property
    def part_number(self) -> int:
        """The number of the part that is shown now, from 0."""
        return self._part_of[self._position]

    @property
    def part(self) -> Part:
        """The part that is shown now."""
        return self.agenda.parts[self.part_number]

    @property
    def finished(self) -> bool:
        """Whether the last screen was left by going on, or the agenda ended before it."""
        return self._finished

    @property
    def complete(self) -> bool:
        """Whether every screen was shown."""
        return len(self._shown) == len(self.screens)

    def forward(self) -> None:
        """Go to the next screen, or finish at the last one."""
        if self._position + 1 == len(self.screens):
            self._finished = True
        else:
            self._show(self._position + 1)

    def stop(self) -> None:
        """End it at this screen."""
        self._finished = True

    def back(self) -> None:
        """Go to the screen before. After the end, to the one shown last; at the first one, nowhere."""
        if self._finished:
            self._finished = False
        elif self._position:
            self._show(self._position - 1)

    def go(self, part: int) -> None:
        """Go to the first screen of part ``part``, from 0. Raise ``ValueError`` where there is none."""
        self._show(self._part_of.index(part))

    @property
    def hands(self) -> tuple[int, ...]:
        """How many hands went up for each choice of this question; empty on other screens."""
        if not isinstance(self.screen, Question):
            return ()
        return self._hands.get(self._position, (0,) * len(self.screen.quiz.choices))

    def count(self, choice: int, hands: int) -> None:
        """Note ``hands`` (0 to 10,000) for choice ``choice`` (from 0) of this question.

        Raise ``IndexError`` where there is no such choice, ``ValueError`` for another number of hands.
        """
        counted = list(self.hands)
        if not 0 <= choice < len(counted):
            raise IndexError(choice)
        if not 0 <= hands <= HANDS_LIMIT:
            raise ValueError(hands)
        counted[choice] = hands
        self._hands[self._position] = tuple(counted)

    @property
    def counted(self) -> tuple[tuple[Question, tuple[int, ...]], ...]:
        """The questions for which any hand went up, in their order, with the hands for each choice."""
        return tuple(
            (screen, self._hands[number])
            for number, screen in enumerate(self.screens)
            if isinstance(screen, Question) and any(self._hands.get(number, ()))
        )

    def report(self) -> Report:
        """What was gone through and what the room said. It names nobody and no device.

        Passed: every screen was shown. Could not check: the end was reached, with some left out. Stopped: it
        ended before.
        """
        found = [finding("lesson.finished") if self._done else finding("lesson.unfinished")]
        if self.counted:
            found.append(self._tally())
        result = CheckResult(_ID, self._outcome, tuple(found))
        return Report(_ID, False, {"agenda": self.agenda.id}, (result,), self.agenda.reviewed, self._record())

    @property
    def _done(self) -> bool:
        return self._finished and self.complete

    @property
    def _outcome(self) -> Outcome:
        if self._done:
            return Outcome.PASSED
        at_last = self._finished and self._position + 1 == len(self.screens)
        return Outcome.COULD_NOT_CHECK if at_last else Outcome.STOPPED

    def _show(self, position: int) -> None:
        self._position = position
        self._finished = False
        self._shown.add(position)

    def _tally(self) -> Finding:
        right = unsure = wrong = 0
        for question, hands in self.counted:
            for choice, number in zip(question.quiz.choices, hands, strict=True):
                right += number if choice.right else 0
                unsure += number if choice.doubt else 0
                wrong += 0 if choice.right or choice.doubt else number
        return finding("lesson.tally", right=right, unsure=unsure, wrong=wrong)

    def _record(self) -> tuple[Entry, ...]:
        """The parts of which anything was shown, each followed by its questions."""
        entries: list[Entry] = []
        part = -1
        for position in sorted(self._shown):
            if self._part_of[position] != part:
                part = self._part_of[position]
                entries.append(Entry(self.agenda.parts[part].title, ""))
            screen = self.screens[position]
            if isinstance(screen, Question):
                entries.append(Entry(screen.quiz.title, _said(screen, self._hands.get(position, ()))))
        return tuple(entries)


def _said(question: Question, hands: Sequence[int]) -> str:
    """What the room said, such as "Fake: 12, May be genuine: 3"; empty where no hand went up."""
    if not any(hands):
        return ""
    choices = zip(question.quiz.choices, hands, strict=True)
    return ", ".join(f"{choice.label}: {number}" for choice, number in choices)
