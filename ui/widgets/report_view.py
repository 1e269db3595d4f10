"""Any report, read from top to bottom: one that was opened again, or what a caller read out."""

from __future__ import annotations

from walletsafe import texts
from walletsafe.findings import Report
from walletsafe.report.document import DEMO_MARK, allowed_subject, record, worst_first

from ..style.theme import theme
from ..style.tokens import SPACE
from ..words import words
from .entry import entry
from .finding_card import FindingCard
from .glyphs import Glyph
from .layouts import Card, ScrollPage, row
from .limits_card import LimitsCard
from .outcome_line import SIGNS, outcome_line
from .text import DemoBadge, Text


class ReportView(ScrollPage):
    """Shows ``report`` under a marked heading that says what it is worth: ``title`` and ``explanation``.

    It has no buttons: nothing here was checked on this computer just now. A ``report`` of a practice Ledger
    carries its mark before every title, and a pass stands there as reported, without its colour.
    """

    def __init__(self, report: Report, title: str, explanation: str) -> None:
        super().__init__()
        self.report = report
        mark = DEMO_MARK if report.demo else ""
        self.setAccessibleName(mark + title)
        self.setProperty("demo", report.demo)
        self.column.addWidget(_heading(report, title, explanation))
        self.column.addWidget(_verdict(report, mark))
        if report.record:
            self.column.addWidget(_record(report))
        self.column.addSpacing(theme().scaled(SPACE.small))
        self.column.addWidget(Text(texts.report_text().findings_title, "lead"))
        for finding in worst_first(report):
            self.column.addWidget(FindingCard(finding, mark))
        self.column.addWidget(_checks(report, mark))
        self.column.addWidget(LimitsCard(report))


def _heading(report: Report, title: str, explanation: str) -> Card:
    card = Card()
    card.setAccessibleName(title)
    card.body.addLayout(row(Glyph("unknown", "unknown", 32), Text(title, "title")))
    card.body.addWidget(Text(explanation, "strong"))
    if report.demo:
        card.body.addLayout(
            row(DemoBadge(), Text(texts.report_text().demo, "small", "demo"), gap=SPACE.small)
        )
    return card


def _verdict(report: Report, mark: str) -> Card:
    card = Card()
    said = texts.outcome_text(report.outcome, report.kind)
    sign, tone = SIGNS[report.outcome]
    # A copy can be forged: no crop of it may look like a pass, in its words or in its colour.
    tone = "muted" if tone == "good" else tone
    title = mark + words("opened.verdict", outcome=said.title)
    card.body.addWidget(Text(texts.report_text(report.kind).title, "small", "muted"))
    card.body.addLayout(row(Glyph(sign, tone, 32), Text(title, "title", tone)))
    card.body.addWidget(Text(said.summary))
    for number, step in enumerate(said.steps, start=1):
        card.body.addLayout(entry(f"{number}.", step))
    for key, value in allowed_subject(report).items():
        card.body.addWidget(Text(f"{texts.subject_name(key)}: {value}", tone="muted"))
    return card


def _record(report: Report) -> Card:
    card = Card()
    card.body.addWidget(Text(texts.report_text().record_title, "lead"))
    for number, one in enumerate(record(report), start=1):
        card.body.addLayout(entry(f"{number}.", f"{one.text}\n{one.answer}" if one.answer else one.text))
    return card


def _checks(report: Report, mark: str) -> Card:
    card = Card()
    card.body.addWidget(Text(words("result.checks"), "lead"))
    for check in report.checks:
        outcome = texts.outcome_text(check.outcome, report.kind).title
        line = words("result.check_line", name=texts.check_name(check.id), outcome=outcome)
        card.body.addLayout(outcome_line(check.outcome, mark + line))
    return card
