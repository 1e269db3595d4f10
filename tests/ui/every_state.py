"""Every state of every page, by name: what holds for all of them is tested on all of them."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow

from tests.ui import test_states
from tests.ui.conftest import OpenWindow
from tests.ui.stage import PretendDesk, press, shown

PLACE = "save, place"
"""The dialog that asks where to save: Qt's own, so its looks are not ours to test."""

EVERY_STATE: tuple[str, ...] = (*test_states.STATES, PLACE)


def bring_any(name: str, show: OpenWindow, qtbot: QtBot) -> MainWindow:
    """Open the window, in the state ``name``."""
    desk = PretendDesk()
    window = show(desk)
    test_states.bring("save" if name == PLACE else name, desk, window, qtbot)
    if name == PLACE:
        press(window, "Save to a file")
        qtbot.waitUntil(lambda: bool(shown(window, QFileDialog)))
    return window
