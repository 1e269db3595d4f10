"""What On this computer shows of a scan: the surest first, what to do, and nothing of the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.computer import folders
from walletsafe.ui.pages.computer.anew_dialog import AnewDialog
from walletsafe.ui.pages.computer.find_card import FindCard
from walletsafe.ui.pages.computer.place_line import PlaceLine, breakable
from walletsafe.ui.pages.computer.start import StartView
from walletsafe.ui.pages.emergency.page import EmergencyPage
from walletsafe.ui.widgets.code_card import CodeCard
from walletsafe.ui.widgets.save_dialog import SaveDialog
from walletsafe.ui.widgets.text import Text

from tests.ui.computer_hands import looked, plain
from tests.ui.computer_states import (
    ALARMING,
    COMPUTER_STATES,
    NOBODYS,
    UNREAD,
    Scan,
    find,
    result,
    unread,
)
from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key, tab_to
from tests.ui.stage import PretendDesk, button, buttons, press, said, settle, shown
from tests.ui.test_states import faults, focus, focusable, wholly_visible
from walletsafe import texts
from walletsafe.findings import Outcome
from walletsafe.scan import pictures
from walletsafe.scan.finds import Find, Grade, Reason, Result


@pytest.fixture
def window(show: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(pictures, "available", lambda: True)
    window = show(PretendDesk())
    window.show_computer()
    return window


# --- the result --------------------------------------------------------------------------------------------


def test_the_surest_come_first_and_each_says_where_what_and_how(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = looked(window, qtbot, Scan(result(*ALARMING, *NOBODYS, not_read=UNREAD)), monkeypatch)
    assert view.seen.report.outcome is Outcome.DID_NOT_PASS
    cards = shown(window, FindCard)
    grades = [card.accessibleName().partition(":")[0] for card in cards]
    assert grades == ["Recovery phrase"] * 4 + ["Looks like a phrase"]
    assert cards[0].accessibleName().endswith("~/Dropbox/old/keys.docx"), "what left this computer leads"
    lines = [label.text() for label in shown(cards[0], Text)]
    assert "24 words, in columns or in a table. It is a document, last changed on 2024-05-01." in lines
    assert texts.scan_advice("document", synced=True).steps[0] in lines
    lines = plain(window)
    assert "Inside it: A note to myself, 3 of 12" in lines
    assert "~/Desktop/\\u{202E}notes.txt" in lines
    assert "With a recovery phrase: 4" in lines
    assert "With something that looks like a recovery phrase: 1" in lines
    assert shown(window, CodeCard) == [], "a code read out would lead a thief to the place"


def test_what_to_do_is_folded_where_it_was_said_before(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(window, qtbot, Scan(result(find("~/a.txt"), find("~/b.txt"))), monkeypatch)
    first, second = shown(window, FindCard)
    step = texts.scan_advice("file", synced=False).steps[0]
    assert step in [label.text() for label in shown(first, Text)]
    assert step not in [label.text() for label in shown(second, Text)]
    press(second, "What to do here")
    assert step in [label.text() for label in shown(second, Text)]
    press(second, "Hide what to do")
    assert step not in [label.text() for label in shown(second, Text)]


@pytest.mark.parametrize("opens", [True, False])
def test_the_folder_is_opened_and_never_the_file(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opens: bool
) -> None:
    asked: list[QUrl] = []

    class Services:
        @staticmethod
        def openUrl(url: QUrl) -> bool:  # noqa: N802  (Qt's name)
            asked.append(url)
            return opens

    monkeypatch.setattr(folders, "QDesktopServices", Services)
    lying = replace(find("~/notes.txt"), path=tmp_path / "notes.txt")
    looked(window, qtbot, Scan(result(lying)), monkeypatch)
    assert asked == []
    press(window, "Open the folder of ~/notes.txt")
    (url,) = asked
    assert url.isLocalFile()
    assert Path(url.toLocalFile()) == tmp_path
    assert url.toLocalFile().endswith("/")
    assert any("could not be opened" in line for line in said(window)) is not opens


@pytest.mark.parametrize(
    ("path", "system", "opened"),
    [
        ("{here}/notes.txt", "linux", "{here}"),
        ("{here}/gone/notes.txt", "linux", None),
        ("{here}/Some.app/notes.txt", "darwin", "{here}"),
        ("{here}/Some.app/notes.txt", "linux", "{here}/Some.app"),
        ("//server/share/notes.txt", "win32", None),
        ("notes.txt", "linux", None),
    ],
)
def test_a_folder_of_another_computer_or_a_program_is_not_opened(
    tmp_path: Path, path: str, system: str, opened: str | None
) -> None:
    (tmp_path / "Some.app").mkdir()
    here = tmp_path.as_posix()
    wanted = None if opened is None else Path(opened.format(here=here))
    assert folders.folder_of(Path(path.format(here=here)), system) == wanted


def test_a_folder_that_cannot_even_be_looked_at_is_not_opened(tmp_path: Path) -> None:
    assert folders.folder_of(tmp_path / ("x" * 5000) / "notes.txt") is None


def test_five_thousand_finds_are_shown_in_parts(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds = [find(f"~/backup/{number}.txt") for number in range(5000)]
    looked(window, qtbot, Scan(result(*finds)), monkeypatch)
    assert len(shown(window, FindCard)) == 50
    tab_to("Show 50 more of 4,950")
    key(Qt.Key.Key_Return)
    assert len(shown(window, FindCard)) == 100
    assert focus().accessibleName() == "Open the folder of ~/backup/50.txt"
    press(window, "Show 50 more of 4,900")
    settle()
    assert len(shown(window, FindCard)) == 150


def test_the_last_part_takes_its_button_away(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = tuple(unread(f"~/{number}.zip", Reason.ENCRYPTED) for number in range(60))
    looked(window, qtbot, Scan(result(not_read=items)), monkeypatch)
    press(window, "Show: Could not be read: 60")
    assert not any(line == "~/55.zip" for line in plain(window))
    press(window, "Show 10 more of 10")
    settle()
    assert any(line == "~/55.zip" for line in plain(window))
    assert not any(name.startswith("Show 10") for name in buttons(window))


def test_what_was_not_read_and_what_is_nobodys_is_folded_and_all_there(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(window, qtbot, Scan(result(*NOBODYS, not_read=UNREAD)), monkeypatch)
    assert "~/Documents/taxes.zip" not in plain(window)
    press(window, "Show: Could not be read: 2")
    lines = plain(window)
    place = lines.index("~/Documents/taxes.zip")
    assert lines[place + 1 : place + 3] == ["Inside it: 2019/letters.docx", "Because it is encrypted."]
    assert "~/mnt/stick" not in lines, "nobody chose it: that is told apart"
    press(window, "Show: Left out, on other disks: 1")
    assert "~/mnt/stick" in plain(window)
    press(window, "Show: Published examples")
    lines = plain(window)
    assert lines[lines.index("~/src/wallet/README.md") + 1] == "Example of the standard"
    press(window, "Hide: Published examples")
    assert "~/src/wallet/README.md" not in plain(window)
    press(window, "Show: Published examples")
    assert "~/src/wallet/README.md" in plain(window)
    assert any(line.startswith("Pictures that were not looked into: 312") for line in plain(window))


@pytest.mark.parametrize(
    ("ends", "title"),
    [
        (result(), "Nothing found in what was read"),
        (result(not_read=UNREAD[:1]), "Could not be checked to the end"),
        (result(stopped=True), "Stopped by you"),
        (result(out_of_time=True), "Could not be checked to the end"),
    ],
)
def test_nothing_found_is_never_praise(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ends: Result, title: str
) -> None:
    looked(window, qtbot, Scan(ends), monkeypatch)
    verdict = next(label for label in shown(window, Text) if label.property("role") == "title")
    assert verdict.text() == title
    assert verdict.property("tone") != "good"
    assert not any("safe" in line.lower().replace("walletsafe", "") for line in said(window))
    assert focus().accessibleName() == "Save"
    assert button(window, "Begin anew").property("primary")


def test_what_to_do_now_leads_to_the_plan_for_words(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(window, qtbot, Scan(result(*ALARMING)), monkeypatch)
    assert focus().accessibleName() == "What do I do now"
    key(Qt.Key.Key_Return)
    (page,) = shown(window, EmergencyPage)
    assert page.page_name == "emergency_when"
    window.show_computer()
    assert len(shown(window, FindCard)) == 5


def test_a_result_that_was_not_saved_is_not_thrown_away_unasked(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = looked(window, qtbot, Scan(result(*ALARMING)), monkeypatch)
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert window.computer.view is view
    for wish in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        press(window, "Begin anew")
        (dialog,) = shown(window, AnewDialog)
        begun_at = dialog.focusWidget()
        assert begun_at is button(dialog, "Keep the result")
        QTest.keyClick(begun_at, wish)
        qtbot.waitUntil(lambda: not shown(window, AnewDialog))
        assert window.computer.view is view
    press(window, "Begin anew")
    (dialog,) = shown(window, AnewDialog)
    press(dialog, "Throw it away and begin anew")
    assert isinstance(window.computer.view, StartView)
    assert not any("Dropbox" in line for line in said(window))


@pytest.mark.parametrize("finds", [(), NOBODYS])
def test_a_result_without_a_place_to_remember_goes_unasked(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, finds: tuple[Find, ...]
) -> None:
    looked(window, qtbot, Scan(result(*finds)), monkeypatch)
    press(window, "Begin anew")
    assert isinstance(window.computer.view, StartView)


def test_a_result_that_was_saved_goes_unasked(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked(window, qtbot, Scan(result(*ALARMING)), monkeypatch)
    press(window, "Save")
    (dialog,) = shown(window, SaveDialog)
    dialog.save_to(tmp_path / "none" / "report.txt")
    dialog.reject()
    press(window, "Begin anew")
    (question,) = shown(window, AnewDialog)
    question.reject()
    press(window, "Save")
    (dialog,) = shown(window, SaveDialog)
    dialog.save_to(tmp_path / "report.txt")
    dialog.reject()
    press(window, "Begin anew")
    assert isinstance(window.computer.view, StartView)


@pytest.mark.parametrize(
    ("grades", "title", "tone"),
    [
        ((Grade.LOOKS_LIKE_PHRASE,), "Something that looks like recovery words was found", "caution"),
        ((Grade.RECOVERY_PHRASE,), "", "danger"),
        ((Grade.LOOKS_LIKE_PHRASE, Grade.RECOVERY_PHRASE), "", "danger"),
    ],
)
def test_what_only_looks_like_words_is_told_more_calmly(
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    grades: tuple[Grade, ...],
    title: str,
    tone: str,
) -> None:
    finds = [find(f"~/{grade}", grade=grade) for grade in grades]
    looked(window, qtbot, Scan(result(*finds)), monkeypatch)
    verdict = next(label for label in shown(window, Text) if label.property("role") == "title")
    assert verdict.text() == (title or texts.outcome_text(Outcome.DID_NOT_PASS, "scan").title)
    assert verdict.property("tone") == tone
    assert button(window, "Save").accessibleDescription() == verdict.text()


WITHHELD = "? stands for a name that holds words, or for that of a person."


def test_what_stands_for_a_name_is_explained_once_in_each_group(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds = (find("~/what?/a.txt"), find("~/?/b.txt"), find("~/c.zip", member="?/c"), *NOBODYS)
    items = (unread("~/?/d", Reason.DAMAGED), unread("/home/?/e", Reason.DAMAGED), UNREAD[2])
    looked(window, qtbot, Scan(result(*finds, not_read=items)), monkeypatch)
    lines = plain(window)
    assert lines.count(WITHHELD) == 1
    assert lines[lines.index(WITHHELD) - 1] == "~/?/b.txt"
    press(window, "Show: Could not be read")
    assert plain(window).count(WITHHELD) == 2
    press(window, "Show: Left out, on other disks: 1")
    press(window, "Show: Published examples")
    assert plain(window).count(WITHHELD) == 2


def test_whoever_saves_is_told_that_it_is_a_map(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(window, qtbot, Scan(result(*ALARMING)), monkeypatch)
    press(window, "Save")
    (dialog,) = shown(window, SaveDialog)
    assert any("It is a map" in line for line in said(dialog))
    (preview,) = dialog.findChildren(QPlainTextEdit)
    assert "~/Dropbox/old/keys.docx" in preview.toPlainText()
    dialog.reject()


# --- every state -------------------------------------------------------------------------------------------


@pytest.fixture(params=COMPUTER_STATES)
def state(request: pytest.FixtureRequest, show: OpenWindow) -> Iterator[MainWindow]:
    window = show(PretendDesk())
    COMPUTER_STATES[request.param](window)
    settle(100)
    yield window
    for dialog in window.findChildren(QDialog):
        dialog.reject()


def check(window: MainWindow) -> None:
    dialogs = shown(window, QDialog)
    assert window.width() <= 1024
    assert window.height() <= 700
    assert {label.textFormat() for label in window.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert window.computer.findChildren(QLineEdit) == []
    controls = focusable(window)
    assert [control for control in controls if not control.accessibleName().strip()] == []
    assert faults(dialogs[0] if dialogs else window) == []
    assert wholly_visible(focus())


def test_every_state_fits_and_is_named(state: MainWindow) -> None:
    check(state)


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_every_state_fits_from_right_to_left_at_200_percent(state: MainWindow) -> None:
    check(state)


# --- lines of places ---------------------------------------------------------------------------------------

BROKEN: Mapping[str, str] = {
    "~/a/b.txt": "~/a/|b.txt",
    "x" * 40: f"{'x' * 16}|{'x' * 16}|{'x' * 8}",
    "two words": "two words",
    "": "",
}


@pytest.mark.parametrize("place", BROKEN)
def test_a_place_may_be_broken_after_its_folders_and_within_long_names(place: str) -> None:
    assert breakable(place).replace("\u200b", "|") == BROKEN[place]


def test_the_line_of_the_place_is_as_high_empty_as_full(qtbot: QtBot) -> None:
    line = PlaceLine()
    qtbot.addWidget(line)
    empty = line.sizeHint()
    line.show_place("~/notes.txt")
    assert line.sizeHint() == line.minimumSizeHint() == empty
    assert empty.height() >= QFontMetricsF(line.font()).height()


def test_a_place_that_is_too_long_for_its_line_gives_way_in_its_middle(qtbot: QtBot) -> None:
    line = PlaceLine()
    qtbot.addWidget(line)
    line.show()
    line.resize(200, 20)
    line.show_place(f"~/{'folder/' * 20}the-end.txt")
    assert line.text().startswith("~/")
    assert line.text().endswith("end.txt")
    assert len(line.text()) < 60
    line.resize(4000, 20)
    qtbot.waitUntil(lambda: line.text().count("folder") == 20)


def test_each_grade_that_matters_has_a_sign_and_a_word_of_its_own(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds = (find("~/a"), find("~/b", grade=Grade.LOOKS_LIKE_PHRASE))
    looked(window, qtbot, Scan(result(*finds)), monkeypatch)
    tones = [shown(card, Text)[0].property("tone") for card in shown(window, FindCard)]
    assert tones == ["danger", "caution"]
