"""Before a check: where the files are dropped, and what is missing still."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from walletsafe.download.companions import Role

from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.layouts import Card
from ...widgets.text import Text
from .parts import PartsCard
from .view import DownloadView
from .words import download_words as words


class StartView(DownloadView):
    """Takes files; ``files`` are those that were taken already."""

    page_name = "download_start"

    def __init__(self, files: Mapping[Role, Path]) -> None:
        super().__init__()
        self.column.addWidget(Text(words("start.title"), "verdict"))
        self.column.addWidget(Text(words("start.lead"), tone="muted"))
        self.first = self.add_drop_area("start").open_button
        self.column.addWidget(PartsCard(files))
        first = Card()
        first.body.addWidget(Text(words("start.first_title"), "lead"))
        first.body.addWidget(Text(words("start.first")))
        self.column.addWidget(first)
        installed = ActionButton(words("start.installed"))
        installed.clicked.connect(self.emergency_wanted)
        self.column.addWidget(StackingRow(installed))
