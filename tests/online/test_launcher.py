"""Launcher and check as processes of their own: what they get, how they end, that nothing stays."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.online.conftest import OnUsb, Play, World, child
from tests.online.service import Attestation, Line, genuine
from walletsafe import knowledge
from walletsafe.cancel import CancelToken
from walletsafe.device.version import Version, parse_version
from walletsafe.errors import (
    Cancelled,
    DeviceChanged,
    DeviceUnplugged,
    HelperFailed,
    RelayRefused,
    ServiceOff,
    ServiceUnreachable,
    StatusError,
    TooSlow,
    UntrustedCertificate,
)
from walletsafe.online import child as process
from walletsafe.online import launcher
from walletsafe.online.child import run
from walletsafe.online.launcher import Launcher, environment_for_child
from walletsafe.online.messages import ENDED, LINE_LIMIT, Request, Verdict, parse_answer
from walletsafe.virtual import scenario

STUBBORN = """import time; print('{"asks_owner": true}', flush=True); time.sleep(60)"""
"""A process that says that the device asks, and then hears nothing more."""

REQUEST = Request("1-2", 0x4000, 0x33000004, "2.8.0")


def version_of(name: str) -> Version:
    return parse_version(scenario.load(name).firmware.version_answer())


@pytest.fixture
def processes() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def ask(
    processes: ExitStack,
    command: tuple[str, ...],
    *,
    name: str = "nano-x",
    peer: OnUsb | None = None,
    asked: list[bool] | None = None,
    cancel: CancelToken | None = None,
) -> bool:
    started = processes.enter_context(Launcher(command))
    vendor = started.vendor(peer or OnUsb())
    return vendor.confirms(
        version_of(name), (asked if asked is not None else []).append, cancel or CancelToken()
    )


def test_the_whole_way_through_both_processes(world: World, play: Play, processes: ExitStack) -> None:
    asked: list[bool] = []
    assert ask(processes, child(world, play(genuine()).port), asked=asked) is True
    assert asked == [True, False]


def test_one_launcher_serves_one_check_after_another(world: World, play: Play) -> None:
    with Launcher(child(world, play(genuine()).port)) as started:
        vendor = started.vendor(OnUsb())
        for _ in range(3):
            assert vendor.confirms(version_of("nano-x"), lambda asks: None, CancelToken()) is True


def test_a_launcher_where_the_system_cannot_fork(
    world: World, play: Play, monkeypatch: pytest.MonkeyPatch, processes: ExitStack
) -> None:
    monkeypatch.delattr(os, "fork")
    assert ask(processes, child(world, play(genuine()).port)) is True


def go_on_in_the_channel(line: Line) -> None:
    line.shake_hands()
    Attestation(line, "33000004").run()
    line.exchange("e00000001e" + "00" * 30)


def say_no(line: Line) -> None:
    line.shake_hands()
    Attestation(line, "33000004").run()
    line.send(query="success", result="0100")


def test_a_no_is_a_no(world: World, play: Play, processes: ExitStack) -> None:
    assert ask(processes, child(world, play(say_no).port)) is False


def test_a_command_that_is_not_passed_on_is_named(world: World, play: Play, processes: ExitStack) -> None:
    with pytest.raises(RelayRefused) as refused:
        ask(processes, child(world, play(go_on_in_the_channel).port))
    assert refused.value.params == {"command": "E0000000"}


def test_a_status_of_the_device_comes_back(world: World, play: Play, processes: ExitStack) -> None:
    target = f"{scenario.load('refused').firmware.target_id:08x}"
    with pytest.raises(StatusError) as ended:
        ask(processes, child(world, play(genuine(target=target)).port, "refused"), name="refused")
    assert ended.value.status == 0x5501


def test_an_unplugged_device_is_named(world: World, play: Play, processes: ExitStack) -> None:
    target = f"{scenario.load('unplugged').firmware.target_id:08x}"
    with pytest.raises(DeviceUnplugged):
        ask(processes, child(world, play(genuine(target=target)).port, "unplugged"), name="unplugged")


@pytest.mark.parametrize("played", ["genuine-flex", "locked", "app-open", "outdated"])
def test_another_device_than_agreed_is_never_named_to_the_service(
    world: World, play: Play, processes: ExitStack, played: str
) -> None:
    server = play(genuine())
    with pytest.raises(DeviceChanged):
        ask(processes, child(world, server.port, played))
    with pytest.raises(DeviceChanged):
        ask(processes, child(world, server.port), peer=OnUsb(product_id=0))
    assert server.lines == []


def test_an_untrusted_line_and_an_absent_one_are_told_apart(
    world: World, play: Play, processes: ExitStack
) -> None:
    with pytest.raises(UntrustedCertificate) as refused:
        ask(processes, child(world, play(genuine(), world.stranger.identity("localhost")).port))
    assert refused.value.params == {"host": "localhost"}
    server = play(genuine())
    server.close()
    with pytest.raises(ServiceUnreachable):
        ask(processes, child(world, server.port))


def cancel_once(reached: threading.Event, cancel: CancelToken) -> threading.Thread:
    def stop() -> None:
        reached.wait(20)
        cancel.cancel()

    thread = threading.Thread(target=stop)
    thread.start()
    return thread


def test_a_cancel_while_the_device_asks(world: World, play: Play, processes: ExitStack) -> None:
    cancel, asked = CancelToken(), list[bool]()
    reached = threading.Event()

    def asks(question: bool) -> None:
        asked.append(question)
        reached.set()

    stopper = cancel_once(reached, cancel)
    server = play(genuine())
    started = processes.enter_context(Launcher(child(world, server.port, delay=60)))
    with pytest.raises(Cancelled):
        started.vendor(OnUsb()).confirms(version_of("nano-x"), asks, cancel)
    stopper.join()
    assert asked == [True]
    with pytest.raises(DeviceChanged):  # the launcher is ready for the next check
        started.vendor(OnUsb(product_id=0)).confirms(version_of("nano-x"), asks, CancelToken())


def test_a_process_that_ignores_the_end_of_its_pipe_is_ended(processes: ExitStack) -> None:
    cancel, reached = CancelToken(), threading.Event()
    stopper = cancel_once(reached, cancel)
    started = processes.enter_context(Launcher((sys.executable, "-c", STUBBORN)))
    with pytest.raises(Cancelled):
        started.vendor(OnUsb()).confirms(version_of("nano-x"), lambda asks: reached.set(), cancel)
    stopper.join()


def test_a_check_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, processes: ExitStack) -> None:
    monkeypatch.setattr(launcher, "OVERALL_TIMEOUT", 0.3)
    with pytest.raises(TooSlow):
        ask(processes, (sys.executable, "-c", "import time; time.sleep(60)"))


@pytest.mark.parametrize(
    "program",
    [
        "",
        "import sys; sys.exit(3)",
        "raise ValueError('secret')",
        "print('no json')",
        "print('[]')",
        "print('{\"genuine\": 1}')",
        'print(\'{"genuine": "true"}\')',
        'print(\'{"failed": "online.genuine", "params": {}}\')',
        'print(\'{"failed": "genuine.verified", "params": {}}\')',
        'print(\'{"failed": "device.unexpected_answer", "params": {"status": "zzzz"}}\')',
        'print(\'{"failed": "device.unexpected_answer", "params": {"status": 1}}\')',
        "print('x' * 100_000)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    ],
)
def test_a_process_that_breaks_down_is_no_verdict(processes: ExitStack, program: str) -> None:
    with pytest.raises(HelperFailed):
        ask(processes, (sys.executable, "-c", program))


HALF_A_LINE = "import sys; sys.stdin.readline(); sys.stdout.write({words!r}); sys.stdout.flush()"


@pytest.mark.parametrize("words", ["x", '{"genuine": true}x', "x" * LINE_LIMIT, "x" * (LINE_LIMIT - 1)])
def test_a_process_that_ends_in_the_middle_of_a_line_ends_the_check(processes: ExitStack, words: str) -> None:
    with pytest.raises(HelperFailed):
        ask(processes, (sys.executable, "-c", HALF_A_LINE.format(words=words)))


FORGE = """
import os, pathlib, sys
sys.stdin.readline()
before = pathlib.Path({path!r})
if before.exists():
    os.write(1, b'{{"genuine": false}}\\n')
else:
    before.touch()
    {deed}
"""


@pytest.mark.parametrize("ended", [ENDED, b'{"ended": true}\n'])
def test_one_check_cannot_say_what_the_next_one_finds(
    tmp_path: Path, processes: ExitStack, ended: bytes
) -> None:
    deed = f"os.write(1, {ended + Verdict(True).line()!r})"
    program = FORGE.format(path=str(tmp_path / "was here"), deed=deed)
    started = processes.enter_context(Launcher((sys.executable, "-c", program)))
    with pytest.raises(HelperFailed):
        started.ask(REQUEST, lambda asks: None, CancelToken())
    assert started.ask(REQUEST, lambda asks: None, CancelToken()) is False


LEAVE_BEHIND = """
    if os.fork() == 0:
        import time
        for _ in range(600):
            os.write(1, b'{"genuine": true}\\n' if go.exists() else b'{"asks_owner": true}\\n')
            time.sleep(0.05)
        os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing can be left behind in this way")
def test_what_a_process_left_behind_is_not_heard_in_the_next_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pipe stays open: the end is told all the same, and what still comes is not passed on."""
    monkeypatch.setattr(launcher, "_LAST_WORDS", 0.2)
    go = tmp_path / "go"
    deed = f"go = pathlib.Path({str(go)!r})" + LEAVE_BEHIND
    program = FORGE.format(path=str(tmp_path / "was here"), deed=deed)
    with Launcher((sys.executable, "-c", program)) as started:
        with pytest.raises(HelperFailed):
            started.ask(REQUEST, lambda asks: None, CancelToken())
        go.touch()
        time.sleep(0.3)
        assert started.ask(REQUEST, lambda asks: None, CancelToken()) is False


def test_a_program_that_is_not_there(processes: ExitStack) -> None:
    with pytest.raises(HelperFailed):
        ask(processes, ("/no/such/program",))


def test_a_launcher_that_died(processes: ExitStack) -> None:
    started = processes.enter_context(Launcher())
    for pid in children_of(os.getpid()):
        os.kill(pid, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(HelperFailed):
            started.vendor(OnUsb()).confirms(version_of("nano-x"), lambda asks: None, CancelToken())


def test_a_fault_of_ours_in_the_process_stays_there() -> None:
    def broken(*_: object) -> None:
        raise ValueError("with a secret")

    reading, writing = os.pipe()
    answers, before = io.BytesIO(), set(threading.enumerate())
    with os.fdopen(reading, "rb") as requests:
        with os.fdopen(writing, "wb") as sender:
            sender.write(REQUEST.line())
            sender.flush()
            run(requests, answers, find_device=broken, connect_service=broken)  # type: ignore[arg-type]
        for thread in set(threading.enumerate()) - before:
            thread.join()
    assert parse_answer(answers.getvalue()).__class__ is HelperFailed
    assert b"secret" not in answers.getvalue()


def test_the_process_itself_connects_to_nobody_while_the_check_is_kept_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever starts it, and whatever the program believed."""
    met: list[str] = []
    monkeypatch.setattr(process, "connect", lambda service, *_, **__: met.append(service.host))
    with pytest.raises(ServiceOff):
        process._connect_to_vendor(0x33000004, CancelToken())
    assert met == []
    offered = replace(knowledge.online_service(), offered=True)
    monkeypatch.setattr(knowledge, "online_service", lambda: offered)
    process._connect_to_vendor(0x33000004, CancelToken())
    assert met == [offered.host]


def test_the_environment_of_the_process_is_an_allow_list() -> None:
    own = {
        "HOME": "/home/anna",
        "https_proxy": "http://proxy.test",
        "NO_PROXY": "local",
        "SSLKEYLOGFILE": "/evil",
        "SSL_CERT_FILE": "/evil",
        "SSL_CERT_DIR": "/evil",
        "WEBSOCKET_CLIENT_CA_BUNDLE": "/evil",
        "PYTHONPATH": "/evil",
        "PYTHONSTARTUP": "/evil",
        "LD_PRELOAD": "/evil",
        "PATH": "/evil",
        "LEDGER_PROXY_ADDRESS": "1.2.3.4",
        "OPENSSL_CONF": "/evil",
    }
    assert environment_for_child(own) == {
        "HOME": "/home/anna",
        "https_proxy": "http://proxy.test",
        "NO_PROXY": "local",
    }


LOOK_AROUND = """
import json, os, sys
seen = {{
    "descriptors": len(os.listdir("/proc/self/fd")),
    "session": os.getsid(0),
    "names": sorted(os.environ),
    "errors": os.readlink("/proc/self/fd/2"),
}}
json.dump(seen, open({path!r}, "w"))
"""


def test_the_process_gets_three_descriptors_and_a_session_of_its_own(
    tmp_path: Path, processes: ExitStack
) -> None:
    path = tmp_path / "seen.json"
    with (tmp_path / "ours").open("wb") as held:
        os.set_inheritable(held.fileno(), True)
        with pytest.raises(HelperFailed):
            ask(processes, (sys.executable, "-c", LOOK_AROUND.format(path=str(path))))
    seen = json.loads(path.read_text())
    assert seen["descriptors"] == 4  # the fourth is the listing itself
    assert seen["session"] != os.getsid(0)
    assert set(seen["names"]) <= {"HOME", "LC_CTYPE", "USERPROFILE"}
    assert seen["errors"] == os.devnull


def children_of(pid: int) -> list[int]:
    """From /proc: what ps would tell includes ps."""
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            number, _, rest = entry.read_text().partition(" (")
            if int(rest.rpartition(") ")[2].split()[1]) == pid:
                found.append(int(number))
    return found


def gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_nothing_outlives_the_program() -> None:
    """Not even when it is killed in the middle of a check."""
    program = f"""
        import sys
        from walletsafe.cancel import CancelToken
        from walletsafe.online.launcher import Launcher
        from walletsafe.online.messages import Request
        def say(asks): print("asking", flush=True)
        started = Launcher((sys.executable, "-c", {STUBBORN!r}))
        started.ask(Request("1", 1, 1, "1"), say, CancelToken())
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "asking\n"
        (launcher_pid,) = children_of(process.pid)
        (child_pid,) = children_of(launcher_pid)
        process.kill()
    assert gone(launcher_pid)
    assert gone(child_pid)


def test_the_program_itself_opens_no_socket_and_loads_no_network_library(world: World, play: Play) -> None:
    program = f"""
        import sys
        at_first = set(sys.modules)  # what measures the coverage has loaded some already
        seen = []
        sys.addaudithook(lambda event, args: seen.append(event) if event.startswith("socket.") else None)
        from walletsafe.cancel import CancelToken
        from walletsafe.online.launcher import Launcher
        from walletsafe.online.messages import Request
        with Launcher({child(world, play(genuine()).port)!r}) as started:
            request = Request("1-2", 0x4000, 0x33000004, "2.8.0")
            print(started.ask(request, lambda asks: None, CancelToken()))
        network = {{"socket", "ssl", "_ssl", "_socket", "websocket", "walletsafe.online.connection"}}
        loaded = network & (set(sys.modules) - at_first)
        assert not seen and not loaded, (seen, loaded)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr


def test_the_real_command_runs_our_own_module_and_touches_no_network_without_the_device() -> None:
    with Launcher() as started, pytest.raises(DeviceChanged):
        started.vendor(OnUsb("no such place")).confirms(
            version_of("nano-x"), lambda asks: None, CancelToken()
        )
    assert launcher.COMMAND[1:] == ("-E", "-P", "-m", "walletsafe.online")
