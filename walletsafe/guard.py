"""Recognises runs of recovery-phrase words in text, so that no real phrase travels any further.

A run is eleven or more list words of one language in a row with nothing but spaces, punctuation,
line ends and numbering between them. Eleven, because the shortest phrase has twelve words and one
of them may be misspelled at either end. Case, accents and the composed or decomposed spelling of a
letter do not matter: people copy phrases by hand.

Chinese lists hold single characters, so ordinary Chinese text consists of list words. A character
counts only where it stands apart from its neighbours, or on a line that is a whole phrase: 12 to 24
characters, nothing else, with the right checksum.

Phrases that were dealt by this program or published as examples are nobody's, and are let through.

Nothing here ever puts a word into an exception, a log or the values it returns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from walletsafe import phrases, wordlists

MIN_RUN = 11
"""How many list words in a row make a run."""

# A word is letters with their combining marks, and with the invisible characters that copying from a
# web page or a PDF leaves inside words. Superscript and circled digits are numbering, not letters.
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f\u3099\u309a"
_NUMBERING = "\u00b2\u00b3\u00b9\u2070-\u209f\u2460-\u24ff\u2776-\u2793"
_LETTER = rf"[^\W\d_{_NUMBERING}]"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_MARKS}{_INVISIBLE}])*")
_QUICK_WORD = re.compile(f"{_LETTER}+")
_MARK = re.compile(f"[{_MARKS}]")

# Words of a phrase are numbered 1 to 24, or by their place in the list: 1 to 2048.
_LONG_NUMBER = re.compile(r"\d{5}")
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "e", "re", "eme", "\u00e8me", "\u00ba", "\u00aa"})
# "Word 7" and "seed 7" need no mention: both stand in the English list.
_LABELS = frozenset({"wort", "mot", "palabra", "parola", "woord", "palavra", "nr", "no", "n", "num"})
_NUMBER_AFTER = re.compile(r"[ .:\u00b0\u00ba]{0,2}\d")
_QUICK_NUMBERING = _ORDINALS | _LABELS
_CHINESE_LINE = re.compile(rf"^[^\S\n]*([{wordlists.CHINESE}]{{12,24}})[^\S\n]*$", re.MULTILINE)
_CHINESE = ("chinese_simplified", "chinese_traditional")

_Spans = Sequence[tuple[int, int]]


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
    found: list[Run] = []
    if _may_hold_run(text):
        found += [run for spans in _stretches(text) for run in _runs_of(text, spans)]
    if not text.isascii():
        found += _chinese_lines(text)
        found.sort(key=lambda run: run.start)
    return tuple(found)


def cut(text: str) -> str:
    """Return ``text`` with every run replaced by ``[N words removed]``."""
    pieces: list[str] = []
    position = 0
    for run in find_runs(text):
        pieces += [text[position : run.start], f"[{run.words} words removed]"]
        position = run.end
    pieces.append(text[position:])
    return "".join(pieces)


def is_list_word(untrusted_word: str) -> bool:
    """Whether this is a word of any list, however it is spelled."""
    return bool(_languages_of(untrusted_word))


def _may_hold_run(text: str) -> bool:
    """Whether a closer look is worth its time: a quick one that may say yes too often, and never no.

    Of each eleven words in a row only the last is looked up: where that one is in no list, no run can
    reach across it, and the ten before it are too few.
    """
    words = _quick_words(text)
    if words is None:
        return True
    probe = MIN_RUN - 1
    while probe < len(words):
        first = last = probe
        while first >= 0 and _may_count(words[first]):
            first -= 1
        if first == probe:
            probe += MIN_RUN
            continue
        while last < len(words) and _may_count(words[last]):
            last += 1
        if last - first > MIN_RUN:
            return True
        probe = last + MIN_RUN
    return False


def _quick_words(text: str) -> list[str] | None:
    """The words of ``text`` in lower case; ``None`` where marks stand on letters in an unusual way."""
    if text.isascii():
        return _QUICK_WORD.findall(text.lower())
    plain = unicodedata.normalize("NFKC", text).lower()
    for invisible in _INVISIBLE:
        plain = plain.replace(invisible, "")
    return None if _MARK.search(plain) else _QUICK_WORD.findall(plain)


def _may_count(word: str) -> bool:
    """Whether a word in lower case stands in a list, or may be numbering."""
    return (len(word) == 1 and word.isascii()) or word in _QUICK_NUMBERING or bool(_languages_of(word))


def _stretches(text: str) -> Iterator[_Spans]:
    """Yield the places of words that stand in lists, of whatever language, wherever 11 follow one another."""
    stretch: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        start, end = word.span()
        if _languages_of(text[start:end]):
            stretch.append((start, end))
        elif not _is_numbering(text, start, end):
            if len(stretch) >= MIN_RUN:
                yield stretch
            stretch = []
    if len(stretch) >= MIN_RUN:
        yield stretch


def _is_numbering(text: str, start: int, end: int) -> bool:
    """Whether these letters only number what follows: "a)", "B.", "Nr. 1", or the end of "1st"."""
    word = text[start:end].lower()
    if end - start == 1 and word.isascii() and text[end : end + 1] in {")", ".", ":"}:
        return True
    if word in _LABELS and _NUMBER_AFTER.match(text, end):
        return True
    return word in _ORDINALS and text[start - 1 : start].isdigit()


def _runs_of(text: str, spans: _Spans) -> Iterator[Run]:
    """Yield the runs in words that all stand in some list."""
    streaks = sorted(_streaks(text, spans), key=lambda found: found.first)
    nobodys = {number for streak in streaks for number in _nobodys(text, spans, streak)}
    merged: list[_Streak] = []
    longest = 0
    for streak in streaks:
        length = streak.last - streak.first
        if length + 1 - len(nobodys.intersection(range(streak.first, streak.last + 1))) < MIN_RUN:
            continue
        if not merged or streak.first > merged[-1].last:
            merged.append(streak)
            longest = length
            continue
        merged[-1].last = max(merged[-1].last, streak.last)
        if length > longest:
            merged[-1].language = streak.language
            longest = length
    for run in merged:
        yield Run(spans[run.first][0], spans[run.last][1], run.last - run.first + 1, run.language)


def _streaks(text: str, spans: _Spans) -> Iterator[_Streak]:
    """Yield the streaks of at least :data:`MIN_RUN` words, each language by itself."""
    begun: dict[str, int] = {}
    previous_end = spans[0][0]
    for number, (start, end) in enumerate(spans):
        languages = _names(_languages_of(text[start:end]))
        if _LONG_NUMBER.search(text, previous_end, start):
            yield from _long_enough(begun, number - 1)
            begun = {}
        ended = {language: first for language, first in begun.items() if language not in languages}
        yield from _long_enough(ended, number - 1)
        begun = {language: begun.get(language, number) for language in languages}
        previous_end = end
    yield from _long_enough(begun, len(spans) - 1)


def _long_enough(begun: Mapping[str, int], last: int) -> Iterator[_Streak]:
    return (
        _Streak(language, first, last) for language, first in begun.items() if last - first + 1 >= MIN_RUN
    )


def _nobodys(text: str, spans: _Spans, streak: _Streak) -> Iterator[int]:
    """Yield the numbers of the words that belong to phrases dealt here, or published."""
    listed = wordlists.folded_places(streak.language)
    words = (text[start:end] for start, end in spans[streak.first : streak.last + 1])
    places = [listed.get(wordlists.folded(word)) for word in words]
    first = 0
    while first + phrases.LENGTHS[0] <= len(places):
        sizes = (
            size for size in reversed(phrases.LENGTHS) if _is_known(places, first, size, streak.language)
        )
        size = next(sizes, 0)
        yield from range(streak.first + first, streak.first + first + size)
        first += size or 1


def _is_known(places: Sequence[int | None], first: int, length: int, language: str) -> bool:
    window = [place for place in places[first : first + length] if place is not None]
    return len(window) == length and phrases.recognise(window, language) is not None


def _chinese_lines(text: str) -> Iterator[Run]:
    for line in _CHINESE_LINE.finditer(text):
        characters = line.group(1)
        for language in _CHINESE:
            listed = wordlists.places(language)
            places = [listed[character] for character in characters if character in listed]
            whole = len(places) == len(characters) and phrases.entropy_of(places) is not None
            if whole and phrases.recognise(places, language) is None:
                yield Run(line.start(1), line.end(1), len(characters), language)
                break


def _languages_of(untrusted_word: str) -> int:
    """The languages that have this word, as in :func:`walletsafe.wordlists.languages_by_word`."""
    listed = wordlists.languages_by_word()
    if untrusted_word.isascii():
        return listed.get(untrusted_word.lower(), 0)
    # As it stands first: folding takes its time, and most letters outside Latin need none.
    return listed.get(untrusted_word) or listed.get(wordlists.folded(untrusted_word), 0)


@lru_cache(maxsize=256)
def _names(languages: int) -> tuple[str, ...]:
    return tuple(name for number, name in enumerate(wordlists.LANGUAGES) if languages >> number & 1)
