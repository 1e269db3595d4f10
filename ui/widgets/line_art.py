"""A pen for line drawings, and the things that appear in more than one of them.

Lengths are units of the drawing, which are pixels at 100 % text. Lines are 1.5 units wide: most in ink, and
in each drawing a few in its one accent.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from ..style.theme import theme

_LINE = 1.5
_LARGEST = 13


class Pen:
    """Draws on ``painter``. ``accent`` is a colour token."""

    def __init__(self, painter: QPainter, family: str, accent: str) -> None:
        self._painter = painter
        self._family = family
        self._accent = accent
        self.use()

    def use(self, *, accent: bool = False, width: float = _LINE, dashed: bool = False) -> None:
        """Draw in ink from now on, or in the accent."""
        pen = QPen(theme().colour(self._accent if accent else "ink"), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setDashPattern([3, 3])
        self._painter.setPen(pen)
        self.fill("surface")

    def fill(self, token: str) -> None:
        """Fill closed shapes with a colour token from now on; with nothing where it is empty."""
        if token:
            self._painter.setBrush(theme().colour(token))
        else:
            self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def fill_accent(self) -> None:
        """Fill closed shapes with the accent from now on."""
        self.fill(self._accent)

    def line(self, *points: tuple[float, float]) -> None:
        """A line from point to point."""
        self._painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))

    def shape(self, *points: tuple[float, float]) -> None:
        """A closed shape with these corners."""
        self._painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))

    def box(self, x: float, y: float, width: float, height: float, corner: float = 0) -> None:
        """A box with round corners."""
        self._painter.drawRoundedRect(QRectF(x, y, width, height), corner, corner)

    def ring(self, x: float, y: float, radius: float) -> None:
        """A circle around a point."""
        self._painter.drawEllipse(QPointF(x, y), radius, radius)

    def arc(self, x: float, y: float, radius: float, start: float, degrees: float) -> None:
        """A piece of a circle. 0 degrees is at three o'clock, and they count against the clock."""
        square = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
        self._painter.drawArc(square, round(start * 16), round(degrees * 16))

    def slice(self, x: float, y: float, radius: float, start: float, degrees: float) -> None:
        """A filled slice of a circle, measured as in :meth:`arc`."""
        square = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
        self._painter.drawPie(square, round(start * 16), round(degrees * 16))

    def path(self, path: QPainterPath) -> None:
        """Any other shape."""
        self._painter.drawPath(path)

    def write(
        self, text: str, place: tuple[float, float, float, float], *, bold: bool = False, left: bool = False
    ) -> None:
        """Write one line, as large as fits, in the middle of ``place`` (x, y, width, height) or left."""
        x, y, width, height = place
        font = QFont(self._family)
        font.setBold(bold)
        font.setPixelSize(100)
        needed = max(1.0, QFontMetricsF(font).horizontalAdvance(text))
        font.setPixelSize(max(5, min(_LARGEST, int(width / needed * 100), int(height * 0.85))))
        self._painter.setFont(font)
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
        self._painter.drawText(QRectF(x, y, width, height), side | Qt.AlignmentFlag.AlignVCenter, text)


def sheet(pen: Pen, x: float, y: float, width: float = 62, height: float = 84) -> None:
    """A sheet of paper with numbered lines: a dot for each number."""
    pen.box(x, y, width, height, 3)
    count = int((height - 14) // 11)
    for number in range(count):
        level = y + 13 + number * 11
        pen.ring(x + 9, level, 0.8)
        pen.line((x + 15, level), (x + width - 8 - (number * 7) % 13, level))


def device(pen: Pen, x: float, y: float, lines: tuple[str, ...]) -> None:
    """A Ledger with two buttons and a screen, 150 wide and 50 high."""
    pen.box(x, y, 150, 50, 24)
    pen.ring(x + 22, y + 25, 9)
    pen.ring(x + 128, y + 25, 9)
    pen.fill("paper")
    pen.box(x + 39, y + 8, 72, 34, 3)
    pen.fill("surface")
    for number, text in enumerate(lines):
        pen.write(text, (x + 42, y + 10 + number * 15, 66, 15 if len(lines) > 1 else 30))


def hand(pen: Pen, x: float, y: float) -> None:
    """A hand from below, whose finger points at a place."""
    path = QPainterPath(QPointF(x - 5, y + 32))
    path.lineTo(x - 5, y + 5)
    path.cubicTo(x - 5, y - 2, x + 5, y - 2, x + 5, y + 5)
    path.lineTo(x + 5, y + 22)
    path.cubicTo(x + 12, y + 19, x + 16, y + 22, x + 16, y + 26)
    path.cubicTo(x + 22, y + 23, x + 26, y + 27, x + 25, y + 32)
    path.lineTo(x + 22, y + 50)
    path.lineTo(x - 8, y + 50)
    path.cubicTo(x - 14, y + 42, x - 18, y + 34, x - 14, y + 31)
    path.cubicTo(x - 10, y + 28, x - 7, y + 32, x - 5, y + 34)
    pen.path(path)
    pen.line((x + 5, y + 22), (x + 5, y + 30))
    pen.line((x + 16, y + 26), (x + 15, y + 33))


def person(pen: Pen, x: float, y: float) -> None:
    """Head and shoulders of somebody; the head's middle is at a place."""
    path = QPainterPath(QPointF(x - 17, y + 34))
    path.cubicTo(x - 17, y + 8, x + 17, y + 8, x + 17, y + 34)
    path.closeSubpath()
    pen.path(path)
    pen.ring(x, y, 9)


def boxes(pen: Pen, place: tuple[float, float], columns: int, rows: int, size: tuple[float, float]) -> None:
    """Empty boxes for words in rows and columns. ``size`` is that of one, with the gap after it."""
    x, y = place
    width, height = size
    for row in range(rows):
        for column in range(columns):
            pen.box(x + column * width, y + row * height, width - 4, height - 4, 1)


def arrow(pen: Pen, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A line with a head at its end."""
    pen.line(start, end)
    (x0, y0), (x, y) = start, end
    length = max(1.0, ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5)
    along, across = (x - x0) / length * 6, (y - y0) / length * 6
    pen.line(
        (x - along - across * 0.7, y - across + along * 0.7),
        (x, y),
        (x - along + across * 0.7, y - across - along * 0.7),
    )
