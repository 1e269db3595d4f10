"""Everything that can be pressed: short verbs, large cards, and rows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, QSize
from PySide6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..style.theme import theme
from ..style.tokens import RADIUS, SPACE
from .text import Text

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object
"""What :class:`Graceful` is mixed into: a class of Python cannot stand between two of Qt."""


TYPING_MILLISECONDS = 2000
"""How long after a letter a space or Enter still belongs to the typing."""


class Graceful(_Button):
    """A button that no press meant for something else can reach; Enter presses it as the space bar does.

    Not within the time of a double click after it appears: the second half of a double click on one
    question must not answer the next one. Not from a key that is still held down. And not while somebody
    types on without looking, where a field was taken away below their hands.
    """

    _appeared: QElapsedTimer | None = None
    _typed: QElapsedTimer | None = None

    def showEvent(self, event: QShowEvent) -> None:
        """Begin the time of grace; a window that comes back from the task bar is no news."""
        super().showEvent(event)
        if not event.spontaneous():
            self._appeared = QElapsedTimer()
            self._appeared.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go down, unless it has only just appeared."""
        if not self._in_grace():
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter or the space bar, unless it has only just appeared or the key is held down."""
        from PySide6.QtCore import Qt

        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressing = enter or event.key() == Qt.Key.Key_Space
        if event.text().isalpha():
            self.wait_for_typing()
        if pressing and (event.isAutoRepeat() or self._in_grace() or self._is_typed_at()):
            return
        if enter:
            self.click()
        else:
            super().keyPressEvent(event)

    def wait_for_typing(self) -> None:
        """Take no key for two seconds: it may belong to a word that somebody is typing."""
        self._typed = QElapsedTimer()
        self._typed.start()

    def _is_typed_at(self) -> bool:
        return self._typed is not None and self._typed.elapsed() < TYPING_MILLISECONDS

    def _in_grace(self) -> bool:
        return self._appeared is not None and self._appeared.elapsed() < QApplication.doubleClickInterval()


class ActionButton(Graceful, QPushButton):
    """A short verb, such as "Check again". ``&`` marks its mnemonic; Enter presses it when focused."""

    def __init__(self, text: str, *, primary: bool = False) -> None:
        super().__init__(text)
        self.setAccessibleName(text.replace("&", ""))
        self.setAutoDefault(True)
        self.setProperty("primary", primary)


class Surface(Graceful, QAbstractButton):
    """A sheet that is pressed as a whole, with a row of widgets on it. ``edge`` is the colour of its line."""

    def __init__(self, *, padding: int, edge: str) -> None:
        super().__init__()
        self._edge = edge
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.row = QHBoxLayout(self)
        room = theme().scaled(padding)
        self.row.setContentsMargins(room, room, room, room)
        self.row.setSpacing(room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet, and the ring around it while it has the focus; faint where it cannot be pressed."""
        look = theme()
        line = 2.0 if self.hasFocus() else 1.0
        edge = "accent" if self.hasFocus() else self._edge if self.isEnabled() else "line"
        radius = look.scaled(RADIUS)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour(edge), line))
        painter.setBrush(look.colour("hover" if self.underMouse() and self.isEnabled() else "surface"))
        inside = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(inside, radius, radius)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that it is left."""
        self.update()


class CardButton(Surface):
    """A large button with a title, perhaps a sentence below it and a drawing before it."""

    def __init__(self, title: str, description: str = "", picture: QWidget | None = None) -> None:
        super().__init__(padding=SPACE.medium, edge="edge")
        self.setAccessibleName(title)
        self.setAccessibleDescription(description)
        if picture is not None:
            self.row.addWidget(picture)
        self.texts = QVBoxLayout()
        self.texts.setSpacing(theme().scaled(SPACE.hair))
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addLayout(self.texts)
        middle.addStretch(1)
        self.row.addLayout(middle, 1)
        self.add_line(Text(title, "strong"))
        if description:
            self.add_line(Text(description, "small", "muted"))

    def add_line(self, line: QWidget) -> None:
        """Put one more line under the title."""
        self.texts.addWidget(line)


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

    def sizeHint(self) -> QSize:
        """As wide as it would like to be, side by side."""
        return QSize(self._side_by_side(), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction that fits."""
        super().resizeEvent(event)
        side_by_side = self._side_by_side() <= event.size().width()
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        )

    def _side_by_side(self) -> int:
        gaps = self._row.spacing() * (len(self._buttons) - 1)
        return sum(button.sizeHint().width() for button in self._buttons) + gaps
