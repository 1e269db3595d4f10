"""The cells of spreadsheets, with their texts in place.

Excel keeps each text once, wherever it stands (ECMA-376 part 1, 18.4); OpenDocument writes a run of equal
cells once, with their number (OpenDocument 1.3 part 3, 19.677). Both hide a word that a phrase has twice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from walletsafe.scan.documents.grid import Grid
from walletsafe.scan.documents.markup import chunks, plain
from walletsafe.scan.documents.parts import Text, Unreadable
from walletsafe.scan.documents.streams import text_pieces
from walletsafe.scan.finds import Reason

_MOST_SHARED = 400_000
_LONGEST_SHARED = 16 << 20
_LONGEST_CELL = 4 << 20
_MOST_COLUMNS = 1024
"""A cell farther to the right is told right behind the one before it."""

_MOST_REPEATS = 24
"""No phrase has a word more often."""

_PREFIX = r"(?:[\w.-]{1,60}:)?"
_SHARED = re.compile(rf"</{_PREFIX}si\s*>")
_READING = re.compile(rf"<{_PREFIX}rPh(?=[\s>])[^<>]*>(?:[^<]|<(?!/{_PREFIX}rPh))*")
_CELL = re.compile(rf"<{_PREFIX}c(?=[\s>/])")
_CELL_END = re.compile(rf"</{_PREFIX}c\s*>")
_ROW = re.compile(rf"<{_PREFIX}row(?=[\s>/])")
_COLUMN = re.compile(r"""\sr\s*=\s*["']([A-Za-z]{1,3})\d""")
_KIND = re.compile(r"""\st\s*=\s*["'](\w{1,12})["']""")
_FORMULA = re.compile(rf"<{_PREFIX}f(?=[\s>])[^<>]*>([^<]*)")
_VALUE = re.compile(rf"<{_PREFIX}v(?=[\s>])[^<>]*>([^<]*)")

_OPEN_CELL = re.compile(r"<table:(?:covered-)?table-cell(?=[\s>/])")
_OPEN_CELL_END = re.compile(r"</table:(?:covered-)?table-cell\s*>")
_OPEN_ROW = re.compile(r"<table:table-row(?=[\s>/])[^<>]*>")
_COLUMNS_REPEATED = re.compile(r"""number-columns-repeated\s*=\s*["'](\d{1,7})["']""")
_ROWS_REPEATED = re.compile(r"""number-rows-repeated\s*=\s*["'](\d{1,7})["']""")


def shared_strings(file: BinaryIO) -> list[str]:
    """The texts that cells of an Excel workbook refer to by number. Raises ``Unreadable`` for too many."""
    shared: list[str] = []
    size = 0
    kept = ""
    for chunk in chunks(file):
        *whole, kept = _SHARED.split(kept + chunk)
        texts = [plain(_READING.sub("", text)).strip("\n") for text in whole]
        shared += texts
        size += sum(map(len, texts))
        if len(shared) > _MOST_SHARED or size > _LONGEST_SHARED or len(kept) > _LONGEST_CELL:
            raise Unreadable(Reason.TOO_LARGE)
    return shared


def excel_cells(file: BinaryIO, member: str, shared: list[str]) -> Iterator[Text]:
    """The cells of one sheet of an Excel workbook, and then the formulas."""
    yield from _ExcelSheet(member, shared).read(file)


class _Sheet:
    """Reads the cells of a sheet out of its markup, piece by piece: a cell may end in a later piece."""

    _cell: ClassVar[re.Pattern[str]]
    _cell_begin: ClassVar[str]
    """How a cell begins where it is put together again: as :attr:`_cell` reads it."""

    def __init__(self, member: str) -> None:
        self._member = member
        self._grid = Grid(member)
        self._row: list[str] = []
        self._beside: list[str] = []

    def read(self, file: BinaryIO) -> Iterator[Text]:
        """Read all cells, and then what stands beside them. Raises ``Unreadable`` for one without an end."""
        kept = ""
        for chunk in chunks(file):
            first, *cells = self._cell.split(kept + chunk)
            yield from self._before_cell(first)
            kept = f"{self._cell_begin}{cells.pop()}" if cells else ""
            for cell in cells:
                yield from self._take(cell)
            if len(kept) > _LONGEST_CELL:
                raise Unreadable(Reason.TOO_LARGE)
        if kept:
            yield from self._take(kept.removeprefix(self._cell_begin))
        yield from self._end_row()
        yield from self._grid.end()
        yield from text_pieces(self._member, self._beside)

    def _before_cell(self, markup: str) -> Iterator[Text]:
        """What stands before the first cell of a piece."""
        raise NotImplementedError

    def _take(self, cell: str) -> Iterator[Text]:
        """Take a cell, with all that stands behind it up to the next."""
        raise NotImplementedError

    def _end_row(self) -> Iterator[Text]:
        raise NotImplementedError


class _ExcelSheet(_Sheet):
    _cell = _CELL
    _cell_begin = "<c"

    def __init__(self, member: str, shared: list[str]) -> None:
        super().__init__(member)
        self._shared = shared

    def _before_cell(self, markup: str) -> Iterator[Text]:
        if _ROW.search(markup):
            yield from self._end_row()

    def _take(self, cell: str) -> Iterator[Text]:
        attributes, _, content = cell.partition(">")
        content, *rest = _CELL_END.split(content, maxsplit=1)
        self._beside += [plain(formula) + "\n" for formula in _FORMULA.findall(content)]
        place = _column(attributes)
        if len(self._row) < place < _MOST_COLUMNS:
            self._row += [""] * (place - len(self._row))
        self._row.append(self._text(attributes, content))
        behind = rest[0] if rest else content
        if _ROW.search(behind):
            yield from self._end_row()
        elif rest and (told := plain(behind, "\n").strip()):
            self._beside.append(told + "\n")

    def _text(self, attributes: str, content: str) -> str:
        kind = _KIND.search(attributes)
        if kind and kind.group(1) == "inlineStr":
            return plain(_FORMULA.sub("", _READING.sub("", content))).strip("\n")
        value = _VALUE.search(content)
        told = html.unescape(value.group(1)) if value else ""
        if kind and kind.group(1) == "s":
            return self._shared[int(told)] if told.isdecimal() and int(told) < len(self._shared) else ""
        return told

    def _end_row(self) -> Iterator[Text]:
        if any(self._row):
            yield from self._grid.add(self._row)
        self._row = []


def _column(attributes: str) -> int:
    """The number of a cell's column, from 0; 0 where it is not said."""
    place = _COLUMN.search(attributes)
    number = 0
    for letter in place.group(1).upper() if place else "A":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def open_cells(file: BinaryIO, member: str) -> Iterator[Text]:
    """The cells of all sheets of an OpenDocument spreadsheet, and then what stands beside them."""
    yield from _OpenSheets(member).read(file)


class _OpenSheets(_Sheet):
    _cell = _OPEN_CELL
    _cell_begin = "<table:table-cell"

    def __init__(self, member: str) -> None:
        super().__init__(member)
        self._repeats = 1

    def _before_cell(self, markup: str) -> Iterator[Text]:
        yield from self._behind_cell(markup)

    def _take(self, cell: str) -> Iterator[Text]:
        attributes, _, content = cell.partition(">")
        content, *rest = _OPEN_CELL_END.split(content, maxsplit=1)
        if attributes.endswith("/"):
            content, rest = "", [content]
        text = plain(content).strip("\n")
        repeats = _number(_COLUMNS_REPEATED, attributes)
        if len(self._row) < _MOST_COLUMNS:
            self._row += [text] * min(repeats, _MOST_REPEATS if text else _MOST_COLUMNS - len(self._row))
        elif text:
            self._row.append(text)
        yield from self._behind_cell("".join(rest))

    def _behind_cell(self, markup: str) -> Iterator[Text]:
        for row in _OPEN_ROW.finditer(markup):
            yield from self._end_row()
            self._repeats = min(_number(_ROWS_REPEATED, row.group()), _MOST_REPEATS)
        if told := plain(markup, "\n").strip():
            self._beside.append(told + "\n")

    def _end_row(self) -> Iterator[Text]:
        if any(self._row):
            for _ in range(self._repeats):
                yield from self._grid.add(self._row)
        self._row = []


def _number(pattern: re.Pattern[str], markup: str) -> int:
    found = pattern.search(markup)
    return max(1, int(found.group(1))) if found else 1
