"""A person's way through My Ledger, with the keyboard alone."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walletsafe.ui.desk import CHECK_IDS
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.choose import ChooseView
from walletsafe.ui.pages.ledger.practice import PracticeView
from walletsafe.ui.pages.ledger.prompt import PromptCard
from walletsafe.ui.pages.ledger.question import ConsentCard, QuestionCard
from walletsafe.ui.pages.ledger.result import FaultView, ResultView
from walletsafe.ui.pages.ledger.run import RunView
from walletsafe.ui.widgets.finding_card import FindingCard
from walletsafe.ui.widgets.text import DemoBadge, Text

from tests.helpers.scenarios import EXPECTED
from tests.ui.conftest import OpenWindow
from tests.ui.stage import Plugged, PretendDesk, button, settle, shown
from walletsafe.cancel import CancelToken
from walletsafe.checks import runner
from walletsafe.checks.observer import Observer
from walletsafe.errors import OpenFailed
from walletsafe.findings import Report
from walletsafe.transport import Peer
from walletsafe.virtual import scenario

HARMLESS = (
    ("in your hand", "Yes"),
    ("come to you", "Sealed, from Ledger"),
    ("app on your device", "No"),
    ("", "No"),
)
"""What a title holds, and how the answer to it begins."""


class Keyboard:
    """Hands that have no mouse."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def tab_to(self, name: str) -> None:
        settle(5)
        for _ in range(60):
            focused = QApplication.focusWidget()
            assert focused is not None
            if focused.accessibleName().startswith(name):
                return
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {name!r}")

    def press(self, name: str) -> None:
        self.tab_to(name)
        self.key(Qt.Key.Key_Return)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifier)
        settle(5)


def go_through(
    window: MainWindow,
    keyboard: Keyboard,
    qtbot: QtBot,
    *,
    prompt: str = "Allow",
    consent: str = "Ask the device",
) -> list[str]:
    """Answer all questions until the run ends; return their titles."""
    titles: list[str] = []

    def waiting() -> bool:
        kinds = (QuestionCard, ConsentCard, PromptCard)
        return ended(window) or any(shown(window, kind) for kind in kinds)

    while not ended(window):
        qtbot.waitUntil(waiting)
        # A model that refuses by itself shows its question for a moment only.
        settle(50)
        if shown(window, PromptCard):
            keyboard.press(prompt)
        elif shown(window, ConsentCard):
            keyboard.press(consent)
        elif cards := shown(window, QuestionCard):
            title = cards[0].findChildren(Text)[0].text()
            titles.append(title)
            keyboard.press(next(answer for part, answer in HARMLESS if part in title))
        settle(10)
    settle(10)
    return titles


def ended(window: MainWindow) -> bool:
    return isinstance(window.ledger.view, ResultView | FaultView)


def words_on(window: MainWindow) -> str:
    return "\n".join(label.text() for label in shown(window, Text))


def practise(name: str, window: MainWindow, keyboard: Keyboard) -> None:
    keyboard.press("Try it without")
    keyboard.press(f"DEMO: {scenario.load(name).title}")


VERDICTS = {0: "Passed", 1: "Did not pass", 3: "Could not be checked", 4: "Stopped by you"}


@pytest.mark.parametrize("name", sorted(EXPECTED.keys() - {"slow", "silent", "cross-talk"}))
def test_every_practice_ledger_gives_its_verdict_by_keyboard_alone(
    show: OpenWindow, qtbot: QtBot, name: str
) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise(name, window, keyboard)
    go_through(window, keyboard, qtbot, prompt="Deny" if name == "refused" else "Allow")
    exit_status, ids = EXPECTED[name]
    assert f"DEMO: {VERDICTS[exit_status]}" in words_on(window).splitlines()
    view = window.ledger.view
    assert isinstance(view, ResultView)
    assert ids <= {found.id for found in view.report.findings}


def test_the_rejected_prompt_of_a_genuine_device_ends_in_stopped_by_you(
    show: OpenWindow, qtbot: QtBot
) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("genuine-nano-s", window, keyboard)
    go_through(window, keyboard, qtbot, prompt="Deny")
    assert "DEMO: Stopped by you" in words_on(window)


def test_without_consent_nothing_is_asked_of_the_device(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("genuine-nano-s", window, keyboard)
    go_through(window, keyboard, qtbot, prompt="no prompt", consent="Not now")
    assert "DEMO: Stopped by you" in words_on(window)


def test_enter_alone_never_allows_anything(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("genuine-nano-s", window, keyboard)
    while not ended(window):
        qtbot.waitUntil(
            lambda: ended(window) or bool(shown(window, QuestionCard) + shown(window, ConsentCard))
        )
        assert not shown(window, PromptCard)
        if not ended(window):
            keyboard.key(Qt.Key.Key_Return)
        qtbot.wait(10)
    assert "DEMO: Stopped by you" in words_on(window).splitlines()
    assert "DEMO: Passed" not in words_on(window).splitlines()


def test_six_questions_are_asked_before_the_consent(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("genuine-flex", window, keyboard)
    titles = go_through(window, keyboard, qtbot)
    assert len(titles) == 7
    assert "telling you what to click" in titles[-1]


def test_a_scenarios_own_answers_win(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("pre-filled-phrase", window, keyboard)
    titles = go_through(window, keyboard, qtbot)
    assert not any("recovery words" in title for title in titles)


def test_findings_come_worst_first(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("pre-filled-phrase", window, keyboard)
    go_through(window, keyboard, qtbot)
    severities = [card.findChildren(Text)[0].text() for card in shown(window, FindingCard)]
    order = ["Danger", "Take care", "Not known", "Good", "Tip"]
    assert severities == sorted(severities, key=order.index)
    assert severities[0] == "Danger"


def test_the_result_says_what_it_does_not_prove_and_how_old_the_data_is(
    show: OpenWindow, qtbot: QtBot
) -> None:
    desk = PretendDesk()
    window = show(desk)
    keyboard = Keyboard(window)
    practise("genuine-stax", window, keyboard)
    go_through(window, keyboard, qtbot)
    said = words_on(window)
    assert "What a pass does not prove" in said
    assert desk.knowledge.date in said
    assert "How to repeat it" in said


def test_check_again_runs_again_and_escape_goes_back(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("locked", window, keyboard)
    go_through(window, keyboard, qtbot)
    keyboard.press("Check again")
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, RunView) or ended(window))
    qtbot.waitUntil(lambda: ended(window))
    keyboard.key(Qt.Key.Key_Escape)
    assert isinstance(window.ledger.view, PracticeView)


def test_mnemonics_lead_to_the_pages(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    keyboard.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(shown(window, ChooseView)))
    keyboard.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(window.home.isVisible)


def waiting_check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
    observer.step("device", 0, 5)
    cancel.sleep(60)
    raise AssertionError


def test_escape_cancels_with_a_question_open(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("genuine-nano-s", window, keyboard)
    qtbot.waitUntil(lambda: bool(shown(window, QuestionCard)))
    keyboard.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: ended(window), timeout=1000)
    settle()
    assert "DEMO: Stopped by you" in words_on(window)


def test_cancel_while_the_device_waits_for_its_owner(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    practise("genuine-nano-s", window, keyboard)
    while not shown(window, PromptCard):
        qtbot.waitUntil(
            lambda: bool(shown(window, QuestionCard) + shown(window, ConsentCard) + shown(window, PromptCard))
        )
        if cards := shown(window, QuestionCard):
            title = cards[0].findChildren(Text)[0].text()
            keyboard.press(next(answer for part, answer in HARMLESS if part in title))
        elif shown(window, ConsentCard):
            keyboard.press("Ask the device")
        qtbot.wait(10)
    keyboard.press("Cancel")
    qtbot.waitUntil(lambda: ended(window), timeout=1000)
    settle()
    assert "DEMO: Stopped by you" in words_on(window)


def test_leaving_the_page_cancels_its_check(show: OpenWindow, qtbot: QtBot) -> None:
    stopped = threading.Event()

    def check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        observer.step("device", 0, 5)
        try:
            return waiting_check(peer, observer, cancel)
        finally:
            stopped.set()

    window = show(PretendDesk(checking=check))
    window.show_practices()
    window.ledger.check_practice("genuine-nano-s")
    settle()
    window.show_home()
    assert stopped.wait(1)
    window.show_ledger()
    assert isinstance(window.ledger.view, ChooseView)


def test_a_result_stays_when_the_page_is_left(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    window.show_ledger()
    window.ledger.check(Plugged("locked", "nano-s-1"))
    go_through(window, Keyboard(window), qtbot)
    window.show_home()
    button(window, "Is my Ledger real").click()
    assert isinstance(window.ledger.view, ResultView)


@pytest.mark.parametrize("checked", [False, True])
def test_the_way_to_the_real_devices_never_ends_at_practice(
    show: OpenWindow, qtbot: QtBot, checked: bool
) -> None:
    window = show(PretendDesk())
    keyboard = Keyboard(window)
    keyboard.press("Try it without")
    if checked:
        keyboard.press(f"DEMO: {scenario.load('locked').title}")
        go_through(window, keyboard, qtbot)
    window.show_home()
    button(window, "Is my Ledger real").click()
    assert isinstance(window.ledger.view, ChooseView)
    assert not shown(window, DemoBadge)


@pytest.mark.parametrize("question_open", [True, False])
def test_closing_the_window_during_a_run_leaves_no_thread(
    show: OpenWindow, qtbot: QtBot, question_open: bool
) -> None:
    window = show(PretendDesk(checking=None if question_open else waiting_check))
    window.show_practices()
    window.ledger.check_practice("genuine-nano-s")
    if question_open:
        qtbot.waitUntil(lambda: bool(shown(window, QuestionCard)))
    begun = time.monotonic()
    window.close()
    assert time.monotonic() - begun < 1
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("device")]


def test_plugging_in_and_out_is_seen_within_two_seconds(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk()
    window = show(desk)
    window.show_ledger()
    qtbot.waitUntil(lambda: "No Ledger found yet" in words_on(window), timeout=2000)
    desk.attached = (Plugged("genuine-nano-s", "nano-s-1"),)
    qtbot.waitUntil(lambda: "One Ledger found" in words_on(window), timeout=2000)
    assert "nano-s-1" in button(window, "Check this Ledger: Ledger Nano S").accessibleName()
    desk.attached = (*desk.attached, Plugged("genuine-stax", "stax-1"))
    qtbot.waitUntil(lambda: "2 Ledgers found" in words_on(window), timeout=2000)
    desk.attached = ()
    qtbot.waitUntil(lambda: "No Ledger found yet" in words_on(window), timeout=2000)
    assert all(name.startswith("device") for name in desk.threads)


def test_the_focus_stays_on_the_chosen_device_when_another_comes(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk(Plugged("genuine-stax", "stax-1"))
    window = show(desk)
    window.show_ledger()
    qtbot.waitUntil(lambda: "One Ledger found" in words_on(window))
    Keyboard(window).tab_to("Check this Ledger: Ledger Stax")
    desk.attached = (Plugged("genuine-nano-s", "nano-s-1"), *desk.attached)
    qtbot.waitUntil(lambda: "2 Ledgers found" in words_on(window), timeout=2000)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName().endswith("stax-1")


def test_a_list_that_cannot_be_read_says_so_and_recovers(show: OpenWindow, qtbot: QtBot) -> None:
    desk = PretendDesk()
    desk.trouble = OpenFailed(where="usb")
    window = show(desk)
    window.show_ledger()
    qtbot.waitUntil(lambda: "could not be read" in words_on(window), timeout=2000)
    desk.trouble = None
    qtbot.waitUntil(lambda: "could not be read" not in words_on(window), timeout=2000)


def test_the_chosen_one_of_several_is_checked(show: OpenWindow, qtbot: QtBot) -> None:
    checked: list[str] = []

    def check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        checked.append(peer.id)
        return waiting_check(peer, observer, cancel)

    desk = PretendDesk(
        Plugged("genuine-nano-s", "nano-s-1"), Plugged("genuine-stax", "stax-1"), checking=check
    )
    window = show(desk)
    window.show_ledger()
    qtbot.waitUntil(lambda: "2 Ledgers found" in words_on(window))
    Keyboard(window).press("Check this Ledger: Ledger Stax")
    qtbot.waitUntil(lambda: checked == ["stax-1"])
    assert "DEMO" not in words_on(window)


def test_a_fault_of_ours_is_told_calmly(show: OpenWindow, qtbot: QtBot) -> None:
    def check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        raise ValueError("abandon abandon ability")

    window = show(PretendDesk(checking=check))
    window.show_ledger()
    window.ledger.check(Plugged("genuine-nano-s", "nano-s-1"))
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, FaultView))
    said = words_on(window)
    assert "fault of ours" in said
    assert "abandon" not in said
    assert "Traceback" not in said


def test_the_steps_are_those_of_the_runner() -> None:
    assert tuple(check_id for check_id, _ in runner.CHECKS) == CHECK_IDS
