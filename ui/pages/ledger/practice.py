"""The list of practice Ledgers, all marked DEMO."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ...desk import Desk
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.device_drawing import DeviceDrawing
from ...widgets.layouts import ScrollPage
from ...widgets.text import DemoBadge, Text
from ...words import words


class PracticeView(ScrollPage):
    """Lets a practice Ledger be chosen; emits its name."""

    page_name = "ledger_practice"
    chosen = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.column.addWidget(Text(words("practice.title"), "title"))
        self.column.addWidget(Text(words("practice.lead"), tone="muted"))
        back = ActionButton(words("practice.back"))
        back.clicked.connect(self.left)
        self.column.addWidget(StackingRow(back))
        self.column.addSpacing(theme().scaled(SPACE.small))
        for practice in desk.practices():
            card = CardButton(
                practice.title, practice.description, DeviceDrawing(practice.model_id, factor=0.3)
            )
            card.texts.insertWidget(0, DemoBadge())
            card.setAccessibleName(f"DEMO: {practice.title}")
            card.clicked.connect(lambda _=False, name=practice.name: self.chosen.emit(name))
            self.column.addWidget(card)
            self.first = self.first or card
