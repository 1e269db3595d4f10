"""Reads a mail as it was saved: who sent it, what a reader would see, where it leads, what came with it.

Nothing is fetched, opened or rendered. Of attachments, only web pages, texts and mails are read.

A mail that came inside another one, as people forward a scam, is a message of its own. So neither can hide
the other: a harmless mail that a scam carries, or a scam within a harmless mail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message as Headers
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from walletsafe.errors import MailTooComplex
from walletsafe.message import links, markup
from walletsafe.message.content import Content, gather
from walletsafe.message.headers import addresses, decoded, provider_notes, sender
from walletsafe.message.markup import Target
from walletsafe.message.mime import LONGEST_TEXT, Part, Seen, body_of, take_apart
from walletsafe.message.model import Address, Attachment, Kind, Link, Message, ProviderNotes
from walletsafe.message.scissors import Scissors
from walletsafe.message.seams import cut_across

LONGEST_MAIL = 64 << 20
"""How many bytes the file of a mail may have: more than any mail service lets through."""

_LONGEST_VALUE = 4000
_MOST_RECIPIENTS = 50
_MOST_CARRIERS = 3
_NOBODY = Address("", "")


def parse(untrusted_mail: bytes) -> Message:
    """Read a mail (RFC 5322 and MIME), however broken it is, and leave out those that came inside it.

    Raise :class:`~walletsafe.errors.MailTooComplex` for one that is built to overwhelm programs. Takes time
    in proportion to its length, and memory in proportion to its text.
    """
    return parse_all(untrusted_mail)[0]


def parse_all(untrusted_mail: bytes) -> tuple[Message, ...]:
    """Read a mail, and each that came inside it, down to three within one another: the outermost first.

    ``sha256`` and ``size`` are those of the whole in all of them. Raise as :func:`parse`; where only one
    inside is built to overwhelm, the outer one says that it was not read.
    """
    mail = _as_sent(untrusted_mail)
    leading = _LEADING.match(mail)
    reading = _Reading(sha256(untrusted_mail).hexdigest(), len(untrusted_mail))
    return tuple(reading.messages(_Place(mail, leading.end() if leading else 0, len(mail)), ()))


_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")


def _as_sent(untrusted_mail: bytes) -> bytes:
    """The mail as servers send it: some editors save text in UTF-16, old ones with other line ends."""
    if untrusted_mail.startswith((b"\xff\xfe", b"\xfe\xff")):
        return untrusted_mail.decode("utf-16", "replace").encode("utf-8", "replace")
    return untrusted_mail if b"\n" in untrusted_mail else untrusted_mail.replace(b"\r", b"\n")


class _Place(NamedTuple):
    """Where a mail stands: bytes ``start`` to ``end``. ``is_whole``: nothing of it had to be left out."""

    untrusted_mail: bytes
    start: int
    end: int
    is_whole: bool = True


class _Reading:
    """One way through a file. What takes time is bounded for the mail and all inside it together."""

    def __init__(self, file_hash: str, file_size: int) -> None:
        self._file = file_hash, file_size
        self._seen = Seen()
        self._room = LONGEST_TEXT
        self._shown = Scissors()
        self._repeated = Scissors()

    def messages(self, place: _Place, carriers: tuple[Headers, ...]) -> list[Message]:
        """The mail at ``place``, and those inside it. ``carriers`` are the headers of those around it."""
        structure = take_apart(place.untrusted_mail, place.start, place.end, self._seen)
        content = gather(place.untrusted_mail, structure, self._room)
        self._room = content.room
        content.not_read.update(() if place.is_whole else {"large-part"})
        content.attachments += [Attachment(part.name, part.media_type) for part in content.mails]
        message = self._message(structure.headers, content, carriers)
        carried: list[Message] = []
        unread = set(message.not_read)
        for part in content.mails:
            if len(carriers) == _MOST_CARRIERS:
                unread.add("attached-message")
                break
            try:
                carried += self.messages(_opened(place.untrusted_mail, part), (*carriers, structure.headers))
            except MailTooComplex:
                unread.add("attached-message")
        return [replace(message, not_read=tuple(sorted(unread))), *carried]

    def _message(self, headers: Headers, content: Content, carriers: Sequence[Headers]) -> Message:
        """Put a message together; every text in it goes through the guard."""
        shown, repeated = self._shown, self._repeated
        before = shown.words, repeated.words
        message = Message(
            kind=Kind.MAIL,
            sha256=self._file[0],
            size=self._file[1],
            sender=_cut_address(shown, _sender(headers)),
            sent_by=_cut_address(repeated, _first(headers, "sender") if "from" in headers else _NOBODY),
            reply_to=_cut_address(shown, _first(headers, "reply-to")),
            return_path=_cut_address(shown, _first(headers, "return-path")),
            subject=shown.cut(" | ".join(map(decoded, _values(headers, "subject")))),
            date=shown.cut(decoded(_value(headers, "date"))),
            provider=_provider(headers, repeated),
            has_unsubscribe="list-unsubscribe" in headers,
            text=shown.cut("\n\n".join(filter(None, content.texts))),
            hidden_text=shown.cut("\n\n".join(filter(None, content.hidden))),
            links=_cut_links(repeated, list(content.links)[: markup.MOST_LINKS]),
            attachments=_cut_attachments(shown, content.attachments),
            headers=tuple((name, repeated.cut(value)) for name, value in _worth_keeping(headers)),
            recipients=tuple(_cut_address(repeated, reader) for reader in _readers(headers, carriers)),
            delivered_to=tuple(repeated.cut(mailbox) for mailbox in _delivered_to(headers)),
            was_carried=bool(carriers),
            repeated=tuple(name for name in _ONCE if len(_values(headers, name)) > 1),
        )
        if shown.gave_up or repeated.gave_up:
            content.not_read.add("large-text")
        # What stands in a link or a header stands in the text as well, as a rule.
        words = shown.words - before[0] or repeated.words - before[1]
        unread = tuple(sorted(content.not_read))
        return cut_across(replace(message, words_removed=words, not_read=unread))


_ONCE = ("from", "sender", "reply-to", "subject", "date", "content-type", "content-transfer-encoding")
"""Headers that may stand once in a mail (RFC 5322 3.6, RFC 2045 3). Programs differ in which counts."""

_MOST_REPEATED = 4


def _opened(mail: bytes, carried: Part) -> _Place:
    """Where a mail inside this one stands: in the same bytes, unless it is encoded."""
    if carried.encoding not in {"base64", "quoted-printable"}:
        return _Place(mail, carried.start, carried.end)
    inner, is_whole, _ = body_of(mail, carried)
    return _Place(inner, 0, len(inner), is_whole)


def _readers(headers: Headers, carriers: Sequence[Headers]) -> list[Address]:
    """Who got a mail. Who passed it on may be one of them, and is known by another name there."""
    got = list(islice(_recipients(headers), _MOST_RECIPIENTS))
    mailboxes = {address.mailbox.lower() for address in got}
    around = islice((address for outer in carriers for address in _everybody(outer)), _MOST_RECIPIENTS)
    known = (address for address in around if address.mailbox.lower() in mailboxes)
    return list(dict.fromkeys((*got, *known)))


def _cut_address(scissors: Scissors, address: Address) -> Address:
    return Address(scissors.cut(address.name), scissors.cut(address.mailbox))


def _cut_links(scissors: Scissors, found: Sequence[Target]) -> tuple[Link, ...]:
    return tuple(
        Link(scissors.cut(link.target), links.host_of(link.target), scissors.cut(link.text)) for link in found
    )


def _cut_attachments(scissors: Scissors, held: Sequence[Attachment]) -> tuple[Attachment, ...]:
    return tuple(Attachment(scissors.cut(file.name), scissors.cut(file.media_type)) for file in held)


def _first(headers: Headers, *names: str) -> Address:
    """The address in the first of these headers that is there."""
    present = next((name for name in names if name in headers), names[0])
    return sender(_value(headers, present))


def _sender(headers: Headers) -> Address:
    """Who sent it. What further From headers say follows the name: some programs show one, some another."""
    first, *others = _values(headers, "from") or [_value(headers, "sender")]
    address = sender(first)
    return Address(" | ".join(filter(None, (address.name, *map(decoded, others)))), address.mailbox)


def _value(headers: Headers, name: str) -> str:
    return str(headers.get(name, ""))[:_LONGEST_VALUE].strip()


def _values(headers: Headers, name: str) -> list[str]:
    """The different values of a header that may stand once."""
    values = (str(value)[:_LONGEST_VALUE].strip() for value in headers.get_all(name, [])[:_MOST_REPEATED])
    return list(dict.fromkeys(values))


def _provider(headers: Headers, scissors: Scissors) -> ProviderNotes | None:
    """What the topmost such header says: lower ones came with the mail, and may be forged."""
    value = _value(headers, "authentication-results")
    if not value:
        return None
    notes = provider_notes(value)
    return replace(notes, server=scissors.cut(notes.server))


_KEPT = {
    "received": 12,
    "authentication-results": 3,
    "arc-authentication-results": 1,
    "received-spf": 1,
    "dkim-signature": 3,
    "list-unsubscribe": 1,
    **dict.fromkeys(("from", "sender", "subject"), _MOST_REPEATED),
} | dict.fromkeys(
    (
        *("reply-to", "return-path", "date", "message-id"),
        *("x-originating-ip", "x-sender-ip", "x-mailer", "user-agent", "feedback-id"),
    ),
    1,
)
_LONGEST_KEPT = 1000
_SIGNER = re.compile(r"\b[ds]\s{0,9}=\s{0,9}[^;\s]{1,200}")


def _worth_keeping(headers: Headers) -> Iterator[tuple[str, str]]:
    """Yield the headers that an investigator wants, in their order; of a signature who signed."""
    seen: Counter[str] = Counter()
    for name, raw in headers.items():
        known = name.lower()
        seen[known] += 1
        if seen[known] > _KEPT.get(known, 0):
            continue
        value = decoded(str(raw)[:_LONGEST_VALUE])
        if known == "dkim-signature":
            value = "; ".join(_SIGNER.findall(value))
        yield name, value[:_LONGEST_KEPT].strip()


# Written by the mail service that delivered it; and by whoever sent it.
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "x-rcpt-to")
_ADDRESSED = ("to", "cc", "bcc", "resent-to", "apparently-to")


def _recipients(headers: Headers) -> Iterator[Address]:
    """Yield who got the mail, each once; the sender too, who may have written to himself or be forged."""
    seen: set[tuple[str, str]] = set()
    for name in (*_DELIVERED, *_ADDRESSED):
        for value in headers.get_all(name, [])[:_MOST_RECIPIENTS]:
            for address in addresses(str(value)[:_LONGEST_VALUE]):
                key = address.name, address.mailbox.lower()
                if key not in seen:
                    seen.add(key)
                    yield address


def _delivered_to(headers: Headers) -> Iterator[str]:
    """Yield the mailboxes of the topmost header of each kind: lower ones came with the mail."""
    for name in _DELIVERED:
        yield from (address.mailbox for address in addresses(_value(headers, name)))


def _everybody(headers: Headers) -> Iterator[Address]:
    """Yield all whom the headers of a carrier name."""
    for name in ("from", "sender", "reply-to", *_DELIVERED, *_ADDRESSED):
        for value in headers.get_all(name, [])[:_MOST_RECIPIENTS]:
            yield from addresses(str(value)[:_LONGEST_VALUE])
