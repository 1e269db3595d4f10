"""Reads a mail as it was saved: who sent it, what a reader would see, where it leads, what came with it.

Nothing is fetched, opened or rendered, and no attachment is decoded.

A mail that only carries another one, as people forward a scam, is read as the one it carries: the words that
stand above it come first in the text, and who forwarded it counts as a recipient.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message as Headers
from hashlib import sha256
from itertools import islice
from pathlib import Path

from walletsafe.files import read_bounded
from walletsafe.message import links, markup
from walletsafe.message.content import Content, gather
from walletsafe.message.headers import addresses, decoded, provider_notes, sender
from walletsafe.message.markup import Target
from walletsafe.message.mime import Part, body_of, take_apart
from walletsafe.message.model import Address, Attachment, Kind, Link, Message, ProviderNotes
from walletsafe.message.scissors import Scissors

LONGEST_MAIL = 64 << 20
"""How many bytes the file of a mail may have: more than any mail service lets through."""

_LONGEST_VALUE = 4000
_MOST_RECIPIENTS = 50
_MOST_CARRIERS = 3
_LONGEST_COVER_NOTE = 2000


def read_file(path: Path) -> Message:
    """Read the mail in the file ``path``.

    Raise :class:`~walletsafe.errors.BrokenFile` where it cannot be read or has more than
    :data:`LONGEST_MAIL` bytes, and what :func:`parse` raises.
    """
    return parse(read_bounded(path, LONGEST_MAIL))


def parse(untrusted_mail: bytes) -> Message:
    """Read a mail (RFC 5322 and MIME), however broken it is.

    Raise :class:`~walletsafe.errors.MailTooComplex` for one that is built to overwhelm programs. Takes time
    in proportion to its length, and memory in proportion to its text.
    """
    mail = _as_sent(untrusted_mail)
    leading = _LEADING.match(mail)
    read = list(_contents(mail, leading.end() if leading else 0))
    headers = read[-1][0]
    # Who passed a scam on is one of those who got it.
    forwarders = [address for outer, _ in read[:-1] for address in _everybody(outer)]
    return _message(untrusted_mail, headers, [content for _, content in read], forwarders)


_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")


def _as_sent(untrusted_mail: bytes) -> bytes:
    """The mail as servers send it: some editors save text in UTF-16, old ones with other line ends."""
    if untrusted_mail.startswith((b"\xff\xfe", b"\xfe\xff")):
        return untrusted_mail.decode("utf-16", "replace").encode("utf-8", "replace")
    return untrusted_mail if b"\n" in untrusted_mail else untrusted_mail.replace(b"\r", b"\n")


def _contents(mail: bytes, start: int) -> Iterator[tuple[Headers, Content]]:
    """Yield the headers and contents of the mail, and of the one that it carries, and so on."""
    end = len(mail)
    for depth in range(_MOST_CARRIERS + 1):
        structure = take_apart(mail, start, end)
        content = gather(mail, structure)
        if depth == _MOST_CARRIERS or not _is_carrier(content):
            content.not_read.update({"attached-message"} if content.mails else ())
            content.attachments += [Attachment(part.name, part.media_type) for part in content.mails]
            yield structure.headers, content
            return
        mail, start, end = _opened(mail, content.mails[0], content)
        yield structure.headers, content


def _is_carrier(content: Content) -> bool:
    """Whether one mail came with this one, and else nothing but a short note and pictures."""
    note = sum(map(len, content.texts))
    pictures_only = all(held.media_type.startswith("image/") for held in content.attachments)
    return len(content.mails) == 1 and pictures_only and note <= _LONGEST_COVER_NOTE


def _opened(mail: bytes, carried: Part, content: Content) -> tuple[bytes, int, int]:
    """Where the carried mail stands: in the same bytes, unless it is encoded."""
    if carried.encoding not in {"base64", "quoted-printable"}:
        return mail, carried.start, carried.end
    inner, whole, _ = body_of(mail, carried)
    content.not_read.update(() if whole else {"large-part"})
    return inner, 0, len(inner)


def _message(
    untrusted_mail: bytes, headers: Headers, contents: Sequence[Content], forwarders: Sequence[Address]
) -> Message:
    """Put the message together; every text in it goes through the guard."""
    shown, repeated = Scissors(), Scissors()
    found = list({link: None for content in contents for link in content.links})[: markup.MOST_LINKS]
    held = [held for content in contents for held in content.attachments]
    readers = islice(
        (*forwarders, *_recipients(headers, _first(headers, "from", "sender"))), _MOST_RECIPIENTS
    )
    message = Message(
        kind=Kind.MAIL,
        sha256=sha256(untrusted_mail).hexdigest(),
        size=len(untrusted_mail),
        sender=_cut_address(shown, _first(headers, "from", "sender")),
        reply_to=_cut_address(shown, _first(headers, "reply-to")),
        return_path=_cut_address(shown, _first(headers, "return-path")),
        subject=shown.cut(decoded(_value(headers, "subject"))),
        date=shown.cut(decoded(_value(headers, "date"))),
        provider=_provider(headers, repeated),
        has_unsubscribe="list-unsubscribe" in headers,
        text=shown.cut("\n\n".join(text for content in contents for text in content.texts if text)),
        hidden_text=shown.cut("\n\n".join(text for content in contents for text in content.hidden if text)),
        links=_cut_links(repeated, found),
        attachments=_cut_attachments(shown, held),
        headers=tuple((name, repeated.cut(value)) for name, value in _worth_keeping(headers)),
        recipients=tuple(_cut_address(repeated, reader) for reader in readers),
        was_carried=len(contents) > 1,
    )
    unread = {"large-text"} if shown.gave_up or repeated.gave_up else set[str]()
    unread.update(*(content.not_read for content in contents))
    # What stands in a link or a header stands in the text as well, as a rule.
    return replace(message, words_removed=shown.words or repeated.words, not_read=tuple(sorted(unread)))


def _cut_address(scissors: Scissors, address: Address) -> Address:
    return Address(scissors.cut(address.name), scissors.cut(address.mailbox))


def _cut_links(scissors: Scissors, found: Sequence[Target]) -> tuple[Link, ...]:
    texts = scissors.cut_each([link.text for link in found])
    return tuple(
        Link(scissors.cut(link.target), links.host_of(link.target), text)
        for link, text in zip(found, texts, strict=True)
    )


def _cut_attachments(scissors: Scissors, held: Sequence[Attachment]) -> tuple[Attachment, ...]:
    names = scissors.cut_each([attachment.name for attachment in held])
    return tuple(
        Attachment(name, attachment.media_type) for name, attachment in zip(names, held, strict=True)
    )


def _first(headers: Headers, *names: str) -> Address:
    """The address in the first of these headers that is there."""
    present = next((name for name in names if name in headers), names[0])
    return sender(_value(headers, present))


def _value(headers: Headers, name: str) -> str:
    return str(headers.get(name, ""))[:_LONGEST_VALUE].strip()


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
} | dict.fromkeys(
    (
        *("from", "sender", "reply-to", "return-path", "subject", "date", "message-id"),
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


def _recipients(headers: Headers, from_address: Address) -> Iterator[Address]:
    """Yield who got the mail, each mailbox once.

    A scam is often addressed to its own sender, whose address must not count as the reader's; but where the
    mail service says that it was delivered there, the sender is forged.
    """
    seen: set[tuple[str, str]] = set()
    for name in (*_DELIVERED, *_ADDRESSED):
        for value in headers.get_all(name, [])[:_MOST_RECIPIENTS]:
            for address in addresses(str(value)[:_LONGEST_VALUE]):
                own = name in _ADDRESSED and address.mailbox.lower() == from_address.mailbox.lower()
                key = address.name, address.mailbox.lower()
                if key in seen or own:
                    continue
                seen.add(key)
                yield address


def _everybody(headers: Headers) -> Iterator[Address]:
    """Yield all whom the headers of a carrier name."""
    for name in ("from", "sender", "reply-to", *_DELIVERED, *_ADDRESSED):
        for value in headers.get_all(name, [])[:_MOST_RECIPIENTS]:
            yield from addresses(str(value)[:_LONGEST_VALUE])
