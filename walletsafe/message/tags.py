"""Takes HTML apart into tags and texts, in their order, in time that grows with its length alone.

The standard library's ``html.parser`` finds the tags; where it would look for an end again and again, or
follows no standard, this goes its own way. What stands in comments for Outlook alone is kept apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

_MOST_EVENTS = 80_000
_LONGEST_VALUE = 2000


class Event(NamedTuple):
    """A tag that opens (``attributes``), one that closes (``None``), or a text (its tag is empty)."""

    tag: str
    attributes: dict[str, str] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a style sheet. ``is_limited``: it holds on some screens or on paper alone."""

    text: str
    is_limited: bool


@dataclass(slots=True)
class Tags:
    """A page taken apart.

    ``rest`` is what follows the first 80,000 events, as it stands there. ``for_outlook`` is what Outlook
    shows and browsers take for comments.
    """

    events: list[Event] = field(default_factory=list[Event])
    sheets: list[Sheet] = field(default_factory=list[Sheet])
    for_outlook: list[str] = field(default_factory=list[str])
    rest: str = ""


def take_apart(untrusted_html: str) -> Tags:
    """Take a page apart. Never fails; linear in its length."""
    reader = _Reader()
    # What begins behind the last ">" is no whole tag. The library would look for its end again and again.
    end = untrusted_html.rfind(">") + 1
    tail = _TAG_START.split(untrusted_html[end:], maxsplit=1)[0]
    try:
        reader.feed(untrusted_html[:end] + tail)
        reader.close()
    except _TooMuch:
        reader.tags.rest = reader.rawdata[reader.at :]
    return reader.tags


def without_tags(untrusted_html: str) -> str:
    """The text between the tags, cheaply."""
    return unescape(_ANY_TAG.sub(" ", untrusted_html))


_ANY_TAG = re.compile(r"<[^<>]*+>")
_TAG_START = re.compile(r"<[A-Za-z/!?]")
_COMMENT_END = re.compile(r"--!?>")
_FOR_OUTLOOK = re.compile(r"\[if [^<>\[\]]{1,80}\]>", re.IGNORECASE)
_NO_SHEETS_IN = frozenset({"template", "title", "textarea", "iframe", "noframes", "noembed", "xmp"})


class _TooMuch(Exception):
    """There are more tags than anybody writes."""


class _Reader(HTMLParser):
    """Collects what the library finds. ``at`` is how far it got."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags = Tags()
        self.at = 0
        self._count = 0
        self._no_sheets = 0
        self._sheet_is_limited = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag; of an attribute that is there twice the first counts."""
        given = {name: (value or "")[:_LONGEST_VALUE] for name, value in reversed(attrs)}
        self._add(Event(tag, given))
        self._no_sheets += tag in _NO_SHEETS_IN
        self._sheet_is_limited = given.get("media", "").strip().lower() not in {"", "all", "screen"}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<div/>`` opens a ``div``: in HTML the slash means nothing."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Take a closing tag."""
        self._add(Event(tag))
        self._no_sheets -= tag in _NO_SHEETS_IN and self._no_sheets > 0

    def handle_data(self, data: str) -> None:
        """Take text; that of a style sheet is no text."""
        if self.cdata_elem != "style":
            self._add(Event("", text=data))
        elif not self._no_sheets:
            self.tags.sheets.append(Sheet(data, self._sheet_is_limited))

    def parse_comment(self, i: int, report: int = 1) -> int:
        """Pass over a comment. One without an end reaches to the end, as in browsers; the library rescans."""
        self._one_more()
        if self.rawdata.startswith((">", "->"), i + 4):
            return self.rawdata.index(">", i) + 1
        end = _COMMENT_END.search(self.rawdata, i + 4)
        condition = _FOR_OUTLOOK.match(self.rawdata, i + 4)
        if condition and end:
            within = self.rawdata[condition.end() : end.start()]
            self.tags.for_outlook.append(within.removesuffix("<![endif]"))
        return end.end() if end else len(self.rawdata)

    def parse_html_declaration(self, i: int) -> int:
        """Pass over ``<!...>``, whatever it is: the library raises for some that no standard knows."""
        return self.parse_comment(i) if self.rawdata.startswith("<!--", i) else self.parse_pi(i)

    def parse_pi(self, i: int) -> int:
        """Pass over ``<?...>``."""
        self._one_more()
        return self.rawdata.find(">", i) + 1 or len(self.rawdata)

    def updatepos(self, i: int, j: int) -> int:
        """Line numbers are not needed."""
        self.at = j
        return j

    def close(self) -> None:
        """Take what is left."""
        self.at = 0
        super().close()

    def _add(self, event: Event) -> None:
        self._one_more()
        self.tags.events.append(event)

    def _one_more(self) -> None:
        self._count += 1
        if self._count > _MOST_EVENTS:
            raise _TooMuch
