"""What a message wants to be done, and how it presses for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from walletsafe.message.model import Place
from walletsafe.message.passage import MOST_PLACES, Passage
from walletsafe.message.wording import Hit

ASKS = ("words", "install", "verify", "call", "scan", "gift")
"""What may be asked for."""
PRESSURE = ("urgent", "deadline", "loss")
"""How it may be pressed for."""
NEVER_SHARE = "never-share"
"""The sentence that the words are never to be shared."""

_NEAR = 9  # words between verb and object
_TELEPHONE = re.compile(r"\+?\d(?:[ ()./-]{0,2}\d){7,14}")

Asks = Mapping[str, Sequence[Place]]
"""Where all of these stand in a message, by their name; what is not in it is missing."""


def find(passages: Sequence[Passage]) -> Asks:
    """What the given fields ask for. Linear in their length."""
    found: dict[str, list[Place]] = {}
    for passage in passages:
        for name, places in _in_passage(passage):
            found.setdefault(name, []).extend(islice(places, MOST_PLACES))
    return MappingProxyType({name: places for name, places in found.items() if places})


def _in_passage(passage: Passage) -> Iterator[tuple[str, Iterable[Place]]]:
    yield "words", _words(passage)
    yield NEVER_SHARE, _never_shared(passage)
    yield "install", _pairs(passage, "install_verb", "install_object")
    yield "verify", _pairs(passage, "verify_verb", "verify_object")
    yield "call", _calls(passage)
    for group in ("scan", "gift", *PRESSURE):
        yield group, passage.places(group)


def _words(passage: Passage) -> Iterator[Place]:
    """Where it asks for the words: not where it warns or tells of that, or means the device itself."""
    on_device = passage.sentences("own_device") - passage.sentences("online")
    for give, secret in _near(passage, "give", "secret"):
        if secret.sentence not in on_device and not passage.is_reported(give, secret):
            yield _both(passage, give, secret)
    named = passage.sentences("secret")
    for give in passage.hits.get("give_yours", ()):
        is_theirs = named & {give.sentence, give.sentence - 1} and give.sentence not in on_device
        if is_theirs and not passage.is_reported(give):
            yield passage.place_of(give)


def _never_shared(passage: Passage) -> Iterator[Place]:
    never = passage.sentences("never")
    return (passage.place_of(secret) for secret in passage.hits.get("secret", ()) if secret.sentence in never)


def _pairs(passage: Passage, verb: str, object_: str) -> Iterator[Place]:
    told = passage.sentences("teller")
    for first, second in _near(passage, verb, object_):
        if first.sentence not in told:
            yield _both(passage, first, second)


def _calls(passage: Passage) -> Iterator[Place]:
    """Telephone numbers near a verb of calling."""
    calls = [call.start for call in passage.hits.get("call", ())]
    for match in _TELEPHONE.finditer(passage.folded.text) if calls else ():
        nearest = bisect_left(calls, match.start() - _FAR)
        if nearest < len(calls) and calls[nearest] < match.start() + _FAR:
            yield passage.place(*match.span())


_FAR = 120  # characters between the verb and the number


def _near(passage: Passage, one: str, other: str) -> Iterator[tuple[Hit, Hit]]:
    """Each term of the one group with the nearest one of the other that stands in its sentence and close by.

    Both groups stand in the order of the text: one walk along both is enough.
    """
    others = passage.hits.get(other, ())
    place = 0
    for hit in passage.hits.get(one, ()):
        while place < len(others) and others[place].last < hit.first - _NEAR:
            place += 1
        for candidate in others[place : place + _NEAR * 2]:
            if candidate.first > hit.last + _NEAR:
                break
            is_same = (candidate.first, candidate.last) == (hit.first, hit.last)
            if candidate.sentence == hit.sentence and not is_same:
                yield hit, candidate
                break


def _both(passage: Passage, one: Hit, other: Hit) -> Place:
    return passage.place(min(one.start, other.start), max(one.end, other.end))
