"""Ledgers on the stage: a practice one worked by hand under the eyes of a room, and a real one."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.run import RunView
from walletsafe.ui.pages.stage.acts import SlideAct
from walletsafe.ui.pages.stage.device_act import DeviceAct
from walletsafe.ui.pages.stage.room import PAUSE
from walletsafe.ui.pages.stage.trainer import TrainerView

from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key
from tests.ui.stage import PretendDesk, button, press, said, settle, wait_until
from tests.ui.stage_states import (
    act,
    asking,
    at,
    checked,
    performance,
    presenter,
    real,
    real_asks,
    real_checked,
    said_to_room,
)
from tests.ui.test_states import focus
from walletsafe.findings import Outcome
from walletsafe.virtual.staged import Showing

# --- the practice Ledger -----------------------------------------------------------------------------------


def shows(window: MainWindow, sign: str) -> bool:
    """Whether the Ledger's own screen, as the room sees it, shows this."""
    device = presenter(window).room_screen.device
    assert device is not None
    return " ".join(device.lines) == sign


def test_every_action_is_seen_by_the_room(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at(window, DeviceAct)
    for name, sign in (("Lock", "Enter PIN"), ("Unlock", "Ready"), ("Unplug", ""), ("Plug in", "Ready")):
        press(window.stage, name)
        wait_until(partial(shows, window, sign))
    press(window.stage, "Unplug")
    wait_until(lambda: "unplugged" in said_to_room(window))
    press(window.stage, "Plug in")
    press(window.stage, "Swap")
    wait_until(lambda: "Ledger B" in said_to_room(window))
    assert any("Ledger B: " in line for line in said(window.stage))
    press(window.stage, "Swap")
    wait_until(lambda: "Ledger A" in said_to_room(window))


def run(window: MainWindow, name: str) -> Outcome:
    """Press Check, then the button ``name`` once the Ledger asks; return the outcome the room sees."""
    device = act(window, DeviceAct)
    press(window.stage, "Check")
    wait_until(lambda: device.staged.screen.showing is Showing.QUESTION)
    assert "The check is running" in said_to_room(window)
    assert "Deny" in said_to_room(window)
    press(window.stage, name)
    wait_until(lambda: device.report is not None)
    settle(1)
    outcome = presenter(window).room_screen.outcome
    assert outcome is not None
    return outcome


def test_a_genuine_one_passes_and_the_one_in_its_place_does_not(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at(window, DeviceAct)
    assert run(window, "Allow") is Outcome.PASSED
    assert "holds a chip that Ledger certified" in said_to_room(window)
    press(window.stage, "Swap")
    assert presenter(window).room_screen.outcome is None
    assert run(window, "Allow") is Outcome.DID_NOT_PASS
    assert presenter(window).room_screen.demo


def test_a_refused_question_is_no_pass(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at(window, DeviceAct)
    assert run(window, "Refuse") is Outcome.STOPPED


@pytest.mark.parametrize("name", ["Unplug", "Swap", "Lock"])
def test_what_interrupts_a_check_is_no_pass(show: OpenWindow, name: str) -> None:
    window = show(PretendDesk())
    device = asking(window)
    press(window.stage, name)
    wait_until(lambda: device.report is not None or not device.running)
    assert device.report is None or device.report.outcome is not Outcome.PASSED


def test_a_check_is_stopped_and_begun_again(show: OpenWindow) -> None:
    window = show(PretendDesk())
    device = asking(window)
    press(window.stage, "Stop the check")
    assert not device.running
    assert presenter(window).room_screen.outcome is None
    wait_until(lambda: device.staged.screen.showing is not Showing.QUESTION)
    assert run(window, "Allow") is Outcome.PASSED


def test_going_on_stops_a_check(show: OpenWindow) -> None:
    window = show(PretendDesk())
    device = asking(window)
    press(window.stage, "Next")
    assert not device.running
    assert isinstance(performance(window).act, SlideAct)
    press(window.stage, "Back")
    assert presenter(window).room_screen.outcome is None


def test_a_check_belongs_to_the_thread_of_all_devices(show: OpenWindow) -> None:
    desk = PretendDesk()
    window = show(desk)
    checked(window)
    assert {name.partition("_")[0] for name in desk.threads} == {"device"}


# --- a real Ledger -----------------------------------------------------------------------------------------


def test_a_real_one_is_asked_about_in_the_trainers_window_alone(show: OpenWindow) -> None:
    window = show(PretendDesk())
    real_asks(window)
    assert isinstance(window.stage.view, RunView)
    assert any("Look at your Ledger" in line for line in said(window))
    assert "04AB" not in said_to_room(window)
    assert not presenter(window).room_screen.demo
    QTest.keyClick(presenter(window), Qt.Key.Key_PageDown)
    assert isinstance(window.stage.view, RunView)
    press(window.stage, "Cancel")
    wait_until(lambda: isinstance(window.stage.view, TrainerView))
    assert presenter(window).room_screen.demo


def test_what_was_found_is_shown_and_hidden_again(show: OpenWindow) -> None:
    window = show(PretendDesk())
    real_checked(window)
    assert presenter(window).room_screen.lines == ()
    assert any("holds a chip that Ledger certified" in line for line in said(window.stage))
    assert focus().accessibleName() == "Show what was found"
    key(Qt.Key.Key_Return)
    assert "holds a chip that Ledger certified" in said_to_room(window)
    assert focus().accessibleName() == "Hide what was found"
    key(Qt.Key.Key_Return)
    assert presenter(window).room_screen.lines == ()
    press(window.stage, "Put this Ledger away")
    assert presenter(window).room_screen.demo
    assert button(window.stage, "Check").isVisible()


@pytest.mark.parametrize("way", ["home", "on"])
def test_a_real_one_is_put_away_when_one_goes_on(show: OpenWindow, way: str) -> None:
    window = show(PretendDesk())
    real_checked(window)
    device = act(window, DeviceAct)
    if way == "home":
        window.show_home()
    else:
        press(window.stage, "Next")
    assert device.real is None


def test_leaving_the_page_cancels_the_check_of_a_real_one(show: OpenWindow) -> None:
    window = show(PretendDesk())
    real_asks(window)
    window.show_home()
    assert presenter(window).room_screen == PAUSE
    window.show_stage()
    settle()
    assert isinstance(window.stage.view, TrainerView)
    assert act(window, DeviceAct).real is None
    assert any("still shows a question" in line for line in said(window.stage))


def test_real_ones_are_looked_for_only_while_this_page_is_shown(show: OpenWindow) -> None:
    desk = PretendDesk()
    window = show(desk)
    real(window)
    window.show_home()
    settle(50)
    polls = desk.polls
    settle(1300)
    assert desk.polls == polls
