"""The result of a check: three lines, the very file it is about, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal

from walletsafe import texts
from walletsafe.download.companions import Role
from walletsafe.download.systems import Explanation, explanations
from walletsafe.findings import Outcome, Report
from walletsafe.report.document import worst_first

from ...style.theme import LARGE, theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton
from ...widgets.code_card import CodeCard
from ...widgets.commands import CommandList
from ...widgets.entry import entry
from ...widgets.finding_card import FindingCard
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.limits_card import LimitsCard
from ...widgets.outcome_line import SIGNS, outcome_line
from ...widgets.save_dialog import offer_to_save
from ...widgets.text import Text
from .parts import PartsCard
from .view import DownloadView
from .words import download_words as words

_GROUP = 8


class ResultView(DownloadView):
    """Outcome first, then why, then what to do. Further files may be dropped; Esc begins anew."""

    page_name = "download_result"
    again = Signal()

    def __init__(self, report: Report, files: Mapping[Role, Path]) -> None:
        super().__init__()
        self.report = report
        self.column.addWidget(_verdict(report))
        self._add_buttons()
        self.column.addWidget(CodeCard(report))
        self.column.addWidget(_file(report))
        complete = set(files) == set(Role)
        if not complete:
            self.column.addWidget(PartsCard(files))
        self.add_drop_area("reading" if complete else "ended")
        self.column.addSpacing(theme().scaled(SPACE.small))
        self.column.addWidget(Text(words("ended.findings"), "lead"))
        for found in worst_first(report):
            self.column.addWidget(FindingCard(found))
        if report.outcome is not Outcome.DID_NOT_PASS:  # nothing that reads like a second chance
            self.column.addWidget(_systems(files[Role.INSTALLER].name))
        self.column.addWidget(LimitsCard(report))

    def _add_buttons(self) -> None:
        again = ActionButton(words("ended.again"), primary=True)
        again.clicked.connect(self.again)
        save = ActionButton(words("ended.save"))
        save.clicked.connect(lambda: offer_to_save(self.report, self))
        buttons = [again, save]
        if self.report.outcome is not Outcome.PASSED:
            installed = ActionButton(words("start.installed"))
            installed.clicked.connect(self.emergency_wanted)
            buttons.append(installed)
        for button in buttons:
            button.setAccessibleDescription(texts.outcome_text(self.report.outcome, self.report.kind).title)
        self.on_escape = self.again.emit
        self.show_buttons(*buttons)


def _verdict(report: Report) -> Card:
    card = Card()
    said = texts.outcome_text(report.outcome, report.kind)
    sign, tone = SIGNS[report.outcome]
    card.body.addLayout(row(Glyph(sign, tone, 40), Text(said.title, "verdict", tone)))
    card.body.addWidget(Text(said.summary))
    for check in report.checks:
        outcome = texts.outcome_text(check.outcome, report.kind).title
        line = words("ended.line", name=texts.check_name(check.id), outcome=outcome)
        card.body.addLayout(outcome_line(check.outcome, line))
    line = words("ended.line", name=words("ended.verdict_name"), outcome=said.title)
    card.body.addLayout(outcome_line(report.outcome, line, "strong"))
    card.body.addSpacing(theme().scaled(SPACE.hair))
    for number, step in enumerate(said.steps, start=1):
        card.body.addLayout(entry(f"{number}.", step))
    return card


def _file(report: Report) -> Card:
    card = Card()
    card.body.addWidget(Text(words("ended.file_title"), "lead"))
    card.body.addWidget(Text(words("ended.name", value=report.subject["name"]), "strong"))
    if "size" in report.subject:
        card.body.addWidget(Text(words("ended.size", value=f"{report.subject['size']:,}")))
        card.body.addWidget(Text(words("ended.sha512")))
        sum_shown = Text(_grouped(str(report.subject["sha512"])), "mono")
        # Digits run from left to right in every language.
        sum_shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        card.body.addWidget(sum_shown)
    for key in ("sums", "signature"):
        if key in report.subject:
            card.body.addWidget(Text(words(f"ended.{key}", value=report.subject[key]), tone="muted"))
    return card


def _grouped(digits: str) -> str:
    """Hex digits in groups of eight, four groups a line, or two: so that two sums can be compared."""
    a_line = 4 if theme().scale < LARGE else 2
    groups = [digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP)]
    lines = [groups[start : start + a_line] for start in range(0, len(groups), a_line)]
    return "\n".join(" ".join(line) for line in lines)


def _systems(untrusted_name: str) -> Card:
    card = Card()
    card.body.addWidget(Text(words("code_signature.title"), "lead"))
    card.body.addWidget(Text(words("code_signature.lead")))
    for explanation in explanations(untrusted_name):
        _add_system(card, explanation)
    return card


def _add_system(card: Card, explanation: Explanation) -> None:
    card.body.addSpacing(theme().scaled(SPACE.small))
    card.body.addWidget(Text(explanation.title, "strong"))
    card.body.addWidget(Text(explanation.meaning))
    if explanation.caution:
        card.body.addLayout(row(Glyph("unknown", "unknown", 20), Text(explanation.caution), gap=SPACE.small))
    if explanation.commands:
        card.body.addWidget(CommandList(explanation.commands))
