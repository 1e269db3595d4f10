"""The window on a real USB stack: a whole check with an unplugging in the middle, then sixty hasty ones."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from walletsafe.ui.desk import Desk
from walletsafe.ui.jobs import Job
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.question import ConsentCard, QuestionCard
from walletsafe.ui.pages.ledger.result import ResultView
from walletsafe.ui.widgets.buttons import CardButton

from tests.helpers.people import Person
from tests.ui.stage import button as named_button
from tests.ui.stage import settle, shown, wait_until
from tests.usb.stage import Plugged, in_use, on_the_bus, variant
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.findings import Outcome, Report
from walletsafe.questions import ALLOW, CLEAN, CONSENT, MODEL_IN_HAND, YES

CYCLES = 60
_PATIENCE_MILLISECONDS = 60_000
_ANSWERS = {**CLEAN, MODEL_IN_HAND: YES, CONSENT: ALLOW}
_READING_MILLISECONDS = 600
_WARM_UP = 5
"""Cycles after which everything that is loaded once has been loaded."""


class Scene:
    """The program's window with its own desk: nothing in it is pretended."""

    def __init__(self) -> None:
        self._application = QApplication.instance() or QApplication(["walletsafe", "-style", "fusion"])
        self.window = MainWindow(Desk())
        self.window.show()
        self.window.show_ledger()

    def listed(self) -> list[str]:
        """The names of the Ledgers that the window shows."""
        return [str(card.property("peer")) for card in shown(self.window, CardButton)]

    def wait_for_list(self, *names: str) -> None:
        """Wait until the window shows exactly these Ledgers."""
        wait_until(lambda: self.listed() == list(names), _PATIENCE_MILLISECONDS)

    def press(self, button: QAbstractButton) -> None:
        """Press a button as a person with a keyboard does, who has read what it says."""
        settle(_READING_MILLISECONDS)
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        settle()

    def check(self) -> Report:
        """Press the first card and answer every question harmlessly; return what the window then shows."""
        self.press(shown(self.window, CardButton)[0])
        while not shown(self.window, ResultView):
            wait_until(self._waiting, _PATIENCE_MILLISECONDS)
            for card in (*shown(self.window, QuestionCard), *shown(self.window, ConsentCard)):
                self._answer(card)
        (result,) = shown(self.window, ResultView)
        report: Report = result.report
        self.press(result.other)
        return report

    def _waiting(self) -> bool:
        return any(shown(self.window, kind) for kind in (QuestionCard, ConsentCard, ResultView))

    def _answer(self, card: QuestionCard | ConsentCard) -> None:
        question_id = card.question_id if isinstance(card, QuestionCard) else CONSENT
        entry = cast("dict[str, dict[str, str]]", texts.section("questions")[question_id])
        self.press(named_button(self.window, entry["choices"][_ANSWERS[question_id]]))

    def close(self) -> None:
        """Close the window; the device thread has ended then."""
        self.window.close()
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("device")]


def whole_check() -> None:
    """It comes, is checked, leaves in the middle, comes again, and is checked to the end."""
    scene = Scene()
    scene.wait_for_list()
    with on_the_bus(variant("genuine-nano-s-plus", faults='unplug_at = "e05200"')) as device:
        scene.wait_for_list("nano-s-plus-1")
        report = scene.check()
        assert report.outcome is Outcome.COULD_NOT_CHECK, report
        assert "device.unplugged" in {found.id for found in report.findings}, report
        scene.wait_for_list()
        device.gadget.plug_in()
        scene.wait_for_list("nano-s-plus-1")
        report = scene.check()
        assert report.outcome is Outcome.DID_NOT_PASS, report
        assert "genuine.demo_certificate" in {found.id for found in report.findings}, report
    scene.wait_for_list()
    scene.close()


def cycles() -> None:
    """Plugged in and out sixty times while checks run on the window's device thread."""
    chance = random.Random(20261123)
    scene = Scene()
    outcomes: list[str] = []
    used = (0, 0)
    with on_the_bus("genuine-nano-s-plus") as device:
        device.gadget.unplug()
        for number in range(CYCLES):
            outcomes.append(_cycle(scene, device, chance.uniform(0.0, 1.5)))
            if number == _WARM_UP:
                used = in_use()
        # The window looks at the bus every second, and holds a file or two while it does.
        wait_until(lambda: all(now <= before for now, before in zip(in_use(), used, strict=True)))
        device.gadget.plug_in()
        scene.wait_for_list("nano-s-plus-1")
        device.gadget.unplug()
        scene.wait_for_list()
    scene.close()
    counts = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
    print(f"@@ {CYCLES} cycles: {counts}; file descriptors and threads at the end {used}", flush=True)
    assert set(counts) == {"could-not-check", "did-not-pass"}, counts


def _cycle(scene: Scene, device: Plugged, moment: float) -> str:
    """Plug in, let a check run, unplug ``moment`` seconds after it began; return how the check ended."""
    ended: list[Report | Exception] = []
    device.gadget.plug_in()
    person = Person({MODEL_IN_HAND: YES})
    job = _start(scene, person)
    job.succeeded.connect(ended.append)
    job.failed.connect(ended.append)
    wait_until(lambda: bool(person.steps or ended), _PATIENCE_MILLISECONDS)
    due = time.monotonic() + moment
    wait_until(lambda: time.monotonic() >= due or bool(ended), _PATIENCE_MILLISECONDS)
    device.gadget.unplug()
    wait_until(lambda: bool(ended), _PATIENCE_MILLISECONDS)
    (end,) = ended
    assert isinstance(end, Report), end
    return end.outcome.value


def _start(scene: Scene, person: Person) -> Job:
    """Check the Ledger that is about to appear, on the window's device thread, with its own desk."""
    desk, thread = scene.window.ledger._desk, scene.window.ledger._device_thread

    def work(observer: Observer, cancel: CancelToken) -> Report:
        while not (peers := desk.poll()):
            cancel.sleep(0.05)
        return desk.check(peers[0], person, cancel)

    return thread.start(work)


CASES: dict[str, Callable[[], None]] = {
    "the window: a whole check, unplugged in the middle": whole_check,
    f"{CYCLES} times plugged in and out while checks run": cycles,
}
