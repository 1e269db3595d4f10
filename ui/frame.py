"""The frame around the pages: the rail on the left, the line about the internet, and the one rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from walletsafe.seal import Hold, hold

from .style.theme import theme
from .style.tokens import RAIL_WIDTH, SPACE
from .widgets.layouts import ALWAYS_OFF, NO_FOCUS
from .widgets.mode_switch import ModeSwitch
from .widgets.text import Text
from .words import words

_OFFLINE = {
    Hold.SYSTEM: ("frame.offline_system", "frame.offline_system_more"),
    Hold.PROGRAM: ("frame.offline_program", "frame.offline_program_more"),
    Hold.NONE: ("frame.offline", ""),
}


class Frame(QWidget):
    """Stands around ``pages``. ``modes`` is the switch at the foot of the rail."""

    def __init__(self, pages: QStackedWidget) -> None:
        super().__init__()
        self.connection = Text("", "small", "muted")
        self.show_connection(online=False)
        self.modes = ModeSwitch()
        self._rail = _Rail(self.modes)
        self._number = Text("", "small", "muted")
        self._number.setWordWrap(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_strip(Text(words("frame.title"), "strong"), self.connection, wide=1))
        column.addWidget(_rule())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        middle.addWidget(pages, 1)
        column.addLayout(middle, 1)
        column.addWidget(_rule())
        column.addWidget(_strip(Text(words("frame.footer"), "small"), self._number, wide=0))

    def add_button(self, key: str, chosen: Callable[[], None], *, pinned: bool = False) -> QPushButton:
        """Add a button for a page, with the words at ``key``; ``pinned``: at the foot, always in sight."""
        return self._rail.add(key, chosen, pinned=pinned)

    def mark(self, chosen: QPushButton) -> None:
        """Show which page stands open."""
        self._rail.mark(chosen)

    def show_connection(self, online: bool) -> None:
        """Say in the header what holds this program off the internet, or that a check may be online now."""
        text, more = ("frame.online", "") if online else _OFFLINE[hold()]
        meaning = words(more) if more else ""
        self.connection.setText(words(text))
        self.connection.setToolTip(meaning)
        self.connection.setAccessibleDescription(meaning)

    def show_number(self, page_name: str) -> None:
        """Show the small number of a view: whoever helps on the telephone knows by it what stands here."""
        self._number.setText(words("frame.page", number=words(f"pages.{page_name}")) if page_name else "")


class _Rail(QWidget):
    """Buttons below one another and a ``foot``, which scroll where text is large; pinned ones stand below."""

    def __init__(self, foot: QWidget) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(words("frame.rail_name"))
        self._buttons: list[QPushButton] = []
        self._scrolling, self._pinned = QVBoxLayout(), QVBoxLayout()
        gap = theme().scaled(SPACE.card_gap)
        for column in (self._scrolling, self._pinned):
            column.setContentsMargins(gap, gap, gap, gap)
            column.setSpacing(SPACE.hair)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(_Scroll(self._scrolling, foot), 1)
        whole.addLayout(self._pinned)

    def add(self, key: str, chosen: Callable[[], None], *, pinned: bool) -> QPushButton:
        button = QPushButton(words(key))
        button.setAccessibleName(words(key).replace("&", "").replace("\n", " "))
        button.setCheckable(True)
        button.setAutoDefault(True)
        button.setProperty("rail", True)
        button.setProperty("mirrored", button.isRightToLeft())
        button.setProperty("pinned", pinned)
        button.clicked.connect(chosen)
        (self._pinned if pinned else self._scrolling).addWidget(button)
        self._buttons.append(button)
        return button

    def mark(self, chosen: QPushButton) -> None:
        # Not an exclusive group: Tab would reach only one button of it.
        for button in self._buttons:
            button.setChecked(button is chosen)


class _Scroll(QScrollArea):
    """Scrolls ``column``. A bar stands in the margin beside the buttons: the pages need the width.

    ``foot`` stands below it, as far down as there is room.
    """

    def __init__(self, column: QVBoxLayout, foot: QWidget) -> None:
        super().__init__()
        self._column, self._margin = column, column.contentsMargins().right()
        self._taken = 0
        self.setObjectName("rail")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("focusPolicy", NO_FOCUS)
        self.setProperty("horizontalScrollBarPolicy", ALWAYS_OFF)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._inside = QWidget()
        self._inside.setObjectName("rail")
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(column)
        whole.addStretch(1)
        below = QHBoxLayout()
        below.setContentsMargins(SPACE.hair, 0, SPACE.hair, 0)
        below.addWidget(foot)
        whole.addLayout(below)
        self.setWidget(self._inside)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)

    def sizeHint(self) -> QSize:
        """As wide as its buttons."""
        return QSize(max(theme().scaled(RAIL_WIDTH), self._inside.sizeHint().width() + self._taken), 0)

    def _on_range_changed(self, low: int, high: int) -> None:
        self._taken = min(self._margin, self.verticalScrollBar().sizeHint().width()) if high > low else 0
        margins = self._column.contentsMargins()
        margins.setRight(self._margin - self._taken)
        self._column.setContentsMargins(margins)
        focused = cast("QWidget | None", self.focusWidget())
        if focused is not None and focused.hasFocus():
            # Another mode adds a page above the switch.
            self.ensureWidgetVisible(focused)


def _strip(*texts: Text, wide: int) -> QWidget:
    """Return ``texts`` side by side; the one with the number ``wide`` takes the room that is left."""
    strip = QWidget()
    line = QHBoxLayout(strip)
    side = theme().scaled(SPACE.large)
    line.setContentsMargins(side, SPACE.small, side, SPACE.small)
    line.setSpacing(SPACE.medium)
    for text in texts:
        line.addWidget(text)
    line.setStretch(wide, 1)
    return strip


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFixedHeight(1)
    return rule
