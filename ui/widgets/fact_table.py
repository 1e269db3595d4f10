"""A small table of facts, one row for each thing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from ..style.theme import LARGE, theme
from ..style.tokens import SPACE
from .text import Text


class FactTable(QFrame):
    """As many cells in every row as in ``head``; digits after the first cell are compared, so they are mono.

    ``things`` stand in place of the first cells, one for each row. Whoever hears the table gets the head with
    each cell.
    """

    def __init__(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], things: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        # Bits and words of the lists run from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(self)
        padding = theme().scaled(SPACE.card_gap)
        grid.setContentsMargins(padding, padding, padding, padding)
        grid.setHorizontalSpacing(padding)
        grid.setVerticalSpacing(theme().scaled(SPACE.hair))
        firsts = things or [Text(cells[0], "strong") for cells in rows]
        if theme().scale < LARGE:
            _fill(grid, head, rows, firsts)
        else:
            _stack(grid, head, rows, firsts)


def _fill(
    grid: QGridLayout, head: Sequence[str], rows: Sequence[Sequence[str]], firsts: Sequence[QWidget]
) -> None:
    for column, title in enumerate(head):
        grid.addWidget(Text(title, "small", "muted"), 0, column)
        grid.setColumnStretch(column, 1)
    for line, (first, cells) in enumerate(zip(firsts, rows, strict=True), start=1):
        grid.addWidget(first, line, 0)
        for column, (title, cell) in enumerate(zip(head[1:], cells[1:], strict=True), start=1):
            shown = Text(cell, "mono")
            shown.setAccessibleName(f"{title}: {cell}")
            grid.addWidget(shown, line, column)


def _stack(
    grid: QGridLayout, head: Sequence[str], rows: Sequence[Sequence[str]], firsts: Sequence[QWidget]
) -> None:
    """Large type leaves no room for columns: each thing has its facts below it."""
    for first, cells in zip(firsts, rows, strict=True):
        grid.addWidget(first, grid.rowCount(), 0)
        for title, cell in zip(head[1:], cells[1:], strict=True):
            grid.addWidget(Text(f"{title}: {cell}", "small"), grid.rowCount(), 0)
