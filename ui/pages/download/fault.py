"""A check that ended in an error instead of a report."""

from __future__ import annotations

from PySide6.QtCore import Signal

from walletsafe import texts
from walletsafe.errors import WalletSafeError

from ...jobs import OurFault
from ...widgets.buttons import ActionButton
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.text import Text
from ...words import words as window_words
from .view import DownloadView
from .words import download_words as words


class FaultView(DownloadView):
    """Says what was in the way. Another file may be dropped; Esc begins anew."""

    page_name = "download_fault"
    again = Signal()

    def __init__(self, error: WalletSafeError) -> None:
        super().__init__()
        ours = isinstance(error, OurFault)
        title = window_words("fault.title") if ours else words("unreadable.title")
        line = window_words("fault.next", **error.params) if ours else texts.error_line(error)
        card = Card()
        card.body.addLayout(row(Glyph("unknown", "unknown", 32), Text(title, "title", "unknown")))
        card.body.addWidget(Text(line))
        self.column.addWidget(card)
        self.add_drop_area("reading")
        again = ActionButton(words("ended.again"), primary=True)
        again.clicked.connect(self.again)
        self.on_escape = self.again.emit
        self.show_buttons(again)
