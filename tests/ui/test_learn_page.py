"""Learn, worked as a person works it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.learn.fake_page import ExerciseBadge, FakePage, IntroPage, OutcomePage, thief_has
from walletsafe.ui.pages.learn.lesson import LessonView
from walletsafe.ui.pages.learn.never import NeverView
from walletsafe.ui.pages.learn.quiz import Message, QuizPage
from walletsafe.ui.pages.learn.start import StartView
from walletsafe.ui.pages.learn.steps import ConfirmPage
from walletsafe.ui.style.theme import theme
from walletsafe.ui.style.tokens import SPACE, TYPE
from walletsafe.ui.widgets.buttons import CardButton
from walletsafe.ui.widgets.lesson_drawing import DRAWN, LessonDrawing
from walletsafe.ui.widgets.question_page import QuestionPage
from walletsafe.ui.widgets.tick_box import TickBox

from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key, tab_to
from tests.ui.learn_states import (
    FAKE,
    JUDGING,
    LEARN_STATES,
    MARKED,
    STRANGERS,
    answered,
    at_end,
    at_step,
    begin,
    do_step,
    doubted,
    fake_page,
    faking,
    left,
    lesson_view,
    primary,
    start,
    step_page,
    stopped,
    tallied,
)
from tests.ui.stage import PretendDesk, button, buttons, said, settle, shown
from tests.ui.test_states import faults, focus, focusable, wholly_visible
from walletsafe.guidance import lessons, never
from walletsafe.guidance.lessons import Quiz, Read

ROOT = Path(__file__).resolve().parents[2]
MAIN_STATES = [name for name in LEARN_STATES if not name[-1].isdigit() or name.startswith("learn fake ")]
CONFIRM, QUIZ = 7, 4
"""Steps of the lesson about the fake page, from 0."""


def step_by_keyboard(view: LessonView) -> None:
    """Do the shown step and go on, with keys alone; quizzes are answered wrong first."""
    page = view.page
    if isinstance(page, IntroPage):
        key(Qt.Key.Key_Return)
        assert isinstance(view.page, FakePage)
        tab_to("Leave this page")
        key(Qt.Key.Key_Return)
        assert isinstance(view.page, OutcomePage)
    elif isinstance(page, ConfirmPage):
        for number, _ in enumerate(page.boxes):
            key(*[Qt.Key.Key_Tab] * bool(number), Qt.Key.Key_Space)
        tab_to("Go on")
    elif isinstance(page, QuizPage):
        step = view.player.step
        assert isinstance(step, Quiz)
        assert focus() is (page.message or page.choices[0])
        for choice in sorted(step.choices, key=lambda choice: (choice.right, choice.doubt)):
            tab_to(choice.label)
            key(Qt.Key.Key_Return)
            assert any(line.startswith(choice.because) for line in said(page))
            if choice.right or choice.doubt:
                break
    assert focus().accessibleName() == "Go on"
    assert focus().accessibleDescription()
    key(Qt.Key.Key_Return)


def begins_in_sight(widget: QWidget) -> bool:
    """Whether all of a control is in sight, or the first line of a message with what stands above it."""
    if not isinstance(widget, Message):
        return wholly_visible(widget)
    title = widget.mapTo(widget.window(), QPoint()).y() - theme().scaled(TYPE.title)
    (page,) = shown(widget.window(), QuizPage)
    return page.mapTo(widget.window(), QPoint()).y() <= title and not widget.visibleRegion().isEmpty()


def walk(window: MainWindow, name: str) -> None:
    """Take a lesson from the list to its end, looking at the layout of each step."""
    window.show_learn()
    settle()
    tab_to(lessons.load(name).title)
    key(Qt.Key.Key_Return)
    view = lesson_view(window)
    for place, step in enumerate(lessons.load(name).steps):
        settle()
        assert view.player.position == place
        assert step.title in said(window)
        assert begins_in_sight(focus())
        assert faults(window) == []
        if isinstance(step, Read) and step.drawing:
            (drawing,) = shown(window, LessonDrawing)
            assert drawing.accessibleDescription() == step.drawing_text
        step_by_keyboard(view)
    settle()
    assert view.player.finished
    assert wholly_visible(focus())
    assert faults(window) == []


@pytest.mark.parametrize("name", lessons.names())
def test_every_lesson_is_finished_by_keyboard_alone(show: OpenWindow, name: str) -> None:
    walk(show(PretendDesk()), name)


@pytest.mark.usefixtures("large_text", "right_to_left")
@pytest.mark.parametrize("name", lessons.names())
def test_every_lesson_is_finished_from_right_to_left_at_200_percent(show: OpenWindow, name: str) -> None:
    walk(show(PretendDesk()), name)


@pytest.mark.usefixtures("large_text")
@pytest.mark.parametrize("name", MAIN_STATES)
def test_every_state_fits_at_200_percent(show: OpenWindow, name: str) -> None:
    looked_at(show, name)


@pytest.mark.usefixtures("right_to_left")
@pytest.mark.parametrize("name", MAIN_STATES)
def test_every_state_fits_from_right_to_left(show: OpenWindow, name: str) -> None:
    looked_at(show, name)


def looked_at(show: OpenWindow, name: str) -> None:
    window = show(PretendDesk())
    LEARN_STATES[name](window)
    settle(100)
    assert (window.width(), window.height()) == (1024, 700)
    assert faults(window) == []
    assert begins_in_sight(focus())
    assert {label.textFormat() for label in window.learn.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert [one for one in focusable(window) if not one.accessibleName().strip()] == []


@pytest.mark.parametrize("name", MAIN_STATES)
def test_the_exercise_is_always_marked_and_nothing_else_is(show: OpenWindow, name: str) -> None:
    window = show(PretendDesk())
    LEARN_STATES[name](window)
    for end in (0, 1):
        for area in shown(window, QScrollArea):
            area.verticalScrollBar().setValue(end * area.verticalScrollBar().maximum())
        settle()
        assert any(wholly_visible(mark) for mark in shown(window, ExerciseBadge)) == (name in MARKED)


@pytest.mark.usefixtures("large_text")
def test_the_exercise_is_always_marked_at_200_percent(show: OpenWindow) -> None:
    test_the_exercise_is_always_marked_and_nothing_else_is(show, "learn fake 3")


def test_a_lesson_that_was_left_is_taken_up_again(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at_step(FAKE, CONFIRM, window)
    shown(window, TickBox)[1].click()
    key(Qt.Key.Key_Escape)
    assert "Begun: step 8 of 9" in said(window)
    assert focus().accessibleName() == "The fake update page"
    window.show_home()
    window.show_learn()
    settle()
    assert isinstance(window.learn.view, StartView)
    key(Qt.Key.Key_Return)
    assert [box.isChecked() for box in shown(window, TickBox)] == [False, True, False, False]
    assert lesson_view(window).player.position == CONFIRM


def test_another_page_and_back_shows_the_lesson_as_it_was(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at_step(FAKE, 3, window)
    window.show_home()
    window.show_learn()
    assert lesson_view(window).player.position == 3


def test_the_list_says_what_is_done_and_what_is_begun(show: OpenWindow) -> None:
    window = show(PretendDesk())
    start(window)
    assert [line for line in said(window.learn) if line.startswith(("Done", "Begun"))] == [
        "Done",
        "Begun: step 2 of 9",
    ]
    window.learn.show_lesson("the-phrase")
    settle()
    do_step(window)
    window.learn.show_start()
    assert "Done. Begun again: step 2 of 9" in said(window.learn)


def test_ticking_one_by_one_opens_the_way_on(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at_step(FAKE, CONFIRM, window)
    boxes = shown(window, TickBox)
    for box in boxes:
        assert not primary(window).isEnabled()
        assert "Tick each fact to go on." in said(window)
        assert primary(window).accessibleDescription() == "Tick each fact to go on."
        box.click()
        settle(1)
    assert primary(window).isEnabled()
    assert "Tick each fact to go on." not in said(window)
    boxes[0].click()
    settle(1)
    assert not primary(window).isEnabled()


def test_a_wrong_answer_is_explained_and_may_be_mended(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at_step(FAKE, QUIZ, window)
    step, page = lesson_view(window).player.step, step_page(window)
    assert isinstance(step, Quiz)
    assert isinstance(page, QuizPage)
    assert "Choose an answer" in primary(window).accessibleDescription()
    page.choices[0].click()
    settle()
    assert not step.choices[0].right
    assert step.choices[0].because in said(page)
    assert "Not quite" in said(page)
    assert "Choose again" in primary(window).accessibleDescription()
    assert not primary(window).isEnabled()
    page.choices[1].click()
    settle()
    assert step.choices[1].because in said(page)
    assert step.choices[0].because not in said(page)
    (why,) = (one for one in shown(page, QLabel) if one.text() == step.choices[1].because)
    assert page.choices[1].geometry().bottom() < why.mapTo(page.choices[1].parentWidget(), QPoint()).y()
    assert focus() is primary(window)
    assert step.choices[1].because in focus().accessibleDescription()


def test_marks_are_shown_after_the_first_answer_beside_the_message(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at_step(JUDGING, 9, window)
    step, page = lesson_view(window).player.step, step_page(window)
    assert isinstance(step, Quiz)
    assert isinstance(page, QuizPage)
    assert page.message is not None
    assert page.message.toPlainText() == step.shown
    assert not any(mark.note in said(page) for mark in step.marks)
    page.choices[1].click()
    settle()
    assert all(mark.note in said(page) for mark in step.marks)
    text = page.message.toPlainText()
    for number, (note, mark) in enumerate(zip(page.notes, step.marks, strict=True), start=1):
        assert f"[{number}]{mark.place}" in text
        assert note.accessibleName() == f"{number}. {mark.place}: {mark.note}"
        assert note.x() + note.parentWidget().x() > page.message.geometry().right()
    assert re.sub(r"\[\d\]", "", text) == step.shown
    notes = page.notes
    page.choices[0].click()
    settle()
    assert page.notes == notes
    assert wholly_visible(page.message)
    assert all(wholly_visible(note) for note in notes)


def test_doubt_is_not_called_right_and_leads_on(show: OpenWindow) -> None:
    window = show(PretendDesk())
    doubted(window)
    step, page = lesson_view(window).player.step, step_page(window)
    assert isinstance(step, Quiz)
    assert isinstance(page, QuizPage)
    lines = said(page)
    assert "Good that you stopped to ask" in lines
    assert not {"Right", "Not quite"} & set(lines)
    assert f"{step.choices[2].because} The answer here: {step.right.label}." in lines
    assert all(mark.note in lines for mark in step.marks)
    assert focus() is primary(window)
    assert primary(window).isEnabled()
    assert "Good that you stopped" in focus().accessibleDescription()
    page.choices[0].click()
    settle()
    assert "Right" in said(page)
    assert not any("The answer here" in line for line in said(page))


def test_a_message_is_as_tall_as_its_text_and_ends_with_its_notes(show: OpenWindow) -> None:
    window = show(PretendDesk())
    for place in (2, 4):
        at_step(JUDGING, place, window)
        settle(100)
        page = step_page(window)
        assert isinstance(page, QuizPage)
        assert page.message is not None
        cursor = page.message.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        page.message.setTextCursor(cursor)
        below = page.message.viewport().height() - page.message.cursorRect().bottom()
        assert abs(below - page.message.document().documentMargin()) <= 2
        page.choices[0].click()
        settle(100)
        frame = page.message.parentWidget()
        ends = [one.mapTo(frame, one.rect().bottomLeft()).y() for one in (page.message, page.notes[-1])]
        assert abs(ends[0] - ends[1]) <= 1


def test_a_narrow_page_of_marks_has_no_hole_below(show: OpenWindow) -> None:
    window = show(PretendDesk())
    window.resize(700, 520)
    answered(window, JUDGING, 3, right=True)
    settle(100)
    page = step_page(window)
    assert isinstance(page, QuizPage)
    assert page.message is not None
    assert page.message.height() == page.message.minimumHeight()
    assert page.message.y() + page.message.height() < page.notes[0].parentWidget().y()
    body = page.widget()
    assert body is not None
    bottom = page.column.parentWidget().geometry().bottom()
    assert body.height() - bottom <= theme().scaled(SPACE.large) + 1


def test_the_end_of_the_messages_tells_the_first_answers_and_shows_some_again(show: OpenWindow) -> None:
    window = show(PretendDesk())
    tallied(window)
    lesson = lessons.load(JUDGING)
    lines = said(window)
    assert "At the first try: 11 right, 6 unsure, 3 wrong." in lines
    quizzes = [step for step in lesson.steps if isinstance(step, Quiz)]
    first = [step.choices[(0, 1, 2)[number % 3]] for number, step in enumerate(quizzes)]
    again = [step.title for step, choice in zip(quizzes, first, strict=True) if not choice.right]
    assert [line for line in lines if line.startswith("Case ")] == again
    tab_to("Look at these again")
    settle(100)
    assert wholly_visible(focus())
    key(Qt.Key.Key_Return)
    player = lesson_view(window).player
    assert player.step.title == again[0]
    assert (player.progress, player.answers) == ((0, len(again) + 1), ())
    key(Qt.Key.Key_Escape)
    assert any(line.startswith("Done") for line in said(window))


def test_without_a_missed_message_there_is_nothing_to_see_again(show: OpenWindow) -> None:
    window = show(PretendDesk())
    quizzes = [step for step in lessons.load(JUDGING).steps if isinstance(step, Quiz)]
    tallied(window, [step.choices.index(step.right) for step in quizzes])
    assert "At the first try: 20 right, 0 unsure, 0 wrong." in said(window)
    assert "Look at these again" not in buttons(window)
    at_end("the-phrase", window)
    assert not any("At the first try" in line for line in said(window))


def test_each_note_is_reached_by_tab_and_leads_to_its_place(show: OpenWindow) -> None:
    window = show(PretendDesk())
    answered(window, JUDGING, 20, right=False)
    step, page = lesson_view(window).player.step, step_page(window)
    assert isinstance(step, Quiz)
    assert isinstance(page, QuizPage)
    message = page.message
    assert message is not None
    message.setFocus()
    for note in page.notes:
        key(Qt.Key.Key_Tab)
        assert focus() is note
    key(Qt.Key.Key_Tab)
    assert focus() is page.choices[0]
    for note, mark in zip(page.notes, step.marks, strict=True):
        note.setFocus()
        key(Qt.Key.Key_Return)
        assert message.textCursor().selectedText() == mark.place
        assert message.hasFocus()


def test_marks_are_there_again_when_one_comes_back(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at_step(JUDGING, 2, window)
    button(window, "Back").click()
    settle()
    page = step_page(window)
    assert isinstance(page, QuizPage)
    assert page.notes
    assert primary(window).isEnabled()


@pytest.mark.usefixtures("large_text")
def test_at_200_percent_the_page_keys_scroll_a_long_message(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at_step(JUDGING, 9, window)
    window.learn.focus_view()
    settle(100)
    page = step_page(window)
    assert isinstance(page, QuizPage)
    assert focus() is page.message
    assert begins_in_sight(focus())
    bar = page.verticalScrollBar()
    before = bar.value()
    key(Qt.Key.Key_PageDown)
    assert bar.value() > before
    key(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    key(Qt.Key.Key_Home)
    assert bar.value() == 0


def test_the_last_explanation_is_there_when_one_comes_back(show: OpenWindow) -> None:
    window = show(PretendDesk())
    at_step(FAKE, QUIZ + 1, window)
    button(window, "Back").click()
    settle()
    step = lesson_view(window).player.step
    assert isinstance(step, Quiz)
    assert next(choice.because for choice in step.choices if choice.right) in said(window)
    assert primary(window).isEnabled()


@pytest.mark.usefixtures("large_text")
@pytest.mark.parametrize("right", [True, False])
def test_the_explanation_is_in_sight_at_200_percent(show: OpenWindow, right: bool) -> None:
    window = show(PretendDesk())
    LEARN_STATES["learn right" if right else "learn wrong"](window)
    settle(100)
    word = "Right" if right else "Not quite"
    assert any(label.text() == word and wholly_visible(label) for label in shown(window, QLabel))


def test_the_end_says_what_to_remember_and_where_it_comes_from(show: OpenWindow) -> None:
    window = show(PretendDesk())
    for name in lessons.names():
        at_end(name, window)
        lesson = lessons.load(name)
        last = lesson.steps[-1]
        assert isinstance(last, Read)
        assert last.lines[0] in said(window)
        for source in lesson.sources:
            assert any(source.address in line and source.date in line for line in said(window))


def test_the_end_leads_to_the_next_lesson_and_at_last_to_practise(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    names = lessons.names()
    at_end(names[0], window)
    primary(window).click()
    settle()
    assert lesson_view(window).player.lesson.id == names[1]
    at_end(names[-1], window)
    with qtbot.waitSignal(window.learn.practise_wanted):
        primary(window).click()


def test_a_second_press_does_not_skip_a_step(show: OpenWindow, qapp: QApplication) -> None:
    window = show(PretendDesk())
    begin(window, "the-phrase")
    qapp.setDoubleClickInterval(5000)
    lesson_view(window)._show_buttons()
    settle()
    primary(window).click()
    settle()
    assert lesson_view(window).player.position == 1
    QTest.keyClick(primary(window), Qt.Key.Key_Return)
    QTest.mouseClick(primary(window), Qt.MouseButton.LeftButton)
    assert lesson_view(window).player.position == 1


@pytest.mark.usefixtures("large_text")
def test_the_usual_keys_scroll_while_the_keyboard_is_on_the_way_on(show: OpenWindow) -> None:
    window = show(PretendDesk())
    for place in (("never", NeverView), ("lesson", LessonView)):
        if place[0] == "never":
            window.show_learn()
            window.learn.show_never()
        else:
            at_step("the-phrase", 1, window)
        settle(100)
        view = window.learn.view
        assert isinstance(view, place[1])
        assert view.page is not None
        bar = view.page.verticalScrollBar()
        assert bar.value() == 0 < bar.maximum()
        key(Qt.Key.Key_PageDown)
        assert bar.value() == min(bar.pageStep(), bar.maximum())
        key(Qt.Key.Key_End)
        assert bar.value() == bar.maximum()
        key(Qt.Key.Key_PageUp, Qt.Key.Key_Home)
        assert bar.value() == 0


def test_the_fake_page_tells_what_a_thief_has_word_by_word(show: OpenWindow) -> None:
    window = show(PretendDesk())
    faking(0, window)
    page = fake_page(window)
    assert focus() is page.grid.fields[0]
    for count, word in enumerate(page._sheet.words[:11], start=1):
        QTest.keyClicks(focus(), word)
        key(Qt.Key.Key_Space)
        assert page.count() == count
        assert thief_has(count) in said(page)
    assert "128" in thief_has(11)
    assert "262,144" in thief_has(10)
    QTest.keyClicks(focus(), page._sheet.words[11])
    settle()
    assert isinstance(step_page(window), OutcomePage)
    assert "Phrase not valid. Please check your words and try again." in said(window)
    assert thief_has(12) in said(window)
    assert "PIN" in thief_has(12)
    assert focus() is primary(window)
    assert window.findChildren(QLineEdit) == [] or all(
        not field.text() for field in window.findChildren(QLineEdit)
    )


def test_words_at_other_places_and_half_words_are_no_words_of_the_thief(show: OpenWindow) -> None:
    window = show(PretendDesk())
    faking(0, window)
    page = fake_page(window)
    page.grid.fields[0].setText(page._sheet.words[0][:2])
    assert page.count() == 0
    for field in page.grid.fields[:3]:
        field.setText(page._sheet.words[0])
    assert page.count() == page._sheet.words.count(page._sheet.words[0])


@pytest.mark.usefixtures("large_text")
def test_at_200_percent_the_thief_is_always_in_sight(show: OpenWindow) -> None:
    window = show(PretendDesk())
    faking(3, window)
    settle(100)
    assert any(label.text() == thief_has(3) and wholly_visible(label) for label in shown(window, QLabel))
    assert wholly_visible(focus())


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_the_fake_page_is_praised_and_leaves_nothing(show: OpenWindow, way: str) -> None:
    window = show(PretendDesk())
    faking(0, window)
    if way == "button":
        primary(window).click()
    else:
        key(Qt.Key.Key_Escape)
    settle()
    assert "You left the page: that is the right answer" in said(window)
    assert any("nothing" in line for line in said(window))
    primary(window).click()
    settle()
    assert lesson_view(window).player.position == 2


def test_leaving_late_says_what_was_sent(show: OpenWindow) -> None:
    window = show(PretendDesk())
    left(5, window)
    assert any("5 of 12 words" in line for line in said(window))


def test_words_of_another_phrase_end_the_exercise_and_lead_to_help(show: OpenWindow) -> None:
    window = show(PretendDesk())
    stopped(window)
    assert "The exercise has stopped" in said(window)
    assert [one.text() for one in window.findChildren(QLineEdit) if one.text()] == []
    assert not any(word in line.split() for word in STRANGERS for line in said(window))
    assert focus().accessibleName() == "What to do now"
    key(Qt.Key.Key_Return)
    settle()
    assert isinstance(window.emergency.view, QuestionPage)
    assert "When was that?" in said(window)
    button(window, "Just now").click()
    settle()
    assert "My words were typed or read out" in said(window)


def test_the_exercise_can_be_tried_once_more_with_another_sheet(show: OpenWindow) -> None:
    window = show(PretendDesk())
    faking(2, window)
    before = fake_page(window)._sheet
    key(Qt.Key.Key_Escape)
    button(window, "Try it once more").click()
    settle()
    assert fake_page(window)._sheet != before
    assert fake_page(window).count() == 0


@pytest.mark.parametrize("way", ["another page", "all lessons", "closed"])
def test_typed_practice_words_are_gone_when_the_page_is_left(show: OpenWindow, way: str) -> None:
    window = show(PretendDesk())
    faking(5, window)
    page = fake_page(window)
    fields = page.grid.fields
    assert all(field.text() for field in fields[:5])
    if way == "another page":
        window.show_home()
    elif way == "all lessons":
        button(window, "All lessons").click()
    else:
        window.close()
    assert [field.text() for field in fields if field.text()] == []
    if way == "another page":
        window.show_learn()
        settle()
        assert thief_has(0) in said(window)


def test_every_promise_stands_there_with_how_to_tell(show: OpenWindow) -> None:
    window = show(PretendDesk())
    window.show_never()
    settle()
    page = never.load()
    lines = said(window)
    for promise in page.promises:
        assert promise.promise in lines
        assert promise.tell in lines
    assert {page.clone, *page.limits} <= set(lines)
    assert focus().accessibleName() == "All lessons"
    key(Qt.Key.Key_Escape)
    assert isinstance(window.learn.view, StartView)


def test_the_list_has_every_lesson_in_order_and_the_promises(show: OpenWindow) -> None:
    window = show(PretendDesk())
    window.show_learn()
    settle()
    titles = [lessons.load(name).title for name in lessons.names()]
    cards = [card.accessibleName() for card in shown(window, CardButton)]
    assert cards == [*titles, "What this program will never do"]
    tab_to("What this program will never do")
    key(Qt.Key.Key_Return)
    assert isinstance(window.learn.view, NeverView)


def test_no_mnemonic_stands_twice(show: OpenWindow) -> None:
    window = show(PretendDesk())
    for name in MAIN_STATES:
        LEARN_STATES[name](window)
        texts = [one.text() for one in shown(window, QAbstractButton)]
        mnemonics = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(mnemonics) == len(set(mnemonics)), (name, texts)


def test_every_drawing_is_drawn_and_none_is_like_another(qapp: QApplication) -> None:
    assert DRAWN == lessons.DRAWINGS
    seen: list[QImage] = []
    for name in sorted(DRAWN):
        drawing = LessonDrawing(name, "what it shows")
        drawing.resize(drawing.sizeHint())
        image = drawing.grab().toImage()
        assert len({image.pixel(x, y) for x in range(0, 420, 3) for y in range(0, 150, 3)}) > 3
        assert all(image != other for other in seen)
        seen.append(image)
        assert drawing.accessibleDescription() == "what it shows"


def test_a_tick_box_is_one_to_screen_readers_and_ticks_anywhere(qtbot: QtBot) -> None:
    box = TickBox("A fact that is long enough to be broken into several lines, since it goes on and on.")
    qtbot.addWidget(box)
    box.resize(300, box.heightForWidth(300))
    box.show()
    interface = QAccessible.queryAccessibleInterface(box)
    assert interface.role() == QAccessible.Role.CheckBox
    assert not interface.state().checked
    (sentence,) = box.findChildren(QLabel)
    for presses, place in enumerate((sentence, box), start=1):
        before = box.grab().toImage()
        QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=QPoint(place.width() - 4, 8))
        assert box.isChecked() == (presses % 2 == 1)
        assert box.grab().toImage() != before
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.isChecked()
    assert QAccessible.queryAccessibleInterface(box).state().checked
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()


def test_every_text_of_learn_is_used_and_every_used_one_exists() -> None:
    table = tomllib.loads((ROOT / "resources" / "text" / "en" / "learn.toml").read_text("utf-8"))
    written = {f"{section}.{name}" for section, entries in table.items() for name in entries}
    sources = [*(ROOT / "ui" / "pages" / "learn").glob("*.py"), ROOT / "ui" / "widgets" / "lesson_drawing.py"]
    source = "\n".join(path.read_text("utf-8") for path in sources)
    pictures = {f"picture.{name}" for name in re.findall(r'_word\("([a-z_]+)"\)', source)}
    used = set(re.findall(r'"([a-z]+\.[a-z_]+)"', source)) | pictures
    clock = {"picture.stop", "picture.move", "picture.later"}
    assert (used | clock) == written


def test_what_is_shown_belongs_to_the_lesson(show: OpenWindow) -> None:
    window = show(PretendDesk())
    begin(window, "passphrase")
    assert any(line.endswith("step 1 of 10") for line in said(window))
    assert "Back" not in buttons(window)
    do_step(window)
    assert "Back" in buttons(window)
