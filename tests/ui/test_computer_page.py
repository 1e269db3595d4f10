"""A person's way through On this computer: places and never words, stopped at once, kept when left."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QProgressBar, QStyleOptionViewItem
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.computer.fault import FaultView
from walletsafe.ui.pages.computer.find_card import FindCard
from walletsafe.ui.pages.computer.folder_dialog import DiscreetNames
from walletsafe.ui.pages.computer.looking import TOLD_SECONDS, Herald, News, Where, Wish
from walletsafe.ui.pages.computer.place_line import PlaceLine
from walletsafe.ui.pages.computer.result import ResultView
from walletsafe.ui.pages.computer.run import RunView
from walletsafe.ui.pages.computer.start import StartView

from tests.ui.computer_hands import ended
from tests.ui.computer_states import (
    ALARMING,
    LIKELY,
    NOBODYS,
    UNREAD,
    Scan,
    find,
    progress,
    result,
)
from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key, tab_to
from tests.ui.stage import PretendDesk, button, buttons, press, said, shown
from tests.ui.test_states import focus, focusable
from walletsafe.findings import Outcome
from walletsafe.phrases import words_of
from walletsafe.scan import engine, pictures, places
from walletsafe.scan.engine import Scope
from walletsafe.scan.finds import Find, Source

LISTS = ("listView", "treeView")
"""Qt's names of the two forms of the list of folders."""


@pytest.fixture
def window(show: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(pictures, "available", lambda: True)
    window = show(PretendDesk())
    window.show_computer()
    return window


@pytest.fixture
def scanning(monkeypatch: pytest.MonkeyPatch) -> Callable[[Scan], Scan]:
    """Put a scan of the test's own in the engine's place."""

    def put(scan: Scan) -> Scan:
        monkeypatch.setattr(engine, "scan", scan)
        return scan

    return put


# --- before ------------------------------------------------------------------------------------------------


def test_home_and_the_rail_lead_here(window: MainWindow) -> None:
    window.show_home()
    press(window, "Are my words lying on this computer?")
    assert isinstance(window.computer.view, StartView)
    assert window.computer_button.isChecked()
    rail = [name for name in buttons(window) if name in {"Learn", "On this computer", "Emergency"}]
    assert rail == ["Learn", "On this computer", "Emergency"]


def test_nothing_begins_by_itself_and_who_is_told_to_do_this_is_warned(window: MainWindow) -> None:
    lines = " ".join(said(window))
    assert "Is somebody telling you to do this right now?" in lines
    assert "It deletes nothing" in lines
    assert focus().accessibleName().startswith("The likely places")
    assert window.computer.job is None


@pytest.mark.parametrize(
    ("choice", "roots"),
    [("The likely places", ("/a", "/b")), ("My whole home folder", ("/home/me",))],
)
@pytest.mark.parametrize("with_pictures", [False, True])
def test_what_is_chosen_is_scanned(
    window: MainWindow,
    qtbot: QtBot,
    scanning: Callable[[Scan], Scan],
    monkeypatch: pytest.MonkeyPatch,
    choice: str,
    roots: tuple[str, ...],
    with_pictures: bool,
) -> None:
    monkeypatch.setattr(places, "likely", lambda: (Path("/a"), Path("/b")))
    monkeypatch.setattr(places, "home", lambda: Path("/home/me"))
    scan = scanning(Scan(result()))
    if with_pictures:
        press(window, "Also look into pictures")
    press(window, choice)
    ended(window, qtbot)
    assert scan.scopes == [Scope(tuple(map(Path, roots)), pictures=with_pictures)]


def test_a_folder_is_chosen_in_our_own_dialog(
    window: MainWindow, qtbot: QtBot, scanning: Callable[[Scan], Scan], tmp_path: Path
) -> None:
    scan = scanning(Scan(result()))
    press(window, "A folder I choose")
    (dialog,) = shown(window, QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.setDirectory(str(tmp_path))
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    ended(window, qtbot)
    assert scan.scopes == [Scope((tmp_path,))]


def test_no_row_of_words_is_drawn_in_the_list_of_folders(
    window: MainWindow, qtbot: QtBot, scanning: Callable[[Scan], Scan], tmp_path: Path
) -> None:
    told = " ".join(words_of(os.urandom(16), "english")[:3])
    (tmp_path / told).mkdir()
    (tmp_path / "xyz plain").mkdir()
    scan = scanning(Scan(result()))
    press(window, "A folder I choose")
    (dialog,) = shown(window, QFileDialog)
    dialog.setDirectory(str(tmp_path))
    lists = [found for found in dialog.findChildren(QAbstractItemView) if found.objectName() in LISTS]
    assert len(lists) == 2
    hand = DiscreetNames(dialog)
    for view in lists:
        qtbot.waitUntil(lambda view=view: view.model().rowCount(view.rootIndex()) == 2)  # type: ignore[misc]
        rows = [view.model().index(number, 0, view.rootIndex()) for number in range(2)]
        assert isinstance(view.itemDelegate(), DiscreetNames)
        drawn = {row.data(): QStyleOptionViewItem() for row in rows}
        for row in rows:
            hand.initStyleOption(drawn[row.data()], row)
        assert {name: option.text for name, option in drawn.items()} == {told: "?", "xyz plain": "xyz plain"}
    dialog.fileSelected.emit(str(tmp_path / told))
    dialog.reject()
    ended(window, qtbot)
    assert scan.scopes == [Scope((tmp_path / told,))], "it can be chosen"


@pytest.mark.parametrize("choice", ["My whole home folder", "A folder I choose", "What I copied last"])
def test_the_tick_and_the_choice_are_kept_for_the_next_time(
    window: MainWindow,
    qtbot: QtBot,
    scanning: Callable[[Scan], Scan],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    choice: str,
) -> None:
    scanning(Scan(result()))
    monkeypatch.setattr(engine, "scan_clipboard", lambda text: ())
    QGuiApplication.clipboard().setText("anything")
    assert not button(window, "Also look into pictures").isChecked()
    press(window, "Also look into pictures")
    press(window, choice)
    for dialog in shown(window, QFileDialog):
        dialog.fileSelected.emit(str(tmp_path))
        dialog.reject()
    ended(window, qtbot)
    press(window, "Begin anew")
    assert button(window, "Also look into pictures").isChecked()
    last = "The likely places" if choice == "What I copied last" else choice
    view = window.computer.view
    assert isinstance(view, StartView)
    assert view.first is button(view, last), "the keyboard begins there"
    if choice == "A folder I choose":
        press(window, choice)
        (dialog,) = shown(window, QFileDialog)
        assert Path(dialog.directory().absolutePath()) == tmp_path
        dialog.reject()


def test_where_pictures_cannot_be_read_there_is_no_tick_and_it_is_said(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "available", lambda: False)
    window.computer.show_start()
    assert not any(name.startswith("Also look") for name in buttons(window))
    assert any("Pictures cannot be looked into here" in line for line in said(window))


# --- while it runs -----------------------------------------------------------------------------------------


def running(window: MainWindow, qtbot: QtBot, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> RunView:
    monkeypatch.setattr(engine, "scan", scan)
    window.computer.look(LIKELY)
    qtbot.waitUntil(lambda: any("41,234 files" in line for line in said(window)))
    view = window.computer.view
    assert isinstance(view, RunView)
    return view


def waiting(*finds: Find) -> Scan:
    return Scan(result(*finds, not_read=UNREAD, stopped=True), waits=True, says=progress(12345, 41234))


def test_it_says_how_far_it_is(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    running(window, qtbot, waiting(*ALARMING, *NOBODYS), monkeypatch)
    lines = said(window)
    assert "12,345 of 41,234 files, 1.0 GB" in lines
    assert "47 MB a second, about 2 min left" in lines
    assert "Found so far: 5" in lines, "examples and lists of words are no finds"
    assert "Could not be read so far: 3" in lines
    (bar,) = shown(window, QProgressBar)
    assert (bar.value(), bar.maximum()) == (12345, 41234)
    (place,) = shown(window, PlaceLine)
    assert place.text().startswith("~/Documents")


@pytest.mark.parametrize("stop", ["button", "escape"])
@pytest.mark.parametrize("held", [False, True])
def test_cancel_keeps_what_was_found(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stop: str, held: bool
) -> None:
    running(window, qtbot, waiting(ALARMING[0]), monkeypatch)
    if held:
        press(window, "Pause")
    if stop == "button":
        press(window, "Cancel")
    else:
        QTest.keyClick(focus(), Qt.Key.Key_Escape)
    view = ended(window, qtbot)
    assert len(shown(window, FindCard)) == 1
    assert "Stopped by you before the end" in said(window)
    assert view.isAncestorOf(focus()), "the keyboard comes along"


def test_pause_and_resume_reach_the_scan_at_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = waiting()
    running(window, qtbot, scan, monkeypatch)
    (pause,) = scan.pauses
    press(window, "Pause")
    assert pause.paused
    assert "Paused" in said(window)
    press(window, "Resume")
    assert not pause.paused
    assert "Looking for words" in said(window)
    assert focus().accessibleName() == "Pause"


ELSEWHERE = "Paused while you were elsewhere."


def test_leaving_the_page_pauses_the_scan_until_somebody_is_back(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = waiting(ALARMING[1])
    view = running(window, qtbot, scan, monkeypatch)
    (pause,) = scan.pauses
    window.show_home()
    assert pause.paused
    window.show_computer()
    assert window.computer.view is view
    assert pause.paused, "it goes on only when it is told to"
    assert {"Paused", ELSEWHERE, "Found so far: 1"} <= set(said(window))
    assert focus().accessibleName() == "Resume"
    press(window, "Resume")
    assert not pause.paused
    assert "Looking for words" in said(window)
    assert ELSEWHERE not in said(window)
    window.show_home()
    window.show_computer()
    press(window, "Cancel")
    assert ELSEWHERE not in said(window)
    ended(window, qtbot)
    (card,) = shown(window, FindCard)
    assert card.accessibleName() == "Recovery phrase: ~/Pictures/Screenshots/2021-03-04.png"
    window.show_home()
    window.show_computer()
    assert shown(window, FindCard) == [card], "a result is left as it was"


def test_what_was_paused_or_stopped_by_hand_stays_so_when_the_page_is_left(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = waiting()
    running(window, qtbot, scan, monkeypatch)
    press(window, "Pause")
    window.show_home()
    window.show_computer()
    assert scan.pauses[0].paused
    assert "Paused" in said(window)
    assert ELSEWHERE not in said(window), "the person paused it"
    press(window, "Resume")
    press(window, "Cancel")
    window.show_home()
    assert not scan.pauses[0].paused, "it is to end, not to wait"
    ended(window, qtbot)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_closing_the_window_ends_the_scan(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    running(window, qtbot, waiting(), monkeypatch)
    if elsewhere:
        window.show_home()
    window.close()
    assert not any(thread.name.startswith("files") for thread in threading.enumerate())


def test_a_window_that_closes_before_a_scan_began_has_nothing_to_wait_for(
    window: MainWindow, scanning: Callable[[Scan], Scan]
) -> None:
    scan = scanning(Scan(result()))
    window.computer.end()
    window.computer.look(LIKELY)
    window.close()
    assert scan.scopes == []


class Heard:
    """The worker's end of a job, which keeps what it was told."""

    def __init__(self) -> None:
        self.news: list[News] = []

    def tell(self, news: News) -> None:
        self.news.append(news)


def test_the_window_is_told_at_most_ten_times_a_second_and_never_half() -> None:
    now = [0.0]
    heard = Heard()
    herald = Herald(heard, lambda: now[0])
    herald.found(ALARMING[0])
    assert heard.news == [], "nothing is known yet of how far it is"
    for step in range(1000):
        now[0] = step / 1000
        herald.found(ALARMING[0])
        herald.progressed(progress(step, 1000))
    assert len(heard.news) <= 1 / TOLD_SECONDS
    assert heard.news[-1].places >= 900
    now[0] = 2.0
    herald.not_read(UNREAD[0])
    assert heard.news[-1] == News(progress(999, 1000), 1001, 1)


@pytest.mark.parametrize(
    ("left", "line"),
    [(None, "47 MB a second"), (10, "less than a minute left"), (600, "10 min left"), (7300, "2 h left")],
)
def test_the_time_left_is_told_as_roughly_as_it_is_known(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, left: float | None, line: str
) -> None:
    running(window, qtbot, Scan(result(), waits=True, says=progress(1, 41234, left)), monkeypatch)
    assert any(found.endswith(line) for found in said(window))


# --- the clipboard -----------------------------------------------------------------------------------------


def test_the_clipboard_is_looked_at_on_request_alone(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    def look(untrusted_text: str) -> tuple[Find, ...]:
        looked_at.append(untrusted_text)
        return (replace(find("~/", Source.CLIPBOARD), place="", modified=""),)

    monkeypatch.setattr(engine, "scan_clipboard", look)
    QGuiApplication.clipboard().setText("what was copied")
    window.show_home()
    window.show_computer()
    assert looked_at == []
    press(window, "What I copied last")
    view = ended(window, qtbot)
    assert looked_at == ["what was copied"]
    assert view.seen.report.outcome is Outcome.DID_NOT_PASS
    (card,) = shown(window, FindCard)
    assert card.accessibleName() == "Recovery phrase: the clipboard"
    names = buttons(window)
    assert not any(name.startswith(("Open the folder", "Save")) for name in names)
    assert QGuiApplication.clipboard().text() == "what was copied", "nothing is deleted"


def test_a_clipboard_without_text_is_one_line(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "scan_clipboard", lambda text: 1 / 0)
    QGuiApplication.clipboard().clear()
    press(window, "What I copied last")
    assert isinstance(window.computer.view, StartView)
    assert "There is no text in the clipboard." in said(window)


# --- faults, and the whole way -----------------------------------------------------------------------------


def test_a_fault_of_ours_is_told_and_leads_back(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "scan", lambda *arguments: 1 / 0)
    window.computer.look(LIKELY)
    qtbot.waitUntil(lambda: isinstance(window.computer.view, FaultView))
    assert any("ZeroDivisionError" in line for line in said(window))
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert isinstance(window.computer.view, StartView)


def test_the_keyboard_alone_goes_the_whole_way(
    window: MainWindow, qtbot: QtBot, scanning: Callable[[Scan], Scan]
) -> None:
    scan = scanning(waiting(*ALARMING))
    tab_to("Also look into pictures")
    key(Qt.Key.Key_Return)
    tab_to("My whole home folder")
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("41,234 files" in line for line in said(window)))
    assert scan.scopes[0].pictures
    assert focus().accessibleName() == "Pause"
    tab_to("Cancel")
    key(Qt.Key.Key_Return)
    ended(window, qtbot)
    reached: set[str] = set()
    for _ in range(60):
        reached.add(focus().accessibleName())
        key(Qt.Key.Key_Tab)
    assert {control.accessibleName() for control in focusable(window)} <= reached


def test_a_real_scan_of_a_real_folder_ends_in_a_result(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "plain.txt").write_text("Nothing to see here.")
    window.computer.look(Wish(Where.FOLDER, pictures=False, folder=tmp_path))
    qtbot.waitUntil(lambda: isinstance(window.computer.view, ResultView), timeout=30_000)
    view = window.computer.view
    assert isinstance(view, ResultView)
    assert view.seen.result.files == 1
    assert view.seen.report.outcome is Outcome.PASSED
