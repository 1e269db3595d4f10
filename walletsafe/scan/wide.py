"""Finds text with two or four bytes a letter (UTF-16, UTF-32) in bytes of any kind, at any offset.

Programs keep such text in the middle of other things: settings, unsaved tabs, clipboards, dumps. Nothing
marks it there, so each way to pair the bytes is tried, and only stretches of letters that a word list may
have are kept. Bytes paired in a wrong way make Chinese characters, but seldom twelve of a list in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from walletsafe import wordlists

MIN_LETTERS = 3
"""How many letters of European scripts in a row make a stretch: the shortest words of the lists."""

MIN_SIGNS = 12
"""The same for East Asian scripts, where chance is likelier, and where a word may be one sign."""

# Gaps, bullets, arrows and figures of all scripts, what is set on keys and in circles.
_GAPS = "\t\n\r -@\\[-`{-~\u00a0-\u00bf\u2000-\u206f\u20e3\u2190-\u21ff\u2460-\u24ff\u25a0-\u27bf\ufe0f"
_EAST_ASIAN_GAPS = "\u3000-\u303f\u30fb\uff01-\uff20\uff3b-\uff40\uff5b-\uff5e"
_FIRST_EAST_ASIAN = "\u1100"
# No word has letters of both: one of them is what stands before the text or behind it, paired by chance.
_SEAM = re.compile(
    "(?<=[A-Za-z\u00c1-\u036f])(?=[\u1100-\uffff])|(?<=[\u1100-\uffff])(?=[A-Za-z\u00c1-\u00ff])"
)

# Four bytes a letter, two of them empty, told by a third: that of European letters and gaps, then that of
# East Asian ones. Apart, because bytes that are paired one too early would pass for the second kind.
_FOUR = (
    ("utf-32-le", re.compile(rb"(?:[^\0]\0\0\0|[\0-\xff][\1\3\x20-\x27]\0\0){3,}+")),
    ("utf-32-be", re.compile(rb"(?:\0\0\0[^\0]|\0\0[\1\3\x20-\x27][\0-\xff]){3,}+")),
    ("utf-32-le", re.compile(rb"(?:[^\0]\0\0\0|[\0-\xff][\x11\x30\x4e-\x9f\xac-\xd7]\0\0){12,}+")),
    ("utf-32-be", re.compile(rb"(?:\0\0\0[^\0]|\0\0[\x11\x30\x4e-\x9f\xac-\xd7][\0-\xff]){12,}+")),
)

_Stretch = tuple[int, int, str]
"""First byte, the byte behind the last one, and the text between."""


def texts_in(untrusted_data: bytes) -> list[str]:
    """Return all stretches of wide text in their order, one a line; an empty list where there are none.

    Where one stretch may begin with either of two bytes, the second text has what the first has not. Takes
    linear time. Each text has less letters than there are bytes.
    """
    found = sorted((*_of_two_bytes(untrusted_data), *_of_four_bytes(untrusted_data)))
    texts = ("\n".join(text for _, _, text in stretches) for stretches in _parted(found))
    return [_SEAM.sub("\n", text) for text in texts if text]


def _of_two_bytes(data: bytes) -> Iterator[_Stretch]:
    for encoding in ("utf-16-le", "utf-16-be"):
        for offset in (0, 1):
            text = data[offset : len(data) - (len(data) - offset) % 2].decode(encoding, "surrogatepass")
            # Letters outside the basic plane take four bytes, so that what follows them lies further behind:
            # for all of its readings alike, and nothing more is asked of a place here.
            for stretch in _stretches().finditer(text):
                yield offset + 2 * stretch.start(), offset + 2 * stretch.end(), stretch.group()


def _of_four_bytes(data: bytes) -> Iterator[_Stretch]:
    for encoding, pattern in _FOUR:
        for found in pattern.finditer(data):
            text = found.group().decode(encoding, "replace")
            for stretch in _stretches().finditer(text):
                first = found.start() + 4 * stretch.start()
                yield first, found.start() + 4 * stretch.end(), stretch.group()


def _parted(stretches: list[_Stretch]) -> tuple[list[_Stretch], list[_Stretch]]:
    """Part stretches into the likelier ones and those that lie over the same bytes.

    Latin text in one order of bytes is the same text in the other order, less a letter at one end, and that
    is left out. Where something else stands for the lost letter, nobody knows which of the two is right.
    """
    kept: list[_Stretch] = []
    others: list[_Stretch] = []
    for stretch in stretches:
        if not kept or not _same_bytes(kept[-1], stretch):
            kept.append(stretch)
            continue
        shorter, longer = sorted((stretch, kept[-1]), key=_length)
        kept[-1] = longer
        if shorter[2] in longer[2]:
            continue
        if others and _same_bytes(others[-1], shorter):
            others[-1] = max(others[-1], shorter, key=_length)
        else:
            others.append(shorter)
    return kept, others


def _length(stretch: _Stretch) -> int:
    return len(stretch[2])


def _same_bytes(one: _Stretch, later: _Stretch) -> bool:
    """Whether they share more than half of the shorter one."""
    shared = min(one[1], later[1]) - later[0]
    return 2 * shared > min(one[1] - one[0], later[1] - later[0])


@cache
def _stretches() -> re.Pattern[str]:
    european = _GAPS + "".join(letter for letter in _letters() if letter < _FIRST_EAST_ASIAN)
    either = european + _EAST_ASIAN_GAPS + "".join(_letters())
    return re.compile(f"[{either}]{{{MIN_SIGNS},}}+|[{european}]{{{MIN_LETTERS},}}+")


def _letters() -> list[str]:
    """All letters and marks of the lists, composed and decomposed, small and capital.

    No others: two bytes that stand before a word by chance, as its length, would be a letter of it.
    """
    words = {word for language in wordlists.STANDARD for word in wordlists.words(language)}
    letters = {letter for word in words for letter in word + wordlists.shown(word)}
    return sorted(letters | {letter.upper() for letter in letters})
