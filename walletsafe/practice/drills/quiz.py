"""Backup quiz: questions about a numbered paper, as a Ledger asks them after its words were written down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

from walletsafe import texts
from walletsafe.practice.drills.exercise import Exercise, Kind, Paper, dealt_sheet
from walletsafe.practice.drills.pairs import look_alikes
from walletsafe.practice.sheets import Sheet

NAME = "backup-quiz"

_CHOICES = 4
_CANDIDATES = 6
_NEAR_FROM = 3
_ASKED_BY_LEVEL = (("word",), ("word", "number"), ("word", "number"), ("strangers",), ("word", "strangers"))


def make(rng: Random, level: int) -> Exercise:
    """An exercise on one paper; from level 3 on the wrong words are look-alikes of those on it."""
    sheet = dealt_sheet(rng, level)
    asked = rng.choice(_ASKED_BY_LEVEL[level - 1])
    place = rng.randrange(len(sheet.words))
    if asked == "number":
        return _which_number(rng, sheet, place, level)
    if asked == "word":
        return _which_word(rng, sheet, place, level)
    return _strangers(rng, sheet, level)


def _which_word(rng: Random, sheet: Sheet, place: int, level: int) -> Exercise:
    word = sheet.words[place]
    near = list(islice(_not_on(sheet, word), 2)) if level >= _NEAR_FROM else []
    rest = [other for other in sheet.words if other != word]
    choices = [word, *near, *rng.sample(rest, _CHOICES - 1 - len(near))]
    rng.shuffle(choices)
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.PICK_ONE,
        sheet=sheet,
        question=texts.words("practice", "quiz.question_word", number=place + 1),
        choices=tuple(choices),
        because=tuple(_where(sheet, choice) for choice in choices),
        right=(choices.index(word),),
        explanation=_explanation("quiz.word", number=place + 1, word=word),
        papers=(_paper(sheet),),
    )


def _which_number(rng: Random, sheet: Sheet, place: int, level: int) -> Exercise:
    numbers = range(1, len(sheet.words) + 1)
    # The neighbours of the right number are where a finger slips to.
    nearest = sorted((number for number in numbers if number != place + 1), key=lambda n: abs(n - place - 1))
    wrong = nearest[: _CHOICES - 1] if level >= _NEAR_FROM else rng.sample(nearest, _CHOICES - 1)
    choices = sorted([place + 1, *wrong])
    word = sheet.words[place]
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.PICK_ONE,
        sheet=sheet,
        question=texts.words("practice", "quiz.question_number", word=word),
        choices=tuple(texts.words("practice", "quiz.number", number=number) for number in choices),
        because=tuple(_where(sheet, sheet.words[number - 1]) for number in choices),
        right=(choices.index(place + 1),),
        explanation=_explanation("quiz.word", number=place + 1, word=word),
        papers=(_paper(sheet),),
    )


def _strangers(rng: Random, sheet: Sheet, level: int) -> Exercise:
    count = rng.randint(2, _CANDIDATES - 2)
    originals = rng.sample(sheet.words, count)
    strangers: list[str] = []
    for word in originals:
        strangers.append(next(other for other in _not_on(sheet, word) if other not in strangers))
    # Words of the sheet stand beside their look-alikes, so that both have to be read.
    others = [word for word in rng.sample(sheet.words, _CANDIDATES) if word not in originals]
    choices = [*strangers, *[*originals, *others][: _CANDIDATES - count]]
    rng.shuffle(choices)
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.PICK_ALL,
        sheet=sheet,
        question=texts.words("practice", "quiz.question_strangers"),
        choices=tuple(choices),
        because=tuple(_where(sheet, choice) for choice in choices),
        right=tuple(number for number, choice in enumerate(choices) if choice in strangers),
        explanation=_explanation("quiz.strangers", words=", ".join(sorted(strangers))),
        papers=(_paper(sheet),),
    )


def _not_on(sheet: Sheet, word: str) -> Iterator[str]:
    return (other for other in look_alikes(word) if other not in sheet.words)


def _where(sheet: Sheet, word: str) -> str:
    if word not in sheet.words:
        return texts.words("practice", "quiz.not_on", word=word)
    return texts.words("practice", "quiz.word", word=word, number=sheet.words.index(word) + 1)


def _paper(sheet: Sheet) -> Paper:
    return Paper(texts.words("practice", "quiz.paper"), sheet.words)


def _explanation(key: str, **slots: str | int) -> str:
    return f"{texts.words('practice', key, **slots)}\n{texts.words('practice', 'quiz.advice')}"
