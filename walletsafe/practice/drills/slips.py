"""Find the slip: a Ledger's screen and a copy, with one word that became another, or two that swapped."""

from __future__ import annotations

from random import Random

from walletsafe import phrases, texts, wordlists
from walletsafe.practice.drills.exercise import Exercise, Kind, Paper, dealt_sheet
from walletsafe.practice.drills.pairs import one_letter_apart
from walletsafe.practice.sheets import Sheet

NAME = "find-the-slip"

_SWAPS_FROM = 2
_NEIGHBOURS_FROM = 4


def make(rng: Random, level: int) -> Exercise:
    """An exercise with one slip; swapped words from level 2 on, at first far from each other."""
    while True:
        sheet = dealt_sheet(rng, level)
        swap = level >= _SWAPS_FROM and rng.random() < 1 / 2
        copy = _swapped(rng, sheet, level) if swap else _misspelled(rng, sheet)
        if copy is not None:
            return _exercise(sheet, copy, level)


def _misspelled(rng: Random, sheet: Sheet) -> tuple[str, ...] | None:
    """The words with one that became a neighbour; ``None`` where none of them has any."""
    near = one_letter_apart()
    slips = [
        (place, slip)
        for place, word in enumerate(sheet.words)
        for slip in near.get(word, ())
        if slip not in sheet.words
    ]
    if not slips:
        return None
    place, slip = rng.choice(slips)
    return (*sheet.words[:place], slip, *sheet.words[place + 1 :])


def _swapped(rng: Random, sheet: Sheet, level: int) -> tuple[str, ...]:
    if level >= _NEIGHBOURS_FROM:
        first = rng.randrange(len(sheet.words) - 1)
        second = first + 1
    else:
        first, second = rng.sample(range(len(sheet.words)), 2)
    copy = list(sheet.words)
    copy[first], copy[second] = copy[second], copy[first]
    return tuple(copy)


def _exercise(sheet: Sheet, copy: tuple[str, ...], level: int) -> Exercise:
    pairs = list(zip(sheet.words, copy, strict=True))
    right = tuple(place for place, (shown, written) in enumerate(pairs) if shown != written)
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.PICK_ALL,
        sheet=sheet,
        question=texts.words("practice", "slip.question" if level >= _SWAPS_FROM else "slip.question_one"),
        choices=tuple(f"{number} {written}" for number, written in enumerate(copy, start=1)),
        because=tuple(
            texts.words(
                "practice",
                "slip.same" if shown == written else "slip.differs",
                number=number,
                shown=shown,
                written=written,
            )
            for number, (shown, written) in enumerate(pairs, start=1)
        ),
        right=right,
        explanation=_explanation(sheet, copy, right),
        papers=(
            Paper(texts.words("practice", "slip.screen"), sheet.words),
            Paper(texts.words("practice", "slip.paper"), copy),
        ),
    )


def _explanation(sheet: Sheet, copy: tuple[str, ...], right: tuple[int, ...]) -> str:
    places = wordlists.places(sheet.language)
    fits = phrases.entropy_of([places[word] for word in copy]) is not None
    first, last = right[0], right[-1]
    what = texts.words(
        "practice",
        "slip.swapped" if len(right) > 1 else "slip.letter",
        number=first + 1,
        other=last + 1,
        shown=sheet.words[first],
        written=copy[first],
    )
    caught = texts.words("practice", "slip.passes" if fits else "slip.caught")
    odds = texts.words("practice", "slip.odds", count=len(copy), odds=1 << len(copy) // 3)
    return f"{what}\n{caught} {odds}"
