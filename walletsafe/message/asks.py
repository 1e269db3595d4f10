"""What a message wants to be done, and how it presses for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from walletsafe.message import told
from walletsafe.message.model import Place
from walletsafe.message.passage import MOST_PLACES, Passage
from walletsafe.message.wording import Hit

ASKS = ("words", "install", "verify", "call", "scan", "gift")
"""What may be asked for."""
PRESSURE = ("urgent", "deadline", "loss")
"""How it may be pressed for."""
AMID_WARNINGS = "words-amid-warnings"
"""The words are asked for by an order around which warnings stand."""
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
    asked = tuple(_words(passage))
    yield "words", (place for place, amid in asked if not amid)
    yield AMID_WARNINGS, (place for place, amid in asked if amid)
    yield NEVER_SHARE, _never_shared(passage, [place for place, _ in asked])
    yield "install", _pairs(passage, "install_verb", "install_object")
    yield "verify", _pairs(passage, "verify_verb", "verify_object")
    yield "call", _calls(passage)
    yield "scan", _scans(passage)
    for group in ("gift", *PRESSURE):
        yield group, passage.places(group)


def _words(passage: Passage) -> Iterator[tuple[Place, bool]]:
    """Where it asks for the words, and whether warnings stand around that.

    Not where it warns or tells of asking, or means the device itself.
    """
    on_device = passage.sentences("own_device") - _typed_online(passage)
    for give, secret in _near(passage, "give", "secret"):
        if secret.sentence not in on_device:
            yield from _asked(passage, give, secret, _both(passage, give, secret))
    named = passage.sentences("secret")
    for give in passage.hits.get("give_yours", ()):
        if named & {give.sentence, give.sentence - 1} and give.sentence not in on_device:
            yield from _asked(passage, give, give, passage.place_of(give))


def _asked(passage: Passage, give: Hit, secret: Hit, place: Place) -> Iterator[tuple[Place, bool]]:
    if told.is_forbidden(passage, give):
        return
    amid = told.is_amid_warnings(passage, give, secret)
    if not amid or told.is_ordered(passage, give):
        yield place, amid


def _typed_online(passage: Passage) -> frozenset[int]:
    """The sentences that speak of a place on the internet; not where that is warned of."""
    online = (hit for hit in passage.hits.get("online", ()) if not told.is_ruled_out(passage, hit))
    return frozenset(hit.sentence for hit in online)


def _never_shared(passage: Passage, asked: Sequence[Place]) -> Iterator[Place]:
    """The sentences that say so; not those that ask for them: "do not wait, enter them"."""
    never = passage.sentences("never")
    secrets = passage.hits.get("secret", ())
    sentences = {passage.sentence_of(secret): None for secret in secrets if secret.sentence in never}
    asking = sorted(place.start for place in asked)
    for sentence in sentences:
        first = bisect_left(asking, sentence.start)
        if first == len(asking) or asking[first] >= sentence.end:
            yield sentence


def _pairs(passage: Passage, verb: str, object_: str) -> Iterator[Place]:
    told = passage.sentences("teller")
    for first, second in _near(passage, verb, object_):
        if first.sentence not in told:
            yield _both(passage, first, second)


def _scans(passage: Passage) -> Iterator[Place]:
    reported = passage.sentences("teller")
    return (passage.place_of(hit) for hit in passage.hits.get("scan", ()) if hit.sentence not in reported)


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
