"""Reads the text and the links out of HTML: what a reader would see of it, and what is hidden.

Nothing is rendered or fetched. The standard library's ``html.parser`` finds the tags; which element they open
and close follows the WHATWG HTML Standard as far as mails need it, and of CSS only inline styles are read:
they are what mail programs honour, and what hides text in mails.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from walletsafe.message.styles import Look, look_of, without_background

MOST_LINKS = 500
"""How many different links are kept."""

_MOST_EVENTS = 80_000
_DEEPEST = 512
_LONGEST_TARGET = 2000
_LONGEST_LINK_TEXT = 500

_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"),
        *("track", "wbr"),
    }
)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})
_NOT_TEXT = frozenset({"script", "style", "title", "template", "iframe", "noframes"})
# What a start tag closes when it comes right within it (WHATWG HTML 13.1.2.4, optional tags).
_CLOSES = {tag: frozenset({"p"}) for tag in _BLOCKS} | {
    "a": frozenset({"a"}),
    "dd": frozenset({"dd", "dt", "p"}),
    "dt": frozenset({"dd", "dt", "p"}),
    "li": frozenset({"li", "p"}),
    "option": frozenset({"option"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link, form or forwarding of a page leads (as written, or put together with the page's base).

    ``text`` is what a reader sees of the link; of a picture, the words that stand for it.
    """

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was read. ``bare_text`` is the visible text without that of links.

    ``complete``: all was read, and not just 80,000 tags and pieces of text. ``all_links``: all were kept.
    """

    text: str
    hidden_text: str
    bare_text: str
    links: tuple[Target, ...]
    complete: bool
    all_links: bool


def read(untrusted_html: str) -> Page:
    """Read a page. Never fails; linear in its length."""
    reader = _Reader()
    # What begins behind the last ">" is no whole tag. The library would look for its end again and again.
    end = untrusted_html.rfind(">") + 1
    tail = _TAG_START.split(untrusted_html[end:], maxsplit=1)[0]
    complete = True
    try:
        reader.feed(untrusted_html[:end] + tail)
        reader.close()
    except _TooMuch:
        complete = False
    return reader.page(complete=complete)


_TAG_START = re.compile(r"<[A-Za-z/!?]")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)
_DROPPED_IN_TARGETS = re.compile(r"[\t\n\r]")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_UP_TO_SPACE = "".join(map(chr, range(0x21)))


class _TooMuch(Exception):
    """There are more tags than anybody writes."""


@dataclass(slots=True)
class _Open:
    """An element that is open: its tag, how it looks, and whether words in it are none for a reader."""

    tag: str
    look: Look
    silent: bool


class _Reader(HTMLParser):
    """Collects text and links while the library finds the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._events = 0
        self._open = [_Open("", Look(), silent=False)]
        self._open_tags: Counter[str] = Counter()
        self._visible: list[str] = []
        self._bare: list[str] = []
        self._hidden: list[str] = []
        self._sheet_sets_backgrounds = False
        self._base = ""
        self._link: tuple[str, list[str]] | None = None
        self._links: dict[Target, None] = {}
        self._all_links = True

    def page(self, *, complete: bool) -> Page:
        """What was read up to here."""
        self._end_link()
        links = {Target(self._joined(link.target), link.text): None for link in self._links}
        return Page(
            text=_tidy(self._visible),
            hidden_text=_tidy(self._hidden),
            bare_text=_tidy(self._bare),
            links=tuple(links),
            complete=complete,
            all_links=self._all_links,
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, and take what it leads to and what it shows."""
        self._count()
        # Of an attribute that is there twice, the first counts.
        given = {name: (value or "")[:_LONGEST_TARGET] for name, value in reversed(attrs)}
        while self._open[-1].tag in _CLOSES.get(tag, ()):
            self._close(self._open[-1].tag)
        self._break(tag)
        around = self._open[-1]
        look = look_of(tag, given, around.look, sheet_sets_backgrounds=self._sheet_sets_backgrounds)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(_Open(tag, look, around.silent or tag in _NOT_TEXT))
            self._open_tags[tag] += 1
        self._take_targets(tag, given)
        self._take_words(tag, given, hidden=look.is_hidden)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<div/>`` opens a ``div``: in HTML the slash means nothing."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close an element and all in it, if it is open."""
        self._count()
        self._break(tag)
        if tag == "a":
            self._end_link()
        if self._open_tags[tag]:
            while self._close(self._open[-1].tag) != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._count()
        inner = self._open[-1]
        if inner.tag == "style" and "background" in data.lower():
            self._sheet_sets_backgrounds = True
            for element in self._open:
                element.look = without_background(element.look)
        if not inner.silent:
            self._say(_SPACES.sub(" ", data), hidden=inner.look.is_hidden)

    def parse_comment(self, i: int, report: int = 1) -> int:
        """Pass over a comment. One without an end reaches to the end, as in browsers; the library rescans."""
        self._count()
        end = _COMMENT_END.search(self.rawdata, i + 4)
        if self.rawdata.startswith((">", "->"), i + 4):
            return self.rawdata.index(">", i) + 1
        return end.end() if end else len(self.rawdata)

    def parse_html_declaration(self, i: int) -> int:
        """Pass over ``<!...>``, whatever it is: the library raises for some that no standard knows."""
        return self.parse_comment(i) if self.rawdata.startswith("<!--", i) else self.parse_pi(i)

    def parse_pi(self, i: int) -> int:
        """Pass over ``<?...>``."""
        self._count()
        return self.rawdata.find(">", i) + 1 or len(self.rawdata)

    def updatepos(self, i: int, j: int) -> int:
        """Line numbers are not needed."""
        return j

    def _count(self) -> None:
        self._events += 1
        if self._events > _MOST_EVENTS:
            raise _TooMuch

    def _close(self, tag: str) -> str:
        self._open.pop()
        self._open_tags[tag] -= 1
        return tag

    def _break(self, tag: str) -> None:
        """Put what follows on a line of its own, or apart, as a browser would."""
        if tag in _BLOCKS or tag == "br":
            self._say("\n", hidden=False)
            self._hidden.append("\n")
        elif tag in _CELLS:
            self._say(" ", hidden=False)

    def _say(self, words: str, *, hidden: bool) -> None:
        if hidden:
            self._hidden.append(words)
            return
        self._visible.append(words)
        # What is hidden in one place is no word with what is hidden in the next.
        if self._hidden and self._hidden[-1] != " ":
            self._hidden.append(" ")
        if self._link is None:
            self._bare.append(words)
        elif len(self._link[1]) < _LONGEST_LINK_TEXT:
            self._link[1].append(words)

    def _take_words(self, tag: str, given: Mapping[str, str], *, hidden: bool) -> None:
        """Take words in attributes that are shown: for a picture, on a button, in an empty field."""
        shown = "alt" if tag == "img" else "value" if given.get("type") in _BUTTONS else "placeholder"
        if tag in _WITH_WORDS and given.get(shown):
            self._say(f" {_SPACES.sub(' ', given[shown])} ", hidden=hidden)

    def _take_targets(self, tag: str, given: Mapping[str, str]) -> None:
        match tag:
            case "a":
                self._end_link()
                target = given.get("href") or given.get("xlink:href")
                self._link = (target, []) if target else None
            case "area":
                self._add(given.get("href", ""), given.get("alt", ""))
            case "form":
                self._add(given.get("action", ""), "")
            case "button" | "input":
                self._add(given.get("formaction", ""), "")
            case "base":
                self._base = self._base or given.get("href", "")
            case "meta" if given.get("http-equiv", "").lower() == "refresh":
                refresh = _REFRESH.match(given.get("content", ""))
                self._add(refresh[1] if refresh else "", "")
            case _:
                pass

    def _end_link(self) -> None:
        if self._link is not None:
            target, words = self._link
            self._link = None
            self._add(target, " ".join(_tidy(words).split()))

    def _add(self, untrusted_target: str, text: str) -> None:
        target = _DROPPED_IN_TARGETS.sub("", untrusted_target).strip(_UP_TO_SPACE)
        if not target or target.startswith("#"):
            return
        link = Target(target, text[:_LONGEST_LINK_TEXT])
        if len(self._links) < MOST_LINKS or link in self._links:
            self._links[link] = None
        else:
            self._all_links = False

    def _joined(self, target: str) -> str:
        if not self._base or _HAS_SCHEME.match(target):
            return target
        try:
            return urljoin(self._base, target)
        except ValueError:
            return target


_COMMENT_END = re.compile(r"--!?>")
_BUTTONS = frozenset({"submit", "button", "reset"})
_WITH_WORDS = frozenset({"img", "input", "textarea"})


def _tidy(pieces: list[str]) -> str:
    """Put pieces together: no two blanks or two empty lines in a row, none at either end."""
    lines = (_SPACES.sub(" ", line).strip(" \u00a0") for line in "".join(pieces).split("\n"))
    tidy: list[str] = []
    for line in lines:
        if line or (tidy and tidy[-1]):
            tidy.append(line)
    return "\n".join(tidy).strip("\n")
