"""Saving a handout from the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.style.theme import theme
from walletsafe.ui.widgets import paper
from walletsafe.ui.widgets.handout_dialog import HandoutDialog

from tests.ui.conftest import OpenWindow
from tests.ui.handout_states import HANDOUT_STATES
from tests.ui.keyboard import key, tab_to
from tests.ui.stage import PretendDesk, press, settle, shown, wait_until
from tests.ui.test_states import faults, focus, focusable
from walletsafe import handouts
from walletsafe.paper.blocks import PaperSize

BOTH = ("practice-sheets", "find-the-slip")
WORDS = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[HandoutDialog]:
    theme()
    dialog = HandoutDialog(BOTH)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.done(0)


def saved(dialog: HandoutDialog, path: Path, qtbot: QtBot) -> str:
    """Save to a path; what is said in the end."""
    dialog.save_to(path)
    qtbot.waitUntil(dialog.write.isEnabled)
    return str(dialog.news.text())


def test_what_is_in_each_is_said_and_the_first_is_chosen(dialog: HandoutDialog) -> None:
    assert tuple(dialog.handouts) == BOTH
    assert dialog.name == BOTH[0]
    for name, radio in dialog.handouts.items():
        assert radio.accessibleName() == handouts.title(name)
        assert radio.accessibleDescription() == handouts.summary(name)


def test_one_alone_is_named_and_not_asked_about(qtbot: QtBot) -> None:
    dialog = HandoutDialog(("emergency-card",))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.name == "emergency-card"
    assert not dialog.handouts["emergency-card"].isVisible()
    dialog.done(0)


@pytest.mark.parametrize(
    ("place", "size"),
    [
        (QLocale.Country.UnitedStates, PaperSize.LETTER),
        (QLocale.Country.Canada, PaperSize.LETTER),
        (QLocale.Country.Mexico, PaperSize.LETTER),
        (QLocale.Country.Germany, PaperSize.A4),
        (QLocale.Country.Japan, PaperSize.A4),
        (QLocale.Country.AnyCountry, PaperSize.A4),
    ],
)
def test_the_paper_is_that_of_the_country(
    place: QLocale.Country, size: PaperSize, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = QLocale(QLocale.Language.English, place)
    if place is QLocale.Country.AnyCountry:
        here = QLocale.c()
    monkeypatch.setattr(paper.QLocale, "system", lambda: here)
    assert paper.usual_paper() is size


def test_the_chosen_one_is_written_for_the_chosen_paper(
    dialog: HandoutDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.handouts["find-the-slip"].setChecked(True)
    dialog.papers[PaperSize.LETTER].setChecked(True)
    told = saved(dialog, tmp_path / "out.pdf", qtbot)
    assert told == f"Saved as out.pdf, in the folder {tmp_path.name}."
    page = PdfReader(tmp_path / "out.pdf").pages[0]
    assert "Find the slip" in page.extract_text()
    assert round(page.mediabox.width) == 612


def test_another_choice_takes_the_old_news_away(dialog: HandoutDialog, tmp_path: Path, qtbot: QtBot) -> None:
    saved(dialog, tmp_path / "out.pdf", qtbot)
    assert dialog.news.isVisible()
    dialog.handouts["find-the-slip"].setChecked(True)
    assert not dialog.news.isVisible()


def test_a_name_without_the_ending_gets_it_and_replaces_nothing(
    dialog: HandoutDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    there = tmp_path / "mine.pdf"
    there.write_bytes(b"mine")
    assert "nothing is overwritten" in saved(dialog, tmp_path / "mine", qtbot)
    assert there.read_bytes() == b"mine"
    saved(dialog, tmp_path / "mine.txt", qtbot)
    assert (tmp_path / "mine.txt.pdf").exists()


def test_a_file_that_the_person_agreed_to_replace_is_replaced(
    dialog: HandoutDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "mine.pdf").write_bytes(b"mine")
    saved(dialog, tmp_path / "mine.pdf", qtbot)
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF-")


def test_a_place_that_is_not_there_is_said(dialog: HandoutDialog, tmp_path: Path, qtbot: QtBot) -> None:
    assert "Make that folder first" in saved(dialog, tmp_path / "nowhere" / "out.pdf", qtbot)


def test_words_typed_as_a_file_name_are_neither_used_nor_repeated(
    dialog: HandoutDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    told = saved(dialog, tmp_path / f"{WORDS}.pdf", qtbot)
    assert list(tmp_path.iterdir()) == []
    assert "marble" not in told
    assert "never type your words" in told


def test_the_place_is_asked_for_with_the_name_of_the_handout(dialog: HandoutDialog, tmp_path: Path) -> None:
    dialog.write.click()
    (asked,) = dialog.findChildren(QFileDialog)
    assert Path(asked.selectedFiles()[0]).name == "walletsafe-practice-sheets.pdf"
    asked.reject()


def test_closing_waits_for_the_file(dialog: HandoutDialog, tmp_path: Path) -> None:
    dialog.save_to(tmp_path / "out.pdf")
    dialog.done(0)
    left = [found.name for found in tmp_path.iterdir()]
    assert left in ([], ["out.pdf"]), "whole or not at all"


@pytest.mark.parametrize(
    ("page", "name", "offered"),
    [
        (MainWindow.show_practise, "Print practice sheets", BOTH),
        (MainWindow.show_emergency, "Print a card for your wallet", ("emergency-card",)),
        (MainWindow.show_learn, "Print a poster for the wall", ("never-type-it",)),
    ],
)
def test_each_page_offers_its_own_by_keyboard(
    show: OpenWindow, page: Callable[[MainWindow], None], name: str, offered: tuple[str, ...]
) -> None:
    window = show(PretendDesk())
    page(window)
    settle(1)
    tab_to(name)
    key(Qt.Key.Key_Return)
    (dialog,) = shown(window, HandoutDialog)
    assert tuple(dialog.handouts) == offered
    press(dialog, "Close")
    settle(1)
    assert shown(window, HandoutDialog) == []


@pytest.fixture(params=HANDOUT_STATES)
def opened(request: pytest.FixtureRequest, show: OpenWindow) -> HandoutDialog:
    """The dialog of each page, with the longest thing that it may say."""
    window = show(PretendDesk())
    HANDOUT_STATES[request.param](window)
    (dialog,) = shown(window, HandoutDialog)
    dialog.save_to(Path("/nowhere/walletsafe-practice-sheets.pdf"))
    wait_until(dialog.write.isEnabled)
    settle()
    return dialog


def test_nothing_is_cut_or_overlaps(opened: HandoutDialog) -> None:
    assert faults(opened) == []
    assert {label.textFormat() for label in opened.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert all(control.accessibleName() for control in focusable(opened))


@pytest.mark.usefixtures("large_text")
def test_nothing_is_cut_or_overlaps_at_200_percent(opened: HandoutDialog) -> None:
    assert faults(opened) == []


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_nothing_is_cut_or_overlaps_from_right_to_left_at_200_percent(opened: HandoutDialog) -> None:
    assert faults(opened) == []


def test_close_is_the_default_and_the_keyboard_reaches_everything(opened: HandoutDialog) -> None:
    assert focus().accessibleName() == "Close"
    reached = set()
    for _ in range(12):
        key(Qt.Key.Key_Tab)
        reached.add(focus().accessibleName())
    assert {"Close", "Save as PDF"} <= reached
    assert reached & {"A4", "US Letter"}
