"""English list words that are easily taken for one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations

from walletsafe import wordlists

_SAME_START = 3


@cache
def one_letter_apart() -> Mapping[str, tuple[str, ...]]:
    """Each word that has any, with the words of which one letter differs: changed, added or left out."""
    found: dict[str, set[str]] = defaultdict(set)
    by_pattern: dict[str, list[str]] = defaultdict(list)
    listed = wordlists.places(wordlists.ENGLISH)
    for word in listed:
        for place in range(len(word)):
            by_pattern[f"{word[:place]}?{word[place + 1 :]}"].append(word)
            shorter = word[:place] + word[place + 1 :]
            if shorter in listed:
                found[word].add(shorter)
                found[shorter].add(word)
    for alike in by_pattern.values():
        for first, second in combinations(alike, 2):
            found[first].add(second)
            found[second].add(first)
    return {word: tuple(sorted(near)) for word, near in found.items()}


def look_alikes(word: str) -> Iterator[str]:
    """Yield other words, the most alike first: one letter apart, the same start, near in the list."""
    given = {word}
    for other in _candidates(word):
        if other not in given:
            given.add(other)
            yield other


def _candidates(word: str) -> Iterator[str]:
    listed = wordlists.words(wordlists.ENGLISH)
    yield from one_letter_apart().get(word, ())
    yield from (other for other in listed if other[:_SAME_START] == word[:_SAME_START])
    place = wordlists.places(wordlists.ENGLISH)[word]
    yield from sorted(listed, key=lambda other: abs(wordlists.places(wordlists.ENGLISH)[other] - place))
