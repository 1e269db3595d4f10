"""What the trainer works with on a question and on a drill."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.layouts import Card
from ...widgets.text import Text
from .acts import DrillAct, QuestionAct
from .hands_field import HandsField
from .words import stage_words


class QuestionControls(Card):
    """A number field for each answer, and the answer itself."""

    counted = Signal()
    on_wanted = Signal()

    def __init__(self, act: QuestionAct) -> None:
        super().__init__()
        self._act = act
        title = stage_words("hands.title")
        self.setAccessibleName(title)
        self.body.addWidget(Text(title, "lead"))
        self.body.addWidget(Text(stage_words("hands.lead", label=act.quiz.right.label), tone="muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().scaled(SPACE.medium))
        grid.setColumnStretch(1, 1)
        self.fields: list[HandsField] = []
        for number, choice in enumerate(act.quiz.choices):
            field = HandsField(stage_words("hands.of", label=choice.label), act.session.hands[number])
            field.counted.connect(partial(self._on_counted, number))
            grid.addWidget(field, number, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(Text(choice.label), number, 1)
            self.fields.append(field)
        self.body.addLayout(grid)
        if act.beat == 0:
            show = ActionButton(stage_words("hands.show"))
            show.clicked.connect(self.on_wanted)
            self.body.addWidget(StackingRow(show))

    def _on_counted(self, number: int, hands: int) -> None:
        self._act.session.count(number, hands)
        self.counted.emit()


class DrillControls(Card):
    """The answer for the trainer, and another exercise."""

    another_wanted = Signal()

    def __init__(self, act: DrillAct) -> None:
        super().__init__()
        title = stage_words("drill.title")
        self.setAccessibleName(title)
        self.body.addWidget(Text(title, "lead"))
        solution = ", ".join(act.exercise.choices[number] for number in act.exercise.right)
        self.body.addWidget(Text(stage_words("drill.solution", choices=solution)))
        another = ActionButton(stage_words("drill.another"))
        another.clicked.connect(self.another_wanted)
        self.body.addWidget(StackingRow(another))
