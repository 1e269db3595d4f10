"""Takes the reporter out of a message before it is handed on as evidence: names, mailboxes, what they name.

All is looked for as the eye reads it (:func:`walletsafe.message.folding.fold`): case, marks, look-alikes and
invisible characters make no difference. What tells of the sender stays, whatever the headers call the reader:
payment addresses, and the names of hosts.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from urllib.parse import quote, quote_plus

from walletsafe import texts
from walletsafe.message import links
from walletsafe.message.folding import fold
from walletsafe.message.model import Address, Message

_TOKEN = re.compile(
    r"""(?P<mailbox>[\w.+-]{1,64}+(?:@|%40|%2540)[\w-]{1,63}+(?:\.[\w-]{1,63}+){0,8}+)
    |%[0-9a-f]{2}
    |(?P<words>[^\W_]++(?:(?:[._+-]|\[\.\]|\(\.\))++[^\W_]++)*+)
    |[\w.+-]+""",
    re.VERBOSE,
)
_AT = re.compile("@|%40|%2540")
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+")
_FOR = re.compile(r"\bfor\s{1,9}<?([^\s<>;@]{1,64}@[^\s<>;]{1,255})", re.IGNORECASE)
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e]*")
_LEAST = 3
"""Parts of a name shorter than this stand in too many other words."""

_MOST_PARTS = 4
"""How many words a local part may have to be found among others."""

_LONGEST_LOCAL = 24
"""What is longer, has digits and no separator may be a payment address (the shortest have 26 characters)."""

_NOBODY = frozenset(
    {
        "admin",
        "bitcoin",
        "btc",
        "client",
        "contact",
        "crypto",
        "customer",
        "dear",
        "eth",
        "ethereum",
        "hello",
        "info",
        "ledger",
        "mail",
        "member",
        "nano",
        "office",
        "owner",
        "password",
        "pay",
        "phrase",
        "post",
        "recovery",
        "sales",
        "seed",
        "service",
        "support",
        "team",
        "user",
        "valued",
        "wallet",
        "words",
    }
)
"""Words that senders put where a name belongs, or that many mailboxes are called: they tell of nobody."""

_NAMED_BY_SENDERS = frozenset({"from", "sender", "reply-to", "subject"})
"""Headers that hold what the sender made up; the others tell which hosts the mail came through."""

_LEAST_ENCODED = 6
_LEAST_FORM = 8
"""Shorter than this, an encoded form would stand in other words as well."""
_MOST_ENCODED = 20
"""For so many recipients their mailboxes are looked for in encoded forms as well."""

_LEAST_DIGITS = 5
_TELLING_DIGITS = 8
"""So many digits at its end tell a telephone number, however its country and city are written."""
_BETWEEN = r"[\W_]{0,3}"

_Spans = Iterator[tuple[int, int, str]]


def may_be_own(message: Message) -> bool:
    """Whether the mail says that it comes from one of those who got it: their address may be forged."""
    mailbox = _plain(message.sender.mailbox)
    return "@" in mailbox and mailbox in {_plain(reader.mailbox) for reader in _readers(message)}


class Reporter:
    """Knows the recipients of ``message``, and replaces them wherever they stand.

    ``named`` is what the person wants taken out besides, separated by commas. ``own_sender``: the sender's
    address is that of the person, and was forged.
    """

    def __init__(self, message: Message, named: str = "", *, own_sender: bool = False) -> None:
        self._name, self._address, self._out = (
            texts.words("message", f"pack.{what}") for what in ("your_name", "your_address", "taken_out")
        )
        kept = {_plain(sender.mailbox) for sender in _senders(message)}
        kept -= {_plain(mailbox) for mailbox in message.delivered_to}
        kept -= {_plain(message.sender.mailbox)} if own_sender else set()
        readers = [reader for reader in _readers(message) if _plain(reader.mailbox) not in kept - {""}]
        mailboxes = [reader.mailbox for reader in readers if "@" in reader.mailbox]
        self._mailboxes = {_plain(mailbox) for mailbox in mailboxes}
        self._kept = kept
        names = chain(_locals(self._mailboxes), _parts(reader.name for reader in readers))
        self._names = frozenset(_telling(names))
        self._names_among_dots = self._names - _labels(message, self._mailboxes)
        entries = [entry.strip() for entry in named.split(",")]
        self._named = _pattern(entry for entry in entries if len(entry) > 1)
        self._encoded = {
            **dict.fromkeys(chain.from_iterable(map(_encoded, mailboxes[:_MOST_ENCODED])), self._address),
            **dict.fromkeys(chain.from_iterable(map(_encoded, entries)), self._out),
        }
        name = re.escape(self._name)
        self._row = re.compile(f"{name}(?:[ .,_+-]{{1,3}}{name})+")

    def redact(self, untrusted_text: str) -> str:
        """Replace every mailbox, local part, name and part of a name of theirs, and what the person named.

        The sender's addresses stay. Linear in the length of the text.
        """
        folded, starts = _folded(untrusted_text)
        pieces: list[str] = []
        at = 0
        for start, end, instead in _merged(self._spans(folded)):
            pieces += [untrusted_text[at : starts[start]], instead]
            at = starts[end - 1] + 1
            while at < len(untrusted_text) and unicodedata.category(untrusted_text[at]).startswith("M"):
                at += 1
        return self._row.sub(self._name, "".join((*pieces, untrusted_text[at:])))

    def _spans(self, folded: str) -> _Spans:
        if self._named is not None:
            yield from ((*match.span(), self._out) for match in self._named.finditer(folded))
        for form, instead in self._encoded.items():
            at = folded.find(form)
            while at >= 0:
                yield at, at + len(form), instead
                at = folded.find(form, at + len(form))
        for token in _TOKEN.finditer(folded):
            if token["mailbox"]:
                yield from self._of_mailbox(token.group(), token.start())
            elif token["words"]:
                yield from self._of_names(token.group(), token.start())

    def _of_mailbox(self, untrusted_mailbox: str, at: int) -> _Spans:
        mailbox = _AT.sub("@", untrusted_mailbox)
        if mailbox in self._mailboxes:
            yield at, at + len(untrusted_mailbox), self._address
        elif mailbox not in self._kept:
            local = _AT.split(untrusted_mailbox)[0]
            yield from self._of_names(local, at)
            yield from self._of_names(untrusted_mailbox[len(local) :], at + len(local))

    def _of_names(self, words: str, at: int) -> _Spans:
        """The names among words that hang together, as in ``anna.muster.html``; the longest first."""
        names = self._names_among_dots if "." in words else self._names
        spans = [word.span() for word in _WORD.finditer(words)]
        number = 0
        while number < len(spans):
            start = spans[number][0]
            for last in range(min(number + _MOST_PARTS, len(spans)) - 1, number - 1, -1):
                if words[start : spans[last][1]] in names:
                    yield at + start, at + spans[last][1], self._name
                    number = last
                    break
            number += 1


def _readers(message: Message) -> Iterator[Address]:
    """Whom the headers name as recipients; also the topmost mail service that says for whom it took it."""
    yield from (reader for reader in message.recipients if reader.name or reader.mailbox)
    received = (value for name, value in message.headers if name.lower() == "received")
    taken_for = next(filter(None, map(_FOR.search, received)), None)
    if taken_for is not None:
        yield Address("", taken_for[1])


def _senders(message: Message) -> tuple[Address, ...]:
    return message.sender, message.sent_by, message.reply_to, message.return_path


@lru_cache(maxsize=4096)
def _reading(character: str) -> str:
    return fold(character).text


def _folded(untrusted_text: str) -> tuple[str, Sequence[int]]:
    """The text as the eye reads it, and for each of its characters the place of the one it was made of."""
    if _PLAIN.fullmatch(untrusted_text):
        return untrusted_text.lower(), range(len(untrusted_text))
    pieces = [_reading(character) for character in untrusted_text]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


def _plain(untrusted_text: str) -> str:
    return _folded(untrusted_text)[0]


def _merged(spans: _Spans) -> _Spans:
    """The spans in their order; those that overlap become one."""
    found = sorted(spans, key=lambda span: (span[0], -span[1]))
    number = 0
    while number < len(found):
        start, end, instead = found[number]
        while number < len(found) and found[number][0] < end:
            end = max(end, found[number][1])
            number += 1
        yield start, end, instead


def _parts(names: Iterable[str]) -> Iterator[str]:
    """The parts of the names. One with a digit is none of a person: it may be a payment address."""
    for name in names:
        yield from (word for word in _WORD.findall(_plain(name)) if word.isalpha())


def _locals(mailboxes: Iterable[str]) -> Iterator[str]:
    """What stands before the @, as it is and without what parts it."""
    for mailbox in mailboxes:
        local = mailbox.rpartition("@")[0]
        joined = "".join(_WORD.findall(local))
        if joined.isalpha() or len(joined) <= _LONGEST_LOCAL:
            yield from (local, joined)


def _telling(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if len(word) >= _LEAST and word not in _NOBODY)


def _labels(message: Message, mailboxes: Iterable[str]) -> frozenset[str]:
    """The words in the names of hosts that tell of the sender: among dots they are never replaced."""
    senders = (sender.domain for sender in _senders(message))
    theirs = _words_of((*(link.host for link in message.links), *senders))
    values = (value for name, value in message.headers if name.lower() not in _NAMED_BY_SENDERS)
    passed = (token for value in values for token in _DOTTED.findall(value) if links.host_of(token))
    return theirs | (_words_of(passed) - _words_of(mailbox.rpartition("@")[2] for mailbox in mailboxes))


def _words_of(hosts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for host in hosts for word in _WORD.findall(_plain(host)))


def _pattern(entries: Iterable[str]) -> re.Pattern[str] | None:
    """Finds each entry as a whole, and the longer words of one that has several."""
    forms = dict.fromkeys(form for entry in entries for form in _forms(_plain(entry)))
    if not forms:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])")


def _forms(entry: str) -> Iterator[str]:
    words = _WORD.findall(entry)
    digits = "".join(words)
    if not words:
        yield re.escape(entry)
    elif digits.isdigit() and len(digits) >= _LEAST_DIGITS:
        before = rf"(?:[0-9]{_BETWEEN}){{0,6}}" if len(digits) > _TELLING_DIGITS else ""
        yield before + _BETWEEN.join(digits[-_TELLING_DIGITS:])
    else:
        yield _BETWEEN.join(words)
        if len(words) > 1:
            yield from (word for word in words if len(word) >= _LEAST and word.isalpha())


def _encoded(value: str) -> Iterator[str]:
    """How mailing programs write a mailbox, or anything, into return addresses and links; in lower case.

    Base64 writes the same three ways, as what stands before it goes; its ends depend on the neighbours.
    """
    if len(value) < _LEAST_ENCODED:
        return
    if "@" in value:
        for at in ("=", "%40", "%2540"):
            yield from (value.replace("@", at).lower(), value.replace(".", "%2E").replace("@", at).lower())
    yield from (form.lower() for form in (quote(value, safe=""), quote_plus(value)) if form != value)
    for spelled in dict.fromkeys((value, value.lower(), value.upper())):
        data = spelled.encode("utf-8", "replace")
        yield data.hex()
        for before in range(3):
            whole = (before + len(data)) * 8 // 6
            first = -(-before * 8 // 6)
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                form = encode(bytes(before) + data).decode()[first:whole].lower()
                if len(form) >= _LEAST_FORM:
                    yield form
