"""A Ledger on the stage: a practice one in the trainer's hands, or a real one, of which little is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Outcome, Report
from walletsafe.guidance.agendas import Demonstration
from walletsafe.questions import ALLOW, CLEAN, CLOSE_APP, CONSENT, YES
from walletsafe.transport import Peer
from walletsafe.virtual.staged import Showing, StagedLedger

from ...desk import Desk, Scripted
from ...jobs import Bell, Job, JobThread, OurFault
from ...words import words
from .room import RoomDevice, RoomScreen, with_result
from .words import stage_words

_ANSWERS: Final[Mapping[str, str]] = {**CLEAN, CONSENT: ALLOW, CLOSE_APP: YES}
"""The owner in the story bought it sealed and asked for this check; a scenario's own answers win."""

_ON_SCREEN: Final = {
    Showing.PIN: "device.pin",
    Showing.DASHBOARD: "device.dashboard",
    Showing.APP: "device.app",
    Showing.NOT_SET_UP: "device.not_set_up",
    Showing.RECOVERY: "device.recovery",
    Showing.BOOTLOADER: "device.bootloader",
    Showing.UPDATER: "device.updater",
}


@dataclass(frozen=True, slots=True)
class RealLedger:
    """A Ledger on USB, as far as the stage knows it: what its USB id claims, and how its check ended."""

    peer: Peer
    model_id: str
    name: str
    report: Report | None = None
    asks_owner: bool = False
    told: bool = False
    """Whether the trainer chose to show the room what was found."""


class DeviceAct(QObject):
    """Plays a demonstration. The practice Ledger keeps its state while the agenda lasts."""

    changed = Signal()

    def __init__(
        self, demonstration: Demonstration, title: str, desk: Desk, device_thread: JobThread, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.notes = demonstration.notes
        self.following = ""
        self._scenarios, self._title = demonstration.scenarios, title
        self._desk, self._device_thread = desk, device_thread
        self._unit = 0
        bell = Bell(self)
        bell.heard.connect(self.changed)
        self.staged = StagedLedger(self._scenarios[0], bell.ring)
        self._job: Job | None = None
        self.report: Report | None = None
        self.real: RealLedger | None = None
        self.trouble = ""
        """A line for the trainer about a check that could not be run."""
        self.reminders: tuple[str, ...] = ()
        """What must still be done at a real Ledger that was checked, however that ended."""
        self.real_trouble = ""
        """A line for the trainer about a check of a real Ledger that could not be run."""
        self.may_share_screen = False
        """Whether the trainer knows that the room may see the questions and the key of a real Ledger."""

    @property
    def running(self) -> bool:
        """Whether a check of the practice Ledger runs."""
        return self._job is not None

    @property
    def letter(self) -> str:
        """What the room calls the device that is played now."""
        return chr(ord("A") + self._unit)

    @property
    def swaps(self) -> bool:
        """Whether there is another device to put in its place."""
        return len(self._scenarios) > 1

    @property
    def room_screen(self) -> RoomScreen:
        """What the room sees now."""
        if self.real is not None:
            return self._real_screen(self.real)
        screen = RoomScreen(title=self._title, device=self._device(), demo=True)
        if self.running:
            return replace(screen, lines=(stage_words("room.checking"),))
        return screen if self.report is None else with_result(screen, self.report, findings=True)

    def begin(self) -> None:
        """Come as one left it."""

    def forward(self) -> bool:
        """A demonstration is one beat: what happens in it is up to the trainer."""
        return False

    def back(self) -> bool:
        """Likewise."""
        return False

    def leave(self) -> None:
        """Stop a check, and put a real Ledger away. What one that was cut off left to do is still said."""
        if self.real is not None and self.real.report is None:
            self.show_real(None)
        else:
            self.put_away()

    def check(self) -> None:
        """Check the practice Ledger as it is in the trainer's hands."""
        self.stop()
        self.report, self.trouble = None, ""
        desk, staged = self._desk, self.staged
        answers = {**_ANSWERS, **staged.scenario.answers}

        def work(observer: Observer, cancel: CancelToken) -> Report:
            # Before a room nothing is asked: the story has all answers.
            return desk.check(staged, Scripted(observer, answers), cancel)

        self._job = job = self._device_thread.start(work)
        job.succeeded.connect(self._on_succeeded)
        job.failed.connect(self._on_failed)
        self.changed.emit()

    def stop(self) -> None:
        """Stop the check of the practice Ledger; nothing is said about it."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
            self.changed.emit()

    def swap(self) -> None:
        """Put the next device in its place. What was found out, or is being, belongs to the one before."""
        self.stop()
        self.report, self.trouble = None, ""
        self._unit = (self._unit + 1) % len(self._scenarios)
        self.staged.swap(self._scenarios[self._unit])
        self.changed.emit()

    def unplug(self) -> None:
        """Pull the cable. What was found out goes with it; a check that runs ends by itself, and says so."""
        self.report = None
        self.staged.unplug()
        self.changed.emit()

    def show_real(self, real: RealLedger | None) -> None:
        """Put a real Ledger on the stage, or the practice one again."""
        self.stop()
        self.real = real
        self.changed.emit()

    def put_away(self) -> None:
        """Have done with the real Ledger."""
        self.reminders, self.real_trouble = (), ""
        self.show_real(None)

    def fail_real(self, error: WalletSafeError) -> None:
        """Say that the real Ledger could not be checked, to the trainer alone."""
        self.real_trouble = _line(error)
        self.show_real(None)

    def tell(self) -> None:
        """Show the room what was found on the real Ledger, or hide it again."""
        if self.real is not None:
            self.show_real(replace(self.real, told=not self.real.told))

    def _device(self) -> RoomDevice:
        plugged, screen = self.staged.plugged, self.staged.screen
        model_id = self.staged.scenario.model
        model = self._desk.knowledge.model(model_id)
        device = RoomDevice(
            model_id=model_id,
            name=words("choose.unknown_model") if model is None else model.name,
            caption=stage_words("room.unit" if plugged else "room.unit_unplugged", letter=self.letter),
            plugged=plugged,
        )
        if screen.showing is Showing.QUESTION:
            feet = (words("screen.deny"), words("screen.allow"))
            return replace(device, lines=(words("screen.manager"),), feet=feet)
        said = _ON_SCREEN.get(screen.showing)
        return device if said is None else replace(device, lines=(stage_words(said, app=screen.app),))

    def _real_screen(self, real: RealLedger) -> RoomScreen:
        # Not the title of the part: it may speak of counterfeits.
        screen = RoomScreen(
            title=stage_words("room.real"), device=RoomDevice(real.model_id, real.name, real.name)
        )
        if real.report is not None:
            return with_result(screen, real.report, findings=real.told)
        return replace(screen, lines=(stage_words("room.look" if real.asks_owner else "room.checking"),))

    def _on_succeeded(self, report: Report) -> None:
        self._job = None
        # The check may have ended just before the cable was pulled: no pass stands beside a loose cable.
        late = report.outcome is Outcome.PASSED and not self.staged.plugged
        self.report = None if late else report
        self.changed.emit()

    def _on_failed(self, error: WalletSafeError) -> None:
        self._job = None
        self.trouble = _line(error)
        self.changed.emit()


def _line(error: WalletSafeError) -> str:
    return words("fault.meaning") if isinstance(error, OurFault) else texts.error_line(error)
