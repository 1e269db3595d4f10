"""Cuts runs of recovery-phrase words out of a whole message, field by field, in bounded time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from walletsafe import guard

MOST_WORDS = 10_000
"""How many words are cut out before the rest of a message is dropped: each of them takes its time."""

_AT_ONCE = 64 << 10
_SEARCHED_FOR_A_BORDER = 16 << 10
_MOST_MARKED_PIECES = 8
"""How many pieces may hold letters with marks that no alphabet has: the guard takes its time for them."""

_REMOVED = "[words removed]"
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2}|\\[nrt])+")
"""Characters of an address, or of a text inside another format, that part words as a blank does."""
_LONGEST_USUAL_END = 200

_WITHIN_WORDS = r"[\w\u00ad\u0300-\u036f\u200c\u200d\u2060\u3099\u309a\ufeff]"
_LOOSE_MARK = re.compile("[\u0300-\u036f\u3099\u309a]")
_WORD = re.compile(rf"(?<!{_WITHIN_WORDS})[^\W\d_]{{2,}}(?!{_WITHIN_WORDS})")


@dataclass(slots=True)
class Scissors:
    """Cuts fields, and counts the words that it cut out.

    ``gave_up`` is whether something was dropped without a look, which would have taken too long. ``marked``
    counts long pieces with letters that have marks which no alphabet gives them.
    """

    words: int = 0
    gave_up: bool = False
    marked: int = 0

    def cut(self, untrusted_text: str) -> str:
        """Return the text with every run replaced by ``[N words removed]``."""
        pieces: list[str] = []
        at = 0
        while at < len(untrusted_text):
            border = _border(untrusted_text, at + _AT_ONCE)
            piece = untrusted_text[at:border]
            if border < 0 or self.words >= MOST_WORDS or self._is_one_too_many(piece):
                self.gave_up = True
                break
            pieces.append(self._cut_piece(piece))
            at = border
        return "".join(pieces)

    def cut_each(self, untrusted_texts: Sequence[str]) -> list[str]:
        """Cut texts that are read one after another, also runs that reach from one into the next."""
        return self.cut_between([self.cut(text) for text in untrusted_texts])

    def cut_between(self, untrusted_texts: Sequence[str]) -> list[str]:
        """Cut runs that begin in one text and end in a later one. Each has been cut by itself before."""
        whole = "\n".join(untrusted_texts)
        if len(whole) <= _AT_ONCE and not guard.find_runs(whole):
            return list(untrusted_texts)
        pieces = [piece for number, text in enumerate(untrusted_texts) for piece in _ends(number, text)]
        joined = "\n".join(untrusted_texts[piece.text][piece.start : piece.end] for piece in pieces)
        cut = list(untrusted_texts)
        runs = guard.find_runs(joined)
        at = len(joined)
        # From the last to the first: so the places before stay where they are.
        for piece in reversed(pieces):
            at -= piece.end - piece.start
            for run in reversed(runs):
                start, end = max(run.start - at, 0), min(run.end - at, piece.end - piece.start)
                if start < end:
                    text = cut[piece.text]
                    cut[piece.text] = text[: piece.start + start] + _REMOVED + text[piece.start + end :]
            at -= 1
        self.words += sum(run.words for run in runs)
        return cut

    def _is_one_too_many(self, untrusted_piece: str) -> bool:
        if len(untrusted_piece) >= _AT_ONCE and not untrusted_piece.isascii():
            self.marked += bool(_LOOSE_MARK.search(unicodedata.normalize("NFKC", untrusted_piece)))
        return self.marked > _MOST_MARKED_PIECES

    def _cut_piece(self, untrusted_piece: str) -> str:
        # As many blanks as characters, so that the places stay the same.
        read = _ENCODED.sub(lambda encoded: " " * len(encoded.group()), untrusted_piece)
        pieces: list[str] = []
        at = 0
        for run in guard.find_runs(read):
            pieces += [untrusted_piece[at : run.start], f"[{run.words} words removed]"]
            self.words += run.words
            at = run.end
        pieces.append(untrusted_piece[at:])
        return "".join(pieces)


class _Piece(NamedTuple):
    """Characters ``start`` to ``end`` of the text with this number."""

    text: int
    start: int
    end: int


def _ends(number: int, untrusted_text: str) -> tuple[_Piece, ...]:
    """The two ends of a text up to a word that is in no list: a run from outside reaches no further."""
    length = len(untrusted_text)
    first = next(filter(_is_in_no_list, _WORD.finditer(untrusted_text)), None)
    if first is None:
        return (_Piece(number, 0, length),)
    size = _LONGEST_USUAL_END
    while True:
        start = max(length - size, first.start())
        last = [word.start() for word in _WORD.finditer(untrusted_text, start) if _is_in_no_list(word)]
        if last:
            return _Piece(number, 0, first.end()), _Piece(number, last[-1], length)
        size *= 4


def _is_in_no_list(word: re.Match[str]) -> bool:
    """Whether no run can reach across this word. One of two letters may be a numbering ("2 nd")."""
    return len(word.group()) > 2 and word.group().isalpha() and not guard.is_list_word(word.group())


def _border(untrusted_text: str, at: int) -> int:
    """The next place behind ``at`` across which no run can reach: before a word that is in no list.

    The end of the text where that is near; -1 where there is none for thousands of characters.
    """
    limit = at + _SEARCHED_FOR_A_BORDER
    if limit >= len(untrusted_text):
        return len(untrusted_text)
    for word in _WORD.finditer(untrusted_text, at, limit):
        if word.end() < limit and word.group().isalpha() and not guard.is_list_word(word.group()):
            return word.start()
    return -1
