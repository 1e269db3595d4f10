"""Recognises runs of recovery-phrase words in text, so that no real phrase travels any further.

A run is eleven or more list words of one language in a row with nothing but spaces, punctuation,
line ends and numbering between them. Eleven, because the shortest phrase has twelve words and one
of them may be misspelled at either end. Case, accents and the composed or decomposed spelling of a
letter do not matter: people copy phrases by hand.

Chinese lists hold single characters, so ordinary Chinese text consists of list words. A character
counts only where it stands apart from its neighbours.

Nothing here ever puts a word into an exception, a log or the values it returns.

Source of the word lists: the ``mnemonic`` package (BIP39 reference lists and the later Russian and
Turkish ones).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

MIN_RUN = 11
"""How many list words in a row make a run."""

# A word is letters with their combining marks, and with the invisible characters that copying from a
# web page or a PDF leaves inside words. Superscript and circled digits are numbering, not letters.
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f\u3099\u309a"
_NUMBERING = "\u00b2\u00b3\u00b9\u2070-\u209f\u2460-\u24ff\u2776-\u2793"
_LETTER = rf"[^\W\d_{_NUMBERING}]"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_MARKS}{_INVISIBLE}])*")

# Words of a phrase are numbered 1 to 24, or by their place in the list: 1 to 2048.
_LONG_NUMBER = re.compile(r"\d{5}")

# The Russian list of mnemonic 0.21 has one word damaged by a wrong encoding (line 1573).
_DAMAGED_WORDS: Mapping[str, tuple[str, ...]] = {
    "russian": ("\u0441\u043d\u043e\u0432\u0430",),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Where a run of list words stands: ``text[start:end]``, ``words`` of them.

    Where lists overlap (English and French share words, the two Chinese lists share most), overlapping
    runs are one and ``language`` is that of the longest.
    """

    start: int
    end: int
    words: int
    language: str


@dataclass(slots=True)
class _Streak:
    """List words of one language in a row, by the number of the first and the last."""

    language: str
    first: int
    last: int


def find_runs(text: str) -> tuple[Run, ...]:
    """Return every run of list words in ``text``, in order, not overlapping. Linear in its length."""
    spans = [match.span() for match in _WORD.finditer(text)]
    merged: list[_Streak] = []
    longest = 0
    for streak in sorted(_streaks(text, spans), key=lambda found: found.first):
        length = streak.last - streak.first
        if not merged or streak.first > merged[-1].last:
            merged.append(streak)
            longest = length
            continue
        merged[-1].last = max(merged[-1].last, streak.last)
        if length > longest:
            merged[-1].language = streak.language
            longest = length
    return tuple(
        Run(spans[run.first][0], spans[run.last][1], run.last - run.first + 1, run.language) for run in merged
    )


def cut(text: str) -> str:
    """Return ``text`` with every run replaced by ``[N words removed]``."""
    pieces: list[str] = []
    position = 0
    for run in find_runs(text):
        pieces += [text[position : run.start], f"[{run.words} words removed]"]
        position = run.end
    pieces.append(text[position:])
    return "".join(pieces)


def _streaks(text: str, spans: list[tuple[int, int]]) -> Iterator[_Streak]:
    """Yield the streaks of at least :data:`MIN_RUN` words, each language by itself."""
    open_streaks: dict[str, _Streak] = {}
    previous_end = 0
    for number, (start, end) in enumerate(spans):
        if _LONG_NUMBER.search(text, previous_end, start):
            yield from _long_enough(open_streaks)
            open_streaks = {}
        previous_end = end
        languages = _languages().get(_folded(text[start:end]), ())
        ended = {name: streak for name, streak in open_streaks.items() if name not in languages}
        yield from _long_enough(ended)
        open_streaks = {name: open_streaks.get(name) or _Streak(name, number, number) for name in languages}
        for streak in open_streaks.values():
            streak.last = number
    yield from _long_enough(open_streaks)


def _long_enough(streaks: Mapping[str, _Streak]) -> Iterator[_Streak]:
    return (streak for streak in streaks.values() if streak.last - streak.first + 1 >= MIN_RUN)


def _folded(untrusted_word: str) -> str:
    """Reduce a word to what two careless spellings of it have in common: bare letters, lower case."""
    decomposed = unicodedata.normalize("NFKD", untrusted_word).casefold()
    # The Turkish dotless i is a letter of its own, yet capitals and foreign keyboards lose the difference.
    return "".join(letter for letter in decomposed if letter.isalpha()).replace("\u0131", "i")


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, tuple[str, ...]]:
    """Folded list word -> the languages that have it. Read once, at the first text that is looked at."""
    from mnemonic import Mnemonic

    found: dict[str, tuple[str, ...]] = {}
    for language in sorted(Mnemonic.list_languages()):
        words = {*Mnemonic(language).wordlist, *_DAMAGED_WORDS.get(language, ())}
        for word in {_folded(word) for word in words}:
            found[word] = (*found.get(word, ()), language)
    return found
