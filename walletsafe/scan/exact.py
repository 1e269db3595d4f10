"""The exact check: what stands in a decoded text, and where.

The text is read in each of the ways in which people and programs set out a phrase; each way gives chains of
list words, and ``windows`` judges them. Of finds that overlap the surest is told, and of equally sure
ones the one that is furthest from chance. Linear in the length of the text, whatever it is.

Nothing here puts a word into an exception, a log or a repr.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain as chained
from itertools import takewhile

from walletsafe import wordlists
from walletsafe.scan import joined, orders, slips, windows
from walletsafe.scan.chains import Chain, chain, chains
from walletsafe.scan.columns import columns, layout
from walletsafe.scan.finds import Grade, Located, Trace
from walletsafe.scan.quick import LEAST_PART, LEAST_PHRASE, suspects
from walletsafe.scan.tokens import LANGUAGES, Kind, Token, bit, tokens

_RANKS = {
    Grade.WORD_LIST: 0,
    Grade.PRACTICE: 1,
    Grade.PUBLISHED: 1,
    Grade.RECOVERY_PHRASE: 2,
    Grade.LOOKS_LIKE_PHRASE: 3,
}
_SKIPPED = frozenset({int(Kind.LETTER), int(Kind.NUMBERING)})
_Weighed = tuple[int, float, Located]


def find(text: str) -> list[Located]:
    """Everything that is found in ``text``, in order, not overlapping.

    Of each place the surest is told, and of what is equally sure the longest.
    """
    return [
        replace(located, start=start + located.start, end=start + located.end)
        for start, end in suspects(text)
        for located in _find(text[start:end])
    ]


def _find(text: str) -> list[Located]:
    every = tokens(text)
    words = [token for token in every if token.kind not in _SKIPPED]
    found = [*_in_text_order(text, words)]
    listed = [located for _, _, located in found if located.trace.grade is Grade.WORD_LIST]
    words = _outside(words, listed)
    found += (weighed for one in _elsewise(text, every, words) for weighed in _judged(one))
    found += ((_RANKS[located.trace.grade], 0.0, located) for located in slips.misspelled(text, words))
    return _apart(found)


def _in_text_order(text: str, words: Sequence[Token]) -> Iterator[_Weighed]:
    for one in chains(text, words, LEAST_PART):
        yield from _judged(one)


def _elsewise(text: str, every: Sequence[Token], words: Sequence[Token]) -> Iterator[Chain]:
    """The chains of all other ways to read the text."""
    return chained(
        orders.numbered(text, words),
        orders.strided(text, words),
        orders.halves(text, words),
        _columns(text, words),
        slips.stemmed(text, words),
        joined.joined(text, every),
        joined.spelled(every),
        joined.blocks(text),
    )


def _columns(text: str, words: Sequence[Token]) -> Iterator[Chain]:
    by_start = {token.start: token for token in words if token.kind == Kind.LISTED}
    for stretch in columns(text, lambda start, _: start in by_start, LEAST_PHRASE):
        row = [by_start[cell.start] for cell in stretch]
        for language in LANGUAGES:
            kept = [token for token in row if token.languages & bit(language)]
            if len(kept) >= LEAST_PHRASE:
                whole = language != wordlists.ENGLISH
                yield chain(text, kept, language, layout(stretch), partial=False, whole=whole)


def _judged(one: Chain) -> Iterator[_Weighed]:
    for hit in windows.hits(one):
        spans = one.spans[hit.first : hit.last + 1]
        trace = Trace(hit.grade, one.language, len(spans), hit.layout, hit.name)
        start, end = min(start for start, _ in spans), max(end for _, end in spans)
        yield (
            _RANKS[hit.grade],
            -hit.weight,
            Located(start, end, trace, tuple(one.words[hit.first : hit.last + 1])),
        )


def _outside(words: Sequence[Token], listed: Sequence[Located]) -> list[Token]:
    """The words that stand in no word list: those are not read in other ways."""
    if not listed:
        return list(words)
    ends = sorted((located.start, located.end) for located in listed)
    starts = [start for start, _ in ends]
    kept: list[Token] = []
    for token in words:
        place = bisect_left(starts, token.start + 1) - 1
        if place < 0 or token.start >= ends[place][1]:
            kept.append(token)
    return kept


def _apart(found: list[_Weighed]) -> list[Located]:
    """The surest finds that do not overlap, in the order of the text. A word list may lie around others."""
    kept: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    told: list[Located] = []
    for _, _, located in sorted(found, key=lambda weighed: (weighed[0], weighed[1], weighed[2].start)):
        spans = kept[located.trace.grade is Grade.WORD_LIST]
        place = bisect_left(spans, (located.start, located.end))
        after = place < len(spans) and spans[place][0] < located.end
        before = place > 0 and spans[place - 1][1] > located.start
        if not (after or before) and not _is_other_reading(located, told):
            told.append(located)
            spans.insert(place, (located.start, located.end))
    return sorted(told, key=lambda located: located.start)


def _is_other_reading(located: Located, told: Sequence[Located]) -> bool:
    """Whether these words are those of a word list, read as another language's: lists share words."""
    return any(
        one.trace.language != located.trace.language and one.start < located.end and located.start < one.end
        for one in takewhile(lambda one: one.trace.grade is Grade.WORD_LIST, told)
    )
