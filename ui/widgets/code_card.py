"""The read-back code of a result, to be read out on the telephone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from walletsafe import texts
from walletsafe.findings import Report
from walletsafe.report.code import encode
from walletsafe.report.document import DEMO_MARK

from .layouts import Card
from .text import Text

_words = partial(texts.words, "code")


class CodeCard(Card):
    """Stands quietly below the outcome of a check of a device, a message or a download.

    A screen reader gets the code symbol by symbol. Nobody copies it: it is made to be spoken.
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        mark = DEMO_MARK if report.demo else ""
        title = mark + _words("card.title")
        code = Text(encode(report), "code")
        # It is read from left to right in every language.
        code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        code.setAccessibleName(title)
        code.setAccessibleDescription(", ".join(" ".join(group) for group in code.text().split()))
        self.body.addWidget(Text(title, "small", "muted"))
        self.body.addWidget(code)
        if report.demo:
            self.body.addWidget(Text(_words("card.demo"), "small", "demo"))
        self.body.addWidget(Text(_words("card.lead"), "small"))
