"""What was seen in one file, from several sides: each phrase once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from walletsafe.scan.finds import ALARMS, Grade, Located, Trace

MOST_IN_A_FILE = 200
"""So many finds of each grade in one file are told at most: what is nobody's crowds out nothing else."""

_ORDER = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A find with where it lies in the file; ``untrusted_words`` stay in the process that read it."""

    untrusted_member: str
    trace: Trace
    untrusted_words: tuple[str, ...] = field(default=(), repr=False)


class Sightings:
    """Collects the finds of a file.

    A phrase that lies in two members is told twice: both have to be dealt with. One that is seen in a member
    and in the bytes of the file itself, or whole in one slice and cut in the next, is told once.
    """

    def __init__(self) -> None:
        self.left_alarms = False
        """Whether there were more alarms than are kept."""
        self._seen: list[Sighting] = []
        self._words: list[frozenset[str]] = []
        """The words of each one that was seen, in the same order."""

    def __iter__(self) -> Iterator[Sighting]:
        return iter(self._seen)

    def add_all(self, untrusted_member: str, located: Iterable[Located]) -> None:
        """Add what was found in a member, or in the file itself (an empty name)."""
        for one in located:
            self._add(Sighting(untrusted_member, one.trace, one.untrusted_words))

    def _add(self, new: Sighting) -> None:
        words = frozenset(new.untrusted_words)
        for place, old in enumerate(self._seen):
            same_place = not (new.untrusted_member and old.untrusted_member) or (
                new.untrusted_member == old.untrusted_member
            )
            if same_place and _is_same(words, self._words[place]):
                if _rank(new) < _rank(old):
                    self._seen[place], self._words[place] = new, words
                return
        grade = new.trace.grade
        if sum(old.trace.grade is grade for old in self._seen) < MOST_IN_A_FILE:
            self._seen.append(new)
            self._words.append(words)
        elif grade in ALARMS:
            self.left_alarms = True


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether nearly all words of the shorter one stand in the other: one phrase, seen less well."""
    fewer, more = sorted((one, other), key=len)
    return bool(fewer) and len(fewer - more) * 4 <= len(fewer)


def _rank(sighting: Sighting) -> tuple[int, int, bool]:
    """The surest first, then the longest, then the one that tells a member."""
    trace = sighting.trace
    return _ORDER.index(trace.grade), -trace.words, not sighting.untrusted_member
