"""The vendor's own online check in the window: by the person's choice, for a real device alone."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walletsafe.ui.desk import ONLINE_CHECK_IDS
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.choose import ChooseView
from walletsafe.ui.pages.ledger.prompt import PromptCard
from walletsafe.ui.pages.ledger.question import ConsentCard, QuestionCard
from walletsafe.ui.pages.ledger.result import FaultView, ResultView
from walletsafe.ui.widgets.key_panel import KeyPanel

from tests.ui.conftest import OpenWindow
from tests.ui.stage import Plugged, PretendDesk, Yes, button, buttons, press, said, shown
from walletsafe.cancel import CancelToken
from walletsafe.device.version import Version
from walletsafe.errors import DeviceUnplugged, ServiceUnreachable, StatusError
from walletsafe.findings import CheckResult, Finding, Outcome, Report, finding
from walletsafe.questions import CLEAN, GUIDED_NOW, YES

OFFER = "Ask Ledger's own service"
OFFLINE = "WalletSafe makes no internet connection."
SENT = "Send it and ask the device"
NANO_X = Plugged("nano-x", "nano-x-1")


class Service:
    """A vendor's service that has the device ask its owner and then ends as told."""

    def __init__(self, end: Callable[[CancelToken], bool]) -> None:
        self._end = end
        self.asked = threading.Event()
        self.over = threading.Event()

    def confirms(self, version: Version, asks_owner: Callable[[bool], None], cancel: CancelToken) -> bool:
        self.asked.set()
        try:
            asks_owner(True)
            return self._end(cancel)
        finally:
            self.over.set()


def raising(error: Exception) -> Callable[[CancelToken], bool]:
    def end(cancel: CancelToken) -> bool:
        raise error

    return end


def forever(cancel: CancelToken) -> bool:
    cancel.sleep(60)
    raise AssertionError


def online_run(show: OpenWindow, service: Service) -> MainWindow:
    """A window in which a real Nano X is asked about online."""
    window = show(PretendDesk(NANO_X, vendor=service))
    window.show_ledger()
    window.ledger.check(NANO_X, online=True)
    return window


def go_through(window: MainWindow, qtbot: QtBot, answers: dict[str, str] | None = None) -> None:
    """Answer harmlessly, or by ``answers``, up to the consent or to the end."""
    harmless = {**CLEAN, **(answers or {})}
    while True:
        qtbot.waitUntil(
            lambda: ended(window) or bool(shown(window, ConsentCard) + shown(window, QuestionCard))
        )
        if not shown(window, QuestionCard):
            return
        card = shown(window, QuestionCard)[0]
        card.answered.emit(harmless[card.question_id])


def asks(window: MainWindow) -> bool:
    return bool(shown(window, ConsentCard)) or bool(shown(window, QuestionCard))


def ended(window: MainWindow) -> bool:
    return isinstance(window.ledger.view, ResultView | FaultView)


def ids(window: MainWindow) -> set[str]:
    view = window.ledger.view
    assert isinstance(view, ResultView), view
    return {found.id for found in view.report.findings}


def send(window: MainWindow, qtbot: QtBot) -> None:
    go_through(window, qtbot)
    press(window, SENT)


def show_report(
    show: OpenWindow, qtbot: QtBot, found: Finding, *, demo: bool, offered: bool = True
) -> MainWindow:
    results = (CheckResult("genuine", Outcome.COULD_NOT_CHECK, (found,)),)
    report = Report("device", demo, {}, results, "2026-11-01")
    desk = PretendDesk(
        NANO_X, checking=lambda peer, observer, cancel: report, vendor=Yes() if offered else None
    )
    window = show(desk)
    window.show_ledger()
    window.ledger.check(desk.practice("nano-x") if demo else NANO_X)
    qtbot.waitUntil(lambda: ended(window))
    return window


LEFT_OPEN = (
    finding("genuine.model_refuses", model="Ledger Nano X"),
    finding("genuine.not_proven_key", model="Ledger Flex"),
    finding("genuine.unexpected_refusal", model="Ledger Flex"),
)
DECIDED = (
    finding("genuine.verified", model="Ledger Nano S"),
    finding("genuine.certificate_invalid"),
    finding("genuine.demo_certificate"),
    finding("device.locked"),
)


@pytest.mark.parametrize("found", [*LEFT_OPEN, *DECIDED])
def test_it_is_offered_only_where_the_offline_check_left_it_open(
    show: OpenWindow, qtbot: QtBot, found: Finding
) -> None:
    window = show_report(show, qtbot, found, demo=False)
    assert (OFFER in buttons(window)) == (found in LEFT_OPEN)
    assert any(line.startswith("This needs the internet") for line in said(window)) == (found in LEFT_OPEN)


@pytest.mark.parametrize("found", LEFT_OPEN)
def test_a_practice_ledger_only_hears_of_it(show: OpenWindow, qtbot: QtBot, found: Finding) -> None:
    window = show_report(show, qtbot, found, demo=True)
    assert OFFER not in buttons(window)
    assert any("Nothing of a practice Ledger ever leaves" in line for line in said(window))


@pytest.mark.parametrize("demo", [False, True])
def test_while_the_check_is_kept_off_nobody_hears_of_it(show: OpenWindow, qtbot: QtBot, demo: bool) -> None:
    window = show_report(show, qtbot, LEFT_OPEN[0], demo=demo, offered=False)
    assert OFFER not in buttons(window)
    assert not any("own service over the internet" in line for line in said(window))


def test_who_is_guided_by_a_caller_is_not_offered_it(show: OpenWindow, qtbot: QtBot) -> None:
    results = (
        CheckResult("genuine", Outcome.COULD_NOT_CHECK, LEFT_OPEN[:1]),
        CheckResult("apps", Outcome.STOPPED, (finding(GUIDED_NOW),)),
    )
    report = Report("device", False, {}, results, "2026-11-01")
    window = show(PretendDesk(NANO_X, checking=lambda peer, observer, cancel: report, vendor=Yes()))
    window.show_ledger()
    window.ledger.check(NANO_X)
    qtbot.waitUntil(lambda: ended(window))
    assert OFFER not in buttons(window)


def test_the_button_starts_the_same_flow_with_the_service(show: OpenWindow, qtbot: QtBot) -> None:
    service = Service(lambda cancel: True)
    desk = PretendDesk(NANO_X, vendor=service)
    window = show(desk)
    window.show_ledger()
    window.ledger.check(NANO_X)
    go_through(window, qtbot)
    press(window, "Ask the device")
    qtbot.waitUntil(lambda: ended(window))
    assert ids(window) >= {"genuine.model_refuses"}
    press(window, OFFER)
    send(window, qtbot)
    qtbot.waitUntil(lambda: ended(window))
    assert ids(window) >= {"device.identified", "origin.clear", "online.genuine"}
    assert "Passed" in said(window)


def test_the_consent_says_what_leaves_and_who_receives_it(show: OpenWindow, qtbot: QtBot) -> None:
    service = Service(lambda cancel: True)
    window = online_run(show, service)
    go_through(window, qtbot)
    on_page = " ".join(said(window))
    for part in ("your address on the internet", "Nano X", "firmware", "certificate", "Ledger SAS"):
        assert part in on_page
    assert shown(window, KeyPanel) == []
    assert not service.asked.is_set()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_enter_space_and_escape_send_nothing(show: OpenWindow, qtbot: QtBot, key: Qt.Key) -> None:
    service = Service(lambda cancel: True)
    window = online_run(show, service)
    go_through(window, qtbot)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Not now, send nothing"
    assert [found for found in buttons(window) if button(window, found).property("primary")] == []
    QTest.keyClick(focused, key)
    qtbot.waitUntil(lambda: ended(window))
    assert "Stopped by you" in said(window)
    assert not service.asked.is_set()


def test_a_caller_who_guides_does_not_get_as_far_as_the_consent(show: OpenWindow, qtbot: QtBot) -> None:
    service = Service(lambda cancel: True)
    window = online_run(show, service)
    go_through(window, qtbot, {GUIDED_NOW: YES})
    qtbot.waitUntil(lambda: ended(window))
    assert ids(window) >= {GUIDED_NOW}
    assert not service.asked.is_set()


def test_the_device_is_said_to_ask_for_ledgers_manager_without_a_key(show: OpenWindow, qtbot: QtBot) -> None:
    window = online_run(show, Service(forever))
    send(window, qtbot)
    qtbot.waitUntil(lambda: bool(shown(window, PromptCard)))
    assert shown(window, KeyPanel) == []
    on_page = " ".join(said(window))
    assert "whether to allow Ledger's manager" in on_page
    assert "long key" not in on_page


ENDS = (
    (lambda cancel: True, "online.genuine", "Passed"),
    (lambda cancel: False, "online.not_confirmed", "Did not pass"),
    (raising(ServiceUnreachable(host="a.example")), "online.unreachable", "Could not be checked"),
    (raising(DeviceUnplugged()), "device.unplugged", "Could not be checked"),
    (raising(StatusError(status=0x5501)), "online.refused_on_device", "Stopped by you"),
)


@pytest.mark.parametrize(("end", "found", "verdict"), ENDS)
def test_every_end_has_its_verdict(
    show: OpenWindow, qtbot: QtBot, end: Callable[[CancelToken], bool], found: str, verdict: str
) -> None:
    window = online_run(show, Service(end))
    send(window, qtbot)
    qtbot.waitUntil(lambda: ended(window))
    assert found in ids(window)
    assert verdict in said(window)
    assert OFFLINE in said(window)


def test_check_again_asks_the_service_again_after_a_new_consent(show: OpenWindow, qtbot: QtBot) -> None:
    service = Service(raising(ServiceUnreachable(host="a.example")))
    window = online_run(show, service)
    send(window, qtbot)
    qtbot.waitUntil(lambda: ended(window))
    service.asked.clear()
    press(window, "Check again")
    go_through(window, qtbot)
    qtbot.waitUntil(lambda: SENT in buttons(window))
    assert not service.asked.is_set()


@pytest.mark.parametrize("way", ["cancel", "home", "close"])
def test_it_can_be_left_in_the_middle(show: OpenWindow, qtbot: QtBot, way: str) -> None:
    service = Service(forever)
    window = online_run(show, service)
    send(window, qtbot)
    qtbot.waitUntil(lambda: bool(shown(window, PromptCard)))
    match way:
        case "cancel":
            press(window, "Cancel the check")
            qtbot.waitUntil(lambda: ended(window))
            assert "Stopped by you" in said(window)
        case "home":
            window.show_home()
            window.show_ledger()
            assert isinstance(window.ledger.view, ChooseView)
        case _:
            window.close()
    assert service.over.wait(5)


def test_the_header_claims_no_more_than_is_true(show: OpenWindow, qtbot: QtBot) -> None:
    slow, end = threading.Event(), threading.Event()

    def ends_late(cancel: CancelToken) -> bool:
        slow.set()
        end.wait(10)
        cancel.raise_if_cancelled()
        raise AssertionError

    window = online_run(show, Service(ends_late))
    assert OFFLINE not in said(window)
    assert any(
        line.startswith("By your choice this check may talk to Ledger's own service") for line in said(window)
    )
    send(window, qtbot)
    assert slow.wait(5)
    window.show_home()
    assert OFFLINE not in said(window), "the process of the check has not ended yet"
    window.show_ledger()
    window.ledger.check(NANO_X, online=True)
    end.set()
    go_through(window, qtbot)
    assert OFFLINE not in said(window), "the next one has begun"
    press(window, "Cancel the check")
    qtbot.waitUntil(lambda: OFFLINE in said(window))


def test_an_offline_check_does_not_change_the_header(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk(NANO_X))
    window.show_ledger()
    window.ledger.check(NANO_X)
    go_through(window, qtbot)
    assert OFFLINE in said(window)


def test_the_steps_are_those_of_the_runner(show: OpenWindow, qtbot: QtBot) -> None:
    window = online_run(show, Service(lambda cancel: True))
    send(window, qtbot)
    qtbot.waitUntil(lambda: ended(window))
    view = window.ledger.view
    assert isinstance(view, ResultView)
    assert tuple(check.id for check in view.report.checks) == ONLINE_CHECK_IDS
