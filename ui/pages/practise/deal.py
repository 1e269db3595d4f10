"""A practice sheet to copy by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from walletsafe.practice import sheets
from walletsafe.practice.sheets import Sheet

from ...widgets.buttons import ActionButton
from ...widgets.layouts import clear
from ...widgets.sheet_view import SheetView, sheet_paper
from ...widgets.text import Text
from .card_form import CardForm
from .view import PractiseView, say


class DealView(PractiseView):
    """Shows ``sheet``, or another one that is asked for. There is no way to copy it but by hand."""

    page_name = "practise_deal"
    check_wanted = Signal(object)
    languages_wanted = Signal(object)
    """Another list is wanted than that of this ``Sheet``."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.column.addWidget(Text(say("window_deal.title"), "title"))
        self.column.addWidget(Text(say("window_deal.lead"), tone="muted"))
        self._paper = QVBoxLayout()
        self.column.addLayout(self._paper)
        self.column.addWidget(Text(say("sheet.warning"), "small", "demo"))
        self.column.addWidget(Text(say("window_deal.other"), "lead"))
        another = ActionButton(say("window_deal.another"))
        another.clicked.connect(self._draw)
        get = ActionButton(say("window_deal.get"))
        get.clicked.connect(self._get)
        self.form = CardForm(sheet.language, len(sheet.words), get, another)
        self.form.changed.connect(self._draw)
        self.form.entered.connect(self._get)
        self.form.languages_wanted.connect(lambda: self.languages_wanted.emit(self.sheet))
        self.column.addWidget(self.form)
        check = ActionButton(say("window_deal.check"), primary=True)
        check.clicked.connect(lambda: self.check_wanted.emit(self.sheet))
        self.show_buttons(check)
        self.first = check
        self._show(sheet)

    def _draw(self) -> None:
        self.form.number.setText("")
        self._show(sheets.fresh(self.form.language, self.form.length))

    def _get(self) -> None:
        card = self.form.card
        if card is None:
            self.form.complain()
        else:
            self._show(sheets.dealt(card))

    def _show(self, sheet: Sheet) -> None:
        self.sheet = sheet
        clear(self._paper)
        self._paper.addWidget(SheetView(sheet_paper(sheet)))
