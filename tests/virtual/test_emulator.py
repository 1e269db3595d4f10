"""An open app, as Ledger's own emulator plays it.

Neither the emulator nor an app is part of the tests' environment. To run this part: install ``speculos``
and the system's ``qemu-user-static`` so that both are found on the PATH, and name an app's ELF file in
``WALLETSAFE_TEST_APP``. The same must hold of our own device, which is always at hand.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpers.command import walletsafe
from tests.helpers.people import Person, check, ids
from walletsafe.device import commands
from walletsafe.findings import Outcome
from walletsafe.questions import CLOSE_APP, YES
from walletsafe.transport.tcp import TcpPeer
from walletsafe.virtual.fields import pack

from .conftest import Client, Serve

APP = os.environ.get("WALLETSAFE_TEST_APP")
NAME_AND_VERSION = bytes.fromhex("b001000000")
PATIENCE = 40.0

Connect = Callable[[int], Client]
Start = Callable[[], int]


@pytest.fixture
def emulated() -> Iterator[Start]:
    """Starts the emulator with the app; gives its port once it answers."""
    if APP is None or shutil.which("speculos") is None:
        pytest.skip(
            "to run: speculos and qemu-user-static on the PATH, an app's ELF file in WALLETSAFE_TEST_APP"
        )
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    command = ["speculos", "--display", "headless", "--apdu-port", str(port), "--api-port", "0", APP]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as emulator:

        def start() -> int:
            wait_for_answer(port, emulator)
            return port

        yield start
        emulator.terminate()


def wait_for_answer(port: int, emulator: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        assert emulator.poll() is None, emulator.stderr and emulator.stderr.read().decode()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                Client(connection).exchange(NAME_AND_VERSION)
                return
        except OSError:
            assert time.monotonic() < deadline, "the emulator did not answer"
            time.sleep(0.2)


def sent(record: Path) -> list[bytes]:
    """Every command in a private record."""
    lines = record.read_text("ascii").splitlines()
    return [bytes.fromhex(line.removeprefix("=> ")) for line in lines if line.startswith("=> ")]


def open_app_is_named_and_left_alone(port: int, connect: Connect, folder: Path) -> None:
    """The command as a process, where nobody can be asked: the app stays open and nothing else is tried."""
    client = connect(port)
    answer = client.exchange(NAME_AND_VERSION)
    client.connection.close()
    record = folder / "app.private.txt"
    done = walletsafe(
        "check", "--tcp", f"127.0.0.1:{port}", "--answers", "clean", "--record", str(record), "--json"
    )
    report = json.loads(done.stdout)
    (found,) = (found for found in report["findings"] if found["id"] == "device.app_open")
    app, version = found["params"]["app"], found["params"]["version"]
    assert app
    assert version[0].isdigit()
    assert answer.startswith(b"\x01" + pack(app.encode()) + pack(version.encode()))
    assert (done.returncode, report["outcome"], report["demo"]) == (3, "could-not-check", True)
    assert sent(record) == [commands.APP_AND_VERSION]
    for command in sent(record):
        commands.check_allowed(command)


def closing_is_offered_and_may_be_declined(port: int) -> None:
    person = Person()
    report = check(TcpPeer("127.0.0.1", port), person)
    assert CLOSE_APP in {question.id for question in person.asked}
    assert report.outcome is Outcome.COULD_NOT_CHECK
    assert "device.app_open" in ids(report)


def test_our_own_device_with_an_open_app(serve: Serve, connect: Connect, tmp_path: Path) -> None:
    port = serve("app-open")
    open_app_is_named_and_left_alone(port, connect, tmp_path)
    closing_is_offered_and_may_be_declined(port)


@pytest.mark.timeout(120)
def test_an_app_in_the_emulator(emulated: Start, connect: Connect, tmp_path: Path) -> None:
    port = emulated()
    open_app_is_named_and_left_alone(port, connect, tmp_path)
    closing_is_offered_and_may_be_declined(port)
    # The emulator has no home screen: it ends with its app, and nothing can be checked behind it.
    report = check(TcpPeer("127.0.0.1", port), Person({CLOSE_APP: YES}))
    assert report.outcome is Outcome.COULD_NOT_CHECK
    assert report.demo
