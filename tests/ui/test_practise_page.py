"""A person's way through Practise, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QRadioButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui.pages.practise.check import CheckView, NameView, StoppedView
from walletsafe.ui.pages.practise.deal import DealView
from walletsafe.ui.pages.practise.drill import DrillView
from walletsafe.ui.pages.practise.lists import LanguagesView, PublishedView
from walletsafe.ui.pages.practise.page import PractisePage
from walletsafe.ui.pages.practise.start import StartView
from walletsafe.ui.style.theme import theme
from walletsafe.ui.widgets.bit_boxes import BitBoxes
from walletsafe.ui.widgets.glyphs import Glyph
from walletsafe.ui.widgets.picks import PickButton
from walletsafe.ui.widgets.practice_mark import PracticeBadge
from walletsafe.ui.widgets.sheet_view import SheetView
from walletsafe.ui.widgets.text import Text
from walletsafe.ui.widgets.word_field import WordField

from tests.ui.practise_states import PAGE_STATES, SHEET, SHORT
from tests.ui.stage import button, buttons, said, settle, shown
from walletsafe import published, texts, wordlists
from walletsafe.phrases import Card
from walletsafe.practice import sheets
from walletsafe.practice.drills import session
from walletsafe.practice.drills.exercise import Exercise, Kind
from walletsafe.practice.drills.session import DrillSession
from walletsafe.practice.nearest import nearest

KEY = Qt.Key
STRANGERS = ("abandon", "ability", "able", "about")
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
word = partial(texts.words, "practice")


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[PractisePage]:
    """The page in a window, beside another one."""
    theme()
    window, pages, page = QMainWindow(), QStackedWidget(), PractisePage()
    pages.addWidget(page)
    pages.addWidget(QWidget())
    window.setCentralWidget(pages)
    window.resize(860, 640)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.focus_view()
    yield page
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pages_of(page: PractisePage) -> QStackedWidget:
    pages = page.parentWidget()
    assert isinstance(pages, QStackedWidget)
    return pages


def focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def key(pressed: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    QTest.keyClick(focus(), pressed, modifier)
    settle(1)


def tab_to(name: str) -> None:
    for _ in range(90):
        if focus().accessibleName().startswith(name):
            return
        key(KEY.Key_Tab)
    raise AssertionError(f"Tab does not reach {name!r}")


def press(name: str) -> None:
    tab_to(name)
    key(KEY.Key_Return)


def type_words(*words: str) -> None:
    for typed in words:
        QTest.keyClicks(focus(), typed)
        QTest.keyClick(focus(), KEY.Key_Space)


def entries(page: PractisePage) -> list[str]:
    return [field.text() for field in page.findChildren(WordField)]


def numbered(page: PractisePage) -> list[str]:
    """The words on the sheet that is shown, in order."""
    (sheet,) = shown(page, SheetView)
    return [text.text() for text in sheet.findChildren(Text) if text.text().isalpha()]


# --- sheets ----------------------------------------------------------------------------------------------


def test_the_start_names_all_there_is(page: PractisePage) -> None:
    names = buttons(page)
    assert names[:2] == ["Get a practice sheet", "Check a copy of a sheet"]
    assert [session.title(name) for name in session.NAMES] == names[2:8]
    assert not any("Level" in line for line in said(page))
    assert focus().accessibleName() == "Get a practice sheet"


def test_the_promises_are_one_press_away(page: PractisePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.never_wanted):
        press("What this program will never do")


def test_a_sheet_is_dealt_copied_and_compared_by_keyboard_alone(page: PractisePage) -> None:
    press("Get a practice sheet")
    assert isinstance(page.view, DealView)
    sheet = page.view.sheet
    assert numbered(page) == list(sheet.words)
    assert f"Practice card {sheet.number}: English, 24 words" in said(page)
    press("Check your copy")
    assert isinstance(page.view, CheckView)
    assert word("checker.limit") in said(page)
    type_words(*sheet.words[:23])
    QTest.keyClicks(focus(), sheet.words[23])
    press("Compare")
    assert word("checker.same") in said(page)
    assert word("checker.count_right", count=24, wanted=24) in said(page)
    assert word("checker.words_right") in said(page)
    assert word("checker.checksum_right", odds=256) in said(page)
    key(KEY.Key_Escape)
    assert isinstance(page.view, StartView)


@pytest.mark.parametrize("length", [12, 15, 18, 21, 24])
def test_every_length_is_dealt(page: PractisePage, length: int) -> None:
    page.deal(SHORT if length == 24 else SHEET)
    (chosen,) = [found for found in shown(page, QRadioButton) if found.accessibleName() == f"{length} words"]
    chosen.setFocus()
    key(KEY.Key_Space)
    assert isinstance(page.view, DealView)
    assert len(page.view.sheet.words) == length
    assert numbered(page) == list(page.view.sheet.words)


def test_a_card_is_got_by_its_number(page: PractisePage) -> None:
    page.deal(SHEET)
    tab_to("Number of the card")
    QTest.keyClicks(focus(), "007a")
    key(KEY.Key_Return)
    assert isinstance(page.view, DealView)
    assert page.view.sheet == sheets.dealt(Card(7, "english", 24))
    press("Draw another")
    assert page.view.sheet.number != 7
    assert page.view.form.number.text() == ""


@pytest.mark.parametrize("typed", ["", "65536", "99999"])
def test_what_is_no_number_of_a_card_is_explained(page: PractisePage, typed: str) -> None:
    page.deal(SHEET)
    tab_to("Number of the card")
    QTest.keyClicks(focus(), typed)
    press("Get this card")
    assert word("window_card.no_number") in said(page)
    assert focus().accessibleName().startswith("Number of the card")
    assert isinstance(page.view, DealView)
    assert page.view.sheet == SHEET
    QTest.keyClick(focus(), KEY.Key_Backspace)
    QTest.keyClicks(focus(), "1")
    assert word("window_card.no_number") not in said(page)


def test_the_highest_card_is_dealt(page: PractisePage) -> None:
    page.deal(SHEET)
    tab_to("Number of the card")
    QTest.keyClicks(focus(), "65535")
    press("Get this card")
    assert isinstance(page.view, DealView)
    assert page.view.sheet.number == 65535


def test_other_lists_stand_behind_one_button_with_what_is_to_be_known_of_them(page: PractisePage) -> None:
    page.deal(SHORT)
    assert not any(word("languages.turkish") in line for line in said(page))
    press("Other word lists")
    assert isinstance(page.view, LanguagesView)
    notes = said(page)
    assert notes.count(word("notes.outside_standard")) == len(wordlists.OUTSIDE_STANDARD)
    assert notes.count(word("notes.not_english")) == len(wordlists.STANDARD) - 1
    press("Turkish")
    assert isinstance(page.view, DealView)
    assert (page.view.sheet.language, len(page.view.sheet.words)) == ("turkish", 12)
    assert word("notes.outside_standard") in said(page)


def test_a_glance_at_the_lists_keeps_the_sheet(page: PractisePage) -> None:
    page.deal(SHORT)
    press("Other word lists")
    press("Back")
    assert isinstance(page.view, DealView)
    assert page.view.sheet == SHORT


@pytest.mark.parametrize("language", ["french", "japanese"])
def test_words_are_shown_composed(page: PractisePage, language: str) -> None:
    sheet = sheets.dealt(Card(3, language, 12))
    page.deal(sheet)
    assert [wordlists.shown(written) for written in sheet.words] == numbered(page)


def test_words_can_be_read_and_not_taken_along(page: PractisePage) -> None:
    page.deal(SHEET)
    for text in shown(page, Text):
        assert not text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        assert not text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert [name for name in buttons(page) if "copy" in name.lower()] == ["Check your copy"]
    QApplication.clipboard().setText("before")
    for field in (focus(), *shown(page, Text)):
        QTest.keyClick(field, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "before"


@pytest.mark.parametrize("name", PAGE_STATES)
def test_everything_is_marked_practice(page: PractisePage, name: str) -> None:
    PAGE_STATES[name](page)
    settle()
    assert [badge.text() for badge in shown(page, PracticeBadge)][:1] == ["PRACTICE"]
    for sheet in shown(page, SheetView):
        assert len(shown(sheet, PracticeBadge)) == 1
    assert page.property("demo") is True


# --- the checker -----------------------------------------------------------------------------------------


def test_there_is_no_field_for_words_before_the_card_is_named(page: PractisePage) -> None:
    press("Check a copy of a sheet")
    assert isinstance(page.view, NameView)
    assert page.findChildren(WordField) == []
    (number,) = page.findChildren(QLineEdit)
    assert focus() is number
    press("Go on")
    assert word("window_card.no_number") in said(page)
    assert page.findChildren(WordField) == []
    QTest.keyClicks(focus(), "7")
    key(KEY.Key_Return)
    assert isinstance(page.view, CheckView)
    assert "Practice card 7: English, 24 words" in said(page)
    assert len(page.findChildren(WordField)) == 24
    assert focus().accessibleName() == "Word 1 of 24"


def test_a_card_of_another_list_and_length_is_named(page: PractisePage) -> None:
    press("Check a copy of a sheet")
    (twelve,) = [found for found in shown(page, QRadioButton) if found.accessibleName() == "12 words"]
    twelve.setFocus()
    key(KEY.Key_Space)
    press("Other word lists")
    press("French")
    tab_to("Number of the card")
    QTest.keyClicks(focus(), "9")
    press("Go on")
    assert "Practice card 9: French, 12 words" in said(page)
    assert len(shown(page, WordField)) == 12


def test_a_published_phrase_is_named_from_a_list(page: PractisePage) -> None:
    press("Check a copy of a sheet")
    press("A published phrase instead")
    assert isinstance(page.view, PublishedView)
    assert {phrase.name for phrase in published.phrases()} <= set(buttons(page))
    key(KEY.Key_Escape)
    assert isinstance(page.view, NameView)
    press("A published phrase instead")
    press("Reference vector 1 of the standard")
    type_words(*["abandon"] * 11)
    QTest.keyClicks(focus(), "about")
    press("Compare")
    assert word("checker.same") in said(page)


def notes(page: PractisePage) -> list[str]:
    return [line for line in said(page) if line.startswith("Word ")]


def test_each_word_is_judged_when_its_field_is_left(page: PractisePage) -> None:
    page.check(SHORT)
    QTest.keyClicks(focus(), SHORT.words[0])
    assert notes(page) == []
    key(KEY.Key_Space)
    assert notes(page) == [word("checker.right", position=1)]
    slip = f"{SHORT.words[2]}q"
    type_words(SHORT.words[4], slip, "ability")
    near = word("checker.near", words=", ".join(nearest(slip, "english")))
    assert notes(page)[1:] == [
        word("checker.other_place", position=2),
        f"{word('checker.not_in_list', position=3)} {near}",
        word("checker.other_word", position=4),
    ]
    signs = [found for field in shown(page, WordField)[:4] for found in shown(_cell(field), Glyph)]
    assert len(signs) == 4
    assert page.findChildren(WordField)[2].text() == slip


def _cell(field: WordField) -> QWidget:
    cell = field.parentWidget()
    assert isinstance(cell, QWidget)
    return cell


def test_count_words_and_checksum_are_three_answers(page: PractisePage) -> None:
    page.check(SHORT)
    copy = list(SHORT.words)
    copy[1], copy[2] = copy[2], copy[1]
    type_words(*copy[:11])
    press("Compare")
    assert word("checker.not_same") in said(page)
    assert word("checker.count_wrong", count=11, wanted=12) in said(page)
    assert word("checker.words_right") in said(page)
    assert word("checker.checksum_unknown") in said(page)
    assert word("checker.missing", position=12) in said(page)
    tab_to("Word 12")
    QTest.keyClicks(focus(), copy[11])
    assert word("checker.not_same") not in said(page), "a result must not outlive the words it is for"
    press("Compare")
    assert word("checker.count_right", count=12, wanted=12) in said(page)
    assert word("checker.checksum_wrong") in said(page)
    assert word("checker.same") not in said(page)


def test_a_wrong_copy_with_a_right_checksum_is_not_the_same(page: PractisePage) -> None:
    """On this card the checksum misses that the first two words changed places, as 1 in 16 times."""
    page.check(SHORT)
    type_words(SHORT.words[1], SHORT.words[0], *SHORT.words[2:11])
    QTest.keyClicks(focus(), SHORT.words[11])
    press("Compare")
    assert word("checker.checksum_right", odds=16) in said(page)
    assert word("checker.not_same") in said(page)
    assert word("checker.same") not in said(page)


def test_four_strangers_empty_the_page_and_it_explains_itself(page: PractisePage, qtbot: QtBot) -> None:
    page.check(SHEET)
    type_words(SHEET.words[0], *STRANGERS[:3])
    fields = page.findChildren(WordField)
    for letter in STRANGERS[3]:
        QTest.keyClicks(focus(), letter)
    assert [field.text() for field in fields] == [""] * 24
    assert isinstance(page.view, StoppedView)
    assert word("checker.stopped_title") in said(page)
    assert word("checker.stopped") in said(page)
    assert shown(page, WordField) == []
    assert focus().accessibleName() == "Choose the sheet again"
    everything = "\n".join([*said(page), *buttons(page)])
    assert not any(stranger in everything for stranger in ("abandon", "ability"))
    with qtbot.waitSignal(page.plan_wanted):
        press("What to do now")
    press("Choose the sheet again")
    assert isinstance(page.view, NameView)


def test_typing_on_after_the_stop_changes_nothing(page: PractisePage) -> None:
    page.check(SHEET)
    type_words(*STRANGERS[:3])
    QTest.keyClicks(focus(), STRANGERS[3])
    QTest.keyClicks(focus(), "above")
    assert isinstance(page.view, StoppedView)
    assert "above" not in "\n".join(said(page))


def test_leaving_the_page_blanks_it_and_goes_back_to_the_start(page: PractisePage) -> None:
    page.check(SHEET)
    type_words(*SHEET.words[:5])
    fields = page.findChildren(WordField)
    pages_of(page).setCurrentIndex(1)
    assert [field.text() for field in fields] == [""] * 24
    assert isinstance(page.view, StartView)
    pages_of(page).setCurrentIndex(0)
    assert shown(page, WordField) == []


def test_a_minimised_window_is_still_here(page: PractisePage) -> None:
    page.check(SHEET)
    type_words(*SHEET.words[:5])
    page.window().showMinimized()
    settle()
    page.window().showNormal()
    settle()
    assert entries(page)[:5] == list(SHEET.words[:5])


@pytest.mark.parametrize("name", [name for name in PAGE_STATES if "start" not in name])
def test_esc_goes_back(page: PractisePage, name: str) -> None:
    PAGE_STATES[name](page)
    page.focus_view()
    before = page.view
    key(KEY.Key_Escape)
    assert page.view is not before


# --- the drills ------------------------------------------------------------------------------------------


def answer_by_keyboard(exercise: Exercise, *, right: bool) -> None:
    """Mark the right choices, or leave one of them out for a wrong one, and give the answer."""
    settle(1)
    picks = exercise.right
    if not right:
        wrong = next(number for number in range(len(exercise.choices)) if number not in picks)
        picks = (wrong, *picks[1:])
    if exercise.kind is Kind.BOXES:
        for number in picks:
            tab_to(f"{exercise.choices[number]}: ")
            key(KEY.Key_Space)
    else:
        for number in picks:
            _tab_to_choice(exercise.choices[number])
            key(KEY.Key_Space)
    if exercise.kind is not Kind.PICK_ONE:
        press("Answer")


def _tab_to_choice(label: str) -> None:
    for _ in range(90):
        if isinstance(focus(), PickButton) and focus().accessibleName() == label:
            return
        key(KEY.Key_Tab)
    raise AssertionError(label)


def exercise_of(page: PractisePage, drill: DrillSession) -> Exercise:
    assert isinstance(page.view, DrillView)
    assert drill.exercise is not None
    return drill.exercise


def plays_by_keyboard(page: PractisePage, name: str) -> None:
    """Six answers: two of each level up, and a wrong one."""
    drill = page._drills[name] = DrillSession(name, Random(11))
    press(session.title(name))
    for number, right in enumerate((True, True, False, True, True, True), start=1):
        exercise = exercise_of(page, drill)
        assert said(page)[2].startswith(f"Level {drill.level} of 5.")
        assert exercise.question.replace("\u2060", "") in [line.replace("\u2060", "") for line in said(page)]
        answer_by_keyboard(exercise, right=right)
        lines = said(page)
        assert word("drills.right" if right else "drills.wrong") in lines
        assert set(exercise.explanation.splitlines()) <= set(lines)
        score = word("drills.score", right=drill.right_answers, answered=number)
        assert f"{word('drills.level', level=drill.level)}. {score}" in lines
        assert focus().accessibleName() == "Next"
        if not right:
            solution = ", ".join(exercise.choices[place] for place in exercise.right)
            assert word("drills.solution", choices=solution) in lines
        key(KEY.Key_Return)
    assert (drill.answered, drill.right_answers) == (6, 5)
    key(KEY.Key_Escape)
    assert isinstance(page.view, StartView)
    assert f"Level {drill.level} of 5" in said(page)


@pytest.mark.parametrize("name", session.NAMES)
def test_every_drill_is_played_by_keyboard_alone(page: PractisePage, name: str) -> None:
    plays_by_keyboard(page, name)


@pytest.mark.parametrize("name", session.NAMES)
def test_every_drill_is_played_right_to_left_at_200_percent(
    large_text: None, right_to_left: None, page: PractisePage, name: str
) -> None:
    plays_by_keyboard(page, name)


def start_drill(page: PractisePage, name: str, level: int, kind: Kind) -> tuple[DrillSession, Exercise]:
    """Play until an exercise of this kind is asked."""
    drill = page._drills[name] = DrillSession(name, Random(5), level=level)
    for _ in range(40):
        page.play(name)
        settle(1)
        exercise = exercise_of(page, drill)
        if exercise.kind is kind:
            return drill, exercise
    raise AssertionError(kind)


def test_nothing_can_be_answered_before_something_is_picked(page: PractisePage) -> None:
    _, exercise = start_drill(page, "put-in-order", 1, Kind.IN_ORDER)
    answer = button(page, "Answer")
    for number in exercise.right:
        assert not answer.isEnabled()
        button(page, exercise.choices[number]).click()
    assert answer.isEnabled()


def test_what_is_picked_in_order_is_numbered_and_can_be_put_back(page: PractisePage) -> None:
    _, exercise = start_drill(page, "put-in-order", 1, Kind.IN_ORDER)
    first, second = (button(page, exercise.choices[number]) for number in (0, 1))
    first.click()
    second.click()
    assert second.accessibleName() == f"{exercise.choices[1]}, picked as number 2"
    first.click()
    assert first.accessibleName() == exercise.choices[0]
    assert second.accessibleName() == f"{exercise.choices[1]}, picked as number 1"


def test_no_more_is_picked_in_order_than_is_wanted(page: PractisePage) -> None:
    _, exercise = start_drill(page, "put-in-order", 1, Kind.IN_ORDER)
    for number in range(len(exercise.right) + 2):
        button(page, exercise.choices[number]).click()
    picked = [name for name in buttons(page) if "picked as" in name]
    assert len(picked) == len(exercise.right)


def test_an_answer_marks_what_is_right_and_takes_no_second_one(page: PractisePage) -> None:
    drill, exercise = start_drill(page, "backup-quiz", 1, Kind.PICK_ONE)
    wrong = next(number for number in range(len(exercise.choices)) if number not in exercise.right)
    button(page, exercise.choices[wrong]).click()
    names = buttons(page)
    assert f"{exercise.choices[exercise.right[0]]}, right" in names
    assert f"{exercise.choices[wrong]}, not right" in names
    for found in shown(page, PickButton):
        assert not found.isEnabled()
        found.click()
    assert drill.answered == 1


def test_the_boxes_show_the_solution_afterwards(page: PractisePage) -> None:
    _, exercise = start_drill(page, "bits", 3, Kind.BOXES)
    button(page, "Answer").click()
    (boxes,) = shown(page, BitBoxes)
    assert boxes.picked() == exercise.right
    assert boxes.boxes[0].accessibleName().startswith("1,024: ")


def test_boxes_to_look_at_cannot_be_switched(page: PractisePage) -> None:
    _, exercise = start_drill(page, "bits", 3, Kind.PICK_ONE)
    (boxes,) = shown(page, BitBoxes)
    lit = tuple(number for number, on in enumerate(exercise.boxes) if on)
    assert boxes.picked() == lit
    for box in boxes.boxes:
        QTest.mouseClick(box, Qt.MouseButton.LeftButton)
        assert not box.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert boxes.picked() == lit


def test_levels_live_as_long_as_the_page(page: PractisePage) -> None:
    drill, exercise = start_drill(page, "find-the-slip", 1, Kind.PICK_ALL)
    answer_by_keyboard(exercise, right=True)
    pages_of(page).setCurrentIndex(1)
    pages_of(page).setCurrentIndex(0)
    page.play("find-the-slip")
    assert page._drills["find-the-slip"] is drill
    assert any("1 of 1 right." in line for line in said(page))
    fresh = PractisePage()
    assert fresh._drills == {}
    fresh.deleteLater()
