"""What the first pass looks for, as patterns on bytes for an engine without backtracking (google-re2).

A phrase is told from text by its rare words: two of those that ordinary text is not full of, close together,
whatever stands between them. Other scripts, and letters written as numbers, have patterns of their shape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from walletsafe import wordlists
from walletsafe.facts import read
from walletsafe.scan import recoding

FILES_APART = b"\xff\x01" * 32
"""Stands between two files in one buffer: what reaches across is no find. No text holds these bytes, nor ends
in some of them, in whatever encoding."""

_SIGN_OF_A_GAP = 8
"""So many bytes of it, next to what follows, are sign enough."""

MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""What a text in two or four bytes a letter begins with."""

LATIN = ("english", "czech", "french", "italian", "portuguese", "spanish")

_SHORTEST = 4
"""Letters of the shortest word that is looked for: shorter ones stand by chance in any file."""

_BETWEEN = 5
"""How many other words may stand between two rare ones: common ones, names of fields, names of tags."""
_BETWEEN_OTHERS = 4

_GAP = rb"(?:[^A-Za-z]|\\[nrt])+"
"""What stands between two words: anything but letters, and line ends that are written as a letter."""

_KANA = rb"(?:\xe3[\x81\x82\x83][\x80-\xbf])"
_HAN = rb"(?:[\xe4-\xe9][\x80-\xbf]{2})"
_HANGUL = rb"(?:[\xea-\xed][\x80-\xbf]{2})"
_JAMO = rb"(?:\xe1[\x84-\x87][\x80-\xbf])"
_AROUND = (
    rb"(?:[\x00-\x7f]|[\xc2-\xd3][\x80-\xbf]|\xe3\x80[\x80-\xbf]|\xef[\xb8-\xbd][\x80-\xbf]"
    rb"|\xe2[\x80-\x9e][\x80-\xbf])"
)
"""Between characters of those scripts: European letters, blanks and punctuation, dashes, arrows."""

_WIDE_LETTER = rb"[\t\n\r -~\x80-\xff]"

_Tree = dict[str, "_Tree"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of phrases that have no plain Latin words.

    One of the bytes ``signs`` stands in every block that it can be in. A pattern whose first byte is certain
    needs none: the engine looks for that byte as fast as memory is read. ``recoded`` makes plain text of what
    was found, where letters are written in another way; that text decides.
    """

    pattern: bytes
    signs: bytes = b""
    recoded: Callable[[bytes], bytes] | None = None

    def may_be_in(self, block: bytes) -> bool:
        """Whether it is worth while to look for the pattern."""
        if not self.signs:
            return True
        return not block.isascii() and any(sign in block for sign in self.signs)


@cache
def shapes() -> tuple[Shape, ...]:
    """Phrases in other scripts, with other gaps than words have, and letters written as numbers."""
    apart = rb"(?:%b%b+){11}%b" % (_HAN, _AROUND, _HAN)
    hexadecimal = rb"[0-9a-fA-F]"
    numbers = (
        rb"u(?:%b{4}|\{%b{1,6}\})" % (hexadecimal, hexadecimal),
        rb"U%b{8}" % hexadecimal,
        rb"x%b{2}" % hexadecimal,
    )
    of_rtf = rb"u-?[0-9]{3,6}\?"
    on = rb"[^\\]{0,80}(?:\\[a-tv-z][a-z]{0,4}[^\\]{0,80})?"
    entity = rb"(?:amp;)?#[xX]?%b{2,6};?" % hexadecimal
    percent = rb"(?:25|u%b{2})?%b{2}" % (hexadecimal, hexadecimal)
    return (
        Shape(rb"\xe3[\x81-\x83][\x80-\xbf]%b{1,11}%b+(?:%b{2,12}%b+){7}" % (_KANA, _AROUND, _KANA, _AROUND)),
        Shape(rb"\xe3[\x81-\x83][\x80-\xbf]%b{33}" % _KANA),
        Shape(rb"\xe1[\x84-\x87][\x80-\xbf]%b{3,17}%b+(?:%b{4,18}%b+){7}" % (_JAMO, _AROUND, _JAMO, _AROUND)),
        Shape(
            rb"%b|[\x00-\x7f](?:%b{3}){4,8}[\x00-\x7f]" % (apart, _HAN),
            signs=bytes(range(0xE4, 0xEA)),
        ),
        Shape(_korean_words(), signs=bytes(range(0xEA, 0xEE))),
        Shape(
            rb"[a-z]{36}|[A-Z]{36}|(?:[A-Z][a-z]{2,7}){9}|(?:[A-Za-z][ .,-]{1,3}){36}",
            recoded=recoding.from_joined,
        ),
        *(
            Shape(rb"\\%b(?:%b\\%b){11}" % (number, on, number), recoded=recoding.from_backslashes)
            for number in numbers
        ),
        Shape(rb"\\%b(?:%b\\%b){11}" % (of_rtf, on, of_rtf)),
        Shape(rb"&%b(?:[^&]{0,80}&%b){11}" % (entity, entity), recoded=recoding.from_entities),
        Shape(rb"%%%b(?:[^A-Za-z%%]{0,4}%%%b){23}" % (percent, percent), recoded=recoding.from_percents),
        Shape(rb"\x00%b(?:\x00%b){47}" % (_WIDE_LETTER, _WIDE_LETTER), recoded=recoding.from_wide),
        Shape(
            rb"\x00\x00\x00%b(?:\x00\x00\x00%b){47}" % (_WIDE_LETTER, _WIDE_LETTER),
            recoded=recoding.from_wide,
        ),
        Shape(re.escape(FILES_APART[:_SIGN_OF_A_GAP]) + rb"(?:" + b"|".join(map(re.escape, MARKS)) + rb")"),
        Shape(rb"\xc2\xad[^\xc2]{1,40}(?:\xc2\xad[^\xc2]{1,40}){7}", recoded=recoding.without_hyphens),
    )


@cache
def rare_places(language: str) -> frozenset[int]:
    """The places of those words of one of the :data:`LATIN` lists that are looked for.

    Not those that ordinary text is full of (``tests/make_usual_words.py``), nor short or accented ones: an
    accent has too many spellings, and the others suffice.
    """
    usual = frozenset(read("usual_words").items(language, int))
    words = enumerate(wordlists.words(language))
    return frozenset(
        place for place, word in words if place not in usual and word.isascii() and len(word) >= _SHORTEST
    )


@cache
def rare_words() -> frozenset[bytes]:
    """The words of :func:`rare_places` of all languages, in small letters."""
    return frozenset(
        wordlists.words(language)[place].encode() for language in LATIN for place in rare_places(language)
    )


@cache
def chains() -> Mapping[bytes, int]:
    """Each of the :func:`rare_words` with how many other words may stand between it and the next of its kind.

    English words are of one kind, those of the other languages of another.
    """
    english = frozenset(word.encode() for word in wordlists.words(wordlists.ENGLISH))
    return {word: _BETWEEN if word in english else _BETWEEN_OTHERS for word in rare_words()}


def two_rare_words() -> bytes:
    """The pattern of two rare words of one kind, close together: the nearest two."""
    return b"|".join(
        _two_of((word for word, of_it in chains().items() if of_it == between), between)
        for between in (_BETWEEN, _BETWEEN_OTHERS)
    )


def _two_of(words: Iterable[bytes], between: int) -> bytes:
    # To the engine neither a figure is a boundary nor an escaped line end, which is a letter.
    word = _pattern(_tree(word.decode() for word in words), _either_case)
    begin, end = rb"(?:\b|[0-9_]|\\[nrt])", rb"(?:\b|[0-9_])"
    return begin + word + _GAP + rb"(?:[A-Za-z]+" + _GAP + rb"){0,%d}?" % between + word + end


def _korean_words() -> bytes:
    """The pattern of four words of the Korean list with at most one other between two of them, in UTF-8."""
    words = (
        unicodedata.normalize("NFC", word).encode().decode("latin-1") for word in wordlists.words("korean")
    )
    word = _pattern(_tree(words), _one_byte)
    other = rb"(?:%b{1,8}%b+)?" % (_HANGUL, _AROUND)
    return rb"(?:%b%b+%b){3}%b" % (word, _AROUND, other, word)


def _tree(words: Iterable[str]) -> _Tree:
    tree: _Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return tree


def _pattern(tree: _Tree, symbol: Callable[[str], bytes]) -> bytes:
    branches = [symbol(letter) + _pattern(below, symbol) for letter, below in sorted(tree.items()) if letter]
    if not branches:
        return b""
    pattern = b"(?:" + b"|".join(branches) + b")"
    return pattern + b"?" if "" in tree else pattern


def _either_case(letter: str) -> bytes:
    return f"[{letter}{letter.upper()}]".encode()


def _one_byte(letter: str) -> bytes:
    return rb"\x%02x" % ord(letter)
