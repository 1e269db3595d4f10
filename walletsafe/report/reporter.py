"""Takes the reporter's own names and mailboxes out of a message before it is handed on as evidence."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator

from walletsafe import texts
from walletsafe.message.model import Message

_TOKEN = re.compile(
    r"""(?P<mailbox>[\w.+-]{1,64}+(?:@|%40)[\w-]{1,63}+(?:\.[\w-]{1,63}+){0,8}+)
    |%[0-9A-Fa-f]{2}
    |(?P<words>[^\W_]++(?:[._+-]++[^\W_]++)*+)
    |[\w.+-]+""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")
_LEAST = 3
"""Parts of a name shorter than this stand in too many other words."""

_MOST_PARTS = 4
"""How many words a local part may have to be found among others."""

_NOBODY = frozenset(
    {
        "admin",
        "client",
        "contact",
        "crypto",
        "customer",
        "dear",
        "hello",
        "info",
        "ledger",
        "mail",
        "member",
        "nano",
        "office",
        "owner",
        "post",
        "sales",
        "service",
        "support",
        "team",
        "user",
        "valued",
        "wallet",
    }
)
"""Words that senders put where a name belongs, or that many mailboxes are called: they tell of nobody."""

_LEAST_ENCODED = 9
_MOST_ENCODED = 20
"""For so many recipients their mailboxes are looked for in encoded forms as well."""


class Reporter:
    """Knows the recipients of ``message``, and replaces them wherever they stand."""

    def __init__(self, message: Message) -> None:
        recipients = [address for address in message.recipients if address.name or address.mailbox]
        self._name, self._address = (
            texts.words("message", f"pack.your_{what}") for what in ("name", "address")
        )
        self._mailboxes = {_folded(address.mailbox) for address in recipients if "@" in address.mailbox}
        locals_of = (mailbox.rpartition("@")[0] for mailbox in self._mailboxes)
        self._names = set(_telling((*locals_of, *_parts(address.name for address in recipients))))
        senders = (message.sender, message.reply_to, message.return_path)
        self._kept = {_folded(sender.mailbox) for sender in senders}
        encoded = {form for address in recipients[:_MOST_ENCODED] for form in _encoded(address.mailbox)}
        self._encoded = re.compile("|".join(map(re.escape, sorted(encoded)))) if encoded else None
        name = re.escape(self._name)
        self._row = re.compile(f"{name}(?:[ .,_+-]{{1,3}}{name})+")

    def redact(self, untrusted_text: str) -> str:
        """Replace every mailbox, local part, name and part of a name of theirs; the sender's addresses stay.

        Case does not matter. Linear in the length of the text.
        """
        if self._encoded is not None:
            untrusted_text = self._encoded.sub(self._address, untrusted_text)
        return self._row.sub(self._name, _TOKEN.sub(self._replaced, untrusted_text))

    def _replaced(self, token: re.Match[str]) -> str:
        if token["mailbox"]:
            mailbox = _folded(token["mailbox"])
            if mailbox in self._mailboxes:
                return self._address
            return token.group() if mailbox in self._kept else self._without_names(token.group())
        return self._without_names(token.group()) if token["words"] else token.group()

    def _without_names(self, words: str) -> str:
        """Replace the names among words that hang together, as in ``anna.muster.html``; the longest first."""
        spans = [word.span() for word in _WORD.finditer(words)]
        pieces: list[str] = []
        number = position = 0
        while number < len(spans):
            start = spans[number][0]
            for last in range(min(number + _MOST_PARTS, len(spans)) - 1, number - 1, -1):
                if _folded(words[start : spans[last][1]]) in self._names:
                    pieces += [words[position:start], self._name]
                    position, number = spans[last][1], last
                    break
            number += 1
        return "".join((*pieces, words[position:]))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("%40", "@")


def _parts(names: Iterable[str]) -> Iterator[str]:
    """The parts of the names, each as it stands in a text."""
    for name in names:
        yield from (_folded(word) for word in _WORD.findall(name) if len(word) >= _LEAST)


def _telling(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if len(word) >= _LEAST and word not in _NOBODY)


def _encoded(mailbox: str) -> Iterator[str]:
    """How mailing programs write a mailbox into return addresses and links.

    Of the base64 form the last characters depend on what follows. One that is too short would stand in
    other words as well.
    """
    if len(mailbox) < _LEAST_ENCODED or "@" not in mailbox:
        return
    yield mailbox.replace("@", "=")
    yield base64.b64encode(mailbox.encode()[: len(mailbox) // 3 * 3]).decode()
    yield mailbox.encode().hex()
