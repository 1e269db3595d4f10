"""Which names of files and folders spell words of a phrase, so that nobody is shown them.

A place is told to people and saved; the words that lie there never are. A path that spells three of them in
a row, whatever stands between, would tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from walletsafe import guard, redact, wordlists
from walletsafe.scan.finds import Located

IN_A_ROW = 3
"""So many words of a phrase in a row are never shown."""

LONGEST_MEMBER = 120
"""Characters that are shown of the name of something inside a file."""

_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_PHRASE = 64
_SHORTEST_PREFIX = 4
"""The standard's words are known by their first four letters, and some people write no more."""


def telling(names: Sequence[str], untrusted_words: Sequence[str]) -> frozenset[int]:
    """The numbers of those ``names`` that help to spell three or more of the words in a row.

    The words are folded, as those of a find are. Numbers between them do not matter, nor does where one name
    ends and the next begins. Words that run together are seen as well.
    """
    words = frozenset(untrusted_words)
    beginnings = frozenset(word[:_SHORTEST_PREFIX] for word in words if len(word) >= _SHORTEST_PREFIX)
    told: set[int] = set()
    row: list[int] = []
    for number, token in _tokens(names):
        if token in words or token in beginnings:
            row.append(number)
            continue
        told.update(row if len(row) >= IN_A_ROW else ())
        row = []
    told.update(row if len(row) >= IN_A_ROW else ())
    return frozenset(told) | _run_together(names, untrusted_words)


def _tokens(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, name in enumerate(names):
        for letters in _LETTERS.findall(name):
            yield number, wordlists.folded(letters)


def _run_together(names: Sequence[str], words: Sequence[str]) -> frozenset[int]:
    if len(words) > _LONGEST_PHRASE:  # a list of words: any three of it may stand in a name by chance
        return frozenset()
    rows = ["".join(words[first : first + IN_A_ROW]) for first in range(len(words) - IN_A_ROW + 1)]
    bare = [wordlists.folded(name) for name in names]
    return frozenset(number for number, name in enumerate(bare) if any(row in name for row in rows))


def telling_by_themselves(names: Sequence[str]) -> frozenset[int]:
    """The numbers of those ``names`` that spell something that would be a find in a file."""
    return frozenset(number for found in in_names(names) for number in touched(names, found))


def in_names(names: Sequence[str]) -> list[Located]:
    """What is found in the names themselves, one after the other, as if a slash stood between them."""
    from walletsafe.scan import exact

    return exact.find(readable("/".join(names)))


def touched(names: Sequence[str], found: Located) -> Iterator[int]:
    """The numbers of the names that a find of :func:`in_names` reaches over."""
    begin = 0
    for number, name in enumerate(names):
        if found.start < begin + len(name) and begin < found.end:
            yield number
        begin += len(name) + 1


def readable(untrusted_name: str) -> str:
    """A name as the system hands it over, without the halves of characters that could not be decoded.

    The length stays the same.
    """
    return (
        untrusted_name.encode("utf-8", "replace").decode() if not untrusted_name.isascii() else untrusted_name
    )


def shown_member(untrusted_member: str, untrusted_words: Sequence[str] = ()) -> str:
    """The name of something inside a file, fit for showing: nothing hidden, no words, of limited length."""
    names = re.split(r"[/\\]", untrusted_member)
    hidden = {*telling(names, untrusted_words), *telling_by_themselves(names)}
    kept = [redact.WITHHELD if number in hidden else name for number, name in enumerate(names)]
    return guard.cut(redact.clean("/".join(kept), LONGEST_MEMBER))
