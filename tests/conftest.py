"""What holds for every test: no network, no real home, no leaked thread, no unexpected warning in the log."""

from __future__ import annotations

import ipaddress
import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from walletsafe import seal

# A busy machine is no fault of the program: no property is judged by the clock.
settings.register_profile("walletsafe", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("walletsafe")

HOME_VARIABLES = (
    "HOME",
    "USERPROFILE",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
)
THREAD_GRACE_SECONDS = 2.0

network_attempts: list[str] = []
home = pytest.StashKey[Path]()


class NetworkBlockedError(RuntimeError):
    """A test tried to reach something that is not this computer."""


def is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook. It holds for C code and for threads as well, and it cannot be taken off again."""
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path or a number: stays on this machine
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not is_loopback(host):
        network_attempts.append(f"{event} {host}")
        raise NetworkBlockedError(network_attempts[-1])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--onscreen", action="store_true", help="show the windows of the tests on the real screen"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    config.stash[home] = Path(tempfile.mkdtemp(prefix="walletsafe-tests-"))
    os.environ.update({name: str(config.stash[home]) for name in HOME_VARIABLES})
    sys.addaudithook(refuse_network)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[home], ignore_errors=True)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    network_attempts.clear()
    yield
    assert not network_attempts, f"the test reached for the network: {network_attempts}"


@pytest.fixture(autouse=True)
def unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that a test runs in this process must not seal it: that would hold for all tests after it."""
    monkeypatch.setattr(seal, "close", seal.hold)
    monkeypatch.setattr(seal, "harden_memory", lambda: False)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    # A thread that Python did not start appears as a dummy and stays in the list: those are Qt's to end.
    leaked = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith("Dummy-")
    ]
    for thread in leaked:
        thread.join(THREAD_GRACE_SECONDS)
    names = [thread.name for thread in leaked if thread.is_alive()]
    assert not names, f"threads outlived the test: {names}"


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless the test asked for ``caplog`` to look at the log itself."""
    if "caplog" in request.fixturenames:
        yield
        return
    recorder = _Recorder()
    logging.getLogger().addHandler(recorder)
    yield
    logging.getLogger().removeHandler(recorder)
    assert not recorder.lines, f"unexpected in the log: {recorder.lines}"
