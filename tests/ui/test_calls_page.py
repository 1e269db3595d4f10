"""Calls, worked as an agent works it: by keys, while talking."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QRadioButton, QWidget
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.calls.call_view import CallView
from walletsafe.ui.pages.calls.ending import SummaryPage
from walletsafe.ui.pages.calls.keys import KeysPage
from walletsafe.ui.pages.calls.map import MapPage
from walletsafe.ui.pages.calls.read_card import ReadCard
from walletsafe.ui.pages.calls.save_case import SaveCaseDialog
from walletsafe.ui.pages.calls.start import StartView
from walletsafe.ui.widgets import buttons as buttons_module
from walletsafe.ui.widgets.question_page import QuestionPage
from walletsafe.ui.widgets.report_view import ReportView
from walletsafe.ui.widgets.text import DemoBadge

from tests.helpers.reports import read_out
from tests.ui.calls_hands import gone, here, return_to, strokes, type_here
from tests.ui.calls_states import (
    CALLS_STATES,
    CODE,
    call_view,
    start,
    start_view,
    step,
    step_page,
    wrong_code,
)
from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key, tab_to
from tests.ui.stage import PretendDesk, buttons, press, said, settle, shown
from tests.ui.test_states import faults, focus, focusable, wholly_visible
from walletsafe.guidance import calls
from walletsafe.report import cases
from walletsafe.report.opening import open_report

K = Qt.Key


@pytest.fixture
def window(show: OpenWindow) -> Iterator[MainWindow]:
    opened = show(PretendDesk())
    yield opened
    for dialog in opened.findChildren(QDialog):
        dialog.reject()
    cases.purge(cases.today(), every=True)


# --- a call -------------------------------------------------------------------------------------------------


def test_a_call_from_the_first_sentence_to_the_saved_summary_by_keyboard_alone(window: MainWindow) -> None:
    start(window)
    strokes("1")
    assert here(window) == "Is somebody else telling the caller what to do?"
    assert isinstance(focus(), ReadCard)
    assert "can somebody see your screen" in focus().accessibleDescription()
    strokes("11")
    assert here(window) == "Were words given because of it?"
    key(K.Key_F2)
    type_here("The caller typed words on a page")
    key(K.Key_Escape)
    strokes("1")
    script = calls.load("message")
    assert here(window) == script.step("words").title
    key(K.Key_F4)
    assert isinstance(call_view(window).page, SummaryPage)
    summary = window.calls.open_call.call.summary()
    assert summary[1] in said(window)
    assert focus().accessibleDescription() == " ".join(summary)
    key(K.Key_F8)
    (dialog,) = shown(window, SaveCaseDialog)
    tab_to("Keep this case")
    key(K.Key_Return)
    assert any("Kept until" in line for line in said(dialog))
    (case,) = cases.cases()
    assert (case.script, case.expires) == ("message", case.made + timedelta(14))
    key(K.Key_Escape)
    return_to(window)
    key(K.Key_F9)
    assert isinstance(window.calls.view, StartView), "a saved case is forgotten without a question"
    assert window.calls.open_call is None
    record = [(entry.text, entry.answer) for entry in open_report(case.path).report.record]
    assert ("Noted", "the caller typed words on a page") in record
    assert ("Were words given because of it?", "Yes") in record


@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", calls.names())
def test_every_path_of_a_script_leads_by_figures_to_an_end_and_back(window: MainWindow, name: str) -> None:
    start(window)
    strokes(str(calls.names().index(name) + 1))
    script, walked = calls.load(name), set()
    view = call_view(window)
    window.calls.plan_wanted.disconnect()
    sent: list[object] = []
    view.plan_wanted.connect(sent.append)

    def walk(at: calls.Step) -> None:
        page = step_page(window)
        assert (here(window), window.calls.open_call.call.step) == (at.title, at)
        assert [line for line in at.say if line not in said(page)] == []
        walked.add(at.id)
        for number, answer in enumerate(at.answers, start=1):
            if answer.outcomes:
                read_out(window.calls.open_call.call, answer)
                page = view.show_step()
            QTest.keyClicks(page.first, str(number))
            gone()
            walk(script.step(answer.to))
            QTest.keyClick(view, K.Key_Backspace)
            gone()
            page = step_page(window)
        if at.result:
            QTest.keyClick(view, K.Key_F7)
            assert sent == ([at.plan] if at.plan else [])
            sent.clear()
            assert "Save this case" in buttons(page)

    walk(script.steps[0])
    assert walked == {at.id for at in script.steps}


def test_the_caller_and_the_agent_speak_of_the_same_page(window: MainWindow) -> None:
    step("message", "look", window)
    assert "Page 30, in the corner of their window" in said(window)


def test_two_strokes_find_every_step_of_every_script_and_the_notes_stay(window: MainWindow) -> None:
    step("message", "begin", window, notes="A letter came")
    for name in calls.names():
        script = calls.load(name)
        for wanted in script.steps:
            QTest.keyClicks(step_page(window).first, (script.letter + wanted.key).lower())
            gone()
            assert (here(window), window.calls.open_call.call.script) == (wanted.title, script)
    assert step_page(window).notes.field.toPlainText() == "A letter came"
    start(window)
    strokes("w1")
    assert window.calls.open_call.call.script.id == "words"
    assert window.calls.open_call.call.finished


def test_half_a_stroke_is_shown_and_can_be_taken_back(window: MainWindow) -> None:
    step("message", "begin", window)
    before = here(window)
    strokes("w")
    assert "W ... and the key of a step" in said(window)
    key(K.Key_Escape)
    assert not any("..." in line for line in said(window))
    strokes("wj")
    assert here(window) == before
    assert "There is no step WJ." in said(window)
    strokes("7")
    assert here(window) == before, "there is no seventh answer"


def test_another_script_in_the_middle_of_a_call_keeps_notes_and_trail(window: MainWindow) -> None:
    step("message", "begin", window, notes="A letter came")
    key(K.Key_Escape)
    assert isinstance(window.calls.view, StartView)
    assert focus().accessibleName() == "Go on with the call"
    strokes("8")
    assert window.calls.open_call.call.script.id == "threat"
    assert step_page(window).notes.field.toPlainText() == "A letter came"
    assert len(window.calls.open_call.call.trail) >= 2


def test_typing_is_never_a_shortcut_and_other_keys_lead_out_of_a_field(window: MainWindow) -> None:
    step("message", "begin", window)
    before = here(window)
    key(K.Key_F2)
    type_here("1 m b ? w1")
    key(K.Key_Backspace)
    assert here(window) == before
    assert step_page(window).notes.field.toPlainText() == "1 m b ? w"
    key(K.Key_F3)
    type_here("1D 2")
    assert step_page(window).code.field.text() == "1D 2"
    key(K.Key_Escape)
    assert (here(window), step_page(window).code.field.text()) == (before, "")
    assert isinstance(focus(), ReadCard)
    type_here("?")
    assert isinstance(call_view(window).page, KeysPage)
    key(K.Key_F2)
    assert focus() is step_page(window).notes.field


@pytest.mark.parametrize("field", [K.Key_F2, K.Key_F3])
def test_a_field_keeps_every_key_that_types_to_itself(window: MainWindow, field: Qt.Key) -> None:
    step("message", "begin", window)
    before = here(window)
    key(field)
    here_is = focus()
    key(K.Key_Backspace)
    for letter in string.printable.strip() * 3:
        type_here(letter)
        assert (focus(), here(window)) == (here_is, before), letter


def test_all_steps_are_listed_with_their_strokes(window: MainWindow) -> None:
    step("message", "begin", window)
    key(K.Key_F6)
    page = call_view(window).page
    assert isinstance(page, MapPage)
    assert [one.accessibleName()[:2] for one in page.steps] == [
        f"M{one.key}" for one in calls.load("message").steps
    ]
    strokes("3")
    assert isinstance(call_view(window).page, MapPage), "there is no question here to be answered"
    tab_to("ME")
    key(K.Key_Return)
    assert here(window) == "Let WalletSafe read the message"
    key(K.Key_F6)
    key(K.Key_Escape)
    assert here(window) == "Let WalletSafe read the message"


def test_a_key_that_stays_down_gives_one_answer(window: MainWindow) -> None:
    start(window)
    strokes("1")
    first = here(window)
    held = QKeyEvent(QEvent.Type.KeyPress, K.Key_1, Qt.KeyboardModifier.NoModifier, "1", True)
    QApplication.sendEvent(focus(), held)
    assert here(window) == first


def test_the_call_stays_open_while_another_page_is_shown(window: MainWindow) -> None:
    step("caller", "begin", window, notes="He said he was from Ledger")
    before = here(window)
    window.show_home()
    window.show_calls()
    assert here(window) == before
    assert step_page(window).notes.field.toPlainText() == "He said he was from Ledger"


def test_the_plan_is_opened_in_this_window(window: MainWindow) -> None:
    step("words", "begin", window)
    end = next(one for one in calls.load("words").steps if one.plan)
    call_view(window).go(calls.load("words"), end)
    press(window, "Open the plan")
    assert window.emergency.isVisible()


def test_a_new_call_asks_before_it_forgets(window: MainWindow) -> None:
    step("message", "begin", window)
    key(K.Key_F9)
    assert isinstance(window.calls.view, QuestionPage)
    assert focus().accessibleName() == "Keep it"
    key(K.Key_Return)
    assert isinstance(window.calls.view, CallView)
    key(K.Key_F9)
    press(window, "Forget it")
    assert isinstance(window.calls.view, StartView)
    assert window.calls.open_call is None
    key(K.Key_F9)
    assert isinstance(window.calls.view, StartView)


# --- codes --------------------------------------------------------------------------------------------------


def test_a_code_is_read_as_soon_as_it_is_complete_and_noted_in_the_call(window: MainWindow) -> None:
    step("device", "begin", window)
    before = here(window)
    key(K.Key_F3)
    type_here(CODE.lower())
    (view,) = shown(window, ReportView)
    assert view.report.demo
    assert shown(view, DemoBadge)
    assert "What the caller read out, not proof" in said(window)
    assert window.calls.open_call.call.codes == ("DEMO: Did not pass",)
    key(K.Key_Escape)
    assert here(window) == before
    assert "A code was read out, not proof: DEMO: Did not pass" in said(window)


def test_the_enter_after_a_code_does_not_close_what_it_says(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buttons_module, "TYPING_MILLISECONDS", 2000)
    step("device", "begin", window)
    for _ in range(2):
        key(K.Key_F3)
        type_here(CODE)
        key(K.Key_Return)
        assert shown(window, ReportView)
        key(K.Key_Escape)
    assert window.calls.open_call.call.codes == ("DEMO: Did not pass",)


def test_a_code_is_read_without_a_script(window: MainWindow) -> None:
    start(window)
    key(K.Key_F3)
    assert wholly_visible(focus())
    type_here(CODE)
    assert shown(window, ReportView)
    key(K.Key_Backspace)
    assert isinstance(window.calls.view, StartView)


def test_a_code_that_is_not_right_says_so_in_one_line(window: MainWindow) -> None:
    wrong_code(window)
    box = start_view(window).code
    assert "Have it read out again" in box.news.text()
    box.field.setText("2" + CODE[1:])
    assert not box.news.isVisible(), "nobody is told off while typing"
    type_here("abandon ability able absurd")
    box.field.setText("abandon ability able absurd")
    assert box.field.text() == ""
    assert box.warning.isVisible()
    assert "looked like recovery words" in box.warning.text()


@pytest.mark.parametrize("told", ["john doe 5 main street", "48291", CODE[:-2], "1" * 140])
def test_what_is_no_code_does_not_stay_in_the_field_of_the_code(window: MainWindow, told: str) -> None:
    step("message", "begin", window)
    key(K.Key_F3)
    box = step_page(window).code
    QGuiApplication.clipboard().setText("48291")
    box.field.setText(told)
    key(K.Key_Return)
    assert box.field.text() == told, "it can be put right"
    assert box.news.isVisible()
    key(K.Key_F2)
    assert box.field.text() == ""
    assert "no whole code" in box.news.text()
    assert QGuiApplication.clipboard().text() == ""


def test_a_code_waits_while_another_window_is_before_this_one(window: MainWindow) -> None:
    start(window)
    key(K.Key_F3)
    field = start_view(window).code.field
    field.setText(CODE[:-2])
    away = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(field, away)
    assert field.text() == CODE[:-2]


def test_a_call_of_which_only_a_code_is_there_is_not_forgotten_unasked(window: MainWindow) -> None:
    start(window)
    window.calls.begin(calls.load("device"))
    key(K.Key_F3)
    type_here(CODE)
    assert window.calls.open_call.call.trail == ()
    window.calls.view.left.emit()
    key(K.Key_F9)
    assert isinstance(window.calls.view, QuestionPage)


# --- what holds in every state ------------------------------------------------------------------------------


@pytest.fixture(params=CALLS_STATES)
def state(request: pytest.FixtureRequest, window: MainWindow) -> QWidget:
    CALLS_STATES[request.param](window)
    settle(100)
    dialogs = shown(window, QDialog)
    return dialogs[0] if dialogs else window


def check(window: QWidget) -> None:
    assert window.width() <= 1024
    assert window.height() <= 700
    assert {label.textFormat() for label in window.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    controls = focusable(window)
    assert [control for control in controls if not control.accessibleName().strip()] == []
    assert all("&" not in control.accessibleName() for control in controls)
    assert not focus().property("rail"), "the page has not taken the keyboard"
    assert wholly_visible(focus()) or isinstance(focus(), ReadCard), focus().accessibleName()
    assert faults(window) == []


def test_every_state_at_100_percent(state: QWidget) -> None:
    check(state)


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_every_state_from_right_to_left_at_200_percent(state: QWidget) -> None:
    check(state)


def test_tab_reaches_every_control(state: QWidget) -> None:
    reached: set[QWidget] = set()
    for _ in range(120):
        QTest.keyClick(focus(), K.Key_Tab)
        if focus() in reached:
            break
        reached.add(focus())
    wanted = {one for one in focusable(state) if not isinstance(one, QRadioButton)}
    assert {one.accessibleName() for one in wanted - reached} == set()
    assert {one for one in wanted if isinstance(one, QLineEdit | QPlainTextEdit)} <= reached
