"""Windows for the tests, closed and gone afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.style.theme import theme
from walletsafe.ui.widgets import buttons

from tests.ui.stage import PretendDesk, open_window

OpenWindow = Callable[[PretendDesk], MainWindow]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Qt's platform without a screen says this once for every window."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture(autouse=True)
def no_grace(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let buttons be pressed as soon as they appear; tests of their patience set its time themselves."""
    monkeypatch.setattr(buttons, "TYPING_MILLISECONDS", 0)
    usual = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(usual)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[OpenWindow]:
    """Open the window on a pretended desk."""
    opened: list[MainWindow] = []

    def open_on(desk: PretendDesk) -> MainWindow:
        window = open_window(desk)
        opened.append(window)
        with qtbot.waitActive(window):
            window.activateWindow()
        return window

    theme()
    yield open_on
    for window in filter(isValid, opened):
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    """The system's text at 200 %."""
    usual, large = qapp.font(), qapp.font()
    large.setPixelSize(28)
    qapp.setFont(large)
    theme().refresh()
    yield
    qapp.setFont(usual)
    theme().refresh()


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    """A language that runs from right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
