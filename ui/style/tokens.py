"""The one place for colours, spacing and type of the window.

Sizes are in pixels at 100 % text; the theme multiplies them by the person's text size.
"""

from __future__ import annotations

from typing import NamedTuple


class Colours(NamedTuple):
    """One colour scheme, each colour as ``#RRGGBB``.

    ``line`` only decorates; ``edge`` outlines what can be pressed and keeps 3 to 1. ``on_accent``
    is text on ``accent``, ``demo`` and ``demo_paper`` mark everything of a practice Ledger, ``mark`` lies
    behind a marked place in a text.
    """

    ink: str
    muted: str
    paper: str
    surface: str
    hover: str
    line: str
    edge: str
    accent: str
    on_accent: str
    good: str
    tip: str
    unknown: str
    caution: str
    danger: str
    demo: str
    demo_paper: str
    mark: str


LIGHT = Colours(
    ink="#1B2430",
    muted="#5B6470",
    paper="#F7F5F1",
    surface="#FFFFFF",
    hover="#EFF4F2",
    line="#DDD8CF",
    edge="#8A8378",
    accent="#0F6B66",
    on_accent="#FFFFFF",
    good="#2A7749",
    tip="#2B6CB0",
    unknown="#8A6100",
    caution="#B54708",
    danger="#B42318",
    demo="#6A3FA0",
    demo_paper="#F3EFF9",
    mark="#FFE7A3",
)

DARK = Colours(
    ink="#ECE7DD",
    muted="#A9AFB6",
    paper="#14181C",
    surface="#1D2328",
    hover="#26302F",
    line="#343C43",
    edge="#76818B",
    accent="#4FB3AB",
    on_accent="#14181C",
    good="#63C08A",
    tip="#79B0EA",
    unknown="#E0B14C",
    caution="#F0935A",
    danger="#F4776B",
    demo="#C4A8EC",
    demo_paper="#1B1624",
    mark="#54450F",
)

_GROUNDS = ("paper", "surface", "hover", "demo_paper")
_INKS = ("ink", "muted", "accent", "good", "tip", "unknown", "caution", "danger", "demo")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in _INKS for ground in _GROUNDS),
    ("ink", "mark"),
    ("on_accent", "accent"),
    ("surface", "demo"),
)
"""Every (text, background) pair that the window may show: at least 4.5 to 1."""

SHAPE_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (edge, ground) for edge in ("edge", "accent") for ground in _GROUNDS
)
"""Every (outline of a control, background) pair: at least 3 to 1."""


class SPACE:
    """The grid of 4, in pixels at 100 % text."""

    hair = 4
    small = 8
    card_gap = 12
    medium = 16
    card_padding = 20
    large = 24
    page = 32


class TYPE:
    """Type sizes in pixels at 100 % text."""

    small = 13
    body = 15
    lead = 18
    title = 24
    verdict = 32


RADIUS = 10
RAIL_WIDTH = 168
LETTERS = 68
"""The widest a line of text gets, in letters of average width."""

LINE_HEIGHT = 1.4
TITLE_LINE_HEIGHT = 1.2
