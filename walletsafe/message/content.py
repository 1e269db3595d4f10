"""Gathers from the parts of a mail what a reader would see of it, what is hidden in it, and where it leads.

What a reader sees of a mail with an HTML part is that part: scams put a harmless text beside it. That text is
looked through for links as well. Where it says something else, and more than a line, it counts as hidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from walletsafe.message import links, markup
from walletsafe.message.charsets import text_from
from walletsafe.message.markup import Target
from walletsafe.message.mime import LONGEST_TEXT, Part, Structure, body_of
from walletsafe.message.model import Attachment

_FEW_WORDS = 40
_LONGEST_GARBAGE = 64 << 10


@dataclass(slots=True)
class Content:
    """What the parts of a mail hold. Nothing has been through the guard yet.

    ``mails`` are those that came with it; they are not among the attachments. ``not_read`` holds names of
    ``model.NOT_READ``.
    """

    texts: list[str] = field(default_factory=list[str])
    hidden: list[str] = field(default_factory=list[str])
    links: dict[Target, None] = field(default_factory=dict[Target, None])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    mails: list[Part] = field(default_factory=list[Part])
    not_read: set[str] = field(default_factory=set[str])


def gather(untrusted_mail: bytes, structure: Structure) -> Content:
    """Read the text parts of a mail, two megabytes in all; of all others take the name alone."""
    content = Content(not_read=set(structure.not_read))
    shown_as_html = {part.alternative for part in structure.parts if _is_html(part) and part.alternative}
    reader = _Reader(untrusted_mail, content)
    asides: list[Part] = []
    for part in structure.parts:
        if _is_mail(part):
            content.mails.append(part)
        elif part.name or not _is_text(part):
            content.attachments.append(Attachment(part.name, part.media_type))
        if _is_html(part):
            _add_page(content, reader.text_of(part))
        elif _is_text(part) and part.alternative in shown_as_html:
            asides.append(part)
        elif _is_text(part):
            _add_text(content, reader.text_of(part))
    for part in asides:
        _add_aside(content, reader.text_of(part))
    return content


def _is_mail(part: Part) -> bool:
    return part.media_type in {"message/rfc822", "message/global"} or part.name.lower().endswith(".eml")


def _is_html(part: Part) -> bool:
    page = part.media_type in {"text/html", "application/xhtml+xml"} and not part.is_attachment
    return page and not _is_mail(part)


def _is_text(part: Part) -> bool:
    plain = part.media_type in {"text/plain", "text/enriched", "text/richtext"} and not part.is_attachment
    return (plain and not _is_mail(part)) or _is_html(part)


_CHARSET_IN_PAGE = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE
)


@dataclass(slots=True)
class _Reader:
    """Decodes parts as long as there is room, and notes what it left unread."""

    untrusted_mail: bytes
    content: Content
    left: int = LONGEST_TEXT

    def text_of(self, part: Part) -> str:
        """The text of a part, as far as there is room for it."""
        if not self.left:
            self.content.not_read.add("large-text")
            return ""
        body, whole, unbroken = body_of(self.untrusted_mail, part)
        named = _CHARSET_IN_PAGE.search(body[:2048]) if _is_html(part) and not part.charset else None
        charset = named[1].decode("ascii", "replace") if named else part.charset
        text = text_from(body, charset).replace("\r\n", "\n").replace("\r", "\n")
        if text.count("\ufffd") * 4 > len(text):
            # No text in any charset; there is nothing in it to read for long.
            text, unbroken = text[:_LONGEST_GARBAGE], False
        whole = whole and len(text) <= self.left
        self.content.not_read.update(() if whole else {"large-text"}, () if unbroken else {"broken-part"})
        text = text[: self.left]
        self.left -= len(text)
        return text


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


def _add_written_links(content: Content, untrusted_text: str) -> None:
    """Take the addresses in a text, of which mail programs make links; once each."""
    known = {link.target for link in content.links}
    found = links.in_text(untrusted_text)
    content.links |= {Target(link.target, ""): None for link in found if link.target not in known}
    if len(found) >= links.MOST:
        content.not_read.add("many-links")
