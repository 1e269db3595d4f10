"""A question of a lesson as a page: what is shown, the answers, and the places worth a look in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from walletsafe.guidance.lessons import Choice, Mark, Quiz
from walletsafe.guidance.player import LessonPlayer

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import CardButton, StackingRow, Surface
from ...widgets.columns import Columns
from ...widgets.glyphs import Glyph
from ...widgets.layouts import clear, holds_focus, row
from ...widgets.marked_text import MarkedText
from ...widgets.text import Text
from .steps import StepPage, titled
from .words import learn_words

_BESIDE: Final = 340
"""How narrow a message and its notes get before they stand one below the other, in pixels at 100 % text."""

_TALLEST: Final = 10_000
"""No message is as tall as this, in pixels: all of it shows, and the page scrolls."""

_PAGE_KEYS: Final = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End})


class QuizPage(StepPage):
    """A question. Its explanations stand below the choices they belong to, and the last one stays.

    What is shown has the keyboard first, so that the page begins at its top. Once an answer was given its
    marks are shown too; the choices of such a quiz stand in a row, to leave room for these.
    """

    def __init__(self, player: LessonPlayer, step: Quiz) -> None:
        super().__init__(step.title, _width(step))
        self._player, self._step = player, step
        card = titled(step.title)
        self._top = QVBoxLayout()
        card.body.addLayout(self._top)
        self.notes: tuple[Note, ...] = ()
        self._choices = QVBoxLayout()
        self._choices.setSpacing(theme().scaled(SPACE.card_gap))
        card.body.addSpacing(theme().scaled(SPACE.hair))
        card.body.addLayout(self._choices)
        self.choices = tuple(CardButton(choice.label) for choice in step.choices)
        for number, button in enumerate(self.choices):
            button.setAccessibleDescription(f"{step.title} {step.shown}".strip())
            button.clicked.connect(partial(self._on_chosen, number))
        for shown in (StackingRow(*self.choices),) if step.marks else self.choices:
            self._choices.addWidget(shown)
        self.column.addWidget(card)
        self._explanation: _Explanation | None = None
        self._reveal = QTimer(self)
        self._reveal.setSingleShot(True)
        self._reveal.timeout.connect(self._reveal_explanation)
        self.verticalScrollBar().rangeChanged.connect(self._reveal.start)
        self.message = self._shown_message()
        if player.answers:
            self._explain(player.answers[-1], step.choices[player.answers[-1]])
        self.first = None if player.can_go_on else (self.message or self.choices[0])

    def hindrance(self) -> str:
        """Asks for an answer, or for another one."""
        if self._player.can_go_on:
            return ""
        return learn_words("lesson.answer_again" if self._player.answers else "lesson.answer_first")

    def said(self) -> str:
        """The last explanation."""
        return self.title if self._explanation is None else self._explanation.accessibleName()

    def _shown_message(self) -> Message | None:
        """Show the message, where there is one, and after an answer also what is worth a look in it."""
        clear(self._top)
        if not self._step.shown:
            return None
        if not (self._step.marks and self._player.answers):
            message = Message(self._step)
            self._top.addWidget(message)
            return message
        message = Message(self._step, self._step.spans)
        self.notes = tuple(Note(number, mark) for number, mark in enumerate(self._step.marks, start=1))
        for number, note in enumerate(self.notes):
            note.clicked.connect(partial(self._on_note_pressed, number))
        pair = (message, _listed(self.notes))
        self._top.addWidget(Columns(pair, narrowest=_BESIDE, most=2, downwards=False))
        for before, after in pairwise((message, *self.notes, *self.choices)):
            QWidget.setTabOrder(before, after)
        return message

    def _on_note_pressed(self, number: int) -> None:
        if self.message is not None:
            self.message.show_span(number)
            self.ensureWidgetVisible(self.message)

    def _on_chosen(self, number: int) -> None:
        choice = self._player.answer(number)
        self.first = None if self._player.can_go_on else self.choices[number]
        if holds_focus(self):
            self.choices[number].setFocus()
        if self._step.marks and not self.notes:
            self.message = self._shown_message()
        self._explain(number, choice)
        self.changed.emit()
        self._reveal.start()

    def _explain(self, number: int, choice: Choice) -> None:
        if self._explanation is not None:
            self._explanation.hide()
            self._choices.removeWidget(self._explanation)
            self._explanation.deleteLater()
        places = learn_words("lesson.marks_above", count=len(self.notes)) if self.notes else ""
        because = choice.because
        if choice.doubt:
            because += " " + learn_words("lesson.answer", label=self._step.right.label)
        self._explanation = _Explanation(choice, because, places)
        self._choices.insertWidget(min(number + 1, self._choices.count()), self._explanation)
        self._explanation.show()
        self.choices[number].setAccessibleDescription(self._explanation.accessibleName())

    def _reveal_explanation(self) -> None:
        """Scroll to the explanation with its choice, and at least to what has the keyboard."""
        if self._explanation is None:
            return
        margin = theme().scaled(SPACE.card_gap)
        self.ensureWidgetVisible(self._explanation, margin, margin)
        focused = next((button for button in self.choices if button.hasFocus()), None)
        if focused is not None:
            self.ensureWidgetVisible(focused, margin, margin)


class Message(MarkedText):
    """What a quiz shows, on a paper of its own. It leaves the keys that scroll to the page."""

    def __init__(self, step: Quiz, spans: Sequence[tuple[int, int]] = ()) -> None:
        super().__init__(step.shown, spans)
        self.setObjectName("letter")
        name = "lesson.message_marked" if spans else "lesson.message"
        self.setAccessibleName(learn_words(name, title=step.title, count=len(spans)))
        self.fit(_TALLEST, stretch=bool(spans))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll the page: all of the text is shown."""
        if event.key() in _PAGE_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Note(Surface):
    """What a marked place means. Pressed, it leads to the place; ``number`` is the one shown there."""

    def __init__(self, number: int, mark: Mark) -> None:
        super().__init__(padding=SPACE.hair, edge="line")
        self.setAccessibleName(f"{number}. {mark.place}: {mark.note}")
        sign = Text(f"[{number}]", "strong", "accent")
        self.row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        self.row.addWidget(Text(mark.note), 1)


class _Explanation(QFrame):
    """Right, wrong or a doubt, and why: a sign, a word and a colour, the same calm for all.

    ``more`` stands below.
    """

    def __init__(self, choice: Choice, because: str, more: str) -> None:
        super().__init__()
        self.setObjectName("explanation")
        sign, tone, word = _sign(choice)
        self.setAccessibleName(f"{word}. {because} {more}".strip())
        column = QVBoxLayout(self)
        padding = theme().scaled(SPACE.card_gap)
        column.setContentsMargins(padding, padding, padding, padding)
        column.setSpacing(theme().scaled(SPACE.hair))
        column.addLayout(row(Glyph(sign, tone, 22), Text(word, "strong", tone), gap=SPACE.small))
        column.addWidget(Text(because))
        if more:
            column.addWidget(Text(more, "small", "muted"))


def _sign(choice: Choice) -> tuple[str, str, str]:
    """The sign of a choice, its colour and the word beside it."""
    if choice.doubt:
        return "unknown", "muted", learn_words("lesson.doubt")
    if choice.right:
        return "good", "good", learn_words("lesson.right")
    return "tip", "tip", learn_words("lesson.wrong")


def _width(step: Quiz) -> int | None:
    """Room for the notes beside the message, where there are any."""
    if not step.marks:
        return None
    return theme().scaled(2 * (_BESIDE + SPACE.card_padding + SPACE.medium))


def _listed(notes: Sequence[Note]) -> QWidget:
    listed = QWidget()
    column = QVBoxLayout(listed)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().scaled(SPACE.hair))
    column.addWidget(Text(learn_words("lesson.marks"), "small", "muted"))
    for note in notes:
        column.addWidget(note)
    return listed
