"""What is noted in a call, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unicodedata import bidirectional
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.calls.save_case import SaveCaseDialog
from walletsafe.ui.pages.calls.start import StartView
from walletsafe.ui.widgets.handout_dialog import HandoutDialog
from walletsafe.ui.widgets.preview_dialog import PreviewDialog
from walletsafe.ui.widgets.save_dialog import SaveDialog

from tests.ui.calls_hands import return_to, type_here
from tests.ui.calls_states import (
    start,
    step,
    step_page,
)
from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key
from tests.ui.stage import PretendDesk, button, press, said, shown
from tests.ui.test_states import focus
from tests.ui.test_word_guard import everything_shown
from walletsafe import notes, report
from walletsafe.report import cases
from walletsafe.report.file import SUFFIXES

K = Qt.Key


@pytest.fixture
def window(show: OpenWindow) -> Iterator[MainWindow]:
    opened = show(PretendDesk())
    yield opened
    for dialog in opened.findChildren(QDialog):
        dialog.reject()
    cases.purge(cases.today(), every=True)


# --- notes and cases ----------------------------------------------------------------------------------------

SECRETS = (
    "The PIN is 4711",
    "anna.muster@example.org",
    "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh",
    "pistol hover carbon velvet",
    "0171 555 0123",
    "serial no. X12Z34",
    "/home/muster/words.txt",
)
TOLD = ("4711", "muster", "kgdygjrs", "hover", "555", "X12Z", "Muster", "Lindenstrasse", "Rotterdam")


def test_nothing_secret_that_is_typed_stays_or_leaves(window: MainWindow, tmp_path: Path) -> None:
    step("message", "begin", window)
    key(K.Key_F2)
    for secret in SECRETS:
        type_here(f" {secret} ")
        assert step_page(window).notes.news.isVisible()
    assert step_page(window).notes.news.text().startswith("Cut out: the path of a folder")
    type_here(" Mrs Muster, Lindenstrasse 5, Rotterdam")
    key(K.Key_F3)
    for secret in SECRETS:
        type_here(secret)
        step_page(window).code.field.returnPressed.emit()
    key(K.Key_Escape)
    left = everything_shown()
    assert [told for told in TOLD[:6] if told in left] == []
    key(K.Key_F8)
    (dialog,) = shown(window, SaveCaseDialog)
    read = dialog.preview.toPlainText()
    assert "Mrs" not in read
    assert "What was gone through" in read
    dialog.formats["json"].setChecked(True)
    preview = dialog.preview.toPlainText()
    dialog.write.click()
    (case,) = cases.cases()
    saved = case.path.read_text("utf-8")
    assert saved == preview
    exported = window.calls.open_call.report()
    forms = [saved, read, *(report.preview(exported, suffix) for suffix in SUFFIXES)]
    assert [told for told in TOLD if any(told in form for form in forms)] == []
    assert any(line.startswith("Left out of your notes: ") for line in said(dialog))


def test_recovery_words_in_the_notes_lead_to_the_script_for_them(window: MainWindow) -> None:
    step("message", "begin", window)
    key(K.Key_F2)
    type_here("she reads out pistol, hover, carbon and velvet")
    assert "looked like recovery words" in step_page(window).notes.news.text()
    assert step_page(window).notes.field.toPlainText() == f"she reads out {notes.MARK}"


@pytest.mark.parametrize("secret", ["The PIN is 4711", "pistol hover carbon velvet", "on D:\\muster"])
def test_what_was_cut_out_of_the_notes_leaves_the_clipboard(window: MainWindow, secret: str) -> None:
    step("message", "begin", window)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(secret)
    key(K.Key_F2)
    step_page(window).notes.field.paste()
    assert notes.MARK in step_page(window).notes.field.toPlainText()
    assert clipboard.text() == ""
    clipboard.setText("ledger.com, a letter")
    type_here(" PIN 12")
    assert clipboard.text() == "ledger.com, a letter"


@pytest.mark.usefixtures("right_to_left")
def test_the_days_begin_with_a_letter_so_that_they_do_not_turn_around(window: MainWindow) -> None:
    step("words", "begin", window)
    key(K.Key_F8)
    (dialog,) = shown(window, SaveCaseDialog)
    labels = [radio.text() for radio in dialog.days.values()]
    assert all(bidirectional(label[0]) == "L" for label in labels), labels


def test_a_case_is_kept_as_long_as_was_chosen_opened_and_deleted(window: MainWindow) -> None:
    step("words", "begin", window)
    key(K.Key_F8)
    (dialog,) = shown(window, SaveCaseDialog)
    assert "Nothing had to be left out." in said(dialog)
    dialog.days[90].click()
    dialog.formats["json"].click()
    written = json.loads(dialog.preview.toPlainText())
    dialog.write.click()
    assert not dialog.write.isEnabled()
    dialog.reject()
    (case,) = cases.cases()
    assert case.expires.isoformat() == written["expires"]
    return_to(window)
    key(K.Key_Escape)
    press(window, "Open")
    assert any(line.startswith("A saved copy of") for line in said(window))
    press(window, "Back")
    press(window, "Delete")
    assert focus().accessibleName() == "Keep it"
    press(window, "Delete it")
    assert cases.cases() == ()
    assert "1 case is deleted." in said(window)


def test_expired_cases_are_offered_and_never_deleted_without_the_press(window: MainWindow) -> None:
    step("words", "begin", window)
    saved = [cases.save_case(window.calls.open_call.report(), 1) for _ in range(2)]
    late = cases.today() + timedelta(1)
    with mock.patch.object(cases, "today", return_value=late):
        window.calls.show_start()
        assert "2 cases have expired" in said(window)
        assert all(path.exists() for path in saved)
        press(window, "Delete what has expired")
    assert cases.cases() == ()
    assert "2 cases are deleted." in said(window)


def test_a_broken_case_can_only_be_deleted(window: MainWindow) -> None:
    step("words", "begin", window)
    path = cases.save_case(window.calls.open_call.report())
    path.write_text("{}")
    window.calls.show_start()
    assert any(line.startswith("A file that cannot be read.") for line in said(window))
    path.unlink()
    assert not button(window, "Open").isEnabled()


def test_a_case_that_is_gone_is_said_to_be_gone(window: MainWindow) -> None:
    step("words", "begin", window)
    path = cases.save_case(window.calls.open_call.report())
    window.calls.show_start()
    path.unlink()
    press(window, "Open")
    assert isinstance(window.calls.view, StartView)
    assert any(path.name in line for line in said(window))


def test_a_case_is_saved_elsewhere_in_any_form(window: MainWindow) -> None:
    step("words", "begin", window)
    key(K.Key_F8)
    press(window, "Save it as a file elsewhere")
    dialogs = [dialog for dialog in shown(window, PreviewDialog) if isinstance(dialog, SaveDialog)]
    assert {"txt", "html", "pdf", "json"} == set(dialogs[0].formats)


def test_the_checklist_is_a_press_away(window: MainWindow) -> None:
    start(window)
    press(window, "Print the checklist")
    assert shown(window, HandoutDialog)[0].name == "call-checklist"
