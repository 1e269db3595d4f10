"""Bits: a word as the number of its place in the list, in eleven boxes."""

from __future__ import annotations

from random import Random

from walletsafe import texts, wordlists
from walletsafe.practice.drills.exercise import Exercise, Kind, dealt_sheet
from walletsafe.practice.sheets import Sheet

NAME = "bits"

VALUES = tuple(1 << bit for bit in reversed(range(11)))
"""What each box is worth, the first one 1,024."""

_CHOICES = 4
_NEAR_FROM = 3


def make(rng: Random, level: int) -> Exercise:
    """An exercise to read eleven boxes or to switch them; the more of them are on, the higher the level."""
    sheet = dealt_sheet(rng, level)
    word = _word(sheet, level)
    return _read(rng, sheet, word, level) if rng.random() < 1 / 2 else _switch(sheet, word, level)


def boxes_of(word: str) -> tuple[bool, ...]:
    """The eleven boxes of an English list word, the one worth 1,024 first."""
    place = wordlists.places(wordlists.ENGLISH)[word]
    return tuple(bool(place & value) for value in VALUES)


def _word(sheet: Sheet, level: int) -> str:
    """The word of the sheet whose boxes are as hard as the level: the fewest on first."""
    by_boxes = sorted(sheet.words, key=lambda word: sum(boxes_of(word)))
    return by_boxes[(len(by_boxes) - 1) * (level - 1) // 4]


def _switch(sheet: Sheet, word: str, level: int) -> Exercise:
    place = wordlists.places(sheet.language)[word]
    on = boxes_of(word)
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.BOXES,
        sheet=sheet,
        question=texts.words("practice", "bits.question_switch", word=word, place=f"{place:,}"),
        choices=tuple(f"{value:,}" for value in VALUES),
        because=tuple(
            texts.words("practice", "bits.on" if box else "bits.off", value=f"{value:,}", place=f"{place:,}")
            for value, box in zip(VALUES, on, strict=True)
        ),
        right=tuple(number for number, box in enumerate(on) if box),
        explanation=_explanation(word),
    )


def _read(rng: Random, sheet: Sheet, word: str, level: int) -> Exercise:
    choices = [word, *_others(rng, sheet, word, level)]
    rng.shuffle(choices)
    places = wordlists.places(sheet.language)
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.PICK_ONE,
        sheet=sheet,
        question=texts.words("practice", "bits.question_read"),
        choices=tuple(
            texts.words("practice", "bits.choice", word=choice, place=f"{places[choice]:,}")
            for choice in choices
        ),
        because=tuple(
            texts.words("practice", "bits.sum", word=choice, place=f"{places[choice]:,}", sum=_sum(choice))
            for choice in choices
        ),
        right=(choices.index(word),),
        explanation=_explanation(word),
        boxes=boxes_of(word),
    )


def _others(rng: Random, sheet: Sheet, word: str, level: int) -> list[str]:
    """Wrong words: of the sheet, and from level 3 on such as differ in one box."""
    if level < _NEAR_FROM:
        return rng.sample([other for other in sheet.words if other != word], _CHOICES - 1)
    place = wordlists.places(sheet.language)[word]
    return [wordlists.words(sheet.language)[place ^ value] for value in rng.sample(VALUES, _CHOICES - 1)]


def _sum(word: str) -> str:
    on = [f"{value:,}" for value, box in zip(VALUES, boxes_of(word), strict=True) if box]
    return " + ".join(on) or "0"


def _explanation(word: str) -> str:
    place = wordlists.places(wordlists.ENGLISH)[word]
    return texts.words("practice", "bits.explanation", word=word, place=f"{place:,}", sum=_sum(word))
