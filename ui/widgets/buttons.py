"""Everything that can be pressed: short verbs, large cards, and rows of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from ..style.theme import theme
from ..style.tokens import SPACE
from .text import Text


class ActionButton(QPushButton):
    """A short verb, such as "Check again". ``&`` marks its mnemonic; Enter presses it when focused."""

    def __init__(self, text: str, *, primary: bool = False) -> None:
        super().__init__(text)
        self.setAccessibleName(text.replace("&", ""))
        self.setAutoDefault(True)
        self.setProperty("primary", primary)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


class CardButton(QAbstractButton):
    """A large button with a title, perhaps a sentence below it and a drawing before it."""

    def __init__(self, title: str, description: str = "", picture: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("cardButton")
        self.setAccessibleName(title)
        self.setAccessibleDescription(description)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        padding = theme().scaled(SPACE.medium)
        row.setContentsMargins(padding, padding, padding, padding)
        row.setSpacing(padding)
        if picture is not None:
            picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(picture)
        self.texts = QVBoxLayout()
        self.texts.setSpacing(theme().scaled(SPACE.hair))
        row.addLayout(self.texts, 1)
        self.add_line(Text(title, "strong"))
        if description:
            self.add_line(Text(description, "small", "muted"))

    def add_line(self, line: QWidget) -> None:
        """Put one more line under the title."""
        line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.texts.addWidget(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as well as with the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card that the style sheet describes."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)


class StackingRow(QWidget):
    """Buttons side by side, or one below the other where large type leaves no room."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().scaled(SPACE.card_gap))
        self._buttons = buttons
        for button in buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.setMinimumWidth(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction that fits."""
        super().resizeEvent(event)
        gaps = self._row.spacing() * (len(self._buttons) - 1)
        wanted = sum(button.sizeHint().width() for button in self._buttons) + gaps
        side_by_side = wanted <= event.size().width()
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        )
