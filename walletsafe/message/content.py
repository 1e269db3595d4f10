"""Gathers from the parts of a mail what a reader would see of it, what is hidden in it, and where it leads.

Of attachments, web pages and texts without a name are read as well, and count as hidden. The others are
names alone.

What a reader sees of a mail with an HTML part is that part: scams put a harmless text beside it. That text is
looked through for links as well. Where it says something else, and more than a line, it counts as hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from walletsafe.message import links, markup
from walletsafe.message.charsets import text_from
from walletsafe.message.markup import Target
from walletsafe.message.mime import LONGEST_TEXT, Part, Structure, body_of
from walletsafe.message.model import Attachment

_FEW_WORDS = 40
_LONGEST_GARBAGE = 64 << 10
_LONGEST_ATTACHED = 200 << 10


@dataclass(slots=True)
class Content:
    """What the parts of a mail hold. Nothing has been through the guard yet.

    ``mails`` are those that came with it; they are not among the attachments. ``not_read`` holds names of
    ``model.NOT_READ``. ``room`` is how many characters may still be read.
    """

    room: int

    texts: list[str] = field(default_factory=list[str])
    hidden: list[str] = field(default_factory=list[str])
    links: dict[Target, None] = field(default_factory=dict[Target, None])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    mails: list[Part] = field(default_factory=list[Part])
    not_read: set[str] = field(default_factory=set[str])


def gather(untrusted_mail: bytes, structure: Structure, room: int = LONGEST_TEXT) -> Content:
    """Read the text parts of a mail, ``room`` characters in all; of all others take the name alone."""
    content = Content(room, not_read=set(structure.not_read))
    shown = [part for part in structure.parts if _is_text(part) and not part.is_attachment]
    shown_as_html = {part.alternative for part in shown if _is_page(part) and part.alternative}
    read = partial(_text_of, untrusted_mail, content)
    asides: list[Part] = []
    attached: list[Part] = []
    for part in structure.parts:
        if _is_mail(part):
            content.mails.append(part)
            continue
        if part.name or part not in shown:
            content.attachments.append(Attachment(part.name, part.media_type))
        if part not in shown:
            attached += [part] if _is_page(part) or (_is_text(part) and not part.name) else []
        elif _is_page(part):
            _add_page(content, read(part))
        elif part.alternative in shown_as_html and part.media_type != "text/calendar":
            asides.append(part)
        else:
            _add_text(content, read(part))
    for part in asides:
        _add_aside(content, read(part))
    for part in attached:
        _add_attached(content, part, read)
    return content


def _is_mail(part: Part) -> bool:
    shown_as_text = part.media_type.startswith("text/") and not part.is_attachment
    named_so = part.name.lower().endswith(".eml") and not shown_as_text
    return part.media_type in {"message/rfc822", "message/global"} or named_so


def _is_page(part: Part) -> bool:
    named_so = part.name.lower().endswith(_PAGE_ENDINGS) and not part.media_type.startswith("text/")
    return part.media_type in _PAGES or named_so


_PAGES = frozenset({"text/html", "text/x-amp-html", "application/xhtml+xml"})
_PAGE_ENDINGS = (".htm", ".html", ".shtml", ".xhtml")


def _is_text(part: Part) -> bool:
    """Whether mail programs show it: a text of an unknown type is shown as plain text (RFC 2046 4.1.4)."""
    return part.media_type.startswith("text/") or part.media_type in _PAGES


_CHARSET_IN_PAGE = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE
)


def _text_of(untrusted_mail: bytes, content: Content, part: Part) -> str:
    """The text of a part, as far as there is room for it; note what is left unread."""
    if not content.room:
        content.not_read.add("large-text")
        return ""
    body, whole, unbroken = body_of(untrusted_mail, part)
    named = _CHARSET_IN_PAGE.search(body[:2048]) if _is_page(part) and not part.charset else None
    charset = named[1].decode("ascii", "replace") if named else part.charset
    text = text_from(body, charset).replace("\r\n", "\n").replace("\r", "\n")
    if part.media_type == "text/calendar":
        text = _CALENDAR_ESCAPE.sub(r"\1", _CALENDAR_BREAK.sub("\n", _CALENDAR_FOLD.sub("", text)))
    if text.count("\ufffd") * 4 > len(text):
        # No text in any charset; there is nothing in it to read for long.
        text, unbroken = text[:_LONGEST_GARBAGE], False
    whole = whole and len(text) <= content.room
    content.not_read.update(() if whole else {"large-text"}, () if unbroken else {"broken-part"})
    text = text[: content.room]
    content.room -= len(text)
    return text


# RFC 5545 3.1, and what is escaped in a text: 3.3.11.
_CALENDAR_FOLD = re.compile(r"\n[ \t]")
_CALENDAR_BREAK = re.compile(r"\\[nN]")
_CALENDAR_ESCAPE = re.compile(r"\\([\\,;])")


def _add_page(content: Content, untrusted_html: str) -> None:
    page = markup.read(untrusted_html)
    content.texts.append(page.text)
    content.hidden.append(page.hidden_text)
    content.links |= dict.fromkeys(page.links)
    content.not_read.update(() if page.complete else {"large-text"}, () if page.all_links else {"many-links"})
    _add_written_links(content, page.bare_text)


def _add_text(content: Content, untrusted_text: str) -> None:
    content.texts.append(untrusted_text.strip("\n"))
    _add_written_links(content, untrusted_text)


def _add_aside(content: Content, untrusted_text: str) -> None:
    """Take the text part that stands beside a page, and that few readers see."""
    _add_written_links(content, untrusted_text)
    words = set(_WORD.findall(untrusted_text.lower()))
    seen = set(_WORD.findall("\n".join(content.texts).lower()))
    if len(words) >= _FEW_WORDS and len(words & seen) * 2 < len(words):
        content.hidden.append(untrusted_text.strip("\n"))


_WORD = re.compile(r"[^\W\d_]{2,}")


def _add_attached(content: Content, part: Part, read: Callable[[Part], str]) -> None:
    """Take a page or text that came as a file: nobody sees it before opening it."""
    if part.end - part.start > _LONGEST_ATTACHED:
        content.not_read.add("large-part")
        part = replace(part, end=part.start + _LONGEST_ATTACHED)
    if _is_page(part):
        page = markup.read(read(part))
        content.links |= dict.fromkeys(page.links)
        text = f"{page.text}\n\n{page.hidden_text}"
    else:
        text = read(part)
    content.hidden.append(text.strip("\n"))
    _add_written_links(content, text)


def _add_written_links(content: Content, untrusted_text: str) -> None:
    """Take the addresses in a text, of which mail programs make links; once each."""
    known = {link.target for link in content.links}
    found = links.in_text(untrusted_text)
    content.links |= {Target(link.target, ""): None for link in found if link.target not in known}
    if len(found) >= links.MOST:
        content.not_read.add("many-links")
