"""The saved cases: how long each is kept, and that some have expired."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from walletsafe.guidance import calls
from walletsafe.report.cases import Case

from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.text import Text
from .words import calls_words


class CasesCard(Card):
    """Each of the ``saved`` cases with two buttons. One that cannot be read can only be deleted."""

    open_wanted = Signal(object)
    delete_wanted = Signal(object)
    """A case, as a :class:`~walletsafe.report.cases.Case`."""

    def __init__(self, saved: Sequence[Case]) -> None:
        super().__init__()
        self.setAccessibleName(calls_words("cases.title"))
        self.body.addWidget(Text(calls_words("cases.title"), "lead"))
        if not saved:
            self.body.addWidget(Text(calls_words("cases.none"), tone="muted"))
        for case in saved:
            said = _line(case)
            open_it = self._button("cases.open", said, partial(self.open_wanted.emit, case))
            open_it.setEnabled(not case.broken)
            delete = self._button("cases.delete", said, partial(self.delete_wanted.emit, case))
            self.body.addWidget(Text(said))
            self.body.addWidget(StackingRow(open_it, delete))

    def _button(self, key: str, case: str, act: partial[None]) -> ActionButton:
        button = ActionButton(calls_words(key))
        button.setAccessibleDescription(case)
        button.clicked.connect(act)
        return button


class ExpiredCard(Card):
    """Says that ``count`` cases have expired. Nothing is deleted without the press."""

    delete_wanted = Signal()

    def __init__(self, count: int) -> None:
        super().__init__()
        said = calls_words("cases.expired_one" if count == 1 else "cases.expired", count=count)
        self.setAccessibleName(said)
        delete = ActionButton(calls_words("cases.delete_expired"))
        delete.setAccessibleDescription(said)
        delete.clicked.connect(self.delete_wanted)
        line = QWidget()
        line.setLayout(row(Glyph("tip", "tip", 22), Text(said, "strong")))
        self.body.addWidget(line)
        self.body.addWidget(StackingRow(delete))


def _line(case: Case) -> str:
    if case.broken:
        return calls_words("cases.broken", made=case.made.isoformat(), expires=case.expires.isoformat())
    known = case.script in calls.names()
    title = calls.load(case.script).title if known else calls_words("cases.other")
    return calls_words(
        "cases.line", title=title, made=case.made.isoformat(), expires=case.expires.isoformat()
    )
