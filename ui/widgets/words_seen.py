"""What is said when words of a phrase were typed where none belongs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ..style.theme import theme
from ..words import sentences, words
from .buttons import ActionButton, StackingRow
from .glyphs import Glyph
from .layouts import ScrollPage, row
from .text import Text

_WIDTH, _HEIGHT = 620, 440


class WordsSeenDialog(QDialog):
    """Explains that the words are gone from here, and leads to the plan. Close is the default button."""

    plan_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        title = words("words_seen.title")
        self.setWindowTitle(title)
        page = ScrollPage(theme().scaled(_WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addLayout(row(Glyph("caution", "caution", 32), Text(title, "title")))
        for sentence in sentences("words_seen.lines"):
            page.column.addWidget(Text(sentence))
        close = ActionButton(words("words_seen.close"))
        close.setAccessibleDescription(title)
        close.setDefault(True)
        close.clicked.connect(self.reject)
        plan = ActionButton(words("words_seen.plan"))
        plan.setAccessibleDescription(title)
        plan.clicked.connect(self._on_plan_clicked)
        for button in (close, plan):
            button.wait_for_typing()
        page.column.addWidget(StackingRow(close, plan))
        page.column.addWidget(Text(words("frame.footer"), "small", "muted"))
        self.resize(min(theme().scaled(_WIDTH), 900), min(theme().scaled(_HEIGHT), 640))
        close.setFocus()

    def _on_plan_clicked(self) -> None:
        self.accept()
        self.plan_wanted.emit()
