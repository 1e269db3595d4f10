"""A practice Ledger on the stage, worked by hand under the eyes of a room."""

from __future__ import annotations

import re
from functools import partial

import pytest
from PySide6.QtCore import QPoint
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.stage.acts import SlideAct
from walletsafe.ui.pages.stage.device_act import DeviceAct

from tests.ui.conftest import OpenWindow
from tests.ui.stage import PretendDesk, button, press, said, settle, wait_until
from tests.ui.stage_states import (
    act,
    asking,
    at,
    checked,
    performance,
    play,
    presenter,
    said_to_room,
)
from walletsafe.findings import Outcome
from walletsafe.virtual.staged import Showing

INTERRUPTED = {"Unplug": Outcome.COULD_NOT_CHECK, "Lock": Outcome.COULD_NOT_CHECK, "Swap": None}
"""What the room sees of an interrupted check; ``None``: nothing, it belonged to another Ledger."""


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
    wait_until(lambda: "Deny" in said_to_room(window))
    assert "The check is running" in said_to_room(window)
    press(window.stage, name)
    wait_until(lambda: device.report is not None)
    settle(1)
    outcome = presenter(window).room_screen.outcome
    assert outcome is not None
    return outcome


def device_thread_is_idle(window: MainWindow) -> None:
    """Wait until the check is over, without hearing of it: the window's own thread does nothing."""
    window.stage._device_thread._executor.submit(lambda: None).result(20)


def demonstration(window: MainWindow, part: str) -> DeviceAct:
    """The practice Ledgers of this part of the longest agenda."""
    play(window, "ninety")
    parts = performance(window).session.agenda.parts
    performance(window).go([one.id for one in parts].index(part))
    while not isinstance(performance(window).act, DeviceAct):
        performance(window).forward()
    settle()
    return act(window, DeviceAct)


def numbered(notes: tuple[str, ...]) -> str:
    """The notes that say step by step what to do."""
    return "".join(note[0] for note in notes if note[0].isdecimal())


def checks_without_question(window: MainWindow) -> Outcome | None:
    """Press Check; return how it ends where the Ledger asks nothing."""
    device = act(window, DeviceAct)
    press(window.stage, "Check")
    wait_until(lambda: not device.running)
    settle()
    return presenter(window).room_screen.outcome


def test_the_notes_on_what_could_not_be_checked_are_true(show: OpenWindow) -> None:
    window = show(PretendDesk())
    device = demonstration(window, "device-states")
    assert numbered(device.notes) == "123"
    assert checks_without_question(window) is Outcome.COULD_NOT_CHECK
    press(window.stage, "Unlock")
    assert run(window, "Allow") is Outcome.PASSED
    press(window.stage, "Check")
    wait_until(lambda: device.staged.screen.showing is Showing.QUESTION)
    press(window.stage, "Unplug")
    wait_until(lambda: not device.running)
    assert presenter(window).room_screen.outcome is Outcome.COULD_NOT_CHECK
    press(window.stage, "Plug in")
    press(window.stage, "Swap")
    assert checks_without_question(window) is Outcome.COULD_NOT_CHECK
    assert "Ledger Nano X" in said_to_room(window)


def test_the_notes_on_a_counterfeit_are_true(show: OpenWindow) -> None:
    window = show(PretendDesk())
    device = demonstration(window, "device-swap")
    assert numbered(device.notes) == "1234"
    assert run(window, "Allow") is Outcome.PASSED
    press(window.stage, "Swap")
    assert run(window, "Allow") is Outcome.DID_NOT_PASS


def test_the_mark_stands_before_every_verdict(show: OpenWindow) -> None:
    window = show(PretendDesk())
    checked(window)
    for place, how_often in ((window.stage, 3), (presenter(window), 2)):
        verdicts = [line for line in said(place) if re.search("Passed$|holds a chip", line)]
        assert len(verdicts) == how_often
        assert all(line.startswith("DEMO: ") for line in verdicts)


def test_no_button_moves_under_the_trainers_hand(show: OpenWindow) -> None:
    window = show(PretendDesk())
    device = at(window, DeviceAct)
    settle(100)

    def heights() -> dict[str, int]:
        settle(100)
        names = ("Allow", "Refuse", "Swap", "Lock", "Unlock", "Unplug", "Plug in")
        return {name: button(window.stage, name).mapTo(window, QPoint()).y() for name in names}

    before = heights()
    device.check()
    wait_until(lambda: device.staged.screen.showing is Showing.QUESTION)
    assert heights() == before
    device.staged.press(allow=True)
    wait_until(lambda: device.report is not None)
    assert heights() == before
    device.swap()
    assert heights() == before
    device.unplug()
    assert heights() == before


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


@pytest.mark.parametrize(("name", "outcome"), INTERRUPTED.items())
def test_what_interrupts_a_check_is_no_pass(show: OpenWindow, name: str, outcome: Outcome | None) -> None:
    window = show(PretendDesk())
    device = asking(window)
    press(window.stage, name)
    wait_until(lambda: not device.running)
    device_thread_is_idle(window)
    settle()
    assert presenter(window).room_screen.outcome is outcome


@pytest.mark.parametrize("name", ["Unplug", "Swap"])
def test_a_pass_that_comes_late_stands_beside_no_other_ledger(show: OpenWindow, name: str) -> None:
    window = show(PretendDesk())
    device = asking(window)
    press(window.stage, "Allow")
    device_thread_is_idle(window)
    assert device.running, "its end has been heard already: this test proves nothing"
    button(window.stage, name).click()
    settle(100)
    assert not device.running
    assert presenter(window).room_screen.outcome is None
    assert "Passed" not in " ".join(said(window.stage))
    press(window.stage, "Swap" if name == "Swap" else "Plug in")
    assert run(window, "Allow") is Outcome.PASSED


def test_a_pulled_cable_takes_the_result_away(show: OpenWindow) -> None:
    window = show(PretendDesk())
    checked(window)
    press(window.stage, "Unplug")
    assert presenter(window).room_screen.outcome is None
    press(window.stage, "Plug in")
    settle()
    assert presenter(window).room_screen.outcome is None


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
