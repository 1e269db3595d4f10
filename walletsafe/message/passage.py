"""A field of a message made ready for looking at: folded, and its terms found."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from walletsafe.message import wording
from walletsafe.message.folding import Folded, fold
from walletsafe.message.model import Field, Message, Place
from walletsafe.message.wording import Hit, Hits

READ_LIMIT = 200_000
"""How many characters of a field are looked through: a thick book."""
MOST_PLACES = 20
"""How many places of one sign are shown in one field: more would only hide the rest."""
BRAND = "ledger"
AS_READ = re.compile(r"(?<![^\W_])[li1|!\u00a3][e3\u20ac]d[gq9][e3\u20ac]r(?!s\b|ed\b)")
"""The brand as a hasty eye reads it in a folded text; "ledgers" is the ordinary word."""
_GAP = "[\\s._'*~\u00b7\u2019\u2010-\u2015\u2212-]"
_CUT = re.compile(
    rf"(?<![^\W_])[li1|!\u00a3]{_GAP}?[e3\u20ac]{_GAP}?d{_GAP}?[gq9]{_GAP}?[e3\u20ac]{_GAP}?r(?![^\W_])"
)
_NEWS_REACH = 3  # times as far as a warning reaches
_SENTENCE = 300  # characters of a sentence on either side of a term


@dataclass(frozen=True, slots=True)
class Passage:
    """One field: its text as it was written; folded, with the brand spelled right; and the terms in that."""

    field: Field
    text: str
    folded: Folded
    hits: Hits

    def place(self, start: int, end: int) -> Place:
        """The place in the field of the characters ``start`` to ``end`` of the folded text."""
        return Place(self.field, *self.folded.span(start, end))

    def places(self, group: str) -> tuple[Place, ...]:
        """Where terms of a group stand, the first :data:`MOST_PLACES`."""
        return tuple(self.place_of(hit) for hit in self.hits.get(group, ())[:MOST_PLACES])

    def is_reported(
        self, *hits: Hit, within: int = 12, unless: Callable[[Hit], bool] = lambda _: False
    ) -> bool:
        """Whether words of a warning or of news stand so near to these terms that they are about them.

        A warning is one sentence ("never share ...") and stands ``within`` so many words; one that ``unless``
        is true of does not count. News use several sentences.
        """
        first, last, sentence = (
            min(hit.first for hit in hits),
            max(hit.last for hit in hits),
            hits[0].sentence,
        )
        warnings = self.between("never", first - within, last + within)
        news = self.between("teller", first - within * _NEWS_REACH, last + within * _NEWS_REACH)
        return any(near.sentence == sentence and not unless(near) for near in warnings) or any(
            abs(near.sentence - sentence) <= 1 for near in news
        )

    def between(self, group: str, first: int, last: int) -> Iterator[Hit]:
        """The terms of a group that begin at the words ``first`` to ``last``; they stand in their order."""
        hits = self.hits.get(group, ())
        start = bisect_left(hits, first, key=lambda hit: hit.first)
        following = (hits[number] for number in range(start, len(hits)))
        return takewhile(lambda hit: hit.first <= last, following)

    def sentences(self, *groups: str) -> frozenset[int]:
        """The numbers of the sentences that hold a term of one of the groups."""
        return frozenset(hit.sentence for group in groups for hit in self.hits.get(group, ()))

    def sentence_of(self, hit: Hit) -> Place:
        """Where the sentence of a term stands, as far as it lies near to that."""
        text, start, end = self.folded.text, hit.start, hit.end
        before = [*wording.SENTENCE_END.finditer(text, max(start - _SENTENCE, 0), start)]
        after = wording.SENTENCE_END.search(text, end, end + _SENTENCE)
        first = before[-1].end() if before else max(start - _SENTENCE, 0)
        last = after.end() if after else min(end + _SENTENCE, len(text))
        first += len(text[first:start]) - len(text[first:start].lstrip())
        return self.place(first, end + len(text[end:last].rstrip()))

    def place_of(self, hit: Hit) -> Place:
        """Where a term stands."""
        return self.place(hit.start, hit.end)


def read(message: Message, field: Field) -> Passage:
    """Make one field of a message ready: no more of it than :data:`READ_LIMIT`. Linear in its length."""
    text = message.text_of(field)[:READ_LIMIT]
    folded = fold(text)
    if field in _HEADLINES:
        folded = _mended(folded)
    # As long as what it replaces: places stay.
    folded = replace(folded, text=AS_READ.sub(BRAND, folded.text))
    return Passage(field, text, folded, wording.find(folded.text))


_HEADLINES = frozenset({Field.SENDER_NAME, Field.SUBJECT})
"""Fields in which the brand is looked for in pieces too: in running text a line may end within any word."""


def _mended(folded: Folded) -> Folded:
    """The same without what cuts the brand in pieces (``Led-ger``)."""
    gaps = {
        match.start() + place
        for match in _CUT.finditer(folded.text)
        for place, character in enumerate(match.group())
        if re.match(_GAP, character)
    }
    if not gaps:
        return folded
    kept = [place for place in range(len(folded.text)) if place not in gaps]
    return replace(
        folded,
        text="".join(folded.text[place] for place in kept),
        starts=[folded.starts[place] for place in kept],
    )
