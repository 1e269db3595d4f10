"""Recovery phrases as numbers: entropy and checksum, and the phrases that are known to be nobody's.

A phrase is 12, 15, 18, 21 or 24 words of one list. Each word stands for 11 bits: its place in the list. The
bits are the entropy, followed by a checksum: the first bits of SHA-256 of the entropy, one for each 32 bits.
Source: BIP39, "Generating the mnemonic".

**Practice phrases, format version 1** (permanent). The entropy of a practice phrase is head and tag::

    tag  = HMAC-SHA256(KEY, "1|LANGUAGE|WORDS|NUMBER"), cut to the length of the entropy less 2 bytes
    head = NUMBER (16 bits, big endian) XOR the first 2 bytes of HMAC-SHA256(KEY, "mask" + tag)

Whoever knows the public ``KEY`` can tell such a phrase from its words alone, without a list and without a
search: the head gives the number, the number gives the tag. A random phrase passes by a chance of at most
2^-112 in each language. Nobody shall ever keep money behind one.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from walletsafe import published, wordlists

LENGTHS = (12, 15, 18, 21, 24)
"""How many words a phrase may have."""

CARDS = 1 << 16
"""How many practice cards there are of one language and length: numbers 0 to 65,535."""

KEY = b"WalletSafe practice phrases: everybody knows this key, so keep no money behind any of them"
"""Public and permanent. It keeps nothing secret: it tells practice phrases from all others."""

_VERSION = 1
_HEAD_BYTES = 2
_BITS = 11


@dataclass(frozen=True, slots=True)
class Card:
    """Names a practice phrase: its number (0 to 65,535), its language and how many words it has."""

    number: int
    language: str = wordlists.ENGLISH
    length: int = 24

    def __post_init__(self) -> None:
        if self.language not in wordlists.LANGUAGES or self.length not in LENGTHS:
            raise ValueError("no such list, or no such number of words")
        if not 0 <= self.number < CARDS:
            raise ValueError("a card's number is 0 to 65,535")


Known = Card | published.PublishedPhrase
"""A phrase that is nobody's: dealt by this program, or published as an example."""


def words_of(entropy: bytes, language: str) -> tuple[str, ...]:
    """The decomposed words of ``entropy``, which has 16, 20, 24, 28 or 32 bytes (else ``ValueError``)."""
    length = len(entropy) * 3 // 4
    if length not in LENGTHS or len(entropy) % 4:
        raise ValueError("entropy has 16, 20, 24, 28 or 32 bytes")
    checksum_bits = length // 3
    value = int.from_bytes(entropy) << checksum_bits | _checksum(entropy, checksum_bits)
    listed = wordlists.words(language)
    return tuple(listed[value >> _BITS * left & 0x7FF] for left in reversed(range(length)))


def entropy_of(places: Sequence[int]) -> bytes | None:
    """The entropy of a phrase, given as places in its list; ``None`` for a wrong length or checksum."""
    if len(places) not in LENGTHS:
        return None
    value = 0
    for place in places:
        value = value << _BITS | place
    checksum_bits = len(places) // 3
    entropy = (value >> checksum_bits).to_bytes(checksum_bits * 4)
    wanted = _checksum(entropy, checksum_bits)
    return entropy if value & (1 << checksum_bits) - 1 == wanted else None


def is_valid(phrase: str, language: str) -> bool:
    """Whether ``phrase`` has a right number of words, all of them in the list, and the right checksum.

    Words are separated by one space each (plain or ideographic), as the standard writes them.
    """
    places = wordlists.places(language)
    found = [places.get(word) for word in wordlists.decomposed(phrase).split(" ")]
    known = [place for place in found if place is not None]
    return len(known) == len(found) and entropy_of(known) is not None


def deal(card: Card) -> tuple[str, ...]:
    """The decomposed words of a practice card."""
    size = card.length * 4 // 3
    tag = _tag(card, size)
    head = card.number ^ _mask(tag)
    return words_of(head.to_bytes(_HEAD_BYTES) + tag, card.language)


def recognise(places: Sequence[int], language: str) -> Known | None:
    """Whose phrase this is, given as places in a list: a practice card, a published one, or ``None``."""
    entropy = entropy_of(places)
    if entropy is None:
        return None
    head, tag = int.from_bytes(entropy[:_HEAD_BYTES]), entropy[_HEAD_BYTES:]
    card = Card(head ^ _mask(tag), language, len(places))
    if hmac.compare_digest(_tag(card, len(entropy)), tag):
        return card
    return published.by_entropy(entropy, language)


def recognise_words(words: Sequence[str]) -> Known | None:
    """Whose phrase these words are, in whatever language has all of them; their case does not matter."""
    spelled = [wordlists.decomposed(word.lower()) for word in words]
    for language in wordlists.LANGUAGES:
        places = wordlists.places(language)
        found = [places[word] for word in spelled if word in places]
        if len(found) == len(spelled) and (known := recognise(found, language)) is not None:
            return known
    return None


def _tag(card: Card, entropy_size: int) -> bytes:
    message = f"{_VERSION}|{card.language}|{card.length}|{card.number}"
    return hmac.digest(KEY, message.encode("ascii"), "sha256")[: entropy_size - _HEAD_BYTES]


def _mask(tag: bytes) -> int:
    return int.from_bytes(hmac.digest(KEY, b"mask" + tag, "sha256")[:_HEAD_BYTES])


def _checksum(entropy: bytes, bits: int) -> int:
    return sha256(entropy).digest()[0] >> 8 - bits
