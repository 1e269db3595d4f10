"""Decides what a row of list words is: a phrase, like one, an example, a word list, or nothing.

The order of the tests: parts that are in the order of the list go first, they are word lists. Then examples
and practice phrases, known by their entropy. Then the checksum with the rules about repeated words, order and
rarity; then the same rules without the checksum. What the limits were measured on: docs/scan-frequencies.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain as chained
from itertools import pairwise

from walletsafe import phrases, published, wordlists
from walletsafe.scan import rarity
from walletsafe.scan.chains import Chain, coarse, commonest, stretches
from walletsafe.scan.finds import Grade, Layout
from walletsafe.scan.list_order import (
    MOST_SORTED_UNSURE,
    is_in_writing_order,
    is_list,
    is_orderly,
    is_shuffled,
    is_table,
    unsorted,
)
from walletsafe.scan.quick import LEAST_PART, LEAST_PHRASE
from walletsafe.scan.tokens import CHINESE

_LONGEST = phrases.LENGTHS[-1]
_LONGEST_ROW = 36
"""Up to how many rare words in a row may hold a phrase with a wrong checksum: more are some list."""
_LONGEST_LIST = 120
"""Up to how many rare words in a row of their own look like phrases, told once for all: more are a list."""
_MOST_BESIDE, _BESIDE = 4, 1.0
"""How many list words of a sentence may stand before a phrase, and as many behind; their mean rarity."""
_LEAST_CHINESE = 18
"""Chinese sentences consist of list words: shorter pieces of them have a right checksum too often."""
_LEAST_BACKWARDS = 15
_RAGGED = 3
"""Lines of fewer words are no lines of wrapped text."""
_LINE_OF_TEXT = 6
"""From how many list words on a line next to a row makes it one of a wrapped text."""
_ODD_GAPS = 1
_MOST_FIGURES = 2
"""How many numbers a gap has that numbers words; more are codes, as in tables of little pictures."""
_PERIODS = range(2, 5)
_MOSTLY = 0.9
"""In tables two to four gaps come again and again."""

# Limits of the mean rarity (rarity.scores), each with what it is for.
_BLOCK_VALID = -1.0
"""The same of Chinese characters without gaps, which ordinary text is full of."""
_WHOLE_VALID = 1.0
"""The checksum is right and the row has its own beginning and end."""
_VALID = 0.0
"""The checksum is right, words before and after stand in the list too."""
_LIKE = -0.7
_LIKE_SHORT = -1.0
"""Nine to eleven words."""
_WHOLE_WORD = 10.0
"""What each word of a row with its own beginning and end weighs more: of such rows the longest counts."""
_FAIR = -1.0
"""What a word weighs in a language without a table, where lengths are compared."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found in a chain: words ``first`` to ``last``, and how they stand.

    ``weight`` compares hits that overlap, in bits: how far they are from what chance and prose make.
    """

    first: int
    last: int
    grade: Grade
    layout: Layout
    weight: float
    name: str = ""


def hits(chain: Chain) -> Iterator[Hit]:
    """What stands in a chain. Linear in its length; hits do not overlap but for word lists."""
    pieces = unsorted(chain.places)
    last = len(chain.places) - 1
    if is_list(chain.places):
        yield Hit(0, last, Grade.WORD_LIST, chain.layout_of(0, last), last)
    for first, last in pieces:
        piece = chain.places[first:last]
        if is_shuffled(piece):
            yield Hit(first, last - 1, Grade.WORD_LIST, chain.layout_of(first, last - 1), len(piece))
        elif last - first >= LEAST_PART and not is_table(piece):
            yield from _Piece(chain, first, last).hits()


class _Piece:
    """A stretch of a chain without parts in the list's order."""

    def __init__(self, chain: Chain, first: int, last: int) -> None:
        self._chain = chain
        self._first = first
        self._places = chain.places[first:last]
        self._sums = rarity.sums(self._places, chain.language)
        self._taken = [False] * len(self._places)
        self._is_block = chain.layout is Layout.JOINED and chain.language in CHINESE
        self._limit = _BLOCK_VALID if self._is_block else _WHOLE_VALID
        self._breaks = _breaks(chain.gaps[first:last])

    def hits(self) -> Iterator[Hit]:
        """Whole rows first, then whatever windows are left, then what has no checksum."""
        if self._chain.whole:
            if len(self._places) == len(self._chain.places):
                yield from self._whole(0, len(self._places))
            return
        ends = self._whole_rows()
        valid = self._windows()
        for first, last in ends:
            yield from self._whole(first, last)
        for first, last in (window for window in valid if self._known(*window) is not None):
            yield from self._take(first, last, Grade.PUBLISHED)
        yield from self._in_windows(ends, valid)
        if self._chain.partial:
            yield from self._without_checksum(ends)

    def _in_windows(self, rows: Sequence[tuple[int, int]], valid: Sequence[tuple[int, int]]) -> Iterator[Hit]:
        """Rows that are several phrases from end to end, and what stands out of a longer row."""
        by_weight = sorted(valid, key=lambda window: -self._weight(*window))
        several = [window for row in rows for window in _filling(row, by_weight)]
        lone = (window for window in by_weight if self._stands_out(*window))
        for first, last in chained(several, lone):
            fits = self._score(first, last) < _VALID and not self._is_orderly(first, last)
            if fits and self._is_regular(first, last) and not self._is_of_enumeration(first, last):
                yield from self._take(first, last, Grade.RECOVERY_PHRASE)

    def _whole_rows(self) -> list[tuple[int, int]]:
        """Rows with a beginning and an end of their own: the same gaps inside, or nothing outside."""
        gaps = self._chain.gaps[self._first : self._first + len(self._places)]
        lines = (row for row in stretches(gaps, softly=False) if not _is_of_wrapped(gaps, *row))
        rows = {*lines, *stretches(gaps, softly=True), (0, len(self._places))}
        return sorted(rows, key=lambda row: (row[0] - row[1], row))

    def _whole(self, first: int, last: int) -> Iterator[Hit]:
        if last - first not in phrases.LENGTHS:
            return
        if self._chain.language in CHINESE and self._is_of_enumeration(first, last):
            return
        for places, layout in self._orders(first, last):
            if phrases.entropy_of(places) is None:
                continue
            if phrases.recognise(places, self._chain.language) is not None:
                yield from self._take(first, last, Grade.PUBLISHED, layout, places)
            elif self._score(first, last) < self._limit and not (
                self._is_orderly(first, last, places) or self._is_uneven(first, last)
            ):
                yield from self._take(first, last, Grade.RECOVERY_PHRASE, layout, places)

    def _orders(self, first: int, last: int) -> Iterator[tuple[Sequence[int], Layout | None]]:
        """The row as it stands, from its end, and down its columns where its lines are equally long."""
        places = self._places[first:last]
        yield places, None
        if len(places) >= _LEAST_BACKWARDS:
            yield places[::-1], None
        gaps = self._chain.gaps[self._first + first + 1 : self._first + last]
        ends = [number + 1 for number, gap in enumerate(gaps) if gap.startswith("\n")]
        if ends and ends[0] >= 2 and ends == list(range(ends[0], len(places), ends[0])):
            columns = ends[0]
            if len(places) % columns == 0:
                yield [place for column in range(columns) for place in places[column::columns]], Layout.TABLE

    def _windows(self) -> list[tuple[int, int]]:
        """All windows with a right checksum; without a good table none in long rows or across blank lines."""
        found = (
            (first, first + length)
            for length in reversed(phrases.LENGTHS)
            for first in valid_windows(self._places, length)
        )
        if self._chain.language == wordlists.ENGLISH:
            return list(found)
        if len(self._places) > _LONGEST_ROW:
            return []
        return [(first, last) for first, last in found if self._breaks.isdisjoint(range(first + 1, last))]

    def _known(self, first: int, last: int) -> phrases.Known | None:
        return phrases.recognise(self._places[first:last], self._chain.language)

    def _take(
        self,
        first: int,
        last: int,
        grade: Grade,
        layout: Layout | None = None,
        places: Sequence[int] | None = None,
    ) -> Iterator[Hit]:
        if any(self._taken[first:last]):
            return
        self._taken[first:last] = [True] * (last - first)
        name = ""
        if grade is Grade.PUBLISHED:
            known = phrases.recognise(places or self._places[first:last], self._chain.language)
            if isinstance(known, published.PublishedPhrase):
                name = known.name
            else:
                grade = Grade.PRACTICE
        begin, end = self._first + first, self._first + last - 1
        shown = layout or self._chain.layout_of(begin, end)
        weight = self._weight(first, last) + (_WHOLE_WORD * (last - first) if places is not None else 0)
        yield Hit(begin, end, grade, shown, weight, name)

    def _score(self, first: int, last: int) -> float:
        if self._sums is None:
            return -9.0
        return (self._sums[last] - self._sums[first]) / (last - first)

    def _is_orderly(self, first: int, last: int, places: Sequence[int] | None = None) -> bool:
        words = self._chain.words[self._first + first : self._first + last]
        if self._is_block and len(words) - len(set(words)) > len(words) // 12:
            return True
        return is_orderly(places or self._places[first:last]) or (
            self._chain.language in CHINESE and is_in_writing_order(words)
        )

    def _weight(self, first: int, last: int) -> float:
        """Bits: the rarity of the words, and those of the checksum."""
        length = last - first
        total = self._sums[last] - self._sums[first] if self._sums is not None else _FAIR * length
        return length / 3 - total

    def _without_checksum(self, rows: Sequence[tuple[int, int]]) -> Iterator[Hit]:
        """The longest part that words of prose would not make."""
        for first, last in _free(self._taken, self._breaks):
            yield from self._likeness(first, last, rows)

    def _likeness(self, first: int, last: int, rows: Sequence[tuple[int, int]]) -> Iterator[Hit]:
        if self._chain.language != wordlists.ENGLISH or last - first > _LONGEST_ROW:
            # Without a table of its own, or so many words in a row that they are some list or several
            # phrases: rows that stand by themselves count, each once.
            english = self._chain.language == wordlists.ENGLISH
            least, most = (LEAST_PART, _LONGEST_LIST) if english else (LEAST_PHRASE, _LONGEST)
            for begin, end in rows:
                inside = first <= begin and end <= last and least <= end - begin <= most
                if inside and self._is_like(begin, end):
                    yield from self._take(begin, min(end, begin + _LONGEST), Grade.LOOKS_LIKE_PHRASE)
                    self._taken[begin:end] = [True] * (end - begin)
            return
        for length in range(min(last - first, _LONGEST), LEAST_PART - 1, -1):
            for begin in range(first, last - length + 1):
                if self._is_like(begin, begin + length):
                    yield from self._take(begin, begin + length, Grade.LOOKS_LIKE_PHRASE)
                    return

    def _is_like(self, first: int, last: int) -> bool:
        limit = _LIKE if last - first >= LEAST_PHRASE else _LIKE_SHORT
        places = self._places[first:last]
        if self._score(first, last) >= limit or self._is_orderly(first, last):
            return False
        if is_orderly(places, MOST_SORTED_UNSURE):
            return False
        if self._is_regular(first, last) and not self._is_of_enumeration(first, last):
            gaps = self._chain.gaps[self._first + first + 1 : self._first + last]
            return commonest(gaps).count("#") <= _MOST_FIGURES and not _is_ragged(gaps)
        return False

    def _is_uneven(self, first: int, last: int) -> bool:
        """Whether gaps of all kinds are between words that were read one after the other: as in sentences."""
        read_in_order = self._chain.layout is None and not self._chain.whole
        return read_in_order and not self._is_regular(first, last)

    def _is_regular(self, first: int, last: int) -> bool:
        """Whether the gaps inside are of one kind, but for a few, or come again in the same order."""
        gaps = [coarse(gap) for gap in self._chain.gaps[self._first + first + 1 : self._first + last]]
        odd = len(gaps) - gaps.count(commonest(gaps))
        return odd <= _ODD_GAPS or any(
            _share_alike(gaps, gaps[period:]) >= _MOSTLY
            for period in _PERIODS
            if 3 * period <= len(gaps) <= (odd + 1) * period
        )

    def _stands_out(self, first: int, last: int) -> bool:
        """Whether the words are no piece of a longer row, of which one in sixteen pieces is valid by chance.

        Only words of a sentence may stand around them with the same gaps: few, and common ones.
        """
        gaps = self._chain.gaps[self._first + first + 1 : self._first + last]
        in_lines = 2 * sum("\n" in gap for gap in gaps) > last - first
        inside = {_softened(gap) for gap in gaps}
        # No further than a step beyond what is allowed: rows may be long, and have many such pieces.
        begin, end = first, last
        while begin and first - begin <= _MOST_BESIDE and self._soft(begin) in inside:
            begin -= 1
        while end < len(self._places) and end - last <= _MOST_BESIDE and self._soft(end) in inside:
            end += 1
        before, behind = first - begin, end - last
        if not before and not behind:
            return True
        if in_lines or inside != {" "} or max(before, behind) > _MOST_BESIDE:
            return False
        if self._chain.language in CHINESE or self._sums is None:
            return self._sums is None or last - first >= _LEAST_CHINESE
        scores = self._sums[end] - self._sums[begin] - (self._sums[last] - self._sums[first])
        return scores > _BESIDE * (before + behind)

    def _soft(self, number: int) -> str:
        return _softened(self._chain.gaps[self._first + number])

    def _is_of_enumeration(self, first: int, last: int) -> bool:
        """Whether the row is one with words that stand in no list: "flour, water, oil, lemon peel"."""
        begin, end = self._chain.enumerated
        return self._first + first < begin or self._first + last > end


def _is_ragged(gaps: Sequence[str]) -> bool:
    """Whether lines of one, two and more words take turns: names of things, one a line."""
    ends = [number for number, gap in enumerate(gaps) if "\n" in gap]
    sizes = {after - before for before, after in pairwise(ends)}
    return len(sizes) > 1 and len(ends) < len(gaps) - _ODD_GAPS and len(gaps) < _RAGGED * len(ends)


def _is_of_wrapped(gaps: Sequence[str], first: int, last: int) -> bool:
    """Whether a row is a line of a longer text: a line next to it has as many words as no phrase has."""
    before, behind = first, last
    if first and gaps[first] == "\n":
        before = next((number for number in range(first - 1, 0, -1) if "\n" in gaps[number]), 0)
    if last < len(gaps) and gaps[last] == "\n":
        behind = next((number for number in range(last + 1, len(gaps)) if "\n" in gaps[number]), len(gaps))
    beside = (first - before, behind - last)
    return any(count >= _LINE_OF_TEXT and count not in phrases.LENGTHS for count in beside)


def _softened(gap: str) -> str:
    """The gap, where single line ends count as spaces: sentences are wrapped."""
    return " " if gap == "\n" else gap


def _filling(row: tuple[int, int], valid: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Windows that fill a row from end to end, if there are any that do: several phrases without a gap."""
    before: dict[int, tuple[int, int]] = {}
    for window in sorted(window for window in valid if row[0] <= window[0] and window[1] <= row[1]):
        if window[0] == row[0] or window[0] in before:
            before.setdefault(window[1], window)
    found: list[tuple[int, int]] = []
    end = row[1]
    while end in before:
        found.append(before[end])
        end = before[end][0]
    return found


def _share_alike(gaps: Sequence[str], later: Sequence[str]) -> float:
    return sum(one == other for one, other in zip(gaps, later, strict=False)) / len(later)


def _breaks(gaps: Sequence[str]) -> frozenset[int]:
    """Before which words there is a blank line, where most words have none before them."""
    found = frozenset(number for number, gap in enumerate(gaps) if number and "\n\n" in gap)
    return found if 2 * len(found) < len(gaps) else frozenset()


def _free(taken: Sequence[bool], breaks: frozenset[int]) -> Iterator[tuple[int, int]]:
    """First and one past the last of what is not taken, between the breaks."""
    first = 0
    for number, is_taken in enumerate([*taken, True]):
        if is_taken or number in breaks:
            if number > first:
                yield first, number
            first = number + is_taken


def valid_windows(places: Sequence[int], length: int) -> Iterator[int]:
    """Where windows of ``length`` words with a right checksum begin. Each place costs the same."""
    bits = length // 3
    mask = (1 << 11 * length) - 1
    wanted = (1 << bits) - 1
    value = 0
    for number, place in enumerate(places, start=1):
        value = (value << 11 | place) & mask
        if number < length:
            continue
        digest = sha256((value >> bits).to_bytes(bits * 4)).digest()
        if digest[0] >> 8 - bits == value & wanted:
            yield number - length
