"""One sitting at a drill. How well it went is kept in memory and goes away with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random, SystemRandom

from walletsafe import texts
from walletsafe.errors import UnknownDrill
from walletsafe.practice.drills import bits, first_four, last_word, order, quiz, slips
from walletsafe.practice.drills.exercise import LEVELS, Exercise, Feedback, judged

_MAKERS: Mapping[str, Callable[[Random, int], Exercise]] = {
    slips.NAME: slips.make,
    order.NAME: order.make,
    last_word.NAME: last_word.make,
    first_four.NAME: first_four.make,
    bits.NAME: bits.make,
    quiz.NAME: quiz.make,
}

NAMES = tuple(_MAKERS)
"""The drills in the order in which they are offered. Permanent names."""

_UP_AFTER = 2


def title(name: str) -> str:
    """What a drill is called. Raise :class:`~walletsafe.errors.UnknownDrill` where there is none."""
    return texts.words("practice", f"drill_titles.{_known(name)}")


def summary(name: str) -> str:
    """One sentence on what is done in a drill. Raise :class:`~walletsafe.errors.UnknownDrill` likewise."""
    return texts.words("practice", f"drill_summaries.{_known(name)}")


class DrillSession:
    """Exercises of the drill ``name``, one after another, harder or easier as they are answered.

    Two right answers in a row lead one level up, a wrong one leads one down. ``rng`` makes a sitting
    repeatable; by default chance is the system's. Raises :class:`~walletsafe.errors.UnknownDrill`, and
    ``ValueError`` for a level other than 1 to 5.
    """

    def __init__(self, name: str, rng: Random | None = None, *, level: int = 1) -> None:
        if level not in LEVELS:
            raise ValueError("there is no such level")
        self.name = _known(name)
        self._rng = rng or SystemRandom()
        self.level = level
        """How hard the next exercise is: 1 to 5."""
        self.streak = 0
        """Right answers in a row."""
        self.answered = 0
        """Exercises answered so far."""
        self.right_answers = 0
        """How many of them rightly."""
        self.exercise: Exercise | None = None
        """The exercise that waits for an answer."""
        self._since_step = 0

    def next(self) -> Exercise:
        """Make a new exercise; one that was not answered is dropped without being counted."""
        self.exercise = _MAKERS[self.name](self._rng, self.level)
        return self.exercise

    def answer(self, picked: Sequence[int]) -> Feedback:
        """Judge the picked choices of the open exercise, and end it.

        For boxes, ``picked`` are those switched on. Raise ``IndexError`` where there is no such choice, and
        ``ValueError`` where no exercise is open.
        """
        if self.exercise is None:
            raise ValueError("no exercise is open")
        feedback = judged(self.exercise, picked)
        self.exercise = None
        self.answered += 1
        if feedback.right:
            self._count_right()
        else:
            self.streak = self._since_step = 0
            self.level = max(LEVELS[0], self.level - 1)
        return feedback

    def _count_right(self) -> None:
        self.right_answers += 1
        self.streak += 1
        self._since_step += 1
        if self._since_step == _UP_AFTER:
            self._since_step = 0
            self.level = min(LEVELS[-1], self.level + 1)


def _known(name: str) -> str:
    if name not in _MAKERS:
        raise UnknownDrill(drill=name)
    return name
