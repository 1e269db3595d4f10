"""First four letters: why four are enough in the English list, and why three are not."""

from __future__ import annotations

from itertools import islice
from random import Random

from walletsafe import texts, wordlists
from walletsafe.practice.drills.exercise import Exercise, Kind, dealt_sheet
from walletsafe.practice.drills.pairs import look_alikes
from walletsafe.practice.sheets import Sheet

NAME = "first-four"

_LETTERS = 4
_NEAR_FROM, _SHORT_FROM, _BLOTTED_FROM = 2, 3, 4
_CHOICES = (3, 4, 4, 5, 6)
_EMPTY, _UNREADABLE = "-", "?"
_MOST_FITTING = 3


def make(rng: Random, level: int) -> Exercise:
    """An exercise that names a word; from level 3 on of three letters if possible, from 4 on all that fit."""
    sheet = dealt_sheet(rng, level)
    return _blotted(rng, sheet, level) if level >= _BLOTTED_FROM else _named(rng, sheet, level)


def letters(word: str) -> str:
    """What a plate with four places holds of a word: capitals, and a hyphen where it has only three."""
    return word[:_LETTERS].upper().ljust(_LETTERS, _EMPTY)


def _begins(word: str) -> str:
    return texts.words("practice", "first_four.begins", word=word, letters=letters(word))


def _named(rng: Random, sheet: Sheet, level: int) -> Exercise:
    short = [word for word in sheet.words if len(word) < _LETTERS]
    word = rng.choice(short if short and level >= _SHORT_FROM else sheet.words)
    others = [other for other in sheet.words if other != word]
    count = _CHOICES[level - 1]
    near = islice(look_alikes(word), count - 1)
    choices = [word, *(near if level >= _NEAR_FROM else rng.sample(others, count - 1))]
    rng.shuffle(choices)
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.PICK_ONE,
        sheet=sheet,
        question=texts.words("practice", "first_four.question", letters=letters(word)),
        choices=tuple(choices),
        because=tuple(map(_begins, choices)),
        right=(choices.index(word),),
        explanation=texts.words(
            "practice",
            "first_four.short" if len(word) < _LETTERS else "first_four.enough",
            word=word,
            letters=letters(word),
            starts=f"{len({other[:3] for other in wordlists.words(sheet.language)}):,}",
        ),
    )


def _blotted(rng: Random, sheet: Sheet, level: int) -> Exercise:
    """One of the four letters cannot be read, so that several words fit.

    1,901 of the 2,048 words can be so blotted, and every sheet of 21 or 24 words has at least 13 of them.
    """
    blots = [(word, place) for word in sheet.words for place in range(_LETTERS)]
    rng.shuffle(blots)
    listed = wordlists.words(sheet.language)
    found = ((word, place, [other for other in listed if _fits(other, word, place)]) for word, place in blots)
    doubtful = (blot for blot in found if blot[0] in blot[2] and len(blot[2]) > 1)
    return _doubtful(rng, sheet, level, next(doubtful))


def _fits(other: str, word: str, place: int) -> bool:
    """Whether ``other`` may be meant where ``word`` has lost a letter. An empty place cannot be lost."""
    seen, wanted = letters(other), letters(word)
    alike = seen[:place] + seen[place + 1 :] == wanted[:place] + wanted[place + 1 :]
    return alike and seen[place] != _EMPTY


def _doubtful(rng: Random, sheet: Sheet, level: int, blot: tuple[str, int, list[str]]) -> Exercise:
    word, place, fitting = blot
    pattern = letters(word)[:place] + _UNREADABLE + letters(word)[place + 1 :]
    others = [other for other in fitting if other != word]
    shown = [word, *rng.sample(others, min(_MOST_FITTING, len(fitting)) - 1)]
    near = (other for other in look_alikes(word) if other not in fitting)
    choices = [*shown, *islice(near, _CHOICES[level - 1] - len(shown))]
    rng.shuffle(choices)
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.PICK_ALL,
        sheet=sheet,
        question=texts.words("practice", "first_four.question_blot", letters=pattern),
        choices=tuple(choices),
        because=tuple(map(_begins, choices)),
        right=tuple(number for number, choice in enumerate(choices) if choice in fitting),
        explanation=texts.words(
            "practice",
            "first_four.blot",
            letters=pattern,
            count=len(fitting),
            written=letters(word),
            word=word,
        ),
    )
