"""What the room sees: large, few words, marked, and never anything of the trainer's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.stage import presenter as presenting
from walletsafe.ui.pages.stage import room
from walletsafe.ui.pages.stage.device_act import DeviceAct
from walletsafe.ui.pages.stage.presenter import PresenterWindow
from walletsafe.ui.pages.stage.room import PAUSE, RoomDevice, RoomScreen
from walletsafe.ui.pages.stage.room_view import RoomView
from walletsafe.ui.style.sheet import Scaled
from walletsafe.ui.style.theme import theme
from walletsafe.ui.style.tokens import TYPE
from walletsafe.ui.widgets.device_drawing import DeviceDrawing
from walletsafe.ui.widgets.text import DemoBadge, Text

from tests.ui.conftest import OpenWindow
from tests.ui.stage import Plugged, PretendDesk, press, said, settle, shown
from tests.ui.stage_states import (
    STAGE_STATES,
    act,
    check_real,
    performance,
    play,
    presenter,
    real,
    said_to_room,
)
from tests.ui.test_states import faults
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.errors import InUse, OpenFailed, WalletSafeError
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.guidance import agendas
from walletsafe.practice.drills.session import NAMES, DrillSession
from walletsafe.report.document import worst_first
from walletsafe.transport import Peer

ROOT = Path(__file__).resolve().parents[2]
SIZES = (QSize(1280, 720), QSize(1920, 1080), QSize(1024, 768), QSize(640, 360))
SECRETS = tuple(f"{name}-{number}-seeded" for name in
                ("serial", "path", "user", "host", "device-id", "app") for number in range(5))  # fmt: skip
"""Thirty things that must never stand before a room."""


def everything(window: QWidget) -> str:
    """Whatever can be read, heard or pointed at in a window, and its titles."""
    widgets = [window, *window.findChildren(QWidget)]
    texts = [window.windowTitle(), window.windowIconText(), window.windowFilePath()]
    for widget in widgets:
        texts += [
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
            widget.statusTip(),
            widget.whatsThis(),
            widget.text() if isinstance(widget, QLabel) else "",
        ]
    return "\n".join(texts)


def words_shown(window: QWidget) -> int:
    """The words that can be read, those on a Ledger's own screen among them; bare numbers not counted."""
    texts = [label.text() for label in shown(window, QLabel) if not isinstance(label, DemoBadge)]
    texts += [drawing.accessibleDescription().partition(": ")[2] for drawing in shown(window, DeviceDrawing)]
    return sum(any(map(str.isalpha, word)) for text in texts for word in text.split() if len(word) > 1)


@pytest.fixture
def room_window(qtbot: QtBot) -> Iterator[PresenterWindow]:
    window = PresenterWindow()
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def check_room(state: MainWindow) -> None:
    """What holds in every state: few words, nothing cut, nothing of the notes, and practice marked."""
    window = presenter(state)
    heard = everything(window)
    practice = False
    if state.stage._playing is not None:
        played = performance(state).act
        assert all(note not in heard for note in played.notes)
        practice = isinstance(played, DeviceAct) and played.real is None
    marks = {badge.text() for badge in shown(window, DemoBadge)}
    assert ("DEMO" in marks) == (practice and window.isVisible())
    verdicts = [line for line in said(window) if line.endswith(("Passed", "Did not pass", "certified"))]
    assert all(line.startswith("DEMO: ") == practice for line in verdicts)
    for size in SIZES if window.isVisible() else ():
        window.resize(size)
        settle(1)
        assert words_shown(window) <= agendas.SCREEN_WORDS
        assert faults(window) == []
        assert window.size() == size


# --- what must never stand there ---------------------------------------------------------------------------


class Telling(Plugged):
    """A Ledger on USB that tells secrets wherever it can."""

    def __init__(self) -> None:
        super().__init__("genuine-nano-s", " ".join(SECRETS[:6]))

    def other_programs(self) -> tuple[str, ...]:
        return SECRETS[6:12]


def secret_reports() -> list[Report]:
    """Reports of a real Ledger with a secret in every param that a finding of a device may have."""
    ids = (
        "transport.in_use",
        "device.app_open",
        "genuine.sideloaded_app",
        "apps.listed",
        "device.identified",
    )
    found = []
    for number, name in enumerate(ids):
        secret = SECRETS[12 + number]
        params = dict.fromkeys(("program", "app", "apps", "bulletins", "path", "serial", "where"), secret)
        found.append(
            finding(name, model="Ledger Nano S", firmware="1.6.1", version="1.6.1", count=2, **params)
        )
    subject = {"serial": SECRETS[20], "path": SECRETS[21], "user": SECRETS[22], "host": SECRETS[23]}
    return [
        Report("device", False, subject, (CheckResult("device", outcome, (one,)),), "2026-11-01")
        for one in found
        for outcome in (Outcome.PASSED, Outcome.DID_NOT_PASS, Outcome.COULD_NOT_CHECK)
    ]


def answered(report: Report, peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
    """A check that is over at once."""
    return report


@pytest.fixture
def with_secrets(show: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    for number, name in enumerate(("USER", "LOGNAME", "HOSTNAME", "COMPUTERNAME", "HOME")):
        monkeypatch.setenv(name, SECRETS[24 + number])
    return show(PretendDesk(Telling()))


def assert_none(window: MainWindow) -> None:
    heard = everything(presenter(window))
    assert [secret for secret in SECRETS if secret in heard] == []


@pytest.mark.parametrize("told", [False, True])
def test_a_real_ledger_tells_the_room_no_secret(with_secrets: MainWindow, told: bool) -> None:
    real_desk = with_secrets.shelf._desk
    assert isinstance(real_desk, PretendDesk)
    attached = real_desk.attached
    real(with_secrets)
    real_desk.attached = attached
    for report in secret_reports():
        check_real(with_secrets, partial(answered, report))
        settle(40)
        if told:
            act(with_secrets, DeviceAct).tell()
        settle(1)
        assert "DEMO" not in everything(presenter(with_secrets))
        assert "Ledger Nano S" in said_to_room(with_secrets)
        assert_none(with_secrets)


@pytest.mark.parametrize("error", [InUse(where=SECRETS[0], program=SECRETS[1]), OpenFailed(where=SECRETS[2])])
def test_an_error_stays_with_the_trainer(with_secrets: MainWindow, error: WalletSafeError) -> None:
    def check(*_: object) -> Report:
        raise error

    real(with_secrets)
    check_real(with_secrets, check)
    settle(60)
    assert_none(with_secrets)


def test_until_the_trainer_says_so_the_room_sees_model_and_outcome_alone(show: OpenWindow) -> None:
    window = show(PretendDesk())
    real(window)
    report = next(report for report in secret_reports() if report.outcome is Outcome.PASSED)
    check_real(window, partial(answered, report))
    settle(60)
    screen = presenter(window).room_screen
    assert screen.lines == ()
    assert screen.outcome is Outcome.PASSED


def test_the_gravest_finding_with_a_foreign_name_is_passed_over() -> None:
    named = finding("device.app_open", app="Wallet of Anna", version="1")
    plain = finding("genuine.verified", model="Ledger Nano S")
    report = Report(
        "device", False, {}, (CheckResult("device", Outcome.PASSED, (named, plain)),), "2026-11-01"
    )
    assert worst_first(report)[0] is named
    screen = room.with_result(RoomScreen(), report, findings=True)
    assert screen.lines == ("This Ledger Nano S holds a chip that Ledger certified",)


# --- the window itself -------------------------------------------------------------------------------------


def test_every_exercise_of_every_drill_fits_a_room() -> None:
    for name in NAMES:
        for seed in range(40):
            exercise = DrillSession(name, Random(seed)).next()
            for screen in (room.drill_screen(exercise), room.drill_answer_screen(exercise)):
                assert screen.word_count <= agendas.SCREEN_WORDS
                assert sum(len(paper.cells) for paper in screen.papers) <= 12
                assert screen.practice


def test_a_cut_sheet_still_has_the_slip() -> None:
    for seed in range(40):
        exercise = DrillSession("find-the-slip", Random(seed)).next()
        first, second = room.drill_screen(exercise).papers
        differing = [(one, two) for one, two in zip(first.cells, second.cells, strict=True) if one != two]
        assert len(differing) == 1
        assert differing[0][1] == exercise.choices[exercise.right[0]]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_type_grows_with_the_window(room_window: PresenterWindow, size: QSize) -> None:
    room_window.show_screen(RoomScreen(title="Nobody needs your words", lines=("Whoever asks is a thief.",)))
    room_window.resize(size)
    settle(1)
    title, line = shown(room_window, Text)
    share = min(size.width() / 1280, size.height() / 720)
    assert title.font().pixelSize() == pytest.approx(24 * 2.2 * share, abs=1)
    # An eighteenth of the height: read from six times the picture's height.
    assert line.font().pixelSize() * 20 >= size.height() * 0.95 or size.width() * 9 < size.height() * 16


def test_the_largest_type_is_found_in_few_tries(
    room_window: PresenterWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = 0

    def counted(screen: RoomScreen, scaled: Scaled) -> RoomView:
        nonlocal built
        built += 1
        return RoomView(screen, scaled)

    monkeypatch.setattr(presenting, "RoomView", counted)
    smaller = 0
    for screen in every_screen():
        built = 0
        room_window.show_screen(screen)
        assert 1 <= built <= 3
        settle(1)
        assert faults(room_window) == []
        if built > 1:
            smaller += 1
            times = shown(room_window, Text)[0].font().pixelSize() / TYPE.title
            assert room_window._fitting_share(room_window._try(times * 1.1)) < 1
    assert smaller >= 4


def every_screen() -> Iterator[RoomScreen]:
    """Of all parts, and long ones of the drills."""
    for screen in (screen for part in agendas.load("ninety").parts for screen in part.screens):
        match screen:
            case agendas.Slide():
                yield room.slide_screen(screen)
            case agendas.Question(quiz=quiz):
                yield room.quiz_screen(quiz)
                yield room.hands_screen(quiz, (1234, 10_000, 0))
                yield room.because_screen(quiz)
            case agendas.Drill(name=name):
                for seed in range(4):
                    exercise = DrillSession(name, Random(seed)).next()
                    yield room.drill_screen(exercise)
                    yield room.drill_answer_screen(exercise)
            case _:
                pass


@given(
    st.lists(st.text("abcdefgh ", min_size=1, max_size=200), max_size=6),
    st.lists(st.text("mnopqrst ", min_size=1, max_size=60), max_size=4),
)
def test_nothing_is_ever_cut_however_long(lines: list[str], choices: list[str]) -> None:
    window = PresenterWindow()
    window.show_screen(RoomScreen(title="Title", lines=tuple(lines), choices=tuple(choices)))
    window.resize(1280, 720)
    window.show()
    settle(1)
    found = faults(window)
    window.close()
    window.deleteLater()
    settle(1)
    assert found == []


def test_f11_fills_the_screen_and_esc_leaves_it_but_never_closes(room_window: PresenterWindow) -> None:
    QTest.keyClick(room_window, Qt.Key.Key_Escape)
    assert room_window.isVisible()
    QTest.keyClick(room_window, Qt.Key.Key_F11)
    assert room_window.isFullScreen()
    QTest.keyClick(room_window, Qt.Key.Key_Escape)
    assert not room_window.isFullScreen()
    assert room_window.isVisible()


def test_it_follows_the_colours(room_window: PresenterWindow) -> None:
    device = RoomDevice("nano-s", "Ledger Nano S", "Ledger A", ("Ready",))
    room_window.show_screen(RoomScreen(title="Real?", device=device, demo=True))
    light = room_window.grab().toImage().pixelColor(4, 4)
    theme().follow(Qt.ColorScheme.Dark)
    try:
        settle(1)
        assert room_window.grab().toImage().pixelColor(4, 4).lightness() < 60 < light.lightness()
    finally:
        theme().follow(Qt.ColorScheme.Light)


def test_practice_has_another_ground_and_loses_it_again(room_window: PresenterWindow) -> None:
    grounds = []
    for demo in (False, True, False, True):
        room_window.show_screen(RoomScreen(title="Real?", demo=demo))
        settle(1)
        grounds.append(room_window.grab().toImage().pixelColor(4, 4).name())
    assert grounds == [theme().colour(name).name() for name in ("paper", "demo_paper") * 2]


def test_an_unplugged_ledger_is_drawn_unplugged(room_window: PresenterWindow) -> None:
    device = RoomDevice("stax", "Ledger Stax", "Ledger A")
    pictures = []
    for plugged in (True, False):
        room_window.show_screen(RoomScreen(device=replace(device, plugged=plugged), demo=True))
        settle(1)
        pictures.append(room_window.grab().toImage())
    assert pictures[0] != pictures[1]
    assert "Unplugged" in everything(room_window)


@pytest.mark.parametrize("model_id", ["nano-s", "nano-s-plus", "nano-x", "stax", "flex", "nano-gen5", ""])
@pytest.mark.parametrize("plugged", [True, False])
def test_the_cable_ends_in_the_device(room_window: PresenterWindow, model_id: str, plugged: bool) -> None:
    device = RoomDevice(model_id, "Ledger", "Ledger A", plugged=plugged)
    room_window.show_screen(RoomScreen(device=device, demo=True))
    settle(1)
    (drawing,) = shown(room_window, DeviceDrawing)
    place = drawing.mapTo(room_window, drawing.rect().center())
    picture = room_window.grab().toImage()
    gap = picture.pixelColor(4, 4)
    row = [picture.pixelColor(x, place.y()) != gap for x in range(place.x())]
    # From where the cable begins to the middle of the device.
    assert all(row[row.index(True) :]) == plugged


def test_it_fills_the_second_screen_where_there_is_one(tmp_path: Path) -> None:
    screens = [
        {"name": "desk", "x": 0, "y": 0, "width": 1280, "height": 800},
        {"name": "wall", "x": 1280, "y": 0, "width": 1920, "height": 1080},
    ]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}))
    platform = f"offscreen:configfile={tmp_path / 'screens.json'}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.two_screens"],
        env={**os.environ, "QT_QPA_PLATFORM": platform},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=50,
        check=True,
    )
    assert done.stdout.split() == ["desk", "wall", "True"]


def test_without_a_projector_it_never_covers_the_trainers_window(room_window: PresenterWindow) -> None:
    room_window.showFullScreen()
    room_window.close()
    room_window.open_beside(QWidget())
    assert room_window.isVisible()
    assert not room_window.isFullScreen()


def test_a_projector_that_comes_is_filled_and_one_that_goes_is_left(
    show: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform of these tests has one screen: it plays the projector."""
    window = show(PretendDesk())
    play(window)
    only = window.screen()
    app = cast("QGuiApplication", QGuiApplication.instance())
    monkeypatch.setattr(presenting, "second_screen", lambda of: only)
    app.screenAdded.emit(only)
    settle()
    assert presenter(window).isFullScreen()
    monkeypatch.setattr(presenting, "second_screen", lambda of: None)
    app.screenRemoved.emit(only)
    settle()
    assert presenter(window).isVisible()
    assert not presenter(window).isFullScreen()
    assert window.isActiveWindow()
    presenter(window).close()
    app.screenAdded.emit(only)
    settle()
    assert not presenter(window).isVisible()


def test_closing_the_main_window_closes_the_rooms(show: OpenWindow) -> None:
    window = show(PretendDesk())
    play(window)
    assert presenter(window).isVisible()
    window.close()
    settle(1)
    assert not any(
        isinstance(top, PresenterWindow) and top.isVisible() for top in QApplication.topLevelWidgets()
    )


def test_no_dialog_and_no_other_window_stands_over_the_rooms(show: OpenWindow) -> None:
    """Whatever opens belongs to the trainer's window, so that it opens on the trainer's screen."""
    window = show(PretendDesk())
    STAGE_STATES["stage end"](window)
    press(window.stage, "Save a report")
    settle()
    room_window = presenter(window)
    assert room_window.parent() is None
    assert room_window.room_screen == PAUSE
    for top in QApplication.topLevelWidgets():
        if top.isVisible() and top is not room_window and top is not window:
            assert window.isAncestorOf(top) or top.parentWidget() is not None
            assert not room_window.isAncestorOf(top)
            top.close()
