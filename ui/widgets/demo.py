"""The mark on every view of a practice Ledger."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..style.theme import theme
from ..style.tokens import SPACE
from .layouts import centred
from .text import DemoBadge, Text


class DemoBanner(QWidget):
    """The word DEMO and a sentence that says what it means, above a page: nothing scrolls it away.

    ``badge`` is another mark than DEMO.
    """

    def __init__(self, sentence: str, badge: DemoBadge | None = None) -> None:
        super().__init__()
        column = QWidget()
        self.setLayout(centred(column, margin=SPACE.small))
        line = QHBoxLayout(column)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().scaled(SPACE.small))
        line.addWidget(badge or DemoBadge())
        line.addWidget(Text(sentence, "small", "demo"), 1)
