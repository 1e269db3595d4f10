"""Whether words of a list stand in its order, as in the list itself, in parts of it, in tables of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from walletsafe import phrases

_LIST_LENGTH = 100
"""From how many words on a row in the list's order is told as a word list."""
_SORTED_STRETCH = 10
"""By chance ten words stand in order once in 3.6 million times."""
_SHUFFLED_LENGTH, _SHUFFLED_DISTINCT = 300, 0.985
"""So many words without repetitions are a list in disorder: of 300 random words 7 % are repetitions."""
_TABLE_LENGTH = 48
"""From how many words on a row is tested for the order of a list that was set in columns."""
_COLUMNS_OF_LISTS = range(1, 13)
_MOST_SORTED, _LEAST_SORTED = 0.9, 0.08
MOST_SORTED_UNSURE = 0.8
"""Without a checksum: pieces of a list with other words between."""


def unsorted(places: Sequence[int]) -> list[tuple[int, int]]:
    """The pieces between stretches that are in the order of the list, or against it."""
    pieces: list[tuple[int, int]] = []
    begin = first = 0
    direction = 0
    for number in range(1, len(places) + 1):
        step = 0
        if number < len(places):
            step = (places[number] > places[number - 1]) - (places[number] < places[number - 1])
        if number < len(places) and step == direction:
            continue
        if number - first >= (_SORTED_STRETCH if direction else phrases.LENGTHS[-1]):
            pieces.append((begin, first))
            begin = number
        first, direction = number - 1, step
    pieces.append((begin, len(places)))
    return pieces


def is_list(places: Sequence[int]) -> bool:
    """Whether a long row is the list, or a long part of it."""
    long_enough = len(places) >= _LIST_LENGTH and len(set(places)) >= _LIST_LENGTH // 2
    return long_enough and _in_list_order(places, 1)


def is_in_writing_order(words: Sequence[str]) -> bool:
    """Whether these are characters about in the order of their codes: tables of fonts and character sets."""
    pairs = list(combinations(words, 2))
    rising = sum(before < after for before, after in pairs)
    return rising > _MOST_SORTED * len(pairs) or rising < _LEAST_SORTED * len(pairs)


def is_shuffled(places: Sequence[int]) -> bool:
    """Whether a long row is a list in disorder."""
    return len(places) >= _SHUFFLED_LENGTH and len(set(places)) > _SHUFFLED_DISTINCT * len(places)


def is_table(places: Sequence[int]) -> bool:
    """Whether a long row is a list that was set in columns and read across them."""
    if len(places) < _TABLE_LENGTH:
        return False
    return any(_in_list_order(places, columns) for columns in _COLUMNS_OF_LISTS if len(places) >= 4 * columns)


def _in_list_order(places: Sequence[int], distance: int) -> bool:
    """Whether words at this distance nearly all stand in the order of the list, or against it."""
    pairs = list(zip(places, places[distance:], strict=False))
    most = _MOST_SORTED * len(pairs)
    return sum(before < after for before, after in pairs) > most or (
        sum(before > after for before, after in pairs) > most
    )


def is_orderly(places: Sequence[int], most: float = _MOST_SORTED) -> bool:
    """Whether these are too many repeated words, or too many in the order of the list, for a phrase."""
    if len(places) - len(set(places)) > len(places) // 6:
        return True
    steps = [after > before for before, after in pairwise(places)]
    share = sum(steps) / len(steps)
    return share > most or share < _LEAST_SORTED + _MOST_SORTED - most
