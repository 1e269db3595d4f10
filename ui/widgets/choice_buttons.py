"""The answers to one question, as large buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe.questions import NO, UNSURE

from ..style.theme import theme
from ..style.tokens import SPACE
from .buttons import CardButton

_HARMLESS = (UNSURE, NO)
"""Answers that nothing follows from, the most harmless first."""


class ChoiceButtons(QWidget):
    """One button per choice (permanent name to label) of ``question``, focus on the harmless one."""

    chosen = Signal(str)

    def __init__(self, question: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.card_gap))
        self.buttons: dict[str, CardButton] = {}
        for choice, label in choices.items():
            button = self.buttons[choice] = CardButton(label)
            button.setAccessibleDescription(question)
            button.clicked.connect(lambda _=False, chosen=choice: self.chosen.emit(chosen))
            column.addWidget(button)
        harmless = next((choice for choice in _HARMLESS if choice in choices), None)
        self.default = self.buttons[harmless] if harmless else next(iter(self.buttons.values()))
