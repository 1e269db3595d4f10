"""Keys, pressed on whatever has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.stage import settle
from tests.ui.test_states import focus


def key(*keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(focus(), one)
        settle(1)


def tab_to(name: str) -> None:
    """Press Tab until the control whose accessible name begins with ``name`` has the keyboard."""
    for _ in range(60):
        if focus().accessibleName().startswith(name):
            return
        key(Qt.Key.Key_Tab)
    raise AssertionError(name)
