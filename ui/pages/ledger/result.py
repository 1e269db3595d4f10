"""The result of a check, read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from walletsafe import texts
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Finding, Report
from walletsafe.questions import GUIDED_NOW
from walletsafe.report.document import DEMO_MARK, worst_first

from ...jobs import OurFault
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.code_card import CodeCard
from ...widgets.entry import entry
from ...widgets.finding_card import FindingCard
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.limits_card import LimitsCard
from ...widgets.outcome_line import SIGNS, outcome_line
from ...widgets.text import Text
from ...words import words

_NOT_OPENED = {"device.none", "transport.in_use", "transport.no_permission", "transport.open_failed"}
"""Findings that the doctor may explain."""

_ONLINE_MAY_TELL = {"genuine.model_refuses", "genuine.not_proven_key", "genuine.unexpected_refusal"}
"""Findings of the offline check that leave open what the vendor's own service can tell."""


class _EndView(ScrollPage):
    """What both ends of a run share: check again, or choose another; Esc goes back.

    ``mark`` stands before every title of a practice Ledger, so that no cropped picture reads as a real
    result. ``guided``: somebody tells the person what to click, so nothing invites to go on.
    """

    again = Signal()
    left = Signal()

    def __init__(self, *, demo: bool, guided: bool = False) -> None:
        super().__init__()
        self.mark = DEMO_MARK if demo else ""
        self.repeat = ActionButton(words("result.again"), primary=not guided)
        self.repeat.clicked.connect(self.again)
        self.other = ActionButton(words("result.other"))
        self.other.clicked.connect(self.left)
        self.first = self.other if guided else self.repeat

    def add_buttons(self, verdict: str, *buttons: ActionButton) -> None:
        """Put the buttons under the card that says the ``verdict``."""
        for button in buttons:
            button.setAccessibleDescription(self.mark + verdict)
        self.column.addWidget(StackingRow(*buttons))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ResultView(_EndView):
    """Outcome first, then why, then what to do; at the end what a pass does not prove.

    ``reminders`` are sentences about what the device was asked in this run. ``online``: the vendor's own
    service may be offered where the chip alone could not tell.
    """

    page_name = "ledger_result"
    save_wanted = Signal(object)
    doctor_wanted = Signal()
    online_wanted = Signal()

    def __init__(self, report: Report, reminders: Sequence[str] = (), *, online: bool = False) -> None:
        guided = next((found for found in report.findings if found.id == GUIDED_NOW), None)
        super().__init__(demo=report.demo, guided=guided is not None)
        self.report = report
        self.column.addWidget(_verdict(report, self.mark, guided, reminders))
        save = ActionButton(words("result.save"))
        save.clicked.connect(lambda: self.save_wanted.emit(report))
        title = texts.outcome_text(report.outcome).title
        self.add_buttons(title, self.repeat, save, self.other)
        self._add_ways_on(online=online and guided is None)
        self.column.addWidget(CodeCard(report))
        self._add_findings()
        self.column.addWidget(_checks(report, self.mark))
        self.column.addWidget(LimitsCard(report))

    def _add_ways_on(self, *, online: bool) -> None:
        """Offer what may tell more. A practice Ledger only hears of the vendor's service."""
        ids = {found.id for found in self.report.findings}
        if ids & _NOT_OPENED and not self.report.demo:
            button = ActionButton(words("result.doctor"))
            button.clicked.connect(self.doctor_wanted)
            self.column.addWidget(_way_on(words("result.doctor_title"), words("result.doctor_more"), button))
        if ids & _ONLINE_MAY_TELL and online:
            title = self.mark + words("result.online_title")
            if self.report.demo:
                self.column.addWidget(_way_on(title, words("result.online_practice")))
                return
            button = ActionButton(words("result.online"))
            button.clicked.connect(self.online_wanted)
            self.column.addWidget(_way_on(title, words("result.online_more"), button))

    def _add_findings(self) -> None:
        self.column.addSpacing(theme().scaled(SPACE.small))
        self.column.addWidget(Text(words("result.findings"), "lead"))
        for finding in worst_first(self.report):
            self.column.addWidget(FindingCard(finding, self.mark))


class FaultView(_EndView):
    """A run that ended in an error instead of a report."""

    page_name = "ledger_fault"

    def __init__(self, error: WalletSafeError, reminders: Sequence[str] = (), *, demo: bool) -> None:
        super().__init__(demo=demo)
        card = Card()
        if isinstance(error, OurFault):
            title = words("fault.title")
            lines = [words("fault.meaning"), words("fault.next", **error.params)]
        else:
            title, lines = words("trouble.title"), [texts.error_line(error)]
        card.body.addLayout(row(Glyph("unknown", "unknown", 32), Text(self.mark + title, "title", "unknown")))
        for line in lines:
            card.body.addWidget(Text(line))
        for reminder in reminders:
            card.body.addWidget(Text(reminder, "strong"))
        self.column.addWidget(card)
        self.add_buttons(title, self.repeat, self.other)


def _verdict(report: Report, mark: str, guided: Finding | None, reminders: Sequence[str]) -> Card:
    card = Card()
    said = texts.outcome_text(report.outcome)
    sign, tone = SIGNS[report.outcome]
    card.body.addLayout(row(Glyph(sign, tone, 40), Text(mark + said.title, "verdict", tone)))
    if guided is None:
        card.body.addWidget(Text(said.summary))
    else:
        warning = texts.finding_text(guided)
        card.body.addWidget(Text(mark + warning.title, "lead"))
        card.body.addWidget(Text(warning.next_step, "strong"))
    for number, step in enumerate(said.steps, start=1):
        card.body.addLayout(entry(f"{number}.", step))
    for reminder in reminders:
        card.body.addWidget(Text(reminder, "strong"))
    return card


def _way_on(title: str, sentence: str, button: ActionButton | None = None) -> Card:
    card = Card()
    card.body.addWidget(Text(title, "lead"))
    card.body.addWidget(Text(sentence))
    if button is not None:
        card.body.addWidget(StackingRow(button))
    return card


def _checks(report: Report, mark: str) -> Card:
    card = Card()
    card.body.addWidget(Text(words("result.checks"), "lead"))
    for check in report.checks:
        outcome = texts.outcome_text(check.outcome).title
        line = words("result.check_line", name=texts.check_name(check.id), outcome=outcome)
        card.body.addLayout(outcome_line(check.outcome, mark + line))
    return card
