"""A check that is running: its steps, its questions, and Cancel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.checks.observer import DevicePrompt
from walletsafe.questions import Question

from ...jobs import Job
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.demo import DemoBanner
from ...widgets.layouts import Card, ScrollPage, clear
from ...widgets.step_list import StepList
from ...widgets.text import Text
from ...words import words
from .prompt import PromptCard
from .question import question_card


class RunView(ScrollPage):
    """Follows one job. ``answered_for_practice(allow)`` is the trainer's press on the practice Ledger."""

    answered_for_practice = Signal(bool)

    def __init__(self, job: Job, name: str, check_ids: Sequence[str], *, demo: bool) -> None:
        super().__init__()
        self._job, self._name, self._demo = job, name, demo
        self._check_ids = tuple(check_ids)
        self._step = 0
        self.asked_permission = False
        if demo:
            self.column.addWidget(DemoBanner(words("practice.banner")))
        self._progress = Text(words("run.title_of", name=name), "small", "muted")
        self.column.addWidget(self._progress)
        self._area = QVBoxLayout()
        self.column.addLayout(self._area)
        self.cancel = ActionButton(words("run.cancel"))
        self.cancel.clicked.connect(self.stop)
        self.column.addWidget(StackingRow(self.cancel))
        self.first = self.cancel
        self._show_work()
        job.progressed.connect(self._on_progressed)
        job.asked.connect(self._on_asked)
        job.prompted.connect(self._on_prompted)

    def stop(self) -> None:
        """Cancel the check, whatever it is waiting for."""
        self._job.cancel()
        self.cancel.setEnabled(False)
        card = Card()
        card.body.addWidget(Text(words("run.stopping"), "title"))
        if self.asked_permission:
            card.body.addWidget(Text(words("run.stopping_more")))
        self._show(card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
        else:
            super().keyPressEvent(event)

    def _on_progressed(self, check_id: str, done: int, total: int) -> None:
        self._step = done
        check = texts.check_name(check_id)
        self._progress.setText(words("run.progress", number=done + 1, total=total, name=check))
        self._show_work()

    def _on_asked(self, question: Question) -> None:
        card = question_card(question)
        card.answered.connect(self._on_answered)
        self._show(card, card.default)

    def _on_answered(self, answer: str) -> None:
        self._show_work()
        self._job.reply(answer)

    def _on_prompted(self, prompt: DevicePrompt | None) -> None:
        if prompt is None:
            self._show_work()
            return
        self.asked_permission = True
        card = PromptCard(prompt, self._name, demo=self._demo)
        card.answered.connect(self._on_practice_answered)
        self._show(card, card.default)

    def _on_practice_answered(self, allow: bool) -> None:
        self._show_work()
        self.answered_for_practice.emit(allow)

    def _show_work(self) -> None:
        card = Card()
        card.body.addWidget(Text(words("run.title"), "title"))
        card.body.addWidget(Text(words("run.working"), tone="muted"))
        steps = StepList([texts.check_name(check_id) for check_id in self._check_ids])
        steps.begin(self._step)
        card.body.addWidget(steps)
        self._show(card)

    def _show(self, card: QWidget, focus: QWidget | None = None) -> None:
        clear(self._area)
        self._area.addWidget(card)
        card.show()
        buttons = card.findChildren(QAbstractButton)
        if buttons:
            QWidget.setTabOrder(buttons[-1], self.cancel)
        self.first = focus or self.cancel
        self.focus_first()
        self.verticalScrollBar().setValue(0)
