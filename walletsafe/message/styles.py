"""Tells from an element's own attributes whether a reader can see its text.

Of style sheets it is only known whether there are any that set backgrounds: then the colour behind an element
that one may apply to is unknown, and nothing is called hidden for its colour. Source: CSS 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

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


def look_of(
    tag: str, attributes: Mapping[str, str], around: Look, *, sheet_sets_backgrounds: bool = False
) -> Look:
    """The look of an element within one that looks like ``around``. Names are in lower case."""
    if tag != "a" and not _MATTERS.intersection(attributes):
        return around
    get = attributes.get
    unsure = sheet_sets_backgrounds and ("class" in attributes or "id" in attributes)
    own = _Own(
        style=get("style", ""),
        colour=get("color") or (get("text", "") if tag == "body" else ""),
        background=get("bgcolor", ""),
        picture=bool(get("background")),
        hidden="hidden" in attributes,
        is_link=tag == "a",
    )
    return _within(own, without_background(around) if unsure else around)


def without_background(look: Look) -> Look:
    """The same look on an unknown background: its colour hides nothing."""
    hidden = look.gone or look.invisible or look.tiny
    return replace(look, background=None, is_hidden=hidden)


class _Own(NamedTuple):
    """What an element says about its own look."""

    style: str
    colour: str
    background: str
    picture: bool
    hidden: bool
    is_link: bool


@lru_cache(maxsize=4096)
def _within(own: _Own, around: Look) -> Look:
    """Mails repeat the same few styles hundreds of times."""
    style = _declarations(own.style)
    gone = around.gone or own.hidden or _takes_away(style)
    invisible = _is_invisible(style.get("visibility", ""), around=around.invisible)
    tiny = _is_tiny(style.get("font-size", ""), around=around.tiny)
    colour = _colour(style.get("color") or own.colour, _LINK_BLUE if own.is_link else around.colour)
    background = _background(own, style, around.background)
    hidden = gone or invisible or tiny or _alike(colour, background)
    return Look(gone, invisible, tiny, colour, background, hidden)


_MATTERS = frozenset({"style", "hidden", "color", "bgcolor", "background", "text", "class", "id"})
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LENGTH = re.compile(r"\s*(-?\d*\.?\d+)\s*(px|pt|em|rem|ex|%|vh|vw|)\s*$")


def _declarations(untrusted_style: str) -> Mapping[str, str]:
    """Properties and their values in lower case; the last of a name counts."""
    found: dict[str, str] = {}
    for declaration in _COMMENT.sub("", untrusted_style).lower().split(";"):
        name, _, value = declaration.partition(":")
        found[name.strip()] = value.replace("!important", "").strip()
    return found


def _takes_away(style: Mapping[str, str]) -> bool:
    """Whether the element and all in it is not shown, has no room, or stands outside of the window."""
    if style.get("display") == "none" or _number(style.get("opacity", "")) <= 0.05:
        return True
    boxes = (_pixels(style.get(name, "")) for name in ("height", "width", "max-height", "max-width"))
    if style.get("overflow") in {"hidden", "clip"} and any(0 <= box <= 1 for box in boxes):
        return True
    places = ("text-indent", "left", "top", "margin-left", "margin-top")
    return any(_pixels(style.get(name, "")) <= _FAR_AWAY for name in places)


def _is_invisible(visibility: str, *, around: bool) -> bool:
    if visibility == "visible":
        return False
    return around or visibility in {"hidden", "collapse"}


def _is_tiny(size: str, *, around: bool) -> bool:
    length = _LENGTH.match(size)
    if not length:
        # Names of sizes are readable ones; "inherit" and the relative names are not.
        return around and size not in {"small", "medium", "large", "x-small", "x-large", "xx-large"}
    value = float(length[1])
    if length[2] in {"em", "%", "ex"}:
        return around or value <= (10 if length[2] == "%" else 0.1)
    return value <= (0.1 if length[2] == "rem" else _TINY)


def _pixels(untrusted_value: str) -> float:
    """The length in pixels; a large number where it is none, or depends on something else."""
    length = _LENGTH.match(untrusted_value)
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
    if own.picture or style.get("background-image", "none") != "none":
        return None
    shorthand = style.get("background", "")
    if "(" in shorthand and "rgb" not in shorthand:
        return None
    # A background that lets shine through what is behind it changes nothing.
    given = style.get("background-color") or shorthand or own.background
    return around if _is_transparent(given) else _colour(given, around)


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


def _colour(untrusted_value: str, otherwise: Colour | None) -> Colour | None:
    """The colour that is meant; ``otherwise`` where none is given, ``None`` where it is not understood."""
    value = untrusted_value.strip().lower()
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
