"""The buttons that are always in sight, whatever the page above them scrolls to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ..style.theme import theme
from ..style.tokens import SPACE
from .buttons import StackingRow
from .layouts import centred, clear


class ButtonBar(QWidget):
    """Lies below a :class:`~.layouts.ScrollPage`, its buttons under the page's column."""

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        line = QFrame()
        line.setObjectName("rule")
        line.setFixedHeight(1)
        outer.addWidget(line)
        column = QWidget()
        outer.addLayout(centred(column, margin=SPACE.small))
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().scaled(SPACE.small))

    def show_buttons(self, answers: Sequence[QWidget], cancel: QWidget, note: QWidget | None = None) -> None:
        """Show the answers and then ``cancel``, with a ``note`` above them, in place of what was there."""
        clear(self._column)
        if note is not None:
            self._column.addWidget(note)
        self._column.addWidget(
            StackingRow(*([StackingRow(*answers)] if answers else []), StackingRow(cancel))
        )
