"""Words without gaps: run together, spelled letter by letter, and Chinese characters in one block."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from walletsafe import phrases, wordlists
from walletsafe.scan.chains import Chain
from walletsafe.scan.finds import Layout
from walletsafe.scan.readings import LEAST_LETTERS, MOST_LETTERS, readings, spelled_readings
from walletsafe.scan.tokens import CHINESE, Kind, Token

_HAN = f"[{wordlists.CHINESE}]{{12,24}}"
_RUN = re.compile(_HAN)
_ROW = re.compile(rf"(?<![{wordlists.CHINESE}])[{wordlists.CHINESE}]{{5,30}}(?![^\n\"'|,])")
_MOST_ROWS = 4
_NEAR = 1500
"""In characters."""
_SPACE = "[ \\t\u3000]*"
_BLOCK = re.compile(rf"^{_SPACE}(?:[^\W_][\w ]{{0,20}}[:\uff1a])?{_SPACE}({_HAN}){_SPACE}\r?$", re.MULTILINE)
"""A line of its own, after a label at most: in running text so many characters in a row are frequent."""


def joined(text: str, words: Sequence[Token]) -> Iterator[Chain]:
    """Long words that consist of list words from end to end, however often they change case."""
    for token in words:
        # One letter of Korean or Japanese writing comes apart into up to three.
        length = (token.end - token.start) * (1 if token.word.isascii() and token.word else 3)
        if length >= LEAST_LETTERS and token.end - token.start <= MOST_LETTERS:
            letters = wordlists.folded(text[token.start : token.end])
            for language, reading in readings(letters):
                yield _chain(reading, language, (token.start, token.end), Layout.JOINED)


def spelled(words: Sequence[Token]) -> Iterator[Chain]:
    """Rows of single letters that make list words from end to end."""
    first = 0
    for number in range(len(words) + 1):
        if number < len(words) and words[number].kind == Kind.LETTER:
            continue
        if LEAST_LETTERS <= number - first <= MOST_LETTERS:
            letters = "".join(token.word for token in words[first:number])
            span = words[first].start, words[number - 1].end
            for language, reading in spelled_readings(letters):
                yield _chain(reading, language, span, Layout.SPELLED)
        first = number + 1


def _chain(words: Sequence[str], language: str, span: tuple[int, int], layout: Layout) -> Chain:
    listed = wordlists.folded_places(language)
    places = [listed[word] for word in words]
    count = len(words)
    return Chain(language, [span] * count, words, places, [""] * count, layout, partial=False, whole=True)


def blocks(text: str) -> Iterator[Chain]:
    """Chinese characters in a row that stand by themselves and are as many as a phrase has.

    Where many lines are such rows, the text is a list of names or headings, or the words of a program.
    """
    if _RUN.search(text) is None:  # quicker by far than the lines, and what nearly all text has none of
        return
    rows = [match.span() for match in _ROW.finditer(text)]
    for match in _BLOCK.finditer(text):
        start, end = match.span(1)
        if end - start not in phrases.LENGTHS or _near(rows, start) > _MOST_ROWS:
            continue
        for language in CHINESE:
            listed = wordlists.folded_places(language)
            if all(character in listed for character in match.group(1)):
                yield _chain(tuple(match.group(1)), language, (start, end), Layout.JOINED)


def _near(rows: Sequence[tuple[int, int]], start: int) -> int:
    """How many of the rows are near."""
    return bisect_left(rows, (start + _NEAR,)) - bisect_left(rows, (start - _NEAR,))
