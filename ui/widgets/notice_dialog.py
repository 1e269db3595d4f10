"""A dialog that says something to be careful about, in a few lines, with the harmless button first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ..style.theme import theme
from .buttons import ActionButton, StackingRow
from .glyphs import Glyph
from .layouts import ScrollPage, row
from .text import Text

_WIDTH = 620


class NoticeDialog(QDialog):
    """Says ``title`` and ``lines``; ``harmless`` is the default button, rejects, and is what Esc does."""

    def __init__(self, parent: QWidget, title: str, lines: Iterable[str], harmless: str, other: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        page = ScrollPage(theme().scaled(_WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self.column = page.column
        self.column.addLayout(row(Glyph("caution", "caution", 32), Text(title, "title")))
        for line in lines:
            self.column.addWidget(Text(line))
        self.harmless, self.other = ActionButton(harmless), ActionButton(other)
        self.harmless.setDefault(True)
        self.harmless.clicked.connect(self.reject)
        for button in (self.harmless, self.other):
            button.setAccessibleDescription(title)
        self.column.addWidget(StackingRow(self.harmless, self.other))

    def begin(self, height: int) -> None:
        """Take the size for so many pixels of text, and put the keyboard on the harmless button."""
        self.resize(min(theme().scaled(_WIDTH), 900), min(theme().scaled(height), 640))
        self.harmless.setFocus()
