"""A box to tick beside a sentence as long as it needs to be."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ..style.theme import theme
from ..style.tokens import SPACE
from .buttons import Surface
from .text import Text

_BOX = 20
_GRID = 20.0


class TickBox(Surface):
    """``sentence`` with a box before it. The whole row is pressed; Enter ticks as the space bar does.

    Unlike Qt's own check box it breaks its sentence into lines. ``more`` stands below it in small type.
    """

    def __init__(self, sentence: str, *, ticked: bool = False, more: str = "") -> None:
        super().__init__(padding=SPACE.card_gap, edge="line")
        self.setCheckable(True)
        self.setChecked(ticked)
        self.setAccessibleName(sentence)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box = _Box(self)
        self.row.addWidget(self._box, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(theme().scaled(SPACE.hair))
        texts.addWidget(Text(sentence))
        if more:
            self.setAccessibleDescription(more)
            texts.addWidget(Text(more, "small", "muted"))
        self.row.addLayout(texts, 1)
        self.toggled.connect(self._box.update)


class _Box(QWidget):
    """The box itself, as its row is ticked or not."""

    def __init__(self, row: QAbstractButton) -> None:
        super().__init__()
        self._row = row
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme().scaled(_BOX)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        ticked = self._row.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / _GRID, self.height() / _GRID)
        painter.setPen(QPen(look.colour("accent" if ticked else "edge"), 1.6))
        painter.setBrush(look.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(QRectF(1, 1, 18, 18), 4, 4)
        if ticked:
            painter.setPen(QPen(look.colour("on_accent"), 2.2))
            painter.drawPolyline(QPolygonF([QPointF(5.4, 10.4), QPointF(8.8, 13.6), QPointF(14.8, 6.8)]))
