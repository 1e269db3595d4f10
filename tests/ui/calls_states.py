"""The states of the page Calls, for the tests of all pages and for the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest import mock

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.calls.call_view import CallView
from walletsafe.ui.pages.calls.start import StartView
from walletsafe.ui.pages.calls.step import StepPage

from tests.ui.stage import settle
from walletsafe import knowledge
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.guidance import calls
from walletsafe.report import cases, code

CODE = code.encode(
    Report(
        "device",
        True,
        {"model": "nano-x"},
        (CheckResult("genuine", Outcome.DID_NOT_PASS, (finding("device.model_mismatch"),)),),
        knowledge.load().date,
    )
)
"""A code of a practice Ledger that did not pass."""


def start_view(window: MainWindow) -> StartView:
    view = window.calls.view
    assert isinstance(view, StartView)
    return view


def call_view(window: MainWindow) -> CallView:
    view = window.calls.view
    assert isinstance(view, CallView)
    return view


def step_page(window: MainWindow) -> StepPage:
    page = call_view(window).page
    assert isinstance(page, StepPage)
    return page


def start(window: MainWindow) -> None:
    """As an agent begins."""
    modes = window.frame.modes.findChildren(QRadioButton)
    next(mode for mode in modes if mode.accessibleName().endswith("support agent")).setChecked(True)
    window.show_calls()
    window.calls._forget()
    settle()


def with_cases(window: MainWindow) -> None:
    """An open call, and three saved cases: one is kept, one has expired, one cannot be read."""
    step("message", "begin", window)
    today = cases.today()
    saved = (
        cases.Case(Path("case-1.json"), today, today + timedelta(14), "message", broken=False),
        cases.Case(Path("case-2.json"), today - timedelta(26), today - timedelta(12), "words", broken=False),
        cases.Case(Path("case-3.json"), today - timedelta(26), today + timedelta(64), "", broken=True),
    )
    with mock.patch.object(cases, "cases", return_value=saved):
        window.calls.show_start()
    settle()


def step(script: str, name: str, window: MainWindow, notes: str = "") -> None:
    """A step after the first question was answered, with notes."""
    start(window)
    loaded = calls.load(script)
    window.calls.begin(loaded)
    call_view(window).answer(0)
    call_view(window).go(loaded, loaded.step(name))
    if notes:
        step_page(window).notes.field.setPlainText(notes)
    settle()


def half_a_stroke(window: MainWindow) -> None:
    """The first of two strokes."""
    step("message", "begin", window)
    QTest.keyClick(step_page(window).first, Qt.Key.Key_W)
    settle()


def summary(window: MainWindow) -> None:
    step("message", "begin", window)
    call_view(window).show_summary()
    settle()


def steps(window: MainWindow) -> None:
    step("message", "begin", window)
    call_view(window).show_map()
    settle()


def keys(window: MainWindow) -> None:
    step("message", "begin", window)
    call_view(window).show_keys()
    settle()


def no_code_yet(window: MainWindow) -> None:
    """Answers wait for a code."""
    step("device", "code", window)


def read_out(window: MainWindow) -> None:
    step("device", "begin", window)
    step_page(window).code.field.setText(CODE)
    settle()


def wrong_code(window: MainWindow) -> None:
    start(window)
    field = start_view(window).code.field
    QTest.keyClick(start_view(window), Qt.Key.Key_F3)
    field.setText(CODE[:-1] + ("2" if CODE[-1] != "2" else "3"))
    field.returnPressed.emit()
    settle()


def forget(window: MainWindow) -> None:
    step("message", "begin", window)
    call_view(window).new_wanted.emit()
    settle()


def save(window: MainWindow) -> None:
    step("words", "begin", window, "The caller told Anna Muster some words on the telephone.")
    call_view(window).save_wanted.emit()
    settle()


def stopped(window: MainWindow) -> None:
    step("caller", "begin", window, "The PIN is 4711 and the mail is")


CALLS_STATES: Mapping[str, Callable[[MainWindow], None]] = {
    "calls start": start,
    "calls cases": with_cases,
    "calls first question": partial(step, "message", "company"),
    "calls step": partial(step, "message", "look"),
    "calls stopped": stopped,
    "calls end": partial(step, "message", "words"),
    "calls half a stroke": half_a_stroke,
    "calls summary": summary,
    "calls steps": steps,
    "calls keys": keys,
    "calls no code yet": no_code_yet,
    "calls read out": read_out,
    "calls wrong code": wrong_code,
    "calls forget": forget,
    "calls save": save,
}
"""Brings an open window into each state."""
