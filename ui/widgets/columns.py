"""Many small things in as many columns as fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ..style.theme import theme
from ..style.tokens import SPACE


class Columns(QWidget):
    """``items`` in as many columns as fit, at most ``most``; ``narrowest`` is in pixels at 100 % text.

    Filled ``downwards``, column after column, or else row by row.
    """

    def __init__(
        self, items: Sequence[QWidget], *, narrowest: int, most: int, downwards: bool = True
    ) -> None:
        super().__init__()
        self._items, self._downwards = tuple(items), downwards
        self._narrowest, self._most = narrowest, most
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().scaled(SPACE.medium))
        self._grid.setVerticalSpacing(theme().scaled(SPACE.small))
        self.setMinimumWidth(1)
        self._place(most)

    def sizeHint(self) -> QSize:
        """As wide as all its columns."""
        width = self._most * (theme().scaled(self._narrowest) + self._grid.horizontalSpacing())
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the number of columns that fits."""
        super().resizeEvent(event)
        gap = self._grid.horizontalSpacing()
        fitting = (event.size().width() + gap) // (theme().scaled(self._narrowest) + gap)
        self._place(min(max(1, fitting), self._most))

    def _place(self, count: int) -> None:
        if count == self._count:
            return
        rows = -(-len(self._items) // count)
        for column in range(max(count, self._count)):
            self._grid.setColumnStretch(column, 1 if column < count else 0)
        for place, item in enumerate(self._items):
            if self._downwards:
                self._add_at_top(item, place % rows, place // rows)
            else:
                self._grid.addWidget(item, place // count, place % count)
        self._count = count

    def _add_at_top(self, item: QWidget, row: int, column: int) -> None:
        # Late: making Qt's enumerations takes a tenth of the time to the first page, which needs none.
        from PySide6.QtCore import Qt

        self._grid.addWidget(item, row, column, Qt.AlignmentFlag.AlignTop)
