"""What happened? One card per situation, and the lesson for whoever wants to be prepared."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal

from walletsafe.guidance import plans

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import CardButton, StackingRow
from ...widgets.columns import Columns
from ...widgets.handout_dialog import HandoutButton
from ...widgets.layouts import ScrollPage
from ...widgets.text import Text
from .progress import Progress
from .words import emergency_words

WIDTH, _CARD_WIDTH = 800, 340
"""In pixels at 100 % text: two cards stand beside one another where there is room."""


class StartView(ScrollPage):
    """Lets a situation be chosen; emits its id. ``begun`` are the plans that were opened before."""

    page_name = "emergency_start"
    chosen = Signal(str)
    lesson_wanted = Signal()

    def __init__(self, begun: Mapping[str, Progress], last: str = "") -> None:
        super().__init__(theme().scaled(WIDTH))
        self.column.addWidget(Text(emergency_words("begin.title"), "verdict"))
        self.column.addWidget(Text(emergency_words("begin.lead"), tone="muted"))
        self.column.addSpacing(theme().scaled(SPACE.small))
        cards = {situation: _card(situation, begun.get(situation)) for situation in plans.situations()}
        for situation, card in cards.items():
            card.clicked.connect(partial(self.chosen.emit, situation))
        lesson = CardButton(emergency_words("begin.lesson"), emergency_words("begin.lesson_more"))
        lesson.clicked.connect(self.lesson_wanted)
        shown = (*cards.values(), lesson)
        self.column.addWidget(Columns(shown, narrowest=_CARD_WIDTH, most=2, downwards=False))
        paper = HandoutButton(emergency_words("begin.card"), ("emergency-card",))
        self.column.addWidget(StackingRow(paper))
        self.first = cards.get(last, shown[0])
        self.keep_first_in_view()


def _card(situation: str, progress: Progress | None) -> CardButton:
    plan = plans.load(situation)
    card = CardButton(plan.title, plan.summary)
    if progress is not None:
        done, steps = progress.count()
        state = emergency_words("begin.begun", done=done, steps=steps)
        card.setAccessibleDescription(f"{plan.summary} {state}")
        card.add_line(Text(state, "strong", "accent"))
    return card
