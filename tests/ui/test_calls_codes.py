"""At a step that asks for a code, answers wait for one that says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from walletsafe.ui.main_window import MainWindow

from tests.ui.calls_hands import here, strokes, type_here
from tests.ui.calls_states import CODE, call_view, no_code_yet, step_page
from tests.ui.conftest import OpenWindow
from tests.ui.keyboard import key
from tests.ui.stage import PretendDesk, said, settle
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.report import code
from walletsafe.report.coherence import data_day

K = Qt.Key
FIRST = "Type the code first: F3."
DEMO = "A DEMO code says nothing about theirs."
KIND = "The code is one of another check."
OUTCOME = "The code says something else."


def code_of(kind: str, outcome: Outcome, found: str) -> str:
    """The code of a real result with one finding."""
    subject = {"connection": "usb"} if kind == "device" else {}
    check = CheckResult("read-back", outcome, (finding(found),))
    return code.encode(Report(kind, False, subject, (check,), data_day(kind)))


@pytest.fixture
def window(show: OpenWindow) -> MainWindow:
    opened = show(PretendDesk())
    no_code_yet(opened)
    return opened


def read(text: str) -> None:
    key(K.Key_F3)
    type_here(text)
    key(K.Key_Escape)


def reasons(window: MainWindow) -> list[str]:
    """Why each answer is grey; nothing where it can be given."""
    buttons = step_page(window).answers
    return ["" if button.isEnabled() else button.accessibleDescription() for button in buttons]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", [FIRST, FIRST, FIRST, "", ""]),
        (CODE, [DEMO, DEMO, DEMO, "", ""]),
        (code_of("download", Outcome.DID_NOT_PASS, "download.mismatch"), [KIND, KIND, KIND, "", ""]),
        (code_of("device", Outcome.DID_NOT_PASS, "device.model_mismatch"), [OUTCOME, "", OUTCOME, "", ""]),
        (code_of("device", Outcome.STOPPED, "genuine.not_checked"), [OUTCOME, OUTCOME, "", "", ""]),
    ],
    ids=["none", "demo", "download", "failed", "stopped"],
)
def test_an_answer_that_no_code_gave_is_grey_and_says_why(
    window: MainWindow, text: str, why: list[str]
) -> None:
    if text:
        read(text)
    assert reasons(window) == why
    before = here(window)
    for number, reason in enumerate(why, start=1):
        assert not reason or reason in said(step_page(window))
        if reason:
            strokes(str(number))
            assert here(window) == before
            assert reason == call_view(window)._stroke.text()
            settle(1_100)
            assert call_view(window)._stroke.isVisible(), "it is not gone with the next second"
            break
    strokes("5")
    assert here(window) == "A doubtful WalletSafe: its results do not count"


def test_a_code_that_says_so_lets_the_answer_be_given(window: MainWindow) -> None:
    read(code_of("device", Outcome.DID_NOT_PASS, "device.model_mismatch"))
    strokes("2")
    assert here(window) == "Did not pass: disconnect it, send nothing"
