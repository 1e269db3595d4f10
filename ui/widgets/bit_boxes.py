"""The eleven bits of a word, drawn as boxes that are on or off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe import texts

from ..style.theme import theme
from ..style.tokens import SPACE, TYPE
from .buttons import ActionButton
from .columns import Columns
from .text import Text

_SIDE = 36
_NARROWEST = 36


class BitBox(ActionButton):
    """One box, worth ``value``: filled with a 1 when it is on, empty with a 0 when it is off.

    One that is not ``switchable`` is only looked at.
    """

    def __init__(self, value: str, *, on: bool, switchable: bool) -> None:
        super().__init__("")
        self._value, self._switchable = value, switchable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if switchable else Qt.FocusPolicy.NoFocus)
        self.setCheckable(True)
        self.setChecked(on)
        self.setFixedSize(self.sizeHint())
        self._tell()
        self.toggled.connect(self._tell)

    def sizeHint(self) -> QSize:
        """A square at the person's text size."""
        return QSize(theme().scaled(_SIDE), theme().scaled(_SIDE))

    def nextCheckState(self) -> None:
        """Switch, by whatever means it was pressed."""
        if self._switchable:
            super().nextCheckState()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, and the ring around it while it has the focus."""
        look, on = theme(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(QPen(look.colour("accent" if on else "edge"), 1.5))
        painter.setBrush(look.colour("accent" if on else "surface"))
        inside = QRectF(self.rect()).adjusted(5, 5, -5, -5)
        painter.drawRoundedRect(inside, 3, 3)
        font = self.font()
        font.setPixelSize(look.scaled(TYPE.body))
        font.setBold(on)
        painter.setFont(font)
        painter.setPen(look.colour("on_accent" if on else "muted"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, "1" if on else "0")

    def _tell(self) -> None:
        key = "window_drill.box_on" if self.isChecked() else "window_drill.box_off"
        self.setAccessibleName(texts.words("practice", key, value=self._value))


class BitBoxes(QWidget):
    """Boxes worth ``values``, those in ``on`` filled, the most valuable first.

    ``switchable``: each can be pressed.
    """

    def __init__(self, values: Sequence[str], on: Sequence[bool], *, switchable: bool) -> None:
        super().__init__()
        # Bits, as digits, run from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.boxes = tuple(
            BitBox(value, on=lit, switchable=switchable) for value, lit in zip(values, on, strict=True)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        cells = [_cell(box, value) for box, value in zip(self.boxes, values, strict=True)]
        column.addWidget(Columns(cells, narrowest=_NARROWEST, most=len(cells), downwards=False))

    def picked(self) -> tuple[int, ...]:
        """The numbers of the boxes that are on, from 0."""
        return tuple(number for number, box in enumerate(self.boxes) if box.isChecked())

    def freeze(self, solution: Sequence[int]) -> None:
        """Take no more presses, and show the boxes of the ``solution``."""
        for number, box in enumerate(self.boxes):
            box.setChecked(number in solution)
            box.setEnabled(False)


def _cell(box: BitBox, value: str) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().scaled(SPACE.hair))
    column.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
    label = Text(value, "small", "muted")
    label.setWordWrap(False)
    column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
    return cell
