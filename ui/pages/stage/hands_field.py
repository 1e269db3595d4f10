"""A field for a number of hands, and for nothing else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from walletsafe.guidance.session import HANDS_LIMIT

from ...style.theme import theme
from .presenter import CLICKER_KEYS

_WIDTH = 84
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class HandsField(QLineEdit):
    """0 to 10,000, typed or counted with the keys Up and Down. ``counted`` carries the number.

    Enter goes to the next field; the keys of a clicker are left to the page.
    """

    counted = Signal(int)

    def __init__(self, name: str, hands: int) -> None:
        super().__init__(str(hands) if hands else "")
        self.setAccessibleName(name)
        self.setPlaceholderText("0")
        digits = QRegularExpression(f"[0-9]{{0,{len(str(HANDS_LIMIT))}}}")
        self.setValidator(QRegularExpressionValidator(digits, self))
        self.setFixedWidth(theme().scaled(_WIDTH))
        self.textChanged.connect(self._on_text_changed)

    @property
    def hands(self) -> int:
        """The number that stands in the field: 0 where there is none."""
        return min(int(self.text() or 0), HANDS_LIMIT)

    def event(self, event: QEvent) -> bool:
        """Leave the keys of a clicker to the page: as letters and arrows the field would swallow them."""
        if isinstance(event, QKeyEvent) and event.key() in CLICKER_KEYS:
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count up and down, or go to the next field."""
        if event.key() in _STEPS:
            self.setText(str(max(0, min(self.hands + _STEPS[Qt.Key(event.key())], HANDS_LIMIT))))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _on_text_changed(self, digits: str) -> None:
        if self.hands == HANDS_LIMIT and digits != str(HANDS_LIMIT):
            self.setText(str(HANDS_LIMIT))
        else:
            self.counted.emit(self.hands)
