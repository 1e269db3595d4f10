"""A message as it was read, and what was found in it.

Readers make a :class:`Message` (:mod:`walletsafe.message.mail`, :mod:`walletsafe.message.plain`,
:mod:`walletsafe.message.picture`); :mod:`walletsafe.message.judge` makes a :class:`Triage` of it;
:mod:`walletsafe.message.view` lays both out as plain text with the places marked.

All text in a message is foreign. Runs of recovery-phrase words are cut out by the guard before anything is
stored here; otherwise it is kept as it was written, invisible characters included, since those are signs.
Whoever shows it cleans it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from walletsafe.findings import Finding, Report


class Kind(StrEnum):
    """What arrived."""

    MAIL = "mail"
    SMS = "sms"
    LETTER = "letter"
    HOST = "host"


class Field(StrEnum):
    """A field of a message in which something can be marked.

    ``LINK_TEXT``, ``LINK`` and ``ATTACHMENT`` exist once per link or attachment, the others once.
    """

    SENDER_NAME = "sender-name"
    SENDER_ADDRESS = "sender-address"
    REPLY_TO = "reply-to"
    RETURN_PATH = "return-path"
    SUBJECT = "subject"
    PROVIDER = "provider"
    TEXT = "text"
    HIDDEN_TEXT = "hidden-text"
    LINK_TEXT = "link-text"
    LINK = "link"
    ATTACHMENT = "attachment"


_NUMBERED = frozenset({Field.LINK_TEXT, Field.LINK, Field.ATTACHMENT})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: characters ``start`` to ``end`` of a field as it is in the message.

    ``number`` counts links and attachments from 0. The fields' texts are what :func:`Message.text_of` gives.
    """

    field: Field
    start: int
    end: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Address:
    """Who a header names: a display name (decoded) and a mailbox (``local@domain``); each may be empty."""

    name: str
    mailbox: str

    @property
    def domain(self) -> str:
        """What stands after the last ``@``, in lower case; empty where there is none."""
        return self.mailbox.rpartition("@")[2].lower() if "@" in self.mailbox else ""


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere the message leads. ``target`` is as written, ``host`` its host in lower case or empty.

    ``text`` is what the reader sees of it: of a picture, the words that stand for it; empty for a QR code and
    for a bare address, which shows itself. ``from_code`` marks one that was read from a QR code.
    """

    target: str
    host: str
    text: str = ""
    from_code: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with the message; never opened. ``media_type`` is what the mail says it is."""

    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class ProviderNotes:
    """What the topmost Authentication-Results header says (RFC 8601), in lower case, empty if none.

    Only the topmost one can be the reader's own provider's; lower ones may be forged. None of it is evidence
    of honesty: seven of ten real scam mails pass (docs/messages.md).
    """

    server: str
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What arrived, read and taken apart; nothing was fetched, opened or rendered.

    ``text`` is what a reader would see, ``hidden_text`` what the mail carries but does not show.
    ``words_removed`` is how many recovery-phrase words the guard cut out. ``not_read`` names what was left
    unread, one of :data:`NOT_READ` each. ``sha256`` (hex) and ``size`` (bytes): of the message as received.
    ``headers`` are those that an investigator wants (name and unfolded value, in their order).
    ``recipients`` are the reader's own names and mailboxes: known only so that they can be replaced, never
    shown or saved; the sender may be among them. ``delivered_to`` are mailboxes to which the mail service
    itself says that it delivered. ``was_carried``: it came inside another mail. ``sent_by``: who a Sender
    header says sent it on behalf of ``sender``. ``repeated``: names of headers, in lower case, that may stand
    once and stand there with different values (RFC 5322 3.6); what further ones say follows, after " | ".
    """

    kind: Kind
    sha256: str
    size: int
    sender: Address = Address("", "")
    reply_to: Address = Address("", "")
    return_path: Address = Address("", "")
    subject: str = ""
    date: str = ""
    provider: ProviderNotes | None = None
    has_unsubscribe: bool = False
    text: str = ""
    hidden_text: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    words_removed: int = 0
    not_read: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    recipients: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    was_carried: bool = False
    sent_by: Address = Address("", "")
    repeated: tuple[str, ...] = ()

    @property
    def is_unsigned(self) -> bool:
        """Whether no sender's mailbox is known: a text message, a letter, a mail pasted without its head."""
        return not self.sender.mailbox

    def text_of(self, field: Field, number: int = 0) -> str:
        """The text of one field, empty where there is none. Raise ``IndexError`` for a wrong number."""
        match field:
            case Field.LINK_TEXT:
                return self.links[number].text
            case Field.LINK:
                return self.links[number].target
            case Field.ATTACHMENT:
                return self.attachments[number].name
            case Field.PROVIDER:
                return _provider_line(self.provider)
            case _:
                return {
                    Field.SENDER_NAME: self.sender.name,
                    Field.SENDER_ADDRESS: self.sender.mailbox,
                    Field.REPLY_TO: self.reply_to.mailbox,
                    Field.RETURN_PATH: self.return_path.mailbox,
                    Field.SUBJECT: self.subject,
                    Field.TEXT: self.text,
                    Field.HIDDEN_TEXT: self.hidden_text,
                }[field]


NOT_READ = ("attached-message", "broken-part", "large-part", "large-text", "many-links", "many-parts")
"""Why a part of a message was left unread: every name that ``Message.not_read`` may hold."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One finding and the places in the message that show it: none where it is about the whole."""

    finding: Finding
    places: tuple[Place, ...] = ()

    def fields(self) -> dict[str, list[int]]:
        """The names of the fields it stands in, each with the numbers of its links or attachments, from 1."""
        found: dict[str, list[int]] = {}
        for place in self.places:
            numbers = found.setdefault(place.field.value, [])
            if place.field in _NUMBERED and place.number + 1 not in numbers:
                numbers.append(place.number + 1)
        return found


@dataclass(frozen=True, slots=True)
class Triage:
    """What a message was found to do: the signs, worst first, and the report made of their findings."""

    message: Message
    signs: tuple[Sign, ...]
    report: Report


def _provider_line(notes: ProviderNotes | None) -> str:
    if notes is None:
        return ""
    results = (f"{name}={result}" for name, result in _results(notes) if result)
    return "; ".join((notes.server, *results))


def _results(notes: ProviderNotes) -> tuple[tuple[str, str], ...]:
    return ("spf", notes.spf), ("dkim", notes.dkim), ("dmarc", notes.dmarc)
