"""The first pass of a scan: which parts of a file deserve a closer look. Quick, and nearly always: none.

Rare list words that stand close together are looked for by google-re2 (:mod:`walletsafe.scan.patterns`); the
words around them are weighed (:mod:`walletsafe.scan.weight`). Text in other scripts and letters written as
numbers are found by their shape.

It misses words with more than five other words between them, save for tags and what repeats in them; and of
twelve words in a labelled layout one in some thousand phrases, which has hardly any rare word.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Protocol

from walletsafe.scan import patterns, recoding, weight

Spans = Iterable[tuple[int, int]]
Buffer = bytes | bytearray | memoryview
Pass = Callable[[Buffer], list[tuple[int, int]]]
PairsIn = Callable[[memoryview], Iterator[tuple[int, int]]]


class _Found(Protocol):
    def span(self) -> tuple[int, int]: ...


class Pattern(Protocol):
    """What the engine and the standard library's patterns have in common."""

    def finditer(self, text: Buffer, /) -> Iterator[_Found]:
        """Yield whatever is found, in order, apart from each other."""
        ...

    def search(self, text: Buffer, /) -> object | None:
        """Return what is found first, or ``None``."""
        ...


FILES_APART = patterns.FILES_APART

_MARGIN = 2048
"""Bytes around a suspect that are looked at with it: the rest of a phrase, and how it is written."""

_BLOCK = 1 << 16
_SHAPE_BLOCK = 1 << 18
"""Shapes are many and rare: fewer, larger blocks."""
_OVERLAP = 4096
_ENGINE_MEMORY = 96 << 20
"""Bytes for the states of the engine. With too few it starts anew all the time, and is slow."""

_LONGEST_PAIR = 2000
_NEAR = 1000
"""Bytes between two pairs of rare words that are looked at together."""

_AROUND = 512
"""Bytes before and behind such pairs that are weighed with them."""

_ANY_WORD = re.compile(rb"[A-Za-z]+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}(?:\r?\n[> ]?[A-Za-z0-9+/]+)*")
_FROM_ANNOUNCEMENT = 1000


def suspects(untrusted_data: Buffer) -> list[tuple[int, int]]:
    """The parts of the data that deserve a closer look, from and to, in order and apart.

    They have a margin around what is suspicious, up to :data:`FILES_APART` at most.
    """
    return _suspects(untrusted_data, _pairs_in if _has_engine() else _pairs_in_slowly)


def suspects_slowly(untrusted_data: Buffer) -> list[tuple[int, int]]:
    """The same in plain Python: what :func:`suspects` does where the engine is missing, and its oracle."""
    return _suspects(untrusted_data, _pairs_in_slowly)


def _suspects(untrusted_data: Buffer, pairs_in: PairsIn) -> list[tuple[int, int]]:
    data = memoryview(untrusted_data)
    found = [*_rare_words(data, pairs_in), *_behind_tags(data, pairs_in), *_shapes(data, pairs_in)]
    return list(_joined(sorted(_widened(data, first, last, _MARGIN) for first, last in found), 0))


def _rare_words(data: memoryview, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    for joined in _joined(_pairs(data, pairs_in), _NEAR):
        for start, end in _within_files(data, *joined):
            if weight.is_suspicious(bytes(data[slice(*_widened(data, start, end, _AROUND))])):
                yield start, end


def _within_files(data: memoryview, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The same in pieces, where it reaches across the ends of files."""
    for piece in bytes(data[start:end]).split(FILES_APART):
        yield start, start + len(piece)
        start += len(piece) + len(FILES_APART)


def _pairs(data: memoryview, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    """Where two rare words stand close together."""
    for start in range(0, len(data), _BLOCK):
        for first, last in pairs_in(data[start : start + _BLOCK + _OVERLAP]):
            if first >= _BLOCK:
                break
            if last - first <= _LONGEST_PAIR:
                yield start + first, start + last


def _pairs_in(block: memoryview) -> Iterator[tuple[int, int]]:
    for pair in _pair_pattern().finditer(block):
        yield pair.span()


def _pairs_in_slowly(block: memoryview) -> Iterator[tuple[int, int]]:
    """The same without the engine, word by word; an escaped line end may be a gap, or not."""
    readings = {bytes(block), recoding.without_escaped_ends(bytes(block))}
    yield from sorted({pair for reading in readings for pair in _pairs_of_words(reading)})


def _pairs_of_words(text: bytes) -> Iterator[tuple[int, int]]:
    chains = patterns.chains()
    before: dict[int, tuple[int, int]] = {}
    for number, word in enumerate(_ANY_WORD.finditer(text)):
        between = chains.get(word.group().lower())
        if between is None:
            continue
        start, number_before = before.get(between, (0, -between - 2))
        if number - number_before - 1 <= between:
            yield start, word.end()
            before.clear()
        else:
            before[between] = word.start(), number


def _behind_tags(data: memoryview, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    """Blocks whose text is suspicious without its tags: there may be much in a tag."""
    for start in range(0, len(data), _BLOCK):
        block = data[start : start + _BLOCK + _OVERLAP]
        if _markup_pattern().search(block) is None:
            continue
        text = memoryview(recoding.without_tags(bytes(block)))
        if next(_rare_words(text, pairs_in), None) is not None:
            yield start, start + len(block)


def _joined(spans: Spans, gap: int) -> Iterator[tuple[int, int]]:
    """Spans in order, those with at most ``gap`` bytes between them as one."""
    begun: tuple[int, int] | None = None
    for first, last in spans:
        if begun is not None and first - begun[1] <= gap:
            begun = begun[0], max(begun[1], last)
            continue
        if begun is not None:
            yield begun
        begun = first, last
    if begun is not None:
        yield begun


def _shapes(data: memoryview, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    if bytes(data[:4]).startswith(patterns.MARKS):
        yield 0, len(data)
    for start in range(0, len(data), _SHAPE_BLOCK):
        block = bytes(data[start : start + _SHAPE_BLOCK + _OVERLAP])
        for shape, pattern in _shape_patterns():
            if not shape.may_be_in(block):
                continue
            found = (span.span() for span in pattern.finditer(block))
            for first, last in _joined((span for span in found if span[0] < _SHAPE_BLOCK), _NEAR):
                around = slice(*_widened(data, start + first, start + last, _AROUND))
                if shape.recoded is None or _suspects(shape.recoded(bytes(data[around])), pairs_in):
                    yield start + first, start + last
        for announced in _base64_pattern().finditer(block):
            if announced.span()[0] < _SHAPE_BLOCK:
                yield from _encoded(data, start + announced.span()[1], pairs_in)


def _encoded(data: memoryview, announced: int, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    """What is suspicious in a block in base 64, with its announcement where it stands at the beginning."""
    begun = _BASE64.search(data, announced, announced + _FROM_ANNOUNCEMENT)
    if begun is None or (block := _BASE64.match(data, begun.start())) is None:
        return
    text = recoding.from_base64(block.group())
    start, end = block.span()
    for first, last in _suspects(text, pairs_in):
        # Ends of lines are spread evenly.
        before, behind = (start + place * (end - start) // len(text) for place in (first, last))
        yield announced if before - start < _AROUND else before, behind


def _widened(data: memoryview, first: int, last: int, margin: int) -> tuple[int, int]:
    """The same with so many bytes around it, within its file."""
    start, end = max(0, first - margin), min(len(data), last + margin)
    before = bytes(data[start:first]).rfind(FILES_APART)
    behind = bytes(data[last:end]).find(FILES_APART)
    if before >= 0:
        start += before + len(FILES_APART)
    if behind >= 0:
        end = last + behind
    return start, end


@cache
def _pair_pattern() -> Pattern:
    return _compiled(patterns.two_rare_words())


@cache
def _shape_patterns() -> tuple[tuple[patterns.Shape, Pattern], ...]:
    return tuple((shape, _compiled(shape.pattern)) for shape in patterns.shapes())


@cache
def _base64_pattern() -> Pattern:
    """What announces a block in base 64; the first letter is a capital at times."""
    return _compiled(rb"ase64")


@cache
def _markup_pattern() -> Pattern:
    """The end of an element that pages and exports write each word into, with much in its tag at times."""
    return _compiled(rb"(?i)</(?:en-todo|li|p|span|string|td|th|value)>")


@cache
def _has_engine() -> bool:
    return importlib.util.find_spec("re2") is not None


def _compiled(pattern: bytes) -> Pattern:
    if not _has_engine():
        return re.compile(pattern)
    engine: Any = importlib.import_module("re2")  # without types of its own
    options = engine.Options()
    options.encoding = engine.Options.Encoding.LATIN1  # bytes as they are
    options.max_mem = _ENGINE_MEMORY
    options.log_errors = False
    compiled: Pattern = engine.compile(pattern, options)
    return compiled
