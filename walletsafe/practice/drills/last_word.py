"""The last word: it carries the checksum, so that only some words of the list can stand there."""

from __future__ import annotations

from hashlib import sha256
from random import Random

from walletsafe import texts, wordlists
from walletsafe.practice.drills.exercise import Exercise, Kind, Paper, Table, dealt_sheet
from walletsafe.practice.sheets import Sheet

NAME = "last-word"

_CANDIDATES = (4, 4, 5, 5, 6)
_FITTING = (2, 2, 2, 3, 3)
_NEAR_FROM = 3
_BITS = 11


def make(rng: Random, level: int) -> Exercise:
    """An exercise of four to six candidates; from level 3 on those that do not fit miss by one bit."""
    sheet = dealt_sheet(rng, level)
    size = checksum_bits(len(sheet.words))
    fitting, others = _sorted_out(sheet, at_most=1 if level >= _NEAR_FROM else size)
    count, right_ones = _CANDIDATES[level - 1], _FITTING[level - 1]
    candidates = rng.sample(fitting, right_ones) + rng.sample(others, count - right_ones)
    rng.shuffle(candidates)
    listed = wordlists.words(sheet.language)
    right = tuple(number for number, place in enumerate(candidates) if place in fitting)
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.PICK_ALL,
        sheet=sheet,
        question=texts.words("practice", "last_word.question", count=len(sheet.words), bits=size),
        choices=tuple(listed[place] for place in candidates),
        because=tuple(_because(sheet, place, fits=place in fitting) for place in candidates),
        right=right,
        explanation=_explanation(len(sheet.words), [listed[candidates[number]] for number in right]),
        papers=(Paper(texts.words("practice", "last_word.paper"), (*sheet.words[:-1], "")),),
        table=_table(sheet, candidates),
    )


def checksum_bits(length: int) -> int:
    """How many bits of the last word of a phrase of ``length`` words are checksum: 4 to 8."""
    return length // 3


def wanted_checksum(sheet: Sheet, last: int) -> int:
    """The checksum that belongs to the sheet's words with list word ``last`` (0 to 2047) as the last one."""
    size = checksum_bits(len(sheet.words))
    value = 0
    for word in sheet.words[:-1]:
        value = value << _BITS | wordlists.places(sheet.language)[word]
    entropy = (value << _BITS | last) >> size
    return sha256(entropy.to_bytes(size * 4)).digest()[0] >> 8 - size


def _own_checksum(last: int, size: int) -> int:
    return last & (1 << size) - 1


def _sorted_out(sheet: Sheet, at_most: int) -> tuple[list[int], list[int]]:
    """All places that fit, and those that miss by one to ``at_most`` bits."""
    size = checksum_bits(len(sheet.words))
    fitting: list[int] = []
    others: list[int] = []
    # One hash serves all words that share the bits before the checksum.
    for begin in range(0, 1 << _BITS, 1 << size):
        wanted = wanted_checksum(sheet, begin)
        for place in range(begin, begin + (1 << size)):
            missed = (_own_checksum(place, size) ^ wanted).bit_count()
            if not missed:
                fitting.append(place)
            elif missed <= at_most:
                others.append(place)
    return fitting, others


def _table(sheet: Sheet, candidates: list[int]) -> Table:
    size = checksum_bits(len(sheet.words))
    head = ("word", "own", "carried", "wanted")
    rows = tuple(
        (
            wordlists.words(sheet.language)[place],
            f"{place >> size:0{_BITS - size}b}",
            f"{_own_checksum(place, size):0{size}b}",
            f"{wanted_checksum(sheet, place):0{size}b}",
        )
        for place in candidates
    )
    return Table(tuple(texts.words("practice", f"last_word.head_{name}") for name in head), rows)


def _because(sheet: Sheet, place: int, *, fits: bool) -> str:
    size = checksum_bits(len(sheet.words))
    return texts.words(
        "practice",
        "last_word.fits" if fits else "last_word.misses",
        word=wordlists.words(sheet.language)[place],
        carried=f"{_own_checksum(place, size):0{size}b}",
        wanted=f"{wanted_checksum(sheet, place):0{size}b}",
    )


def _explanation(length: int, fitting: list[str]) -> str:
    size = checksum_bits(length)
    return texts.words(
        "practice",
        "last_word.explanation",
        words=", ".join(fitting),
        own=_BITS - size,
        bits=size,
        fitting=1 << _BITS - size,
        odds=1 << size,
        before=length - 1,
    )
