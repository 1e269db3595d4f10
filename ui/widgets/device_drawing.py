"""A Ledger as a line drawing, with the words that its own screen shows now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..style.theme import theme
from ..words import words


@dataclass(frozen=True, slots=True)
class _Shape:
    """The outline of a model, in units of the drawing (pixels at 100 % text).

    ``buttons`` are round ones on the face or bars on the upper edge; touch models have none.
    ``hinge`` is where the metal cover turns.
    """

    size: tuple[int, int]
    body: QRectF
    corner: float
    screen: QRectF
    face_buttons: tuple[QPointF, ...] = ()
    edge_buttons: tuple[QRectF, ...] = ()
    hinge: QPointF | None = None


_BARS = (QRectF(54, 6, 34, 7), QRectF(214, 6, 34, 7))
_SHAPES = {
    "nano-s": _Shape(
        (340, 104), QRectF(6, 12, 328, 84), 18, QRectF(56, 26, 190, 56), (), _BARS, QPointF(290, 54)
    ),
    "nano-s-plus": _Shape(
        (340, 112), QRectF(6, 12, 328, 92), 20, QRectF(42, 22, 206, 72), (), _BARS, QPointF(291, 58)
    ),
    "nano-x": _Shape(
        (340, 116), QRectF(14, 8, 312, 100), 48, QRectF(76, 21, 188, 74), (QPointF(45, 58), QPointF(295, 58))
    ),
    "stax": _Shape((216, 316), QRectF(10, 8, 196, 300), 16, QRectF(18, 16, 180, 284)),
    "flex": _Shape((220, 296), QRectF(10, 8, 200, 280), 22, QRectF(22, 22, 176, 226)),
    "nano-gen5": _Shape((212, 300), QRectF(12, 8, 188, 284), 26, QRectF(24, 22, 164, 232)),
}
_OTHER = _Shape((340, 112), QRectF(6, 12, 328, 92), 20, QRectF(67, 22, 206, 72))

_LINE = 18.0
_FOOT = 30.0
_READABLE = 0.5
"""Smaller drawings leave the words of the screen out."""


class DeviceDrawing(QWidget):
    """The model with ``model_id``; an unknown one is a plain outline. ``factor`` makes it smaller."""

    def __init__(self, model_id: str, name: str = "", factor: float = 1.0) -> None:
        super().__init__()
        self._shape = _SHAPES.get(model_id, _OTHER)
        self._factor = factor
        self._lines: tuple[str, ...] = ()
        self._mono: tuple[str, ...] = ()
        self._feet: tuple[str, ...] = ()
        self.setAccessibleName(words("drawing.name", name=name) if name else "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def touch(self) -> bool:
        """Whether the screen is tall enough to show a whole key."""
        return self._shape.screen.height() > 200

    def show_screen(self, lines: Sequence[str], mono: Sequence[str] = (), feet: Sequence[str] = ()) -> None:
        """Write ``lines`` and then ``mono`` lines on the screen, and ``feet`` side by side at its foot."""
        self._lines, self._mono, self._feet = tuple(lines), tuple(mono), tuple(feet)
        self.setAccessibleDescription(words("drawing.screen", text=" / ".join((*lines, *mono, *feet))))
        self.update()

    def sizeHint(self) -> QSize:
        """The drawing at the person's text size."""
        width, height = self._shape.size
        factor = self._factor * min(theme().scale, 1.6)
        return QSize(round(width * factor), round(height * factor))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw body, buttons, screen and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.scale(self.width() / self._shape.size[0], self.height() / self._shape.size[1])
        look = theme()
        painter.setPen(QPen(look.colour("ink"), 1.5 / max(self._factor, 0.4)))
        painter.setBrush(look.colour("surface"))
        self._paint_body(painter)
        painter.setBrush(look.colour("paper"))
        painter.drawRoundedRect(self._shape.screen, 5, 5)
        if self._lines and self._factor >= _READABLE:
            self._paint_words(painter)
            self._paint_feet(painter)

    def _paint_body(self, painter: QPainter) -> None:
        shape = self._shape
        for bar in shape.edge_buttons:
            painter.drawRoundedRect(bar, 3, 3)
        painter.drawRoundedRect(shape.body, shape.corner, shape.corner)
        for centre in shape.face_buttons:
            painter.drawEllipse(centre, 17, 17)
        if shape.hinge is not None:
            painter.drawEllipse(shape.hinge, 26, 26)
            painter.drawEllipse(shape.hinge, 7, 7)

    def _paint_words(self, painter: QPainter) -> None:
        room = self._shape.screen.adjusted(6, 4, -6, -_FOOT if self._feet else -4)
        count = len(self._lines) + len(self._mono)
        height = min(_LINE, room.height() / count)
        top = room.top() + (8 if self.touch else (room.height() - height * count) / 2)
        painter.setPen(theme().colour("ink"))
        for number, line in enumerate((*self._lines, *self._mono)):
            place = QRectF(room.left(), top + number * height, room.width(), height)
            if number < len(self._lines):
                _write(painter, place, line, line, self.font().family())
            else:
                _write(painter, place, line, self._mono[0], theme().monospace())

    def _paint_feet(self, painter: QPainter) -> None:
        """The two answers of the device's own screen; the first one is where it stands at first."""
        screen = self._shape.screen
        width = (screen.width() - 18) / max(1, len(self._feet))
        for number, foot in enumerate(self._feet):
            box = QRectF(
                screen.left() + 6 + number * (width + 6), screen.bottom() - _FOOT + 4, width, _FOOT - 10
            )
            painter.setBrush(theme().colour("surface"))
            painter.setPen(QPen(theme().colour("ink"), 1.6 if number == 0 else 0.8))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(theme().colour("ink"))
            _write(painter, box, foot, foot, self.font().family())


def _write(painter: QPainter, place: QRectF, text: str, widest: str, family: str) -> None:
    """Write one line in the middle of ``place``, as large as ``widest`` fits, at most 14 units high."""
    font = QFont(family)
    font.setPixelSize(100)
    width = max(1.0, QFontMetricsF(font).horizontalAdvance(widest))
    font.setPixelSize(max(6, min(14, int(place.width() / width * 100), int(place.height() * 0.8))))
    painter.setFont(font)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
