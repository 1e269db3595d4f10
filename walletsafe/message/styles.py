"""Tells from an element's attributes and the style sheets of its page whether a reader can see its text.

In doubt it counts as seen: whoever calls a scam's text hidden takes it from the reader. Sources: CSS 2.2; for
what attributes and tags do, the WHATWG HTML Standard, 15.3 (tables take no size from around them in pages
without a doctype).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from walletsafe.message.sheets import UNKNOWN, Declarations, Rules, declarations

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
"""Tags that put their text on lines of its own."""

Colour = tuple[int, int, int]

_WHITE = (255, 255, 255)
_BLACK = (0, 0, 0)
_LINK_BLUE = (0, 0, 238)
_SAME = 10
"""Colours that differ by at most this in red, green and blue cannot be told apart on a screen."""

_TINY = 2.0
"""Pixels of a letter's height that nobody can read."""

_FAR_AWAY = -500.0
"""Pixels to the left or above, beyond the edge of any window."""


@dataclass(frozen=True, slots=True)
class Look:
    """How text in an element looks. An unknown colour is ``None``; of what ``is_hidden`` nothing is seen."""

    gone: bool = False
    invisible: bool = False
    tiny: bool = False
    colour: Colour | None = _BLACK
    background: Colour | None = _WHITE
    is_hidden: bool = False


class Styles:
    """The looks of the elements of one page, whose sheets say ``rules``."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._tags = _OWN_SIZE | {"a"} | rules.names()
        self._attributes = _LOOK_ATTRIBUTES | ({"class", "id"} if rules.names() else set[str]())
        self._looks: dict[tuple[_Own, Look], Look] = {}
        self._set: dict[tuple[str, str, str], Declarations] = {}

    def look_of(self, tag: str, attributes: Mapping[str, str], around: Look) -> Look:
        """The look of an element within one that looks like ``around``. Names are in lower case."""
        if tag not in self._tags and "*" not in self._tags and self._attributes.isdisjoint(attributes):
            return around
        get = attributes.get
        own = _Own(
            tag=tag if tag in _LOOK_TAGS else "",
            style=get("style", ""),
            colour=get("color") or (get("text", "") if tag == "body" else ""),
            background=get("bgcolor", ""),
            picture=bool(get("background")),
            hidden="hidden" in attributes,
            sized=tag == "font" and bool(get("size")),
            named=(tag, get("class", ""), get("id", "")),
        )
        known = self._looks.get((own, around))
        if known is None:
            # Mails repeat the same few styles hundreds of times.
            known = self._looks[own, around] = _within(own, self._style_of(own), around)
        return known

    def _style_of(self, own: _Own) -> dict[str, str]:
        """What is set for it: its own style outranks the sheets, save where those say it is important."""
        tag, classes, name = own.named
        sheets = self._set.get(own.named)
        if sheets is None:
            sheets = self._rules.for_element(tag, {"class": classes, "id": name})
            self._set[own.named] = sheets
        inline = _declarations(own.style)
        style = {key: value.text for key, value in inline.items()}
        for key, value in sheets.items():
            if key not in inline or (value.is_important and not inline[key].is_important):
                style[key] = value.text
        return style


def page_look(styles: Styles) -> Look:
    """The look of a page, whether or not it has tags for itself and its body."""
    return styles.look_of("body", {}, styles.look_of("html", {}, Look()))


class _Own(NamedTuple):
    """What an element says about its own look. ``named``: tag, classes and id."""

    tag: str
    style: str
    colour: str
    background: str
    picture: bool
    hidden: bool
    sized: bool
    named: tuple[str, str, str]


_declarations = lru_cache(maxsize=4096)(declarations)
_TABLE_PARTS = frozenset({"table", "tbody", "tfoot", "thead", "tr"})
_OWN_SIZE = frozenset({"table", "input", "button", "textarea", "select"})
_LOOK_ATTRIBUTES = frozenset({"style", "hidden", "color", "bgcolor", "background", "text", "size"})
_LOOK_TAGS = BLOCKS | _OWN_SIZE | {"a"}
_LENGTH = re.compile(r"(-?(?:\d++(?:\.\d++)?|\.\d++))(px|pt|em|rem|ex|%|vh|vw|)")
_PAINTS = (
    "box-shadow",
    "text-shadow",
    "-webkit-text-stroke",
    "-webkit-text-fill-color",
    "filter",
    "mix-blend-mode",
)


def _within(own: _Own, style: Mapping[str, str], around: Look) -> Look:
    gone = around.gone or _takes_away(own, style)
    invisible = _is_invisible(style.get("visibility", ""), around=around.invisible)
    size = style.get("font-size", "medium" if own.sized or own.tag in _OWN_SIZE else "")
    tiny = _is_tiny(size, around=around.tiny)
    given = style.get("color") or own.colour
    colour = _colour(given, _LINK_BLUE if own.tag == "a" else around.colour)
    background = _background(own, style, around.background)
    hidden = gone or invisible or tiny or _alike(colour, background)
    return Look(gone, invisible, tiny, colour, background, hidden)


def _takes_away(own: _Own, style: Mapping[str, str]) -> bool:
    """Whether the element and all in it is not shown, has no room, or stands outside of the window."""
    if style.get("display", "none" if own.hidden else "") == "none":
        return True
    if _number(style.get("opacity", "")) <= 0.05 or _has_no_room(own, style):
        return True
    moved = ("left", "top") if style.get("position") in {"absolute", "fixed", "relative"} else ()
    places = (*moved, "text-indent", "margin-left", "margin-top")
    return any(_pixels(style.get(name, "")) <= _FAR_AWAY for name in places)


def _has_no_room(own: _Own, style: Mapping[str, str]) -> bool:
    """Whether it is cut off to nothing: lines and parts of tables cannot be, and padding makes room."""
    block = own.tag in BLOCKS - _TABLE_PARTS or style.get("display") in {"block", "inline-block"}
    if not block or style.get("overflow") not in {"hidden", "clip"} or _has_padding(style):
        return False
    return any(
        any(0 <= _pixels(style.get(name, "")) <= 1 for name in (side, f"max-{side}"))
        and _pixels(style.get(f"min-{side}", "0")) <= 1
        for side in ("height", "width")
    )


def _has_padding(style: Mapping[str, str]) -> bool:
    return any(
        name.startswith("padding") and any(_pixels(one) != 0 for one in value.split())
        for name, value in style.items()
    )


def _is_invisible(visibility: str, *, around: bool) -> bool:
    if visibility in {"visible", "initial", UNKNOWN}:
        return False
    return around or visibility in {"hidden", "collapse"}


def _is_tiny(size: str, *, around: bool) -> bool:
    """Whether nobody can read letters of this size. What is not understood is readable."""
    length = _LENGTH.fullmatch(size)
    if not length:
        return around and size in {"", "inherit", "unset", "smaller", "larger"}
    value = float(length[1])
    if length[2] in {"em", "%", "ex"}:
        return around or 0 <= value <= (10 if length[2] == "%" else 0.1)
    if not length[2]:  # no length, save for nothing at all
        return value == 0
    return 0 <= value <= (0.1 if length[2] == "rem" else _TINY)


def _pixels(untrusted_value: str) -> float:
    """The length in pixels; a large number where it is none, or depends on something else."""
    length = _LENGTH.fullmatch(untrusted_value)
    if not length:
        return 1e9
    value = float(length[1])
    return value if length[2] in {"", "px", "pt"} or value == 0 else value * 16


def _number(untrusted_value: str) -> float:
    try:
        return float(untrusted_value)
    except ValueError:
        return 1.0


def _background(own: _Own, style: Mapping[str, str], around: Colour | None) -> Colour | None:
    painted = any(style.get(name, "none") != "none" for name in ("background-image", *_PAINTS))
    shorthand = style.get("background", "")
    if own.picture or painted or "(" in _COLOUR_FUNCTION.sub("", shorthand):
        return None
    # A background that lets shine through what is behind it changes nothing.
    given = style.get("background-color") or shorthand or own.background
    return around if _is_transparent(given) else _colour(given, around)


_COLOUR_FUNCTION = re.compile(r"rgba?\(")


def _is_transparent(untrusted_value: str) -> bool:
    return untrusted_value in {"none", "transparent"} or bool(_NO_ALPHA.search(untrusted_value))


_NAMED: Mapping[str, Colour] = {
    "white": _WHITE,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "silver": (192, 192, 192),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "black": _BLACK,
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "orange": (255, 165, 0),
    "navy": (0, 0, 128),
}
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
_NO_ALPHA = re.compile(r"rgba\([^)]*[,/]\s*0*\.?0+\s*\)")


_LONGEST_COLOUR = 60


def _colour(untrusted_value: str, otherwise: Colour | None) -> Colour | None:
    """The colour that is meant; ``otherwise`` where none is given, ``None`` where it is not understood."""
    value = untrusted_value.strip().lower()[:_LONGEST_COLOUR]
    if value in {"", "inherit", "currentcolor", "unset"}:
        return otherwise
    if value in _NAMED:
        return _NAMED[value]
    if found := _HEX.match(value):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.match(value):
        return int(found[1]), int(found[2]), int(found[3])
    return _NAMED.get(value.split()[0])


def _alike(one: Colour | None, other: Colour | None) -> bool:
    if one is None or other is None:
        return False
    return all(abs(first - second) <= _SAME for first, second in zip(one, other, strict=True))
