"""One step of a call, readable while talking: what to say, what the caller sees, answers; beside it notes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from walletsafe.guidance.calls import Step

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.entry import entry
from ...widgets.layouts import Card, ScrollPage
from ...widgets.text import Text
from ...words import words
from .code_box import CodeBox
from .notes_box import NotesBox
from .open_call import OpenCall
from .read_card import ReadCard
from .strokes import handle
from .words import calls_words

WIDTH = 1080
_STEP_WIDTH, _SIDE_WIDTH = 440, 260
"""In pixels at 100 % text: the least that stands side by side."""
_LATEST = 4
"""How many of the last answers stand beside a step."""


class StepPage(ScrollPage):
    """The step of ``open_call`` that is before the agent, with ``ending`` below it where the call ends."""

    answered = Signal(int)
    """Answer number n, from 0, was given."""
    steps_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, open_call: OpenCall, ending: Sequence[QWidget] = ()) -> None:
        super().__init__(theme().scaled(WIDTH))
        self._open_call = open_call
        call = open_call.call
        self.setAccessibleName(call.step.title)
        self.answers = [self._answer_button(number) for number in range(len(call.step.answers))]
        said = _said(open_call)
        self.first = said
        self.notes = NotesBox(open_call.notes)
        self.notes.changed.connect(self._on_notes_changed)
        self.code = CodeBox()
        self.column.addWidget(Beside(_stack(said, *self.answers, *ending), _stack(*self._side(call.step))))

    def _answer_button(self, number: int) -> CardButton:
        call = self._open_call.call
        answer, refusal = call.step.answers[number], call.refusal(number)
        tone = "muted" if refusal else "accent"
        button = CardButton(answer.text, answer.meaning, Text(str(number + 1), "title", tone))
        button.setAccessibleName(f"{number + 1}. {answer.text}")
        if refusal:
            button.add_line(Text(calls_words(f"refused.{refusal}"), "small", "caution"))
            button.setAccessibleDescription(calls_words(f"refused.{refusal}"))
            button.setEnabled(False)
        button.clicked.connect(partial(self.answered.emit, number))
        return button

    def _side(self, step: Step) -> list[QWidget]:
        never = Card()
        never.body.addWidget(Text(calls_words("step.never"), "small", "caution"))
        for line in step.never:
            never.body.addWidget(Text(line, "small", "muted"))
        steps, keys = ActionButton(calls_words("call.steps")), ActionButton(calls_words("call.keys"))
        steps.clicked.connect(self.steps_wanted)
        keys.clicked.connect(self.keys_wanted)
        return [self.notes, never, self.code, *self._trail(), StackingRow(steps, keys)]

    def _trail(self) -> list[QWidget]:
        call = self._open_call.call
        answered = [taken for taken in call.trail if taken.answer is not None]
        if not answered and not call.codes:
            return []
        card = Card()
        card.body.addWidget(Text(calls_words("step.trail"), "small", "muted"))
        for taken in answered[-_LATEST:]:
            answer = "" if taken.answer is None else taken.answer.text
            card.body.addLayout(entry(handle(taken.script, taken.step), answer))
        for outcome in call.codes:
            card.body.addWidget(Text(calls_words("step.code", outcome=outcome)))
        return [card]

    def _on_notes_changed(self, text: str) -> None:
        self._open_call.notes = text


class Beside(QWidget):
    """A step and what stands beside it, or below it where there is no room."""

    def __init__(self, step: QWidget, side: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().scaled(SPACE.medium))
        self._row.addWidget(step, _STEP_WIDTH, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(side, _SIDE_WIDTH, Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction that fits."""
        super().resizeEvent(event)
        needed = theme().scaled(_STEP_WIDTH + _SIDE_WIDTH) + self._row.spacing()
        fits = needed <= event.size().width()
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)


def _said(open_call: OpenCall) -> Card:
    """What to say aloud, large, and what the caller has before them."""
    step = open_call.call.step
    title = f"{handle(open_call.call.script, step)}  {step.title}"
    card = ReadCard(title, step.say)
    card.body.addWidget(Text(title, "strong", "accent"))
    card.body.addWidget(Text(calls_words("step.say"), "small", "muted"))
    for line in step.say:
        card.body.addWidget(Text(line, "lead"))
    if step.sees or step.page:
        card.body.addWidget(Text(calls_words("step.sees"), "small", "muted"))
    if step.page:
        card.body.addWidget(Text(calls_words("step.page", number=words(f"pages.{step.page}")), "strong"))
    if step.sees:
        card.body.addWidget(Text(step.sees))
    return card


def _stack(*widgets: QWidget) -> QWidget:
    stack = QWidget()
    column = QVBoxLayout(stack)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().scaled(SPACE.card_gap))
    for widget in widgets:
        column.addWidget(widget)
    return stack
