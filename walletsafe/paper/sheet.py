"""Sets blocks in type, as PDF: the same blocks give the same bytes, on every computer and every day.

Fonts are embedded and text can be selected. There are no links, no scripts and no forms in such a file, and
nothing about who made it, where or when.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import Any, Final

from walletsafe.paper.blocks import Block, PaperSize, Running
from walletsafe.paper.flow import MILLIMETRE, hue, printable, set_blocks
from walletsafe.paper.press import BOLD, REGULAR, press

_SIZES: Final = {
    PaperSize.A4: (210 * MILLIMETRE, 297 * MILLIMETRE),
    PaperSize.LETTER: (8.5 * 72, 11 * 72),
}
_SIDE, _TOP, _BOTTOM = 18 * MILLIMETRE, 22 * MILLIMETRE, 18.5 * MILLIMETRE
_LINE = 12 * MILLIMETRE
"""How far from the edge the running lines stand: most printers leave 6 mm white."""
_SMALL = 8.5


def typeset(running: Running, blocks: Sequence[Block], size: PaperSize) -> bytes:
    """Set ``blocks`` on pages of this size and return the PDF file.

    Raise ``ValueError`` where something does not fit on a page, or into its panel: a fault of ours.
    """
    pages = _pages(running, blocks, size, total=0)[1]
    return _pages(running, blocks, size, total=pages)[0]


def _pages(running: Running, blocks: Sequence[Block], size: PaperSize, *, total: int) -> tuple[bytes, int]:
    """The file and how many pages it has, its page lines saying ``total``."""
    platypus = press().platypus
    width, height = _SIZES[size]
    file = BytesIO()
    document = platypus.BaseDocTemplate(
        file,
        pagesize=(width, height),
        title=printable(running.title),
        subject=printable(running.subject),
        author="WalletSafe",
        creator="WalletSafe",
        lang="en",
        displayDocTitle=1,
        initialFontName=REGULAR,
        invariant=1,
        pageCompression=1,
    )
    room = platypus.Frame(
        _SIDE, _BOTTOM, width - 2 * _SIDE, height - _TOP - _BOTTOM, 0, 0, 0, 0, showBoundary=0
    )
    on_page = partial(_draw_running, running, total)
    document.addPageTemplates([platypus.PageTemplate("page", [room], onPage=on_page)])
    try:
        document.build(set_blocks(blocks))
    except platypus.doctemplate.LayoutError as error:
        raise ValueError("something does not fit on its page") from error
    return file.getvalue(), document.page


def _draw_running(running: Running, total: int, canvas: Any, document: Any) -> None:
    width, height = document.pagesize
    left, right, top, bottom = _SIDE, width - _SIDE, height - _LINE, _LINE
    canvas.saveState()
    canvas.setStrokeColor(hue("line"))
    canvas.setLineWidth(0.75)
    canvas.line(left, top - 12, right, top - 12)
    canvas.line(left, bottom + 12, right, bottom + 12)
    canvas.setFillColor(hue("muted"))
    canvas.setFont(REGULAR, _SMALL)
    canvas.drawString(left, top - 4, printable(running.title))
    canvas.drawString(left, bottom, printable(running.foot))
    canvas.drawRightString(right, bottom, running.page.format(page=document.page, pages=total))
    if running.mark:
        _draw_mark(canvas, printable(running.mark), right, top)
    canvas.restoreState()


def _draw_mark(canvas: Any, mark: str, right: float, top: float) -> None:
    """The mark in a filled badge, so that it is seen on a grey copy as well."""
    width = press().metrics.stringWidth(mark, BOLD, 11) + 14
    canvas.setFillColor(hue("demo"))
    canvas.roundRect(right - width, top - 8, width, 17, 3, stroke=0, fill=1)
    canvas.setFillColor(hue("surface"))
    canvas.setFont(BOLD, 11)
    canvas.drawString(right - width + 7, top - 3.5, mark)
