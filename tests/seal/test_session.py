"""A whole session of the window, watched by strace; and the desktop's own connections, which go on."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.seal.child import KERNEL, ROOT, told

pytestmark = [KERNEL, pytest.mark.timeout(120)]

VISIT = [sys.executable, "-m", "tests.seal.visit"]
WATCHED = "network,io_uring_setup,pidfd_getfd"
LOCAL = {"AF_UNIX", "AF_NETLINK"}
TRIAL = "0xffff"
"""The family that does not exist, by which the seal sees whether it holds."""

CALL = re.compile(r"\b(?:socket|socketpair)\((\w+)")
ADDRESS = re.compile(r"sa_family=(\w+)")


def tool(name: str, package: str) -> str:
    """Where a program of the system is. Without it a promise would go untested: that fails."""
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"{name} is missing: install {package} (.ci/bootstrap dev does, or says how)")
    return path


def families(trace: str) -> set[str]:
    """Every family that a traced process named, in a socket that it wanted or an address that it used."""
    return {*CALL.findall(trace), *ADDRESS.findall(trace)}


def watched(command: list[str], folder: Path, **environment: str) -> tuple[str, str]:
    """Run a command under strace; return what it printed and the trace of all its processes and threads."""
    trace = folder / "trace.txt"
    strace = tool("strace", "strace")
    done = subprocess.run(
        [strace, "-f", "-o", str(trace), "-e", f"trace={WATCHED}", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    assert "walletsafe:" not in done.stderr, "a page that fails shows nothing"
    return done.stdout, trace.read_text()


@pytest.fixture
def screen() -> Iterator[str]:
    """An X server of our own, without a network port; the value of ``DISPLAY`` for it."""
    reader, writer = os.pipe()
    command = [
        tool("Xvfb", "xvfb"),
        "-displayfd",
        str(writer),
        "-nolisten",
        "tcp",
        "-screen",
        "0",
        "1280x1024x24",
    ]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        try:
            assert select.select([reader], [], [], 20)[0], "Xvfb did not start"
            number = os.read(reader, 16).decode().strip()
            assert number.isdecimal(), "Xvfb did not start"
            yield f":{number}"
        finally:
            os.close(reader)
            server.terminate()


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """A message bus of our own on a local socket; its address."""
    command = [
        tool("dbus-daemon", "dbus-daemon"),
        "--session",
        "--nofork",
        "--nopidfile",
        f"--address=unix:path={tmp_path / 'bus'}",
        "--print-address=1",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


def whole(printed: str, platform: str) -> dict[str, Any]:
    """What the session saw; it must have been a whole one, or its trace shows nothing."""
    saw: dict[str, Any] = json.loads(printed.splitlines()[-1])
    assert (saw["hold"], saw["platform"], saw["status"]) == ("system", platform, 0)
    assert saw["header"][1] == "Offline, enforced by the system"
    assert saw["outcome"] == "passed"
    assert saw["pages"] >= 2
    assert {"QuestionCard", "ConsentCard", "PromptCard"} == set(saw["asked"])
    return saw


def test_strace_would_see_an_internet_socket(tmp_path: Path) -> None:
    """The watch itself is watched: a process that asks for one is seen, refused or not."""
    script = (
        "import socket, threading\nthreading.Thread(target=lambda: socket.socket(socket.AF_INET6)).start()"
    )
    _, trace = watched([sys.executable, "-c", script], tmp_path)
    assert "AF_INET6" in families(trace)


def test_a_whole_session_wants_no_internet_socket(tmp_path: Path) -> None:
    printed, trace = watched(VISIT, tmp_path, QT_QPA_PLATFORM="offscreen")
    whole(printed, "offscreen")
    assert TRIAL in families(trace), "strace saw the seal's own trial"
    assert families(trace) - {TRIAL} <= LOCAL
    assert not re.search(r"io_uring_setup|pidfd_getfd", trace)


def test_nor_does_one_on_a_real_screen(tmp_path: Path, screen: str, bus: str) -> None:
    """X11 goes on working behind the seal: it is a local socket."""
    environment = {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "DBUS_SESSION_BUS_ADDRESS": bus}
    printed, trace = watched(VISIT, tmp_path, **environment)
    whole(printed, "xcb")
    assert "AF_UNIX" in families(trace), "strace saw the line to the screen"
    assert families(trace) - {TRIAL} <= LOCAL
    assert not re.search(r"io_uring_setup|pidfd_getfd", trace)


def test_the_message_bus_goes_on_working(bus: str) -> None:
    found = told(
        """
seal.close()
seal.harden_memory()
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage
application = QCoreApplication([])
line = QDBusConnection.connectToBus(os.environ["BUS"], "test")
place = "org.freedesktop.DBus"
question = QDBusMessage.createMethodCall(place, "/org/freedesktop/DBus", place, "ListNames")
answered = line.call(question)
tell(connected=line.isConnected(), error=answered.errorMessage(), names=answered.arguments())
""",
        BUS=bus,
    )
    assert found["connected"], found["error"]
    assert "org.freedesktop.DBus" in found["names"][0]


def test_the_window_is_sealed_after_the_fork_and_before_qt() -> None:
    """What may go online is forked before; it alone still can."""
    found = told(
        """
from walletsafe.online import launcher
from walletsafe.ui import app

TRY = "import ctypes; print(ctypes.CDLL(None).socket(2, 1, 0) >= 0, flush=True)"
order, close, real = [], seal.close, launcher.Launcher

def closed():
    order.append(["seal", "PySide6" in sys.modules])
    return close()

def forked():
    order.append(["fork", seal.hold()])
    return real((sys.executable, "-c", TRY))

seal.close, launcher.Launcher, app.offers_online = closed, forked, lambda facts: True

def shown(application, window):
    from PySide6.QtCore import QTimer
    line = window.shelf._desk._launcher._line
    line.requests.write(b"any request\\n")
    line.requests.flush()
    said = launcher.unframe(line.answers.readline()).decode().strip()
    tell(order=order, c=by_c(2), launched=said, header=window.frame.connection.text())
    QTimer.singleShot(0, window.close)

app.main(on_show=shown)
""",
        QT_QPA_PLATFORM="offscreen",
    )
    assert found["order"] == [["fork", "none"], ["seal", False]]
    assert found["c"] == "EACCES"
    assert found["launched"] == "True", "the filter did not reach what was forked before"
    assert found["header"] == "Offline, enforced by the system"
