"""Small signs drawn as lines: severities, steps, worries. Never the only bearer of a meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..style.theme import theme

_GRID = 24.0
"""Signs are drawn on a square of 24 units."""


def _ring(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(3, 3, 18, 18))


def _dot(painter: QPainter, x: float, y: float) -> None:
    painter.save()
    painter.setBrush(painter.pen().color())
    painter.drawEllipse(QPointF(x, y), 0.7, 0.7)
    painter.restore()


def _tick(painter: QPainter) -> None:
    painter.drawPolyline(QPolygonF([QPointF(8, 12.4), QPointF(11, 15.2), QPointF(16.2, 9.2)]))


def _good(painter: QPainter) -> None:
    _ring(painter)
    _tick(painter)


def _tip(painter: QPainter) -> None:
    _ring(painter)
    painter.drawLine(QPointF(12, 11.5), QPointF(12, 16.5))
    _dot(painter, 12, 7.8)


def _unknown(painter: QPainter) -> None:
    _ring(painter)
    path = QPainterPath(QPointF(9.2, 9.6))
    path.cubicTo(9.2, 5.8, 14.8, 5.8, 14.8, 9.4)
    path.cubicTo(14.8, 11.6, 12, 11.6, 12, 13.8)
    painter.drawPath(path)
    _dot(painter, 12, 16.9)


def _caution(painter: QPainter) -> None:
    painter.drawPolygon(QPolygonF([QPointF(12, 3.5), QPointF(21.5, 20), QPointF(2.5, 20)]))
    painter.drawLine(QPointF(12, 9.5), QPointF(12, 14))
    _dot(painter, 12, 17)


def _danger(painter: QPainter) -> None:
    corners = ((8, 3), (16, 3), (21, 8), (21, 16), (16, 21), (8, 21), (3, 16), (3, 8))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.drawLine(QPointF(12, 7.5), QPointF(12, 13))
    _dot(painter, 12, 16.4)


def _stopped(painter: QPainter) -> None:
    _ring(painter)
    painter.drawRect(QRectF(9, 9, 6, 6))


def _now(painter: QPainter) -> None:
    _ring(painter)
    painter.setBrush(painter.pen().color())
    painter.drawEllipse(QPointF(12, 12), 4, 4)


def _device(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2, 7, 20, 10), 3, 3)
    painter.drawRect(QRectF(6, 10, 8, 4))
    _dot(painter, 18, 12)


def _practice(painter: QPainter) -> None:
    pen = painter.pen()
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawRoundedRect(QRectF(2, 7, 20, 10), 3, 3)
    painter.setPen(QPen(pen.color(), pen.widthF()))
    painter.drawPolygon(QPolygonF([QPointF(10, 9.6), QPointF(14.4, 12), QPointF(10, 14.4)]))


def _letter(painter: QPainter) -> None:
    painter.drawRect(QRectF(2.5, 6, 19, 12))
    painter.drawPolyline(QPolygonF([QPointF(2.5, 6), QPointF(12, 13), QPointF(21.5, 6)]))


def _sheet(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(5, 2.5, 14, 19), 1.5, 1.5)
    for y in (7.5, 12, 16.5):
        _dot(painter, 8.2, y)
        painter.drawLine(QPointF(11, y), QPointF(16, y))


def _download(painter: QPainter) -> None:
    painter.drawLine(QPointF(12, 3), QPointF(12, 14.5))
    painter.drawPolyline(QPolygonF([QPointF(7.5, 10.5), QPointF(12, 15), QPointF(16.5, 10.5)]))
    painter.drawPolyline(QPolygonF([QPointF(4, 16), QPointF(4, 20), QPointF(20, 20), QPointF(20, 16)]))


def _clock(painter: QPainter) -> None:
    _ring(painter)
    painter.drawPolyline(QPolygonF([QPointF(12, 6.8), QPointF(12, 12), QPointF(15.6, 14.2)]))


def _book(painter: QPainter) -> None:
    painter.drawLine(QPointF(12, 6), QPointF(12, 20))
    for side in (-1, 1):
        edge = [
            QPointF(12 + side * x, y)
            for x, y in ((0, 6), (3, 4.5), (9.5, 4.5), (9.5, 18.5), (3, 18.5), (0, 20))
        ]
        painter.drawPolyline(QPolygonF(edge))


def _computer(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(4, 4, 16, 11.5), 1.5, 1.5)
    painter.drawPolyline(QPolygonF([QPointF(2, 19.5), QPointF(22, 19.5)]))
    painter.drawEllipse(QPointF(11.2, 9.2), 2.8, 2.8)
    painter.drawLine(QPointF(13.3, 11.3), QPointF(15.4, 13.4))


def _likely(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(10.5, 10.5), 7, 7)
    painter.drawLine(QPointF(15.6, 15.6), QPointF(21, 21))
    painter.drawPolyline(QPolygonF([QPointF(7.2, 10.7), QPointF(9.6, 13), QPointF(13.8, 8.2)]))


def _home(painter: QPainter) -> None:
    painter.drawPolyline(QPolygonF([QPointF(2.5, 12), QPointF(12, 3.5), QPointF(21.5, 12)]))
    walls = ((5.5, 9.5), (5.5, 20.5), (18.5, 20.5), (18.5, 9.5))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in walls]))
    painter.drawRect(QRectF(10, 14, 4, 6.5))


def _folder(painter: QPainter) -> None:
    corners = ((2.5, 19.5), (2.5, 5), (9, 5), (11.5, 8), (21.5, 8), (21.5, 19.5))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


_SIGNS: Mapping[str, Callable[[QPainter], None]] = {
    "good": _good,
    "tip": _tip,
    "unknown": _unknown,
    "caution": _caution,
    "danger": _danger,
    "stopped": _stopped,
    "waiting": _ring,
    "now": _now,
    "done": _good,
    "book": _book,
    "clock": _clock,
    "computer": _computer,
    "device": _device,
    "download": _download,
    "folder": _folder,
    "home": _home,
    "likely": _likely,
    "practice": _practice,
    "letter": _letter,
    "sheet": _sheet,
}


class Glyph(QWidget):
    """One sign in a token's colour. ``size`` is in pixels at 100 % text."""

    def __init__(self, sign: str, tone: str, size: int = 24) -> None:
        super().__init__()
        self._sign, self._tone, self._size = sign, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, sign: str, tone: str) -> None:
        """Change sign and colour."""
        self._sign, self._tone = sign, tone
        self.update()

    def sizeHint(self) -> QSize:
        """A square at the person's text size."""
        side = theme().scaled(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        draw_sign(QPainter(self), self._sign, self._tone, self.width())


def draw_sign(painter: QPainter, sign: str, tone: str, side: int) -> None:
    """Draw a sign ``side`` pixels wide and high, in a token's colour, at the painter's origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / _GRID, side / _GRID)
    painter.setPen(QPen(theme().colour(tone), 1.6))
    _SIGNS[sign](painter)
