"""What a result does not prove, and with which facts it was made."""

from __future__ import annotations

from walletsafe import texts
from walletsafe.findings import Report
from walletsafe.report.document import made_line

from ..style.theme import theme
from ..style.tokens import SPACE
from .entry import entry
from .layouts import Card
from .text import Text


class LimitsCard(Card):
    """Stands at the end of every result. ``repeat``: it says as well how the check can be repeated."""

    def __init__(self, report: Report, *, repeat: bool = True) -> None:
        super().__init__()
        said = texts.report_text(report.kind)
        self.body.addWidget(Text(said.not_proven_title, "lead"))
        for limit in said.not_proven:
            self.body.addLayout(entry("-", limit))
        if repeat:
            self.body.addSpacing(theme().scaled(SPACE.small))
            self.body.addWidget(Text(said.repeat_title, "lead"))
            self.body.addWidget(Text(said.repeat))
        self.body.addWidget(Text(said.note, "small", "muted"))
        self.body.addWidget(Text(made_line(report), "small", "muted"))
