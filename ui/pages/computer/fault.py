"""A scan that ended in an error instead of a result."""

from __future__ import annotations

from PySide6.QtCore import Signal

from walletsafe import texts
from walletsafe.errors import WalletSafeError

from ...jobs import OurFault
from ...widgets.buttons import ActionButton
from ...widgets.column_page import ColumnPage
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.text import Text
from ...words import words as window_words
from .words import computer_words as words


class FaultView(ColumnPage):
    """Says what was in the way. Esc begins anew."""

    page_name = "computer_fault"
    again = Signal()

    def __init__(self, error: WalletSafeError) -> None:
        super().__init__()
        ours = isinstance(error, OurFault)
        title = window_words("fault.title") if ours else words("fault.title")
        line = window_words("fault.next", **error.params) if ours else texts.error_line(error)
        card = Card()
        card.body.addLayout(row(Glyph("unknown", "unknown", 32), Text(title, "title", "unknown")))
        card.body.addWidget(Text(line))
        self.column.addWidget(card)
        again = ActionButton(words("fault.again"), primary=True)
        again.clicked.connect(self.again)
        self.on_escape = self.again.emit
        self.show_buttons(again)
