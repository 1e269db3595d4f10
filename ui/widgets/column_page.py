"""One scrolling column above buttons, which Esc leaves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from .bar_page import BarPage
from .layouts import ScrollPage

_LAID_OUT_MILLISECONDS = 50


class ColumnPage(BarPage):
    """Add to ``column``; ``first`` is where the keyboard begins, ``on_escape`` what Esc does."""

    def __init__(self) -> None:
        super().__init__()
        self.on_escape: Callable[[], object] | None = None
        page = ScrollPage()
        self.column = page.column
        self.show_page(page)
        self.bar.hide()
        # Large text is laid out in two rounds, the second of which moves controls without a change in height.
        self._reveal.setInterval(_LAID_OUT_MILLISECONDS)

    def show_buttons(self, *buttons: QWidget) -> None:
        """Show ``buttons`` below the page, always in sight; the keyboard begins at the first."""
        self.first = buttons[0]
        self.bar.show_buttons(buttons[:-1], buttons[-1])
        self.bar.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, where there is a way back."""
        if event.key() == Qt.Key.Key_Escape and self.on_escape is not None:
            self.on_escape()
        else:
            super().keyPressEvent(event)
