"""The first page: what is going on?"""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance

from ..style.theme import theme
from ..style.tokens import SPACE
from ..widgets.buttons import ActionButton, CardButton, StackingRow
from ..widgets.glyphs import Glyph
from ..widgets.layouts import Card, ScrollPage
from ..widgets.text import Text
from ..words import words


class HomePage(ScrollPage):
    """One large card per worry, and the one rule."""

    ledger_wanted = Signal()
    practice_wanted = Signal()
    practise_wanted = Signal()
    learn_wanted = Signal()
    never_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(Text(words("home.title"), "verdict"))
        self.column.addWidget(Text(words("home.lead"), tone="muted"))
        self.column.addSpacing(theme().scaled(SPACE.small))
        real = self._card("real", "device", self.ledger_wanted)
        self._card("learn", "letter", self.learn_wanted)
        self._card("practise", "sheet", self.practise_wanted)
        self._card("practice", "practice", self.practice_wanted)
        self.column.addSpacing(theme().scaled(SPACE.medium))
        rule = Card()
        rule.body.addWidget(Text(words("home.rule_title"), "strong"))
        rule.body.addWidget(Text(words("home.rule")))
        never = ActionButton(words("home.never"))
        never.clicked.connect(self.never_wanted)
        rule.body.addWidget(StackingRow(never))
        self.column.addWidget(rule)
        self.first = real

    def _card(self, name: str, sign: str, wanted: SignalInstance) -> CardButton:
        tone = "demo" if name == "practice" else "accent"
        card = CardButton(words(f"home.{name}"), words(f"home.{name}_more"), Glyph(sign, tone, 40))
        card.clicked.connect(wanted)
        self.column.addWidget(card)
        return card
