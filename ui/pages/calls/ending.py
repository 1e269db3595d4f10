"""What comes after a call: what to do next, what to read out, and the ways on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.guidance import plans
from walletsafe.guidance.calls import ENDS

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.text import Text
from .open_call import OpenCall
from .read_card import ReadCard
from .words import calls_words


class Ending(QWidget):
    """The summary of ``open_call`` as far as it has come, and buttons for what may come then.

    ``below``: it stands below the step that ends the call, so that the summary comes last.
    """

    plan_wanted = Signal(str)
    save_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, open_call: OpenCall, *, below: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.card_gap))
        step = open_call.call.step
        self.summary = _summary_card(open_call.call.summary())
        if not below:
            column.addWidget(self.summary)
        if step.result:
            column.addWidget(_next_card(step.result))
        column.addWidget(StackingRow(*self._buttons(step.plan)))
        if below:
            column.addWidget(self.summary)

    def _buttons(self, plan: str) -> list[ActionButton]:
        save = ActionButton(calls_words("ending.save"))
        save.clicked.connect(self.save_wanted)
        new = ActionButton(calls_words("ending.new"))
        new.clicked.connect(self.new_wanted)
        if not plan:
            return [save, new]
        open_plan = ActionButton(calls_words("ending.plan"), primary=True)
        open_plan.setAccessibleDescription(plans.load(plan).title)
        open_plan.clicked.connect(partial(self.plan_wanted.emit, plan))
        return [open_plan, save, new]


class SummaryPage(ScrollPage):
    """The same as a page of its own, before the call has ended."""

    def __init__(self, ending: Ending) -> None:
        super().__init__()
        self.setAccessibleName(calls_words("ending.summary"))
        self.column.addWidget(ending)
        self.first = ending.summary


def _next_card(result: str) -> Card:
    found = ENDS[result]
    said = texts.finding_text(found)
    tone = found.severity.name.lower()
    card = Card()
    card.setAccessibleName(said.title)
    card.body.addLayout(row(Glyph(tone, tone, 22), Text(said.title, "strong", tone), gap=SPACE.small))
    card.body.addWidget(Text(calls_words("ending.next"), "small", "muted"))
    card.body.addWidget(Text(said.next_step))
    return card


def _summary_card(lines: tuple[str, ...]) -> ReadCard:
    card = ReadCard(calls_words("ending.summary"), lines)
    card.body.addWidget(Text(calls_words("ending.summary"), "small", "muted"))
    for line in lines:
        card.body.addWidget(Text(line, "lead"))
    return card
