"""A web page as people meet it, drawn as what it is: a picture of one, marked and framed as not real."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ..style.theme import theme
from ..style.tokens import SPACE
from .text import DemoBadge, Text


class MockBrowser(QFrame):
    """A browser's window with a ``badge`` in its bar. Add what the page shows to ``body``.

    ``address`` is plain text that leads nowhere; ``name`` is for whoever cannot see the frame.
    """

    def __init__(self, badge: DemoBadge, address: str, name: str) -> None:
        super().__init__()
        self.setObjectName("mock")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addWidget(_bar(badge, address))
        self.body = QVBoxLayout()
        padding = theme().scaled(SPACE.medium)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(theme().scaled(SPACE.small))
        column.addLayout(self.body)
        column.addStretch(1)

    def show_update(self, title: str, percent: int) -> None:
        """Show an update that has come so far and no further."""
        self.body.addWidget(Text(title, "lead"))
        self.body.addWidget(_Progress(percent))


def _bar(badge: DemoBadge, address: str) -> QWidget:
    bar = QFrame()
    bar.setObjectName("mockBar")
    line = QHBoxLayout(bar)
    gap = theme().scaled(SPACE.small)
    line.setContentsMargins(gap, gap, gap, gap)
    line.setSpacing(gap)
    line.addWidget(_Dots())
    place = Text(address, "small")
    # Addresses run from left to right in every language.
    place.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    line.addWidget(place, 1)
    line.addWidget(badge)
    return bar


class _Dots(QWidget):
    """The three dots in a window's corner."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(44, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("edge"), 1.5))
        for x in (8, 22, 36):
            painter.drawEllipse(QPointF(x, 8), 4, 4)


class _Progress(QWidget):
    """A progress bar that stands still."""

    def __init__(self, percent: int) -> None:
        super().__init__()
        self._percent = percent
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().scaled(120), theme().scaled(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        round_end = whole.height() / 2
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.drawRoundedRect(whole, round_end, round_end)
        done = QRectF(whole)
        done.setWidth(whole.width() * self._percent / 100)
        painter.setBrush(look.colour("edge"))
        painter.drawRoundedRect(done, round_end, round_end)
