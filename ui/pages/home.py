"""The first page: what is going on?"""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance

from ..style.theme import theme
from ..style.tokens import SPACE
from ..widgets.buttons import ActionButton, CardButton, StackingRow
from ..widgets.columns import Columns
from ..widgets.glyphs import Glyph
from ..widgets.layouts import Card, ScrollPage
from ..widgets.text import Text
from ..words import words

_WIDTH, _CARD_WIDTH = 800, 340
"""In pixels at 100 % text: two cards stand beside one another where there is room."""


class HomePage(ScrollPage):
    """One large card per worry, and the one rule."""

    page_name = "home"
    ledger_wanted = Signal()
    practice_wanted = Signal()
    message_wanted = Signal()
    download_wanted = Signal()
    emergency_wanted = Signal()
    computer_wanted = Signal()
    practise_wanted = Signal()
    learn_wanted = Signal()
    never_wanted = Signal()
    report_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(theme().scaled(_WIDTH))
        self.column.addWidget(Text(words("home.title"), "verdict"))
        self.column.addWidget(Text(words("home.lead"), tone="muted"))
        self.column.addSpacing(theme().scaled(SPACE.small))
        cards = (
            self._card("home.real", "home.real_more", "device", self.ledger_wanted),
            self._card("home.message", "home.message_more", "letter", self.message_wanted),
            self._card("home.download", "home.download_more", "download", self.download_wanted),
            self._card("home.emergency", "home.emergency_more", "clock", self.emergency_wanted),
            self._card("home.computer", "home.computer_more", "computer", self.computer_wanted),
            self._card("home.learn", "home.learn_more", "book", self.learn_wanted),
            self._card("home.practise", "home.practise_more", "sheet", self.practise_wanted),
            self._card("home.practice", "home.practice_more", "practice", self.practice_wanted, tone="demo"),
            self._card("home.never", "home.never_more", "stopped", self.never_wanted),
        )
        self.column.addWidget(Columns(cards, narrowest=_CARD_WIDTH, most=2, downwards=False))
        self.column.addSpacing(theme().scaled(SPACE.medium))
        rule = Card()
        rule.body.addWidget(Text(words("home.rule_title"), "strong"))
        rule.body.addWidget(Text(words("home.rule")))
        self.column.addWidget(rule)
        opened = ActionButton(words("home.opened"))
        opened.clicked.connect(self.report_wanted)
        self.column.addWidget(StackingRow(opened))
        self.first = cards[0]

    def focus_first(self) -> None:
        """Begin at the heading again, however far down it was left."""
        super().focus_first()
        self.verticalScrollBar().setValue(0)

    def _card(
        self, title: str, more: str, sign: str, wanted: SignalInstance, *, tone: str = "accent"
    ) -> CardButton:
        card = CardButton(words(title), words(more), Glyph(sign, tone, 40))
        card.clicked.connect(wanted)
        return card
