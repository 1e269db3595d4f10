"""The question before a result that was not saved is thrown away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ...widgets.notice_dialog import NoticeDialog
from .words import computer_lines
from .words import computer_words as words

_HEIGHT = 230


class AnewDialog(NoticeDialog):
    """Accepted where the result may go. To keep it is the default button, and what Esc does."""

    def __init__(self, parent: QWidget) -> None:
        lines = computer_lines("anew.lines")
        super().__init__(parent, words("anew.title"), lines, words("anew.keep"), words("anew.begin"))
        self.other.clicked.connect(self.accept)
        self.begin(_HEIGHT)
