"""The virtual Ledger on a gadget file: here one end of a pair of sockets that keeps packets apart."""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from walletsafe.cancel import CancelToken
from walletsafe.errors import DeviceSilent
from walletsafe.transport.framing import PACKET_SIZE, FramedTransport, split_message
from walletsafe.virtual import gadget, keys, scenario
from walletsafe.virtual.scenario import Scenario

from .conftest import Host

NAME = bytes.fromhex("b001000000")
LIST = bytes.fromhex("e0de000000")


class HidLink:
    """The computer's end."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def write(self, packet: bytes) -> None:
        self._end.send(packet)

    def read(self, timeout: float) -> bytes | None:
        readable = select.select([self._end], [], [], timeout)[0]
        return self._end.recv(PACKET_SIZE) if readable else None

    def close(self) -> None:
        pass


Play = Callable[..., HidLink]


@pytest.fixture
def leavings() -> list[int | None]:
    """Each leaving of the bus: the product id to come back under, or None for a pulled cable."""
    return []


@pytest.fixture
def play(leavings: list[int | None]) -> Iterator[Play]:
    stop = threading.Event()
    with ExitStack() as stack:

        def start(played: Scenario | str, prompt_delay: float = 0.0) -> HidLink:
            played = scenario.load(played) if isinstance(played, str) else played
            device, computer = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            device.setblocking(False)
            stack.enter_context(computer)
            thread = threading.Thread(
                target=gadget.serve,
                args=(device.detach(), played),
                kwargs={"prompt_delay": prompt_delay, "stop": stop, "on_leaving": leavings.append},
            )
            stack.callback(thread.join, 5)
            stack.callback(stop.set)
            thread.start()
            return HidLink(computer)

        yield start


def eventually(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def exchange(link: HidLink, command: bytes, timeout: float = 20.0) -> bytes:
    return FramedTransport(link).exchange(command, timeout=timeout, cancel=CancelToken())


@pytest.mark.parametrize("name", ["genuine-flex", "cross-talk"])
def test_the_handshake_runs_over_reports(play: Play, name: str) -> None:
    link = play(name)
    played = scenario.load(name)
    transport = FramedTransport(link)
    cancel = CancelToken()
    computer = Host(
        lambda command: transport.exchange(command, timeout=5, cancel=cancel), played.firmware.target_id
    )
    computer.authenticate()
    assert computer.certified_by(keys.encode(keys.demo_issuer()))
    assert computer.proves_possession()


def test_a_new_program_can_talk_to_it_after_one_that_left(play: Play) -> None:
    link = play("genuine-flex", prompt_delay=60)
    link.write(split_message(0x1234, bytes(200))[0])
    assert exchange(link, NAME).startswith(b"\x01\x05BOLOS")
    with pytest.raises(DeviceSilent):
        exchange(link, LIST, timeout=0.05)
    assert exchange(link, NAME).startswith(b"\x01\x05BOLOS")


def test_reports_that_make_no_sense_are_dropped(play: Play) -> None:
    link = play("genuine-flex")
    link.write(os.urandom(PACKET_SIZE))
    link.write(b"\x01")
    link.write(bytes(PACKET_SIZE))
    assert exchange(link, NAME).startswith(b"\x01\x05BOLOS")


def test_a_closed_app_is_announced_with_the_id_it_comes_back_under(
    play: Play, leavings: list[int | None]
) -> None:
    link = play("app-open")
    assert exchange(link, bytes.fromhex("b0a7000000")) == b"\x90\x00"
    eventually(lambda: leavings == [0x1011])
    assert exchange(link, NAME).startswith(b"\x01\x05BOLOS")
    assert leavings == [0x1011]


def test_a_command_sent_before_the_device_left_does_no_harm(play: Play, leavings: list[int | None]) -> None:
    link = play("app-open")
    for command in (bytes.fromhex("b0a7000000"), NAME):
        link.write(split_message(0x1234, command)[0])
    eventually(lambda: leavings == [0x1011])
    assert exchange(link, NAME).startswith(b"\x01\x05BOLOS")


def test_a_pulled_cable_is_announced_and_strikes_once(play: Play, leavings: list[int | None]) -> None:
    link = play("unplugged")
    computer = Host(lambda command: exchange(link, command), scenario.load("unplugged").firmware.target_id)
    for step in (computer.target, computer.nonce, computer.introduce):
        assert step()[-2:] == b"\x90\x00"
    assert leavings == []
    link.write(split_message(0x1234, bytes.fromhex("e051800000"))[0])
    eventually(lambda: leavings == [None])
    assert link.read(0.1) is None, "the command that was struck stays without an answer"
    assert computer.agree().hex() == "6985", "the device that comes back knows nothing of the handshake"
    computer.authenticate()
    assert computer.proves_possession()
    assert leavings == [None]


def test_it_waits_for_a_bus_that_is_not_there() -> None:
    device, computer = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    device.setblocking(False)
    computer.close()
    stop = threading.Event()
    descriptor = device.detach()
    thread = threading.Thread(
        target=gadget.serve,
        args=(descriptor, scenario.load("genuine-flex")),
        kwargs={"prompt_delay": 0.0, "stop": stop, "on_leaving": lambda product_id: None},
    )
    thread.start()
    thread.join(0.1)
    assert thread.is_alive()
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)
