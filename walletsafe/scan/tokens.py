"""Cuts text into words and says of each whether it stands in a list, in whatever spelling.

A word is letters with their marks and with the invisible characters that copying leaves inside words. What
stands between words is a gap, figures too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from walletsafe import wordlists


class Kind(IntEnum):
    """What a word is to the search."""

    OTHER = 0
    LISTED = 1
    """In the list of at least one language of the standard."""
    LETTER = 2
    """One letter: "a)", or what is left of "don't"."""
    NUMBERING = 3
    """The end of "1st", a Roman number, "Nr."."""
    STEM = 4
    """The first four letters of an English word of the list, which tell it from all others."""


class Token(NamedTuple):
    """A word with its place in the text, folded, and the languages that list it (bits, as in wordlists)."""

    start: int
    end: int
    word: str
    kind: int
    languages: int


LANGUAGES = wordlists.STANDARD
CHINESE = ("chinese_simplified", "chinese_traditional")
_STANDARD_BITS = (1 << len(LANGUAGES)) - 1

INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
MARKS = "\u0300-\u036f\u3099\u309a"
CIRCLED = "\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f"
_NUMBERING_SIGNS = "\u00b2\u00b3\u00b9\u2070-\u209f\u2460-\u24ff\u2776-\u2793\u3251-\u325f"
_LETTER = rf"[^\W\d_{_NUMBERING_SIGNS}]"
_ESCAPE = re.compile(r"\\u0(?:0[c-f]|3[0-6])[0-9a-f]")
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[{MARKS}{INVISIBLE}])*")
_ASCII_WORD = re.compile("[A-Za-z]+")

_SHORTEST = 3
"""In letters: no word of a list in Latin letters is shorter, and binary files are full of such."""
_LATIN = "\u024f"
_LONGEST_WORD = 48
"""In characters: no word of a list is longer, with all its marks and with something invisible in it."""
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "re", "eme", "ere", "ste", "te", "de"})
_ABBREVIATIONS = frozenset({"nr", "no", "num"})
_ROMAN_NUMERALS = frozenset(
    f"{tens}{ones}"
    for tens in ("", "x", "xx")
    for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    if len(tens + ones) > 1
)
ENDINGS = _ORDINALS | _ABBREVIATIONS | _ROMAN_NUMERALS
STEM_LETTERS = 4
"""How many letters tell an English word of the list from all others."""


@cache
def kinds() -> Mapping[str, int]:
    """The kind of each folded word that is not :attr:`Kind.OTHER`."""
    found = {
        word[:STEM_LETTERS]: int(Kind.STEM)
        for word in wordlists.words(wordlists.ENGLISH)
        if len(word) > STEM_LETTERS
    }
    found |= dict.fromkeys(map(chr, range(ord("a"), ord("z") + 1)), int(Kind.LETTER))
    listed = wordlists.languages_by_word().items()
    found |= {word: int(Kind.LISTED) for word, languages in listed if languages & _STANDARD_BITS}
    return found


@cache
def _latin_letters() -> Mapping[str, str]:
    """Letters with marks, without them."""
    return {chr(code): wordlists.folded(chr(code)) for code in range(0xC0, ord(_LATIN) + 1)}


@cache
def stems() -> Mapping[str, int]:
    """The places of English words by their first four letters, or by all where they have no more."""
    return {word[:STEM_LETTERS]: place for place, word in enumerate(wordlists.words(wordlists.ENGLISH))}


def tokens(text: str) -> list[Token]:
    """All words of ``text``, in order."""
    pattern = _ASCII_WORD if text.isascii() else _WORD
    known, listed, letters = kinds(), wordlists.languages_by_word(), _latin_letters()
    escaped = "\\u" in text
    found: list[Token] = []
    for match in pattern.finditer(text):
        start, end = match.span()
        word = match.group().lower() if end - start <= _LONGEST_WORD else ""
        kind = known.get(word, 0)
        if end - start == 1:
            word = letters.get(word, word)
            kind = known.get(word, 0)
        if not kind and not word.isascii() and (end - start >= _SHORTEST or word > _LATIN):
            word = wordlists.folded(word)
            kind = known.get(word, 0)
        if kind != Kind.LISTED and word in ENDINGS and _numbers(text, start, end):
            kind = int(Kind.NUMBERING)
        if kind == Kind.LISTED and escaped and is_piece(text, start, end):
            kind = int(Kind.OTHER)
        languages = listed[word] & _STANDARD_BITS if kind == Kind.LISTED else 0
        found.append(Token(start, end, word, kind, languages))
    return found


def _numbers(text: str, start: int, end: int) -> bool:
    """Whether these letters end a number ("1st"), or are one ("iv.")."""
    return text[start - 1 : start].isdigit() or text[end : end + 1] in {".", ")", ":", "\u00b0"}


def is_piece(text: str, start: int, end: int) -> bool:
    """Whether these letters are a piece of a word, cut off by a letter that is written as an escape."""
    return text.startswith("\\u", end) or _ESCAPE.fullmatch(text, max(0, start - 6), start) is not None


def bit(language: str) -> int:
    """The bit of a language in :attr:`Token.languages`."""
    return 1 << LANGUAGES.index(language)


def stretches_of(rows: bytes, kind: int, least: int) -> Iterator[tuple[int, int]]:
    """First and one past the last of each stretch of at least ``least`` bytes that are ``kind``."""
    return (match.span() for match in _stretch(kind, least).finditer(rows))


@cache
def _stretch(kind: int, least: int) -> re.Pattern[bytes]:
    return re.compile(b"%b{%d,}" % (re.escape(bytes((kind,))), least))
