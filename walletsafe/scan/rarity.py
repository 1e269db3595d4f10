"""How rare words are in ordinary text: what tells a phrase from prose without its checksum.

Random words of a list are rare words; list words that follow one another in prose or in program text are
common ones. The tables are ``resources/knowledge/frequencies.toml``; how they were made and what they were
measured on: docs/scan-frequencies.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from walletsafe import wordlists
from walletsafe.facts import read
from walletsafe.scan.tokens import CHINESE

_CHINESE_USUAL = 450
"""The Chinese lists begin with the most frequent characters: ordinary text has a mean place below this."""
_CHINESE_STEP = 100


@cache
def scores(language: str) -> Sequence[float] | None:
    """For each place of a list log2(frequency * 2048) in ordinary text; ``None`` where there is no table.

    0 is an average word of the list, -3 one that is eight times as rare. For the Chinese lists, whose order
    is that of frequency, the place alone speaks: 0 at a mean of 450, -1 for each hundred places above it.
    """
    if language in CHINESE:
        return [(_CHINESE_USUAL - place) / _CHINESE_STEP for place in range(len(wordlists.words(language)))]
    if language != wordlists.ENGLISH:
        return None
    table = read("frequencies").table(language)
    values = [value / 100 for value in table.items("hundredths", int)]
    if len(values) != len(wordlists.words(language)):
        raise table.fault("hundredths", "not one value for each word")
    return values


def sums(places: Sequence[int], language: str) -> list[float] | None:
    """Running sums of the scores, one more than there are places; ``None`` where there is no table."""
    table = scores(language)
    if table is None:
        return None
    return list(accumulate((table[place] for place in places), initial=0.0))
