"""Stage: the trainer's own view; what the room sees stands in a window of its own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal

from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Report
from walletsafe.guidance import agendas
from walletsafe.transport import Peer

from ...desk import CHECK_IDS, Desk
from ...jobs import JobThread
from ...widgets.save_dialog import offer_to_save
from ...words import words
from ..ledger.result import ResultView
from ..ledger.run import RunView
from ..page import Page
from .device_act import DeviceAct, RealLedger
from .end import EndView
from .pausing import RoomBanner, add_pause_keys, toggle_pause
from .performance import Performance
from .presenter import PresenterWindow
from .start import StartView
from .trainer import TrainerView
from .words import stage_words


class StagePage(Page):
    """The agendas, and one of them at a time. Whatever is left of one is kept until the window is closed.

    Whoever leaves the page blanks the room's screen: nothing shall happen there that nobody sees.
    """

    lesson_wanted = Signal(str)
    doctor_wanted = Signal()

    def __init__(self, desk: Desk, device_thread: JobThread) -> None:
        super().__init__()
        self._desk, self._device_thread = desk, device_thread
        self._performances: dict[str, Performance] = {}
        self._playing: Performance | None = None
        self.presenter: PresenterWindow | None = None
        desk.prepare()
        self.show_start()

    @property
    def page_name(self) -> str:
        """Empty: numbers are for an owner at the telephone, not for a trainer."""
        return ""

    def show_start(self) -> None:
        """Show all agendas. The one that was left is kept, and its room's screen blanked."""
        self._put_away()
        view = StartView(self._performances)
        view.chosen.connect(self.play)
        self.show_view(view)

    def play(self, name: str) -> None:
        """Play the agenda ``name`` where it was left, or from its beginning where it was finished."""
        performance = self._performances.get(name)
        if performance is None or performance.session.finished:
            if performance is not None:
                performance.deleteLater()
            performance = Performance(agendas.load(name), self._desk, self._device_thread, self)
            performance.changed.connect(self._show_room)
            performance.turned.connect(self._on_turned)
            self._performances[name] = performance
        self._playing = performance
        performance.pause(paused=False)
        self.open_room()
        self._show_trainer()

    def open_room(self) -> None:
        """Open the room's window, on a second screen where there is one."""
        if self.presenter is None:
            self.presenter = self._make_presenter()
        self._show_room()
        if not self.presenter.isVisible():
            self.presenter.open_beside(self.window())
        if isinstance(self.view, TrainerView):
            self.view.show_room_state(room_open=True)
        self.window().activateWindow()

    def leave(self) -> None:
        """Blank the room's screen; a check that runs is stopped, and a real Ledger put away."""
        if self._playing is not None and isinstance(self.view, RunView | ResultView):
            self._show_trainer()
        self._put_away(keep=True)

    def close_room(self) -> None:
        """Close the room's window. What is played stays where it is."""
        self.leave()
        if self.presenter is not None:
            self.presenter.close()

    def end(self) -> None:
        """Close the room's window."""
        self._put_away()
        if self.presenter is not None:
            self.presenter.close()
            self.presenter.deleteLater()
            self.presenter = None

    @property
    def _worked(self) -> Performance | None:
        """What a clicker on the room's window works: nothing while the trainer is on another page."""
        return self._playing if self.isVisible() else None

    def _put_away(self, *, keep: bool = False) -> None:
        if self._playing is not None:
            self._playing.leave()
        if not keep:
            self._playing = None

    def _make_presenter(self) -> PresenterWindow:
        presenter = PresenterWindow()
        presenter.forwarded.connect(self._on_forwarded)
        presenter.turned_back.connect(self._on_turned_back)
        presenter.paused.connect(self._on_paused)
        presenter.closed.connect(self._on_closed)
        return presenter

    def _show_trainer(self) -> None:
        if self._playing is None:
            return
        room_open = self.presenter is not None and self.presenter.isVisible()
        view = TrainerView(self._playing, self._desk, self._device_thread, room_open=room_open)
        view.left.connect(self.show_start)
        view.room_wanted.connect(self.open_room)
        view.real_wanted.connect(self._check_real)
        view.whole_wanted.connect(self._show_whole)
        self.show_view(view)
        self._show_room()

    def _show_end(self, performance: Performance) -> None:
        view = EndView(performance, performance.session.report())
        view.left.connect(self.show_start)
        view.again_wanted.connect(performance.back)
        view.save_wanted.connect(partial(offer_to_save, parent=self))
        view.lesson_wanted.connect(self.lesson_wanted)
        self.show_view(view)

    def _show_room(self) -> None:
        if self.presenter is not None and self._playing is not None:
            self.presenter.show_screen(self._playing.room_screen)

    def _on_turned(self) -> None:
        performance = self._playing
        if performance is None:
            return
        if performance.session.finished:
            self._show_end(performance)
        elif not isinstance(self.view, TrainerView):
            self._show_trainer()
        self._show_room()

    def _on_forwarded(self) -> None:
        if self._worked is not None and isinstance(self.view, TrainerView):
            self._worked.forward()

    def _on_turned_back(self) -> None:
        if self._worked is not None and isinstance(self.view, TrainerView | EndView):
            self._worked.back()

    def _on_paused(self) -> None:
        if self._worked is not None:
            toggle_pause(self._worked)

    def _on_closed(self) -> None:
        if isinstance(self.view, TrainerView):
            self.view.show_room_state(room_open=False)

    def _check_real(self, peer: Peer) -> None:
        """Check a Ledger on USB. Questions and keys stay in this window."""
        if self._playing is None or not isinstance(self._playing.act, DeviceAct):
            return
        desk, act = self._desk, self._playing.act
        model, name = desk.model_of(peer), desk.name_of(peer)

        def work(observer: Observer, cancel: CancelToken) -> Report:
            return desk.check(peer, observer, cancel)

        act.put_away()
        act.show_real(RealLedger(peer, "" if model is None else model.id, name))
        job = self._device_thread.start(work)
        view = RunView(job, name, CHECK_IDS, demo=False, banner=RoomBanner(self._playing))
        add_pause_keys(view, self._playing)
        job.prompted.connect(partial(self._on_prompted, act))
        job.succeeded.connect(partial(self._on_real_checked, act))
        job.failed.connect(partial(self._on_real_failed, act))
        job.cancelled.connect(partial(self._on_real_cancelled, act))
        self.show_view(view, job)

    def _show_whole(self) -> None:
        """Show all that was found on the real Ledger, in this window; the room goes on seeing what it saw."""
        playing = self._playing
        if playing is None or not isinstance(playing.act, DeviceAct):
            return
        act, real = playing.act, playing.act.real
        if real is None or real.report is None:
            return
        view = ResultView(real.report, act.reminders)
        label = stage_words("work.whole_back")
        view.other.setText(label)
        view.other.setAccessibleName(label)
        view.left.connect(self._show_trainer)
        view.again.connect(partial(self._check_real, real.peer))
        view.save_wanted.connect(partial(offer_to_save, parent=self))
        view.doctor_wanted.connect(self.doctor_wanted)
        add_pause_keys(view, playing)
        self.show_view(view)

    def _on_prompted(self, act: DeviceAct, prompt: DevicePrompt | None) -> None:
        if act.real is not None:
            asks = (words("run.stopping_more"),) if prompt is not None else ()
            act.reminders = (*asks, texts.report_text().unplug)
            act.show_real(replace(act.real, asks_owner=prompt is not None))

    def _on_real_checked(self, act: DeviceAct, report: Report) -> None:
        if act.real is not None:
            act.show_real(replace(act.real, report=report))
        self._show_trainer()

    def _on_real_failed(self, act: DeviceAct, error: WalletSafeError) -> None:
        act.fail_real(error)
        self._show_trainer()

    def _on_real_cancelled(self, act: DeviceAct) -> None:
        act.show_real(None)
        self._show_trainer()
