"""The question before a result that was not saved is thrown away."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ...style.theme import theme
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.glyphs import Glyph
from ...widgets.layouts import ScrollPage, row
from ...widgets.text import Text
from .words import computer_lines
from .words import computer_words as words

_WIDTH, _HEIGHT = 620, 230


class AnewDialog(QDialog):
    """Accepted where the result may go. To keep it is the default button, and what Esc does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        title = words("anew.title")
        self.setWindowTitle(title)
        page = ScrollPage(theme().scaled(_WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addLayout(row(Glyph("caution", "caution", 32), Text(title, "title")))
        for line in computer_lines("anew.lines"):
            page.column.addWidget(Text(line))
        keep = ActionButton(words("anew.keep"))
        keep.setDefault(True)
        keep.clicked.connect(self.reject)
        begin = ActionButton(words("anew.begin"))
        begin.clicked.connect(self.accept)
        for button in (keep, begin):
            button.setAccessibleDescription(title)
        page.column.addWidget(StackingRow(keep, begin))
        self.resize(min(theme().scaled(_WIDTH), 900), min(theme().scaled(_HEIGHT), 640))
        keep.setFocus()
