"""The hands of an agent on the page Calls."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from walletsafe.ui.main_window import MainWindow

from tests.ui.calls_states import step_page
from tests.ui.stage import settle
from tests.ui.test_states import focus


def type_here(text: str) -> None:
    QTest.keyClicks(focus(), text)
    settle(1)


def strokes(text: str) -> None:
    """Keys that are no text: each goes to what has the keyboard then."""
    for letter in text:
        type_here(letter)


def return_to(window: MainWindow) -> None:
    """The screen of the tests gives the keyboard to no window when a dialog closes; a real one does."""
    window.activateWindow()
    settle()


def gone() -> None:
    """Let the pages that were left be deleted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def here(window: MainWindow) -> str:
    """The step that is shown: the first words of its page."""
    return step_page(window).accessibleName()
