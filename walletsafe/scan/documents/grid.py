"""Tables told twice: row by row, and column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from walletsafe.scan.documents.parts import TEXT_PIECE, Text

_REPEATED_ROWS = 48
"""Rows that a piece repeats of the one before it: two phrases, one word a row."""

_LONGEST_OF_COLUMN = 256
"""Longer texts are told in their rows only: nobody spreads a phrase over several of them."""

_MOST_CELLS = 200_000
_LETTER = re.compile(r"[^\W\d_]")


class Grid:
    """Gathers the rows of a table, and tells them in pieces of about a million characters.

    A row is a line, its cells set apart by tabs; where there is more than one column with letters in it, each
    of these is told as well, one cell a line.
    """

    def __init__(self, member: str) -> None:
        self._member = member
        self._rows: list[Sequence[str]] = []
        self._repeated = 0
        self._size = self._cells = 0

    def add(self, row: Sequence[str]) -> Iterator[Text]:
        """Take a row; yield what is to be told by now."""
        self._rows.append(row)
        self._size += sum(map(len, row))
        self._cells += len(row)
        if self._size >= TEXT_PIECE or self._cells >= _MOST_CELLS:
            yield from self._tell()
            self._rows = self._rows[-_REPEATED_ROWS:]
            self._repeated = len(self._rows)
            self._size = self._cells = 0

    def end(self) -> Iterator[Text]:
        """Yield what is left. The next row begins another table."""
        if len(self._rows) > self._repeated:
            yield from self._tell()
        self._rows = []
        self._repeated = self._size = self._cells = 0

    def _tell(self) -> Iterator[Text]:
        text = "\n".join("\t".join(row) for row in self._rows)
        if _LETTER.search(text):
            yield Text(self._member, text)
            yield from self._tell_columns()

    def _tell_columns(self) -> Iterator[Text]:
        columns: dict[int, list[str]] = {}
        for row in self._rows:
            for number, cell in enumerate(row):
                if cell and len(cell) <= _LONGEST_OF_COLUMN and _LETTER.search(cell):
                    columns.setdefault(number, []).append(cell)
        if len(columns) > 1 or any(len(row) > 1 for row in self._rows):
            told = "\n\n".join("\n".join(columns[number]) for number in sorted(columns))
            if told:
                yield Text(self._member, told)
