"""The guards of tests/conftest.py do bite."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parents[1] / "conftest.py"


def outcomes(pytester: pytest.Pytester, source: str) -> dict[str, int]:
    pytester.makeconftest(CONFTEST.read_text())
    pytester.makepyfile(source)
    return pytester.runpytest_subprocess("-p", "no:randomly").parseoutcomes()


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "socket.getaddrinfo('ledger.example', 443)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_the_network_is_blocked_even_where_the_error_is_swallowed(
    pytester: pytest.Pytester, attempt: str
) -> None:
    source = f"""
        import contextlib, socket
        def test_reach() -> None:
            with contextlib.suppress(RuntimeError):
                {attempt}
    """
    assert outcomes(pytester, source) == {"passed": 1, "errors": 1}


def test_loopback_is_allowed(pytester: pytest.Pytester) -> None:
    source = """
        import socket
        def test_reach() -> None:
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname(), timeout=1).close()
    """
    assert outcomes(pytester, source) == {"passed": 1}


def test_a_leaked_thread_fails(pytester: pytest.Pytester) -> None:
    source = """
        import threading
        def test_leak() -> None:
            threading.Thread(target=threading.Event().wait, daemon=True).start()
    """
    assert outcomes(pytester, source) == {"passed": 1, "errors": 1}


def test_a_warning_in_the_log_fails(pytester: pytest.Pytester) -> None:
    source = """
        import logging
        def test_log() -> None:
            logging.getLogger("walletsafe").warning("odd")
        def test_expected(caplog) -> None:
            logging.getLogger("walletsafe").warning("odd")
            assert caplog.messages == ["odd"]
    """
    assert outcomes(pytester, source) == {"passed": 2, "errors": 1}


def test_home_is_redirected(pytester: pytest.Pytester) -> None:
    source = """
        from pathlib import Path
        def test_home() -> None:
            assert Path.home().name.startswith("walletsafe-tests-")
    """
    assert outcomes(pytester, source) == {"passed": 1}
