"""Which names of files and folders spell words of a phrase, so that nobody is shown them.

A place is told to people and saved; the words that lie there never are. A path that spells three of them in
a row, whatever stands between, would tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from walletsafe import guard, redact, wordlists
from walletsafe.scan.finds import Located

IN_A_ROW = 3
"""So many words of a phrase in a row are never shown."""

LONGEST_MEMBER = 120
"""Characters that are shown of the name of something inside a file."""

_HOMES = frozenset({"documents and settings", "home", "users"})
"""Folders whose folders are named for people, in a backup as well."""

_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_PHRASE = 64
_PREFIX = 4
"""The standard's words are known by their first four letters, and some people write no more."""

_FOREIGN_BETWEEN = 2
"""So many words that are none of the phrase may stand between two that are."""

_LETTERS_BETWEEN = 3
"""The same for letters, where words run together."""

_LONGEST_REST = 5
"""Letters of a word of the standard's lists behind its first four: nearly all are no longer."""


def telling(names: Sequence[str], untrusted_words: Sequence[str]) -> frozenset[int]:
    """The numbers of those ``names`` that help to spell three or more of the words nearly in a row.

    The words are folded, as those of a find are. In whatever order they stand, numbers between them do not
    matter, nor a little else, nor how they go on after four letters, nor where one name ends and the next
    begins. Words that run together are seen as well. Of a whole list of words any may stand in a name by
    chance: there they have to follow one another.
    """
    if len(untrusted_words) > _LONGEST_PHRASE:
        words = frozenset(untrusted_words)
        return _in_a_row((number, token in words) for number, token in _tokens(names))
    beginnings = frozenset(word[:_PREFIX] for word in untrusted_words)
    told = _in_a_row(
        ((number, token[:_PREFIX] in beginnings) for number, token in _tokens(names)), _FOREIGN_BETWEEN
    )
    together = (number for number, name in enumerate(names) if _runs_together(name, beginnings))
    return told.union(together)


def of_list_words(names: Sequence[str]) -> frozenset[int]:
    """The numbers of those ``names`` that help to spell three words of any list nearly in a row.

    For places that are shown before anybody knows what lies there: says yes too often.
    """
    listed = wordlists.languages_by_word()
    return _in_a_row(((number, token in listed) for number, token in _tokens(names)), _FOREIGN_BETWEEN)


def _in_a_row(tokens: Iterable[tuple[int, bool]], foreign_between: int = 0) -> frozenset[int]:
    """The names of rows of tokens, each with the number of its name and whether it is one of the words."""
    told: set[int] = set()
    row: list[int] = []
    foreign = 0
    for number, is_word in tokens:
        if is_word:
            row.append(number)
            foreign = 0
        elif foreign < foreign_between:
            foreign += 1
        else:
            row = []
        told.update(row if len(row) >= IN_A_ROW else ())
    return frozenset(told)


def _tokens(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, name in enumerate(names):
        for letters in _LETTERS.findall(name):
            yield number, wordlists.folded(letters)


def _runs_together(name: str, beginnings: Collection[str]) -> bool:
    """Whether three words begin in the bare letters of a name, each soon after the one before."""
    bare = wordlists.folded(name)
    lengths = sorted({len(word) for word in beginnings}, reverse=True)
    place = row = end = previous = 0
    while place < len(bare):
        length = next((size for size in lengths if bare[place : place + size] in beginnings), 0)
        if not length:
            place += 1
            continue
        # A word of four letters may be the beginning of a longer one, one of one or two is a sign of its own.
        most = {1: 0, 2: 0, _PREFIX: _LONGEST_REST + _LETTERS_BETWEEN}.get(previous, _LETTERS_BETWEEN)
        row = row + 1 if row and place - end <= most else 1
        if row >= IN_A_ROW:
            return True
        previous = length
        place = end = place + length
    return False


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


def shown_inside(
    names: Sequence[str], untrusted_member: str, phrases: Iterable[Sequence[str]]
) -> tuple[tuple[int, ...], str]:
    """The numbers of the names of a path that tell words of ``phrases``, and the name of a member.

    The path and the name inside it are shown together, so they are looked at as one. The latter is fit for
    showing: nothing hidden, no words, of limited length.
    """
    inside = re.split(r"[/\\]", untrusted_member) if untrusted_member else []
    told = frozenset[int]().union(*(telling([*names, *inside], words) for words in phrases))
    begin = len(names)
    homes = (begin + number + 1 for number, name in enumerate(inside[:-2]) if name.lower() in _HOMES)
    hidden = told.union((begin + number for number in telling_by_themselves(inside)), homes)
    kept = [redact.WITHHELD if number in hidden else name for number, name in enumerate(inside, begin)]
    member = guard.cut(redact.clean("/".join(kept), LONGEST_MEMBER))
    return tuple(sorted(number for number in told if number < begin)), member
