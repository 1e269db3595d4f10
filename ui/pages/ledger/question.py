"""One question to the person, with the consent to ask the device as its weightiest form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from walletsafe import texts
from walletsafe.questions import ALLOW, CONSENTS, NOT_NOW, Question

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.choice_buttons import ChoiceButtons
from ...widgets.device_drawing import DeviceDrawing
from ...widgets.key_panel import KeyPanel
from ...widgets.layouts import Card
from ...widgets.text import Text
from ...words import words
from .screen import prompt_drawing


class QuestionCard(Card):
    """A question, why it is asked, and its answers. The focus is on the harmless one."""

    answered = Signal(str)

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question_id = question.id
        said = texts.question_text(question)
        self.setAccessibleName(said.title)
        self.body.setSpacing(theme().scaled(SPACE.card_gap))
        self.body.addWidget(Text(said.title, "title"))
        if "model_id" in question.params:
            self.body.addWidget(_picture(question))
        self.body.addWidget(Text(said.help, tone="muted"))
        choices = ChoiceButtons(said.title, said.choices)
        choices.chosen.connect(self.answered)
        self.body.addWidget(choices)
        self.answers: tuple[QWidget, ...] = ()
        self.default: QWidget = choices.default


class ConsentCard(Card):
    """The explanation before the device asks its owner. "Not now" is the default of its ``answers``.

    Where our own key will be on the device's screen, it is drawn here.
    """

    answered = Signal(str)

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question_id = question.id
        said = texts.question_text(question)
        self.setAccessibleName(said.title)
        self.body.setSpacing(theme().scaled(SPACE.small))
        self.body.addWidget(Text(said.title, "title"))
        for line in said.help.splitlines():
            self.body.addWidget(Text(line))
        if "key" in question.params:
            self.body.addWidget(_key_picture(question))
        buttons = {
            choice: ActionButton(label, primary=choice == ALLOW) for choice, label in said.choices.items()
        }
        for choice, button in buttons.items():
            button.setAccessibleDescription(said.title)
            button.clicked.connect(lambda _=False, chosen=choice: self.answered.emit(chosen))
        self.answers: tuple[QWidget, ...] = tuple(buttons.values())
        self.default: QWidget = buttons[NOT_NOW]


def question_card(question: Question) -> QuestionCard | ConsentCard:
    """Return the card for a question."""
    return ConsentCard(question) if question.id in CONSENTS else QuestionCard(question)


def _key_picture(question: Question) -> StackingRow:
    key_lines = str(question.params["key"]).split()
    drawing = prompt_drawing(str(question.params["model_id"]), str(question.params["model"]), key_lines)
    return StackingRow(drawing, KeyPanel(words("consent.key"), key_lines))


def _picture(question: Question) -> DeviceDrawing:
    name = str(question.params["model"])
    drawing = DeviceDrawing(str(question.params["model_id"]), name, factor=0.6)
    drawing.show_screen((name,))
    return drawing
