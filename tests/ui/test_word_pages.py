"""What holds for Practise and Learn in every state, as tests/ui/test_states.py has it for the other pages.

Every step of every lesson is walked in tests/ui/test_learn_page.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QRadioButton, QScrollArea, QWidget
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.widgets.text import DemoBadge, Text

from tests.ui import practise_states
from tests.ui.conftest import OpenWindow
from tests.ui.learn_states import LEARN_STATES, MARKED, steps
from tests.ui.stage import PretendDesk, settle, shown
from tests.ui.test_states import faults, focus, focusable, wholly_visible

STATES = {
    **practise_states.STATES,
    **{name: state for name, state in LEARN_STATES.items() if name.removeprefix("learn ") not in steps()},
}


@pytest.fixture(params=STATES)
def state(request: pytest.FixtureRequest, show: OpenWindow) -> Iterator[MainWindow]:
    window = show(PretendDesk())
    STATES[request.param](window)
    settle(100)
    return window


def test_every_state_at_100_percent(state: MainWindow, request: pytest.FixtureRequest) -> None:
    check(state, request)


@pytest.mark.usefixtures("large_text")
def test_every_state_at_200_percent(state: MainWindow, request: pytest.FixtureRequest) -> None:
    check(state, request)


@pytest.mark.usefixtures("right_to_left")
def test_every_state_from_right_to_left(state: MainWindow, request: pytest.FixtureRequest) -> None:
    check(state, request)


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_every_state_from_right_to_left_at_200_percent(
    state: MainWindow, request: pytest.FixtureRequest
) -> None:
    check(state, request)


def check(window: MainWindow, request: pytest.FixtureRequest) -> None:
    assert window.width() <= 1024
    assert window.height() <= 700
    labels = window.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    controls = focusable(window)
    assert [control for control in controls if not control.accessibleName().strip()] == []
    assert all("&" not in control.accessibleName() for control in controls)
    assert wholly_visible(focus()), focus().accessibleName()
    assert not focus().property("rail"), "the page has not taken the keyboard"
    assert any("Nobody ever needs your words" in label.text() for label in shown(window, Text))
    assert_marked(window, request.node.callspec.params["state"])
    assert_mnemonics(window)
    assert faults(window) == []


def assert_marked(window: MainWindow, name: str) -> None:
    """Nobody may take a practice sheet, or the false page, for the real thing, wherever it is scrolled to."""
    for end in (0, 1):
        for area in shown(window, QScrollArea):
            area.verticalScrollBar().setValue(end * area.verticalScrollBar().maximum())
        marked = any(wholly_visible(badge) for badge in shown(window, DemoBadge))
        assert marked == (name in practise_states.STATES or name in MARKED)


def assert_mnemonics(window: MainWindow) -> None:
    texts = [found.text() for found in shown(window, QAbstractButton)]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text.replace("&&", "")]
    assert len(keys) == len(set(keys)), texts


def test_tab_reaches_every_control_and_comes_round(state: MainWindow) -> None:
    reached: list[QWidget] = []
    for _ in range(120):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        if focus() in reached:
            break
        reached.append(focus())
    expected = {control for control in focusable(state) if not isinstance(control, QRadioButton)}
    assert expected <= set(reached)
