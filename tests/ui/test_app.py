from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

START = """
import sys
from walletsafe.ui import app
{before}
sys.exit(app.main(on_show={on_show}))
"""
SAY_SHOWN = "lambda application, window: __import__('PySide6.QtCore').QtCore.QTimer.singleShot(0, {then})"
LATE = (
    "PySide6.QtNetwork",
    "PySide6.QtSvg",
    "hid",
    "hidraw",
    "click",
    "rich",
    "cryptography",
    "ledgerblue",
    "walletsafe.virtual",
    "walletsafe.transport.hid",
    "walletsafe.checks.runner",
    "walletsafe.report",
)
"""Nothing of this is needed to show the first page."""


def child(script: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_signal_closes_the_window_and_ends_with_status_0(number: signal.Signals) -> None:
    then = "lambda: print('shown', flush=True)"
    process = child(START.format(before="", on_show=SAY_SHOWN.format(then=then)))
    assert first_line(process) == "shown"
    begun = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 0, errors
    assert time.monotonic() - begun < 3
    assert "Traceback" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_signal_ends_a_running_check_too() -> None:
    before = """
class Waiting(app.Desk):
    def prepare(self): pass
    def poll(self): return ()
    def check(self, peer, observer, cancel):
        print("running", flush=True)
        cancel.sleep(60)
app.Desk = Waiting
"""
    then = "lambda: (window.show_practices(), window.ledger.check_practice('genuine-nano-s'))"
    process = child(START.format(before=before, on_show=SAY_SHOWN.format(then=then)))
    assert first_line(process) == "running"
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 0, errors


def test_the_first_page_loads_only_what_it_needs() -> None:
    then = "lambda: (print(*sys.modules, flush=True), window.close())"
    process = child(START.format(before="", on_show=SAY_SHOWN.format(then=then)))
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    loaded = set(output.split())
    assert "walletsafe.ui.pages.home" in loaded
    assert loaded & set(LATE) == set()
