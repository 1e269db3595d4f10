"""What does the caller say? The scripts, a field for a code, and the saved cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from walletsafe.guidance.calls import Script
from walletsafe.report.cases import Case

from ...style.theme import theme
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.columns import Columns
from ...widgets.layouts import Card, ScrollPage
from ...widgets.text import Text
from .cases_card import CasesCard, ExpiredCard
from .code_box import CodeBox
from .open_call import OpenCall
from .strokes import Strokes, scripts
from .words import calls_words

_WIDTH, _CARD_WIDTH = 800, 340
"""In pixels at 100 % text: two cards stand beside one another where there is room."""


class StartView(ScrollPage):
    """Lets a script be chosen. ``open_call`` can be gone on with; ``saved`` and ``expired`` are cases."""

    chosen = Signal(object)
    """A :class:`~walletsafe.guidance.calls.Script`."""
    jumped = Signal(object)
    """A step was found by two strokes, as a :class:`~.strokes.Place`."""
    go_on_wanted = Signal()
    new_wanted = Signal()
    code_read = Signal(object)
    keys_wanted = Signal()
    handout_wanted = Signal()
    purge_wanted = Signal()
    open_wanted = Signal(object)
    delete_wanted = Signal(object)

    def __init__(
        self, open_call: OpenCall | None, saved: Sequence[Case], expired: int, news: str = ""
    ) -> None:
        super().__init__(theme().scaled(_WIDTH))
        self._strokes = Strokes()
        self._stroke = Text("", "strong", "accent")
        self._stroke.hide()
        self.column.addWidget(Text(calls_words("start.title"), "verdict"))
        self.column.addWidget(Text(calls_words("start.lead"), tone="muted"))
        self.column.addWidget(self._stroke)
        if news:
            self.column.addWidget(Text(news, "strong"))
        if expired:
            card = ExpiredCard(expired)
            card.delete_wanted.connect(self.purge_wanted)
            self.column.addWidget(card)
        if open_call is not None:
            self.column.addWidget(self._open_card(open_call))
        self.cards = [self._script_card(number, script) for number, script in enumerate(scripts(), start=1)]
        self.column.addWidget(Columns(self.cards, narrowest=_CARD_WIDTH, most=2, downwards=False))
        self.code = CodeBox()
        self.code.read.connect(self.code_read)
        self.column.addWidget(_in_card(self.code))
        cases = CasesCard(saved)
        cases.open_wanted.connect(self.open_wanted)
        cases.delete_wanted.connect(self.delete_wanted)
        self.column.addWidget(cases)
        self.column.addWidget(
            StackingRow(
                self._button("start.handout", self.handout_wanted.emit),
                self._button("call.keys", self.keys_wanted.emit),
            )
        )
        self.first = self.first or self.cards[0]
        self._reveal = QTimer(self)
        self._reveal.setSingleShot(True)
        self._reveal.timeout.connect(self._reveal_focus)
        self.verticalScrollBar().rangeChanged.connect(self._reveal.start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a shortcut: the number of a script, two strokes, or one of the keys that type nothing.

        A field keeps what is typed into it to itself: none of that gets here.
        """
        key, stroke = event.key(), event.text()
        if event.isAutoRepeat():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_F1 or stroke == "?":
            self.keys_wanted.emit()
        elif key == Qt.Key.Key_F3:
            self.code.field.setFocus()
            self._reveal.start()
        elif key == Qt.Key.Key_F9:
            self.new_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.code.field.clear()
            self.focus_first()
        elif stroke.isalnum():
            self._take_stroke(stroke)
        else:
            super().keyPressEvent(event)

    def _reveal_focus(self) -> None:
        """Scroll to what has the keyboard, once the cards have laid themselves out."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused)

    def _take_stroke(self, stroke: str) -> None:
        if not self._strokes.letter and stroke.isdecimal():
            chosen = scripts()[int(stroke) - 1 : int(stroke)]
            if chosen:
                self.chosen.emit(chosen[0])
            return
        place = self._strokes.press(stroke)
        if place is not None:
            self.jumped.emit(place)
            return
        letter = self._strokes.letter
        self._stroke.setText(calls_words("call.stroke", letter=letter) if letter else "")
        self._stroke.setVisible(bool(letter))

    def _script_card(self, number: int, script: Script) -> CardButton:
        card = CardButton(script.title, script.summary, Text(str(number), "title", "accent"))
        card.setAccessibleName(f"{number}. {script.title}")
        card.add_line(Text(calls_words("start.letter", letter=script.letter), "small", "accent"))
        card.clicked.connect(partial(self.chosen.emit, script))
        return card

    def _open_card(self, open_call: OpenCall) -> Card:
        call = open_call.call
        card = Card()
        said = calls_words("start.open", title=call.script.title, step=call.step.title)
        card.setAccessibleName(said)
        card.body.addWidget(Text(said, "strong"))
        card.body.addWidget(Text(calls_words("start.open_more"), "small", "muted"))
        go_on = self._button("start.go_on", self.go_on_wanted.emit, primary=True)
        self.first = go_on
        card.body.addWidget(StackingRow(go_on, self._button("ending.new", self.new_wanted.emit)))
        return card

    def _button(self, key: str, act: Callable[[], None], *, primary: bool = False) -> ActionButton:
        button = ActionButton(calls_words(key), primary=primary)
        button.clicked.connect(lambda _=False: act())
        return button


def _in_card(widget: QWidget) -> Card:
    card = Card()
    card.body.addWidget(widget)
    return card
