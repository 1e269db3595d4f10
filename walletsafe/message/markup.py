"""Reads the text and the links out of HTML: what a reader would see of it, and what is hidden.

Nothing is rendered or fetched. Which element the tags open and close follows the WHATWG HTML Standard as far
as mails need it. What only Outlook shows stands at the end of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from walletsafe.message import sheets
from walletsafe.message.styles import BLOCKS, Look, Styles, page_look
from walletsafe.message.tags import Tags, take_apart, without_tags

MOST_LINKS = 500
"""How many different links are kept."""

_DEEPEST = 512
_LONGEST_LINK_TEXT = 500

_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"),
        *("track", "wbr"),
    }
)
_CELLS = frozenset({"td", "th"})
_NOT_TEXT = frozenset({"script", "style", "title", "template", "iframe", "noframes", "xml"})
# What a start tag closes when it comes right within it (WHATWG HTML 13.1.2.4, optional tags).
_CLOSES = {tag: frozenset({"p"}) for tag in BLOCKS} | {
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

    ``complete``: all was read with its tags, and not just 80,000 tags and pieces of text; what follows counts
    as seen. ``all_links``: all were kept.
    """

    text: str
    hidden_text: str
    bare_text: str
    links: tuple[Target, ...]
    complete: bool
    all_links: bool


def read(untrusted_html: str) -> Page:
    """Read a page. Never fails; linear in its length."""
    tags = take_apart(untrusted_html)
    page = _read(tags)
    if tags.for_outlook:
        page = _with_outlook(page, _read(take_apart("\n".join(tags.for_outlook))))
    if tags.rest:
        rest = _tidy([without_tags(tags.rest)])
        # Addresses in the tags count as written.
        bare = f"{page.bare_text}\n{tags.rest}"
        page = replace(page, text=f"{page.text}\n{rest}".strip("\n"), bare_text=bare, complete=False)
    return page


def _with_outlook(page: Page, only_outlook: Page) -> Page:
    """The page, and what stands in it for Outlook: often the same once more, in other tags."""
    known = set(page.text.split("\n"))
    shown = f"{only_outlook.text}\n{only_outlook.hidden_text}".split("\n")
    more = "\n".join(line for line in shown if line not in known).strip("\n")
    found = dict.fromkeys((*page.links, *only_outlook.links))
    return replace(
        page,
        text=f"{page.text}\n\n{more}".strip("\n") if more else page.text,
        bare_text=f"{page.bare_text}\n\n{only_outlook.bare_text}",
        links=tuple(found)[:MOST_LINKS],
        complete=page.complete and only_outlook.complete,
        all_links=page.all_links and only_outlook.all_links and len(found) <= MOST_LINKS,
    )


def _read(tags: Tags) -> Page:
    reader = _Reader(Styles(sheets.read(tags.sheets)))
    for tag, attributes, text in tags.events:
        if not tag:
            reader.take_text(text)
        elif attributes is None:
            reader.close_tag(tag)
        else:
            reader.open_tag(tag, attributes)
    return reader.page()


_SPACES = re.compile(r"[ \t\n\r\f]+")
_REFRESH = re.compile(r"\s*+[\d.]*+\s*+[;,]\s*+(?:url\s*+=)?+\s*+['\"]?+([^'\"]+)", re.IGNORECASE)
_DROPPED_IN_TARGETS = re.compile(r"[\t\n\r]")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_UP_TO_SPACE = "".join(map(chr, range(0x21)))


@dataclass(slots=True)
class _Open:
    """An element that is open: its tag, how it looks, and whether words in it are none for a reader."""

    tag: str
    look: Look
    silent: bool


class _Reader:
    """Collects text and links from tags and texts that are given to it in their order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open = [_Open("", page_look(styles), silent=False)]
        self._open_tags: Counter[str] = Counter()
        self._visible: list[str] = []
        self._bare: list[str] = []
        self._hidden: list[str] = []
        self._base = ""
        self._link: tuple[str, list[str]] | None = None
        self._links: dict[Target, None] = {}
        self._all_links = True

    def page(self) -> Page:
        """What was read up to here."""
        self._end_link()
        links = {Target(self._joined(link.target), link.text): None for link in self._links}
        return Page(
            text=_tidy(self._visible),
            hidden_text=_tidy(self._hidden),
            bare_text=_tidy(self._bare),
            links=tuple(links),
            complete=True,
            all_links=self._all_links,
        )

    def open_tag(self, tag: str, given: Mapping[str, str]) -> None:
        """Open an element, and take what it leads to and what it shows."""
        while self._open[-1].tag in _CLOSES.get(tag, ()):
            self._close(self._open[-1].tag)
        self._break(tag)
        around = self._open[-1]
        look = self._styles.look_of(tag, given, around.look)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(_Open(tag, look, around.silent or tag in _NOT_TEXT))
            self._open_tags[tag] += 1
        self._take_targets(tag, given)
        self._take_words(tag, given, hidden=look.is_hidden)

    def close_tag(self, tag: str) -> None:
        """Close an element and all in it, if it is open."""
        self._break(tag)
        if tag == "a":
            self._end_link()
        if self._open_tags[tag]:
            while self._close(self._open[-1].tag) != tag:
                pass

    def take_text(self, text: str) -> None:
        """Take text."""
        inner = self._open[-1]
        if not inner.silent:
            self._say(_SPACES.sub(" ", text), hidden=inner.look.is_hidden)

    def _close(self, tag: str) -> str:
        self._open.pop()
        self._open_tags[tag] -= 1
        return tag

    def _break(self, tag: str) -> None:
        """Put what follows on a line of its own, or apart, as a browser would."""
        if tag in BLOCKS or tag == "br":
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
