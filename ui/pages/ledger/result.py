"""The result of a check, read from top to bottom."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from walletsafe import __version__, texts
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Outcome, Report

from ...jobs import OurFault
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.demo import DemoBanner
from ...widgets.entry import entry
from ...widgets.finding_card import FindingCard
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.text import Text
from ...words import words

_SIGNS = {
    Outcome.PASSED: ("good", "good"),
    Outcome.DID_NOT_PASS: ("danger", "danger"),
    Outcome.COULD_NOT_CHECK: ("unknown", "unknown"),
    Outcome.NOT_CHECKED_YET: ("waiting", "unknown"),
    Outcome.STOPPED: ("stopped", "muted"),
}


class _EndView(ScrollPage):
    """What both ends of a run share: check again, or choose another; Esc goes back."""

    again = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.repeat = ActionButton(words("result.again"), primary=True)
        self.repeat.clicked.connect(self.again)
        self.other = ActionButton(words("result.other"))
        self.other.clicked.connect(self.left)
        self.first = self.repeat

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ResultView(_EndView):
    """Outcome first, then why, then what to do; at the end what a pass does not prove."""

    save_wanted = Signal(object)

    def __init__(self, report: Report, *, asked_permission: bool) -> None:
        super().__init__()
        if report.demo:
            self.column.addWidget(DemoBanner(words("result.badge")))
        self.column.addWidget(_verdict(report, asked_permission=asked_permission))
        save = ActionButton(words("result.save"))
        save.clicked.connect(lambda: self.save_wanted.emit(report))
        self.column.addWidget(StackingRow(self.repeat, save, self.other))
        self._add_findings(report)
        self.column.addWidget(_checks(report))
        self.column.addWidget(_limits(report))

    def _add_findings(self, report: Report) -> None:
        self.column.addSpacing(theme().scaled(SPACE.small))
        self.column.addWidget(Text(words("result.findings"), "lead"))
        for finding in sorted(report.findings, key=lambda found: -found.severity):
            self.column.addWidget(FindingCard(finding))


class FaultView(_EndView):
    """A run that ended in an error instead of a report."""

    def __init__(self, error: WalletSafeError) -> None:
        super().__init__()
        card = Card()
        if isinstance(error, OurFault):
            title = words("fault.title")
            lines = [words("fault.meaning"), words("fault.next", **error.params)]
        else:
            title, lines = words("trouble.title"), [texts.error_line(error)]
        card.body.addLayout(row(Glyph("unknown", "unknown", 32), Text(title, "title", "unknown")))
        for line in lines:
            card.body.addWidget(Text(line))
        self.column.addWidget(card)
        self.column.addWidget(StackingRow(self.repeat, self.other))


def _verdict(report: Report, *, asked_permission: bool) -> Card:
    card = Card()
    said = texts.outcome_text(report.outcome)
    sign, tone = _SIGNS[report.outcome]
    # The word stands in the verdict itself, so that no cropped picture reads as a real result.
    title = words("result.demo_verdict", outcome=said.title) if report.demo else said.title
    card.body.addLayout(row(Glyph(sign, tone, 40), Text(title, "verdict", tone)))
    card.body.addWidget(Text(said.summary))
    for number, step in enumerate(said.steps, start=1):
        card.body.addLayout(entry(f"{number}.", step))
    if asked_permission:
        card.body.addWidget(Text(texts.report_text().unplug, "strong"))
    return card


def _checks(report: Report) -> Card:
    card = Card()
    card.body.addWidget(Text(words("result.checks"), "lead"))
    for check in report.checks:
        sign, tone = _SIGNS[check.outcome]
        outcome = texts.outcome_text(check.outcome).title
        line = words("result.check_line", name=texts.check_name(check.id), outcome=outcome)
        card.body.addLayout(row(Glyph(sign, tone, 20), Text(line), gap=SPACE.small))
    return card


def _limits(report: Report) -> Card:
    said = texts.report_text()
    card = Card()
    card.body.addWidget(Text(said.not_proven_title, "lead"))
    for limit in said.not_proven:
        card.body.addLayout(entry("-", limit))
    card.body.addSpacing(theme().scaled(SPACE.small))
    card.body.addWidget(Text(said.repeat_title, "lead"))
    card.body.addWidget(Text(said.repeat))
    made = said.date_line.format(version=__version__, knowledge_date=report.knowledge_date)
    card.body.addWidget(Text(made, "small", "muted"))
    return card
