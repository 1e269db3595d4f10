"""A check that is running: its steps, its questions, and Cancel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.checks.observer import DevicePrompt
from walletsafe.questions import Question

from ...desk import ONLINE
from ...jobs import Job
from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton
from ...widgets.layouts import Card, ScrollPage, clear, holds_focus
from ...widgets.step_list import StepList
from ...widgets.text import Text
from ...words import words
from .prompt import PromptCard
from .question import question_card


class RunView(BarPage):
    """Follows one job. ``answered_for_practice(allow)`` is the trainer's press on the practice Ledger.

    ``banner`` stands above it all.
    """

    page_name = "ledger_run"
    answered_for_practice = Signal(bool)

    def __init__(
        self, job: Job, name: str, check_ids: Sequence[str], *, demo: bool, banner: QWidget | None = None
    ) -> None:
        super().__init__(banner)
        self._job, self._name, self._demo = job, name, demo
        self._check_ids = tuple(check_ids)
        self._step = 0
        self._steps: StepList | None = None
        self._prompted = False
        self._scrolled = ScrollPage()
        self._progress = Text(words("run.title_of", name=name), "small", "muted")
        self._scrolled.column.addWidget(self._progress)
        self._area = QVBoxLayout()
        self._scrolled.column.addLayout(self._area)
        self.show_page(self._scrolled)
        self._show_work()
        job.progressed.connect(self._on_progressed)
        job.asked.connect(self._on_asked)
        job.prompted.connect(self._on_prompted)

    def stop(self) -> None:
        """Cancel the check, whatever it is waiting for."""
        self._job.cancel()
        card = Card()
        card.body.addWidget(Text(words("run.stopping"), "title"))
        if self._prompted:
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
        if self._steps is None:
            self._show_work()
        else:
            self._steps.begin(done)

    def _on_asked(self, question: Question) -> None:
        card = question_card(question)
        card.answered.connect(self._on_answered)
        self._show(card, card.answers, card.default)

    def _on_answered(self, answer: str) -> None:
        self._show_work()
        self._job.reply(answer)

    def _on_prompted(self, prompt: DevicePrompt | None) -> None:
        if prompt is None:
            self._show_work()
            return
        self._prompted = True
        card = PromptCard(prompt, self._name, demo=self._demo)
        card.answered.connect(self._on_practice_answered)
        self._show(card, card.answers, card.default, card.note)

    def _on_practice_answered(self, allow: bool) -> None:
        self._show_work()
        self.answered_for_practice.emit(allow)

    def _show_work(self) -> None:
        card = Card()
        card.body.addWidget(Text(words("run.title"), "title"))
        online = self._check_ids[self._step] == ONLINE
        card.body.addWidget(Text(words("run.online" if online else "run.working"), tone="muted"))
        steps = StepList([texts.check_name(check_id) for check_id in self._check_ids])
        steps.begin(self._step)
        card.body.addWidget(steps)
        self._show(card)
        self._steps = steps

    def _show(
        self,
        card: Card,
        answers: Sequence[QWidget] = (),
        first: QWidget | None = None,
        note: QWidget | None = None,
    ) -> None:
        """Show ``card`` with a new Cancel: a press that was meant for the card before does not reach it."""
        take_focus = holds_focus(self)
        self._steps = None
        cancel = ActionButton(words("run.cancel"))
        cancel.clicked.connect(self.stop)
        clear(self._area)
        self._area.addWidget(card)
        card.show()
        self.bar.show_buttons(answers, cancel, note)
        # The harmless answer, or Cancel where nothing is asked.
        self.first = first or cancel
        self._scrolled.verticalScrollBar().setValue(0)
        if take_focus:
            self.focus_first()
        self._reveal.start()
