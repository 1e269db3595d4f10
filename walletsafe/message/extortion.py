"""Blackmail: coins are demanded under a threat. What it knows comes from leaks, not from a device.

Coins are demanded by an address for them, by an amount, or as "everything". A threat shows in several ways
at once: one of :data:`GRAVE` at least, and beside it another one, or two of what presses. Newspapers, the
police and worried readers write of all that as well: what stands beside their words (``tale``) is not a
threat of the sender's. (The groups are counted as in the public rule ``body_extortion.yml`` of
sublime-security/sublime-rules, MIT: at least three of such signs.)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from walletsafe.findings import finding
from walletsafe.message.model import Field, Place, Sign
from walletsafe.message.passage import MOST_PLACES, Passage
from walletsafe.message.reading import Reading
from walletsafe.message.wording import Hit

GRAVE = ("violence", "whereabouts", "recorded", "hacked", "exposes", "secrecy")
"""What nobody says who is owed coins."""
_UNMISTAKABLE = ("violence", "whereabouts", "hacked", "secrecy")
_PRESSING = ("deletes", "dear", "or_else")
_HURRY = ("deadline", "urgent", "clock")
_PAIRS = {"exposes": ("dear", "learn"), "recorded": ("material", "keeps"), "whereabouts": ("home", "lurks")}
_NOT_TALES = ("or_else", "secrecy")  # "if you do not pay" is no advice not to pay

# Bitcoin and Litecoin (base58 and bech32), Ethereum, Tron, Monero, in a folded text: that has no capitals.
# Not parts of links. Some are shortened, or cut in pieces so that no filter knows them.
_GAP = r"[ \t\n-]{0,2}"
_COIN_ADDRESS = re.compile(
    r"(?<![\w/=?&%.\-])(?:"
    r"(?:bc|ltc)1[ac-hj-np-z02-9]{11,71}(?!\w)"
    rf"|(?:bc|ltc)1(?:(?:{_GAP}[ac-hj-np-z02-9]){{59}}|(?:{_GAP}[ac-hj-np-z02-9]){{39}})(?!\w)"
    r"|(?:bc|ltc)1[ac-hj-np-z02-9]{1,10}\.{2,3}"
    r"|[13](?=(?:[a-z]*[0-9]){2})[a-z1-9]{25,34}(?!\w)"
    r"|t(?=(?:[a-z]*[0-9]){3})[a-z1-9]{33}(?!\w)"
    rf"|0x(?:{_GAP}[a-f0-9]){{40}}(?!\w)"
    r"|[48][0-9ab][1-9a-z]{93}(?!\w))"
)

_JOINED_AMOUNT = re.compile(r"\d(?:btc|bitcoins?|eth|usdt|usdc|xmr|ltc)(?!\w)")  # "0.5btc" is one word


def signs(reading: Reading) -> Iterator[Sign]:
    """Blackmail, whether it names violence, and an address for coins."""
    extorts = is_extortion(reading)
    if extorts:
        yield from _extortion(reading)
    addresses = _addresses(reading)
    if addresses and (extorts or reading.concerned or _wants_something(reading)):
        yield Sign(finding("message.coin_address"), tuple(addresses[:MOST_PLACES]))


def _extortion(reading: Reading) -> Iterator[Sign]:
    menaces = _menaces(reading)
    threats = (place for group in (*GRAVE, *_PRESSING, "deadline") for place in menaces.get(group, ()))
    places = dict.fromkeys((*threats, *_places(reading, "demand"), *_places(reading, "pay")))
    yield Sign(finding("message.extortion"), tuple(places)[:MOST_PLACES])
    if violence := menaces.get("violence"):
        yield Sign(finding("message.violence"), tuple(violence[:MOST_PLACES]))


def is_extortion(reading: Reading) -> bool:
    """Whether it demands coins and threatens."""
    menaces = _menaces(reading)
    grave = sum(group in menaces for group in GRAVE)
    pressing = sum(group in menaces for group in (*_PRESSING, "deadline"))
    enough = grave > 1 or (grave and pressing > 1) or ("violence" in menaces and pressing)
    # Photographers film people and publish, and their bills have an amount and an address; thieves break in.
    plain = pressing and not menaces.keys().isdisjoint(_UNMISTAKABLE)
    bill = _names_amount(reading) and bool(_addresses(reading))
    return bool((enough and _demands_coins(reading)) or (plain and bill))


def _demands_coins(reading: Reading) -> bool:
    passages = (reading.subject, reading.text)
    paid = any(passage.sentences("pay") & passage.sentences("crypto") for passage in passages)
    return paid or _names_amount(reading) or bool(_addresses(reading))


def _names_amount(reading: Reading) -> bool:
    passages = (reading.subject, reading.text)
    return any("demand" in one.hits or _JOINED_AMOUNT.search(one.folded.text) for one in passages)


def _wants_something(reading: Reading) -> bool:
    """Whether it asks or presses; the address in a code was put there to be paid to."""
    hits = reading.subject.hits.keys() | reading.text.hits.keys()
    by_code = any(link.from_code for link in reading.message.links)
    return by_code or reading.asking or _names_amount(reading) or not hits.isdisjoint({"pay", *_HURRY})


def _menaces(reading: Reading) -> Mapping[str, Sequence[Place]]:
    """Where it threatens in its own voice, by group; ``deadline`` stands for all that hurries."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for passage in (reading.subject, reading.text):
        told = _told(passage)
        for group, hits in (*_named(passage), *_paired(passage)):
            own = [hit for hit in hits if hit.sentence not in told][:MOST_PLACES]
            if own:
                found[group] += map(passage.place_of, own)
    return found


def _named(passage: Passage) -> Iterator[tuple[str, Sequence[Hit]]]:
    for group in (*GRAVE, *_PRESSING, "deadline"):
        yield group, passage.hits.get(group, ())
    yield "deadline", passage.hits.get("urgent", ())
    if "deadline" not in passage.hits:  # "within 24 hours" is not marked twice
        yield "deadline", passage.hits.get("clock", ())


def _paired(passage: Passage) -> Iterator[tuple[str, Sequence[Hit]]]:
    """What two words of one sentence say together: "your wife ... sees", "I have ... your photos"."""
    for group, (one, other) in _PAIRS.items():
        both = passage.sentences(other)
        yield group, [hit for hit in passage.hits.get(one, ()) if hit.sentence in both]


def _told(passage: Passage) -> frozenset[int]:
    """The sentences in which somebody tells of blackmail, and those beside them."""
    threats = {
        word
        for group in _NOT_TALES
        for hit in passage.hits.get(group, ())
        for word in range(hit.first, hit.last + 1)
    }

    def tells(hit: Hit) -> bool:
        return not {hit.first, hit.last} <= threats

    told = [hit.sentence for hit in passage.hits.get("tale", ()) if tells(hit)]
    return frozenset(near for sentence in told for near in range(sentence - 1, sentence + 2))


def _places(reading: Reading, group: str) -> list[Place]:
    return [*reading.subject.places(group), *reading.text.places(group)]


def _addresses(reading: Reading) -> list[Place]:
    """Where addresses for coins stand: in the text, and in codes."""
    passage = reading.text
    found = [passage.place(*match.span()) for match in _COIN_ADDRESS.finditer(passage.folded.text)]
    codes = [(number, link) for number, link in enumerate(reading.message.links) if link.from_code]
    return found + [
        Place(Field.LINK, 0, len(link.target), number)
        for number, link in codes
        if _COIN_ADDRESS.search(link.target.lower())
    ]
