"""Reads words in other orders than the text's: every second or third, by their numbers, in two parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from walletsafe import phrases, wordlists
from walletsafe.scan.chains import Chain, chain, listed_stretches
from walletsafe.scan.finds import Layout
from walletsafe.scan.quick import FEWEST_WORDS, LEAST_PHRASE, LONGEST_STRIDE
from walletsafe.scan.tokens import CHINESE, CIRCLED, LANGUAGES, Kind, Token, bit, stretches_of

_DISTANCE = 3000
"""In characters: how far apart numbered words, or the parts of a phrase, may stand."""
_CLOSE = 2
"""In characters."""
_LEAST_HALF = 6
_BETWEEN = 60
"""How many words may stand between two parts of a phrase."""
_MANY = 0.7
"""From what share on words between are taken for a row of list words and not for labels."""

_NUMBER = rf"(?:\d{{1,2}}|[{CIRCLED}])"
_BEFORE = re.compile(rf"(?<!\d)({_NUMBER})(?:\ufe0f?\u20e3)?[^\w\n]{{0,6}}[\n]?[^\w\n]{{0,6}}$")
_AFTER = re.compile(rf"[^\w\n]{{0,6}}({_NUMBER})(?!\d)")
_DIGIT = re.compile(r"\d")
_WIDEST = 200
"""In characters: how much of a gap is looked at for a number."""
_REACH = 16
"""In characters: how far from its word a number may stand, with what is between."""


def strided(text: str, words: Sequence[Token]) -> Iterator[Chain]:
    """Chains of every second to eighth word, where labels or further columns stand between."""
    rows = bytes(token.kind for token in words)
    for stride in range(2, LONGEST_STRIDE + 1):
        for offset in range(stride):
            if b"\1" * LEAST_PHRASE in rows[offset::stride]:
                yield from _every(text, words, rows, offset, stride)


def _every(text: str, words: Sequence[Token], rows: bytes, offset: int, stride: int) -> Iterator[Chain]:
    kept = words[offset::stride]
    for first, last in stretches_of(rows[offset::stride], Kind.LISTED, LEAST_PHRASE):
        if len({token.word for token in kept[first:last]}) < FEWEST_WORDS:
            continue
        for language, begin, end in _by_language(kept[first:last]):
            stretch = kept[first + begin : first + end]
            beside = [
                [token.word for token in words[at : at + (len(stretch) - 1) * stride : stride]]
                for at in range(offset + (first + begin) * stride + 1, offset + (first + begin + 1) * stride)
            ]
            labels = any(len(set(column)) == 1 for column in beside)
            if labels or not (language in CHINESE or _are_listed(beside, language)):
                whole = language != wordlists.ENGLISH
                layout = _layout(text, stretch)
                partial = labels and len(stretch) in phrases.LENGTHS
                yield chain(text, stretch, language, layout, partial=partial, whole=whole)


def _are_listed(beside: Sequence[Sequence[str]], language: str) -> bool:
    listed = wordlists.folded_places(language)
    others = [word in listed for column in beside for word in column]
    return sum(others) >= _MANY * len(others)


def _layout(text: str, words: Sequence[Token]) -> Layout:
    """Numbers in most gaps: numbered; else each word has a name."""
    gaps = ((before.end, min(after.start, before.end + _WIDEST)) for before, after in pairwise(words))
    numbered = sum(_DIGIT.search(text, start, end) is not None for start, end in gaps)
    return Layout.NUMBERED if numbered > len(words) / 2 else Layout.PAIRS


def _by_language(words: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    """Language, first and one past the last of each stretch that it lists from end to end."""
    for language in LANGUAGES:
        wanted = bit(language)
        first = 0
        for number in range(len(words) + 1):
            if number < len(words) and words[number].languages & wanted:
                continue
            if number - first >= LEAST_PHRASE:
                yield language, first, number
            first = number + 1


def numbered(text: str, words: Sequence[Token]) -> Iterator[Chain]:
    """Words in the order of the numbers before or after them, where those go from 0 or 1 to their count."""
    listed = [token for token in words if token.kind == Kind.LISTED]
    if len(listed) < LEAST_PHRASE:
        return
    for numbers in (_numbers_before(text, listed), _numbers_after(text, listed)):
        for group in _groups(listed, numbers):
            yield from _in_order(text, group)


def _numbers_before(text: str, words: Sequence[Token]) -> list[int]:
    found: list[int] = []
    for token in words:
        match = _BEFORE.search(text, max(0, token.start - _REACH), token.start)
        found.append(_value(match.group(1)) if match else -1)
    return found


def _numbers_after(text: str, words: Sequence[Token]) -> list[int]:
    matches = (_AFTER.match(text, token.end, token.end + _REACH) for token in words)
    return [_value(match.group(1)) if match else -1 for match in matches]


def _value(number: str) -> int:
    if number.isdigit() and number.isdecimal():
        return int(number)
    import unicodedata

    return int(unicodedata.numeric(number, -1))


def _groups(words: Sequence[Token], numbers: Sequence[int]) -> Iterator[dict[int, Token]]:
    """Words with different numbers of at most 25 that stand near one another.

    Where a number comes again, what stood up to its first place is no part of the next group.
    """
    group: dict[int, Token] = {}
    last = 0
    for token, number in zip(words, numbers, strict=True):
        if not 0 <= number <= phrases.LENGTHS[-1] + 1:
            continue
        if token.start - last > _DISTANCE:
            yield group
            group = {}
        elif number in group:
            yield group
            since = group[number].start
            group = {other: word for other, word in group.items() if word.start > since}
        group[number] = token
        last = token.end
    yield group


def _in_order(text: str, group: dict[int, Token]) -> Iterator[Chain]:
    for first in (1, 0):
        count = first
        while count in group:
            count += 1
        if count - first in phrases.LENGTHS:
            row = [group[number] for number in range(first, count)]
            yield from _whole(text, row, Layout.NUMBERED)


def halves(text: str, words: Sequence[Token]) -> Iterator[Chain]:
    """Two rows of list words that make one phrase together, with other words between.

    Rows end at line ends and colons too, so that "second half:" is no part of the second one.
    """
    parts = list(_parts(text, words))
    goes_on = [False, *(_goes_on(text, words, *pair) for pair in pairwise(parts)), False]
    for number, (first, last) in enumerate(parts):
        for other in range(number + 1, min(number + 4, len(parts))):
            begin, end = parts[other]
            near = words[begin].start - words[last - 1].end < _DISTANCE and begin - last <= _BETWEEN
            of_more = goes_on[number] or goes_on[other + 1]
            of_more = of_more or (other > number + 1 and (goes_on[number + 1] or goes_on[other]))
            fits = near and begin >= last and last - first + end - begin in phrases.LENGTHS and not of_more
            if fits and not _is_of_characters(words, first, last, begin, end):
                yield from _whole(text, [*words[first:last], *words[begin:end]])


def _goes_on(text: str, words: Sequence[Token], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a part is the line after another one, so that both belong to a longer row."""
    gap = text[words[one[1] - 1].end : words[other[0]].start]
    return one[1] == other[0] and not gap.strip() and gap.count("\n") == 1


def _is_of_characters(words: Sequence[Token], *edges: int) -> bool:
    """Whether single characters stand close beside one of the parts: a table of characters."""
    first, last, begin, end = edges
    beside = [(first, first - 1), (end - 1, end)]
    if begin > last:
        beside += [(last - 1, last), (begin, begin - 1)]
    return any(
        0 <= other < len(words)
        and words[other].end - words[other].start == 1
        and max(words[other].start - words[edge].end, words[edge].start - words[other].end) < _CLOSE
        for edge, other in beside
    )


def _whole(text: str, words: Sequence[Token], layout: Layout | None = None) -> Iterator[Chain]:
    for language in LANGUAGES:
        if all(token.languages & bit(language) for token in words):
            yield chain(text, words, language, layout, partial=False, whole=True)


def _parts(text: str, words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    for first, last in listed_stretches(words, _LEAST_HALF):
        begin = first
        for number in range(first + 1, last + 1):
            ended = number == last or not {"\n", ":"}.isdisjoint(
                text[words[number - 1].end : words[number].start]
            )
            if ended:
                if _LEAST_HALF <= number - begin <= phrases.LENGTHS[-1]:
                    yield begin, number
                begin = number
