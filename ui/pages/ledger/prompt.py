"""While the device waits for its owner."""

from __future__ import annotations

from PySide6.QtCore import Signal

from walletsafe.checks.observer import DevicePrompt

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.demo import DemoBanner
from ...widgets.key_panel import KeyPanel
from ...widgets.layouts import Card
from ...widgets.text import Text
from ...words import words
from .screen import prompt_drawing


class PromptCard(Card):
    """Says what to compare. A practice Ledger has its two buttons here; emits ``answered(allow)``."""

    answered = Signal(bool)

    def __init__(self, prompt: DevicePrompt, name: str, *, demo: bool) -> None:
        super().__init__()
        self.body.setSpacing(theme().scaled(SPACE.card_gap))
        self.body.addWidget(Text(words("prompt.title"), "title"))
        self.body.addWidget(Text(words("prompt.lead")))
        drawing = prompt_drawing(prompt.model_id, name, prompt.key_lines)
        self.body.addWidget(StackingRow(drawing, KeyPanel(words("prompt.key"), prompt.key_lines)))
        self.body.addWidget(Text(words("prompt.same"), "strong"))
        self.body.addWidget(Text(words("prompt.different")))
        self.default: ActionButton | None = None
        if demo:
            self._add_practice_buttons()

    def _add_practice_buttons(self) -> None:
        reject = ActionButton(words("prompt.reject"))
        approve = ActionButton(words("prompt.approve"))
        reject.clicked.connect(lambda: self.answered.emit(False))
        approve.clicked.connect(lambda: self.answered.emit(True))
        self.default = reject
        self.body.addSpacing(theme().scaled(SPACE.small))
        self.body.addWidget(DemoBanner(words("prompt.practice_title")))
        self.body.addWidget(StackingRow(reject, approve))
