"""The tables of text documents and slides: their rows as lines, beside what the running text tells.

In the running text each cell is a line, which does not tell where a row ends: a phrase that stands in two
columns, each from top to bottom, would be read in neither order. Elements: ECMA-376 part 1, 17.4 (tbl, tr,
tc of WordprocessingML) and 21.1.3 (of DrawingML); OpenDocument 1.3 part 3, 9.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from walletsafe.scan.documents.grid import Grid
from walletsafe.scan.documents.parts import Text

_MARK = re.compile(
    r"<(/?)(?:[\w.-]{1,60}:)?(?:(tbl|table)|(tr|table-row)|(tc|table-cell|covered-table-cell))(?=[\s/>])([^<>]*)>"
)
_LONGEST_CELL = 64 << 10
"""In characters with their markup: longer cells hold running text, which is told anyway."""
_MOST_COLUMNS = 64


class Tables:
    """Reads the tables out of the markup of a document; a table inside a cell comes by itself.

    ``plain`` takes the markup out of a cell.
    """

    def __init__(self, member: str, plain: Callable[[str], str]) -> None:
        self._grid = Grid(member)
        self._plain = plain
        self._row: list[str] = []
        self._cell: list[str] | None = None
        self._size = 0

    def feed(self, markup: str) -> Iterator[Text]:
        """Read a piece of markup that ends between tags; yield what is to be told by now."""
        at = 0
        for mark in _MARK.finditer(markup):
            self._put(markup[at : mark.start()])
            at = mark.end()
            yield from self._turn(mark)
        self._put(markup[at:])

    def end(self) -> Iterator[Text]:
        """Yield what is left."""
        self._end_cell()
        yield from self._end_row()
        yield from self._grid.end()

    def _turn(self, mark: re.Match[str]) -> Iterator[Text]:
        closes, table, row, _, attributes = mark.groups()
        self._end_cell()
        if table or row:
            yield from self._end_row()
        elif not closes:
            self._cell, self._size = [], 0
            if attributes.endswith("/"):
                self._end_cell()
        if table:
            yield from self._grid.end()

    def _put(self, markup: str) -> None:
        if self._cell is not None:
            self._size += len(markup)
            if self._size <= _LONGEST_CELL:
                self._cell.append(markup)

    def _end_cell(self) -> None:
        if self._cell is not None and len(self._row) < _MOST_COLUMNS:
            self._row.append(" ".join(self._plain("".join(self._cell)).split()))
        self._cell = None

    def _end_row(self) -> Iterator[Text]:
        if len(self._row) > 1 and any(self._row):
            yield from self._grid.add(self._row)
        self._row = []
