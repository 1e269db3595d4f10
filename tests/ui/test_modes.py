"""Who the window is for: an owner at every start; whoever helps others finds one more page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.learn.lesson import LessonView
from walletsafe.ui.pages.stage.room import PAUSE
from walletsafe.ui.widgets.question_page import QuestionPage

from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key, tab_to
from tests.ui.stage import PretendDesk, buttons, press, settle, shown
from tests.ui.test_states import focus, wholly_visible
from walletsafe.guidance.lessons import FIRST_TEN_MINUTES
from walletsafe.guidance.plans import WORDS


@pytest.fixture
def window(show: OpenWindow) -> MainWindow:
    return show(PretendDesk())


def chosen(window: MainWindow) -> list[str]:
    return [
        radio.accessibleName()
        for radio in shown(window, QRadioButton)
        if radio.isChecked() and radio.accessibleName().startswith("I am")
    ]


def added(window: MainWindow) -> set[str]:
    """What stands in the rail beyond an owner's pages."""
    return {"Calls", "Stage"} & set(buttons(window))


def test_an_owner_sees_no_page_for_others(window: MainWindow) -> None:
    assert chosen(window) == ["I am an owner"]
    assert added(window) == set()


def test_the_keyboard_alone_brings_the_page_of_each_mode(window: MainWindow) -> None:
    tab_to("I am an owner")
    key(Qt.Key.Key_Down)
    assert (chosen(window), added(window)) == (["I am a support agent"], {"Calls"})
    key(Qt.Key.Key_Down)
    assert (chosen(window), added(window)) == (["I am a trainer"], {"Stage"})
    key(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert (chosen(window), added(window)) == (["I am an owner"], set())


@pytest.mark.parametrize(
    ("mode", "letter", "name"), [("a support agent", "A", "calls"), ("a trainer", "G", "stage")]
)
def test_a_key_leads_to_the_page_of_the_mode_alone(
    window: MainWindow, qtbot: QtBot, mode: str, letter: str, name: str
) -> None:
    code = Qt.Key[f"Key_{letter}"]
    QTest.keyClick(focus(), code, Qt.KeyboardModifier.AltModifier)
    settle(200)
    assert name not in window.shelf.__dict__
    press(window, f"I am {mode}")
    QTest.keyClick(focus(), code, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: name in window.shelf.__dict__)
    assert getattr(window, name).isVisible()


@pytest.mark.parametrize(("steps", "page"), [(1, "Calls"), (2, "Stage")])
def test_a_page_that_the_new_mode_does_not_have_gives_way_to_home(
    window: MainWindow, steps: int, page: str
) -> None:
    tab_to("I am an owner")
    key(*[Qt.Key.Key_Down] * steps)
    press(window, page)
    tab_to("I am a ")
    key(*[Qt.Key.Key_Up] * steps)
    assert window.home.isVisible()
    assert window.home_button.isChecked()
    assert added(window) == set()
    assert focus().accessibleName() == "I am an owner"


def test_any_other_page_stays_when_the_mode_changes(window: MainWindow) -> None:
    window.show_learn()
    press(window, "I am a support agent")
    press(window, "I am a trainer")
    assert window.learn.isVisible()


def test_the_next_window_is_an_owners_again(show: OpenWindow) -> None:
    press(show(PretendDesk()), "I am a trainer")
    assert chosen(show(PretendDesk())) == ["I am an owner"]


def test_calls_leads_to_plans_and_stage_to_lessons(window: MainWindow) -> None:
    window.show_calls()
    window.calls.plan_wanted.emit(WORDS, "")
    assert isinstance(window.emergency.view, QuestionPage)
    assert window.emergency.isVisible()
    window.show_stage()
    window.stage.lesson_wanted.emit(FIRST_TEN_MINUTES)
    assert isinstance(window.learn.view, LessonView)
    assert window.learn.isVisible()


@pytest.mark.parametrize("mode", ["an owner", "a support agent"])
@pytest.mark.parametrize("lesson", [False, True])
def test_the_rooms_window_is_closed_when_nobody_is_a_trainer_and_comes_back_where_it_was(
    window: MainWindow, mode: str, lesson: bool
) -> None:
    press(window, "I am a trainer")
    press(window, "Stage")
    stage = window.stage
    stage.play("thirty")
    press(window, "Next")
    room = stage.presenter
    assert room is not None
    seen = room.room_screen
    if lesson:
        stage.lesson_wanted.emit(FIRST_TEN_MINUTES)
        assert "Stage" in buttons(window), "the rail leads back"
    press(window, f"I am {mode}")
    assert not room.isVisible()
    assert room.room_screen == PAUSE
    assert (window.learn if lesson else window.home).isVisible()
    press(window, "I am a trainer")
    press(window, "Stage")
    assert not room.isVisible()
    press(window, "Open the room's window")
    assert stage.presenter is room
    assert room.isVisible()
    press(window, "Unblank")
    assert room.room_screen == seen


def test_my_ledger_and_stage_work_on_one_thread_which_ends_with_the_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_stage()
    window.show_ledger()
    desk = window.shelf._desk
    assert isinstance(desk, PretendDesk)
    qtbot.waitUntil(lambda: bool(desk.threads))
    assert window.ledger._device_thread is window.stage._device_thread
    window.shelf.device_thread.start(lambda observer, cancel: cancel.sleep(60))
    window.close()
    assert desk.threads == {"device_0"}
    late: list[str] = []
    window.shelf.device_thread.start(lambda observer, cancel: late.append("ran"))
    assert late == []


@pytest.mark.usefixtures("large_text")
def test_the_switch_stays_in_sight_while_pages_come_and_go_above_it(show: OpenWindow, qtbot: QtBot) -> None:
    show(PretendDesk())
    tab_to("I am an owner")
    for step in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        key(step)
        settle()
        qtbot.waitUntil(lambda: wholly_visible(focus()))
