"""Which list words come nearest to a misspelled one. Shown as a hint, never put in its place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from walletsafe import wordlists

MOST = 3
"""How many words are named at the most."""

_FARTHEST = 2.0
_TOO_SHORT = 3
_PREFIX = 4
_NEIGHBOUR, _OTHER = 0.5, 1.0
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> frozenset[tuple[str, str]]:
    """Pairs of letters side by side, or one above the other, on a Latin keyboard."""
    beside = [pair for row in _ROWS for pair in pairwise(row)]
    above = [
        (letter, lower)
        for upper_row, lower_row in pairwise(_ROWS)
        for place, letter in enumerate(upper_row)
        for lower in lower_row[max(0, place - 1) : place + 1]
    ]
    return frozenset({*beside, *above, *((second, first) for first, second in (*beside, *above))})


_KEYBOARD = _neighbours()


def nearest(untrusted_word: str, language: str) -> tuple[str, ...]:
    """Up to three decomposed list words that ``untrusted_word`` may have been meant as, the nearest first.

    Counted are letters that were left out, added, changed (half, where the keys are neighbours) or swapped,
    two at the most. Words with the same first four letters, which tell every English word from all others,
    come before others. Empty where nothing is near.
    """
    typed = wordlists.folded(untrusted_word)
    letters = set(typed)
    found: list[tuple[bool, float, int]] = []
    for place, word in enumerate(wordlists.words(language)):
        spelled = wordlists.folded(word)
        same_start = len(typed) >= _PREFIX and spelled[:_PREFIX] == typed[:_PREFIX]
        # Each edit mends one letter at the most: this spares most words the slow measure.
        if same_start or max(len(letters - set(spelled)), len(set(spelled) - letters)) <= _FARTHEST:
            away = distance(typed, spelled)
            if same_start or (away <= _FARTHEST and away < len(typed)):
                found.append((not same_start, away, place))
    return tuple(wordlists.words(language)[place] for _, _, place in sorted(found)[:MOST])


def may_be_slip(untrusted_word: str, spellings: Iterable[str]) -> bool:
    """Whether this may be one of some folded words, misspelled or not yet typed to its end.

    Two letters at the most may be wrong, and fewer than half of them; two letters alone say nothing yet.
    """
    typed = wordlists.folded(untrusted_word)
    if len(typed) < _TOO_SHORT:
        return True
    most = min(_FARTHEST, (len(typed) - 1) / 2)
    return any(word.startswith(typed) or distance(typed, word) <= most for word in spellings)


def distance(typed: str, word: str) -> float:
    """How far two folded words are apart (optimal string alignment), cheap for neighbouring keys."""
    before_last: list[float] = []
    last = [float(column) for column in range(len(word) + 1)]
    for row, letter in enumerate(typed, start=1):
        current = [float(row)]
        for column, wanted in enumerate(word, start=1):
            changed = last[column - 1] + _cost(letter, wanted)
            best = min(changed, last[column] + _OTHER, current[column - 1] + _OTHER)
            swapped = row > 1 and column > 1 and letter == word[column - 2] and typed[row - 2] == wanted
            if swapped and letter != wanted:
                best = min(best, before_last[column - 2] + _OTHER)
            current.append(best)
        before_last, last = last, current
    return last[-1]


def _cost(letter: str, wanted: str) -> float:
    if letter == wanted:
        return 0.0
    return _NEIGHBOUR if (letter, wanted) in _KEYBOARD else _OTHER
