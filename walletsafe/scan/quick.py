"""Lets ordinary text pass at once: whether a text may hold anything that the exact check would find.

Each word becomes one byte that says what it is; rows of such bytes are then searched at the speed of C. It
may say yes too often and never no.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

from walletsafe import wordlists
from walletsafe.scan.columns import columns
from walletsafe.scan.joined import blocks
from walletsafe.scan.readings import LEAST_LETTERS, readings, spelled_readings
from walletsafe.scan.tokens import ENDINGS, INVISIBLE, MARKS, Kind, kinds, stretches_of

LEAST_PART = 9
"""How many list words in a row are the least that is ever told."""
LEAST_PHRASE = 12
FEWEST_WORDS = 6
"""How many different words are the least among twelve that may be a phrase."""
LONGEST_STRIDE = 8
"""Every how many words a word of the phrase may come: labels and extra columns stand between."""

_BLOCK, _OVERLAP = 1 << 16, 1 << 14
"""In characters: a text is looked at in blocks; what ends in the next one must fit in what they share."""

_NOT_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
_WORDS = re.compile(r"[^\W\d_]+")
_INSIDE = re.compile(f"[{MARKS}{INVISIBLE}]+")
_SKIPPED = bytes((Kind.LETTER, Kind.NUMBERING))
_PART = bytes((Kind.LISTED,)) * LEAST_PART
_PHRASE = bytes((Kind.LISTED,)) * LEAST_PHRASE
_STEMS = re.compile(rb"[\x01\x04]{12}")
_SLIP = re.compile(
    b"|".join(b"\x01{%d}[\x00\x04]\x01{%d}" % (before, LEAST_PHRASE - 1 - before) for before in range(1, 11))
)
_HALVES = re.compile(rb"\x01{6}.{1,60}?\x01{6}", re.DOTALL)


def suspects(text: str) -> Iterator[tuple[int, int]]:
    """The parts of ``text`` that may hold something, far enough to hold it whole. Linear in its length."""
    first = last = 0
    for start, end in _blocks(text):
        if start > last:
            if last:
                yield first, last
            first = start
        last = end
    if last:
        yield first, last


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The blocks that may hold something: of a large one the small ones that do."""
    for begin in range(0, max(1, len(text)), _BLOCK):
        if may_hold(text[begin : begin + _BLOCK + _OVERLAP]):
            for start in range(begin, min(begin + _BLOCK, max(1, len(text))), _OVERLAP):
                end = min(start + 2 * _OVERLAP, len(text))
                if may_hold(text[start:end]):
                    yield start, end


def may_hold(text: str) -> bool:
    """Whether the exact check may find something in ``text``. Linear in its length."""
    words = _words(text)
    rows = _kinds(words)
    if _is_joined(words) or _is_spelled(words, rows) or (not text.isascii() and any(blocks(text))):
        return True
    kept = rows.translate(None, _SKIPPED)
    if _PART in kept or _STEMS.search(kept):
        return True
    if bytes((Kind.LISTED,)) * 6 in kept and (_SLIP.search(kept) or _HALVES.search(kept)):
        return True
    return _in_stride(words, rows, kept) or _in_lines(text)


def _is_joined(words: Sequence[str]) -> bool:
    """Whether a word consists of list words."""
    if max(map(len, words), default=0) < LEAST_LETTERS:
        return False
    return any(any(readings(word)) for word in words if len(word) >= LEAST_LETTERS)


def _is_spelled(words: Sequence[str], rows: bytes) -> bool:
    """Whether single letters in a row consist of list words."""
    return any(
        any(spelled_readings("".join(words[first:last])))
        for first, last in stretches_of(rows, Kind.LETTER, LEAST_LETTERS)
    )


def _words(text: str) -> list[str]:
    if text.isascii():
        return text.translate(_NOT_LETTERS).lower().split()
    return _WORDS.findall(_INSIDE.sub("", unicodedata.normalize("NFKD", text)).lower())


def _kinds(words: Sequence[str]) -> bytes:
    """One byte for each word. What may be numbering is taken for it: that only joins more."""
    rows = bytes(map(kinds().get, words, repeat(0)))
    if ENDINGS.isdisjoint(words):
        return rows
    return bytes(
        Kind.NUMBERING if not kind and word in ENDINGS else kind
        for kind, word in zip(rows, words, strict=True)
    )


def _in_stride(words: Sequence[str], rows: bytes, kept: bytes) -> bool:
    for stride in range(2, LONGEST_STRIDE + 1):
        for offset in range(stride):
            row = kept[offset::stride]
            if _PHRASE not in row:
                continue
            every = [word for word, kind in zip(words, rows, strict=True) if kind not in _SKIPPED][
                offset::stride
            ]
            if any(
                len(set(every[first:last])) >= FEWEST_WORDS
                for first, last in stretches_of(row, Kind.LISTED, LEAST_PHRASE)
            ):
                return True
    return False


def _in_lines(text: str) -> bool:
    """Whether a column of list words may go down twelve lines."""
    listed = kinds()
    return any(columns(text, lambda start, end: _is_listed(text[start:end], listed), LEAST_PHRASE))


def _is_listed(untrusted_word: str, listed: Mapping[str, int]) -> bool:
    return listed.get(untrusted_word.lower()) == Kind.LISTED or (
        not untrusted_word.isascii() and listed.get(wordlists.folded(untrusted_word)) == Kind.LISTED
    )
