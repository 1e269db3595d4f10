"""What every view of Download is made of: a page that scrolls and takes files, with buttons below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ...widgets.bar_page import BarPage
from ...widgets.drop_area import DropArea
from ...widgets.layouts import ScrollPage
from .words import download_words as words

_LAID_OUT_MILLISECONDS = 50


class DownloadView(BarPage):
    """Add to ``column``; ``first`` is where the keyboard begins, ``on_escape`` what Esc does."""

    files_dropped = Signal(list)
    emergency_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.on_escape: Callable[[], object] | None = None
        page = ScrollPage()
        self.column = page.column
        self.show_page(page)
        self.bar.hide()
        # Large text is laid out in two rounds, the second of which moves controls without a change in height.
        self._reveal.setInterval(_LAID_OUT_MILLISECONDS)

    def add_drop_area(self, section: str) -> DropArea:
        """Add the place for files, with the words of a ``section``."""
        area = DropArea(words(f"{section}.drop"), words(f"{section}.drop_more"))
        area.files_dropped.connect(self.files_dropped)
        self.column.addWidget(area)
        return area

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
