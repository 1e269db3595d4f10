"""Draws one screen for the room, at whatever size the room's window has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from walletsafe.findings import Outcome

from ...style.sheet import Scaled
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.device_drawing import DeviceDrawing
from ...widgets.glyphs import Glyph
from ...widgets.lesson_drawing import LessonDrawing
from ...widgets.outcome_line import SIGNS
from ...widgets.practice_mark import PracticeBadge
from ...widgets.text import DemoBadge, Text
from .room import RoomDevice, RoomPaper, RoomScreen
from .words import stage_words

_WIDE_DEVICE, _TALL_DEVICE = (500, 165), (300, 270)
"""The room for a Ledger with buttons and for one with a touch screen, in tokens."""

_DRAWING = 250
_BAR, _BAR_HEIGHT = 150, 14
_BOX = 38
_SIGN = 26
_REACH = 15
"""The plug reaches into the drawing of a device by one part of so many: past the margin, into the body."""


class RoomView(QWidget):
    """``screen``, with every length ``scaled`` from tokens to pixels."""

    def __init__(self, screen: RoomScreen, scaled: Scaled) -> None:
        super().__init__()
        self._scaled = scaled
        column = QVBoxLayout(self)
        side, top = scaled(SPACE.page), scaled(SPACE.medium)
        column.setContentsMargins(side, top, side, top)
        column.setSpacing(scaled(SPACE.medium))
        self._add_title(column, screen)
        column.addStretch(1)
        if screen.device is not None:
            column.addLayout(self._with_device(screen.device, screen))
        elif screen.drawing:
            column.addLayout(self._with_drawing(screen))
        else:
            self._add_lines(column, screen)
        self._add_choices(column, screen)
        column.addStretch(2)

    def _add_title(self, column: QVBoxLayout, screen: RoomScreen) -> None:
        line = QHBoxLayout()
        line.setSpacing(self._scaled(SPACE.medium))
        line.addWidget(Text(screen.title, "title"), 1)
        for marked, badge in ((screen.practice, PracticeBadge), (screen.demo, DemoBadge)):
            if marked:
                line.addWidget(badge(), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)

    def _add_lines(self, column: QVBoxLayout, screen: RoomScreen) -> None:
        if screen.message:
            card = QFrame()
            card.setObjectName("paper")
            inside = QVBoxLayout(card)
            room = self._scaled(SPACE.medium)
            inside.setContentsMargins(room, room, room, room)
            inside.addWidget(Text(screen.message))
            column.addWidget(card)
        for line in screen.lines:
            column.addWidget(Text(line))
        if screen.papers:
            papers = QHBoxLayout()
            papers.setSpacing(self._scaled(SPACE.large))
            for paper in screen.papers:
                papers.addWidget(self._paper(paper))
            column.addLayout(papers)
        if screen.boxes:
            column.addLayout(self._boxes(screen.boxes))

    def _with_drawing(self, screen: RoomScreen) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(self._scaled(SPACE.page))
        lines = QVBoxLayout()
        lines.setSpacing(self._scaled(SPACE.medium))
        self._add_lines(lines, screen)
        line.addLayout(lines, 1)
        description = stage_words("room.drawing")
        line.addWidget(LessonDrawing(screen.drawing, description, widest=self._scaled(_DRAWING)))
        return line

    def _with_device(self, device: RoomDevice, screen: RoomScreen) -> QBoxLayout:
        drawing = DeviceDrawing(device.model_id, device.name)
        drawing.show_screen(device.lines, feet=device.feet)
        tall = drawing.touch
        most = QSize(*(self._scaled(length) for length in (_TALL_DEVICE if tall else _WIDE_DEVICE)))
        drawing.setFixedSize(drawing.sizeHint().scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
        plugged = QHBoxLayout()
        plugged.addStretch(1)
        plugged.addWidget(_OnCable(drawing, self._scaled(SPACE.page * 2), plugged=device.plugged))
        plugged.addStretch(1)
        said = QVBoxLayout()
        said.setSpacing(self._scaled(SPACE.small))
        if tall:
            said.addStretch(1)
        said.addWidget(Text(device.caption, "", "muted"))
        if screen.outcome is not None:
            said.addLayout(self._outcome(screen.outcome, screen.verdict))
        for line in screen.lines:
            said.addWidget(Text(line))
        if tall:
            said.addStretch(1)
        both = QBoxLayout(QBoxLayout.Direction.LeftToRight if tall else QBoxLayout.Direction.TopToBottom)
        both.setSpacing(self._scaled(SPACE.large))
        both.addLayout(plugged)
        both.addLayout(said, 1)
        return both

    def _outcome(self, outcome: Outcome, verdict: str) -> QHBoxLayout:
        sign, tone = SIGNS[outcome]
        line = QHBoxLayout()
        line.setSpacing(self._scaled(SPACE.card_gap))
        line.addWidget(self._glyph(sign, tone, _SIGN + 10))
        line.addWidget(Text(verdict, "verdict", tone), 1)
        return line

    def _add_choices(self, column: QVBoxLayout, screen: RoomScreen) -> None:
        if not screen.choices:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._scaled(SPACE.medium))
        grid.setVerticalSpacing(self._scaled(SPACE.card_gap))
        grid.setColumnStretch(1, 1)
        most = max((*screen.hands, 1))
        for number, label in enumerate(screen.choices):
            right = number in screen.right
            sign: QWidget = self._glyph("good", "good", _SIGN) if right else Text(chr(ord("A") + number))
            grid.addWidget(sign, number, 0, Qt.AlignmentFlag.AlignVCenter)
            choice = Text(label, "strong" if right else "")
            if right:
                choice.setAccessibleName(stage_words("room.is_right", choice=label))
            grid.addWidget(choice, number, 1)
            if screen.hands:
                hands = screen.hands[number]
                bar = _Bar(QSize(self._scaled(_BAR), self._scaled(_BAR_HEIGHT)), hands / most, right=right)
                grid.addWidget(bar, number, 2, Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(Text(str(hands), "strong"), number, 3)
        column.addLayout(grid)

    def _paper(self, paper: RoomPaper) -> QFrame:
        frame = QFrame()
        frame.setObjectName("paper")
        frame.setAccessibleName(paper.title)
        grid = QGridLayout(frame)
        room = self._scaled(SPACE.card_gap)
        grid.setContentsMargins(room, room, room, room)
        grid.setHorizontalSpacing(self._scaled(SPACE.large))
        grid.setVerticalSpacing(self._scaled(SPACE.hair))
        grid.addWidget(Text(paper.title, "", "muted"), 0, 0, 1, paper.columns)
        for place, cell in enumerate(paper.cells):
            grid.addWidget(Text(cell, "strong"), 1 + place // paper.columns, place % paper.columns)
        return frame

    def _boxes(self, boxes: Sequence[bool]) -> QHBoxLayout:
        """Eleven bits with their values below. Bits run from left to right in every language."""
        line = QHBoxLayout()
        line.setDirection(
            QHBoxLayout.Direction.RightToLeft if self.isRightToLeft() else QHBoxLayout.Direction.LeftToRight
        )
        line.addStretch(1)
        for place, on in enumerate(boxes):
            cell = QVBoxLayout()
            bit, value = _Bit(self._scaled(_BOX), on=on), 1 << len(boxes) - 1 - place
            cell.addWidget(bit, 0, Qt.AlignmentFlag.AlignHCenter)
            label = Text(f"{value:,}", "small", "muted")
            label.setWordWrap(False)
            cell.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            line.addLayout(cell)
        line.addStretch(1)
        return line

    def _glyph(self, sign: str, tone: str, side: int) -> Glyph:
        glyph = Glyph(sign, tone)
        glyph.setFixedSize(self._scaled(side), self._scaled(side))
        return glyph


class _Bar(QWidget):
    """How many hands, as a length: ``share`` of the whole is 0 to 1."""

    def __init__(self, size: QSize, share: float, *, right: bool) -> None:
        super().__init__()
        self._share, self._tone = share, "good" if right else "accent"
        self.setFixedSize(size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the whole in outline, and the hands in it, from where one begins to read."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme().colour("edge"), 1.5))
        painter.setBrush(theme().colour("surface"))
        painter.drawRoundedRect(whole, 4, 4)
        if self._share:
            width = whole.width() * self._share
            left = whole.right() - width if self.isRightToLeft() else whole.left()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour(self._tone))
            painter.drawRoundedRect(QRectF(left, whole.top(), width, whole.height()), 4, 4)


class _Bit(QWidget):
    """One of eleven boxes: filled with a 1 when it is on, else with a 0."""

    def __init__(self, side: int, *, on: bool) -> None:
        super().__init__()
        self._on = on
        self.setFixedSize(side, side)
        self.setAccessibleName("1" if on else "0")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and its digit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("accent" if self._on else "edge"), 2))
        painter.setBrush(theme().colour("accent" if self._on else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
        font = self.font()
        font.setPixelSize(self.height() // 2)
        font.setBold(self._on)
        painter.setFont(font)
        painter.setPen(theme().colour("on_accent" if self._on else "muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "1" if self._on else "0")


class _OnCable(QWidget):
    """A Ledger and its cable, ``length`` pixels on its left: it ends in the body, or lies beside it."""

    def __init__(self, drawing: DeviceDrawing, length: int, *, plugged: bool) -> None:
        super().__init__()
        self._length, self._reach, self._plugged = length, drawing.width() // _REACH, plugged
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addSpacing(length)
        line.addWidget(drawing)
        self.setAccessibleName(stage_words("room.plugged" if plugged else "room.unplugged"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw cable and plug under the Ledger, on the side where it leaves room for them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("ink"), 3))
        painter.setBrush(theme().colour("surface"))
        middle, length = self.height() / 2, self._length
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        end = length * (0.75 if self._plugged else 0.4)
        wide = length + self._reach - end if self._plugged else length * 0.2
        plug = QRectF(end, middle - length * 0.09, wide, length * 0.18)
        painter.drawLine(0, round(middle), round(end), round(middle))
        painter.drawRoundedRect(plug, 3, 3)
