"""A real Ledger on the stage: what the room sees of it, and what the trainer alone does."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.result import ResultView
from walletsafe.ui.pages.ledger.run import RunView
from walletsafe.ui.pages.stage.device_act import DeviceAct
from walletsafe.ui.pages.stage.room import PAUSE
from walletsafe.ui.pages.stage.trainer import TrainerView
from walletsafe.ui.widgets.layouts import Card
from walletsafe.ui.widgets.text import Text
from walletsafe.ui.words import words

from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key
from tests.ui.stage import Plugged, PretendDesk, button, buttons, press, said, settle, shown, wait_until
from tests.ui.stage_states import (
    REAL,
    act,
    at,
    check_real,
    checked,
    performance,
    play,
    presenter,
    real,
    real_asks,
    real_checked,
    real_shared,
    real_whole,
    said_to_room,
)
from tests.ui.test_states import focus
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.transport import Peer

IN_USE = Report(
    "device",
    False,
    {},
    (
        CheckResult(
            "device", Outcome.COULD_NOT_CHECK, (finding("transport.in_use", where="usb", program="Wallet 2"),)
        ),
    ),
    "2026-11-01",
)
"""A real Ledger that another program holds."""
PRACTICE = "The practice Ledger, in your hands"


class Unknown(Plugged):
    """A Ledger whose USB id stands for no model that we know."""

    @property
    def product_id(self) -> int:
        return 0x9999


def asks_and_passes(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
    """A check that its owner allows at once."""
    observer.confirm_on_device(DevicePrompt("nano-s", ()))
    observer.confirm_on_device(None)
    return REAL


def attach(window: MainWindow) -> None:
    """Plug a real Ledger in."""
    desk = window.shelf._desk
    assert isinstance(desk, PretendDesk)
    desk.attached = (Plugged("genuine-nano-s", "nano-s-1"),)
    wait_until(lambda: any(name.startswith("Check the Ledger") for name in buttons(window.stage)))


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


@pytest.mark.parametrize("blanked", [False, True])
@pytest.mark.parametrize("way", ["home", "on", "whole"])
def test_a_real_one_is_put_away_when_one_goes_on(show: OpenWindow, way: str, blanked: bool) -> None:
    window = show(PretendDesk())
    real_checked(window, told=True)
    performance(window).pause(paused=blanked)
    if way == "on":
        press(window.stage, "Next")
        press(window.stage, "Back")
    else:
        if way == "whole":
            press(window.stage, "The whole result")
        window.show_home()
        window.show_stage()
        settle()
        assert presenter(window).room_screen == PAUSE
        assert "Show what was found" not in buttons(window.stage)
        assert "Check" in buttons(window.stage)
        press(window.stage, "Unblank")
    settle()
    assert act(window, DeviceAct).real is None
    assert presenter(window).room_screen.demo
    assert presenter(window).room_screen.outcome is None
    assert "Show what was found" not in buttons(window.stage)
    press(window.stage, "Check")
    assert act(window, DeviceAct).running


def test_leaving_the_page_cancels_the_check_of_a_real_one(show: OpenWindow) -> None:
    window = show(PretendDesk())
    real_asks(window)
    window.show_home()
    assert presenter(window).room_screen == PAUSE
    window.show_stage()
    settle()
    assert isinstance(window.stage.view, TrainerView)
    assert act(window, DeviceAct).real is None
    wait_until(lambda: any("still shows a question" in line for line in said(window.stage)))


def test_real_ones_are_looked_for_only_while_this_page_is_shown(show: OpenWindow) -> None:
    desk = PretendDesk()
    window = show(desk)
    real(window)
    window.show_home()
    settle(50)
    polls = desk.polls
    settle(1300)
    assert desk.polls == polls


@pytest.mark.parametrize("way", ["put away", "on", "none attached"])
def test_what_must_be_done_at_it_is_said_until_it_is_done(show: OpenWindow, way: str) -> None:
    desk = PretendDesk()
    window = show(desk)
    real(window)
    check_real(window, asks_and_passes)
    wait_until(lambda: isinstance(window.stage.view, TrainerView))
    reminder = texts.report_text().unplug
    assert reminder in said(window.stage)
    if way == "put away":
        press(window.stage, "Put this Ledger away")
    elif way == "on":
        press(window.stage, "Next")
        press(window.stage, "Back")
    else:
        desk.attached = ()
        wait_until(lambda: reminder not in said(window.stage))
    settle(100)
    assert reminder not in said(window.stage)


def test_its_troubles_stand_in_its_own_card(show: OpenWindow) -> None:
    window = show(PretendDesk())
    checked(window)
    attach(window)

    def breaks(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        raise RuntimeError

    check_real(window, breaks)
    wait_until(lambda: words("fault.meaning") in said(window.stage))
    (trouble,) = (text for text in shown(window.stage, Text) if text.text() == words("fault.meaning"))
    (practice,) = (one for one in shown(window.stage, Card) if one.accessibleName() == PRACTICE)
    assert not practice.isAncestorOf(trouble)
    assert any("DEMO: Passed" in line for line in said(practice))
    check_real(window, lambda peer, observer, cancel: REAL)
    wait_until(lambda: isinstance(window.stage.view, TrainerView))
    settle()
    assert words("fault.meaning") not in said(window.stage)


def test_where_the_room_may_see_this_screen_one_is_asked_once(show: OpenWindow) -> None:
    window = show(PretendDesk(checking=lambda peer, observer, cancel: REAL))
    real(window)
    assert any("may be on the projector too" in line for line in said(window.stage))
    button(window.stage, "Check the Ledger").setFocus()
    key(Qt.Key.Key_Return)
    assert any('choose "extend"' in line for line in said(window.stage))
    assert focus().accessibleName() == "Not now"
    key(Qt.Key.Key_Return)
    press(window.stage, "Check the Ledger")
    assert isinstance(window.stage.view, TrainerView)
    press(window.stage, "Check it all the same")
    wait_until(lambda: "Put this Ledger away" in buttons(window.stage))
    press(window.stage, "Put this Ledger away")
    press(window.stage, "Check the Ledger")
    wait_until(lambda: "Put this Ledger away" in buttons(window.stage))


def test_the_question_goes_with_its_ledger(show: OpenWindow) -> None:
    desk = PretendDesk()
    window = show(desk)
    real_shared(window)
    desk.attached = ()
    wait_until(lambda: "Check it all the same" not in buttons(window.stage))


@pytest.mark.parametrize("same", [False, True])
def test_a_screen_that_shows_the_same_is_no_second_one(
    show: OpenWindow, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    window = show(PretendDesk(checking=lambda peer, observer, cancel: REAL))
    at(window, DeviceAct)
    here = window.screen().geometry()
    other = SimpleNamespace(geometry=lambda: here if same else here.translated(here.width(), 0))
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [window.screen(), other])
    attach(window)
    assert any("may be on the projector too" in line for line in said(window.stage)) == same
    press(window.stage, "Check the Ledger")
    settle()
    assert ("Check it all the same" in buttons(window.stage)) == same


def test_the_whole_result_is_for_the_trainer_alone(show: OpenWindow) -> None:
    window = show(PretendDesk())
    real(window)
    check_real(window, lambda peer, observer, cancel: IN_USE)
    wait_until(lambda: isinstance(window.stage.view, TrainerView))
    room = presenter(window).room_screen
    press(window.stage, "The whole result")
    assert str(IN_USE.findings[0].params["program"]) in " ".join(said(window.stage))
    assert presenter(window).room_screen == room
    QTest.keyClick(presenter(window), Qt.Key.Key_PageDown)
    assert isinstance(window.stage.view, ResultView)
    key(Qt.Key.Key_B)
    assert presenter(window).room_screen == PAUSE
    key(Qt.Key.Key_B)
    press(window.stage, "Back to the agenda")
    assert presenter(window).room_screen == room
    press(window.stage, "The whole result")
    press(window.stage, "Find the reason")
    assert window.shelf.ledger.isVisible()
    assert presenter(window).room_screen == PAUSE


def test_it_is_checked_again_from_the_whole_result(show: OpenWindow) -> None:
    window = show(PretendDesk())
    real_whole(window)
    desk = window.shelf._desk
    assert isinstance(desk, PretendDesk)
    desk.checking = lambda peer, observer, cancel: IN_USE
    press(window.stage, "Check again")
    wait_until(lambda: isinstance(window.stage.view, TrainerView))
    settle()
    assert presenter(window).room_screen.outcome is Outcome.COULD_NOT_CHECK


def test_the_rooms_screen_is_blanked_while_it_is_checked(show: OpenWindow) -> None:
    window = show(PretendDesk())
    real_asks(window)
    room = presenter(window).room_screen
    key(Qt.Key.Key_B)
    assert presenter(window).room_screen == PAUSE
    press(window.stage, "Unblank")
    assert presenter(window).room_screen == room
    press(window.stage, "Blank")
    assert presenter(window).room_screen == PAUSE
    assert isinstance(window.stage.view, RunView)


def test_a_model_that_we_do_not_know_has_a_plain_button(show: OpenWindow) -> None:
    window = show(PretendDesk(Unknown("genuine-nano-s", "unknown-1")))
    at(window, DeviceAct)
    wait_until(lambda: "Check this Ledger" in buttons(window.stage))


@pytest.mark.parametrize("where", ["home", "owner"])
def test_a_clicker_shows_nothing_while_the_trainer_is_elsewhere(show: OpenWindow, where: str) -> None:
    window = show(PretendDesk())
    play(window)
    room, place = presenter(window), performance(window).session.position
    window.show_learn() if where == "home" else press(window, "I am an owner")
    for pressed in (Qt.Key.Key_PageDown, Qt.Key.Key_B, Qt.Key.Key_PageUp, Qt.Key.Key_Period):
        QTest.keyClick(room, pressed)
        assert room.room_screen == PAUSE
    assert performance(window).session.position == place
