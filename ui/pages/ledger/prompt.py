"""While the device waits for its owner."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from walletsafe import texts
from walletsafe.checks.observer import DevicePrompt

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.key_panel import KeyPanel
from ...widgets.layouts import Card
from ...widgets.text import Text
from ...words import words
from .screen import prompt_drawing


class PromptCard(Card):
    """Says what to compare. Emits ``answered(allow)`` for a practice Ledger, whose two buttons it has."""

    answered = Signal(bool)

    def __init__(self, prompt: DevicePrompt, name: str, *, demo: bool) -> None:
        super().__init__()
        title = words("prompt.title")
        self.setAccessibleName(title)
        self.body.setSpacing(theme().scaled(SPACE.card_gap))
        self.body.addWidget(Text(title, "title"))
        self.body.addWidget(Text(texts.device_prompt_text(with_key=bool(prompt.key_lines))))
        self.body.addWidget(Text(words("prompt.caller"), "strong"))
        picture: list[QWidget] = [prompt_drawing(prompt.model_id, name, prompt.key_lines)]
        if prompt.key_lines:
            picture.append(KeyPanel(words("prompt.key"), prompt.key_lines))
        self.body.addWidget(StackingRow(*picture))
        self.answers: tuple[QWidget, ...] = self._practice_buttons(title) if demo else ()
        self.default: QWidget | None = next(iter(self.answers), None)
        self.note = Text(words("prompt.practice_title"), "small", "demo") if demo else None

    def _practice_buttons(self, title: str) -> tuple[ActionButton, ...]:
        deny = ActionButton(words("screen.deny"))
        allow = ActionButton(words("screen.allow"))
        deny.clicked.connect(lambda: self.answered.emit(False))
        allow.clicked.connect(lambda: self.answered.emit(True))
        for button in (deny, allow):
            button.setAccessibleDescription(title)
        return deny, allow
