from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from walletsafe.ui.style.theme import theme
from walletsafe.ui.widgets import paper
from walletsafe.ui.widgets.save_dialog import SaveDialog

from walletsafe import report as export
from walletsafe.findings import CheckResult, Outcome, Report, finding

REPORT = Report(
    "device",
    True,
    {"model": "nano-s"},
    (CheckResult("genuine", Outcome.PASSED, (finding("genuine.verified", model="Ledger Nano S"),)),),
    "2026-11-01",
)


@pytest.fixture
def dialog(qtbot: QtBot) -> SaveDialog:
    theme()
    dialog = SaveDialog(REPORT)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize("suffix", ["json", "txt", "html"])
def test_the_preview_is_exactly_what_is_written(dialog: SaveDialog, tmp_path: Path, suffix: str) -> None:
    dialog.formats[suffix].setChecked(True)
    path = tmp_path / f"report.{suffix}"
    dialog.save_to(path)
    assert path.read_text("utf-8") == dialog.preview.toPlainText() == export.preview(REPORT, f".{suffix}")
    assert dialog.news.text() == f"Saved as report.{suffix}"


@pytest.mark.parametrize(
    ("place", "width"), [(QLocale.Country.UnitedStates, 612), (QLocale.Country.Germany, 595)]
)
def test_its_pages_are_those_of_the_country(
    place: QLocale.Country, width: int, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper.QLocale, "system", lambda: QLocale(QLocale.Language.English, place))
    dialog = SaveDialog(REPORT)
    qtbot.addWidget(dialog)
    dialog.formats["pdf"].setChecked(True)
    dialog.save_to(tmp_path / "report.pdf")
    assert round(PdfReader(tmp_path / "report.pdf").pages[0].mediabox.width) == width


def test_another_ending_gets_the_chosen_one_added(dialog: SaveDialog, tmp_path: Path) -> None:
    dialog.save_to(tmp_path / "report.json")
    assert (tmp_path / "report.json.txt").exists()
    assert not (tmp_path / "report.json").exists()


def test_a_file_that_nobody_agreed_to_replace_is_left_alone(dialog: SaveDialog, tmp_path: Path) -> None:
    there = tmp_path / "report.txt"
    there.write_text("mine")
    dialog.save_to(tmp_path / "report")
    assert there.read_text() == "mine"
    assert "already a file" in dialog.news.text()


def test_a_place_that_cannot_be_written_is_said_in_one_line(dialog: SaveDialog, tmp_path: Path) -> None:
    dialog.save_to(tmp_path / "nowhere" / "report.txt")
    assert "report.txt" in dialog.news.text()
    assert "Traceback" not in dialog.news.text()


def test_what_looks_like_a_secret_is_refused_and_not_shown(qtbot: QtBot) -> None:
    secret = "marble " * 12
    found = finding("genuine.sideloaded_app", app=secret, apps=secret, name=secret, count=1)
    report = Report(
        "device", False, {"model": secret}, (CheckResult("genuine", Outcome.PASSED, (found,)),), "2026-11-01"
    )
    dialog = SaveDialog(report)
    qtbot.addWidget(dialog)
    assert dialog.preview.toPlainText() == ""
    assert not dialog.write.isEnabled()
    assert dialog.news.text()


def test_the_place_is_asked_for_with_a_name_that_says_demo(dialog: SaveDialog, tmp_path: Path) -> None:
    dialog.write.click()
    asked = dialog.findChildren(QFileDialog)[0]
    assert "DEMO" in asked.selectedFiles()[0]
    asked.fileSelected.emit(str(tmp_path / "here.txt"))
    assert (tmp_path / "here.txt").exists()
    asked.reject()


def test_words_typed_as_a_file_name_are_neither_used_nor_repeated(dialog: SaveDialog, tmp_path: Path) -> None:
    words = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"
    dialog.save_to(tmp_path / f"{words}.txt")
    assert list(tmp_path.iterdir()) == []
    assert "marble" not in dialog.news.text()
    assert "never type your words" in dialog.news.text()
