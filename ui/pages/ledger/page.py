"""My Ledger: one view at a time, from the list of devices to the result."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Report
from walletsafe.transport import Peer

from ...desk import CHECK_IDS, Desk, is_demo
from ...jobs import DeviceThread, Job
from ...widgets.layouts import ScrollPage
from .choose import ChooseView
from .practice import PracticeView
from .result import FaultView, ResultView
from .run import RunView


class LedgerPage(QWidget):
    """Choose, run, read. Leaving the page cancels a running check."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._device_thread = desk, DeviceThread(self)
        self._job: Job | None = None
        self.view: ScrollPage | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        desk.prepare()
        self.show_devices()

    def show_devices(self) -> None:
        """Show the list of attached Ledgers."""
        view = ChooseView(self._desk, self._device_thread)
        view.chosen.connect(self.check)
        view.practice_wanted.connect(self.show_practices)
        self._show(view, demo=False)

    def show_practices(self) -> None:
        """Show the list of practice Ledgers."""
        view = PracticeView(self._desk)
        view.chosen.connect(self.check_practice)
        view.left.connect(self.show_devices)
        self._show(view, demo=True)

    def check_practice(self, name: str) -> None:
        """Run the check on the practice Ledger ``name``."""
        self.check(self._desk.practice(name))

    def check(self, peer: Peer) -> None:
        """Run the check on ``peer`` and show its end."""

        def work(observer: Observer, cancel: CancelToken) -> Report:
            return self._desk.check(peer, observer, cancel)

        job = self._device_thread.start(work)
        view = RunView(job, self._desk.name_of(peer), CHECK_IDS, demo=is_demo(peer))
        view.answered_for_practice.connect(partial(self._desk.answer_prompt, peer))
        job.succeeded.connect(partial(self._on_succeeded, peer, view))
        job.failed.connect(partial(self._on_failed, peer))
        job.cancelled.connect(self.show_devices)
        self._show(view, demo=is_demo(peer))
        self._job = job

    def end(self) -> None:
        """Cancel what runs and wait for the device thread: it must close the device itself."""
        self._device_thread.close()

    def focus_view(self) -> None:
        """Put the keyboard where the shown view wants it."""
        if self.view is not None:
            self.view.focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown now: stop a running check. A minimised window is still on it."""
        super().hideEvent(event)
        if self._job is not None and not event.spontaneous():
            self.show_devices()

    def _on_succeeded(self, peer: Peer, run: RunView, report: Report) -> None:
        view = ResultView(report, asked_permission=run.asked_permission and not report.demo)
        view.save_wanted.connect(self._save)
        self._show_end(view, peer)

    def _on_failed(self, peer: Peer, error: WalletSafeError) -> None:
        self._show_end(FaultView(error), peer)

    def _show_end(self, view: ResultView | FaultView, peer: Peer) -> None:
        view.again.connect(partial(self.check, peer))
        view.left.connect(self.show_practices if is_demo(peer) else self.show_devices)
        self._show(view, demo=is_demo(peer))

    def _save(self, report: Report) -> None:
        from .save import SaveDialog

        dialog = SaveDialog(report, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show(self, view: ScrollPage, *, demo: bool) -> None:
        if self._job is not None:
            self._job.abandon()
            self._job = None
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
        self.view = view
        self.setProperty("demo", demo)
        self.style().unpolish(self)
        self.style().polish(self)
        self._column.addWidget(view)
        view.show()
        self.focus_view()
