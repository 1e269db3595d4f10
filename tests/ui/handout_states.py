"""The dialogs that save a handout, for the tests of all states and for the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.widgets.handout_dialog import HandoutDialog

from tests.ui.stage import press, settle, shown, wait_until


def ask(page: Callable[[MainWindow], None], button: str, window: MainWindow) -> None:
    """Press the button of a page that offers handouts."""
    page(window)
    settle()
    press(window, button)
    wait_until(lambda: bool(shown(window, HandoutDialog)))


HANDOUT_STATES: Mapping[str, Callable[[MainWindow], None]] = {
    "handouts practise": partial(ask, MainWindow.show_practise, "Print practice sheets"),
    "handouts emergency": partial(ask, MainWindow.show_emergency, "Print a card for your wallet"),
    "handouts learn": partial(ask, MainWindow.show_learn, "Print a poster for the wall"),
}
"""Brings an open window into each state."""
