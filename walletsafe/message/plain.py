"""Reads a message that was pasted or transcribed: a text message, a letter, or a mail without its source."""

from __future__ import annotations

import re
from hashlib import sha256

from walletsafe.message import links
from walletsafe.message.model import Address, Kind, Message
from walletsafe.message.scissors import Scissors
from walletsafe.message.seams import cut_across

TEXT_LIMIT = 2_000_000
"""How many characters are read; the rest is reported as not read."""

_SENDER = (
    "from",
    "von",
    "de",
    "da",
    "van",
    "absender",
    "exp\u00e9diteur",
    "remitente",
    "mittente",
    "afzender",
)
_REPLY_TO = ("reply-to", "antwort an", "r\u00e9pondre \u00e0", "responder a", "rispondi a", "antwoord aan")
_SUBJECT = ("subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "assunto")
_DATE = (
    *("date", "sent", "datum", "gesendet", "envoy\u00e9", "fecha", "enviado", "data", "inviato"),
    *("verzonden", "enviada", "date d'envoi"),
)
_RECIPIENT = (
    "to",
    "an",
    "\u00e0",
    "a",
    "para",
    "aan",
    "cc",
    "kopie",
    "copie",
    "destinataire",
    "destinatario",
)
_PARTS = {
    **dict.fromkeys(_SENDER, "sender"),
    **dict.fromkeys(_REPLY_TO, "reply_to"),
    **dict.fromkeys(_SUBJECT, "subject"),
    **dict.fromkeys(_DATE, "date"),
    **dict.fromkeys(_RECIPIENT, "recipient"),
    "return-path": "return_path",
}
"""What mail programs write before the parts of a mail that is shown or printed, in seven languages."""

_HEADER = re.compile(
    r"[ \t>*]{0,8}([^\W\d_][\w' \-]{0,20}?)[ \t\u00a0]?\*?:\*?[ \t\u00a0]+(\S[^\n]{0,1000})\n?"
)
_BLANK_LINES = re.compile(r"(?:[ \t\r>]*\n){0,20}")
_MAILBOX = re.compile(r"(?:<|\[(?:mailto:)?|^)\s*([^\s<>\[\]@]{1,200}@[^\s<>\[\]@]{1,253})\s*(?:[>\]]|$)")
_MOST_HEADERS = 20
_LONGEST_ADDRESS = 4000


def read(untrusted_text: str, kind: Kind) -> Message:
    """Take a pasted text apart: the lines that name sender and subject at its top, the text, its addresses.

    Recovery words are cut out first. Beyond :data:`TEXT_LIMIT` characters nothing is read. Never raises for
    what the text holds.
    """
    data = untrusted_text.encode("utf-8", "surrogatepass")
    scissors = Scissors()
    head, body = _head_and_body(scissors.cut(untrusted_text[:TEXT_LIMIT].replace("\r\n", "\n")))
    found = links.in_text(body)
    not_read = {
        "large-text": len(untrusted_text) > TEXT_LIMIT or scissors.gave_up,
        "many-links": len(found) >= links.MOST,
    }
    message = Message(
        kind=kind,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        sender=_address(head.get("sender", "")),
        reply_to=_address(head.get("reply_to", "")),
        return_path=_address(head.get("return_path", "")),
        subject=head.get("subject", ""),
        date=head.get("date", ""),
        text=body,
        links=found,
        words_removed=scissors.words,
        not_read=tuple(name for name, is_so in not_read.items() if is_so),
        recipients=(_address(head["recipient"]),) if "recipient" in head else (),
    )
    return cut_across(message)


def host(untrusted_host: str) -> Message:
    """Take the name of a host or a web address as it is. Recovery words are cut out first."""
    data = untrusted_host.encode("utf-8", "surrogatepass")
    scissors = Scissors()
    text = scissors.cut(untrusted_host[:TEXT_LIMIT].strip())
    return Message(Kind.HOST, sha256(data).hexdigest(), len(data), text=text, words_removed=scissors.words)


def is_host(untrusted_text: str) -> bool:
    """Whether the text is one host or one web address, and nothing else."""
    only = untrusted_text.strip()
    found = links.in_text(only) if len(only) <= _LONGEST_ADDRESS else ()
    return [link.target for link in found] == [only.rstrip(".")]


def has_head(untrusted_text: str) -> bool:
    """Whether the text begins with lines that name its sender or subject, as a copied mail does."""
    return bool(_head_and_body(untrusted_text[:TEXT_LIMIT].replace("\r\n", "\n"))[0])


def _head_and_body(untrusted_text: str) -> tuple[dict[str, str], str]:
    """The parts named at the top, and what follows them.

    No parts where neither sender nor subject is named, or where nothing follows: then it is the text itself.
    """
    head: dict[str, str] = {}
    end = _after_blank_lines(untrusted_text, 0)
    for _ in range(_MOST_HEADERS):
        line = _HEADER.match(untrusted_text, end)
        part = _PARTS.get(line[1].strip().lower()) if line else None
        if line is None or part is None:
            break
        head.setdefault(part, line[2].strip())
        end = line.end()
    body = untrusted_text[_after_blank_lines(untrusted_text, end) :]
    if not head.keys() & {"sender", "subject"} or not body.strip():
        return {}, untrusted_text
    return head, body


def _after_blank_lines(untrusted_text: str, start: int) -> int:
    blank = _BLANK_LINES.match(untrusted_text, start)
    return blank.end() if blank else start


def _address(untrusted_value: str) -> Address:
    """A name with a mailbox in angle or square brackets, a mailbox alone, or a name or number alone."""
    mailbox = _MAILBOX.search(untrusted_value)
    if mailbox is None:
        return Address(untrusted_value.strip(" \"'"), "")
    return Address(untrusted_value[: mailbox.start()].strip(" \"'"), mailbox[1])
