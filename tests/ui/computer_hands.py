"""What a person does on the page On this computer, for its tests."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.computer.result import ResultView

from tests.ui.computer_states import LIKELY, Scan
from tests.ui.stage import said, settle
from walletsafe.scan import engine


def ended(window: MainWindow, qtbot: QtBot) -> ResultView:
    qtbot.waitUntil(lambda: isinstance(window.computer.view, ResultView))
    view = window.computer.view
    assert isinstance(view, ResultView)
    return view


def looked(window: MainWindow, qtbot: QtBot, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> ResultView:
    monkeypatch.setattr(engine, "scan", scan)
    window.computer.look(LIKELY)
    return ended(window, qtbot)


def plain(window: MainWindow) -> list[str]:
    """The visible texts without the places where a line may be broken."""
    settle()
    return [line.replace("\u200b", "") for line in said(window)]
