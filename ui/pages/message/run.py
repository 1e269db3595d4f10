"""Reading goes on: how far it is, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from walletsafe.redact import clean

from ...jobs import Job
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.text import Text
from .words import message_words


class RunView(ScrollPage):
    """Follows one job; Esc cancels it."""

    page_name = "message_run"
    cancelled = Signal()

    def __init__(self, job: Job) -> None:
        super().__init__()
        card = Card()
        card.body.addLayout(row(Glyph("now", "accent", 32), Text(message_words("work.title"), "title")))
        card.body.addWidget(Text(message_words("work.more"), tone="muted"))
        self._progress = Text("", "strong")
        self._progress.hide()
        card.body.addWidget(self._progress)
        self.column.addWidget(card)
        cancel = ActionButton(message_words("work.cancel"))
        cancel.clicked.connect(self.cancelled)
        self.column.addWidget(StackingRow(cancel))
        self.first = cancel
        job.progressed.connect(self._on_progressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _on_progressed(self, untrusted_name: str, done: int, total: int) -> None:
        name = clean(untrusted_name)
        self._progress.setText(message_words("work.progress", number=done + 1, total=total, name=name))
        self._progress.show()
