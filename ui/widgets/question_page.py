"""One question on a page of its own, with a way back below it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from ..style.theme import theme
from ..style.tokens import SPACE
from .bar_page import BarPage
from .buttons import ActionButton
from .choice_buttons import ChoiceButtons
from .layouts import ScrollPage
from .text import Text


class QuestionPage(BarPage):
    """Asks ``title``; emits the permanent name of the choice. ``choices`` are labels by name.

    ``back`` is what stands on the button that leaves the question unanswered, as Esc does. ``page_name`` is
    the name of its number.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(
        self, title: str, lead: str, choices: Mapping[str, str], back: str, *, page_name: str
    ) -> None:
        super().__init__()
        self.page_name = page_name
        self.setAccessibleName(title)
        page = ScrollPage()
        page.column.addWidget(Text(title, "title"))
        page.column.addWidget(Text(lead, tone="muted"))
        page.column.addSpacing(theme().scaled(SPACE.small))
        self.choices = ChoiceButtons(title, choices)
        self.choices.chosen.connect(self.chosen)
        page.column.addWidget(self.choices)
        self.show_page(page)
        leave = ActionButton(back)
        leave.clicked.connect(self.left)
        self.bar.show_buttons((), leave)

    def focus_first(self) -> None:
        """Put the keyboard on the first choice, or on the harmless one."""
        self.choices.default.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
