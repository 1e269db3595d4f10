"""The first page: what is going on?"""

from __future__ import annotations

from PySide6.QtCore import Signal

from ..style.theme import theme
from ..style.tokens import SPACE
from ..widgets.buttons import CardButton
from ..widgets.glyphs import Glyph
from ..widgets.layouts import Card, ScrollPage
from ..widgets.text import Text
from ..words import words


class HomePage(ScrollPage):
    """One large card per worry, and the one rule."""

    ledger_wanted = Signal()
    practice_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(Text(words("home.title"), "verdict"))
        self.column.addWidget(Text(words("home.lead"), tone="muted"))
        self.column.addSpacing(theme().scaled(SPACE.small))
        real = CardButton(words("home.real"), words("home.real_more"), Glyph("device", "accent", 40))
        real.clicked.connect(self.ledger_wanted)
        practice = CardButton(
            words("home.practice"), words("home.practice_more"), Glyph("practice", "demo", 40)
        )
        practice.clicked.connect(self.practice_wanted)
        for card in (real, practice):
            self.column.addWidget(card)
        self.column.addSpacing(theme().scaled(SPACE.medium))
        rule = Card()
        rule.body.addWidget(Text(words("home.rule_title"), "strong"))
        rule.body.addWidget(Text(words("home.rule")))
        self.column.addWidget(rule)
        self.first = real
