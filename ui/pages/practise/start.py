"""What there is to practise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal

from walletsafe.practice.drills import session

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.columns import Columns
from ...widgets.glyphs import Glyph
from ...widgets.handout_dialog import HandoutButton
from ...widgets.text import Text
from .view import PractiseView, say

_NARROWEST = 260


class StartView(PractiseView):
    """Sheets, the checker, and the drills with the ``levels`` that were reached in this window."""

    page_name = "practise_start"
    deal_wanted = Signal()
    check_wanted = Signal()
    drill_wanted = Signal(str)
    never_wanted = Signal()

    def __init__(self, levels: Mapping[str, int]) -> None:
        super().__init__()
        self.column.addWidget(Text(say("window.title"), "title"))
        self.column.addWidget(Text(say("window.lead"), tone="muted"))
        deal = CardButton(say("window.deal"), say("window.deal_more"), Glyph("sheet", "accent", 32))
        deal.clicked.connect(self.deal_wanted)
        check = CardButton(say("window.check"), say("window.check_more"), Glyph("done", "accent", 32))
        check.clicked.connect(self.check_wanted)
        self.column.addWidget(_pairs(deal, check))
        self.column.addSpacing(theme().scaled(SPACE.small))
        self.column.addWidget(Text(say("window.drills"), "lead"))
        self.column.addWidget(_pairs(*(self._drill(name, levels.get(name, 1)) for name in session.NAMES)))
        never = ActionButton(say("window.never"))
        never.clicked.connect(self.never_wanted)
        paper = HandoutButton(say("window.print"), ("practice-sheets", "find-the-slip"))
        self.column.addWidget(StackingRow(paper, never))
        self.first = deal

    def _drill(self, name: str, level: int) -> CardButton:
        card = CardButton(session.title(name), session.summary(name))
        if level > 1:
            reached = say("drills.level", level=level)
            card.add_line(Text(reached, "small", "accent"))
            card.setAccessibleDescription(f"{session.summary(name)} {reached}")
        card.clicked.connect(partial(self.drill_wanted.emit, name))
        return card


def _pairs(*cards: CardButton) -> Columns:
    for card in cards:
        # Beside a taller card, the lines stay together.
        card.texts.addStretch(1)
    return Columns(cards, narrowest=_NARROWEST, most=2, downwards=False)
