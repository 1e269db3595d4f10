"""Whether the words of a piece of text are rare enough to be a phrase, whatever stands between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from walletsafe import wordlists
from walletsafe.scan import patterns, rarity, recoding

_FEWEST_RARE = 3
"""How many different rare words a phrase has at least."""
_FEWEST = 8
"""How many different list words stand in a row, with other words between them."""
_IN_A_ROW = 11
"""So many with nothing between them are suspicious however common they are."""

_RARE = -0.5
_HEAVY = -8.0
"""How much rarer than :data:`_RARE` all of them together are, at least: the sum of their scores."""
_COMMON = 0.5
"""The score of a common word, at most: one or two of them are in any phrase."""
_OF_OTHER_LANGUAGE = -2.25
_OTHER_WORD = 1.0
"""The score of a word that stands in no list."""

_WORD = re.compile(rb"[a-z]{3,}")
_IN_UTF8 = re.compile(rb"\xc3[\x80-\xbf]|\xcc[\x80-\xbf]|\xc2[\x80-\xbf]|[\xe2\xe3][\x80-\xbf]{2}")
"""Accented letters, accents, and blanks, dashes and arrows that are no plain characters."""


def is_suspicious(untrusted_text: bytes) -> bool:
    """Whether the words of a piece of text may be a phrase, as its tags are read or left out."""
    text = untrusted_text.lower()
    # A phrase may also stand in a comment, or among the attributes of a tag.
    readings = [text, recoding.without_tags(text)] if b"</" in text else [text]
    return any(_are_rare(_words_of(reading)) for reading in readings)


def _are_rare(words: Sequence[bytes]) -> bool:
    """Whether enough different list words follow one another, and are rare ones for what stands between them.

    Each word counts once: the names of fields and tags come again and again, the words of prose do not.
    """
    if len(patterns.rare_words().intersection(words)) < _FEWEST_RARE:
        return False
    scores = _scores()
    weight = listed = in_a_row = 0.0
    for word in dict.fromkeys(words):
        is_listed = word in scores
        weight += scores.get(word, _OTHER_WORD) - _RARE
        listed += is_listed
        in_a_row = in_a_row + 1 if is_listed else 0
        if in_a_row >= _IN_A_ROW or (listed >= _FEWEST and weight < _HEAVY):
            return True
        if weight >= 0:  # whatever begins later is rarer without these
            weight = listed = 0
    return False


def _words_of(text: bytes) -> list[bytes]:
    """The words of a text in small letters, without their accents."""
    text = recoding.without_escaped_ends(text)
    if not text.isascii():
        text = _IN_UTF8.sub(_without_accent, text).translate(_bare_letters())
    return _WORD.findall(text)


def _without_accent(character: re.Match[bytes]) -> bytes:
    """A letter for an accented one, nothing for an accent by itself, a blank for a dash or an arrow."""
    untrusted_bytes = character.group()
    if untrusted_bytes[0] == 0xC3:
        return _bare(untrusted_bytes.decode())
    return b"" if untrusted_bytes[0] == 0xCC else b" "


@cache
def _bare_letters() -> bytes:
    """For each byte the bare letter that it stands for in the encodings of old: cp1252 and Mac Roman."""
    encodings = ("ascii", "ascii", "mac-roman", "cp1252")
    letters = [_bare(bytes([byte]).decode(encodings[byte >> 6], "replace")) for byte in range(256)]
    return b"".join(letter if letter.isalpha() else bytes([byte]) for byte, letter in enumerate(letters))


def _bare(letter: str) -> bytes:
    bare = unicodedata.normalize("NFKD", letter)[:1].lower()
    return bare.encode() if bare.isascii() and bare.isalpha() else b" "


@cache
def _scores() -> Mapping[bytes, float]:
    """How rare each list word is, by the word in small letters without accents."""
    scores = {
        wordlists.folded(word).encode(): _OF_OTHER_LANGUAGE
        for language in patterns.LATIN
        for word in wordlists.words(language)
    }
    english = rarity.scores(wordlists.ENGLISH) or ()
    listed = wordlists.words(wordlists.ENGLISH)
    return scores | {word.encode(): min(score, _COMMON) for word, score in zip(listed, english, strict=True)}
