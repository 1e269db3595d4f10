"""What people take for proof of honesty and is none: named, so that nobody is reassured by it."""

from __future__ import annotations

from collections.abc import Iterator

from walletsafe.findings import finding
from walletsafe.message import asks
from walletsafe.message.hosts import HostKind
from walletsafe.message.model import Field, Place, Sign
from walletsafe.message.passage import MOST_PLACES
from walletsafe.message.reading import Reading


def signs(reading: Reading) -> Iterator[Sign]:
    """A pass of the provider's checks, a genuine link, an unsubscribe link, "never share your words"."""
    message = reading.message
    notes = message.provider
    if notes and "pass" in {notes.spf, notes.dkim, notes.dmarc}:
        yield Sign(
            finding("message.provider_passed"),
            (Place(Field.PROVIDER, 0, len(message.text_of(Field.PROVIDER))),),
        )
    official = [number for number, look in enumerate(reading.links) if look.kind is HostKind.OFFICIAL]
    if official:
        places = (
            Place(Field.LINK, 0, len(message.links[number].target), number)
            for number in official[:MOST_PLACES]
        )
        yield Sign(finding("message.genuine_link"), tuple(places))
    if message.has_unsubscribe:
        yield Sign(finding("message.unsubscribe"))
    if never := reading.asks.get(asks.NEVER_SHARE):
        yield Sign(finding("message.says_never_share"), tuple(never[:MOST_PLACES]))
