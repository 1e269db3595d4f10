"""A report that was saved, opened again in the window: marked, whole, and with nothing to press but Close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.widgets.finding_card import FindingCard
from walletsafe.ui.widgets.opened_report import OpenedReportDialog
from walletsafe.ui.widgets.report_view import ReportView
from walletsafe.ui.widgets.save_dialog import SaveDialog
from walletsafe.ui.widgets.text import DemoBadge, Text

from tests.helpers.people import check, virtual
from tests.helpers.reports import CALM, a_call, a_lesson, downloads
from tests.ui.conftest import OpenWindow
from tests.ui.learn_states import lesson_view, tallied
from tests.ui.message_states import MESSAGE_STATES
from tests.ui.report_states import CHOOSING, REPORT_STATES, passed, scam
from tests.ui.stage import PretendDesk, buttons, press, said, settle, shown
from tests.ui.test_message_page import check as assert_looks
from tests.ui.test_message_page import tab_comes_round
from walletsafe import report as export
from walletsafe import texts
from walletsafe.findings import Report
from walletsafe.report.code import decode, encode
from walletsafe.report.document import worst_first


@pytest.fixture
def window(show: OpenWindow) -> MainWindow:
    return show(PretendDesk())


@pytest.fixture(params=sorted(REPORT_STATES.keys() - {CHOOSING}))
def dialog(request: pytest.FixtureRequest, window: MainWindow) -> Iterator[QDialog]:
    REPORT_STATES[request.param](window)
    (found,) = shown(window, QDialog)
    yield found
    found.reject()


def test_every_state_at_100_percent(dialog: QDialog) -> None:
    assert_looks(dialog)
    tab_comes_round(dialog)


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_every_state_from_right_to_left_at_200_percent(dialog: QDialog) -> None:
    assert_looks(dialog)
    tab_comes_round(dialog)


def reports(folder: Path) -> Iterator[Report]:
    yield passed()
    yield check(virtual("counterfeit-self-signed"))
    yield scam()
    yield from downloads(folder)
    yield a_call(0, 0, notes=(CALM,))
    yield a_lesson(wrong=3)


def test_any_report_is_shown_whole_under_a_heading_that_says_what_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    for made in reports(tmp_path):
        view = ReportView(replace(made, made="2026-11-20", copy=True))
        qtbot.addWidget(view)
        view.show()
        lines = said(view)
        assert lines[0] == "A saved copy of 2026-11-20"
        assert lines[1] == "It proves nothing: anybody can write such a file. Repeat the check."
        mark = "DEMO: Reported: " if made.demo else "Reported: "
        assert f"{mark}{texts.outcome_text(made.outcome, made.kind).title}" in lines
        for result in made.checks:
            assert any(line.startswith(f"{mark}{texts.check_name(result.id)}: ") for line in lines)
        cards = [card.accessibleName() for card in shown(view, FindingCard)]
        assert cards == [mark + texts.finding_text(found).title for found in worst_first(made)]
        for entry in made.record:
            assert any(entry.text in line for line in lines)
        assert set(texts.report_text(made.kind).not_proven) <= set(lines)
        assert bool(shown(view, DemoBadge)) is made.demo
        assert {label.textFormat() for label in view.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
        assert shown(view, QAbstractButton) == []


def test_a_caller_s_words_have_their_own_heading(qtbot: QtBot) -> None:
    view = ReportView(decode(encode(passed())).report)
    qtbot.addWidget(view)
    view.show()
    lines = said(view)
    assert lines[0] == "What the caller read out, not proof"
    assert lines[1].startswith("Whoever reads out a code may read out anything.")
    assert "Read out: Passed" in lines
    assert "Read out: What was read out: Passed" in lines
    assert all(card.accessibleName().startswith("Read out: ") for card in shown(view, FindingCard))


@pytest.mark.parametrize("made", [replace(passed(), copy=True), decode(encode(passed())).report])
def test_nothing_in_it_has_the_colour_of_a_pass(qtbot: QtBot, made: Report) -> None:
    view = ReportView(made)
    qtbot.addWidget(view)
    view.resize(800, 6_000)
    view.show()
    settle()
    assert "good" not in {text.property("tone") for text in shown(view, Text)}
    assert "#5B6470" in colours(view), "it is drawn"
    assert "#2A7749" not in colours(view)
    fresh = FindingCard(made.findings[0])
    qtbot.addWidget(fresh)
    fresh.show()
    assert "#2A7749" in colours(fresh), "this is how it looks when it was found here and now"


def colours(widget: QWidget) -> set[str]:
    """Every colour in a picture of it."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {f"#{pixel & 0xFFFFFF:06X}" for pixel in set(memoryview(picture.constBits()).cast("I"))}


def test_a_fresh_result_is_not_shown_as_a_copy(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="page of its own"):
        ReportView(passed())


def test_home_leads_to_a_saved_report(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    export.save(check(virtual("genuine-flex")), path)
    press(window, "Open a saved report")
    (asked,) = shown(window, QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.reject()
    (opened,) = shown(window, OpenedReportDialog)
    assert shown(opened, DemoBadge)
    assert buttons(opened) == ["Close"]
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert shown(window, OpenedReportDialog) == []


def test_a_typed_name_is_guarded_before_any_page_was_opened(window: MainWindow) -> None:
    press(window, "Open a saved report")
    assert "word_guard" in window.__dict__
    shown(window, QFileDialog)[0].reject()


@pytest.mark.parametrize(
    ("name", "content", "needle"),
    [
        ("report.txt", "A Ledger\n", "for reading"),
        ("report.json", "{}", "no report that WalletSafe saved"),
        ("report.json", '{"schema": "walletsafe.report/1"}', "changed or cut short"),
        ("report.json", '{"schema": "walletsafe.report/2"}', "newer WalletSafe"),
    ],
)
def test_what_cannot_be_shown_says_why(
    window: MainWindow, tmp_path: Path, name: str, content: str, needle: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    dialog = OpenedReportDialog(path, window)
    dialog.open()
    assert any(needle in line for line in said(dialog))
    assert shown(dialog, ReportView) == []
    dialog.reject()


def test_a_message_can_be_saved_as_a_report(window: MainWindow) -> None:
    MESSAGE_STATES["message danger"](window)
    press(window, "Save a report")
    (dialog,) = shown(window, SaveDialog)
    assert "Scam signs found".upper() in dialog.preview.toPlainText()
    dialog.reject()


def test_a_lesson_with_a_tally_can_be_saved(window: MainWindow, tmp_path: Path) -> None:
    tallied(window)
    tally = lesson_view(window).player.tally
    assert tally is not None
    press(window, "Save a report")
    (dialog,) = shown(window, SaveDialog)
    assert f"First answers: {tally.right} right" in dialog.preview.toPlainText()
    dialog.formats["pdf"].setChecked(True)
    dialog.save_to(tmp_path / "lesson.pdf")
    assert (tmp_path / "lesson.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()


def test_the_preview_says_what_is_left_out_and_why(qtbot: QtBot) -> None:
    leaky = replace(passed(), subject={"model": "nano-s", "path": "Q7"})
    for made, lines in ((leaky, export.removed(leaky)), (passed(), ("Nothing had to be left out.",))):
        dialog = SaveDialog(made)
        qtbot.addWidget(dialog)
        dialog.show()
        assert set(lines) <= set(said(dialog))
        assert "Q7" not in " ".join(said(dialog))
