"""A message with all that the rules need to know of it, worked out once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from walletsafe.message import asks, claims, domains, hosts, passage, wording
from walletsafe.message.asks import Asks
from walletsafe.message.claims import Claims
from walletsafe.message.domains import ServiceKind
from walletsafe.message.hosts import HostKind, HostLook
from walletsafe.message.model import Field, Message
from walletsafe.message.passage import Passage


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, its fields folded, whose its hosts are, whom it claims to be, and what it asks for.

    ``links`` has the look of each link's host in their order; ``sender`` is the look of the sender's domain.
    ``from_vendor``: the sender's address is of the vendor's domain, or of one that writes about its orders
    (that can be forged).
    """

    message: Message
    name: Passage
    subject: Passage
    text: Passage
    sender: HostLook
    links: Sequence[HostLook]
    claims: Claims
    asks: Asks
    from_vendor: bool

    @property
    def is_unreadable(self) -> bool:
        """Whether there is nothing to read in it: no word, link or hidden text, or other bytes than text."""
        empty = not (self.message.links or self.message.hidden_text.strip())
        return (empty and not _WORD.search(self.text.folded.text)) or _is_no_text(self.text.text)

    @property
    def poses(self) -> bool:
        """Whether it poses as the vendor by the sender's name, while the address is another's."""
        return bool(self.claims.name) and bool(self.message.sender.mailbox) and not self.from_vendor

    @property
    def pressed(self) -> bool:
        """Whether it presses for time, or says what will be lost."""
        return any(name in self.asks for name in asks.PRESSURE)

    @property
    def asking(self) -> bool:
        """Whether it asks for something that is done to a wallet."""
        return any(name in self.asks for name in asks.ASKS)

    @property
    def concerned(self) -> bool:
        """Whether what it asks counts: it speaks as the vendor, or urges an owner, and is not the vendor's.

        Friends, shops and newspapers write about a Ledger too, and the vendor asks for updates.
        """
        imitates = any(look.kind is HostKind.IMITATES for look in (self.sender, *self.links))
        urges = self.claims.speaks or bool(self.claims.disguised) or self.lures
        urges = urges or self.asks_words or self.message.words_removed > 0
        return (urges or (imitates and self.about_wallets)) and (not self.from_vendor or self.hardly_vendors)

    @property
    def asks_words(self) -> bool:
        """Whether it asks for the words: amid warnings only where there is somewhere to give them."""
        return "words" in self.asks or (asks.AMID_WARNINGS in self.asks and any(self.elsewhere()))

    @property
    def lures(self) -> bool:
        """Whether it urges owners of a Ledger towards something that is not the vendor's.

        Newspapers quote the vendor, and friends and shops speak of a Ledger: what leads to the sender's own
        pages must both ask and press.
        """
        if self.asks_words and (self.claims.speaks or self.claims.addressed):
            return True
        away = [look for _, look in self.elsewhere()]
        wants, both = self.asking or self.pressed, self.asking and self.pressed
        if self.from_vendor:
            return both and bool(away) and self.hardly_vendors
        foreign = any(look.domain != self.sender.domain for look in away) or "call" in self.asks
        if self.message.is_unsigned:
            return self._lures_on_paper(foreign=foreign)
        leads = bool(away) or bool(self.message.attachments)
        if not self.claims.speaks:
            threatens = "loss" in self.asks and leads and not self.claims.names_itself
            return bool(self.claims.addressed) and both and (foreign or threatens)
        return ((foreign or (leads and self.claims.greets)) and wants) or (leads and both)

    def _lures_on_paper(self, *, foreign: bool) -> bool:
        """The same where no sender is known: letters and text messages, and carriers write about parcels."""
        if self.claims.names_itself and not self.claims.speaks and not (self.asking and self.pressed):
            return False
        about_wallet = self.claims.speaks or bool(self.claims.addressed)
        reaches = foreign and (self.asking or "delivery" not in self.text.hits)
        # What came with a letter, a code or a stick, is not among the links.
        by_letter = "scan" in self.asks or (self.claims.greets and self.asking and self.pressed)
        return about_wallet and (reaches or (by_letter and not self.links))

    @property
    def urges_owners(self) -> bool:
        """Whether it presses owners in its own name, as makers of other wallets do and thieves may."""
        on_paper = self.message.is_unsigned and "delivery" not in self.text.hits
        urges = on_paper or (self.asking and "loss" in self.asks)
        return self.claims.names_itself and bool(self.claims.addressed) and urges

    @property
    def about_wallets(self) -> bool:
        """Whether it is about a Ledger or coins at all: the surname and the book of accounts are not."""
        named = self.subject.hits.keys() | self.text.hits.keys()
        return self.claims.speaks or self.message.is_unsigned or bool(named & _WALLET_WORLD)

    @property
    def hardly_vendors(self) -> bool:
        """Whether something in a mail from the vendor's domain speaks against that it is the vendor's.

        The vendor calls nobody, can lock no device, and links to its own pages where it asks for something.
        """
        threatens = self.asking and "loss" in self.asks
        strange = any(look.kind is not HostKind.OTHER or threatens for _, look in self.elsewhere())
        return strange or "call" in self.asks or provider_failed(self.message)

    def elsewhere(self) -> Iterator[tuple[int, HostLook]]:
        """The links that do not lead to the vendor: their numbers and looks.

        In a mail from the vendor's domain the services that send newsletters do not count: those wrap links.
        """
        known = wording.load()
        for number, look in enumerate(self.links):
            wrapped = self.from_vendor and look.service in _mailing_services()
            if look.host and not is_vendors(look) and not wrapped and look.domain not in known.bystanders:
                yield number, look


_WORD = re.compile(r"\w\w")
_NO_TEXT = re.compile("[\0-\b\x0e-\x1f\x7f-\x9f\ufffd]")
_ONE_IN = 20  # characters


def _is_no_text(untrusted_text: str) -> bool:
    """Whether these are the bytes of a picture or a program: full of controls, and with hardly a blank."""
    controls = len(_NO_TEXT.findall(untrusted_text))
    return controls * _ONE_IN > len(untrusted_text) > len(untrusted_text.split()) * _ONE_IN


_WALLET_WORLD = frozenset({"product", "crypto", "secret"})


def is_vendors(look: HostLook) -> bool:
    """Whether a host is the vendor's, or that of a company that writes about orders of its shop."""
    return look.kind is HostKind.OFFICIAL or look.domain in wording.load().partners


def provider_failed(message: Message) -> bool:
    """Whether the receiving provider could not confirm the sender's domain (RFC 7489, RFC 8601)."""
    notes = message.provider
    if notes is None:
        return False
    return notes.dmarc in _FAILED or (not notes.dmarc and notes.spf in _FAILED and notes.dkim != "pass")


_FAILED = frozenset({"fail", "softfail", "permerror"})


@cache
def _mailing_services() -> frozenset[str]:
    services = domains.load().hides.values()
    return frozenset(service.name for service in services if service.kind is ServiceKind.MAILING)


def read(message: Message) -> Reading:
    """Work out what the rules need. Linear in the size of the message."""
    name, subject, text = (
        passage.read(message, field) for field in (Field.SENDER_NAME, Field.SUBJECT, Field.TEXT)
    )
    sender = hosts.look(message.sender.domain)
    return Reading(
        message=message,
        name=name,
        subject=subject,
        text=text,
        sender=sender,
        links=tuple(hosts.look(link.host) for link in message.links),
        claims=claims.find(message, (name, subject, text)),
        asks=asks.find((subject, text)),
        from_vendor=is_vendors(sender),
    )
