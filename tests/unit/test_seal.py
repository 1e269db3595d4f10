"""The filter read as the kernel reads it, for both machines; and what Python's hook judges.

What a running kernel makes of it is in tests/seal.
"""

from __future__ import annotations

import errno
import socket
import struct
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe import errors, seal, texts

ALLOWED, REFUSED = 0x7FFF0000, 0x00050000 | errno.EACCES
OTHER = {"x86_64": [0x40000003], "aarch64": [0x40000028]}
"""The kernel's names for the 32-bit way into it: i386, arm."""

machines = pytest.mark.parametrize("machine", seal._MACHINES)


def judged(machine: str, architecture: int, call: int, argument: int = 0) -> int:
    """Run the filter on a ``struct seccomp_data`` by the rules of classic BPF, and nothing of ours."""
    name, _, *made = seal._MACHINES[machine]
    steps = [struct.unpack("=HBBI", step) for step in seal._instructions(name, *made)]
    data = struct.pack("=IIQQ", call & 0xFFFFFFFF, architecture, 0, argument & 0xFFFF_FFFF_FFFF_FFFF)
    at, accumulator = 0, 0
    while True:
        operation, if_so, if_not, number = steps[at]
        at += 1
        match operation:
            case 0x20:  # BPF_LD | BPF_W | BPF_ABS
                (accumulator,) = struct.unpack_from("=I", data, number)
            case 0x15:  # BPF_JMP | BPF_JEQ | BPF_K
                at += if_so if accumulator == number else if_not
            case 0x35:  # BPF_JMP | BPF_JGE | BPF_K
                at += if_so if accumulator >= number else if_not
            case 0x06:  # BPF_RET | BPF_K
                return int(number)
            case _:
                raise AssertionError(operation)


def expected(machine: str, call: int, argument: int) -> int:
    _, _, *made = seal._MACHINES[machine]
    if call in made:
        return ALLOWED if argument & 0xFFFFFFFF in {1, 16} else REFUSED
    return REFUSED if call in {425, 438} or call >= 0x40000000 else ALLOWED


@machines
def test_every_call_of_today_and_every_family(machine: str) -> None:
    name, _, *made = seal._MACHINES[machine]
    for call in range(1024):
        assert judged(machine, name, call) == expected(machine, call, 0), call
    for call in made:
        for family in range(1 << 12):
            assert judged(machine, name, call, family) == expected(machine, call, family), family


@machines
@given(call=st.integers(0, 2**32 - 1), argument=st.integers(0, 2**64 - 1))
def test_any_number(machine: str, call: int, argument: int) -> None:
    name, _, *made = seal._MACHINES[machine]
    for number in (call, *made):
        assert judged(machine, name, number, argument) == expected(machine, number, argument)


@machines
@given(architecture=st.integers(0, 2**32 - 1), call=st.integers(0, 2**32 - 1))
def test_every_other_way_into_the_kernel_is_shut(machine: str, architecture: int, call: int) -> None:
    name, *_ = seal._MACHINES[machine]
    others = [other for other in (architecture, *OTHER[machine]) if other != name]
    assert {judged(machine, other, call) for other in others} == {REFUSED}


def on(family: int) -> tuple[object, ...]:
    return SimpleNamespace(family=family), ("127.0.0.1", 9)


@pytest.mark.parametrize(
    ("event", "arguments", "out"),
    [
        ("socket.__new__", (None, 1, 1, 0), False),
        ("socket.__new__", (None, 2, 1, 0), True),
        ("socket.__new__", (None, 10, 1, 0), True),
        ("socket.__new__", (None, -1, -1, -1), True),
        ("socket.connect", on(1), False),
        ("socket.connect", on(socket.AF_INET), True),
        ("socket.bind", on(socket.AF_INET6), True),
        ("socket.sendto", on(1), False),
        ("socket.sendto", on(2), True),
        ("socket.sendmsg", on(2), True),
        ("socket.sendmsg", (object(), None), True),
        ("socket.getaddrinfo", ("localhost", 80), True),
        ("socket.gethostname", (), False),
        ("socket.getservbyname", ("http",), False),
        ("socket.an_event_of_a_later_python", (), True),
    ],
)
def test_what_reaches_out(event: str, arguments: tuple[object, ...], out: bool) -> None:
    assert seal._reaches_out(event, arguments) is out
    if not out:
        seal._refuse_network(event, arguments)
        return
    with pytest.raises(errors.NetworkRefused) as caught:
        seal._refuse_network(event, arguments)
    assert (caught.value.errno, caught.value.params["event"]) == (errno.EACCES, event)
    line = texts.error_line(caught.value)
    assert event in line
    assert "report" in line


def test_other_events_do_not_reach_the_judgement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "_reaches_out", lambda event, arguments: True)
    for event in ("import", "open", "subprocess.Popen", "sockets.connect", ""):
        seal._refuse_network(event, ())


def test_the_tests_own_process_is_not_sealed() -> None:
    assert seal.hold() is seal.Hold.NONE
    assert seal.close() is seal.Hold.NONE
    assert seal.harden_memory() is False
    socket.socket().close()
