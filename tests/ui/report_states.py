"""Saved reports opened again, and the dialogs that save them, for the tests of all pages and the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QFileDialog, QWidget
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.widgets.opened_report import OpenedReportDialog
from walletsafe.ui.widgets.save_dialog import offer_to_save

from tests.helpers.people import check, virtual
from tests.helpers.reports import CALM, a_call, a_lesson
from tests.ui.message_states import SCAM
from tests.ui.stage import press, settle, shown
from walletsafe import report as export
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.message import plain
from walletsafe.message.judge import judge
from walletsafe.message.model import Kind


def passed() -> Report:
    """A pass of a device on USB, which no virtual one can give."""
    found = (
        finding("device.identified", model="Ledger Nano S", firmware="2.1.0"),
        finding(
            "firmware.newest_known",
            model="Ledger Nano S",
            version="2.1.0",
            newest="2.1.0",
            newest_date="2022-03",
            knowledge_date="2026-10-02",
        ),
        finding("origin.clear"),
        finding("genuine.verified", model="Ledger Nano S"),
        finding("apps.listed", count=2),
    )
    first, *others = ("device", "firmware", "origin", "genuine", "apps")
    checks = (
        CheckResult(first, Outcome.PASSED, found),
        *(CheckResult(check_id, Outcome.PASSED) for check_id in others),
    )
    subject = {"connection": "usb", "model": "nano-s", "firmware": "2.1.0"}
    return Report("device", False, subject, checks, "2026-10-02", made="2026-11-20")


def scam() -> Report:
    return judge(plain.read(SCAM, Kind.MAIL)).report


def opened(made: Callable[[], Report], window: QWidget) -> None:
    """The report as it is shown again."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "report.json")
        export.save(made(), path)
        OpenedReportDialog(path, window).open()
    settle()


def refused(window: QWidget) -> None:
    """A web page in place of the data."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "walletsafe-report.html")
        export.save(passed(), path)
        OpenedReportDialog(path, window).open()
    settle()


def choosing(window: MainWindow) -> None:
    """The dialog that asks for the file: Qt's own, so its looks are not ours to test."""
    press(window, "Open a saved report")
    assert shown(window, QFileDialog)
    settle()


def saving(made: Callable[[], Report], window: QWidget) -> None:
    offer_to_save(made(), window)
    settle()


CHOOSING = "report, choosing"

REPORT_STATES: Mapping[str, Callable[[MainWindow], None]] = {
    "report of a device": partial(opened, passed),
    "report of a practice Ledger": partial(opened, lambda: check(virtual("counterfeit-self-signed"))),
    "report of a message": partial(opened, scam),
    "report of a call": partial(opened, lambda: a_call(0, 0, notes=(CALM,))),
    "report of a lesson": partial(opened, partial(a_lesson, wrong=3)),
    "report refused": refused,
    "report saved of a message": partial(saving, scam),
    "report saved of a lesson": partial(saving, partial(a_lesson, wrong=3)),
    CHOOSING: choosing,
}
