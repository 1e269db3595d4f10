"""What is said when words of a phrase were typed where none belongs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ..words import sentences, words
from .notice_dialog import NoticeDialog
from .text import Text

_HEIGHT = 440


class WordsSeenDialog(NoticeDialog):
    """Explains that the words are gone from here, and leads to the plan. Close is the default button."""

    plan_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        lines = sentences("words_seen.lines")
        close, plan = words("words_seen.close"), words("words_seen.plan")
        super().__init__(parent, words("words_seen.title"), lines, close, plan)
        self.other.clicked.connect(self._on_plan_clicked)
        for button in (self.harmless, self.other):
            button.wait_for_typing()
        self.column.addWidget(Text(words("frame.footer"), "small", "muted"))
        self.begin(_HEIGHT)

    def _on_plan_clicked(self) -> None:
        self.accept()
        self.plan_wanted.emit()
