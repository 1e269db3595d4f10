"""Blackmail: coins are demanded under a threat. What it knows comes from leaks, not from a device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from walletsafe.findings import finding
from walletsafe.message.model import Place, Sign
from walletsafe.message.passage import MOST_PLACES, Passage
from walletsafe.message.reading import Reading

# Bitcoin (base58 and bech32), Ethereum, Monero, in a folded text: that has no capitals. Not parts of links.
_COIN_ADDRESS = re.compile(
    r"(?<![\w/=?&%.\-])(?:bc1[ac-hj-np-z02-9]{11,71}|[13](?=(?:[a-z]*[0-9]){2})[a-z1-9]{25,34}|0x[a-f0-9]{40}"
    r"|[48][0-9ab][1-9a-z]{93})(?!\w)"
)


def signs(reading: Reading) -> Iterator[Sign]:
    """Blackmail, whether it names violence, and an address for coins."""
    passage = reading.text
    addresses = tuple(_addresses(passage))[:MOST_PLACES]
    extorts = is_extortion(reading)
    if extorts:
        groups = ("threat", "violence", "menace", "pay", "deadline")
        places = (place for group in groups for place in passage.places(group))
        yield Sign(finding("message.extortion"), tuple(islice(places, MOST_PLACES)))
        if violence := passage.places("violence"):
            yield Sign(finding("message.violence"), violence[:MOST_PLACES])
    if addresses and (extorts or reading.concerned):
        yield Sign(finding("message.coin_address"), addresses)


def is_extortion(reading: Reading) -> bool:
    """Whether it demands coins and threatens. Reports of blackmail name no address and make no threats."""
    hits = reading.text.hits
    own = len(hits.get("threat", ())) + len(hits.get("violence", ()))
    menaces = own + len(hits.get("menace", ()))
    pressed = "deadline" in hits or "urgent" in hits
    if "pay" not in hits or not menaces:
        return False
    if _COIN_ADDRESS.search(reading.text.folded.text):
        return (own > 0 and pressed) or own > 1 or (pressed and menaces > 1)
    return "crypto" in hits and "threat" in hits and own > 1 and "deadline" in hits


def _addresses(passage: Passage) -> Iterator[Place]:
    for match in _COIN_ADDRESS.finditer(passage.folded.text):
        yield passage.place(*match.span())
