"""Decides what a row of list words is: a phrase, like one, an example, a word list, or nothing.

The order of the tests: parts that are in the order of the list go first, they are word lists. Then examples
and practice phrases, known by their entropy. Then the checksum with the rules about repeated words, order and
rarity; then the same rules without the checksum. What the limits were measured on: docs/scan-frequencies.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, pairwise

from walletsafe import phrases, published, wordlists
from walletsafe.scan import rarity
from walletsafe.scan.chains import Chain, coarse, commonest, stretches
from walletsafe.scan.finds import Grade, Layout
from walletsafe.scan.quick import LEAST_PART, LEAST_PHRASE
from walletsafe.scan.tokens import CHINESE

_LONGEST = phrases.LENGTHS[-1]
_LONGEST_ROW = 36
"""Up to how many rare words in a row may hold a phrase with a wrong checksum: more are some list."""
_LIST_LENGTH = 100
"""From how many words on a row in the list's order is told as a word list."""
_SORTED_STRETCH = 10
"""By chance ten words stand in order once in 3.6 million times."""
_SHUFFLED_LENGTH, _SHUFFLED_DISTINCT = 300, 0.985
"""So many words without repetitions are a list in disorder: of 300 random words 7 % are repetitions."""
_TABLE_LENGTH = 48
"""From how many words on a row is tested for the order of a list that was set in columns."""
_COLUMNS_OF_LISTS = range(1, 13)
_MOST_SORTED, _LEAST_SORTED = 0.9, 0.08
_MOST_SORTED_UNSURE = 0.8
"""Without a checksum: pieces of a list with other words between."""

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
    pieces = _unsorted(chain)
    last = len(chain.places) - 1
    if _is_list(chain.places):
        yield Hit(0, last, Grade.WORD_LIST, chain.layout_of(0, last), last)
    for first, last in pieces:
        piece = chain.places[first:last]
        if _is_shuffled(piece):
            yield Hit(first, last - 1, Grade.WORD_LIST, chain.layout_of(first, last - 1), len(piece))
        elif last - first >= LEAST_PART and not _is_table(piece):
            yield from _Piece(chain, first, last).hits()


def _unsorted(chain: Chain) -> list[tuple[int, int]]:
    """The pieces between stretches that are in the order of the list, or against it."""
    places = chain.places
    pieces: list[tuple[int, int]] = []
    begin = first = 0
    direction = 0
    for number in range(1, len(places) + 1):
        step = 0
        if number < len(places):
            step = (places[number] > places[number - 1]) - (places[number] < places[number - 1])
        if number < len(places) and step == direction:
            continue
        if number - first >= (_SORTED_STRETCH if direction else _LONGEST):
            pieces.append((begin, first))
            begin = number
        first, direction = number - 1, step
    pieces.append((begin, len(places)))
    return pieces


def _is_list(places: Sequence[int]) -> bool:
    long_enough = len(places) >= _LIST_LENGTH and len(set(places)) >= _LIST_LENGTH // 2
    return long_enough and _in_list_order(places, 1)


def _is_in_writing_order(words: Sequence[str]) -> bool:
    """Whether these are characters about in the order of their codes: tables of fonts and character sets."""
    pairs = list(combinations(words, 2))
    rising = sum(before < after for before, after in pairs)
    return rising > _MOST_SORTED * len(pairs) or rising < _LEAST_SORTED * len(pairs)


def _is_shuffled(places: Sequence[int]) -> bool:
    return len(places) >= _SHUFFLED_LENGTH and len(set(places)) > _SHUFFLED_DISTINCT * len(places)


def _is_table(places: Sequence[int]) -> bool:
    """Whether a long row is a list that was set in columns and read across them."""
    if len(places) < _TABLE_LENGTH:
        return False
    return any(_in_list_order(places, columns) for columns in _COLUMNS_OF_LISTS if len(places) >= 4 * columns)


def _in_list_order(places: Sequence[int], distance: int) -> bool:
    """Whether words at this distance nearly all stand in the order of the list, or against it."""
    pairs = list(zip(places, places[distance:], strict=False))
    most = _MOST_SORTED * len(pairs)
    return sum(before < after for before, after in pairs) > most or (
        sum(before > after for before, after in pairs) > most
    )


def is_orderly(places: Sequence[int], most: float = _MOST_SORTED) -> bool:
    """Whether these are too many repeated words, or too many in the order of the list, for a phrase."""
    if len(places) - len(set(places)) > len(places) // 6:
        return True
    steps = [after > before for before, after in pairwise(places)]
    share = sum(steps) / len(steps)
    return share > most or share < _LEAST_SORTED + _MOST_SORTED - most


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
        for first, last in sorted(valid, key=lambda window: -self._weight(*window)):
            fits = self._score(first, last) < _VALID and not self._is_orderly(first, last)
            if fits and self._is_regular(first, last) and not self._is_of_enumeration(first, last):
                yield from self._take(first, last, Grade.RECOVERY_PHRASE)
        if self._chain.partial:
            yield from self._without_checksum(ends)

    def _whole_rows(self) -> list[tuple[int, int]]:
        """Rows with a beginning and an end of their own: the same gaps inside, or nothing outside."""
        gaps = self._chain.gaps[self._first : self._first + len(self._places)]
        rows = {*stretches(gaps, softly=False), *stretches(gaps, softly=True), (0, len(self._places))}
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
            elif self._score(first, last) < self._limit and not self._is_orderly(first, last, places):
                yield from self._take(first, last, Grade.RECOVERY_PHRASE, layout, places)

    def _orders(self, first: int, last: int) -> Iterator[tuple[Sequence[int], Layout | None]]:
        """The row as it stands, from its end, and down its columns where its lines are equally long."""
        places = self._places[first:last]
        yield places, None
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
            self._chain.language in CHINESE and _is_in_writing_order(words)
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
            # Without a table of its own, or so many words in a row that they are some list: rows that stand
            # by themselves count.
            least = LEAST_PART if self._chain.language == wordlists.ENGLISH else LEAST_PHRASE
            for begin, end in rows:
                inside = first <= begin and end <= last and least <= end - begin <= _LONGEST
                if inside and self._is_like(begin, end):
                    yield from self._take(begin, end, Grade.LOOKS_LIKE_PHRASE)
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
        if is_orderly(places, _MOST_SORTED_UNSURE):
            return False
        if self._is_regular(first, last) and not self._is_of_enumeration(first, last):
            gaps = self._chain.gaps[self._first + first + 1 : self._first + last]
            return commonest(gaps).count("#") <= _MOST_FIGURES
        return False

    def _is_regular(self, first: int, last: int) -> bool:
        """Whether the gaps inside are of one kind, but for a few, or come again in the same order."""
        gaps = [coarse(gap) for gap in self._chain.gaps[self._first + first + 1 : self._first + last]]
        odd = len(gaps) - gaps.count(commonest(gaps))
        return odd <= _ODD_GAPS or any(
            _share_alike(gaps, gaps[period:]) >= _MOSTLY
            for period in _PERIODS
            if 3 * period <= len(gaps) <= (odd + 1) * period
        )

    def _is_of_enumeration(self, first: int, last: int) -> bool:
        """Whether the row is one with words that stand in no list: "flour, water, oil, lemon peel"."""
        begin, end = self._chain.enumerated
        return self._first + first < begin or self._first + last > end


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
