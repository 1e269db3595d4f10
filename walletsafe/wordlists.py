"""The word lists of recovery phrases, as the standard (BIP39) and the ``mnemonic`` package have them.

Words are kept in Unicode's decomposed form (NFKD), the one that the standard computes with. For people they
are composed: :func:`shown`. Source of the lists: the ``mnemonic`` package; Russian and Turkish are its own
addition and stand in no standard.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

ENGLISH = "english"

STANDARD = (
    ENGLISH,
    "chinese_simplified",
    "chinese_traditional",
    "czech",
    "french",
    "italian",
    "japanese",
    "korean",
    "portuguese",
    "spanish",
)
"""The lists of the standard, English first: the only one that most wallets take."""

OUTSIDE_STANDARD = ("russian", "turkish")

LANGUAGES = (*STANDARD, *OUTSIDE_STANDARD)

CHINESE = "\u3400-\u9fff\uf900-\ufaff"
"""The Chinese characters, as a set of a pattern. In the Chinese lists each word is one of them."""

_SPACE, _IDEOGRAPHIC_SPACE = " ", "\u3000"

# One word of the Russian list of mnemonic 0.21 was damaged by a wrong encoding (line 1573).
_REPAIRED: Mapping[tuple[str, int], str] = {("russian", 1572): "\u0441\u043d\u043e\u0432\u0430"}


@cache
def words(language: str) -> tuple[str, ...]:
    """The 2,048 decomposed words of a language, in order. Raise ``KeyError`` for an unknown language."""
    from mnemonic import Mnemonic

    if language not in LANGUAGES:
        raise KeyError(language)
    listed = enumerate(Mnemonic(language).wordlist)
    return tuple(decomposed(_REPAIRED.get((language, place), word)) for place, word in listed)


@cache
def places(language: str) -> Mapping[str, int]:
    """Each decomposed word of a language with its place in the list, 0 to 2047."""
    return MappingProxyType({word: place for place, word in enumerate(words(language))})


@cache
def folded_places(language: str) -> Mapping[str, int]:
    """The same by :func:`folded` spelling; a spelling that two words share is left out."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    for place, word in enumerate(words(language)):
        spelling = folded(word)
        if spelling in found:
            shared.add(spelling)
        found[spelling] = place
    return MappingProxyType({spelling: place for spelling, place in found.items() if spelling not in shared})


@cache
def languages_by_word() -> Mapping[str, int]:
    """Each folded word of any list with the set of its languages: bit ``n`` stands for ``LANGUAGES[n]``."""
    found: dict[str, int] = {}
    for number, language in enumerate(LANGUAGES):
        for word in words(language):
            spelling = folded(word)
            found[spelling] = found.get(spelling, 0) | 1 << number
    return MappingProxyType(found)


def decomposed(text: str) -> str:
    """The form that the standard computes with (NFKD); it turns the ideographic space into the plain one."""
    return text if text.isascii() else unicodedata.normalize("NFKD", text)


def shown(word: str) -> str:
    """The composed form of a word (NFC), which fonts draw best."""
    return word if word.isascii() else unicodedata.normalize("NFC", word)


def delimiter(language: str) -> str:
    """What stands between the words of a phrase: Japanese has the ideographic space."""
    return _IDEOGRAPHIC_SPACE if language == "japanese" else _SPACE


def folded(untrusted_word: str) -> str:
    """Reduce a word to what two careless spellings of it have in common: bare letters, lower case."""
    if untrusted_word.isascii() and untrusted_word.isalpha():
        return untrusted_word.lower()
    bare = unicodedata.normalize("NFKD", untrusted_word).casefold()
    # The Turkish dotless i is a letter of its own, yet capitals and foreign keyboards lose the difference.
    return "".join(letter for letter in bare if letter.isalpha()).replace("\u0131", "i")
