"""Why is my Ledger not found? What may be in the way, and what to do about it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.doctor import Answer, Diagnosis, Probe
from walletsafe.findings import Severity
from walletsafe.transport import Peer

from ...desk import Desk
from ...jobs import Job, JobThread
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.finding_card import FindingCard
from ...widgets.layouts import Card, ScrollPage, clear, holds_focus
from ...widgets.text import Text
from ...words import words
from .watch import DeviceWatch, identity


class DoctorView(ScrollPage):
    """Examines the system once, and again on request; says so when a Ledger shows up meanwhile."""

    page_name = "ledger_doctor"
    left = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, device_thread: JobThread) -> None:
        super().__init__()
        self._desk, self._device_thread = desk, device_thread
        self._job: Job | None = None
        self._ready = self._arrived = self._warned = False
        self._known: frozenset[str] | None = None
        """The devices that have been there since this page was opened."""
        self._watch = DeviceWatch(desk, device_thread, self)
        self._watch.listed.connect(self._on_listed)
        self.column.addWidget(Text(words("doctor.title"), "title"))
        self.column.addWidget(Text(words("doctor.lead"), tone="muted"))
        self._arrival = Card()
        self._news = Text("", "strong", "good")
        self._go_on = ActionButton(words("doctor.go_on"), primary=True)
        self._go_on.clicked.connect(self.left)
        self._arrival.body.addWidget(self._news)
        self._arrival.body.addWidget(StackingRow(self._go_on))
        self._arrival.hide()
        self.column.addWidget(self._arrival)
        self._status = Text("", "lead")
        self.column.addWidget(self._status)
        self._buttons, self._said = QVBoxLayout(), QVBoxLayout()
        self._said.setSpacing(theme().scaled(SPACE.card_gap))
        self.column.addLayout(self._buttons)
        self.column.addLayout(self._said)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at once."""
        super().showEvent(event)
        if not event.spontaneous():
            self._examine()
            self._watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking; a minimised window is still on this page."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._watch.stop()
            if self._job is not None:
                self._job.abandon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _examine(self) -> None:
        self._ready = False
        self._tell_arrival()
        self._show(words("doctor.looking"), self._button("doctor.cancel"))
        self._job = job = self._device_thread.start(self._ask_desk)
        job.succeeded.connect(self._on_examined)
        job.failed.connect(self.failed)

    def _ask_desk(self, observer: Observer, cancel: CancelToken) -> Diagnosis:
        return self._desk.examine(cancel)

    def _on_examined(self, examined: object) -> None:
        diagnosis = cast("Diagnosis", examined)
        self._ready = diagnosis.ready
        self._warned = _warns(diagnosis)
        self._tell_arrival()
        again = ActionButton(words("doctor.again"))
        again.clicked.connect(self._examine)
        self._show(_summary(diagnosis), again, self._button("doctor.back"))
        for number, cause in enumerate(diagnosis.causes, start=1):
            warns = cause.severity is not Severity.UNKNOWN
            self._said.addWidget(FindingCard(cause, f"{number}. ", severity=warns))
        for probe in diagnosis.probes:
            if probe.outcome is Answer.UNKNOWN:
                self._said.addWidget(Text(_line_of(probe), "small", "muted"))

    def _on_listed(self, listed: object) -> None:
        now = frozenset(identity(cast("tuple[Peer, ...]", listed)))
        known = now if self._known is None else self._known
        self._known = known & now
        self._arrived = bool(now - known)
        self._ready = self._ready and bool(now)
        self._tell_arrival()

    def _tell_arrival(self) -> None:
        self._news.setText(texts.doctor_words("ready") if self._ready else words("doctor.arrived"))
        # After a warning nothing invites to go on before another look.
        wanted = self._ready or (self._arrived and not self._warned)
        if self._go_on.hasFocus() and not wanted:
            self.first = self._usual
            self.focus_first()
        self._arrival.setVisible(wanted)

    def _button(self, key: str) -> ActionButton:
        button = ActionButton(words(key))
        button.clicked.connect(self.left)
        return button

    def _show(self, status: str, *buttons: ActionButton) -> None:
        """Begin anew with ``status`` and new ``buttons``: a press that was meant for those before is lost."""
        take_focus = holds_focus(self)
        clear(self._buttons)
        clear(self._said)
        self._status.setText(status)
        self._status.setVisible(bool(status))
        self._buttons.addWidget(StackingRow(*buttons))
        self._usual = buttons[0]
        self.first = self._go_on if self._ready else self._usual
        if take_focus:
            self.focus_first()


def _warns(diagnosis: Diagnosis) -> bool:
    return any(cause.severity is Severity.DANGER for cause in diagnosis.causes)


def _summary(diagnosis: Diagnosis) -> str:
    """Return the line above the causes, empty where there is nothing to say."""
    if _warns(diagnosis):
        return texts.doctor_words("danger")
    if not diagnosis.ready:
        return texts.doctor_words("not_ready")
    return texts.doctor_words("tips") if diagnosis.causes else ""


def _line_of(probe: Probe) -> str:
    return words("doctor.untold", question=texts.probe_question(probe.id))
