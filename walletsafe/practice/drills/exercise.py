"""What a drill asks, and what is said to an answer. Plain data: the window and the command line draw it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from walletsafe import phrases, wordlists
from walletsafe.phrases import Card
from walletsafe.practice import sheets
from walletsafe.practice.sheets import Sheet

LEVELS = range(1, len(phrases.LENGTHS) + 1)
"""How hard an exercise can be: 1 to 5, with 12 to 24 words."""

_MOST_REASONS = 3


class Kind(StrEnum):
    """How an exercise is answered. Permanent names.

    ``PICK_ONE`` of the choices, ``PICK_ALL`` that are right, pick ``IN_ORDER``, or switch ``BOXES`` on.
    """

    PICK_ONE = "pick-one"
    PICK_ALL = "pick-all"
    IN_ORDER = "in-order"
    BOXES = "boxes"


@dataclass(frozen=True, slots=True)
class Paper:
    """Words to look at, as written on a paper or shown by a Ledger, in the order of the sheet.

    ``numbered``: each word has its number, from 1, beside it, so that ``columns`` is only advice. Otherwise
    the layout is what is asked about: ``downwards`` fills one column after the other, else row by row.
    An empty word is an empty place.
    """

    title: str
    words: tuple[str, ...]
    numbered: bool = True
    columns: int = 4
    downwards: bool = False

    @property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """The layout: rows of indices into ``words``."""
        height = -(-len(self.words) // self.columns)
        if self.downwards:
            return tuple(tuple(range(row, len(self.words), height)) for row in range(height))
        everything = range(len(self.words))
        return tuple(tuple(everything[begin : begin + self.columns]) for begin in everything[:: self.columns])


@dataclass(frozen=True, slots=True)
class Table:
    """Facts about the choices, one row each; as many cells in a row as in ``head``."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """One question with all that belongs to it. Words are English; all texts are for people.

    ``choices`` are numbered from 0; for ``BOXES`` they are the eleven boxes' values, 1,024 first. ``because``
    says of each choice why it is right or wrong. ``right`` holds the right choices: ascending, but for
    ``IN_ORDER`` in their order, and as many as are wanted. ``boxes`` are eleven boxes to look at, or none.
    ``explanation`` is for everybody, whatever was answered; it may have several lines.
    """

    drill: str
    level: int
    kind: Kind
    sheet: Sheet
    question: str
    choices: tuple[str, ...]
    because: tuple[str, ...]
    right: tuple[int, ...]
    explanation: str
    papers: tuple[Paper, ...] = ()
    table: Table | None = None
    boxes: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is said to an answer: an explanation, which may have several lines, and the right choices.

    The explanation is the exercise's own, after the reasons of what was picked wrongly.
    """

    right: bool
    explanation: str
    solution: tuple[int, ...]


def judged(exercise: Exercise, picked: Sequence[int]) -> Feedback:
    """Compare the picked choices with the right ones; their order counts for ``IN_ORDER`` alone.

    Raise ``IndexError`` where there is no such choice.
    """
    if not all(0 <= number < len(exercise.choices) for number in picked):
        raise IndexError("the exercise has no such choice")
    in_order = exercise.kind is Kind.IN_ORDER
    given = tuple(picked) if in_order else tuple(sorted(set(picked)))
    reasons = [exercise.because[number] for number in _to_explain(exercise, given)]
    said = "\n".join([*reasons[:_MOST_REASONS], exercise.explanation])
    return Feedback(given == exercise.right, said, exercise.right)


def _to_explain(exercise: Exercise, given: Sequence[int]) -> Iterator[int]:
    """Yield the choices that were picked wrongly."""
    if exercise.kind is Kind.IN_ORDER:
        # All that follows the first wrong one is only shifted.
        wrong = (number for number, right in zip(given, exercise.right, strict=False) if number != right)
        yield from [number for number in [next(wrong, None)] if number is not None]
    else:
        yield from (number for number in given if number not in exercise.right)


def dealt_sheet(rng: Random, level: int) -> Sheet:
    """A sheet with as many words as the level has, all different: a word that stands twice has no place."""
    length = phrases.LENGTHS[level - 1]
    while True:
        sheet = sheets.dealt(Card(rng.randrange(phrases.CARDS), wordlists.ENGLISH, length))
        if len(set(sheet.words)) == length:
            return sheet
