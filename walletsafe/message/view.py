"""Lays a message out as plain text, the places of its signs marked; nothing in it can be opened.

Foreign characters are shown as :func:`walletsafe.redact.clean` shows them, save that the text keeps its lines
and its emoji. Addresses of the web are written so that no program takes them for links: ``hxxps://`` and
``[.]``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from walletsafe import texts
from walletsafe.message.model import Field, Kind, Message, Place, Sign
from walletsafe.redact import pieces

TEXT_LIMIT = 30_000
"""How many characters of a text are shown."""
LINE_LIMIT = 300
"""How many characters of a name, a subject or an address are shown."""
ROW_LIMIT = 100
"""How many links, and how many attachments, are shown."""

_say = partial(texts.words, "message")
_TOKEN = re.compile(r"\S+")
_SCHEME = re.compile(r"http(?=s?:)", re.IGNORECASE)
_DOTS = ".\u3002\uff0e\uff61"
"""What browsers take for the dot in the name of a host."""
_HOST = re.compile(rf"[^\W_][{_DOTS}](?:[^\W\d_]{{2}}|xn--)|(?<![\w.])(?:\d{{1,3}}\.){{3}}\d{{1,3}}[/\\:?#]")
_MAILBOXES = re.compile(
    r"[<(\[{\"'*_]*+(?:mailto:)?+(?:[\w.+%=~'&\]-]++@[\w-]++(?:\.[\w-]++)*+(?:[>)\]}\"'*_,;:.!?<(\[{]++|$))++"
)
"""Mail addresses and what may stand around and between them: no program takes those for pages."""
REWRITE_MARGIN = 500
"""With so many more characters than are shown a text is rewritten: a name may stand across the border."""
_INVISIBLE_RUN = 8
"""From so many invisible characters in a row on they are counted instead of being spelled out one by one."""
_TAB = "    "


@dataclass(frozen=True, slots=True)
class View:
    """A message as people read it.

    ``spans`` holds for each sign, in their order, where its places stand in ``text`` (start, end): none where
    the sign is about the whole. A place in a part that is not shown is marked at the line that says so.
    """

    text: str
    spans: tuple[tuple[tuple[int, int], ...], ...]


def lay_out(message: Message, signs: Sequence[Sign], rewrite: Callable[[str], str] | None = None) -> View:
    """Lay ``message`` out and find the places of ``signs`` in it. Recipients never show.

    ``rewrite`` changes the texts of fields before they are shown; places are then those of the changed texts.
    Raise ``IndexError`` for a place in a link or an attachment that the message does not have.
    """
    sheet = _Sheet(message, rewrite)
    if message.was_carried:
        sheet.say(_say("view.carried") + "\n\n")
    _head(sheet, message)
    sheet.field(Field.TEXT, TEXT_LIMIT)
    _links(sheet, message)
    _attachments(sheet, message)
    if message.hidden_text:
        sheet.say("\n\n" + _say("view.hidden") + "\n")
        sheet.field(Field.HIDDEN_TEXT, TEXT_LIMIT)
    return View(sheet.text, tuple(sheet.spans(sign.places) for sign in signs))


def shown(untrusted_text: str, *, one_line: bool = False) -> list[str]:
    """What is shown for each character of a foreign text; joined, it is the text as people see it.

    ``one_line``: line ends are made visible as well.
    """
    found = list(pieces(untrusted_text))
    for number, character in enumerate(untrusted_text):
        if character == "\t":
            found[number] = _TAB
        elif character in "\r\n" and not one_line:
            found[number] = "" if untrusted_text[number : number + 2] == "\r\n" else "\n"
        elif number and _joins_emoji(character, untrusted_text[number - 1], found[number - 1]):
            found[number] = character
    _count_invisible(untrusted_text, found)
    _defang(untrusted_text, found)
    return found


def _joins_emoji(character: str, before: str, shown_before: str) -> bool:
    """Whether this is one of the invisible characters that emoji are made of, where one belongs."""
    if character not in "\ufe0f\u200d":
        return False
    after_joined = character == "\u200d" and shown_before == "\ufe0f"
    return after_joined or unicodedata.category(before) in {"So", "Sk"}


def _count_invisible(untrusted_text: str, found: list[str]) -> None:
    """Newsletters pad with hundreds of invisible characters, and scams hide words with them."""
    run: list[int] = []
    for number in range(len(found) + 1):
        if number < len(found) and found[number].startswith("\\u{"):
            run.append(number)
        elif run and (number == len(found) or untrusted_text[number].strip()):
            if len(run) >= _INVISIBLE_RUN:
                rest = [""] * (run[-1] - run[0])
                found[run[0] : run[-1] + 1] = [_say("view.invisible", count=len(run)), *rest]
            run = []


def _defang(untrusted_text: str, found: list[str]) -> None:
    for scheme in _SCHEME.finditer(untrusted_text):
        found[scheme.start() + 1] = found[scheme.start() + 2] = "x"
    for match in _TOKEN.finditer(untrusted_text):
        token = match.group()
        if is_web_address(token):
            for number in range(1, len(token) - 1):
                if token[number] in _DOTS and _labels(token[number - 1], token[number + 1]):
                    found[match.start() + number] = "[.]"


def is_web_address(untrusted_token: str) -> bool:
    """Whether a program could take what stands between two blanks for an address of the web."""
    if "@" in untrusted_token and _MAILBOXES.fullmatch(untrusted_token):
        return False
    return "://" in untrusted_token or bool(_HOST.search(untrusted_token))


def _labels(*characters: str) -> bool:
    """Whether these can stand in the name of a host."""
    return all(character.isalnum() or character in "-_" for character in characters)


class _Sheet:
    """The text so far, and for each field that is in it where its characters begin."""

    def __init__(self, message: Message, rewrite: Callable[[str], str] | None) -> None:
        self._message = message
        self._rewrite = rewrite
        self._written: list[str] = []
        self._length = 0
        self._starts: dict[tuple[Field, int], list[int]] = {}
        self._ends: dict[tuple[Field, int], int] = {}
        self._more: dict[Field, tuple[int, int]] = {}

    @property
    def text(self) -> str:
        return "".join(self._written)

    def say(self, words: str) -> None:
        """Add words of our own."""
        self._written.append(words)
        self._length += len(words)

    def field(self, field: Field, limit: int = LINE_LIMIT, number: int = 0) -> None:
        """Add a field, at most ``limit`` of its characters, with a line that says how many more there are."""
        untrusted_text = self._message.text_of(field, number)
        found = shown(rewritten(untrusted_text, limit, self._rewrite), one_line=limit == LINE_LIMIT)
        self._starts[field, number] = list(accumulate(map(len, found), initial=self._length))
        self.say("".join(found))
        if len(untrusted_text) > limit:
            self.say(_say("view.cut", count=len(untrusted_text) - limit))
        self._ends[field, number] = self._length

    def leave_out(self, count: int, *fields: Field) -> None:
        """Say that there are ``count`` more of what these fields belong to."""
        start = self._length
        self.say(_say("view.more", count=count))
        self._more |= dict.fromkeys(fields, (start, self._length))

    def spans(self, places: Sequence[Place]) -> tuple[tuple[int, int], ...]:
        found = (self._span(place) for place in places)
        return tuple(dict.fromkeys(span for span in found if span[0] < span[1]))

    def _span(self, place: Place) -> tuple[int, int]:
        key = place.field, place.number
        if key not in self._starts:
            self._message.text_of(*key)
            return self._more.get(place.field, (0, 0))
        starts = self._starts[key]
        last = len(starts) - 1
        return starts[min(place.start, last)], starts[place.end] if place.end <= last else self._ends[key]


def rewritten(untrusted_text: str, limit: int, rewrite: Callable[[str], str] | None) -> str:
    """At most the first ``limit`` characters of a text, as ``rewrite`` changes them."""
    if rewrite is None:
        return untrusted_text[:limit]
    text = rewrite(untrusted_text[: limit + REWRITE_MARGIN])
    if len(untrusted_text) > limit + REWRITE_MARGIN:
        text = text[:-REWRITE_MARGIN]
    return text[:limit]


def _head(sheet: _Sheet, message: Message) -> None:
    if message.kind is Kind.MAIL or message.sender.name or message.sender.mailbox:
        sheet.say(_say("view.sender") + " ")
        sheet.field(Field.SENDER_NAME)
        sheet.say(" <" if message.sender.name else "<")
        sheet.field(Field.SENDER_ADDRESS)
        sheet.say(">\n")
    for key, field in (
        ("reply_to", Field.REPLY_TO),
        ("return_path", Field.RETURN_PATH),
        ("subject", Field.SUBJECT),
        ("provider", Field.PROVIDER),
    ):
        if message.text_of(field):
            sheet.say(_say(f"view.{key}") + " ")
            sheet.field(field)
            sheet.say("\n")
    if message.date:
        sheet.say(f"{_say('view.date')} {''.join(shown(message.date[:LINE_LIMIT], one_line=True))}\n")
    if sheet.text:
        sheet.say("\n")


def _links(sheet: _Sheet, message: Message) -> None:
    if not message.links:
        return
    sheet.say(("\n\n" if sheet.text else "") + _say("view.links") + "\n")
    for number, link in enumerate(message.links[:ROW_LIMIT]):
        sheet.say(f"{number + 1}. ")
        if link.text:
            sheet.say('"')
            sheet.field(Field.LINK_TEXT, number=number)
            sheet.say('" ' + _say("view.leads_to") + " ")
        elif link.from_code:
            sheet.say(_say("view.from_code") + " ")
        sheet.field(Field.LINK, number=number)
        sheet.say("\n")
    if len(message.links) > ROW_LIMIT:
        sheet.leave_out(len(message.links) - ROW_LIMIT, Field.LINK, Field.LINK_TEXT)


def _attachments(sheet: _Sheet, message: Message) -> None:
    if not message.attachments:
        return
    sheet.say("\n\n" + _say("view.attachments") + "\n")
    for number, attachment in enumerate(message.attachments[:ROW_LIMIT]):
        sheet.say("- ")
        sheet.field(Field.ATTACHMENT, number=number)
        media_type = "".join(shown(attachment.media_type[:LINE_LIMIT], one_line=True))
        sheet.say(f" ({media_type})\n")
    if len(message.attachments) > ROW_LIMIT:
        sheet.leave_out(len(message.attachments) - ROW_LIMIT, Field.ATTACHMENT)
