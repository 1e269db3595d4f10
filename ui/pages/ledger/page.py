"""My Ledger: one view at a time, from the list of devices to the result."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Report
from walletsafe.transport import Peer

from ...desk import CHECK_IDS, ONLINE_CHECK_IDS, Desk, is_demo
from ...jobs import Job, JobThread
from ...widgets.demo import DemoBanner
from ...words import words
from ..page import Page, View
from .choose import ChooseView
from .practice import PracticeView
from .result import FaultView, ResultView
from .run import RunView


class LedgerPage(Page):
    """Choose, run, read. Leaving the page cancels a running check and puts the practice Ledgers away."""

    went_online = Signal(bool)
    """Whether a check runs now that may go online by the person's choice. False only once it is over."""

    def __init__(self, desk: Desk, device_thread: JobThread) -> None:
        super().__init__()
        self._desk, self._device_thread = desk, device_thread
        self._asked_permission = False
        """Whether the check that runs, or ran last, made a real device ask its owner."""
        self._device_asks = False
        """Whether that question may still stand on the device's screen."""
        self._demo = False
        self._online_runs = 0
        self._banner = DemoBanner(words("practice.banner"))
        self.column.addWidget(self._banner)
        desk.prepare()
        self.show_devices()

    def show_devices(self) -> None:
        """Show the list of attached Ledgers."""
        self._show_devices()

    def _show_devices(self, reminders: tuple[str, ...] = ()) -> None:
        view = ChooseView(self._desk, self._device_thread, reminders)
        view.chosen.connect(self.check)
        view.practice_wanted.connect(self.show_practices)
        view.doctor_wanted.connect(self.show_doctor)
        self._show(view, demo=False)

    def show_doctor(self) -> None:
        """Show why a Ledger is not found."""
        from .doctor import DoctorView

        view = DoctorView(self._desk, self._device_thread)
        view.left.connect(self.show_devices)
        view.failed.connect(self._on_doctor_failed)
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

    def check(self, peer: Peer, *, online: bool = False) -> None:
        """Run the check on ``peer`` and show its end. ``online``: ask the vendor's own service."""

        def work(observer: Observer, cancel: CancelToken) -> Report:
            return self._desk.check(peer, observer, cancel, online=online)

        self._asked_permission = self._device_asks = False
        job = self._device_thread.start(work)
        check_ids = ONLINE_CHECK_IDS if online else CHECK_IDS
        view = RunView(job, self._desk.name_of(peer), check_ids, demo=is_demo(peer))
        view.answered_for_practice.connect(partial(self._desk.answer_prompt, peer))
        # None of these may hold the view, which holds the job: nobody could clear such a circle away.
        repeat = partial(self.check, peer, online=online)
        job.succeeded.connect(partial(self._on_succeeded, peer, repeat))
        job.failed.connect(partial(self._on_failed, peer, repeat))
        job.cancelled.connect(partial(self._show_list, peer))
        if not is_demo(peer):
            job.prompted.connect(self._on_prompted)
        if online:
            self._count_online(1)
            job.ended.connect(partial(self._count_online, -1))
        self._show(view, job, demo=is_demo(peer))

    def leave(self) -> None:
        """Stop a running check, and let only what is real be found again."""
        if self.job is not None or self._demo:
            self._show_devices(self._take_reminders())

    def _take_reminders(self) -> tuple[str, ...]:
        """Say once what the owner must still do at the device after a check, however it ended."""
        asks = (words("run.stopping_more"),) if self._device_asks else ()
        reminders = (*asks, texts.report_text().unplug) if self._asked_permission else ()
        self._asked_permission = self._device_asks = False
        return reminders

    def _count_online(self, step: int) -> None:
        """Tell whether a check may be online: one that was left may still end when the next begins."""
        self._online_runs += step
        self.went_online.emit(self._online_runs > 0)

    def _on_prompted(self, prompt: DevicePrompt | None) -> None:
        self._device_asks = prompt is not None
        self._asked_permission = self._asked_permission or self._device_asks

    def _on_succeeded(self, peer: Peer, repeat: Callable[[], None], report: Report) -> None:
        view = ResultView(report, self._take_reminders(), online=self._desk.offers_online())
        view.save_wanted.connect(self._save)
        view.doctor_wanted.connect(self.show_doctor)
        view.online_wanted.connect(partial(self.check, peer, online=True))
        self._show_end(view, peer, repeat)

    def _on_failed(self, peer: Peer, repeat: Callable[[], None], error: WalletSafeError) -> None:
        self._show_end(FaultView(error, self._take_reminders(), demo=is_demo(peer)), peer, repeat)

    def _on_doctor_failed(self, error: WalletSafeError) -> None:
        view = FaultView(error, demo=False)
        view.again.connect(self.show_doctor)
        view.left.connect(self.show_devices)
        self._show(view, demo=False)

    def _show_end(self, view: ResultView | FaultView, peer: Peer, repeat: Callable[[], None]) -> None:
        view.again.connect(repeat)
        view.left.connect(partial(self._show_list, peer))
        self._show(view, demo=is_demo(peer))

    def _show_list(self, peer: Peer) -> None:
        """Go back to the list that ``peer`` stands in."""
        if is_demo(peer):
            self.show_practices()
        else:
            self._show_devices(self._take_reminders())

    def _save(self, report: Report) -> None:
        from ...widgets.save_dialog import offer_to_save

        offer_to_save(report, self)

    def _show(self, view: View, job: Job | None = None, *, demo: bool) -> None:
        self._demo = demo
        self._banner.setVisible(demo)
        self.setProperty("demo", demo)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show_view(view, job)
