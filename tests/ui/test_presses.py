"""What must not happen by a press that was meant for something else."""

from __future__ import annotations

import gc
import threading
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.choose import ChooseView
from walletsafe.ui.pages.ledger.practice import PracticeView
from walletsafe.ui.pages.ledger.prompt import PromptCard
from walletsafe.ui.pages.ledger.question import ConsentCard, QuestionCard
from walletsafe.ui.pages.ledger.result import FaultView, ResultView
from walletsafe.ui.pages.ledger.run import RunView
from walletsafe.ui.widgets.choice_buttons import ChoiceButtons
from walletsafe.ui.widgets.text import Text

from tests.ui.conftest import OpenWindow
from tests.ui.stage import Plugged, PretendDesk, button, settle, shown
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.errors import DeviceSilent
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.questions import ALLOW, CONSENT, NO, NOT_NOW, UNSURE, YES, Question
from walletsafe.transport import Peer

GRACE = 800
"""Longer than a loaded machine takes from one press to the next, in milliseconds."""
GRACE_OVER = GRACE * 11 // 10
"""Qt's timers may be early by a twentieth."""

QUESTION = Question("origin.pin_preset", (YES, NO, UNSURE), {})
MODEL = {"model": "Ledger Nano S", "model_id": "nano-s", "key": "04AB 04AB"}
CONSENT_QUESTION = Question(CONSENT, (ALLOW, NOT_NOW), MODEL)
PROMPT = DevicePrompt("nano-s", ("04AB", "04AB"))
PASSED = Report(
    "device", False, {}, (CheckResult("genuine", Outcome.PASSED, (finding("device.locked"),)),), "2026-11-01"
)


@pytest.fixture
def grace(no_grace: None, qapp: QApplication) -> None:
    """The grace time in force, as it is outside the tests."""
    qapp.setDoubleClickInterval(GRACE)


class Asking:
    """A check that asks ``questions`` one after the other and keeps the answers."""

    def __init__(self, *questions: Question) -> None:
        self._questions = questions
        self.answers: list[str] = []

    def __call__(self, peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        for question in self._questions:
            self.answers.append(observer.ask(question))
        cancel.sleep(60)
        raise AssertionError


def start(show: OpenWindow, check: Asking) -> MainWindow:
    window = show(PretendDesk(checking=check))
    window.show_ledger()
    window.ledger.check(Plugged("genuine-nano-s", "nano-s-1"))
    return window


def focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def hold(key: Qt.Key) -> None:
    """What a key that stays down sends to the control with the focus."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", True)
        QApplication.sendEvent(focus(), event)


def click_at(window: QWidget, place: QPoint) -> None:
    """One real click on whatever lies at this place of the window."""
    handle = window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def place_of(window: QWidget, control: QWidget) -> QPoint:
    return control.mapTo(window, control.rect().center())


def open_card(window: MainWindow, qtbot: QtBot, kind: type[QWidget] = QuestionCard) -> None:
    qtbot.waitUntil(lambda: bool(shown(window, kind)))
    settle(20)


@pytest.mark.usefixtures("grace")
def test_the_second_click_of_a_double_click_answers_no_other_question(show: OpenWindow, qtbot: QtBot) -> None:
    check = Asking(QUESTION, QUESTION)
    window = start(show, check)
    open_card(window, qtbot)
    qtbot.wait(GRACE_OVER)
    old = shown(window, ChoiceButtons)[0]
    place = place_of(window, old.buttons[YES])
    click_at(window, place)
    qtbot.waitUntil(lambda: bool(shown(window, ChoiceButtons)) and shown(window, ChoiceButtons)[0] is not old)
    settle(20)
    new = shown(window, ChoiceButtons)[0].buttons[YES]
    assert place_of(window, new) == place
    click_at(window, place)
    settle(20)
    assert check.answers == [YES]
    qtbot.wait(GRACE_OVER)
    click_at(window, place)
    qtbot.waitUntil(lambda: check.answers == [YES, YES])


@pytest.mark.usefixtures("grace")
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_second_press_answers_no_other_question(show: OpenWindow, qtbot: QtBot, key: Qt.Key) -> None:
    check = Asking(QUESTION, CONSENT_QUESTION)
    window = start(show, check)
    open_card(window, qtbot)
    qtbot.wait(GRACE_OVER)
    QTest.keyClick(focus(), key)
    open_card(window, qtbot, ConsentCard)
    QTest.keyClick(focus(), key)
    settle(20)
    assert check.answers == [UNSURE]
    assert isinstance(window.ledger.view, RunView)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
@pytest.mark.parametrize(("question", "kind"), [(QUESTION, QuestionCard), (CONSENT_QUESTION, ConsentCard)])
def test_a_key_that_is_held_down_answers_nothing(
    show: OpenWindow, qtbot: QtBot, key: Qt.Key, question: Question, kind: type[QWidget]
) -> None:
    check = Asking(question)
    window = start(show, check)
    open_card(window, qtbot, kind)
    hold(key)
    settle(20)
    assert check.answers == []
    QTest.keyClick(focus(), key)
    qtbot.waitUntil(lambda: len(check.answers) == 1)


@pytest.mark.usefixtures("grace")
def test_pressing_twice_on_home_goes_one_way_only(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    qtbot.wait(GRACE_OVER)
    for _ in range(2):
        QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle(20)
    assert isinstance(window.ledger.view, ChooseView)


@pytest.mark.usefixtures("grace")
def test_escape_stops_at_once(show: OpenWindow, qtbot: QtBot) -> None:
    window = start(show, Asking(QUESTION))
    open_card(window, qtbot)
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, ChooseView))


def test_a_question_leaves_the_keyboard_where_the_person_is(show: OpenWindow, qtbot: QtBot) -> None:
    wait = threading.Event()

    def check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        wait.wait(10)
        observer.ask(QUESTION)
        return PASSED

    window = show(PretendDesk(checking=check))
    window.show_ledger()
    window.ledger.check(Plugged("genuine-nano-s", "nano-s-1"))
    window.home_button.setFocus()
    wait.set()
    open_card(window, qtbot)
    assert QApplication.focusWidget() is window.home_button
    shown(window, ChoiceButtons)[0].buttons[NO].click()
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, ResultView))
    assert QApplication.focusWidget() is window.home_button


def prompting(end: str, peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
    """A check that makes the device ask its owner, and then ends in one of several ways."""
    observer.confirm_on_device(PROMPT)
    if end in {"cancel", "leave"}:
        cancel.sleep(60)
    observer.confirm_on_device(None)
    if end == "fault":
        raise DeviceSilent
    return PASSED


@pytest.mark.parametrize("end", ["report", "fault", "cancel", "leave"])
@pytest.mark.parametrize("practice", [True, False])
def test_however_a_run_ends_the_owner_hears_what_to_do_at_the_device(
    show: OpenWindow, qtbot: QtBot, end: str, practice: bool
) -> None:
    window = show(PretendDesk(checking=partial(prompting, end)))
    window.show_ledger()
    window.ledger.check(
        PretendDesk().practice("genuine-nano-s") if practice else Plugged("genuine-nano-s", "nano-s-1")
    )
    if end in {"cancel", "leave"}:
        open_card(window, qtbot, PromptCard)
    if end == "cancel":
        button(window, "Cancel the check").click()
    if end == "leave":
        window.show_home()
        window.show_ledger()
    kinds = ResultView | FaultView | ChooseView | PracticeView
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, kinds))
    said = [label.text() for label in shown(window, Text)]
    assert (texts.report_text().unplug in said) == (not practice)
    still_open = any("deny it there or unplug it" in line for line in said)
    assert still_open == (not practice and end in {"cancel", "leave"})


def test_the_next_check_begins_without_the_reminders_of_the_last(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk(checking=partial(prompting, "report"))
    window = show(desk)
    window.show_ledger()
    window.ledger.check(Plugged("genuine-nano-s", "nano-s-1"))
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, ResultView))
    desk.checking = lambda peer, observer, cancel: PASSED
    window.ledger.check(Plugged("genuine-nano-s", "nano-s-1"))
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, ResultView))
    assert texts.report_text().unplug not in [label.text() for label in shown(window, Text)]


def test_a_practice_check_that_is_cancelled_before_it_starts_goes_back_to_practice(
    show: OpenWindow, qtbot: QtBot
) -> None:
    busy, free = threading.Event(), threading.Event()

    class Busy(PretendDesk):
        def poll(self) -> tuple[Peer, ...]:
            busy.set()
            free.wait(10)
            return ()

    window = show(Busy())
    window.show_ledger()
    assert busy.wait(5)
    window.ledger.check_practice("genuine-nano-s")
    assert isinstance(window.ledger.view, RunView)
    button(window, "Cancel the check").click()
    free.set()
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, PracticeView))


def test_runs_that_are_over_are_forgotten(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk(checking=Asking(QUESTION)))
    window.show_ledger()
    for _ in range(5):
        window.ledger.check(Plugged("genuine-nano-s", "nano-s-1"))
        open_card(window, qtbot)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and runs_alive() == [window.ledger.view])


def runs_alive() -> list[object]:
    return [found for found in gc.get_objects() if type(found) is RunView]
