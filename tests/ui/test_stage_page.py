"""The trainer's own view: agendas clicked through, devices worked by hand, hands counted, the screen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QWidget
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.stage.acts import DrillAct, QuestionAct
from walletsafe.ui.pages.stage.end import EndView
from walletsafe.ui.pages.stage.hands_field import HandsField
from walletsafe.ui.pages.stage.performance import Performance
from walletsafe.ui.pages.stage.room import PAUSE
from walletsafe.ui.pages.stage.start import StartView
from walletsafe.ui.widgets.save_dialog import SaveDialog
from walletsafe.ui.widgets.text import DemoBadge

from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key, tab_to
from tests.ui.stage import PretendDesk, press, said, settle, shown
from tests.ui.stage_states import (
    STAGE_STATES,
    asked,
    at,
    closed,
    performance,
    play,
    presenter,
    said_to_room,
    start,
    trainer,
)
from tests.ui.test_presenter import check_room
from tests.ui.test_states import faults, focus, focusable, wholly_visible
from tests.ui.test_word_pages import assert_mnemonics
from walletsafe.guidance import agendas

ROOT = Path(__file__).resolve().parents[2]
DEMO_STATES = {name for name in STAGE_STATES if name.startswith(("stage device", "stage real"))} - {
    "stage real asks",
    "stage real checked",
    "stage real told",
    "stage real whole",
}
"""States in which the practice Ledger can be worked: its mark is there."""


@pytest.fixture(params=STAGE_STATES)
def state(request: pytest.FixtureRequest, show: OpenWindow) -> MainWindow:
    window = show(PretendDesk())
    STAGE_STATES[request.param](window)
    settle(100)
    return window


# --- what holds in every state -----------------------------------------------------------------------------


def check(window: MainWindow, request: pytest.FixtureRequest) -> None:
    assert window.width() <= 1024
    assert window.height() <= 700
    controls = focusable(window)
    assert [control for control in controls if not control.accessibleName().strip()] == []
    assert wholly_visible(focus()), focus().accessibleName()
    assert not focus().property("rail"), "the page has not taken the keyboard"
    assert_mnemonics(window)
    marked = any(badge.text() == "DEMO" for badge in shown(window.stage, DemoBadge))
    assert marked == (request.node.callspec.params["state"] in DEMO_STATES)
    assert all(isinstance(field, HandsField) for field in shown(window, QLineEdit))
    assert not any(shown(window, QTextEdit) or shown(window, QPlainTextEdit))
    assert faults(window) == []


def check_tab(window: MainWindow) -> None:
    """Tab reaches every control and comes round."""
    reached: list[QWidget] = []
    for _ in range(120):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        if focus() in reached:
            break
        reached.append(focus())
    wanted = {
        one for one in focusable(window.stage) if isinstance(one, QPushButton | QLineEdit | QAbstractButton)
    }
    assert wanted <= set(reached)
    tab_to("Home")


def test_every_state(state: MainWindow, request: pytest.FixtureRequest) -> None:
    """On one window: what the trainer sees, by keyboard alone, and what the room sees."""
    check(state, request)
    check_tab(state)
    if state.stage.presenter is not None:
        check_room(state)


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_every_state_from_right_to_left_at_200_percent(
    state: MainWindow, request: pytest.FixtureRequest
) -> None:
    check(state, request)


def test_nothing_is_typed_but_numbers(show: OpenWindow) -> None:
    window = show(PretendDesk())
    asked(window)
    fields = shown(window, QLineEdit)
    assert len(fields) == 3
    for field in fields:
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "zoo 12 -abandon, 3")
        assert field.text() == "123"


# --- agendas, clicked through ------------------------------------------------------------------------------


def by_mouse(window: MainWindow) -> None:
    press(window.stage, "Next")


def by_keyboard(window: MainWindow) -> None:
    key(Qt.Key.Key_PageDown)


def by_clicker_on_the_rooms_window(window: MainWindow) -> None:
    QTest.keyClick(presenter(window), Qt.Key.Key_Right)
    settle(1)


def beats(agenda: agendas.Agenda) -> int:
    """How often one goes on in an agenda: a question has three beats, a drill two."""
    more: dict[type[agendas.Screen], int] = {agendas.Question: 3, agendas.Drill: 2}
    return sum(more.get(type(screen), 1) for part in agenda.parts for screen in part.screens)


@pytest.mark.parametrize("on", [by_mouse, by_keyboard, by_clicker_on_the_rooms_window])
def test_half_an_hour_is_clicked_through(show: OpenWindow, on: Callable[[MainWindow], None]) -> None:
    window = show(PretendDesk())
    play(window)
    seen = []
    for _ in range(beats(agendas.load("thirty"))):
        seen.append(presenter(window).room_screen)
        assert seen[-1].said
        on(window)
    assert len(set(seen)) == len(seen)
    assert isinstance(window.stage.view, EndView)
    assert performance(window).session.complete
    assert any("Gone through to the end" in line for line in said(window))


def test_an_agenda_with_all_parts_goes_to_its_end_and_back_to_its_beginning(show: OpenWindow) -> None:
    every = agendas.load("ninety")
    assert all(part in every.parts for name in agendas.names() for part in agendas.load(name).parts)
    window = show(PretendDesk())
    play(window, "ninety")
    ahead = []
    for _ in range(beats(every)):
        ahead.append(presenter(window).room_screen)
        assert trainer(window).performance.act.notes
        by_keyboard(window)
    assert isinstance(window.stage.view, EndView)
    press(window.stage, "Back")
    behind = [presenter(window).room_screen]
    while not performance(window).at_start:
        key(Qt.Key.Key_PageUp)
        behind.append(presenter(window).room_screen)
    assert [screen.said for screen in behind] == [screen.said for screen in reversed(ahead)]


def test_the_whole_of_it_by_keyboard_alone(show: OpenWindow) -> None:
    window = show(PretendDesk())
    start(window)
    key(Qt.Key.Key_Return)
    while not isinstance(performance(window).act, QuestionAct):
        assert focus().accessibleName() == "Next"
        key(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "12")
    key(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "3")
    key(Qt.Key.Key_Up)
    key(Qt.Key.Key_PageDown)
    assert presenter(window).room_screen.hands == (12, 4, 0)
    while not isinstance(window.stage.view, EndView):
        key(Qt.Key.Key_PageDown)
    assert any(line.endswith("Fake: 12, May be genuine: 4, I am not sure: 0") for line in said(window))
    key(Qt.Key.Key_Return)
    (dialog,) = shown(window, SaveDialog)
    assert "Fake: 12" in dialog.preview.toPlainText()
    dialog.reject()


def test_a_part_is_jumped_to_and_a_left_agenda_taken_up_again(show: OpenWindow) -> None:
    window = show(PretendDesk())
    play(window)
    press(window.stage, "4. ")
    settle()
    assert performance(window).session.part_number == 3
    press(window.stage, "Leave")
    assert isinstance(window.stage.view, StartView)
    assert presenter(window).room_screen == PAUSE
    assert any("Begun: part 4 of 5" in line for line in said(window))
    press(window.stage, "30 minutes")
    settle()
    assert performance(window).session.part_number == 3


def test_a_finished_agenda_begins_anew(show: OpenWindow) -> None:
    window = show(PretendDesk())
    STAGE_STATES["stage end"](window)
    press(window.stage, "Leave")
    press(window.stage, "30 minutes")
    settle()
    assert performance(window).session.position == 0
    assert performance(window).session.counted == ()


def test_the_end_leads_to_what_to_read_at_home(show: OpenWindow) -> None:
    window = show(PretendDesk())
    STAGE_STATES["stage end"](window)
    press(window.stage, "Your words are the money")
    assert window.learn.isVisible()


def test_the_end_tells_where_its_facts_come_from(show: OpenWindow) -> None:
    window = show(PretendDesk())
    STAGE_STATES["stage end"](window)
    agenda = agendas.load("thirty")
    told = " ".join(said(window))
    assert all(f"{source.name}: {source.address} ({source.date})" in told for source in agenda.sources)
    assert f"Facts last looked at: {agenda.reviewed}." in told


def test_who_ends_early_is_told_so_and_comes_back_to_that_screen(show: OpenWindow) -> None:
    window = show(PretendDesk())
    STAGE_STATES["stage ended early"](window)
    position = performance(window).session.position
    assert said(window.stage)[0] == "You ended before the last screen"
    assert presenter(window).room_screen == PAUSE
    press(window.stage, "Save a report")
    (dialog,) = shown(window, SaveDialog)
    assert "ENDED EARLY" in dialog.preview.toPlainText()
    dialog.reject()
    press(window.stage, "Back")
    assert trainer(window).performance.session.position == position
    assert presenter(window).room_screen.said


# --- the room's screen -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "back", "blanking"),
    [
        (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_B),
        (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Period),
    ],
)
def test_a_clicker_works_also_from_a_number_field(
    show: OpenWindow, on: Qt.Key, back: Qt.Key, blanking: Qt.Key
) -> None:
    window = show(PretendDesk())
    asked(window)
    assert isinstance(focus(), QLineEdit)
    key(blanking)
    assert presenter(window).room_screen == PAUSE
    key(blanking)
    assert presenter(window).room_screen.message
    key(on)
    assert presenter(window).room_screen.hands == (12, 3, 5)
    shown(window, QLineEdit)[0].setFocus()
    key(back)
    assert presenter(window).room_screen.message


def test_whoever_leaves_the_page_blanks_the_screen(show: OpenWindow) -> None:
    window = show(PretendDesk())
    play(window)
    window.show_home()
    assert presenter(window).room_screen == PAUSE
    window.show_stage()
    settle()
    assert presenter(window).room_screen == PAUSE
    assert any("Its screen is blank" in line for line in said(window))
    press(window.stage, "Unblank")
    assert presenter(window).room_screen.said


def test_a_closed_rooms_window_is_told_and_opened_again(show: OpenWindow) -> None:
    window = show(PretendDesk())
    closed(window)
    assert any("The room's window is closed" in line for line in said(window))
    press(window.stage, "Open the room's window")
    settle()
    assert presenter(window).isVisible()
    assert not any("The room's window is closed" in line for line in said(window))


def test_the_mode_switched_away_blanks_the_screen(show: OpenWindow) -> None:
    window = show(PretendDesk())
    play(window)
    press(window, "I am an owner")
    assert window.home.isVisible()
    assert presenter(window).room_screen == PAUSE


def test_the_clock_tells_full_minutes(show: OpenWindow) -> None:
    window = show(PretendDesk())
    start(window)
    now = 0.0
    stage = window.stage
    timed = Performance(agendas.load("thirty"), stage._desk, stage._device_thread, stage, lambda: now)
    stage._performances["thirty"] = timed
    stage.play("thirty")
    now = 130.0
    timed.turned.emit()
    settle()
    assert any("Part 1 of 5: 2 of 3 minutes. In all: 2 of 30." in line for line in said(window))
    timed.go(1)
    now = 200.0
    trainer(window)._tell_time()
    settle()
    assert any("Part 2 of 5: 1 of 5 minutes. In all: 3 of 30." in line for line in said(window))
    window.show_home()
    now = 5000.0
    window.show_stage()
    press(window.stage, "Unblank")
    now = 5060.0
    trainer(window)._tell_time()
    assert timed.minutes == (2, 4)
    assert any("Part 2 of 5: 2 of 5 minutes. In all: 4 of 30." in line for line in said(window))


# --- questions and drills ----------------------------------------------------------------------------------


def test_hands_are_counted_and_shown_with_the_answer(show: OpenWindow) -> None:
    window = show(PretendDesk())
    question = at(window, QuestionAct)
    for field, hands in zip(shown(window, QLineEdit), ("7", "10000", "99999"), strict=False):
        field.setFocus()
        QTest.keyClicks(field, hands)
    assert [field.text() for field in shown(window, QLineEdit)] == ["7", "10000", "10000"]
    assert presenter(window).room_screen.hands == ()
    press(window.stage, "Show the answer")
    assert presenter(window).room_screen.hands == (7, 10000, 10000)
    assert presenter(window).room_screen.right
    QTest.keyClick(shown(window, QLineEdit)[0], Qt.Key.Key_Up)
    assert presenter(window).room_screen.hands[0] == 8
    key(Qt.Key.Key_PageDown)
    assert question.quiz.right.because in said_to_room(window)


def test_a_drill_has_another_exercise(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at(window, DrillAct, "sixty", 1)
    press(window.stage, "Another exercise")
    first = presenter(window).room_screen
    press(window.stage, "Another exercise")
    assert presenter(window).room_screen != first
    assert first.practice


def test_every_text_of_the_page_is_used_and_every_used_one_exists() -> None:
    table = tomllib.loads((ROOT / "resources" / "text" / "en" / "stage.toml").read_text("utf-8"))
    written = {f"{section}.{name}" for section, entries in table.items() for name in entries}
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "ui" / "pages" / "stage").glob("*.py"))
    used = {key for key in re.findall(r'"([a-z_]+\.[a-z_]+)"', source) if key.split(".")[0] in table}
    assert used == written
