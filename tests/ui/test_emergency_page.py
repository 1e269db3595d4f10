"""Emergency, worked as a person works it."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QRadioButton, QScrollArea
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.emergency import printing
from walletsafe.ui.pages.emergency.places import PlacesCard, own_country
from walletsafe.ui.pages.emergency.progress import Progress, _in_words
from walletsafe.ui.pages.emergency.start import StartView
from walletsafe.ui.widgets.preview_dialog import PreviewDialog
from walletsafe.ui.widgets.question_page import QuestionPage
from walletsafe.ui.widgets.text import Text

from tests.ui.conftest import OpenWindow
from tests.ui.emergency_states import EMERGENCY_STATES, boxes, plan, plan_view, start
from tests.ui.keyboard import key, tab_to
from tests.ui.stage import PretendDesk, button, press, said, settle, shown
from tests.ui.test_states import faults, focus, focusable, wholly_visible
from walletsafe.errors import UnknownSituation
from walletsafe.guidance import plans, reporting
from walletsafe.guidance.lessons import FIRST_TEN_MINUTES
from walletsafe.guidance.plans import When

STATES = list(EMERGENCY_STATES)
CALLER = "Is somebody on the phone with you right now? Hang up first."


@pytest.fixture
def window(show: OpenWindow) -> MainWindow:
    return show(PretendDesk())


def test_from_what_happened_to_the_first_tick_by_keyboard_alone(window: MainWindow) -> None:
    window.emergency_button.setFocus()
    key(Qt.Key.Key_Return)
    tab_to("I installed a false app")
    key(Qt.Key.Key_Return)
    assert isinstance(window.emergency.view, QuestionPage)
    assert focus().accessibleName() == "Just now"
    tab_to("Some days ago")
    key(Qt.Key.Key_Return)
    assert plans.load("fake-app").when[When.DAYS] in said(window)
    assert focus().accessibleName() == plans.load("fake-app").branches[0].tick
    tab_to("1. Take this computer")
    key(Qt.Key.Key_Space)
    assert "1 of 9 steps done" in said(window)
    key(Qt.Key.Key_Return)
    assert "0 of 9 steps done" in said(window)
    key(Qt.Key.Key_Escape)
    assert isinstance(window.emergency.view, StartView)
    assert focus().accessibleName() == "I installed a false app"


def test_the_line_about_the_caller_is_always_there(window: MainWindow) -> None:
    for state in (start, EMERGENCY_STATES["emergency when"], EMERGENCY_STATES["emergency words"]):
        state(window)
        (line,) = (text for text in shown(window, Text) if text.text() == CALLER)
        assert wholly_visible(line)


def test_what_everybody_has_to_do_first_waits_for_no_answer(window: MainWindow) -> None:
    plan("words", "now", window)
    loaded = plans.load("words")
    names = [box.accessibleName() for box in boxes(window)]
    first = next(number for number, step in enumerate(loaded.steps) if step.branch)
    shown_first = [f"{number}. {step.text}" for number, step in enumerate(loaded.steps[:first], 1)]
    places = {box.accessibleName(): box.mapTo(window, box.rect().topLeft()).y() for box in boxes(window)}
    assert sorted(names, key=places.__getitem__)[: first + 1] == [*shown_first, loaded.branches[0].tick]
    window.show_home()
    window.show_emergency()
    assert focus().accessibleName() == shown_first[0]


def test_a_branch_changes_the_steps_and_keeps_the_ticks(window: MainWindow) -> None:
    plan("lost-phrase", "now", window)
    view, loaded = plan_view(window), plans.load("lost-phrase")
    names = [box.accessibleName() for box in boxes(window)][len(loaded.branches) :]
    assert names == [f"{number}. {step.text}" for number, step in enumerate(loaded.steps_for({"doubt"}), 1)]
    assert boxes(window)[-1].isChecked()
    button(window, "I have a second hardware wallet").click()
    settle(1)
    names = [box.accessibleName() for box in boxes(window)][len(loaded.branches) :]
    wanted = loaded.steps_for({"doubt", "second-device"})
    assert names == [f"{number}. {step.text}" for number, step in enumerate(wanted, 1)]
    assert boxes(window)[-1].isChecked()
    assert view is plan_view(window)


def test_ticks_stay_while_the_window_is_open_and_nothing_is_asked_twice(window: MainWindow) -> None:
    plan("words", "today", window)
    before = [box.isChecked() for box in boxes(window)]
    assert before.count(True) == 2
    window.show_home()
    window.show_emergency()
    assert [box.isChecked() for box in boxes(window)] == before
    press(window, "Other plans")
    assert any(line == "Begun: 1 of 10 steps done" for line in said(window))
    press(window, "My words were typed")
    assert [box.isChecked() for box in boxes(window)] == before


def test_what_is_worse_opens_its_own_plan(window: MainWindow) -> None:
    plan("clicked", "now", window)
    press(window, 'Open the plan "My words were typed')
    assert isinstance(window.emergency.view, QuestionPage)
    press(window, "Just now")
    assert plan_view(window).accessibleName() == "Plan: My words were typed or read out"


def test_a_plan_can_be_shown_from_elsewhere(window: MainWindow) -> None:
    window.show_emergency()
    window.emergency.show_plan("threat")
    assert "When was that?" in said(window)
    with pytest.raises(UnknownSituation):
        window.emergency.show_plan("no-such-plan")


def test_the_lesson_is_one_press_away(window: MainWindow, qtbot: QtBot) -> None:
    window.show_emergency()
    with qtbot.waitSignal(window.emergency.lesson_wanted) as wanted:
        press(window, "Learn it in peace first")
    assert wanted.args == [FIRST_TEN_MINUTES]


def test_the_clock_counts_up_and_never_hurries(window: MainWindow) -> None:
    assert [_in_words(minutes * 60_000) for minutes in (0, 1, 59, 60, 119, 120)] == [
        "less than a minute",
        "1 minute",
        "59 minutes",
        "1 hour",
        "1 hour",
        "2 hours",
    ]
    plan("words", "now", window)
    progress = window.emergency._progress["words"]
    with mock.patch.object(progress, "opened") as opened:
        opened.elapsed.return_value = 300_000
        plan_view(window)._tell()
        assert "It happened 5 minutes ago." in said(window)
        progress.when = When.DAYS
        plan_view(window)._tell()
    assert "It happened days ago. This plan has been open for 5 minutes." in said(window)
    assert not {text.property("tone") for text in shown(window, Text)} & {"danger"}


def test_all_done_is_said(window: MainWindow) -> None:
    plan("sim-swap", "now", window)
    for box in boxes(window):
        box.setChecked(True)
    assert any(line == "All 5 steps done" for line in said(window))


def test_the_country_is_chosen_and_kept(window: MainWindow) -> None:
    assert own_country() in {country.id for country in reporting.countries()}
    plan("threat", "now", window)
    (card,) = shown(window, PlacesCard)
    for country in reporting.countries():
        card.countries[country.id].click()
        settle(1)
        lines = said(card)
        assert all(place.name in lines for place in reporting.places(country.id))
        assert lines.count("Chainabuse") == 1
    card.countries["gb"].click()
    settle(1)
    assert "Telephone: 0300 123 2040" in said(card)
    assert "reportfraud.police.uk" in plan_view(window).text()
    plan("sim-swap", "now", window)
    (card,) = shown(window, PlacesCard)
    assert card.countries["gb"].isChecked()


def test_nothing_can_be_typed(window: MainWindow) -> None:
    for state in EMERGENCY_STATES.values():
        state(window)
        assert not window.emergency.findChildren(QLineEdit)
        assert not window.emergency.findChildren(QComboBox)


def test_the_plan_is_saved_as_it_was_previewed(window: MainWindow, tmp_path: Path) -> None:
    plan("words", "now", window)
    expected = plan_view(window).text()
    press(window, "Save as text")
    (dialog,) = shown(window, PreviewDialog)
    assert dialog.preview.toPlainText() == expected
    assert shown(dialog, QRadioButton) == [], "there is nothing to choose"
    assert "[x] 10. Never use the old words again" in expected
    dialog.save_to(tmp_path / "plan.txt")
    assert (tmp_path / "plan.txt").read_text("utf-8") == expected
    dialog.write.click()
    (asked,) = dialog.findChildren(QFileDialog)
    assert Path(asked.selectedFiles()[0]).name == "plan-words.txt"
    asked.reject()
    dialog.reject()


def test_without_a_printer_it_says_what_to_do(window: MainWindow) -> None:
    plan("words", "now", window)
    with mock.patch("walletsafe.ui.pages.emergency.plan.any_printer", return_value=False):
        press(window, "Print")
    assert any(line.startswith("No printer was found on this computer.") for line in said(window))
    assert not window.findChildren(QPrintDialog)


def test_with_a_printer_its_dialog_opens_and_blocks_nothing(window: MainWindow) -> None:
    plan("words", "now", window)
    with (
        mock.patch("walletsafe.ui.pages.emergency.plan.any_printer", return_value=True),
        mock.patch.object(printing, "print_text") as printed,
    ):
        press(window, "Print")
        (dialog,) = window.findChildren(QPrintDialog)
        assert dialog.isVisible()
        assert dialog.isModal()
        settle()
        fields = dialog.findChildren(QLineEdit)
        assert fields
        assert all(field.property("guarded") for field in fields)
        dialog.accept()
    assert printed.call_args.args[0] == plan_view(window).text()


def test_a_sheet_holds_the_plan(tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "plan.pdf"))
    printing.print_text("Stop. Type nothing more.\n" * 200, printer)
    paper = (tmp_path / "plan.pdf").read_bytes()
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/Type /Page\n") >= 2


def test_progress_counts_only_what_is_for_this_person() -> None:
    loaded = plans.load("words")
    progress = Progress(loaded, When.NOW)
    staked = next(step for step in loaded.steps if step.branch == "staked")
    progress.done.add(staked)
    assert progress.count() == (0, 10)
    progress.branches.add("staked")
    assert progress.count() == (1, 11)


@pytest.mark.parametrize("name", STATES)
def test_every_control_has_a_name_and_is_reached_by_tab(window: MainWindow, name: str) -> None:
    EMERGENCY_STATES[name](window)
    controls = focusable(window)
    assert all(control.accessibleName().strip() for control in controls)
    reached = set()
    for _ in range(80):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        if focus() in reached:
            break
        reached.add(focus())
    assert {control for control in controls if not isinstance(control, QRadioButton)} <= reached
    page = next(area for area in shown(window, QScrollArea) if area.objectName() == "page")
    assert page.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("name", STATES)
def test_every_state_fits(window: MainWindow, name: str) -> None:
    EMERGENCY_STATES[name](window)
    assert faults(window) == []


@pytest.mark.usefixtures("large_text", "right_to_left")
@pytest.mark.parametrize("name", STATES)
def test_every_state_fits_from_right_to_left_at_200_percent(window: MainWindow, name: str) -> None:
    EMERGENCY_STATES[name](window)
    page = next(area for area in shown(window, QScrollArea) if area.objectName() == "page")
    taller = page.isAncestorOf(focus()) and focus().height() > page.viewport().height()
    assert wholly_visible(focus()) or (taller and not focus().visibleRegion().isEmpty())
    assert faults(window) == []
