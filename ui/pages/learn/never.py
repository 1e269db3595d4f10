"""What this program will never do, and what no program can promise."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from walletsafe.guidance import never

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton
from ...widgets.layouts import Card, ScrollPage
from ...widgets.text import Text
from .words import learn_words


class NeverView(BarPage):
    """The promises, each with how one can tell."""

    page_name = "learn_never"
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back = ActionButton(learn_words("never.back"), primary=True)
        self.back.clicked.connect(self.left)
        self.show_page(_promises(never.load()))
        self.bar.show_buttons((), self.back)

    def focus_first(self) -> None:
        """Put the keyboard on the way back; the usual keys scroll."""
        self.back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _promises(said: never.NeverPage) -> ScrollPage:
    page = ScrollPage()
    page.column.addWidget(Text(said.title, "title"))
    page.column.addWidget(Text(said.lead, tone="muted"))
    for promise in said.promises:
        card = Card()
        card.setAccessibleName(promise.promise)
        card.body.addWidget(Text(promise.promise, "strong"))
        card.body.addWidget(Text(learn_words("never.tell"), "small", "muted"))
        card.body.addWidget(Text(promise.tell))
        page.column.addWidget(card)
    page.column.addSpacing(theme().scaled(SPACE.small))
    for title, lines in ((said.clone_title, (said.clone,)), (said.limits_title, said.limits)):
        card = Card()
        card.setAccessibleName(title)
        card.body.addWidget(Text(title, "lead"))
        for line in lines:
            card.body.addWidget(Text(line))
        page.column.addWidget(card)
    return page
