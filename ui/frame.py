"""The frame around the pages: the rail on the left, the line about the internet, and the one rule."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from .style.theme import theme
from .style.tokens import RAIL_WIDTH, SPACE
from .widgets.text import Text
from .words import words


class Frame(QWidget):
    """Stands around ``pages``. ``connection`` is the line about the internet, in the header."""

    def __init__(self, pages: QStackedWidget) -> None:
        super().__init__()
        self.connection = Text("", "small", "muted")
        self._rail = _Rail()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_strip(Text(words("frame.title"), "strong"), self.connection))
        column.addWidget(_rule())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        middle.addWidget(pages, 1)
        column.addLayout(middle, 1)
        column.addWidget(_rule())
        column.addWidget(_strip(Text(words("frame.footer"), "small")))

    def add_button(self, key: str, chosen: Callable[[], None]) -> QPushButton:
        """Add a button for a page at the end of the rail, with the words at ``key``."""
        return self._rail.add(key, chosen)

    def mark(self, chosen: QPushButton) -> None:
        """Show which page stands open."""
        self._rail.mark(chosen)


class _Rail(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(words("frame.rail_name"))
        self.setMinimumWidth(theme().scaled(RAIL_WIDTH))
        self._buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        gap = theme().scaled(SPACE.card_gap)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(SPACE.hair)
        self._column.addStretch(1)

    def add(self, key: str, chosen: Callable[[], None]) -> QPushButton:
        button = QPushButton(words(key))
        button.setAccessibleName(words(key).replace("&", ""))
        button.setCheckable(True)
        button.setAutoDefault(True)
        button.setProperty("rail", True)
        button.setProperty("mirrored", button.isRightToLeft())
        button.clicked.connect(chosen)
        self._column.insertWidget(len(self._buttons), button)
        self._buttons.append(button)
        return button

    def mark(self, chosen: QPushButton) -> None:
        # Not an exclusive group: Tab would reach only one button of it.
        for button in self._buttons:
            button.setChecked(button is chosen)


def _strip(*texts: Text) -> QWidget:
    strip = QWidget()
    line = QHBoxLayout(strip)
    side = theme().scaled(SPACE.large)
    line.setContentsMargins(side, SPACE.small, side, SPACE.small)
    line.setSpacing(theme().scaled(SPACE.medium))
    for text in texts:
        line.addWidget(text)
    line.setStretch(len(texts) - 1, 1)
    return strip


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFixedHeight(1)
    return rule
