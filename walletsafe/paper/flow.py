"""From blocks to what the typesetting library flows over its pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any, Final

from walletsafe.paper.blocks import (
    Block,
    Box,
    Columns,
    Crossed,
    Fold,
    Gap,
    Mark,
    NumberedWords,
    PageEnd,
    Paragraph,
    Points,
    Role,
    Rows,
    Together,
    Tone,
)
from walletsafe.paper.drawing import crossed
from walletsafe.paper.press import BOLD, REGULAR, press

MILLIMETRE: Final = 72 / 25.4
"""In points."""

_COLOURS: Final = {
    "ink": "#1B2430",
    "muted": "#5B6470",
    "accent": "#0F6B66",
    "good": "#2A7749",
    "tip": "#2B6CB0",
    "unknown": "#8A6100",
    "caution": "#B54708",
    "danger": "#B42318",
    "demo": "#6A3FA0",
    "line": "#8A8378",
    "surface": "#FFFFFF",
}
"""The light colours of the window; its line is too pale for some printers, so here it is its edge."""

_TYPE: Final = {
    Role.SMALL: (REGULAR, 8.0),
    Role.BODY: (REGULAR, 10.0),
    Role.STRONG: (BOLD, 10.0),
    Role.LEAD: (BOLD, 12.0),
    Role.TITLE: (BOLD, 16.0),
    Role.VERDICT: (BOLD, 24.0),
    Role.POSTER: (BOLD, 58.0),
}
"""Font and size in points, in the proportions of the window's."""

_HEADINGS: Final = (Role.LEAD, Role.TITLE, Role.VERDICT)
_LINE_HEIGHT, _TITLE_LINE_HEIGHT = 1.35, 1.2
_AFTER = 5
_PADDING = 9
_MARK_WIDTH = 1.9
"""The column of a list's marks, in letters' heights."""


def hue(name: str) -> Any:
    """The colour of this name: one of ``Tone``, or ``surface``."""
    return press().colors.HexColor(_COLOURS[name])


def printable(text: str) -> str:
    """``text`` with each character that our fonts lack, or that is none to see, shown by its number."""
    have = press().characters
    return "".join(
        letter if ord(letter) in have and letter.isprintable() else f"\\u{{{ord(letter):04X}}}"
        for letter in text
    )


def set_blocks(blocks: Sequence[Block]) -> list[Any]:
    """What the library flows, in the order of the blocks."""
    return [_set(block) for block in blocks]


def _set(block: Block) -> Any:  # noqa: C901  (a table: one case for each kind of block)
    platypus = press().platypus
    match block:
        case Paragraph():
            return _paragraph(block.text, block.role, block.tone, centred=block.centred)
        case Points():
            return _points(block)
        case Rows():
            return _rows(block)
        case NumberedWords():
            return _words(block)
        case Gap():
            return platypus.Spacer(1, block.height)
        case PageEnd():
            return platypus.PageBreak()
        case Crossed():
            return crossed(block, hue("ink"), hue("danger"))
        case Box():
            return _box(block)
        case Columns():
            return _columns(block)
        case Together():
            return platypus.KeepTogether(set_blocks(block.blocks))
        case Fold():
            return _fold(block)


def _paragraph(text: str, role: Role, tone: Tone = Tone.INK, *, centred: bool = False) -> Any:
    lines = "<br/>".join(escape(printable(line), quote=False) for line in text.split("\n"))
    return press().platypus.Paragraph(lines, _style(role, tone, centred=centred))


@cache
def _style(role: Role, tone: Tone, *, centred: bool) -> Any:
    font, size = _TYPE[role]
    heading = role in _HEADINGS
    return press().styles.ParagraphStyle(
        f"{role} {tone} {centred}",
        fontName=font,
        fontSize=size,
        leading=size * (_LINE_HEIGHT if size < _TYPE[Role.TITLE][1] else _TITLE_LINE_HEIGHT),
        textColor=hue(tone),
        alignment=1 if centred else 0,
        spaceBefore=size * 0.6 if heading else 0,
        spaceAfter=_AFTER,
        keepWithNext=int(heading),
    )


def _points(block: Points) -> Any:
    size = _TYPE[block.role][1]
    rows = [
        [_mark(block, number), _paragraph(text, block.role)]
        for number, text in enumerate(block.texts, block.first)
    ]
    look = [*_bare(bottom=size * 0.35), ("TOPPADDING", (0, 0), (-1, -1), 0)]
    return _table(rows, [size * _MARK_WIDTH, "*"], look, spaceAfter=_AFTER)


def _mark(block: Points, number: int) -> Any:
    if block.mark is Mark.TICK:
        shapes, side = press().shapes, _TYPE[block.role][1]
        square = shapes.Drawing(side, side * 1.2)
        square.add(shapes.Rect(0.5, 0, side, side, strokeColor=hue("ink"), strokeWidth=0.9, fillColor=None))
        return square
    return _paragraph("\u2022" if block.mark is Mark.DOT else f"{number}.", block.role, Tone.ACCENT)


def _rows(block: Rows) -> Any:
    rows = [
        [_paragraph(cell, Role.STRONG) for cell in block.head],
        *([_paragraph(cell, Role.BODY) for cell in row] for row in block.rows),
    ]
    look = [
        *_bare(bottom=1),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-2, -1), 8),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, hue("line")),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, hue("line")),
    ]
    whole = sum(block.shares)
    return _table(rows, [f"{100 * share / whole}%" for share in block.shares], look, repeatRows=1)


def _words(block: NumberedWords) -> Any:
    height = -(-len(block.words) // block.columns)
    size = _TYPE[block.role][1]
    rows: list[list[Any]] = []
    for row in range(height):
        cells: list[Any] = []
        for place in range(row, height * block.columns, height):
            there = place < len(block.words)
            cells.append(_paragraph(f"{place + 1}.", block.role, Tone.MUTED) if there else "")
            cells.append(_paragraph(block.words[place], block.role) if there else "")
        rows.append(cells)
    look = [
        *_bare(bottom=2),
        ("TOPPADDING", (0, 0), (-1, -1), size * 0.3),
        *(
            ("LINEBELOW", (2 * column, 0), (2 * column + 1, -1), 0.4, hue("line"))
            for column in range(block.columns)
        ),
    ]
    return _table(rows, [size * 2.4, "*"] * block.columns, look, spaceAfter=_AFTER)


def _box(block: Box) -> Any:
    """One row a block, so that a box that is longer than the page goes on overleaf."""
    last = len(block.blocks) - 1
    look = [
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, 0), _PADDING),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, last), (-1, last), _PADDING),
        ("BOX", (0, 0), (-1, -1), 1.2, hue(block.tone)),
    ]
    return _table(
        [[[each]] for each in set_blocks(block.blocks)], ["100%"], look, spaceBefore=4, spaceAfter=10
    )


def _columns(block: Columns) -> Any:
    count = len(block.columns)
    look = [*_bare(bottom=0), ("RIGHTPADDING", (0, 0), (-2, -1), 14)]
    cells = [set_blocks(column) for column in block.columns]
    return _table([cells], [f"{100 / count}%"] * count, look, spaceAfter=_AFTER)


def _fold(block: Fold) -> Any:
    platypus = press().platypus
    width, height, inset = block.width * MILLIMETRE, block.height * MILLIMETRE, 4 * MILLIMETRE
    room = (width - 2 * inset, height - 2 * inset)
    panels = [platypus.KeepInFrame(*room, set_blocks(panel), mode="error") for panel in block.panels]
    rows = [panels[begin : begin + block.columns] for begin in range(0, len(panels), block.columns)]
    look = [
        ("LEFTPADDING", (0, 0), (-1, -1), inset),
        ("RIGHTPADDING", (0, 0), (-1, -1), inset),
        ("TOPPADDING", (0, 0), (-1, -1), inset),
        ("BOTTOMPADDING", (0, 0), (-1, -1), inset),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BOX", (0, 0), (-1, -1), 0.9, hue("ink")),
        ("INNERGRID", (0, 0), (-1, -1), 0.6, hue("line"), None, (4, 3)),
    ]
    return platypus.Table(
        rows,
        colWidths=[width] * block.columns,
        rowHeights=[height] * len(rows),
        style=look,
        hAlign="CENTER",
    )


def _bare(*, bottom: float) -> list[tuple[object, ...]]:
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), bottom),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]


def _table(rows: Any, widths: Sequence[float | str], look: Any, **more: float) -> Any:
    """A table whose rows go on overleaf, also in their middle where one is longer than a page."""
    return press().platypus.Table(
        rows, colWidths=list(widths), style=look, hAlign="LEFT", splitInRow=1, **more
    )
