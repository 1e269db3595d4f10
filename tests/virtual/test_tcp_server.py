"""The virtual Ledger on a TCP port: clients that come, go, stall and send nonsense."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walletsafe.cancel import CancelToken
from walletsafe.errors import BadAddress, GarbledAnswer, PeerClosed
from walletsafe.transport.tcp import TcpPeer
from walletsafe.virtual import scenario, server
from walletsafe.virtual.scenario import Faults

from .conftest import Client, Serve, serving

NAME = bytes.fromhex("b001000000")
QUIT = bytes.fromhex("b0a7000000")
LIST = bytes.fromhex("e0de000000")
Connect = Callable[[int], Client]


def test_our_own_client_reads_a_name(serve: Serve) -> None:
    cancel = CancelToken()
    transport = TcpPeer("127.0.0.1", serve("genuine-flex")).open(cancel=cancel)
    assert transport.exchange(NAME, timeout=2, cancel=cancel).startswith(b"\x01\x05BOLOS")
    transport.close()


def test_it_survives_clients_that_come_and_go(serve: Serve, connect: Connect) -> None:
    port = serve("genuine-flex")
    connect(port).connection.close()
    partial = connect(port)
    partial.connection.sendall(b"\0\0")
    partial.connection.close()
    half = connect(port)
    half.connection.sendall(b"\0\0\0\x05\xe0")
    half.connection.shutdown(socket.SHUT_RDWR)
    assert connect(port).exchange(NAME).endswith(b"\x90\x00")


def test_a_request_above_the_cap_is_not_read(serve: Serve, connect: Connect) -> None:
    port = serve("genuine-flex")
    greedy = connect(port)
    greedy.connection.sendall((server.REQUEST_LIMIT + 1).to_bytes(4, "big"))
    assert greedy.connection.recv(1) == b""
    assert connect(port).exchange(NAME).endswith(b"\x90\x00")


def test_a_question_ends_when_its_client_leaves(serve: Serve, connect: Connect) -> None:
    port = serve("genuine-flex", prompt_delay=60)
    asking = connect(port)
    asking.send(LIST)
    asking.connection.close()
    begin = time.monotonic()
    assert connect(port).exchange(NAME).endswith(b"\x90\x00")
    assert time.monotonic() - begin < 2


def test_a_question_is_accepted_after_its_delay(serve: Serve, connect: Connect) -> None:
    client = connect(serve("genuine-flex", prompt_delay=0.15))
    begin = time.monotonic()
    assert client.exchange(LIST).endswith(b"\x90\x00")
    assert time.monotonic() - begin >= 0.15


def test_every_client_finds_a_fresh_device(serve: Serve, connect: Connect) -> None:
    port = serve("genuine-flex")
    first = connect(port)
    assert first.exchange(LIST).endswith(b"\x90\x00")
    assert first.exchange(bytes.fromhex("e0df000000")).endswith(b"\x90\x00")
    first.connection.close()
    assert connect(port).exchange(bytes.fromhex("e0df000000")).hex() == "6624"


def test_closing_the_app_hangs_up_and_the_next_client_finds_the_dashboard(
    serve: Serve, connect: Connect
) -> None:
    port = serve("app-open")
    client = connect(port)
    assert client.exchange(QUIT) == b"\x90\x00"
    assert client.connection.recv(1) == b""
    client.connection.close()
    second = connect(port)
    assert second.exchange(NAME).startswith(b"\x01\x05BOLOS")
    second.connection.close()
    assert connect(port).exchange(NAME).startswith(b"\x01\x07Bitcoin")


def test_an_unplugged_device_hangs_up(serve: Serve) -> None:
    unplugging = replace(scenario.load("unplugged"), faults=Faults(unplug_at=b"\xb0\x01"))
    cancel = CancelToken()
    transport = TcpPeer("127.0.0.1", serve(unplugging)).open(cancel=cancel)
    with pytest.raises(PeerClosed):
        transport.exchange(NAME, timeout=2, cancel=cancel)


def test_garbage_is_garbage_over_tcp_too(serve: Serve) -> None:
    cancel = CancelToken()
    transport = TcpPeer("127.0.0.1", serve("garbage")).open(cancel=cancel)
    with pytest.raises(GarbledAnswer):
        transport.exchange(NAME, timeout=2, cancel=cancel)


@pytest.mark.parametrize("command", [NAME, LIST], ids=["silence", "question"])
def test_it_stops_at_once_while_a_client_waits(connect: Connect, command: bytes) -> None:
    played = scenario.load("silent" if command == NAME else "genuine-flex")
    with serving(played, prompt_delay=60) as port:
        connect(port).send(command)
        begin = time.monotonic()
    assert time.monotonic() - begin < 1


def test_a_taken_port_is_an_error() -> None:
    with server.listen("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        server.listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("text", ["127.0.0.1:0", "localhost:0"])
def test_port_zero_asks_for_a_free_one(text: str) -> None:
    assert server.listen_address(text) == ("127.0.0.1", 0)


@pytest.mark.parametrize(
    "text", ["8.8.8.8:0", ":0", "0.0.0.0:0", "0.0.0.0:9999", "127.0.0.1:00", "127.0.0.1", "0", ""]
)
def test_only_this_computer_can_be_listened_on(text: str) -> None:
    with pytest.raises(BadAddress) as error:
        server.listen_address(text)
    assert error.value.params["address"] == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.binary(min_size=1, max_size=80))
def test_no_bytes_bring_it_down(untrusted_data: bytes) -> None:
    with serving(scenario.load("genuine-flex")) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(untrusted_data)
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            assert Client(connection).exchange(NAME).endswith(b"\x90\x00")
