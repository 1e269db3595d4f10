"""One question to the person, with the consent to ask the device as its weightiest form."""

from __future__ import annotations

from PySide6.QtCore import Signal

from walletsafe import texts
from walletsafe.questions import ALLOW, CONSENT, NOT_NOW, Question

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
        self.body.setSpacing(theme().scaled(SPACE.card_gap))
        self.body.addWidget(Text(said.title, "title"))
        why = Text(said.help, tone="muted")
        if "model_id" in question.params:
            self.body.addWidget(_picture(question))
        self.body.addWidget(why)
        self.body.addSpacing(theme().scaled(SPACE.small))
        choices = ChoiceButtons(said.choices)
        choices.chosen.connect(self.answered)
        self.body.addWidget(choices)
        self.default = choices.default


class ConsentCard(Card):
    """The explanation before the device asks its owner. "Not now" is the default."""

    answered = Signal(str)

    def __init__(self, question: Question) -> None:
        super().__init__()
        said = texts.question_text(question)
        params = question.params
        key_lines = str(params["key"]).split()
        self.body.setSpacing(theme().scaled(SPACE.card_gap))
        self.body.addWidget(Text(said.title, "title"))
        lines = said.help.splitlines()
        self.body.addWidget(Text(lines[0]))
        drawing = prompt_drawing(str(params["model_id"]), str(params["model"]), key_lines)
        self.body.addWidget(StackingRow(drawing, KeyPanel(words("consent.key"), key_lines)))
        for line in lines[1:]:
            self.body.addWidget(Text(line))
        buttons = {
            choice: ActionButton(label, primary=choice == ALLOW) for choice, label in said.choices.items()
        }
        for choice, button in buttons.items():
            button.clicked.connect(lambda _=False, chosen=choice: self.answered.emit(chosen))
        self.default = buttons[NOT_NOW]
        self.default.setDefault(True)
        self.body.addSpacing(theme().scaled(SPACE.small))
        self.body.addWidget(StackingRow(*buttons.values()))


def question_card(question: Question) -> QuestionCard | ConsentCard:
    """Return the card for a question."""
    return ConsentCard(question) if question.id == CONSENT else QuestionCard(question)


def _picture(question: Question) -> DeviceDrawing:
    name = str(question.params["model"])
    drawing = DeviceDrawing(str(question.params["model_id"]), name, factor=0.6)
    drawing.show_screen((name,))
    return drawing
