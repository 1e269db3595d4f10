"""One finding: how much it matters, what was found, why, and the next step."""

from __future__ import annotations

from walletsafe import texts
from walletsafe.findings import Finding

from ..style.theme import theme
from ..style.tokens import SPACE
from ..words import words
from .commands import CommandList
from .glyphs import Glyph
from .layouts import Card, row
from .outcome_line import tone_reported
from .text import Text


class FindingCard(Card):
    """Severity is icon, word and colour, never colour alone. ``mark`` stands before the title.

    ``severity`` is left out where it would say the same on every card. ``reported``: it was not found here
    and now, so what is good goes without its colour.
    """

    def __init__(
        self, finding: Finding, mark: str = "", *, severity: bool = True, reported: bool = False
    ) -> None:
        super().__init__()
        sign = finding.severity.name.lower()
        tone = tone_reported(sign) if reported else sign
        said = texts.finding_text(finding)
        title = mark + said.title
        self.setAccessibleName(title)
        if severity:
            name = Text(texts.severity_name(finding.severity), "strong", tone)
            self.body.addLayout(row(Glyph(sign, tone, 22), name, gap=SPACE.small))
        self.body.addWidget(Text(title, "strong"))
        self.body.addWidget(Text(said.meaning))
        self.body.addSpacing(theme().scaled(SPACE.hair))
        self.body.addWidget(Text(words("result.next"), "small", "muted"))
        for line in said.next_step.splitlines():
            self.body.addWidget(Text(line))
        if said.commands:
            self.body.addWidget(CommandList(said.commands))
