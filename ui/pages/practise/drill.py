"""One exercise at a time, and the explanation of its answer at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe.practice.drills import session
from walletsafe.practice.drills.exercise import Exercise, Feedback, Kind
from walletsafe.practice.drills.session import DrillSession

from ...style.theme import LARGE, theme
from ...style.tokens import SPACE
from ...widgets.bit_boxes import BitBoxes
from ...widgets.buttons import ActionButton
from ...widgets.columns import Columns
from ...widgets.fact_table import FactTable
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, clear, row
from ...widgets.picks import Picks
from ...widgets.sheet_view import SheetView
from ...widgets.text import Text
from .view import PractiseView, say

_NARROWEST_CHOICE = 180
_NARROWEST_PAPER = 250
_JOINED = "\u2060"
"""No line is broken here."""


class DrillView(PractiseView):
    """Plays ``drill``, which keeps level and score as long as the window is open."""

    page_name = "practise_drill"

    def __init__(self, drill: DrillSession) -> None:
        super().__init__()
        self._drill = drill
        self._progress = Text("", "small", "muted")
        self._area = QVBoxLayout()
        self._area.setSpacing(theme().scaled(SPACE.card_gap))
        self.column.addWidget(Text(session.title(drill.name), "title"))
        self.column.addWidget(self._progress)
        self.column.addLayout(self._area)
        self._ask()

    def _ask(self) -> None:
        """Show the next exercise in place of the last one."""
        exercise = self._drill.next()
        clear(self._area)
        self._tell_progress()
        self._add(Text(_unbroken(exercise.question), "lead"))
        if exercise.boxes:
            values = [f"{1 << bit:,}" for bit in reversed(range(len(exercise.boxes)))]
            self._add(BitBoxes(values, exercise.boxes, switchable=False))
        if exercise.kind is Kind.BOXES:
            self._ask_boxes(exercise)
        else:
            self._ask_picks(exercise)

    def _ask_boxes(self, exercise: Exercise) -> None:
        boxes = BitBoxes(exercise.choices, [False] * len(exercise.choices), switchable=True)
        self._add(boxes)
        self.first = boxes.boxes[0]
        answer = self._answer_button()
        answer.clicked.connect(lambda: self._judge(exercise, boxes))
        self.show_buttons(answer)

    def _ask_picks(self, exercise: Exercise) -> None:
        picks = Picks(exercise.kind, exercise.choices, len(exercise.right), self)
        papers = _papers(exercise, picks.buttons)
        if papers:
            self._add(Columns(papers, narrowest=_NARROWEST_PAPER, most=len(papers), downwards=False))
        if exercise.table is not None:
            self._add(FactTable(exercise.table.head, exercise.table.rows, picks.buttons))
        elif not _on_paper(exercise):
            self._add(Columns(picks.buttons, narrowest=_NARROWEST_CHOICE, most=2))
        self.first = picks.buttons[0]
        if exercise.kind is Kind.PICK_ONE:
            picks.changed.connect(lambda: self._judge(exercise, picks))
            self.show_buttons()
            return
        answer = self._answer_button()
        answer.setEnabled(False)
        picks.changed.connect(lambda: answer.setEnabled(picks.complete()))
        answer.clicked.connect(lambda: self._judge(exercise, picks))
        self.show_buttons(answer)

    def _judge(self, exercise: Exercise, picks: Picks | BitBoxes) -> None:
        feedback = self._drill.answer(picks.picked())
        picks.freeze(feedback.solution)
        self._tell_progress()
        self._area.insertWidget(0, _explained(exercise, feedback))
        go_on = ActionButton(say("window_drill.next"), primary=True)
        go_on.setAccessibleDescription(feedback.explanation)
        go_on.clicked.connect(self._go_on)
        self.show_buttons(go_on)
        go_on.setFocus()
        self.show_top()

    def _go_on(self) -> None:
        self._ask()
        self.focus_first()

    def _add(self, widget: QWidget) -> None:
        self._area.addWidget(widget)

    def _tell_progress(self) -> None:
        level = say("drills.level", level=self._drill.level)
        score = say("drills.score", right=self._drill.right_answers, answered=self._drill.answered)
        self._progress.setText(f"{level}. {score}" if self._drill.answered else f"{level}.")

    def _answer_button(self) -> ActionButton:
        return ActionButton(say("window_drill.answer"), primary=True)


def _unbroken(question: str) -> str:
    """Keep a letter that cannot be read on one line with the letters after it."""
    return re.sub(r"\?(?=\w)", f"?{_JOINED}", question)


def _on_paper(exercise: Exercise) -> bool:
    """Whether the choices are the words of the last paper, so that they are picked on it if there is room."""
    if not exercise.papers or len(exercise.papers[-1].words) != len(exercise.choices):
        return False
    return exercise.papers[-1].numbered or theme().scale < LARGE


def _papers(exercise: Exercise, picks: Sequence[QWidget]) -> list[QWidget]:
    papers = exercise.papers
    if not _on_paper(exercise):
        return [SheetView(paper) for paper in papers]
    line = picks[0].sizeHint().height()
    return [*(SheetView(paper, line=line) for paper in papers[:-1]), SheetView(papers[-1], picks)]


def _explained(exercise: Exercise, feedback: Feedback) -> Card:
    """Say whether it was right, what is right, and why. A wrong answer is nothing to be afraid of."""
    sign, tone = ("good", "good") if feedback.right else ("tip", "tip")
    verdict = say("drills.right" if feedback.right else "drills.wrong")
    solution = ", ".join(exercise.choices[number] for number in feedback.solution)
    card = Card()
    card.setAccessibleName(verdict)
    card.body.addLayout(row(Glyph(sign, tone, 28), Text(verdict, "lead", tone)))
    card.body.addWidget(Text(say("drills.solution", choices=solution), "strong"))
    for line in feedback.explanation.splitlines():
        card.body.addWidget(Text(line))
    return card
