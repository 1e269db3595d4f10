"""A page that scrolls above buttons that do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from .button_bar import ButtonBar
from .layouts import ScrollPage, put_in_place

_KEY = Qt.Key
_SCROLLING: Mapping[int, Callable[[QScrollBar], int]] = {
    _KEY.Key_PageUp: lambda bar: bar.value() - bar.pageStep(),
    _KEY.Key_PageDown: lambda bar: bar.value() + bar.pageStep(),
    _KEY.Key_Home: lambda bar: bar.minimum(),
    _KEY.Key_End: lambda bar: bar.maximum(),
}


class BarPage(QWidget):
    """Shows one :class:`~.layouts.ScrollPage` at a time above its ``bar``.

    The usual keys scroll the page while the keyboard is on a button of the bar, and the control that has
    the keyboard is brought into sight whenever the page changes its height. ``banner`` stands above the page.
    ``first`` is the control that the keyboard begins at.
    """

    page_name: str = ""
    """The name in ``[pages]`` of the window's words, for the number of this view."""

    def __init__(self, banner: QWidget | None = None) -> None:
        super().__init__()
        self.first: QWidget | None = None
        self.page: ScrollPage | None = None
        self.bar = ButtonBar()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        if banner is not None:
            self._column.addWidget(banner)
        self._column.addWidget(self.bar)
        self._reveal = QTimer(self)
        self._reveal.setSingleShot(True)
        self._reveal.timeout.connect(self.reveal_focus)

    def show_page(self, page: ScrollPage) -> None:
        """Show ``page`` in place of the one before, which is deleted."""
        place = self._column.indexOf(self.bar if self.page is None else self.page)
        put_in_place(self._column, self.page, page, place)
        self.page = page
        page.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._reveal.start()

    def focus_first(self) -> None:
        """Put the keyboard on the control where this view begins."""
        if self.first is not None:
            self.first.setFocus()
            self._reveal.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll."""
        target = _SCROLLING.get(event.key())
        if target is None or self.page is None:
            super().keyPressEvent(event)
        else:
            bar = self.page.verticalScrollBar()
            bar.setValue(target(bar))

    def reveal_focus(self) -> None:
        """Scroll to what has the keyboard, where large text puts it below the fold."""
        focused = cast("QWidget | None", self.focusWidget())
        if focused is not None and self.page is not None and self.page.isAncestorOf(focused):
            self.page.ensureWidgetVisible(focused)

    def _on_range_changed(self, least: int, most: int) -> None:
        self._reveal.start()
