"""After the last screen: what was gone through, what the room said, and what to read at home."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from walletsafe.findings import Outcome, Report
from walletsafe.guidance import lessons
from walletsafe.guidance.agendas import Agenda
from walletsafe.report.document import worst_first

from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton, CardButton
from ...widgets.entry import entry
from ...widgets.finding_card import FindingCard
from ...widgets.layouts import Card, ScrollPage
from ...widgets.text import Text
from .performance import Performance
from .words import stage_words


class EndView(BarPage):
    """Sums ``performance`` up. ``report`` is what would be saved of it."""

    left = Signal()
    again_wanted = Signal()
    save_wanted = Signal(object)
    lesson_wanted = Signal(str)

    def __init__(self, performance: Performance, report: Report) -> None:
        super().__init__()
        agenda = performance.session.agenda
        early = report.outcome is Outcome.STOPPED
        title = stage_words("over.early" if early else "over.title")
        self.setAccessibleName(title)
        page = ScrollPage()
        page.column.addWidget(Text(title, "title"))
        page.column.addWidget(Text(agenda.title, "lead"))
        page.column.addWidget(Text(stage_words("over.minutes", minutes=performance.minutes[1]), tone="muted"))
        for found in worst_first(report):
            page.column.addWidget(FindingCard(found))
        page.column.addWidget(_record(report))
        names = dict.fromkeys(part.lesson for part in agenda.parts if part.lesson)
        page.column.addWidget(Text(stage_words("over.read"), "lead"))
        for name in names:
            card = CardButton(lessons.load(name).title)
            card.clicked.connect(partial(self.lesson_wanted.emit, name))
            page.column.addWidget(card)
        page.column.addWidget(_sources(agenda))
        self.show_page(page)
        again = ActionButton(stage_words("trainer.back"))
        again.clicked.connect(self.again_wanted)
        save = ActionButton(stage_words("over.save"), primary=True)
        save.clicked.connect(partial(self.save_wanted.emit, report))
        leave = ActionButton(stage_words("trainer.leave"))
        leave.clicked.connect(self.left)
        self.bar.show_buttons((again, save), leave)
        self.first = save


def _record(report: Report) -> Card:
    card = Card()
    title = stage_words("over.record")
    card.setAccessibleName(title)
    card.body.addWidget(Text(title, "lead"))
    for line in report.record:
        card.body.addLayout(entry("-", f"{line.text}\n{line.answer}" if line.answer else line.text))
    return card


def _sources(agenda: Agenda) -> Card:
    card = Card()
    title = stage_words("over.sources")
    card.setAccessibleName(title)
    card.body.addWidget(Text(title, "strong"))
    for source in agenda.sources:
        card.body.addLayout(entry("-", f"{source.name}: {source.address} ({source.date})"))
    card.body.addWidget(Text(stage_words("over.reviewed", date=agenda.reviewed), "small", "muted"))
    return card
