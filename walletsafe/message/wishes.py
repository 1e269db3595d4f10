"""What a message wants to be done, said as signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from walletsafe.findings import finding
from walletsafe.message import asks, extortion
from walletsafe.message.model import Place, Sign
from walletsafe.message.passage import MOST_PLACES
from walletsafe.message.reading import Reading


def signs(reading: Reading) -> Iterator[Sign]:
    """The claim, what is asked for, the pressure, and the rules that combine them."""
    yield from _claims(reading)
    yield from _words(reading)
    if reading.concerned:
        yield from _wishes(reading)
    yield from _pressure(reading)


def _claims(reading: Reading) -> Iterator[Sign]:
    claims = reading.claims
    if reading.poses:
        yield Sign(finding("message.poses_as_ledger"), claims.name)
    elif reading.lures:
        yield Sign(finding("message.lures_as_ledger"), _few((*claims.voice, *claims.addressed)))
    if claims.voice and not reading.from_vendor:
        yield Sign(finding("message.speaks_as_ledger"), _few(claims.voice))


def _words(reading: Reading) -> Iterator[Sign]:
    if reading.message.words_removed:
        yield Sign(finding("message.bait", count=reading.message.words_removed))
        # The coins that the words are said to hold are the gift.
        if coins := reading.text.places("crypto"):
            yield Sign(finding("message.promises_gift"), _few(coins))
    places = (*reading.asks.get("words", ()), *reading.asks.get(asks.AMID_WARNINGS, ()))
    if reading.asks_words:
        yield Sign(finding("message.asks_for_words"), _few(places))
    elif places:
        yield Sign(finding("message.words_amid_warnings"), _few(places))


def _wishes(reading: Reading) -> Iterator[Sign]:
    wanted = reading.asks
    if places := wanted.get("install"):
        yield Sign(finding("message.asks_to_install"), _few(places))
    if places := wanted.get("verify"):
        yield Sign(finding("message.asks_to_verify"), _few(places))
    if places := wanted.get("call"):
        yield Sign(finding("message.asks_to_call"), _few(places))
    if places := wanted.get("scan"):
        yield Sign(finding("message.asks_to_scan"), _few(places))
    if (places := wanted.get("gift")) and not reading.message.words_removed:
        yield Sign(finding("message.promises_gift"), _few(places))


def _pressure(reading: Reading) -> Iterator[Sign]:
    if not reading.concerned and not extortion.is_extortion(reading):
        return
    hurry = (*reading.asks.get("urgent", ()), *reading.asks.get("deadline", ()))
    if hurry:
        yield Sign(finding("message.presses"), _few(hurry))
    if loss := reading.asks.get("loss"):
        yield Sign(finding("message.threatens_loss"), _few(loss))


def _few(places: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(places[:MOST_PLACES])
