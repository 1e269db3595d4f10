"""Comparing a copy with its sheet: the sheet is named first, and no other words are taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout

from walletsafe import wordlists
from walletsafe.practice import checker, sheets
from walletsafe.practice.checker import Judgement, WordNote, WordState
from walletsafe.practice.sheets import Sheet

from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, clear, row
from ...widgets.sheet_view import sheet_name
from ...widgets.text import Text
from ...widgets.word_grid import WordGrid
from .card_form import CardForm
from .view import PractiseView, say

_SIGNS = {
    WordState.RIGHT: ("good", "good", "checker.right"),
    WordState.OTHER_PLACE: ("caution", "caution", "checker.other_place"),
    WordState.OTHER_WORD: ("caution", "caution", "checker.other_word"),
    WordState.NOT_IN_LIST: ("unknown", "unknown", "checker.not_in_list"),
    WordState.MISSING: ("waiting", "muted", "checker.missing"),
}
_FACTS = {True: ("good", "good"), False: ("caution", "caution"), None: ("unknown", "unknown")}


class NameView(PractiseView):
    """Asks which sheet was copied, before there is any field for words."""

    page_name = "practise_name"
    named = Signal(object)
    languages_wanted = Signal(int)
    """Another list is wanted, for as many words as before."""
    published_wanted = Signal()

    def __init__(self, language: str, length: int) -> None:
        super().__init__()
        self.column.addWidget(Text(say("window_name.title"), "title"))
        self.column.addWidget(Text(say("window_name.lead"), tone="muted"))
        self.form = CardForm(language, length)
        self.form.entered.connect(self._go_on)
        self.form.languages_wanted.connect(lambda: self.languages_wanted.emit(self.form.length))
        self.column.addWidget(self.form)
        go_on = ActionButton(say("window_name.go_on"), primary=True)
        go_on.clicked.connect(self._go_on)
        published = ActionButton(say("window_name.published"))
        published.clicked.connect(self.published_wanted)
        self.column.addWidget(StackingRow(published))
        self.show_buttons(go_on)
        self.first = self.form.number

    def _go_on(self) -> None:
        card = self.form.card
        if card is None:
            self.form.complain()
        else:
            self.named.emit(sheets.dealt(card))


class CheckView(PractiseView):
    """Takes the copy of ``sheet`` word by word and compares it.

    ``stopped`` is emitted when what was typed is another phrase; it is gone by then.
    """

    page_name = "practise_check"
    stopped = Signal()

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self.column.addWidget(Text(say("window_check.title"), "title"))
        self.column.addWidget(Text(sheet_name(sheet), "strong", "demo"))
        self.column.addWidget(Text(say("checker.limit")))
        self.grid = WordGrid(sheet)
        self.grid.left.connect(self._on_left)
        self.grid.changed.connect(self._forget)
        self.grid.stopped.connect(self.stopped)
        self.column.addWidget(self.grid)
        self._said = QVBoxLayout()
        self.column.addLayout(self._said)
        self._button = ActionButton(say("window_check.compare"), primary=True)
        self._button.clicked.connect(self._compare)
        self.show_buttons(self._button)
        self.first = self.grid.fields[0]

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no word; a minimised window is still here."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.grid.clear()

    def _on_left(self, position: int) -> None:
        word = self.grid.entries()[position - 1]
        if word:
            alone = [*[""] * (position - 1), word]
            self._note(checker.judge(self._sheet, alone).notes[-1])

    def _note(self, note: WordNote) -> None:
        sign, tone, key = _SIGNS[note.state]
        line = say(key, position=note.position)
        if note.near:
            near = ", ".join(wordlists.shown(word) for word in note.near)
            line = f"{line} {say('checker.near', words=near)}"
        self.grid.show_note(note.position, sign, tone, line)

    def _compare(self) -> None:
        judgement = checker.judge(self._sheet, self.grid.entries())
        for note in judgement.notes:
            self._note(note)
        clear(self._said)
        card = _result(judgement)
        self._said.addWidget(card)
        # However it was pressed: the field that had the keyboard may be out of sight now.
        self._button.setFocus()
        self.show_whole(card)

    def _forget(self) -> None:
        """A result holds for the words that were compared alone."""
        self.show_whole(None)
        clear(self._said)


class StoppedView(PractiseView):
    """Explains why all that was typed is gone, and leads on. Choosing the sheet again is the default."""

    page_name = "practise_stopped"
    again_wanted = Signal()
    plan_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = say("checker.stopped_title")
        card = Card()
        card.setAccessibleName(title)
        card.body.addLayout(row(Glyph("stopped", "caution", 32), Text(title, "title")))
        card.body.addWidget(Text(say("checker.stopped")))
        self.column.addWidget(card)
        again = ActionButton(say("window_stopped.again"), primary=True)
        again.setAccessibleDescription(title)
        again.clicked.connect(self.again_wanted)
        plan = ActionButton(say("window_stopped.plan"))
        plan.setAccessibleDescription(title)
        plan.clicked.connect(self.plan_wanted)
        card.body.addWidget(StackingRow(plan))
        for button in (again, plan):
            button.wait_for_typing()
        self.show_only(again)
        self.first = again


def _result(judgement: Judgement) -> Card:
    """Three answers of their own, and whether the copy is the sheet: none of them stands for another."""
    card = Card()
    verdict = say("checker.same" if judgement.same else "checker.not_same")
    card.setAccessibleName(verdict)
    sign, tone = _FACTS[judgement.same]
    card.body.addLayout(row(Glyph(sign, tone, 28), Text(verdict, "lead", tone)))
    count = say(
        "checker.count_right" if judgement.count_right else "checker.count_wrong",
        count=judgement.count,
        wanted=judgement.wanted,
    )
    known = say("checker.words_right" if judgement.words_known else "checker.words_wrong")
    checksum = {True: "checksum_right", False: "checksum_wrong", None: "checksum_unknown"}
    key = f"checker.{checksum[judgement.checksum_right]}"
    fits = say(key, odds=1 << judgement.count // 3)
    facts: Sequence[tuple[str, bool | None, str]] = (
        ("checker.count_title", judgement.count_right, count),
        ("checker.words_title", judgement.words_known, known),
        ("checker.checksum_title", judgement.checksum_right, fits),
    )
    for title, answer, line in facts:
        sign, tone = _FACTS[answer]
        card.body.addLayout(row(Glyph(sign, tone, 20), Text(say(title), "strong")))
        card.body.addWidget(Text(line))
    return card
