"""No input of the window keeps a phrase, however it gets there. Inputs are found, not listed."""

from __future__ import annotations

import json
import logging
import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from walletsafe.ui.jobs import OurFault
from walletsafe.ui.widgets import buttons
from walletsafe.ui.widgets.words_seen import WordsSeenDialog
from walletsafe.ui.word_guard import Field, WordGuard, fields, text_of

from tests.ui.conftest import OpenWindow
from tests.ui.every_state import EVERY_STATE, bring_any
from tests.ui.stage import said, settle
from walletsafe import phrases, wordlists

MOST = 10
"""How many words of a phrase may be left anywhere."""


def phrase(language: str, length: int = 12) -> list[str]:
    """A valid phrase that was neither dealt nor published, composed as people type it."""
    words = phrases.words_of(random.Random(length).randbytes(length * 4 // 3), language)
    assert phrases.recognise_words(words) is None
    return [wordlists.shown(word) for word in words]


def layouts(words: list[str]) -> dict[str, str]:
    """The ways in which people set their words out."""
    return {
        "lower": " ".join(words),
        "upper": " ".join(words).upper(),
        "ideographic": "\u3000".join(words),
        "numbered": " ".join(f"{number}. {word}" for number, word in enumerate(words, start=1)),
        "lines": "\n".join(words),
        "decomposed": unicodedata.normalize("NFD", ", ".join(words)),
    }


TEXTS = {
    f"{language} {layout}": text
    for language in ("english", "japanese", "french")
    for layout, text in layouts(phrase(language)).items()
}


# --- ways in ---------------------------------------------------------------------------------------------


def type_keys(field: QWidget, text: str) -> None:
    """Key by key; letters that no key has are committed by an input method, one word at a time."""
    for word in text.replace("\n", " \n ").replace("\u3000", " ").split(" "):
        target = QApplication.focusWidget() or field
        if word == "\n":
            # In a line, Enter presses a dialog's button: space alone goes on there.
            QTest.keyClick(target, Qt.Key.Key_Space if isinstance(target, QLineEdit) else Qt.Key.Key_Return)
        elif word.isascii():
            QTest.keyClicks(target, word)
        else:
            commit(target, word)
        QTest.keyClick(QApplication.focusWidget() or field, Qt.Key.Key_Space)


def commit(field: QWidget, text: str) -> None:
    """As an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def paste(field: QWidget, text: str) -> None:
    """From the clipboard, as the keyboard does."""
    QGuiApplication.clipboard().setText(text)
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))


def drop(field: QWidget, text: str) -> None:
    """Dragged here from another program."""
    data = QMimeData()
    data.setText(text)
    target = field.viewport() if isinstance(field, QPlainTextEdit | QTextEdit) else field
    if not target.acceptDrops():
        return
    buttons = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(3, 3), Qt.DropAction.CopyAction, data, *buttons)
    QApplication.sendEvent(target, enter)
    QApplication.sendEvent(target, QDropEvent(QPointF(3, 3), Qt.DropAction.CopyAction, data, *buttons))


WAYS_IN: dict[str, Callable[[QWidget, str], None]] = {
    "typed": type_keys,
    "committed": commit,
    "pasted": paste,
    "dropped": drop,
}


# --- what is held afterwards -----------------------------------------------------------------------------


def counted(text: str, words: list[str]) -> int:
    """How many of the words stand in a text, in whatever spelling."""
    found = {wordlists.folded(part) for part in text.replace("\u3000", " ").split()}
    joined = unicodedata.normalize("NFKD", text).casefold()
    return sum(1 for word in set(words) if wordlists.folded(word) in found or _inside(word, joined))


def _inside(word: str, joined: str) -> bool:
    spelled = unicodedata.normalize("NFKD", word).casefold()
    return len(spelled) > 3 and spelled in joined


def texts_of(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.toolTip()
    if isinstance(widget, QLabel | QLineEdit):
        yield widget.text()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()


def everything_shown() -> str:
    widgets = QApplication.allWidgets()
    return "\n".join(text for widget in widgets for text in texts_of(widget))


def undone(field: Field) -> str:
    """All that a field's history of changes brings back, forward and backward."""
    seen: list[str] = []
    if not isValid(field):  # Enter has closed its dialog
        return ""
    for _ in range(13):
        field.undo()
        seen.append(text_of(field))
    for _ in range(13):
        field.redo()
        seen.append(text_of(field))
    return "\n".join(seen)


def kept_elsewhere(text: str, home: Path, log: pytest.LogCaptureFixture) -> str:
    """The clipboard, all files, the log, and what a fault would say whose message were ``text``."""
    clipboard = QGuiApplication.clipboard()
    modes = [clipboard.Mode.Clipboard, *([clipboard.Mode.Selection] if clipboard.supportsSelection() else [])]
    files = [path.read_text("utf-8", "replace") for path in home.rglob("*") if path.is_file()]
    crash = str(OurFault.of(ValueError(text)).params)
    return "\n".join([*(clipboard.text(mode) for mode in modes), *files, log.text, crash])


EXPLANATIONS = ("looked like recovery words", "The checker has stopped", "The exercise has stopped")


def takes_letters(field: Field) -> bool:
    """Whether letters can be typed here: a field for a number needs no word about words."""
    before = text_of(field)
    QTest.keyClicks(field, "q")
    taken = text_of(field) != before
    empty([field])
    return taken


def empty(present: list[Field]) -> None:
    """Leave no text in these fields."""
    for field in present:
        if isinstance(field, QLineEdit):
            field.setText("")
        else:
            field.setPlainText("")


def explained() -> bool:
    """Whether a page, or a dialog over one, says what happened."""
    lines = " ".join(line for top in QApplication.topLevelWidgets() if top.isVisible() for line in said(top))
    return any(explanation in lines for explanation in EXPLANATIONS)


def settled(condition: Callable[[], bool]) -> bool:
    """Whether a condition holds soon."""
    for _ in range(20):
        if condition():
            return True
        settle(10)
    return False


def inputs(window: QWidget) -> list[Field]:
    """Every field that a person can write into now, in the window and in the dialogs over it."""
    tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    found = [field for top in tops for field in fields(top)]
    return [field for field in found if field.isVisible() and field.isEnabled()]


def close_dialogs() -> None:
    for top in QApplication.topLevelWidgets():
        if isinstance(top, WordsSeenDialog):
            top.close()


def close_for_good(window: QWidget) -> None:
    """Leave nothing of a window: all that there is is searched for words each time."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# --- a window with every kind of input -------------------------------------------------------------------


class Bench(QMainWindow):
    """One field of each kind, and twelve for one word each."""

    def __init__(self) -> None:
        super().__init__()
        body = QWidget()
        column = QVBoxLayout(body)
        self.line, self.plain, self.rich, self.combo = QLineEdit(), QPlainTextEdit(), QTextEdit(), QComboBox()
        self.combo.setEditable(True)
        self.row = [QLineEdit() for _ in range(12)]
        for widget in (self.line, self.plain, self.rich, self.combo, QSpinBox(), *self.row):
            column.addWidget(widget)
        self.setCentralWidget(body)
        self.guard = WordGuard(self)
        self.found: list[QWidget] = []
        self.guard.found.connect(self.found.append)
        self.guard.watch()


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    window = Bench()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.mark.parametrize("way", WAYS_IN)
@pytest.mark.parametrize("name", TEXTS)
def test_no_kind_of_field_keeps_a_phrase(bench: Bench, way: str, name: str) -> None:
    text = TEXTS[name]
    words = phrase(name.partition(" ")[0])
    for field in (bench.line, bench.plain, bench.rich, bench.combo.lineEdit()):
        assert field is not None
        bench.found.clear()
        field.setFocus()
        WAYS_IN[way](field, text)
        assert counted(everything_shown(), words) <= MOST
        assert counted(undone(field), words) <= MOST
        assert counted(QGuiApplication.clipboard().text(), words) <= MOST
        assert set(bench.found) == {bench}, (type(field), way, name)
        field.clear()


@pytest.mark.parametrize("language", ["english", "japanese", "french"])
def test_all_fields_of_a_window_count_together(bench: Bench, language: str) -> None:
    words = phrase(language)
    for field, word in zip(bench.row, words, strict=True):
        field.setFocus()
        commit(field, word)
    assert bench.found == [bench]
    assert counted(everything_shown(), words) <= 1


def test_a_field_that_has_never_had_the_keyboard_is_watched_too(bench: Bench) -> None:
    bench.plain.setPlainText(" ".join(phrase("english")))
    assert bench.found == [bench]
    late = QLineEdit(bench)
    late.show()
    bench.row[3].setFocus()
    late.setText(" ".join(phrase("english")))
    assert late.text() == ""


def test_what_is_no_run_stays(bench: Bench) -> None:
    bench.plain.setPlainText(f"Dear Anna,\n{' '.join(phrase('english'))}\nxyzzy, yours")
    assert bench.plain.toPlainText() == "Dear Anna,\n[12 words removed]\nxyzzy, yours"
    bench.line.setText("A harmless sentence about words.")
    assert bench.line.text() == "A harmless sentence about words."


def test_a_clipboard_without_words_is_left_alone(bench: Bench) -> None:
    QGuiApplication.clipboard().setText("an address in the street")
    bench.line.setText(" ".join(phrase("english")))
    assert QGuiApplication.clipboard().text() == "an address in the street"


def test_dealt_and_published_phrases_may_stay(bench: Bench) -> None:
    bench.line.setText(" ".join(phrases.deal(phrases.Card(4711, "english", 12))))
    bench.row[0].setText("abandon " * 11 + "about")
    assert bench.found == []


def test_fields_keep_nothing_for_later(bench: Bench) -> None:
    for field in inputs(bench):
        assert field.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
        if isinstance(field, QLineEdit):
            assert field.completer() is None
        else:
            assert not field.isUndoRedoEnabled()


def test_words_that_were_deleted_do_not_come_back(bench: Bench) -> None:
    """Ten words are no run, and ten others are none either: together they would be in the history."""
    words = phrase("english", 24)
    bench.line.setFocus()
    for ten in (words[:10], words[10:20]):
        QTest.keyClicks(bench.line, " ".join(ten))
        settle(5)
        bench.line.selectAll()
        QTest.keyClick(bench.line, Qt.Key.Key_Delete)
        settle(5)
    assert counted(undone(bench.line), words) == 0
    assert bench.found == []


def test_a_dialog_over_the_window_is_watched_and_another_window_is_not(bench: Bench, qtbot: QtBot) -> None:
    dialog, other = QDialog(bench), QWidget()
    qtbot.addWidget(other)
    for window in (dialog, other):
        field = QLineEdit(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        field.setFocus()
        field.setText(" ".join(phrase("english")))
    assert bench.found == [dialog]
    dialog.reject()


@pytest.fixture
def patient(no_grace: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Buttons wait for the end of the typing, as they do for a person."""
    monkeypatch.setattr(buttons, "TYPING_MILLISECONDS", 2000)


# --- every input of every page -----------------------------------------------------------------------------


@pytest.fixture
def home() -> Path:
    return Path.home()


SAME_FIELDS = ("check judged", "check judged same", "learn fake 3", "learn fake 11")
"""States with the fields of "check fields" or "learn fake", and other words in them: some texts do there."""


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("state", EVERY_STATE)
def test_no_input_of_any_page_keeps_a_phrase(
    show: OpenWindow, qtbot: QtBot, caplog: pytest.LogCaptureFixture, home: Path, state: str
) -> None:
    """Types, commits, pastes and drops phrases into every field that this state of the window has."""
    caplog.set_level(logging.DEBUG)
    window = bring_any(state, show, qtbot)
    for number in range(len(inputs(window))):
        # The first field meets every text in every way; the others some of the texts, the ways in turn.
        ways = list(WAYS_IN.values())
        few = number > 0 or state in SAME_FIELDS
        texts = list(TEXTS.items())[number % 5 :: 5] if few else list(TEXTS.items())
        for turn, (name, text) in enumerate(texts):
            words = phrase(name.partition(" ")[0])
            for way in ways if number == 0 else [ways[(number + turn) % len(ways)]]:
                present = inputs(window)
                if number >= len(present):
                    close_for_good(window)
                    window = bring_any(state, show, qtbot)
                    present = inputs(window)
                field = present[number]
                field.window().activateWindow()
                field.setFocus()
                qtbot.waitUntil(field.hasFocus)
                letters = takes_letters(field)
                explains = way is paste or (way is type_keys and letters and number == 0)
                if explains:
                    # Between words of a sheet that stand there already, few of a phrase find room.
                    empty(present)
                way(field, text)
                settle(0)
                assert counted(everything_shown(), words) <= MOST, (state, name, way)
                # From another field than the first the words soon reach the end of a sheet.
                if explains:
                    assert settled(explained), (state, name, way, type(field).__name__)
                assert counted(undone(field), words) <= MOST, (state, name, way)
                assert counted(kept_elsewhere(text, home, caplog), words) <= MOST, (state, name, way)
                close_dialogs()


def test_there_are_inputs_to_walk(show: OpenWindow, qtbot: QtBot) -> None:
    found = {state: len(inputs(bring_any(state, show, qtbot))) for state in EVERY_STATE if "check" in state}
    assert sum(found.values()) >= 12, json.dumps(found)
