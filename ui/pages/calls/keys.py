"""What each key does on this page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.layouts import ScrollPage
from ...widgets.text import Text
from .read_card import ReadCard
from .words import calls_words

_KEYS = ("answer", "step", "back", "f1", "f2", "f3", "f4", "f6", "f7", "f8", "f9", "escape")


class KeysPage(ScrollPage):
    """The keys in one column, what they do in the other."""

    def __init__(self) -> None:
        super().__init__()
        title = calls_words("keys.title")
        self.setAccessibleName(title)
        card = ReadCard(title, [calls_words(f"keys.{name}_more") for name in _KEYS])
        self.first = card
        card.body.addWidget(Text(title, "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().scaled(SPACE.large))
        grid.setColumnStretch(1, 1)
        for line, name in enumerate(_KEYS):
            key = Text(calls_words(f"keys.{name}"), "strong")
            key.setWordWrap(False)
            grid.addWidget(key, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(calls_words(f"keys.{name}_more")), line, 1)
        card.body.addLayout(grid)
        self.column.addWidget(card)
