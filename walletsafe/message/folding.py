r"""Reads letters as the eye does: look-alikes become the plain letter, what draws nothing is dropped.

``fold`` keeps for every character where it stood, so that what was found can be shown in the original. The
result is for comparing with folded words alone; it is never shown.

The table of look-alikes holds those letters of other scripts, and Latin letters of their own name, that draw
like one of a to z: a part of what Unicode Technical Standard 39 (confusables) lists, and more of it for the
letters of the brand. A Latin letter with a stroke, hook or notch is read as the letter its Unicode name
begins with.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from operator import not_

_LOOKALIKES = {
    "a": "\u0430\u0410\u03b1\u0391\u0251\u13aa\u15c5\u039b\ua4ee",
    "b": "\u0412\u0392\u0184\u042c\u044c\u13f4\u1d03\ua4d0\u2c82",
    "c": "\u0441\u0421\u03f2\u03f9\u13df\u2ca5\ua4da\u2ca4",
    "d": (
        "\u0501\u0500\u13a0\u146f\u0414\u0394\u2202\u0256\u00f0\u00d0\u056a\u10eb\u13e7\u15de\u15ea"
        "\u2c86\u2c87\ua4d2\ua4d3"
    ),
    "e": (
        "\u0435\u0415\u03b5\u0395\u0454\u0404\u04bd\u04bf\u025b\u0190\u13ac\u212e\u0259\u01dd\u03a3"
        "\u039e\u03f5\u0258\u025c\u2203\u2208\u2211\u22ff\u2c88\u2c89\u2d39\u30e8\u314c\ua4f0\ua4f1"
        "\U00010286\U000118a6\U000118ae"
    ),
    "f": "\u03dc\u03dd\u1e9d\u0584\ua4dd",
    "g": "\u0261\u0581\u050c\u050d\u13c0\u018d\u0563\u1d77\u13f3\ua4d6\ua4e8",
    "h": "\u041d\u0397\u04bb\u04ba\u0570\u13bb\u04a2\u04a4\ua4e7\u2c8e",
    "i": "\u0456\u0406\u03b9\u0399\u0131\u0269\u1d09\u13a5\ua647\u0575\ua4f2\u2c92\u2c93",
    "j": "\u0458\u0408\u0237\u03f3\u13ab\ua4d9",
    "k": "\u043a\u041a\u03ba\u039a\u049b\u049a\u13e6\u0138\ua4d7\u2c94",
    "l": (
        "\u04cf\u04c0\u05c0\u05d5\u01c0\u2223\u13de\u0196\u05df\u0627\u14aa\u16c1\u23fd\u2cd0\u2cd1"
        "\u2d4f\ua4e1\ua4f6\U00010320\U0001041b\U00010526\U000118a3\U000118b2\U00016f16\U00016f28"
    ),
    "m": "\u041c\u039c\u028d\u13b7\ua4df\u2c98",
    "n": "\u039d\u0578\u057c\u014b\u014a\u043f\u03b7\ua4e0\u2c9a",
    "o": (
        "\u043e\u041e\u03bf\u039f\u03c3\u0585\u0555\u0275\u04e9\u04e8\u03b8\u05e1\u0ae6\u0d20\ua4f3"
        "\u2c9e\u2c9f"
    ),
    "p": "\u0440\u0420\u03c1\u03a1\u13e2\u2374\ua4d1\u2ca2\u2ca3",
    "q": "\u051b\u051a\u0566",
    "r": (
        "\u0433\u13a1\u1587\u0491\u0453\u1d26\u042f\u044f\u01a6\u13d2\u2c84\u2c85\ua4e3\ua4e4"
        "\U000104b4\U00016f35"
    ),
    "s": "\u0455\u0405\u01bd\u13da\u054f\ua4e2",
    "t": "\u0422\u03a4\u13a2\u0442\u03c4\ua4d4\u2ca6\u2ca7",
    "u": "\u057d\u03c5\u028b\u0289\u0244\u054d\u1d7e\ua4f4",
    "v": "\u03bd\u0475\u0474\u13d9\u05d8\ua4e6",
    "w": "\u051d\u051c\u0461\u0460\u0448\u0428\u13b3\u03c9\u0561\ua4ea",
    "x": "\u0445\u0425\u03c7\u03a7\u04b3\u04b2\u166d\u157d\ua4eb\u2cac\u2cad",
    "y": "\u0443\u0423\u04af\u04ae\u03b3\u03a5\u10e7\ua4ec\u2ca8",
    "z": "\u0396\u13c3\ua4dc",
}
_LATIN = re.compile(r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?")
# White letters in black circles (from U+1F150) and squares (from U+1F170), and the letters that spell flags
# (from U+1F1E6) have no decomposition in Unicode.
_LETTER_SIGNS = (0x1F150, 0x1F170, 0x1F1E6)
_PLAIN_LETTERS = {
    **{lookalike: letter for letter, lookalikes in _LOOKALIKES.items() for lookalike in lookalikes},
    **{chr(start + place): chr(ord("a") + place) for start in _LETTER_SIGNS for place in range(26)},
}

# Letters, marks and symbols that draw nothing, although their category does not say so.
_DRAWS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SOFT_HYPHEN = "\u00ad"
_BIDI_OVERRIDES = "\u202d\u202e"
_BLACK_FLAG = "\U0001f3f4"
_INFORMATION_SIGN = "\u2139"  # drawn as an emoji with a selector, although its category says letter
# Hebrew to Myanmar, old Hangul, Khmer and Mongolian, and the scripts of China, Japan and Korea.
_SCRIPTS_WITH_HIDDEN = (
    (0x0590, 0x10A0),
    (0x1100, 0x1200),
    (0x1780, 0x18B0),
    (0x2E80, 0xD7A4),
    (0xF900, 0xFB00),
    (0x20000, 0x32000),
)
_PLAIN = re.compile(r"[\t-\r\x20-\x7e]*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as the eye reads it.

    ``starts`` has for each character of ``text`` the index of what it was made of in the original, which has
    ``size`` characters. ``hidden`` are the places (in the original) of dropped characters that nothing
    ordinary explains: not the joiners and selectors of emoji and of the scripts that need them, not a soft
    hyphen within a long word, not the blanks with which newsletters pad their first line.
    """

    text: str
    starts: Sequence[int]
    size: int
    hidden: tuple[int, ...] = ()

    @property
    def invisible(self) -> int:
        """How many invisible characters nothing ordinary explains."""
        return len(self.hidden)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original from which the characters ``start`` to ``end`` of ``text`` were made."""
        if start >= end:
            place = self.starts[start] if start < len(self.text) else self.size
            return place, place
        after = self.starts[end] if end < len(self.text) else self.size
        return self.starts[start], max(self.starts[end - 1] + 1, after)


def fold(untrusted_text: str) -> Folded:
    """Fold compatibility forms, look-alikes, marks and case, and drop what draws nothing.

    Linear in the length of the text. Spaces and line ends stay as they are or become plain spaces. Invisible
    characters are judged in the first 10,000 places that have any.
    """
    size = len(untrusted_text)
    if _PLAIN.fullmatch(untrusted_text):
        return Folded(untrusted_text.lower(), range(size), size)
    readings = {character: _plain(character) for character in set(untrusted_text)}
    pieces = [readings[character] for character in untrusted_text]
    hidden = tuple(_tricks(untrusted_text, pieces))
    # Places within such a run are those of its other end; the run as a whole is where it is.
    for run in _REVERSED.finditer(untrusted_text):
        pieces[slice(*run.span(1))] = reversed(pieces[slice(*run.span(1))])
    starts = array("L", (place for place, piece in enumerate(pieces) for _ in piece))
    return Folded("".join(pieces), starts, size, hidden)


# What follows a right-to-left override is shown backwards, up to its end or that of the line (Unicode UAX 9).
_REVERSED = re.compile(r"\u202e([^\u202c\u202d\u202e\n\r\u2029]*)")


_TWO_AS_ONE = (("rn", "m"), ("vv", "w"))
_READ_AS = str.maketrans("i1|!\u00a30q53\u20ac", "lllllogsee")


def skeleton(untrusted_word: str) -> str:
    """The letters that a hasty eye takes a word for: folded, and ``1edqer`` is ``ledger``.

    Only for comparing with other skeletons: an honest word changes too (``live`` is ``llve``).
    """
    word = fold(untrusted_word).text
    for two, one in _TWO_AS_ONE:
        word = word.replace(two, one)
    return word.translate(_READ_AS)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """What a character reads as: one letter or more, empty where it draws nothing or is a mark."""
    if _PLAIN.fullmatch(character):
        return character.lower()
    if draws_nothing(character):
        return ""
    if character in _PLAIN_LETTERS:
        return _PLAIN_LETTERS[character]
    decomposed = unicodedata.normalize("NFKD", character)
    letters = (letter for letter in decomposed if unicodedata.category(letter) not in {"Mn", "Me"})
    return "".join(_PLAIN_LETTERS.get(letter) or _latin(letter) for letter in letters).casefold()


def _latin(letter: str) -> str:
    if folded := _PLAIN_LETTERS.get(letter.casefold()):
        return folded
    match = _LATIN.fullmatch(unicodedata.name(letter, ""))
    return match[1] if match else letter


@lru_cache(maxsize=4096)
def draws_nothing(character: str) -> bool:
    """Whether a character is invisible: a control, a mark of direction, a joiner, a selector or the like.

    Plain spaces and line ends are controls too, but are kept by ``fold``.
    """
    return (
        unicodedata.category(character) in _HIDDEN_CATEGORIES
        or character in _DRAWS_NOTHING
        or _is_selector(character)
    )


def _is_selector(character: str) -> bool:
    """Whether it only selects a variant of the character before it (also Mongolian ones)."""
    code = ord(character)
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F


def _is_tag(character: str) -> bool:
    """Whether it is one of the tags that spell a region's flag after a black flag."""
    return 0xE0000 <= ord(character) <= 0xE007F


_MOST_RUNS = 10_000


def _tricks(untrusted_text: str, pieces: Sequence[str]) -> Iterator[int]:
    """The places of invisible characters that nothing ordinary explains."""
    for start, end in islice(_dropped_runs(pieces), _MOST_RUNS):
        tricks = {
            character: draws_nothing(character) and _is_trick(character, untrusted_text, start, end)
            for character in set(untrusted_text[start:end])
        }
        yield from (place for place in range(start, end) if tricks[untrusted_text[place]])


def _dropped_runs(pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
    place = 0
    for dropped, run in groupby(pieces, not_):
        start, place = place, place + sum(1 for _ in run)
        if dropped:
            yield start, place


def _is_trick(character: str, untrusted_text: str, start: int, end: int) -> bool:
    """Whether nothing ordinary explains an invisible character in the run from ``start`` to ``end``."""
    before, after = untrusted_text[max(start - 1, 0) : start], untrusted_text[end : end + 1]
    if character in _BIDI_OVERRIDES:
        return True
    if _is_tag(character):
        return before != _BLACK_FLAG
    if _is_selector(character):
        return before.isalpha() and before != _INFORMATION_SIGN and not _needs_hidden(before)
    if not (before.isalnum() and after.isalnum()):
        return False
    if character == _SOFT_HYPHEN:
        syllables = untrusted_text[max(start - 2, 0) : start], untrusted_text[end : end + 2]
        return not all(len(syllable) == 2 and syllable.isalpha() for syllable in syllables)
    return not (_needs_hidden(before) or _needs_hidden(after))


def _needs_hidden(character: str) -> bool:
    """Whether it belongs to a script whose ordinary text holds joiners, selectors or marks of direction."""
    return any(start <= ord(character) < end for start, end in _SCRIPTS_WITH_HIDDEN)
