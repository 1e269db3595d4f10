"""Reads letters that stand without gaps as list words, from end to end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from walletsafe import phrases, wordlists
from walletsafe.scan.tokens import CHINESE, LANGUAGES

LEAST_LETTERS = 36
"""Twelve words of three letters."""
MOST_LETTERS = 300
"""24 of the longest words, taken apart into letters and marks."""
_MOST_READINGS = 32
"""In how many ways the same letters are read as words, at most. Nearly all have one."""
_ALLOWED = sum(1 << length for length in phrases.LENGTHS)


def readings(letters: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The languages and words as which folded letters can be read, from end to end: at most 32 of each.

    Chinese is left out: its words are single characters. Linear in the number of letters.
    """
    if LEAST_LETTERS <= len(letters) <= MOST_LETTERS:
        for language in LANGUAGES:
            if language not in CHINESE:
                yield from ((language, words) for words in _in_language(letters, language))


def spelled_readings(letters: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The same where a single letter before or after belongs to something else: "I", "a"."""
    for start in (0, 1):
        for end in (len(letters), len(letters) - 1):
            yield from readings(letters[start:end])


def _in_language(letters: str, language: str) -> Iterator[tuple[str, ...]]:
    listed = wordlists.folded_places(language)
    shortest, longest = _word_lengths(language)
    if not any(letters[:size] in listed for size in range(shortest, longest + 1)):
        return
    counts = _counts(letters, listed, shortest, longest)
    if not counts[0] & _ALLOWED:
        return
    begun: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    told = 0
    while begun and told < _MOST_READINGS:
        start, words = begun.pop()
        if start == len(letters):
            told += 1
            yield words
            continue
        for end in range(start + shortest, min(start + longest, len(letters)) + 1):
            word = letters[start:end]
            if word in listed and (counts[end] << len(words) + 1) & _ALLOWED:
                begun.append((end, (*words, word)))


def _counts(letters: str, listed: Mapping[str, int], shortest: int, longest: int) -> list[int]:
    """For each place how many words may follow it to the end: bit ``n`` stands for ``n`` words."""
    counts = [0] * len(letters) + [1]
    for start in reversed(range(len(letters))):
        for size in range(shortest, min(longest, len(letters) - start) + 1):
            if counts[start + size] and letters[start : start + size] in listed:
                counts[start] |= counts[start + size] << 1
    return counts


@cache
def _word_lengths(language: str) -> tuple[int, int]:
    sizes = [len(word) for word in wordlists.folded_places(language)]
    return min(sizes), max(sizes)
