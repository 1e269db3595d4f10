"""The fields of a practice sheet: letter by letter in, and no way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QGuiApplication,
    QInputMethodEvent,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui.style.theme import theme
from walletsafe.ui.widgets.glyphs import Glyph
from walletsafe.ui.widgets.text import Text
from walletsafe.ui.widgets.word_field import WordField
from walletsafe.ui.widgets.word_grid import WordGrid
from walletsafe.ui.word_guard import NOBODYS

from tests.ui.stage import settle, shown
from walletsafe import wordlists
from walletsafe.phrases import Card
from walletsafe.practice import checker, sheets
from walletsafe.practice.sheets import Sheet

SHEET = sheets.dealt(Card(7, "english", 12))
STRANGERS = ("abandon", "ability", "able", "about", "above", "absent", "absorb")
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key

OpenGrid = Callable[[Sheet], WordGrid]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[OpenGrid]:
    theme()
    kept: list[QMainWindow] = []

    def open_grid(sheet: Sheet) -> WordGrid:
        window = QMainWindow()
        kept.append(window)
        qtbot.addWidget(window)
        grid = WordGrid(sheet)
        window.setCentralWidget(grid)
        window.resize(680, 500)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        grid.fields[0].setFocus()
        return grid

    yield open_grid
    QGuiApplication.clipboard().clear()


@pytest.fixture
def grid(opened: OpenGrid) -> WordGrid:
    return opened(SHEET)


@pytest.fixture
def field(grid: WordGrid) -> WordField:
    return grid.fields[0]


def focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def type_words(*words: str) -> None:
    for word in words:
        QTest.keyClicks(focus(), word)
        QTest.keyClick(focus(), KEY.Key_Space)


def commit(field: WordField, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_letters_take_the_place_of_a_word_that_was_left(grid: WordGrid) -> None:
    """Glued to it they would be no list word, which nobody counts."""
    type_words(SHEET.words[0])
    grid.fields[0].setFocus()
    QTest.keyClicks(focus(), "ab")
    assert grid.entries()[0] == "ab"
    grid.fields[1].setFocus()
    grid.fields[0].setFocus()
    commit(grid.fields[0], "able")
    assert grid.entries()[0] == "able"


def test_a_word_can_be_mended_after_a_key_that_edits(grid: WordGrid) -> None:
    type_words(SHEET.words[0])
    grid.fields[0].setFocus()
    QTest.keyClick(focus(), KEY.Key_Backspace)
    QTest.keyClicks(focus(), "x")
    assert grid.entries()[0] == SHEET.words[0][:-1] + "x"


def test_there_is_a_named_field_for_every_word(opened: OpenGrid) -> None:
    for length in (12, 24):
        grid = opened(sheets.dealt(Card(7, "english", length)))
        names = [field.accessibleName() for field in grid.fields]
        assert names == [f"Word {position} of {length}" for position in range(1, length + 1)]
        assert grid.entries() == ("",) * length


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_Comma, KEY.Key_Return, KEY.Key_Enter, KEY.Key_Tab])
def test_what_stands_between_words_goes_on_to_the_next_field(grid: WordGrid, key: Qt.Key) -> None:
    QTest.keyClicks(focus(), "strong")
    QTest.keyClick(focus(), key)
    assert focus() is grid.fields[1]
    assert grid.entries()[0] == "strong"
    QTest.keyClick(focus(), KEY.Key_Backtab)
    assert focus() is grid.fields[0]


def test_a_second_space_skips_no_field(grid: WordGrid) -> None:
    QTest.keyClicks(focus(), "strong")
    for _ in range(3):
        QTest.keyClick(focus(), KEY.Key_Space)
    assert focus() is grid.fields[1]


def test_arrows_go_up_and_down(grid: WordGrid) -> None:
    QTest.keyClick(focus(), KEY.Key_Down)
    assert focus() is grid.fields[1]
    QTest.keyClick(focus(), KEY.Key_Up)
    assert focus() is grid.fields[0]


def test_only_letters_get_in(field: WordField) -> None:
    QTest.keyClicks(field, "a1b2-c_3!d")
    assert field.text() == "abcd"
    QTest.keyClicks(field, "x" * 40)
    assert len(field.text()) == max(map(len, wordlists.words("english"))) + 2


@pytest.mark.parametrize("language", wordlists.LANGUAGES)
def test_every_list_can_be_typed(opened: OpenGrid, language: str) -> None:
    """Words with accents are composed by people, and some systems commit them decomposed."""
    sheet = sheets.dealt(Card(7, language, 12))
    grid = opened(sheet)
    for field, word in zip(grid.fields, sheet.words, strict=True):
        commit(field, wordlists.shown(word) if field.position % 2 else word)
    assert checker.judge(sheet, grid.entries()).same


def test_an_input_method_goes_on_with_a_space_and_brings_one_word_only(grid: WordGrid) -> None:
    commit(grid.fields[0], "strong ")
    assert focus() is grid.fields[1]
    commit(grid.fields[1], "left fortune")
    commit(grid.fields[1], "4711")
    assert grid.entries() == ("strong", *[""] * 11)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (KEY.Key_V, CONTROL),
        (KEY.Key_Insert, SHIFT),
        (KEY.Key_Y, CONTROL),
        (KEY.Key_Z, CONTROL),
    ],
)
def test_nothing_is_pasted_or_brought_back(
    field: WordField, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    QTest.keyClicks(field, "strong")
    QTest.keyClick(field, KEY.Key_Backspace)
    QGuiApplication.clipboard().setText("fortune")
    QTest.keyClick(field, key, modifier)
    assert field.text() == "stron"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(KEY.Key_C, CONTROL), (KEY.Key_X, CONTROL), (KEY.Key_Insert, CONTROL), (KEY.Key_Delete, SHIFT)],
)
def test_nothing_is_copied_or_cut(field: WordField, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    QTest.keyClicks(field, "strong")
    QGuiApplication.clipboard().setText("before")
    QTest.keyClick(field, KEY.Key_A, CONTROL)
    QTest.keyClick(field, KEY.Key_Home, SHIFT)
    field.selectAll()
    assert not field.hasSelectedText()
    QTest.keyClick(field, key, modifier)
    field.copy()
    assert QGuiApplication.clipboard().text() == "before"
    assert field.text() == "strong"


def test_the_mouse_marks_and_pastes_nothing(field: WordField) -> None:
    QTest.keyClicks(field, "strong")
    QGuiApplication.clipboard().setText("fortune")
    middle = field.rect().center()
    QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=QPoint(4, middle.y()))
    QTest.mouseMove(field, middle)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(middle),
        field.mapToGlobal(QPointF(middle)),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(field, move)
    QTest.mouseRelease(field, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(field, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseClick(field, Qt.MouseButton.MiddleButton, pos=middle)
    assert not field.hasSelectedText()
    assert field.text() == "strong"


def test_a_click_puts_the_cursor_there(field: WordField) -> None:
    QTest.keyClicks(field, "strong")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(1, field.height() // 2))
    QTest.keyClicks(field, "x")
    assert field.text() == "xstrong"


def test_nothing_is_dropped_and_there_is_no_menu(field: WordField) -> None:
    data = QMimeData()
    data.setText("fortune")
    buttons = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(3, 3), Qt.DropAction.CopyAction, data, *buttons)
    enter.ignore()
    QApplication.sendEvent(field, enter)
    assert not field.acceptDrops()
    assert not enter.isAccepted()
    assert not field.dragEnabled()
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(3, 3), QPoint(3, 3))
    QApplication.sendEvent(field, menu)
    assert QApplication.activePopupWidget() is None
    assert field.findChildren(QMenu) == []


def test_input_methods_learn_nothing(field: WordField) -> None:
    hints = field.inputMethodHints()
    for hint in ("ImhSensitiveData", "ImhNoPredictiveText", "ImhNoAutoUppercase"):
        assert hints & Qt.InputMethodHint[hint], hint
    assert field.completer() is None


def test_no_key_is_undone(field: WordField) -> None:
    QTest.keyClicks(field, "strong")
    for _ in range(6):
        QTest.keyClick(field, KEY.Key_Backspace)
    for _ in range(20):
        field.undo()
        assert field.text() == ""


def test_no_field_remembers_what_stood_there(field: WordField) -> None:
    QTest.keyClicks(field, "strong")
    for _ in range(6):
        QTest.keyClick(field, KEY.Key_Backspace)
    commit(field, "fortune")
    QTest.keyClick(field, KEY.Key_Tab)
    for _ in range(20):
        field.undo()
        assert field.text() == "fortune"
    for _ in range(20):
        field.redo()
        assert field.text() == "fortune"


def test_the_cursor_stays_where_it_was_typed(field: WordField) -> None:
    QTest.keyClicks(field, "strng")
    for _ in range(2):
        QTest.keyClick(field, KEY.Key_Left)
    QTest.keyClicks(field, "o")
    assert field.text() == "strong"
    assert field.cursorPosition() == 4


def test_a_text_set_past_the_keyboard_is_refused(field: WordField) -> None:
    field.setText("strong left fortune")
    assert field.text() == ""
    field.insert("strong left")
    assert field.text() == ""


def test_at_the_fourth_stranger_in_a_row_all_is_gone_at_once(grid: WordGrid, qtbot: QtBot) -> None:
    type_words(SHEET.words[0], *STRANGERS[:3])
    assert grid.entries()[:4] == (SHEET.words[0], *STRANGERS[:3])
    with qtbot.waitSignal(grid.stopped):
        type_words(STRANGERS[3])
    assert grid.entries() == ("",) * 12
    for field in grid.fields:
        field.undo()
        field.redo()
    assert grid.entries() == ("",) * 12
    assert [text.text() for text in shown(grid, Text) if "Word" in text.text()] == []


def test_a_stop_throws_away_what_an_input_method_brought(grid: WordGrid) -> None:
    """The fields are not left in between: nothing else clears their histories."""
    for field, word in zip(grid.fields, STRANGERS[:4], strict=False):
        commit(field, word)
    assert grid.entries() == ("",) * 12
    for field in grid.fields:
        field.setReadOnly(False)
        field.undo()
        assert grid.entries() == ("",) * 12


def test_the_fourth_stranger_need_not_be_finished_with_a_space(grid: WordGrid, qtbot: QtBot) -> None:
    type_words(*STRANGERS[:3])
    with qtbot.waitSignal(grid.stopped):
        QTest.keyClicks(focus(), "about")
    assert grid.entries() == ("",) * 12


def test_whoever_types_on_types_into_nothing(grid: WordGrid) -> None:
    type_words(*STRANGERS)
    assert grid.entries() == ("",) * 12
    grid.clear()
    grid.fields[0].setFocus()
    type_words(SHEET.words[0])
    assert grid.entries()[0] == SHEET.words[0]


def test_words_of_the_sheet_begin_the_row_anew(grid: WordGrid, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(grid.stopped):
        type_words(*STRANGERS[:3], SHEET.words[3], *STRANGERS[3:6])
    with qtbot.waitSignal(grid.stopped):
        QTest.keyClicks(focus(), STRANGERS[6])
    assert grid.entries() == ("",) * 12


def test_a_whole_copy_of_the_sheet_stops_nothing(grid: WordGrid, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(grid.stopped):
        type_words(*SHEET.words)
    assert grid.entries() == SHEET.words


def test_only_words_of_the_sheet_are_nobodys(grid: WordGrid) -> None:
    type_words(SHEET.words[1].upper(), STRANGERS[0])
    assert [field.property(NOBODYS) for field in grid.fields[:2]] == [True, False]
    field = grid.fields[0]
    field.setText(STRANGERS[1])
    assert field.property(NOBODYS) is False


def test_it_tells_that_a_field_was_left_but_not_that_the_window_was(grid: WordGrid, qtbot: QtBot) -> None:
    left: list[int] = []
    grid.left.connect(left.append)
    other = QMainWindow()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert left == []
    grid.window().activateWindow()
    qtbot.waitUntil(grid.window().isActiveWindow)
    QTest.keyClick(grid.fields[0], KEY.Key_Tab)
    assert left == [1]


def test_a_note_has_a_sign_and_words_and_goes_with_the_next_letter(grid: WordGrid) -> None:
    grid.show_note(1, "good", "good", "Word 1: the word of the sheet.")
    assert len(shown(grid, Glyph)) == 1
    assert "Word 1: the word of the sheet." in [text.text() for text in shown(grid, Text)]
    assert grid.fields[0].accessibleDescription() == "Word 1: the word of the sheet."
    QTest.keyClicks(focus(), "a")
    assert shown(grid, Glyph) == []
    assert grid.fields[0].accessibleDescription() == ""


def columns(grid: WordGrid) -> int:
    return len({field.mapTo(grid, QPoint(0, 0)).x() for field in grid.fields})


def test_there_are_as_many_columns_as_fit(grid: WordGrid) -> None:
    counts = []
    for width in (900, 680, 400, 200):
        grid.window().resize(width, 500)
        settle()
        counts.append(columns(grid))
        assert all(field.width() > 60 for field in grid.fields)
    assert counts == [3, 3, 2, 1]


@pytest.mark.usefixtures("right_to_left")
def test_words_run_from_left_to_right_everywhere(grid: WordGrid) -> None:
    first, last = grid.fields[0], grid.fields[-1]
    assert first.mapTo(grid, QPoint(0, 0)).x() < last.mapTo(grid, QPoint(0, 0)).x()
    assert not first.isRightToLeft()
