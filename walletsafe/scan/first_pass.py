"""The first pass of a scan: which parts of a file deserve a closer look. Quick, and nearly always: none.

Rare list words that stand close together are looked for by google-re2 (:mod:`walletsafe.scan.patterns`); the
words around them are weighed (:mod:`walletsafe.scan.rarity`). Text in other scripts and letters written as
numbers are found by their shape.

It misses a phrase of twelve words once in some thousand times: one with hardly any rare word.
"""

from __future__ import annotations

import binascii
import importlib.util
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from walletsafe import wordlists
from walletsafe.scan import patterns, rarity

Spans = Iterable[tuple[int, int]]
Buffer = bytes | bytearray | memoryview
Pass = Callable[[Buffer], list[tuple[int, int]]]
PairsIn = Callable[[bytes, bool], Iterator[tuple[int, int]]]


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


FILES_APART = bytes(64)
"""Stands between two files that are handed over in one buffer: what reaches across is no find."""

_MARGIN = 2048
"""Bytes around a suspect that are looked at with it: the rest of a phrase, and how it is written."""

_BLOCK = 1 << 16
_OVERLAP = 4096
_ENGINE_MEMORY = 96 << 20
"""Bytes for the states of the engine. With too few it starts anew all the time, and is slow."""

_LONGEST_PAIR = 2000
_NEAR = 1000
"""Bytes between two pairs of rare words that are looked at together."""

_AROUND = 512
"""Bytes before and behind such pairs that are weighed with them."""
_FEWEST_RARE = 3
"""How many different rare words a phrase has at least."""

_FEWEST = 8
"""How many different list words stand in a row, with other words between them."""
_IN_A_ROW = 11
"""So many with nothing between them are suspicious however common they are."""
_RARE = -0.5
_HEAVY = -8.0
"""How much rarer than :data:`_RARE` all of them together are, at least: the sum of their scores."""
_COMMON = 0.5
"""The score of a common word, at most: one or two of them are in any phrase."""
_OF_OTHER_LANGUAGE = -2.25
_OTHER_WORD = 1.0
"""The score of a word that stands in no list."""

_WORD = re.compile(rb"[a-z]{3,}")
_IN_UTF8 = re.compile(rb"\xc3[\x80-\xbf]|\xcc[\x80-\xbf]|\xc2[\x80-\xbf]|[\xe2\xe3][\x80-\xbf]{2}")
"""Accented letters, accents, and blanks, dashes and arrows that are no plain characters."""
_ANY_WORD = re.compile(rb"[A-Za-z]+")
_ESCAPED_END = re.compile(rb"\\[nrt]")
_TAG = re.compile(rb"<[A-Za-z/!][^<>]*>")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}(?:\r?\n[> ]?[A-Za-z0-9+/]+)*")
_FROM_ANNOUNCEMENT = 1000
_EVERY = 4
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""What a text in two or four bytes a letter begins with."""


def suspects(untrusted_data: Buffer) -> list[tuple[int, int]]:
    """The parts of the data that deserve a closer look, from and to, in order and apart.

    They have a margin around what is suspicious, up to :data:`FILES_APART` at most.
    """
    return _suspects(untrusted_data, _pairs_in if _has_engine() else _pairs_in_slowly)


def suspects_slowly(untrusted_data: Buffer) -> list[tuple[int, int]]:
    """The same without the engine, for computers that have none: some ten times slower."""
    return _suspects(untrusted_data, _pairs_in_slowly)


def _suspects(untrusted_data: Buffer, pairs_in: PairsIn) -> list[tuple[int, int]]:
    data = memoryview(untrusted_data)
    found = [*_rare_words(data, pairs_in), *_shapes(data, pairs_in)]
    return list(_joined(sorted(_widened(data, first, last, _MARGIN) for first, last in found), 0))


def _rare_words(data: memoryview, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    for joined in _joined(_pairs(data, pairs_in), _NEAR):
        for start, end in _within_files(data, *joined):
            text = bytes(data[slice(*_widened(data, start, end, _AROUND))]).lower()
            # A phrase may also stand in a comment, or among the attributes of a tag.
            readings = [text, _TAG.sub(b" ", text)] if b"</" in text else [text]
            if any(_are_rare(_words_of(reading)) for reading in readings):
                yield start, end


def _within_files(data: memoryview, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The same in pieces, where it reaches across the ends of files."""
    for piece in bytes(data[start:end]).split(FILES_APART):
        yield start, start + len(piece)
        start += len(piece) + len(FILES_APART)


def _words_of(text: bytes) -> list[bytes]:
    """The words of a text in small letters, without their accents."""
    if b"\\" in text:
        text = _ESCAPED_END.sub(b" ", text)
    if not text.isascii():
        text = _IN_UTF8.sub(_without_accent, text).translate(_bare_letters())
    return _WORD.findall(text)


def _without_accent(character: re.Match[bytes]) -> bytes:
    """A letter for an accented one, nothing for an accent by itself, a blank for a dash or an arrow."""
    untrusted_bytes = character.group()
    if untrusted_bytes[0] == 0xC3:
        return _bare(untrusted_bytes.decode())
    return b"" if untrusted_bytes[0] == 0xCC else b" "


@cache
def _bare_letters() -> bytes:
    """For each byte the bare letter that it stands for in the encodings of old: cp1252 and Mac Roman."""
    encodings = ("ascii", "ascii", "mac-roman", "cp1252")
    letters = [_bare(bytes([byte]).decode(encodings[byte >> 6], "replace")) for byte in range(256)]
    return b"".join(letter if letter.isalpha() else bytes([byte]) for byte, letter in enumerate(letters))


def _bare(letter: str) -> bytes:
    bare = unicodedata.normalize("NFKD", letter)[:1].lower()
    return bare.encode() if bare.isascii() and bare.isalpha() else b" "


def _pairs(data: memoryview, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    """Where two rare words stand close together."""
    for start in range(0, len(data), _BLOCK):
        block = bytes(data[start : start + _BLOCK + _OVERLAP])
        for first, last in pairs_in(block, _has_attributes(block)):
            if first >= _BLOCK:
                break
            if last - first <= _LONGEST_PAIR:
                yield start + first, start + last


def _pairs_in(block: bytes, in_markup: bool) -> Iterator[tuple[int, int]]:
    for pair in _pair_pattern(in_markup).finditer(block):
        yield pair.span()


def _pairs_in_slowly(block: bytes, in_markup: bool) -> Iterator[tuple[int, int]]:
    """The same without the engine, word by word; an escaped line end and a tag may be a gap, or not."""
    readings = [block]
    if b"\\" in block:
        readings.append(_ESCAPED_END.sub(b"  ", block))
    if in_markup:
        readings.append(_TAG.sub(lambda tag: b" " * len(tag.group()), readings[-1]))
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


def _has_attributes(block: bytes) -> bool:
    """Whether tags may have so much in them that a tag counts as many words."""
    return _markup_pattern().search(block) is not None


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


def _are_rare(words: Sequence[bytes]) -> bool:
    """Whether enough different list words follow one another, and are rare ones for what stands between them.

    Each word counts once: the names of fields and tags come again and again, the words of prose do not.
    """
    if len(patterns.rare_words().intersection(words)) < _FEWEST_RARE:
        return False
    scores = _scores()
    weight = listed = in_a_row = 0.0
    for word in dict.fromkeys(words):
        is_listed = word in scores
        weight += scores.get(word, _OTHER_WORD) - _RARE
        listed += is_listed
        in_a_row = in_a_row + 1 if is_listed else 0
        if in_a_row >= _IN_A_ROW or (listed >= _FEWEST and weight < _HEAVY):
            return True
        if weight >= 0:  # whatever begins later is rarer without these
            weight = listed = 0
    return False


def _shapes(data: memoryview, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    if bytes(data[:4]).startswith(_MARKS):
        yield 0, len(data)
    for start in range(0, len(data), _BLOCK):
        block = bytes(data[start : start + _BLOCK + _OVERLAP])
        for first, last in _shapes_in(block):
            if first < _BLOCK:
                yield start + first, start + last
        for announced in _base64_pattern().finditer(block):
            if announced.span()[0] < _BLOCK:
                yield from _encoded(data, start + announced.span()[1], pairs_in)


def _shapes_in(block: bytes) -> Iterator[tuple[int, int]]:
    for shape, pattern in _shape_patterns():
        if shape.may_be_in(block):
            yield from (found.span() for found in pattern.finditer(block))


def _encoded(data: memoryview, announced: int, pairs_in: PairsIn) -> Iterator[tuple[int, int]]:
    """A block in base 64 that something suspicious stands in, or nothing."""
    begun = _BASE64.search(data, announced, announced + _FROM_ANNOUNCEMENT)
    if begun is None or (block := _BASE64.match(data, begun.start())) is None:
        return
    text = re.sub(rb"[^A-Za-z0-9+/]", b"", block.group())
    text = text[: len(text) // _EVERY * _EVERY]
    if _suspects(binascii.a2b_base64(text), pairs_in):
        yield announced, block.end()


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
def _scores() -> Mapping[bytes, float]:
    """How rare each list word is, by the word in small letters without accents."""
    scores = {
        wordlists.folded(word).encode(): _OF_OTHER_LANGUAGE
        for language in patterns.LATIN
        for word in wordlists.words(language)
    }
    english = rarity.scores(wordlists.ENGLISH) or ()
    listed = wordlists.words(wordlists.ENGLISH)
    return scores | {word.encode(): min(score, _COMMON) for word, score in zip(listed, english, strict=True)}


@cache
def _pair_pattern(in_markup: bool) -> Pattern:
    return _compiled(patterns.two_rare_words(in_markup=in_markup))


@cache
def _shape_patterns() -> tuple[tuple[patterns.Shape, Pattern], ...]:
    return tuple((shape, _compiled(shape.pattern)) for shape in patterns.shapes())


@cache
def _base64_pattern() -> Pattern:
    """What announces a block in base 64; the first letter is a capital at times."""
    return _compiled(rb"ase64")


@cache
def _markup_pattern() -> Pattern:
    return _compiled(rb"(?i)</(?:li|p|span|td|th)>")


@cache
def _has_engine() -> bool:
    return importlib.util.find_spec("re2") is not None


def _compiled(pattern: bytes) -> Pattern:
    if not _has_engine():
        return re.compile(pattern)
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes as they are
    options.max_mem = _ENGINE_MEMORY
    options.log_errors = False
    compiled: Pattern = re2.compile(pattern, options)
    return compiled
