"""Why is my Ledger not found? The page, with a pretended doctor."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.choose import ChooseView
from walletsafe.ui.pages.ledger.doctor import DoctorView
from walletsafe.ui.pages.ledger.result import FaultView, ResultView
from walletsafe.ui.widgets.finding_card import FindingCard
from walletsafe.ui.widgets.text import Text

from tests.ui.conftest import OpenWindow
from tests.ui.stage import NOT_READY, Plugged, PretendDesk, button, buttons, press, said, shown
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.doctor import Answer, Diagnosis, Probe
from walletsafe.findings import CheckResult, Finding, Outcome, Report, finding

RULE_MISSING = Diagnosis(False, (finding("doctor.rule_missing"), finding("doctor.charge_only_cable")), ())
READY = Diagnosis(True, (), ())
LOOK_AGAIN = "Look again"


def open_doctor(show: OpenWindow, qtbot: QtBot, desk: PretendDesk, *answers: Diagnosis) -> MainWindow:
    """The page with the first answer; each further look gets the next one."""
    if answers:
        remaining = iter(answers)
        desk.examining = lambda cancel: next(remaining)
    window = show(desk)
    window.show_ledger()
    window.ledger.show_doctor()
    qtbot.waitUntil(lambda: LOOK_AGAIN in buttons(window))
    return window


def test_nothing_found_leads_to_the_doctor_and_back(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    window.show_ledger()
    qtbot.waitUntil(lambda: "Why is my Ledger not found?" in buttons(window))
    press(window, "Why is my Ledger not found?")
    assert isinstance(window.ledger.view, DoctorView)
    qtbot.waitUntil(lambda: LOOK_AGAIN in buttons(window))
    assert f"1. {texts.finding_text(NOT_READY.causes[0]).title}" in said(window)
    press(window, "Back")
    assert isinstance(window.ledger.view, ChooseView)


def test_while_a_ledger_is_found_the_doctor_is_not_offered(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk(Plugged("genuine-nano-s", "nano-s-1"))
    window = show(desk)
    window.show_ledger()
    qtbot.waitUntil(lambda: "One Ledger found" in said(window))
    assert "Why is my Ledger not found?" not in buttons(window)
    desk.attached = ()
    qtbot.waitUntil(lambda: "Why is my Ledger not found?" in buttons(window))


def test_causes_come_in_the_doctors_order_with_their_commands(show: OpenWindow, qtbot: QtBot) -> None:
    window = open_doctor(show, qtbot, PretendDesk(), RULE_MISSING)
    assert [card.accessibleName() for card in shown(window, FindingCard)] == [
        f"{number}. {texts.finding_text(cause).title}" for number, cause in enumerate(RULE_MISSING.causes, 1)
    ]
    on_page = [line.replace("\u2060", "") for line in said(window)]
    for cause in RULE_MISSING.causes:
        words = texts.finding_text(cause)
        assert {words.meaning, *words.next_step.splitlines(), *words.commands} <= set(on_page)
    assert texts.doctor_words("not_ready") in on_page
    assert on_page.count(texts.doctor_words("by_yourself")) == 1


def test_each_command_is_copied_by_itself(show: OpenWindow, qtbot: QtBot) -> None:
    window = open_doctor(show, qtbot, PretendDesk(), RULE_MISSING)
    clipboard = QGuiApplication.clipboard()
    commands = texts.finding_text(RULE_MISSING.causes[0]).commands
    assert len(commands) > 1
    for command in commands:
        copy = button(window, f"Copy: {command}")
        copy.click()
        assert clipboard.text() == command
        assert copy.text() == "Copied"
        assert copy.accessibleName() == f"Copied: {command}"
    assert not QApplication.activePopupWidget()
    clipboard.clear()


def test_a_danger_is_said_above_the_causes(show: OpenWindow, qtbot: QtBot) -> None:
    danger = Diagnosis(False, (finding("doctor.offers_disk"), finding("doctor.not_on_usb")), ())
    window = open_doctor(show, qtbot, PretendDesk(), danger)
    assert texts.doctor_words("danger") in said(window)
    assert "Danger" in said(window)


def test_a_probe_that_failed_is_told(show: OpenWindow, qtbot: QtBot) -> None:
    probes = (Probe("in_use", Answer.UNKNOWN), Probe("rule", Answer.NO))
    window = open_doctor(show, qtbot, PretendDesk(), Diagnosis(False, NOT_READY.causes, probes))
    on_page = said(window)
    assert f"{texts.probe_question('in_use')} Could not be told." in on_page
    assert not any(texts.probe_question("rule") in line for line in on_page)


def test_a_second_look_takes_the_place_of_the_first(show: OpenWindow, qtbot: QtBot) -> None:
    window = open_doctor(show, qtbot, PretendDesk(), RULE_MISSING, READY)
    press(window, LOOK_AGAIN)
    qtbot.waitUntil(lambda: "Go on with my Ledger" in buttons(window))
    assert texts.doctor_words("ready") in said(window)
    assert shown(window, FindingCard) == []
    press(window, "Go on with my Ledger")
    assert isinstance(window.ledger.view, ChooseView)


def test_a_ledger_that_shows_up_meanwhile_is_told_and_taken_back(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk(Plugged("locked", "nano-s-1"))
    window = open_doctor(show, qtbot, desk, RULE_MISSING)
    before = desk.polls
    qtbot.waitUntil(lambda: desk.polls > before + 1)
    assert "Go on with my Ledger" not in buttons(window), "it was there before the page was"
    desk.attached = (*desk.attached, Plugged("genuine-nano-s", "nano-s-2"))
    qtbot.waitUntil(lambda: "A Ledger showed up just now." in said(window))
    assert "Go on with my Ledger" in buttons(window)
    desk.attached = ()
    qtbot.waitUntil(lambda: "Go on with my Ledger" not in buttons(window))
    desk.attached = (Plugged("locked", "nano-s-1"),)
    qtbot.waitUntil(lambda: "Go on with my Ledger" in buttons(window))
    assert len(shown(window, FindingCard)) == 2, "what the person reads stays"


def test_the_keyboard_stays_on_the_page_when_the_ledger_is_gone(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk(Plugged("genuine-nano-s", "nano-s-1"))
    window = open_doctor(show, qtbot, desk, READY)
    qtbot.waitUntil(lambda: focused() == "Go on with my Ledger")
    desk.attached = ()
    qtbot.waitUntil(lambda: focused() == LOOK_AGAIN)
    assert "Go on with my Ledger" not in buttons(window)


def focused() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.accessibleName()


def test_after_a_danger_nothing_invites_to_go_on(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk()
    danger = Diagnosis(False, (finding("doctor.offers_disk"),), ())
    window = open_doctor(show, qtbot, desk, danger, RULE_MISSING)
    desk.attached = (Plugged("genuine-nano-s", "nano-s-1"),)
    before = desk.polls
    qtbot.waitUntil(lambda: desk.polls > before + 1)
    assert "Go on with my Ledger" not in buttons(window)
    press(window, LOOK_AGAIN)
    qtbot.waitUntil(lambda: "Go on with my Ledger" in buttons(window))


def waiting(begun: threading.Event, ended: threading.Event) -> Callable[[CancelToken], Diagnosis]:
    """A doctor who looks for a minute, unless somebody cancels."""

    def examining(cancel: CancelToken) -> Diagnosis:
        begun.set()
        try:
            cancel.sleep(60)
        finally:
            ended.set()
        raise AssertionError

    return examining


@pytest.mark.parametrize("way", ["cancel", "home", "close"])
def test_looking_can_be_left_at_once(show: OpenWindow, qtbot: QtBot, way: str) -> None:
    begun, ended = threading.Event(), threading.Event()
    desk = PretendDesk()
    desk.examining = waiting(begun, ended)
    window = show(desk)
    window.show_ledger()
    window.ledger.show_doctor()
    assert begun.wait(5)
    match way:
        case "cancel":
            press(window, "Cancel")
            assert isinstance(window.ledger.view, ChooseView)
        case "home":
            window.show_home()
        case _:
            window.close()
            assert not [thread for thread in threading.enumerate() if thread.name.startswith("device")]
    assert ended.wait(5)


def test_the_page_looks_anew_when_it_is_shown_again(show: OpenWindow, qtbot: QtBot) -> None:
    window = open_doctor(show, qtbot, PretendDesk(), RULE_MISSING, NOT_READY)
    window.show_home()
    window.show_ledger()
    qtbot.waitUntil(lambda: f"1. {texts.finding_text(NOT_READY.causes[0]).title}" in said(window))


def test_looking_happens_on_the_device_thread(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk()
    open_doctor(show, qtbot, desk)
    assert all(name.startswith("device") for name in desk.threads)


def test_a_fault_while_looking_is_told_calmly(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk()

    def broken(cancel: CancelToken) -> Diagnosis:
        raise ValueError("abandon abandon")

    desk.examining = broken
    window = show(desk)
    window.show_ledger()
    window.ledger.show_doctor()
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, FaultView))
    assert "abandon" not in "".join(said(window))
    desk.examining = lambda cancel: RULE_MISSING
    press(window, "Check again")
    qtbot.waitUntil(lambda: LOOK_AGAIN in buttons(window))


def test_a_foreign_name_is_plain_text(show: OpenWindow, qtbot: QtBot) -> None:
    held = finding("doctor.in_use", program="<a href='http://x'>browser</a>")
    window = open_doctor(show, qtbot, PretendDesk(), Diagnosis(False, (held,), ()))
    assert any("<a href" in label.text() for label in shown(window, Text))


@pytest.mark.parametrize(
    ("found", "offered"),
    [
        (finding("transport.no_permission", where="/dev/hidraw0"), True),
        (finding("transport.in_use", where="usb", program="a browser"), True),
        (finding("transport.open_failed", where="usb"), True),
        (finding("device.none"), True),
        (finding("device.locked"), False),
    ],
)
@pytest.mark.parametrize("demo", [False, True])
def test_a_device_that_did_not_open_leads_to_the_doctor(
    show: OpenWindow, qtbot: QtBot, found: Finding, offered: bool, demo: bool
) -> None:
    results = (CheckResult("device", Outcome.COULD_NOT_CHECK, (found,)),)
    report = Report("device", demo, {}, results, "2026-11-01")
    desk = PretendDesk(checking=lambda peer, observer, cancel: report)
    window = show(desk)
    window.show_ledger()
    window.ledger.check(desk.practice("nano-x") if demo else Plugged("locked", "nano-s-1"))
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, ResultView))
    assert ("Find the reason" in buttons(window)) == (offered and not demo)
    if offered and not demo:
        press(window, "Find the reason")
        assert isinstance(window.ledger.view, DoctorView)
