"""The first page: what is going on?"""

from __future__ import annotations

from PySide6.QtCore import Signal

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
    message_wanted = Signal()
    download_wanted = Signal()
    emergency_wanted = Signal()
    practise_wanted = Signal()
    learn_wanted = Signal()
    never_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(Text(words("home.title"), "verdict"))
        self.column.addWidget(Text(words("home.lead"), tone="muted"))
        self.column.addSpacing(theme().scaled(SPACE.small))
        real = self._card("home.real", "home.real_more", Glyph("device", "accent", 40))
        real.clicked.connect(self.ledger_wanted)
        message = self._card("home.message", "home.message_more", Glyph("letter", "accent", 40))
        message.clicked.connect(self.message_wanted)
        download = self._card("home.download", "home.download_more", Glyph("download", "accent", 40))
        download.clicked.connect(self.download_wanted)
        emergency = self._card("home.emergency", "home.emergency_more", Glyph("clock", "accent", 40))
        emergency.clicked.connect(self.emergency_wanted)
        learn = self._card("home.learn", "home.learn_more", Glyph("book", "accent", 40))
        learn.clicked.connect(self.learn_wanted)
        practise = self._card("home.practise", "home.practise_more", Glyph("sheet", "accent", 40))
        practise.clicked.connect(self.practise_wanted)
        practice = self._card("home.practice", "home.practice_more", Glyph("practice", "demo", 40))
        practice.clicked.connect(self.practice_wanted)
        self.column.addSpacing(theme().scaled(SPACE.medium))
        rule = Card()
        rule.body.addWidget(Text(words("home.rule_title"), "strong"))
        rule.body.addWidget(Text(words("home.rule")))
        never = ActionButton(words("home.never"))
        never.clicked.connect(self.never_wanted)
        rule.body.addWidget(StackingRow(never))
        self.column.addWidget(rule)
        self.first = real

    def _card(self, title: str, more: str, picture: Glyph) -> CardButton:
        card = CardButton(words(title), words(more), picture)
        self.column.addWidget(card)
        return card
