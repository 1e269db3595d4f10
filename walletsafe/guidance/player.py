"""Where somebody is in a lesson, and whether they may go on. Held in memory only; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from walletsafe import texts
from walletsafe.findings import CheckResult, Entry, Outcome, Report, finding
from walletsafe.guidance.lessons import Choice, Confirm, Lesson, Quiz, Step

_TALLIED: Final = 6
"""From so many quizzes on, a lesson ends with a tally."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many quizzes were answered right, with a doubt, and wrong at the first try.

    ``again`` are the numbers of the steps, from 0, whose first answer was not the right one.
    """

    right: int
    unsure: int
    wrong: int
    again: tuple[int, ...]


class LessonPlayer:
    """One walk through ``lesson``, from the step number ``start`` (0 is the first).

    Ticks and answers of a step stay when one leaves it and comes back, so that a lesson can be left and
    taken up again with this object. Raises ``ValueError`` for a start outside the lesson.
    """

    def __init__(self, lesson: Lesson, start: int = 0) -> None:
        if not 0 <= start < len(lesson.steps):
            raise ValueError("the lesson has no such step")
        self.lesson = lesson
        self._position = start
        self._finished = False
        # By step: which facts are ticked, and which answers were given, in their order.
        self._ticked: list[set[int]] = [set() for _ in lesson.steps]
        self._answers: list[list[int]] = [[] for _ in lesson.steps]

    @property
    def position(self) -> int:
        """The number of the step, from 0."""
        return self._position

    @property
    def step(self) -> Step:
        """The step that is shown now; after the end, the last one."""
        return self.lesson.steps[self._position]

    @property
    def finished(self) -> bool:
        """Whether the last step was left by going on."""
        return self._finished

    @property
    def progress(self) -> tuple[int, int]:
        """How many steps lie behind, and how many there are."""
        total = len(self.lesson.steps)
        return (total if self._finished else self._position), total

    @property
    def ticked(self) -> frozenset[int]:
        """The numbers of the ticked facts of this step, from 0."""
        return frozenset(self._ticked[self._position])

    @property
    def answers(self) -> tuple[int, ...]:
        """The numbers of the answers given to this quiz so far, from 0, in their order."""
        return tuple(self._answers[self._position])

    @property
    def tally(self) -> Tally | None:
        """The first answers so far; ``None`` in a lesson of few quizzes, and before the first answer."""
        quizzes = [(number, step) for number, step in enumerate(self.lesson.steps) if isinstance(step, Quiz)]
        first = [
            (number, step.choices[self._answers[number][0]])
            for number, step in quizzes
            if self._answers[number]
        ]
        if not first or len(quizzes) < _TALLIED:
            return None
        right = sum(choice.right for _, choice in first)
        unsure = sum(choice.doubt for _, choice in first)
        again = tuple(number for number, choice in first if not choice.right)
        return Tally(right, unsure, len(first) - right - unsure, again)

    @property
    def can_go_on(self) -> bool:
        """Whether this step is done.

        That is when all facts are ticked, or the right answer or a doubt is given; others by being read.
        """
        match self.step:
            case Confirm(facts=facts):
                return len(self.ticked) == len(facts)
            case Quiz(choices=choices):
                return any(choices[number].right or choices[number].doubt for number in self.answers)
            case _:
                return True

    def tick(self, number: int) -> None:
        """Tick fact ``number``, from 0. Raise ``IndexError`` where the step has no such fact."""
        self._fact(number)
        self._ticked[self._position].add(number)

    def untick(self, number: int) -> None:
        """Take the tick of fact ``number`` away. Raise ``IndexError`` where the step has no such fact."""
        self._fact(number)
        self._ticked[self._position].discard(number)

    def answer(self, number: int) -> Choice:
        """Answer the quiz with choice ``number``, from 0, and return it with what is to be said now.

        Any number of tries; once one may go on, it stays so. Raise ``IndexError`` where there is no such
        choice.
        """
        choices = self.step.choices if isinstance(self.step, Quiz) else ()
        if not 0 <= number < len(choices):
            raise IndexError(number)
        self._answers[self._position].append(number)
        return choices[number]

    def forward(self) -> None:
        """Go to the next step, or finish at the last one. Raise ``ValueError`` while the step is not done."""
        if not self.can_go_on:
            raise ValueError("this step is not done")
        if self._position + 1 == len(self.lesson.steps):
            self._finished = True
        else:
            self._position += 1

    def back(self) -> None:
        """Go to the step before. After the end, to the last one; at the first one, nowhere."""
        if self._finished:
            self._finished = False
        elif self._position:
            self._position -= 1

    def once_more(self, numbers: tuple[int, ...]) -> LessonPlayer:
        """A new walk through the steps ``numbers`` (from 0) and the last one, as if for the first time."""
        steps = tuple(self.lesson.steps[number] for number in numbers)
        return LessonPlayer(replace(self.lesson, steps=(*steps, self.lesson.steps[-1])))

    def report(self, knowledge_date: str) -> Report:
        """What was gone through, by the titles of the steps, and how the first answers were."""
        found = [finding("lesson.finished") if self._finished else finding("lesson.unfinished")]
        if tally := self.tally:
            found.append(finding("lesson.tally", right=tally.right, unsure=tally.unsure, wrong=tally.wrong))
        outcome = Outcome.PASSED if self._finished else Outcome.COULD_NOT_CHECK
        shown = len(self.lesson.steps) if self._finished else self._position
        return Report(
            kind="lesson",
            demo=False,
            subject={"lesson": self.lesson.id},
            checks=(CheckResult("lesson", outcome, tuple(found)),),
            knowledge_date=knowledge_date,
            record=tuple(Entry(self.lesson.steps[place].title, self._first(place)) for place in range(shown)),
        )

    def _first(self, place: int) -> str:
        """How the first answer to a quiz was, in words; empty where none was given."""
        step = self.lesson.steps[place]
        if not isinstance(step, Quiz) or not self._answers[place]:
            return ""
        choice = step.choices[self._answers[place][0]]
        how = "right" if choice.right else "unsure" if choice.doubt else "wrong"
        return texts.words("report", f"first_answers.{how}")

    def _fact(self, number: int) -> None:
        facts = self.step.facts if isinstance(self.step, Confirm) else ()
        if not 0 <= number < len(facts):
            raise IndexError(number)
