"""The code below a result: readable at arm's length, spelled by a screen reader, marked as a demo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui.pages.download.result import ResultView as DownloadResult
from walletsafe.ui.pages.ledger.result import ResultView
from walletsafe.ui.style.theme import theme
from walletsafe.ui.style.tokens import TYPE
from walletsafe.ui.widgets.code_card import CodeCard
from walletsafe.ui.widgets.text import Text

from tests.helpers.people import check, virtual
from tests.ui.conftest import OpenWindow
from tests.ui.download_states import DOWNLOAD_STATES
from tests.ui.message_states import SCAM, result, triage
from tests.ui.stage import PretendDesk, said, shown, wait_until
from walletsafe.findings import CheckResult, Outcome, Report
from walletsafe.report.code import decode, encode

CODE = "1080 8049 868A"
"""Of a locked Ledger on USB."""


def card(qtbot: QtBot, report: Report) -> CodeCard:
    made = CodeCard(report)
    qtbot.addWidget(made)
    made.show()
    return made


def code_of(view: QWidget) -> Text:
    (code,) = (text for text in shown(view, Text) if text.property("role") == "code")
    return code


def test_it_is_large_spelled_out_and_only_for_the_eye(qtbot: QtBot) -> None:
    report = decode(CODE).report
    made = card(qtbot, report)
    code = code_of(made)
    assert code.text() == CODE
    assert code.accessibleDescription() == "1 0 8 0, 8 0 4 9, 8 6 8 A"
    assert code.accessibleName() == "A code to read out"
    assert code.font().pixelSize() == theme().scaled(TYPE.title)
    assert not code.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert not [one for one in made.findChildren(QWidget) if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    words = " ".join(said(made))
    assert "If you asked somebody for help, you can read this to them" in words
    assert "If somebody called you and wants this code, hang up." in words
    assert "DEMO" not in words


def test_it_runs_from_left_to_right_everywhere(qtbot: QtBot, right_to_left: None) -> None:
    made = card(qtbot, decode(CODE).report)
    assert code_of(made).layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_a_demo_is_marked(qtbot: QtBot) -> None:
    made = card(qtbot, check(virtual("locked")))
    assert code_of(made).text().startswith("D")
    words = said(made)
    assert words[0] == "DEMO: A code to read out"
    assert "It begins with D" in " ".join(words)


def test_a_long_code_keeps_whole_groups_on_a_narrow_page(qtbot: QtBot, large_text: None) -> None:
    made = card(
        qtbot, Report("download", False, {}, (CheckResult("checksum", Outcome.PASSED),), "2026-11-25")
    )
    code = code_of(made)
    code.setText("1000 31VE MV66 GRKF 0P2J 1F27")
    made.resize(360, 600)
    lines = code.heightForWidth(code.minimumSizeHint().width()) // code.heightForWidth(10_000)
    assert lines == 6


@pytest.mark.parametrize("name", ["genuine-nano-s", "counterfeit-replayed", "locked"])
def test_the_result_of_a_ledger_shows_it(show: OpenWindow, name: str) -> None:
    report = check(virtual(name))
    window = show(PretendDesk(checking=lambda peer, observer, cancel: report))
    window.show_ledger()
    window.ledger.check_practice(name)
    wait_until(lambda: isinstance(window.ledger.view, ResultView))
    assert code_of(window).text() == encode(report)


def test_the_result_of_a_message_shows_it(show: OpenWindow) -> None:
    window = show(PretendDesk())
    result(SCAM, window)
    assert code_of(window).text() == encode(triage(SCAM).report)


@pytest.mark.parametrize("state", ["download passed", "download mismatch", "download installer only"])
def test_the_result_of_a_download_shows_it(show: OpenWindow, state: str) -> None:
    window = show(PretendDesk())
    DOWNLOAD_STATES[state](window)
    view = window.download.view
    assert isinstance(view, DownloadResult)
    assert code_of(view).text() == encode(view.report)
