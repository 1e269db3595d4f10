"""One call: a step at a time above the buttons, and a key for everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from walletsafe.guidance.calls import Script, Step

from ...style.tokens import SPACE
from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton
from ...widgets.glyphs import Glyph
from ...widgets.layouts import ScrollPage, holds_focus, row
from ...widgets.text import Text
from .ending import Ending, SummaryPage
from .keys import KeysPage
from .map import MapPage
from .open_call import OpenCall
from .read_card import ReadCard
from .step import StepPage
from .strokes import Place, Strokes
from .words import calls_words

_KEY = Qt.Key
_TICK_MILLISECONDS = 1_000
_NO_SHORTCUTS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class CallView(BarPage):
    """Guides an agent through ``open_call``, which keeps place, notes and clock; this keeps nothing."""

    left = Signal()
    plan_wanted = Signal(str)
    """An emergency plan is to be opened, by its situation."""
    save_wanted = Signal()
    new_wanted = Signal()
    code_read = Signal(object)
    """A :class:`~walletsafe.report.code.ReadBack` that the caller read out."""

    def __init__(self, open_call: OpenCall) -> None:
        super().__init__()
        self._open_call = open_call
        self._strokes = Strokes()
        self._clock = Text("", "strong", "muted")
        self._clock.setAccessibleDescription(calls_words("call.clock"))
        self._stroke = Text("", "strong", "accent")
        self._news = ""
        """Why the last stroke did nothing."""
        self._keys: Mapping[int, Callable[[], None]] = {
            _KEY.Key_F1: self.show_keys,
            _KEY.Key_F2: self.show_notes,
            _KEY.Key_F3: self.show_code,
            _KEY.Key_F4: self.show_summary,
            _KEY.Key_F6: self.show_map,
            _KEY.Key_F7: self._want_plan,
            _KEY.Key_F8: self.save_wanted.emit,
            _KEY.Key_F9: self.new_wanted.emit,
            _KEY.Key_Escape: self._on_escape,
        }
        """These work in a field as well: nothing is typed with them."""
        self._show_bar()
        self.show_step()
        timer = QTimer(self)
        timer.timeout.connect(self._tell)
        timer.start(_TICK_MILLISECONDS)

    def show_step(self) -> StepPage:
        """Show the step before the agent, and at the end what comes then. Return its page."""
        ending = [self._ending(below=True)] if self._open_call.call.finished else []
        page = StepPage(self._open_call, ending)
        page.answered.connect(self.answer)
        page.steps_wanted.connect(self.show_map)
        page.keys_wanted.connect(self.show_keys)
        page.code.read.connect(self.code_read)
        self._turn(page)
        return page

    def show_summary(self) -> None:
        """Show what can be read out, as far as the call has come."""
        self._turn(SummaryPage(self._ending(below=False)))

    def show_keys(self) -> None:
        """Show what each key does."""
        self._turn(KeysPage())

    def show_notes(self) -> None:
        """Put the keyboard into the notes."""
        self._focus(self._step_page().notes.field)

    def show_code(self) -> None:
        """Put the keyboard into the field for a code."""
        self._focus(self._step_page().code.field)

    def show_map(self) -> None:
        """Show all steps of this script."""
        page = MapPage(self._open_call.call)
        page.chosen.connect(self._on_jumped)
        self._turn(page)

    def answer(self, number: int) -> None:
        """Take answer ``number`` of the step, from 0, or say why it cannot be given.

        One that the step does not have is no answer.
        """
        call = self._open_call.call
        if not 0 <= number < len(call.step.answers):
            return
        if refusal := call.refusal(number):
            self._news = calls_words(f"refused.{refusal}")
            self._tell()
        else:
            call.answer(number)
            self.show_step()

    def back(self) -> None:
        """Go back to the step before."""
        self._open_call.call.back()
        self.show_step()

    def go(self, script: Script, step: Step) -> None:
        """Jump to a step, of this script or of another one."""
        self._open_call.go(script, step)
        self.show_step()

    def focus_first(self) -> None:
        """Put the keyboard where the page begins, so that the next key is a shortcut."""
        if self.page is not None:
            self.page.focus_first()

    def reveal_focus(self) -> None:
        """Keep what is to be read in sight: it stands at the top, however tall large type makes it."""
        if self.page is not None and isinstance(QApplication.focusWidget(), ReadCard):
            self.page.verticalScrollBar().setValue(0)
        else:
            super().reveal_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a shortcut. A field keeps what is typed into it to itself: none of that gets here."""
        act = self._keys.get(event.key())
        if event.isAutoRepeat() or event.modifiers() & _NO_SHORTCUTS:
            super().keyPressEvent(event)
        elif act is not None:
            act()
        elif event.key() == _KEY.Key_Backspace:
            self.back()
        elif event.text() == "?":
            self.show_keys()
        elif event.text().isalnum():
            self._take_stroke(event.text())
        else:
            super().keyPressEvent(event)

    def _take_stroke(self, stroke: str) -> None:
        """A figure is an answer, unless it is the second of two strokes."""
        self._news = ""
        if not self._strokes.letter and stroke.isdecimal() and isinstance(self.page, StepPage):
            self.answer(int(stroke) - 1)
            return
        before = self._strokes.letter
        place = self._strokes.press(stroke)
        if place is not None:
            self.go(*place)
        elif before and not self._strokes.letter:
            self._news = calls_words("call.no_step", strokes=f"{before}{stroke.upper()}")
        self._tell()

    def _on_escape(self) -> None:
        focused = QApplication.focusWidget()
        if self._strokes.letter:
            self._strokes = Strokes()
            self._tell()
        elif not isinstance(self.page, StepPage):
            self.show_step()
        elif focused in (self.page.notes.field, self.page.code.field):
            self.page.code.field.clear()
            self.focus_first()
        else:
            self.left.emit()

    def _on_jumped(self, place: Place) -> None:
        self.go(*place)

    def _want_plan(self) -> None:
        plan = self._open_call.call.step.plan
        if plan:
            self.plan_wanted.emit(plan)

    def _focus(self, control: QWidget) -> None:
        control.setFocus()
        self._reveal.start()

    def _step_page(self) -> StepPage:
        return self.page if isinstance(self.page, StepPage) else self.show_step()

    def _ending(self, *, below: bool) -> Ending:
        ending = Ending(self._open_call, below=below)
        ending.plan_wanted.connect(self.plan_wanted)
        ending.save_wanted.connect(self.save_wanted)
        ending.new_wanted.connect(self.new_wanted)
        return ending

    def _turn(self, page: ScrollPage) -> None:
        take_focus = holds_focus(self)
        self.show_page(page)
        self.setAccessibleName(calls_words("call.name", title=self._open_call.call.script.title))
        self._strokes, self._news = Strokes(), ""
        self._tell()
        if take_focus:
            self.focus_first()

    def _show_bar(self) -> None:
        note = QWidget()
        column = QVBoxLayout(note)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        never = Text(calls_words("call.never"), "small", "muted")
        line = row(Glyph("caution", "caution", 18), never, self._clock, gap=SPACE.small)
        line.setStretch(1, 1)
        line.setStretch(2, 0)
        column.addLayout(line)
        column.addWidget(self._stroke)
        buttons = [self._button("call.back", self.back), self._button("call.summary", self.show_summary)]
        self.bar.show_buttons(buttons, self._button("call.scripts", self.left.emit), note)

    def _button(self, key: str, act: Callable[[], None]) -> ActionButton:
        button = ActionButton(calls_words(key))
        button.clicked.connect(lambda _=False: act())
        return button

    def _tell(self) -> None:
        """Say how long the call has lasted, and which stroke is awaited or why the last one did nothing."""
        self._clock.setText(self._open_call.time)
        letter = self._strokes.letter
        self._stroke.setText(calls_words("call.stroke", letter=letter) if letter else self._news)
        self._stroke.setVisible(bool(self._stroke.text()))
