"""What can stand on paper: plain data, which :mod:`walletsafe.paper.sheet` sets in type.

All texts are plain: nothing in them is markup, and a character that the type lacks is shown by its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class PaperSize(StrEnum):
    """A size of paper. Permanent names."""

    A4 = "a4"
    LETTER = "letter"


class Role(StrEnum):
    """What a text is on the page, as in the window."""

    SMALL = "small"
    BODY = "body"
    STRONG = "strong"
    LEAD = "lead"
    TITLE = "title"
    VERDICT = "verdict"
    POSTER = "poster"


class Tone(StrEnum):
    """The colour of a text or a box: that of the window's token of this name."""

    INK = "ink"
    MUTED = "muted"
    ACCENT = "accent"
    GOOD = "good"
    TIP = "tip"
    UNKNOWN = "unknown"
    CAUTION = "caution"
    DANGER = "danger"
    DEMO = "demo"
    LINE = "line"


class Mark(StrEnum):
    """What stands before the points of a list: a dot, their numbers, or a small square to tick."""

    DOT = "dot"
    NUMBER = "number"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; line ends are kept. A ``LEAD``, ``TITLE`` or ``VERDICT`` stays with what follows it."""

    text: str
    role: Role = Role.BODY
    tone: Tone = Tone.INK
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list, one text a point. ``first`` is the number that its numbers begin with."""

    texts: tuple[str, ...]
    mark: Mark = Mark.DOT
    role: Role = Role.BODY
    first: int = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """A table, as many cells in a row as in ``head`` (repeated on every page) and in ``shares``.

    ``shares`` are the widths of the columns, as shares of their sum.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NumberedWords:
    """Words on their lines, each with its number from 1, running down one column after the other."""

    words: tuple[str, ...]
    columns: int
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty height, in points."""

    height: float


@dataclass(frozen=True, slots=True)
class PageEnd:
    """What follows begins on another page."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """The drawing of a keyboard, a telephone or a camera that is crossed out.

    ``side`` is its height in points, ``things`` how many of the three stand side by side.
    """

    side: float
    things: int = 3


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks in a frame."""

    blocks: tuple[Block, ...]
    tone: Tone = Tone.LINE


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side, each column as wide as the others. They stay on one page."""

    columns: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page, where they fit on one."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """A card of equal panels, row by row: to be cut out along its edge and folded along the dashed lines.

    ``width`` and ``height`` are those of one panel, in millimetres. What does not fit into a panel is a fault
    of ours: it is an error and never cut off.
    """

    panels: tuple[tuple[Block, ...], ...]
    columns: int
    width: float
    height: float


Block: TypeAlias = (
    Paragraph | Points | Rows | NumberedWords | Gap | PageEnd | Crossed | Box | Columns | Together | Fold
)


@dataclass(frozen=True, slots=True)
class Running:
    """What stands on every page, and what the file says it is: ``title`` and ``subject``.

    Above stand the title and a ``mark`` (such as ``DEMO``, or empty); below ``foot`` and ``page``, which
    has the slots ``{page}`` and ``{pages}``.
    """

    title: str
    mark: str
    foot: str
    page: str
    subject: str
