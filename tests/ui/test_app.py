from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from walletsafe.ui import app

from walletsafe import knowledge

START = """
import sys
at_first = set(sys.modules)  # what measures the coverage has loaded some already
from walletsafe.ui import app
{before}
sys.exit(app.main(on_show={on_show}))
"""
SAY_SHOWN = "lambda application, window: __import__('PySide6.QtCore').QtCore.QTimer.singleShot(0, {then})"
LATE = (
    "PySide6.QtCore.Qt",
    "PySide6.QtNetwork",
    "PySide6.QtSvg",
    "hid",
    "hidraw",
    "click",
    "rich",
    "cryptography",
    "ledgerblue",
    "walletsafe.doctor",
    "walletsafe.online",
    "walletsafe.virtual",
    "walletsafe.transport.hid",
    "walletsafe.checks.runner",
    "walletsafe.report",
    "walletsafe.online.launcher",
    "walletsafe.knowledge",
    "tomllib",
)
"""Nothing of this is needed to show the first page: neither these modules nor Qt's enumerations."""


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
from walletsafe.ui import loop

class Waiting(loop.Desk):
    def prepare(self): pass
    def poll(self): return ()
    def check(self, peer, observer, cancel, *, online=False):
        print("running", flush=True)
        cancel.sleep(60)
loop.Desk = Waiting
"""
    then = "lambda: (window.show_practices(), window.ledger.check_practice('genuine-nano-s'))"
    process = child(START.format(before=before, on_show=SAY_SHOWN.format(then=then)))
    assert first_line(process) == "running"
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 0, errors


OFFERED = """
import threading
from walletsafe.online import launcher

class Watched(launcher.Launcher):
    def __init__(self):
        print("forks", "PySide6" in sys.modules, threading.active_count(), flush=True)
        super().__init__()
    def close(self):
        super().close()
        print("let go", flush=True)

launcher.Launcher = Watched
app.offers_online = lambda facts: {offered}
"""


@pytest.mark.parametrize(
    ("offered", "printed"), [(True, ["forks False 1", "shown", "let go"]), (False, ["shown"])]
)
def test_the_launcher_is_forked_before_anything_else_and_only_where_the_check_is_offered(
    offered: bool, printed: list[str]
) -> None:
    then = "lambda: (print('shown', flush=True), window.close())"
    process = child(START.format(before=OFFERED.format(offered=offered), on_show=SAY_SHOWN.format(then=then)))
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert output.splitlines() == printed


def test_the_first_page_loads_only_what_it_needs() -> None:
    made = "'PySide6.QtCore.Qt' if 'Qt' in vars(sys.modules['PySide6.QtCore']) else ''"
    then = f"lambda: (print(*(set(sys.modules) - at_first), {made}, flush=True), window.close())"
    process = child(START.format(before="", on_show=SAY_SHOWN.format(then=then)))
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    loaded = set(output.split())
    assert "walletsafe.ui.pages.home" in loaded
    assert loaded & set(LATE) == set()


@pytest.mark.parametrize("offered", [False, True])
@pytest.mark.skipif(sys.platform == "win32", reason="nothing forks there")
def test_what_starts_the_online_check_is_forked_only_where_that_is_offered(offered: bool) -> None:
    before = f"""
import os
forked, fork = [], os.fork
def counted():
    forked.append("PySide6" in sys.modules)
    return fork()
os.fork = counted
app.offers_online = lambda facts: {offered}
"""
    then = "lambda: (print(forked, flush=True), window.close())"
    process = child(START.format(before=before, on_show=SAY_SHOWN.format(then=then)))
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert output.strip() == str([False] if offered else [])


def test_the_quick_look_at_the_facts_reads_what_the_thorough_one_does() -> None:
    file = Path(import_module("walletsafe.resources").__path__[0], "knowledge", "online.toml")
    facts = file.read_text("utf-8")
    assert app.offers_online(facts) is knowledge.online_service().offered is False
    switched_on = facts.replace("\noffered = false\n", "\noffered = true\n")
    assert tomllib.loads(switched_on)["service"][0]["offered"] is True
    assert app.offers_online(switched_on) is True
