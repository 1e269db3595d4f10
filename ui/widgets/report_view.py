"""Any report, read from top to bottom: one that was opened again, or what a caller read out."""

from __future__ import annotations

from walletsafe import texts
from walletsafe.findings import Report
from walletsafe.report.document import DEMO_MARK, mark, record, second_hand, told_subject, worst_first

from ..style.theme import theme
from ..style.tokens import SPACE
from ..words import words
from .entry import entry
from .finding_card import FindingCard
from .glyphs import Glyph
from .layouts import Card, ScrollPage, row
from .limits_card import LimitsCard
from .outcome_line import SIGNS, outcome_line, tone_reported
from .text import DemoBadge, Text


class ReportView(ScrollPage):
    """Shows a copy, or what was read out, under a heading that says what it is worth.

    It has no buttons: nothing here was checked on this computer just now. Every title carries the mark of
    that, and of a practice Ledger; what is good goes without its colour. Raises ``ValueError`` for a fresh
    ``report``: that has a page of its own.
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        worth = second_hand(report)
        if worth is None:
            raise ValueError("a result of a check has a page of its own")
        title, explanation = worth
        self.report = report
        before = mark(report)
        self.setAccessibleName((DEMO_MARK if report.demo else "") + title)
        self.setProperty("demo", report.demo)
        self.column.addWidget(_heading(report, title, explanation))
        self.column.addWidget(_verdict(report, before))
        if report.record:
            self.column.addWidget(_record(report))
        self.column.addSpacing(theme().scaled(SPACE.small))
        self.column.addWidget(Text(texts.report_text().findings_title, "lead"))
        for finding in worst_first(report):
            self.column.addWidget(FindingCard(finding, before, reported=True))
        self.column.addWidget(_checks(report, before))
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


def _verdict(report: Report, before: str) -> Card:
    card = Card()
    said = texts.outcome_text(report.outcome, report.kind)
    sign, tone = SIGNS[report.outcome]
    tone = tone_reported(tone)
    title = before + said.title
    card.body.addWidget(Text(texts.report_text(report.kind).title, "small", "muted"))
    card.body.addLayout(row(Glyph(sign, tone, 32), Text(title, "title", tone)))
    card.body.addWidget(Text(said.summary))
    for number, step in enumerate(said.steps, start=1):
        card.body.addLayout(entry(f"{number}.", step))
    for name, value in told_subject(report):
        card.body.addWidget(Text(f"{name}: {value}", tone="muted"))
    return card


def _record(report: Report) -> Card:
    card = Card()
    card.body.addWidget(Text(texts.report_text().record_title, "lead"))
    for number, one in enumerate(record(report), start=1):
        card.body.addLayout(entry(f"{number}.", f"{one.text}\n{one.answer}" if one.answer else one.text))
    return card


def _checks(report: Report, before: str) -> Card:
    card = Card()
    card.body.addWidget(Text(words("result.checks"), "lead"))
    for check in report.checks:
        outcome = texts.outcome_text(check.outcome, report.kind).title
        line = words("result.check_line", name=texts.check_name(check.id), outcome=outcome)
        card.body.addLayout(outcome_line(check.outcome, before + line, reported=True))
    return card
