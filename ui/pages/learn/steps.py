"""The steps of a lesson as pages: to read, to tick off, to answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from walletsafe.guidance.lessons import Choice, Confirm, Quiz, Read
from walletsafe.guidance.player import LessonPlayer

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, CardButton
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.lesson_drawing import LessonDrawing
from ...widgets.text import Text
from ...widgets.tick_box import TickBox
from .words import learn_words


class StepPage(ScrollPage):
    """One step, or a part of it. ``width`` as in :class:`~...widgets.layouts.ScrollPage`.

    ``first`` is where the keyboard begins; ``None`` stands for the primary button below the page.
    """

    changed = Signal()
    """Whether one may go on has perhaps changed."""
    turned = Signal(object)
    """This part of the step is over; the :class:`StepPage` that it brings is to be shown instead."""

    lesson_wanted = Signal(str)
    """Another lesson is asked for, by its id."""

    has_back = True
    """Whether Back stands below the page."""
    exercise = False
    """Whether the page imitates something false, and must be marked as an exercise."""

    def __init__(self, title: str, width: int | None = None) -> None:
        super().__init__(width)
        self.title = title

    def hindrance(self) -> str:
        """Why one cannot go on yet, for people; empty where one can."""
        return ""

    def said(self) -> str:
        """What whoever cannot see the page hears with the button that goes on."""
        return self.title

    def primary(self) -> ActionButton | None:
        """A new button that stands in place of Go on."""
        return None

    def note(self) -> QWidget | None:
        """What stays in sight above the buttons."""
        return None

    def escape(self) -> bool:
        """Take the Esc key, or leave it to the lesson."""
        return False

    def forget(self) -> None:
        """Blank whatever was typed."""


class ReadPage(StepPage):
    """A few paragraphs, perhaps with a drawing."""

    def __init__(self, step: Read) -> None:
        super().__init__(step.title)
        card = titled(step.title)
        if step.drawing:
            card.body.addWidget(LessonDrawing(step.drawing, step.drawing_text))
        for line in step.lines:
            card.body.addWidget(Text(line))
        self.column.addWidget(card)


class ConfirmPage(StepPage):
    """Facts, each with a box to tick."""

    def __init__(self, player: LessonPlayer, step: Confirm) -> None:
        super().__init__(step.title)
        self._player = player
        card = titled(step.title)
        self.boxes = tuple(
            TickBox(fact, ticked=number in player.ticked) for number, fact in enumerate(step.facts)
        )
        for number, box in enumerate(self.boxes):
            box.setAccessibleDescription(step.title)
            box.toggled.connect(partial(self._on_toggled, number))
            card.body.addWidget(box)
        self.column.addWidget(card)
        self.first = next((box for box in self.boxes if not box.isChecked()), None)

    def hindrance(self) -> str:
        """Asks for the ticks that are missing."""
        return "" if self._player.can_go_on else learn_words("lesson.tick_first")

    def _on_toggled(self, number: int, ticked: bool) -> None:
        if ticked:
            self._player.tick(number)
        else:
            self._player.untick(number)
        self.changed.emit()


class QuizPage(StepPage):
    """A question. Its explanations stand below the choices they belong to, and the last one stays."""

    def __init__(self, player: LessonPlayer, step: Quiz) -> None:
        super().__init__(step.title)
        self._player = player
        card = titled(step.title)
        if step.shown:
            card.body.addWidget(_letter(step.shown))
        self._choices = QVBoxLayout()
        self._choices.setSpacing(theme().scaled(SPACE.card_gap))
        card.body.addSpacing(theme().scaled(SPACE.hair))
        card.body.addLayout(self._choices)
        self.choices = tuple(CardButton(choice.label) for choice in step.choices)
        for number, button in enumerate(self.choices):
            button.setAccessibleDescription(f"{step.title} {step.shown}".strip())
            button.clicked.connect(partial(self._on_chosen, number))
            self._choices.addWidget(button)
        self.column.addWidget(card)
        self._explanation: _Explanation | None = None
        self._reveal = QTimer(self)
        self._reveal.setSingleShot(True)
        self._reveal.timeout.connect(self._reveal_explanation)
        self.verticalScrollBar().rangeChanged.connect(self._reveal.start)
        if player.answers:
            self._explain(player.answers[-1], step.choices[player.answers[-1]])
        self.first = None if player.can_go_on else self.choices[0]

    def hindrance(self) -> str:
        """Asks for an answer, or for another one."""
        if self._player.can_go_on:
            return ""
        return learn_words("lesson.answer_again" if self._player.answers else "lesson.answer_first")

    def said(self) -> str:
        """The last explanation."""
        return self.title if self._explanation is None else self._explanation.accessibleName()

    def _on_chosen(self, number: int) -> None:
        self._explain(number, self._player.answer(number))
        self.changed.emit()
        self._reveal.start()

    def _explain(self, number: int, choice: Choice) -> None:
        if self._explanation is not None:
            self._explanation.hide()
            self._explanation.deleteLater()
        self._explanation = _Explanation(choice)
        self._choices.insertWidget(number + 1, self._explanation)
        self._explanation.show()
        self.choices[number].setAccessibleDescription(self._explanation.accessibleName())

    def _reveal_explanation(self) -> None:
        """Scroll to the explanation with its choice, and at least to what has the keyboard."""
        if self._explanation is None:
            return
        self.ensureWidgetVisible(self._explanation)
        focused = next((button for button in self.choices if button.hasFocus()), None)
        if focused is not None:
            self.ensureWidgetVisible(focused)


class _Explanation(QFrame):
    """Right or not, and why: a sign, a word and a colour, the same calm for both."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.setObjectName("explanation")
        sign = "good" if choice.right else "tip"
        word = learn_words("lesson.right" if choice.right else "lesson.wrong")
        self.setAccessibleName(f"{word}. {choice.because}")
        column = QVBoxLayout(self)
        padding = theme().scaled(SPACE.card_gap)
        column.setContentsMargins(padding, padding, padding, padding)
        column.setSpacing(theme().scaled(SPACE.hair))
        column.addLayout(row(Glyph(sign, sign, 22), Text(word, "strong", sign), gap=SPACE.small))
        column.addWidget(Text(choice.because))


def titled(title: str) -> Card:
    """A card with its title."""
    card = Card()
    card.setAccessibleName(title)
    card.body.addWidget(Text(title, "title"))
    return card


def _letter(shown: str) -> QFrame:
    """The message as one would meet it, on a paper of its own."""
    paper = QFrame()
    paper.setObjectName("letter")
    column = QVBoxLayout(paper)
    padding = theme().scaled(SPACE.medium)
    column.setContentsMargins(padding, padding, padding, padding)
    column.setSpacing(theme().scaled(SPACE.small))
    for line in shown.splitlines():
        column.addWidget(Text(line))
    return paper
