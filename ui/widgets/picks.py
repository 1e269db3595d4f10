"""Choices to be marked: one, all that are right, or some in their order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter, QWidget

from walletsafe import texts
from walletsafe.practice.drills.exercise import Kind

from ..style.theme import theme
from ..style.tokens import SPACE, TYPE
from .buttons import ActionButton
from .glyphs import draw_sign

_SIGN, _LABEL = 20, 41
"""How large the sign is, and where the label begins: what the style sheet leaves for a pick."""


class PickButton(ActionButton):
    """One choice, with a sign before it that says what became of it."""

    def __init__(self, label: str) -> None:
        super().__init__(label.replace("&", "&&"))
        self.setAccessibleName(label)
        self.setProperty("pick", True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._label = label
        self._sign, self._tone, self._number = "waiting", "edge", 0

    def show_sign(self, sign: str, tone: str, meaning: str = "") -> None:
        """Show one of the glyphs in a token's colour, with its ``meaning`` for whoever cannot see it."""
        self._sign, self._tone, self._number = sign, tone, 0
        self._tell(meaning)

    def show_number(self, number: int, meaning: str) -> None:
        """Show that this choice was picked as the ``number``-th."""
        self._sign, self._tone, self._number = "waiting", "accent", number
        self._tell(meaning)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and its sign in the room that the style leaves before the label."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        # The style would put the label on the other side where a language runs from right to left.
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setPen(theme().colour("ink" if self.isEnabled() else "muted"))
        label = self.rect().adjusted(theme().scaled(_LABEL), 0, 0, 0)
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._label)
        side = theme().scaled(_SIGN)
        painter.translate(QPointF(theme().scaled(SPACE.card_gap), (self.height() - side) / 2))
        painter.save()
        draw_sign(painter, self._sign, self._tone, side)
        painter.restore()
        if self._number:
            font = self.font()
            font.setPixelSize(theme().scaled(TYPE.small) - 1)
            painter.setFont(font)
            painter.setPen(theme().colour("accent"))
            painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _tell(self, meaning: str) -> None:
        self.setAccessibleName(f"{self._label}, {meaning}" if meaning else self._label)
        self.update()


class Picks(QObject):
    """Keeps what is picked of ``choices``; the ``buttons`` are for whoever lays them out.

    ``wanted`` is how many are to be picked ``IN_ORDER``. ``changed`` tells that something was picked or put
    back.
    """

    changed = Signal()

    def __init__(self, kind: Kind, choices: Sequence[str], wanted: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind, self._wanted = kind, wanted
        self._picked: list[int] = []
        self.buttons = tuple(PickButton(choice) for choice in choices)
        for number, button in enumerate(self.buttons):
            button.setCheckable(kind is Kind.PICK_ALL)
            button.clicked.connect(partial(self._on_clicked, number))

    def picked(self) -> tuple[int, ...]:
        """The numbers of the picked choices (from 0), in the order in which they were picked."""
        return tuple(self._picked)

    def complete(self) -> bool:
        """Whether enough is picked for an answer."""
        return len(self._picked) == self._wanted if self._kind is Kind.IN_ORDER else bool(self._picked)

    def freeze(self, solution: Sequence[int]) -> None:
        """Take no more picks, and mark the right ones and those that were picked wrongly."""
        for number, button in enumerate(self.buttons):
            button.setEnabled(False)
            place = self._picked.index(number) if number in self._picked else None
            if number in solution:
                button.show_sign("good", "good", texts.words("practice", "window_drill.is_right"))
            elif place is not None:
                button.show_sign("caution", "caution", texts.words("practice", "window_drill.is_wrong"))

    def _on_clicked(self, number: int) -> None:
        if self._kind is Kind.PICK_ONE:
            self._picked = [number]
        elif number in self._picked:
            self._picked.remove(number)
        elif self._kind is Kind.PICK_ALL or len(self._picked) < self._wanted:
            self._picked.append(number)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for number, button in enumerate(self.buttons):
            if number not in self._picked:
                button.show_sign("waiting", "edge")
            elif self._kind is Kind.IN_ORDER:
                place = self._picked.index(number) + 1
                button.show_number(place, texts.words("practice", "window_drill.picked_as", number=place))
            else:
                button.show_sign("done", "accent")
