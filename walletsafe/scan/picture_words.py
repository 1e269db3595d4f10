"""Words that were read in a picture: in which order people may mean them, and what they are.

Reading letters in pictures makes mistakes, and tells little about order: columns, boxes and what stands
beside them come mixed. So beside the exact search a looser rule holds: nine or more of twelve words that
follow one another stand in the list, and are rare in ordinary text (``walletsafe.scan.rarity``).

The list is the English one: the letters are read with English data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from walletsafe import phrases, published, wordlists
from walletsafe.scan import exact, rarity
from walletsafe.scan.finds import Grade, Layout, Located, Trace

WINDOW = 12
"""Words of three letters and more that are looked at together."""

LIMITS = ((10, -1.0), (9, -1.5))
"""So many different list words make a window suspicious where their mean score is below this: what stands
between them may be misread. Measured: no find in 40 million characters of handbooks that is not a phrase or
a list of words, and 98 to 91 % of random phrases of 12 words of which none to two were misread."""

FEWEST_NUMBERED = 9
"""List words behind different numbers of 1 to 24 that make them suspicious, below the first score."""

FEWEST_WORDS, MOST_WORDS = 9, 24
"""Bounds of the number of words that is told, which is a guess."""

_TOKEN = re.compile(r"[A-Za-z]{3,}")
_NUMBERED = re.compile(r"(?<![\w.])(\d{1,2})[^\w\n]{0,4}\n?([A-Za-z]{3,8})(?![A-Za-z])")
_LOOKS_LIKE = Grade.LOOKS_LIKE_PHRASE
_NOBODYS = frozenset({Grade.PUBLISHED, Grade.PRACTICE})
_RANKS = {grade: rank for rank, grade in enumerate(Grade)}
"""The gravest first, as they are defined."""
_MOST_WORDS_KEPT = 64
_MOST_ASCENDING, _LEAST_ASCENDING = 0.9, 0.08
_MOST_NEIGHBOURS = 0.6
_ENOUGH_OF_PUBLISHED = 0.8


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word and its box in the picture, in pixels from the top left corner."""

    left: int
    top: int
    right: int
    bottom: int
    line: int
    """Words of one line, as the reader of letters sees it, have the same number and follow one another."""
    untrusted_text: str = field(repr=False)


def judged(seen: Sequence[SeenWord]) -> list[Located]:
    """What these words are: one find at most, the gravest; none for nearly every picture.

    It has no place in a text. Its words are those of the whole picture that may belong to it, in no order.
    """
    texts = tuple(dict.fromkeys((_as_read(seen), _in_rows(seen), _in_columns(seen))))
    located = [found for text in texts for found in exact.find(text)]
    traces = [replace(found.trace, layout=Layout.PICTURE) for found in located]
    nobodys = [trace for trace in traces if trace.grade in _NOBODYS]
    known = {word for found in located if found.trace.grade in _NOBODYS for word in found.untrusted_words}
    for name, phrase in _published_in(texts[0]):
        nobodys.append(Trace(Grade.PUBLISHED, wordlists.ENGLISH, phrase.total(), Layout.PICTURE, name))
        known |= phrase.keys()
    groups = [list(found.untrusted_words) for found in located if found.trace.grade is _LOOKS_LIKE]
    groups += [group for text in texts for group in _groups(text)]
    page = {word for token in _TOKEN.findall(texts[0]) if (word := token.lower()) in _scores()}
    found = [
        replace(trace, grade=Grade.WORD_LIST) if _is_of_list(one.untrusted_words, page) else trace
        for trace, one in zip(traces, located, strict=True)
        if trace.grade is not _LOOKS_LIKE
    ]
    found += [trace for group in groups if (trace := _trace_of(group, known, page)) is not None]
    traces = sorted((*found, *nobodys), key=lambda trace: (_RANKS[trace.grade], -trace.words))[:1]
    suspected = (*groups, *(one.untrusted_words for one in located), sorted(page))
    words = tuple(dict.fromkeys(word for group in suspected for word in group))
    return [Located(0, 0, trace, words[:_MOST_WORDS_KEPT]) for trace in traces]


def _as_read(seen: Sequence[SeenWord]) -> str:
    """In the order of the reader of letters: good for text, mixed for columns."""
    return _lines(seen, [later.line != earlier.line for earlier, later in pairwise(seen)])


def _in_rows(seen: Sequence[SeenWord]) -> str:
    """From the top, each row from the left."""
    rows: list[list[SeenWord]] = []
    for word in sorted(seen, key=lambda word: word.top + word.bottom):
        middle = (word.top + word.bottom) / 2
        if rows and middle < rows[-1][0].bottom and middle > rows[-1][0].top:
            rows[-1].append(word)
        else:
            rows.append([word])
    return "\n".join(_row(sorted(row, key=lambda word: word.left)) for row in rows)


def _row(words: Sequence[SeenWord]) -> str:
    return " ".join(word.untrusted_text for word in words)


def _in_columns(seen: Sequence[SeenWord]) -> str:
    """From the left, each column from the top: words that begin one below the other, however far apart."""
    columns: list[list[SeenWord]] = []
    for word in sorted(seen, key=lambda word: word.left):
        tolerance = word.bottom - word.top
        if columns and word.left - columns[-1][-1].left <= tolerance // 2:
            columns[-1].append(word)
        else:
            columns.append([word])
    return "\n".join("\n".join(w.untrusted_text for w in sorted(c, key=lambda w: w.top)) for c in columns)


def _lines(seen: Sequence[SeenWord], breaks: Sequence[bool]) -> str:
    gaps = ("\n" if ends else " " for ends in (*breaks, True))
    return "".join(word.untrusted_text + gap for word, gap in zip(seen, gaps, strict=True)) if seen else ""


def _groups(text: str) -> Iterator[list[str]]:
    """The list words of every part of the text that the looser rule suspects."""
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    for stretch in _stretches(tokens):
        yield [word for word in stretch if word in wordlists.places(wordlists.ENGLISH)]
    yield _numbered(text)


def _stretches(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts of the text that are dense with rare list words: windows that are, joined where they overlap."""
    start = end = 0
    for first in range(max(len(tokens) - WINDOW, 0) + 1):
        if not _is_suspicious(tokens[first : first + WINDOW]):
            continue
        if first >= end:
            yield tokens[start:end]
            start = first
        end = first + WINDOW
    yield tokens[start:end]


def _is_suspicious(words: Iterable[str]) -> bool:
    listed = set(words) & _scores().keys()
    if len(listed) < FEWEST_WORDS:
        return False
    mean = sum(_scores()[word] for word in listed) / len(listed)
    return any(len(listed) >= fewest and mean < most for fewest, most in LIMITS)


def _numbered(text: str) -> list[str]:
    """List words that stand behind different numbers of a phrase's words, where there are enough of them."""
    words: dict[int, str] = {}
    for number, word in _NUMBERED.findall(text):
        if 1 <= int(number) <= MOST_WORDS and word.lower() in _scores():
            words.setdefault(int(number), word.lower())
    return [words[number] for number in sorted(words)] if len(words) >= FEWEST_NUMBERED else []


@cache
def _scores() -> Mapping[str, float]:
    """The rarity of each list word. Raise ``ValueError`` where our own table is broken."""
    scores = rarity.scores(wordlists.ENGLISH) or ()
    return dict(zip(wordlists.words(wordlists.ENGLISH), scores, strict=True))


def _trace_of(words: Sequence[str], known: AbstractSet[str], page: AbstractSet[str]) -> Trace | None:
    """What a group of words is, in the order in which they stand, those of ``known`` phrases left out.

    ``page`` are all list words of the picture.
    """
    others = [word for word in words if word not in known]
    if not _is_suspicious(others):
        return None
    if _is_of_list(others, page):
        return Trace(Grade.WORD_LIST, wordlists.ENGLISH, len(others), Layout.PICTURE)
    listed = wordlists.places(wordlists.ENGLISH)
    places = [listed[word] for word in others if word in listed]
    ascending = sum(later > earlier for earlier, later in pairwise(places)) / (len(places) - 1)
    if not _LEAST_ASCENDING < ascending < _MOST_ASCENDING:
        return None  # a sorted list of something
    count = min(max(len(others), FEWEST_WORDS), MOST_WORDS)
    return Trace(_LOOKS_LIKE, wordlists.ENGLISH, count, Layout.PICTURE)


def _is_of_list(words: Iterable[str], page: AbstractSet[str]) -> bool:
    """Whether most of the words stand in the list beside a word of the picture, as on a page of the list.

    Read in a wrong order, such a page holds valid checksums by chance.
    """
    listed = wordlists.places(wordlists.ENGLISH)
    present = {listed[word] for word in page}
    places = [listed[word] for word in words if word in listed]
    beside = sum(1 for place in places if present & {place - 1, place + 1})
    return beside > _MOST_NEIGHBOURS * max(len(places), FEWEST_WORDS)


def _published_in(text: str) -> Iterator[tuple[str, Counter[str]]]:
    """Name and words of each published phrase of which nearly all words were read, in whatever order."""
    seen = Counter(token.lower() for token in _TOKEN.findall(text))
    for name, phrase in _published():
        if (seen & phrase).total() >= _ENOUGH_OF_PUBLISHED * phrase.total():
            yield name, phrase


@cache
def _published() -> tuple[tuple[str, Counter[str]], ...]:
    english = (phrase for phrase in published.phrases() if wordlists.ENGLISH in phrase.languages)
    return tuple(
        (known.name, Counter(phrases.words_of(known.entropy, wordlists.ENGLISH))) for known in english
    )
