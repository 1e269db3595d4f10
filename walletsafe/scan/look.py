"""A closer look at bytes: every text that they may stand for, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from walletsafe.scan import exact, views
from walletsafe.scan.finds import Grade, Layout, Located

_ORDER = tuple(Grade)
_COMPARED = 64
"""A phrase stands in the views of one text at about the same place: it is compared with so many before it."""


def look(untrusted_data: bytes) -> list[Located]:
    """What is found in these bytes, whichever way they are to be read, the surest first.

    A phrase that several views show is one: the surest grade counts, then the most words, then what tells
    most about how they stand. ``start`` and ``end`` are places in the view that showed it, and tell nothing
    about the bytes.
    """
    seen = [located for text in views.texts(untrusted_data) for located in exact.find(text)]
    return list(_merged(sorted(seen, key=_rank)))


def _rank(located: Located) -> tuple[int, int, bool]:
    trace = located.trace
    return _ORDER.index(trace.grade), -trace.words, trace.layout is Layout.ROW


def _merged(ranked: Iterable[Located]) -> Iterator[Located]:
    kept: list[frozenset[str]] = []
    for located in ranked:
        words = frozenset(located.untrusted_words)
        if any(_is_same(words, others) for others in kept[-_COMPARED:]):
            continue
        kept.append(words)
        yield located


def _is_same(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether nearly all of these words are among the others: one phrase, seen less well."""
    return len(words - others) * 4 <= len(words)
