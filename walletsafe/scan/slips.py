"""Phrases that were copied badly: one word misspelled, or only the first four letters of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from walletsafe import phrases, wordlists
from walletsafe.scan import rarity
from walletsafe.scan.chains import Chain, between, coarse, commonest, stem_chain
from walletsafe.scan.finds import Grade, Layout, Located, Trace
from walletsafe.scan.list_order import is_orderly
from walletsafe.scan.quick import LEAST_PHRASE
from walletsafe.scan.tokens import STEM_LETTERS, Kind, Token, bit, stems

_ENGLISH = bit(wordlists.ENGLISH)
_LIMIT = -1.0
"""The mean rarity of the words around the misspelled one."""
_FEWEST_STEMS = 3


def stemmed(text: str, words: Sequence[Token]) -> Iterator[Chain]:
    """Rows of English words that are cut to four letters."""
    known = stems()
    row: list[Token] = []
    for token in words:
        short = len(token.word) <= STEM_LETTERS and token.word in known
        if short or (token.kind == Kind.LISTED and token.languages & _ENGLISH):
            row.append(token)
            continue
        yield from _row(text, row)
        row = []
    yield from _row(text, row)


def _row(text: str, row: Sequence[Token]) -> Iterator[Chain]:
    if len(row) >= LEAST_PHRASE and sum(token.kind == Kind.STEM for token in row) >= _FEWEST_STEMS:
        yield stem_chain(text, row)


def misspelled(text: str, words: Sequence[Token]) -> Iterator[Located]:
    """English words in a row, as many as a phrase has, of which one in the middle is a letter wrong."""
    for number in range(1, len(words) - 1):
        token = words[number]
        if token.languages & _ENGLISH or not _between_words(words, number):
            continue
        row = _row_around(words, number)
        if len(row) in phrases.LENGTHS and _is_near(token.word) and _is_rare(row) and _is_even(text, row):
            trace = Trace(Grade.LOOKS_LIKE_PHRASE, wordlists.ENGLISH, len(row), Layout.ROW)
            yield Located(row[0].start, row[-1].end, trace, tuple(word.word for word in row))


def _between_words(words: Sequence[Token], number: int) -> bool:
    return bool(words[number - 1].languages & words[number + 1].languages & _ENGLISH)


def _row_around(words: Sequence[Token], slip: int) -> Sequence[Token]:
    """The list words before and after the misspelled one, with it; no further than a phrase reaches."""
    first, last = slip, slip + 1
    while first and slip - first < phrases.LENGTHS[-1] and words[first - 1].languages & _ENGLISH:
        first -= 1
    while last < len(words) and last - slip <= phrases.LENGTHS[-1] and words[last].languages & _ENGLISH:
        last += 1
    return words[first:last]


def _is_rare(row: Sequence[Token]) -> bool:
    listed = wordlists.folded_places(wordlists.ENGLISH)
    places = [listed[token.word] for token in row if token.languages & _ENGLISH]
    return _mean(places) < _LIMIT and not is_orderly(places)


def _is_even(text: str, row: Sequence[Token]) -> bool:
    """Whether all gaps are of one kind, but for one."""
    gaps = [coarse(between(text, one, other)) for one, other in pairwise(row)]
    return len(gaps) - gaps.count(commonest(gaps)) <= 1


def _mean(places: Sequence[int]) -> float:
    running = rarity.sums(places, wordlists.ENGLISH)
    return running[-1] / len(places) if running else 0.0


def _is_near(word: str) -> bool:
    """Whether one letter more, less or other, or two letters swapped, make an English word of the list."""
    if not 3 <= len(word) <= 9 or not word.isascii():
        return False
    near = _shortened()
    return (
        word in near
        or any(_without(word, number) in near for number in range(len(word)))
        or any(
            _swapped(word, number) in wordlists.folded_places(wordlists.ENGLISH)
            for number in range(len(word) - 1)
        )
    )


def _without(word: str, number: int) -> str:
    return word[:number] + word[number + 1 :]


def _swapped(word: str, number: int) -> str:
    return word[:number] + word[number + 1] + word[number] + word[number + 2 :]


@cache
def _shortened() -> Mapping[str, int]:
    """The English words, and what is left of them without one of their letters."""
    listed = wordlists.folded_places(wordlists.ENGLISH)
    found = {_without(word, number): place for word, place in listed.items() for number in range(len(word))}
    return found | dict(listed)
