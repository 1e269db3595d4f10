"""Pages that scroll, and the cards on them."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ..style.theme import theme
from ..style.tokens import SPACE

# By number, as PLAIN_TEXT in text.py: Qt.FocusPolicy.NoFocus and Qt.ScrollBarPolicy.ScrollBarAlwaysOff.
NO_FOCUS = 0
ALWAYS_OFF = 1


class Card(QFrame):
    """A sheet with a thin line around it. Add to ``body``."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        padding = theme().scaled(SPACE.card_padding)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(theme().scaled(SPACE.small))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class ScrollPage(QScrollArea):
    """One column of content, as wide as text can be read, that scrolls when the window is too small.

    ``width`` is in pixels, for a page that needs more than a column of text. ``first`` is the control
    that the keyboard begins at. (A focus proxy would do the same, but takes the other controls of the
    page out of the order of Tab.)
    """

    page_name: str = ""
    """The name in ``[pages]`` of the window's words of what is a view by itself, for its number."""

    def __init__(self, width: int | None = None) -> None:
        super().__init__()
        self.first: QWidget | None = None
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("focusPolicy", NO_FOCUS)
        self.setProperty("horizontalScrollBarPolicy", ALWAYS_OFF)
        body = QWidget()
        body.setObjectName("pageBody")
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, 0, 0, 0)
        column = QWidget()
        column.setObjectName("pageBody")
        outer.addLayout(centred(column, margin=SPACE.large, width=width))
        outer.addStretch(1)
        self.column = QVBoxLayout(column)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme().scaled(SPACE.card_gap))
        self.setWidget(body)

    def focus_first(self) -> None:
        """Put the keyboard on the control where this page begins."""
        if self.first is not None:
            self.first.setFocus()

    def keep_first_in_view(self) -> None:
        """Scroll to ``first`` as often as the content has laid itself out while that has the keyboard."""
        laid_out = QTimer(self)
        laid_out.setSingleShot(True)
        laid_out.timeout.connect(self._follow_first)
        self.verticalScrollBar().rangeChanged.connect(laid_out.start)

    def _follow_first(self) -> None:
        if self.first is not None and self.first.hasFocus():
            self.ensureWidgetVisible(self.first)


def centred(column: QWidget, *, margin: int, width: int | None = None) -> QHBoxLayout:
    """Put ``column`` in the middle, as wide as text can be read, ``margin`` pixels free above and below."""
    column.setMaximumWidth(width or theme().column_width())
    middle = QHBoxLayout()
    side = theme().scaled(SPACE.page) if theme().scale < 1.5 else SPACE.page
    middle.setContentsMargins(side, margin, side, margin)
    middle.addStretch(1)
    middle.addWidget(column, 1000)
    middle.addStretch(1)
    return middle


def holds_focus(view: QWidget) -> bool:
    """Whether new content of ``view`` may take the keyboard: nobody is using it elsewhere in the window."""
    focused = cast("QWidget | None", view.window().focusWidget())
    return focused is None or focused is view or view.isAncestorOf(focused)


def row(*widgets: QWidget, gap: int = SPACE.card_gap) -> QHBoxLayout:
    """Return widgets side by side, the last one stretched."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme().scaled(gap))
    for widget in widgets:
        line.addWidget(widget)
    line.setStretch(len(widgets) - 1, 1)
    return line


def put_in_place(column: QVBoxLayout, before: QWidget | None, view: QWidget, place: int = -1) -> None:
    """Show ``view`` in place of the one ``before``, which is deleted; ``place`` -1 is the last."""
    if before is not None:
        before.hide()
        column.removeWidget(before)
        before.deleteLater()
    column.insertWidget(place, view, 1)
    view.show()


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout`` and delete its widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
