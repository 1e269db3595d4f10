"""A file that is being read: how far, and Cancel."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

from ...jobs import Job
from ...widgets.buttons import ActionButton
from ...widgets.layouts import Card
from ...widgets.text import Text
from .view import DownloadView
from .words import download_words as words


class RunView(DownloadView):
    """Follows one job. Another file may be dropped meanwhile; Esc cancels."""

    page_name = "download_run"

    def __init__(self, job: Job) -> None:
        super().__init__()
        card = Card()
        card.body.addWidget(Text(words("reading.title"), "title"))
        self._progress = Text(words("reading.beginning"), tone="muted")
        card.body.addWidget(self._progress)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words("reading.bar_name"))
        card.body.addWidget(self._bar)
        self.column.addWidget(card)
        self.add_drop_area("reading")
        cancel = ActionButton(words("reading.cancel"))
        cancel.clicked.connect(job.cancel)
        self.on_escape = job.cancel
        self.show_buttons(cancel)
        job.progressed.connect(self._on_progressed)

    def _on_progressed(self, name: str, done: int, total: int) -> None:
        self._bar.setMaximum(total)
        self._bar.setValue(done)
        self._progress.setText(words("reading.percent", name=name, percent=done * 100 // total))
