"""Every state of every page, by name: what holds for all of them is tested on all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow

from tests.ui import practise_states, test_states
from tests.ui.calls_states import CALLS_STATES
from tests.ui.computer_states import CHOOSING, COMPUTER_STATES
from tests.ui.conftest import OpenWindow
from tests.ui.download_states import DOWNLOAD_STATES
from tests.ui.emergency_states import EMERGENCY_STATES
from tests.ui.handout_states import HANDOUT_STATES
from tests.ui.learn_states import LEARN_STATES
from tests.ui.message_states import MESSAGE_STATES, SAME_INPUT, open_file
from tests.ui.report_states import REPORT_STATES
from tests.ui.stage import PretendDesk, press, shown
from tests.ui.stage_states import STAGE_STATES

PLACE = "save, place"
"""The dialog that asks where to save: Qt's own, so its looks are not ours to test."""

_WORDS: Mapping[str, Callable[[MainWindow], object]] = {
    **practise_states.STATES,
    **LEARN_STATES,
    **DOWNLOAD_STATES,
    **COMPUTER_STATES,
    **CHOOSING,
    **EMERGENCY_STATES,
    **CALLS_STATES,
    **HANDOUT_STATES,
    **REPORT_STATES,
    **STAGE_STATES,
    **{name: state for name, state in MESSAGE_STATES.items() if name not in SAME_INPUT},
    "message open a file": open_file,
}

EVERY_STATE: tuple[str, ...] = (*test_states.STATES, PLACE, *_WORDS)


def bring_any(name: str, show: OpenWindow, qtbot: QtBot) -> MainWindow:
    """Open the window, in the state ``name``."""
    desk = PretendDesk()
    window = show(desk)
    if name in _WORDS:
        _WORDS[name](window)
        return window
    test_states.bring("save" if name == PLACE else name, desk, window, qtbot)
    if name == PLACE:
        press(window, "Save to a file")
        qtbot.waitUntil(lambda: bool(shown(window, QFileDialog)))
    return window
