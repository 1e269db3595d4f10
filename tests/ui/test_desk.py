"""What the window works with: the device as it is now, not as it was when the list was drawn."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from walletsafe.ui.desk import ONLINE_CHECK_IDS, Desk
from walletsafe.ui.jobs import JobThread

from tests.helpers.people import Person, ids
from walletsafe import knowledge
from walletsafe.cancel import CancelToken
from walletsafe.errors import OpenFailed
from walletsafe.findings import Outcome
from walletsafe.online.launcher import Launcher

from .stage import Plugged, PretendDesk, Yes


def test_a_device_that_was_unplugged_since_is_not_taken_for_another() -> None:
    before = Plugged("genuine-nano-s", "nano-s-1")
    desk = PretendDesk(Plugged("genuine-nano-s-plus", "nano-s-plus-1"))
    report = desk.check(before, Person(), CancelToken())
    assert ids(report) == {"device.unplugged"}
    assert report.outcome is Outcome.COULD_NOT_CHECK


def test_a_device_that_came_back_elsewhere_is_checked_where_it_is_now() -> None:
    before, now = Plugged("locked", "nano-s-1"), Plugged("genuine-nano-s", "nano-s-1")
    report = PretendDesk(now).check(before, Person(), CancelToken())
    assert "genuine.demo_certificate" in ids(report)
    assert "device.locked" not in ids(report)


def test_a_missing_system_library_is_trouble_with_the_list_and_nothing_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise ImportError("libudev.so.1")

    class Broken:
        def poll(self) -> None:
            raise ImportError("libudev.so.1")

    monkeypatch.setattr("walletsafe.transport.hid.prepare", broken)
    desk = PretendDesk()
    desk.prepare()
    desk.__dict__["_devices"] = Broken()
    with pytest.raises(OpenFailed):
        super(PretendDesk, desk).poll()


def test_work_that_comes_after_the_end_never_begins(qtbot: QtBot) -> None:
    thread = JobThread("device")
    thread.close()
    begun: list[int] = []
    job = thread.start(lambda observer, cancel: begun.append(1))
    job.cancel()
    thread.close()
    assert begun == []


SCRIPT = """
import os, signal, sys
from walletsafe.ui import app

def on_show(application, window):
    {when}

sys.exit(app.main(on_show=on_show))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "when",
    [
        "os.kill(os.getpid(), {number})",
        "window.ledger; os.kill(os.getpid(), {number})",
        "from PySide6.QtCore import QTimer; QTimer.singleShot(0, lambda: os.kill(os.getpid(), {number}))",
    ],
)
def test_a_signal_at_an_odd_moment_ends_the_window(when: str, number: int) -> None:
    script = SCRIPT.format(when=when.format(number=int(number)))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_that_no_job_caught_is_one_line() -> None:
    when = (
        "from PySide6.QtCore import QTimer; QTimer.singleShot(0, lambda: 1 / 0); "
        "QTimer.singleShot(300, window.close)"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(when=when)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        env=environment,
    )
    assert "Traceback" not in done.stderr
    assert "ZeroDivisionError" in done.stderr


def test_without_a_launcher_nothing_goes_online() -> None:
    desk = Desk()
    assert not desk.offers_online()
    with pytest.raises(RuntimeError):
        desk.vendor_for(Plugged("nano-x", "nano-x-1"))


@pytest.mark.parametrize("offered", [True, False])
def test_the_facts_decide_whether_the_online_check_is_offered(
    monkeypatch: pytest.MonkeyPatch, offered: bool
) -> None:
    service = replace(knowledge.online_service(), offered=offered)
    monkeypatch.setattr(knowledge, "online_service", lambda: service)
    with Launcher() as launcher:
        assert Desk(launcher).offers_online() is offered


def test_a_device_that_was_unplugged_since_is_not_asked_about_online() -> None:
    report = PretendDesk(vendor=Yes()).check(
        Plugged("nano-x", "nano-x-1"), Person(), CancelToken(), online=True
    )
    assert ids(report) == {"device.unplugged"}
    assert tuple(check.id for check in report.checks) == ONLINE_CHECK_IDS


def test_nothing_of_a_practice_ledger_goes_online() -> None:
    practice = PretendDesk().practice("nano-x")
    with pytest.raises(ValueError, match="USB"):
        PretendDesk(practice, vendor=Yes()).check(practice, Person(), CancelToken(), online=True)
