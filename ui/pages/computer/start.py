"""Before a scan: what it does and never does, and what is to be looked through."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from walletsafe.scan import pictures

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import CardButton
from ...widgets.column_page import ColumnPage
from ...widgets.entry import entry
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.text import Text
from ...widgets.tick_box import TickBox
from .folder_dialog import folder_dialog
from .looking import FIRST_WISH, Where, Wish
from .words import computer_lines
from .words import computer_words as words


class StartView(ColumnPage):
    """Begins nothing by itself: each choice is a button. What was chosen ``last`` is where it starts from."""

    page_name = "computer_start"
    wished = Signal(object)
    """What is to be looked through, a :class:`~.looking.Wish`."""
    clipboard_wanted = Signal()

    def __init__(self, last: Wish = FIRST_WISH) -> None:
        super().__init__()
        self._folder = last.folder
        self.column.addWidget(Text(words("start.title"), "verdict"))
        self.column.addWidget(Text(words("start.lead"), tone="muted"))
        caller = Text(words("start.caller"), "strong")
        self.column.addLayout(row(Glyph("caution", "caution", 22), caller, gap=SPACE.small))
        self.column.addSpacing(theme().scaled(SPACE.small))
        more = words("start.pictures_more")
        self._pictures = TickBox(words("start.pictures"), ticked=last.pictures, more=more)
        self._add_pictures()
        choices = {where: self._choice(where) for where in Where}
        self.first = choices[last.where]
        clipboard = self._card("clipboard", "sheet")
        clipboard.clicked.connect(self.clipboard_wanted)
        self._news = Text("", tone="unknown")
        self._news.hide()
        self.column.addWidget(self._news)
        self.column.addWidget(_rules())

    @property
    def pictures(self) -> bool:
        """Whether pictures are to be looked into."""
        return self._pictures.isChecked()

    def say_no_text(self) -> None:
        """Say that there is nothing to look at in the clipboard."""
        self._news.setText(words("start.no_text"))
        self._news.show()

    def _choice(self, where: Where) -> CardButton:
        card = self._card(where, where)
        card.clicked.connect(self._choose if where is Where.FOLDER else partial(self._wish, where, Path()))
        return card

    def _card(self, name: str, sign: str) -> CardButton:
        card = CardButton(words(f"start.{name}"), words(f"start.{name}_more"), Glyph(sign, "accent", 32))
        self.column.addWidget(card)
        return card

    def _add_pictures(self) -> None:
        """The tick, or why there is none."""
        if pictures.available():
            self.column.addWidget(self._pictures)
        else:
            missing = Text(words("start.no_pictures"), "small", "muted")
            self.column.addLayout(row(Glyph("unknown", "unknown", 20), missing, gap=SPACE.small))

    def _choose(self) -> None:
        dialog = folder_dialog(self, self._folder)
        dialog.fileSelected.connect(self._on_folder_selected)
        dialog.open()

    def _on_folder_selected(self, chosen: str) -> None:
        self._wish(Where.FOLDER, Path(chosen))

    def _wish(self, where: Where, folder: Path) -> None:
        self.wished.emit(Wish(where, self.pictures, folder))


def _rules() -> Card:
    card = Card()
    card.body.addWidget(Text(words("start.rules"), "lead"))
    for line in computer_lines("start.does"):
        card.body.addLayout(entry("-", line))
    return card
