"""List words of one language in a row, however the row was read off the text, and how they stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from walletsafe import wordlists
from walletsafe.scan.finds import Layout
from walletsafe.scan.tokens import (
    CHINESE,
    CIRCLED,
    LANGUAGES,
    STEM_LETTERS,
    Kind,
    Token,
    bit,
    is_piece,
    stems,
    stretches_of,
)

_WIDEST_GAP = 400
"""In characters: what stands further apart belongs to different things."""
_WIDEST_ESCAPE = 10
"""In characters: an escape, a letter after it that is no word, and a gap."""
_FIGURES = re.compile(rf"[\d{CIRCLED}]+|(?<![^\W\d_])[a-z]{{1,4}}(?![^\W\d_])", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_QUOTING = re.compile(r"[\r\n>|*]+")
_APART = re.compile(f"(?<![^ \\n])[{wordlists.CHINESE}](?= )")
_AROUND = 1000
"""In characters: how far around a Chinese row is looked for text that is set like it."""
_FEWEST_STRAYS = 2
_ALL = (1 << 60, 0)
"""No word of the row is outside of an enumeration."""
_CHARACTER = re.compile(f"[{wordlists.CHINESE}]")
_LINE_END = re.compile(r"[\r\n\u2028]")


@dataclass(frozen=True, slots=True)
class Chain:
    """List words of one language: where they stand, their places in the list, and the gap before each.

    ``layout`` says how the row was read off; ``None``: word after word, so that the gaps say it. ``partial``:
    whether a part of a phrase, or one with a wrong checksum, may be told from it. ``whole``: whether nothing
    but the row as a whole counts. ``enumerated``: so many words from the beginning,
    and those from so many on, are part of a row that goes on in words that stand in no list.
    """

    language: str
    spans: Sequence[tuple[int, int]]
    words: Sequence[str]
    places: Sequence[int]
    gaps: Sequence[str]
    layout: Layout | None = None
    partial: bool = True
    whole: bool = False
    enumerated: tuple[int, int] = (0, 1 << 60)

    def layout_of(self, first: int, last: int) -> Layout:
        """How the words from ``first`` to ``last`` stand."""
        if self.layout is not None:
            return self.layout
        gaps = self.gaps[first + 1 : last + 1]
        most = len(gaps) / 2
        if sum("#" in gap for gap in gaps) > most:
            return Layout.NUMBERED
        if sum("|" in gap or "\t" in gap for gap in gaps) > most:
            return Layout.TABLE
        return Layout.LINES if sum("\n" in gap for gap in gaps) > most else Layout.ROW


def chains(text: str, words: Sequence[Token], least: int) -> Iterator[Chain]:
    """Every stretch of ``words`` of at least ``least`` that one language lists, each language by itself."""
    for first, last in listed_stretches(words, least):
        for language in LANGUAGES:
            wanted = bit(language)
            rows = bytes(bool(token.languages & wanted) for token in words[first:last])
            for begin, end in stretches_of(rows, 1, least):
                yield _with_neighbours(text, words, first + begin, first + end, language)


def _with_neighbours(text: str, words: Sequence[Token], first: int, last: int, language: str) -> Chain:
    found = chain(text, words[first:last], language)
    if found.enumerated == _ALL:
        return found
    usual = commonest(found.gaps[1:])
    others = [number for number, gap in enumerate(found.gaps) if number and gap != usual]
    begin, end = 0, len(found.places)
    if _goes_on(text, words[max(0, first - 2) : first + 1][::-1], usual):
        begin = others[0] if others else end
    if _goes_on(text, words[last - 1 : last + 2], usual):
        end = others[-1] if others else 0
    return replace(found, enumerated=(begin, end))


def _goes_on(text: str, side: Sequence[Token], usual: str) -> bool:
    """Whether the next words stand apart in the same way: two of them, or one after a comma.

    One character beside others is enough: in running text none stands by itself. So is a piece of a word with
    an escape in it: the row is whole where escapes are undone.
    """
    gaps = [between(text, one, other) for one, other in pairwise(side)]
    if gaps and is_piece(text, side[1].start, side[1].end):
        gap = text[min(side[0].end, side[1].end) : max(side[0].start, side[1].start)]
        return gaps[0] == usual or (len(gap) <= _WIDEST_ESCAPE and "\\u" in gap)
    if gaps[:1] == [usual] and _CHARACTER.fullmatch(text, side[1].start, side[1].end):
        return True
    return usual != " " and gaps[:1] == [usual] and ("," in usual or gaps == [usual, usual])


def between(text: str, one: Token, other: Token) -> str:
    """The kind of gap between two words, whichever stands first."""
    return gap_kind(text[min(one.end, other.end) : max(one.start, other.start)])


def commonest(gaps: Sequence[str]) -> str:
    """The gap that most words of a row have before them."""
    return Counter(gaps).most_common(1)[0][0]


def listed_stretches(words: Sequence[Token], least: int) -> Iterator[tuple[int, int]]:
    """First and one past the last of each stretch of list words, whatever their languages, with near gaps."""
    rows = bytes(token.kind for token in words)
    for first, end in stretches_of(rows, Kind.LISTED, least):
        begin = first
        for number in range(first + 1, end):
            if words[number].start - words[number - 1].end > _WIDEST_GAP:
                if number - begin >= least:
                    yield begin, number
                begin = number
        if end - begin >= least:
            yield begin, end


def chain(
    text: str,
    words: Sequence[Token],
    language: str,
    layout: Layout | None = None,
    *,
    partial: bool = True,
    whole: bool = False,
) -> Chain:
    """The chain of these words, all of which the language lists."""
    listed = wordlists.folded_places(language)
    names = [token.word for token in words]
    spans = [(token.start, token.end) for token in words]
    between = _gaps(text, spans) if layout is None else [""] * len(spans)
    places = [listed[name] for name in names]
    row = Chain(language, spans, names, places, between, layout, partial=partial, whole=whole)
    if language in CHINESE and _is_set_apart(text, min(spans)[0], max(spans)[1]):
        return replace(row, enumerated=_ALL)
    return row


def _is_set_apart(text: str, start: int, end: int) -> bool:
    """Whether Chinese text around is set with a blank behind each character: some are in no list."""
    strays = (match.group() for match in _APART.finditer(text, max(0, start - _AROUND), end + _AROUND))
    listed = [wordlists.folded_places(language) for language in CHINESE]
    return sum(not any(stray in words for words in listed) for stray in strays) >= _FEWEST_STRAYS


def stem_chain(text: str, words: Sequence[Token]) -> Chain:
    """The chain of English words of which the first four letters are left."""
    known = stems()
    spans = [(token.start, token.end) for token in words]
    names = [token.word for token in words]
    places = [known[name[:STEM_LETTERS]] for name in names]
    return Chain(wordlists.ENGLISH, spans, names, places, _gaps(text, spans), partial=False)


def _gaps(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return ["", *(gap_kind(text[before:after]) for (_, before), (after, _) in pairwise(spans))]


def gap_kind(gap: str) -> str:
    """What a gap has in common with others of its kind: ``#`` stands for figures and short letters."""
    if gap in {" ", ", ", "\n", ",", "-"}:
        return gap
    if len(gap) > _WIDEST_GAP:
        return gap[:1]
    if _LINE_END.search(gap):
        blank = gap.count("\n") > 1 or gap.count("\r") - gap.count("\r\n") > 1
        gap = ("\n\n" if blank else "\n") + _SPACES.sub("", gap)
    return _FIGURES.sub("#", _SPACES.sub(" ", gap) if "\n" not in gap else gap)


def stretches(gaps: Sequence[str], *, softly: bool) -> Iterator[tuple[int, int]]:
    """First and one past the last of each stretch of words with the same gap.

    ``softly``: single line ends and quoting count as spaces, so that wrapped text is one stretch.
    """
    kinds = [_soft(gap) for gap in gaps] if softly else gaps
    first = 0
    for number in range(1, len(kinds)):
        same = number == first + 1 or kinds[number] == kinds[first + 1]
        if not same:
            yield first, number
            # The word before a foreign gap may be the first of the next stretch.
            following = number + 1 < len(kinds) and kinds[number + 1] == kinds[number]
            first = number - 1 if following else number
    yield first, len(kinds)


def _soft(gap: str) -> str:
    return " " if gap != "\n\n" and not _QUOTING.sub("", gap).strip() else gap


def coarse(gap: str) -> str:
    """What matters of a gap where only its kind counts: numbered, or what signs stand in it."""
    return "#" if "#" in gap else "".join(sorted(set(_soft(gap).replace("\n", "").replace(" ", ""))))
