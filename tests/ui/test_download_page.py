"""A person's way through Download, and that no result of an earlier file is ever shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.download.fault import FaultView
from walletsafe.ui.pages.download.page import Checked, DownloadPage
from walletsafe.ui.pages.download.result import ResultView
from walletsafe.ui.pages.download.run import RunView
from walletsafe.ui.pages.download.start import StartView
from walletsafe.ui.widgets.drop_area import DropArea

from tests.helpers.release import APP_IMAGE, Release, Signer
from tests.ui.conftest import OpenWindow
from tests.ui.download_states import DOWNLOAD_STATES
from tests.ui.stage import PretendDesk, button, buttons, press, said, settle, shown
from tests.ui.test_states import faults, focus, focusable, wholly_visible
from walletsafe.cancel import CancelToken
from walletsafe.download import digest, judge, keys
from walletsafe.download.digest import Digest, Progress
from walletsafe.findings import Outcome, Report

LEDGER = Signer()


@pytest.fixture
def window(show: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(keys, "pinned", lambda: (LEDGER.key(),))
    window = show(PretendDesk())
    window.show_download()
    return window


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return Release(tmp_path, LEDGER)


def drop(window: MainWindow, *paths: Path) -> None:
    """Let files fall on the area that is shown."""
    (area,) = shown(window, DropArea)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle = QPointF(area.rect().center())
    moved = Qt.DropAction.CopyAction
    event = QDropEvent(middle, moved, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    area.dropEvent(event)


def result(window: MainWindow, qtbot: QtBot) -> Report:
    qtbot.waitUntil(lambda: isinstance(window.download.view, ResultView))
    view = window.download.view
    assert isinstance(view, ResultView)
    return view.report


def test_three_files_in_any_order_give_three_lines_and_the_file(
    window: MainWindow, release: Release, qtbot: QtBot
) -> None:
    drop(window, release.signature)
    qtbot.waitUntil(lambda: release.signature.name in said(window))
    assert isinstance(window.download.view, StartView)
    plain = [line.replace("\u2060", "") for line in said(window)]
    assert any("Type ledger.com/ledger-live/lld-signatures into your browser" in line for line in plain)
    drop(window, release.installer, release.sums)
    assert result(window, qtbot).outcome is Outcome.PASSED
    lines = said(window)
    first = lines.index("The list, signed by Ledger: Passed")
    assert lines[first + 1 : first + 3] == ["This file, as in the list: Passed", "Verdict: Passed"]
    assert f"Name: {release.installer.name}" in lines
    assert f"Size: {release.installer.stat().st_size:,} bytes" in lines
    assert f"List used: {release.sums.name}" in lines
    assert f"Signature used: {release.signature.name}" in lines
    (sum_shown,) = (line for line in lines if len(line.split()) == 16 and "\n" in line)
    assert "".join(sum_shown.split()) == digest.read(release.installer, digest.silent, CancelToken()).sha512
    assert not any(name.startswith("I installed it") for name in buttons(window))


def test_files_that_are_added_while_another_is_read_are_not_forgotten(
    window: MainWindow, release: Release, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "apart").mkdir()
    sums = release.sums.replace(tmp_path / "apart" / "a.sha512sum")
    seal = release.signature.replace(tmp_path / "apart" / "a.sha512sum.sig")
    drop(window, release.installer)
    drop(window, sums)
    drop(window, seal)
    assert result(window, qtbot).outcome is Outcome.PASSED


class Gate:
    """Holds the reading of one file until it is opened."""

    def __init__(self, held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._held, self._read = held, digest.read
        self.reached, self.opened = threading.Event(), threading.Event()
        self.told_to_stop = False
        monkeypatch.setattr(digest, "read", self.read)

    def read(self, path: Path, progress: Progress, cancel: CancelToken) -> Digest:
        if path == self._held:
            self.reached.set()
            assert self.opened.wait(20)
            self.told_to_stop = cancel.cancelled
            # The worst case: nobody told the reader to stop, so a whole result of the earlier file comes.
            return self._read(path, progress, CancelToken())
        return self._read(path, progress, cancel)


def test_a_result_of_an_earlier_file_is_never_shown(
    window: MainWindow, release: Release, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    release.windows.write_bytes(b"MZ tampered with")
    gate = Gate(release.installer, monkeypatch)
    seen: list[str] = []
    window.download.view_changed.connect(lambda: note(window.download, seen))
    drop(window, release.installer)
    assert gate.reached.wait(20)
    drop(window, release.windows)
    gate.opened.set()
    assert result(window, qtbot).subject["name"] == release.windows.name
    settle(100)
    assert result(window, qtbot).outcome is Outcome.DID_NOT_PASS
    assert seen == [release.windows.name]
    assert gate.told_to_stop


def note(page: DownloadPage, seen: list[str]) -> None:
    """Note the name of the file of each result that is shown."""
    if isinstance(page.view, ResultView):
        seen.append(str(page.view.report.subject["name"]))


def test_a_late_result_with_an_old_number_is_dropped(
    window: MainWindow, release: Release, qtbot: QtBot
) -> None:
    """The second lock: it would hold even if an abandoned job were heard."""
    drop(window, release.installer)
    late = Checked({}, result(window, qtbot))
    drop(window, release.windows)
    window.download._on_succeeded(1, late)
    assert isinstance(window.download.view, RunView)
    assert result(window, qtbot).subject["name"] == release.windows.name


def test_cancel_says_so_and_esc_begins_anew(
    window: MainWindow, release: Release, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(path: Path, progress: Progress, cancel: CancelToken) -> Digest:
        progress(40)
        cancel.sleep(20)
        raise AssertionError

    monkeypatch.setattr(digest, "read", slow)
    drop(window, release.installer)
    qtbot.waitUntil(lambda: f"Reading {release.installer.name}: 40 %" in said(window))
    press(window, "Cancel the check")
    assert result(window, qtbot).outcome is Outcome.STOPPED
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert isinstance(window.download.view, StartView)
    assert not any(release.installer.name in line for line in said(window))


def test_leaving_the_page_stops_a_check_and_forgets_it(
    window: MainWindow, release: Release, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(release.installer, monkeypatch)
    drop(window, release.installer)
    assert gate.reached.wait(20)
    window.show_home()
    gate.opened.set()
    settle(100)
    window.show_download()
    assert isinstance(window.download.view, StartView)
    drop(window, release.windows)
    report = result(window, qtbot)
    window.show_home()
    window.show_download()
    assert result(window, qtbot) is report, "a result is left as it was"


def test_who_installed_a_file_that_did_not_pass_is_led_to_the_plan(
    window: MainWindow, release: Release, qtbot: QtBot
) -> None:
    release.installer.write_bytes(APP_IMAGE + b"tampered with")
    drop(window, release.installer)
    assert result(window, qtbot).outcome is Outcome.DID_NOT_PASS
    assert "What the system itself can say" not in said(window)
    with qtbot.waitSignal(window.download.emergency_wanted):
        press(window, "I installed it already")


def test_of_a_dropped_folder_its_files_are_taken(window: MainWindow, release: Release, qtbot: QtBot) -> None:
    release.windows.unlink()
    drop(window, release.folder)
    assert result(window, qtbot).outcome is Outcome.PASSED
    assert f"Name: {release.installer.name}" in said(window)


def test_a_file_that_cannot_be_read_is_one_line(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    drop(window, tmp_path / "gone.exe")
    qtbot.waitUntil(lambda: isinstance(window.download.view, FaultView))
    assert 'The file "gone.exe" cannot be used: there is no such file.' in said(window)


def test_a_fault_of_ours_is_told_apart(
    window: MainWindow, release: Release, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "check", lambda *arguments, **named: 1 / 0)
    drop(window, release.installer)
    qtbot.waitUntil(lambda: isinstance(window.download.view, FaultView))
    assert any("ZeroDivisionError" in line for line in said(window))
    press(window, "Check another file")
    assert isinstance(window.download.view, StartView)


@pytest.fixture(params=DOWNLOAD_STATES)
def state(request: pytest.FixtureRequest, show: OpenWindow) -> Iterator[MainWindow]:
    window = show(PretendDesk())
    DOWNLOAD_STATES[request.param](window)
    settle(100)
    return window


def check(window: MainWindow) -> None:
    assert window.width() <= 1024
    assert window.height() <= 700
    assert {label.textFormat() for label in window.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    controls = focusable(window)
    assert [control for control in controls if not control.accessibleName().strip()] == []
    assert wholly_visible(focus()), focus().accessibleName()
    assert not focus().property("rail"), "the page has not taken the keyboard"
    assert faults(window) == []


def test_every_state_at_100_percent(state: MainWindow) -> None:
    check(state)


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_every_state_from_right_to_left_at_200_percent(state: MainWindow) -> None:
    check(state)


def test_the_keyboard_alone_reaches_everything(window: MainWindow, release: Release, qtbot: QtBot) -> None:
    drop(window, release.windows)
    result(window, qtbot)
    settle()
    reached: set[str] = set()
    for _ in range(40):
        reached.add(focus().accessibleName())
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
    assert {control.accessibleName() for control in focusable(window)} <= reached
    assert button(window, "Check another file").accessibleName() in reached
