"""The length-prefixed protocol, against real peers on the loopback interface that do what they should not."""

from __future__ import annotations

import resource
import socket
import struct
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.cancel import CancelToken
from walletsafe.errors import BadAddress, Cancelled, DeviceSilent, GarbledAnswer, PeerClosed
from walletsafe.transport import PeerKind
from walletsafe.transport.framing import MESSAGE_LIMIT
from walletsafe.transport.tcp import TcpPeer, parse_address

GET_VERSION = bytes.fromhex("E001000000")
Behaviour = Callable[[socket.socket], None]


@contextmanager
def peer_that(behaves: Behaviour) -> Generator[TcpPeer]:
    """A server on a free port that does ``behaves`` with its one client, then closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve() -> None:
            # What the client does to end the conversation may be an error here; the test looks at the client.
            with suppress(OSError), listener.accept()[0] as client:
                client.settimeout(5)
                behaves(client)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield TcpPeer("127.0.0.1", listener.getsockname()[1])
        finally:
            thread.join()


def read_request(client: socket.socket) -> bytes:
    with client.makefile("rb") as stream:
        (length,) = struct.unpack(">I", stream.read(4))
        request: bytes = stream.read(length)
        return request


def wait_for_the_end(client: socket.socket) -> None:
    while client.recv(1024):
        pass


def answer(data: bytes, status: bytes = b"\x90\x00") -> bytes:
    return struct.pack(">I", len(data)) + data + status


def exchange(peer: TcpPeer, timeout: float = 5.0, cancel: CancelToken | None = None) -> bytes:
    cancel = cancel or CancelToken()
    transport = peer.open(cancel=CancelToken())
    try:
        return transport.exchange(GET_VERSION, timeout=timeout, cancel=cancel)
    finally:
        transport.close()
        transport.close()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9999", ("127.0.0.1", 9999)),
        ("127.3.2.1:1", ("127.3.2.1", 1)),
        ("[::1]:65535", ("::1", 65535)),
        ("localhost:9999", ("127.0.0.1", 9999)),
    ],
)
def test_loopback_addresses(text: str, address: tuple[str, int]) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "9999",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:+1",
        "127.0.0.1: 1",
        "127.0.0.1:\u0661",
        "127.0.0.1:" + "9" * 5000,
        "127.0.0.1:9999:1",
        "127.1:9999",
        "127.0.0.01:9999",
        "127.0.0.256:9999",
        "128.0.0.1:9999",
        "0.0.0.0:9999",
        "::1:9999",
        "[::]:9999",
        "[::1]9999",
        "localhost.:9999",
        "localhost.example.org:9999",
        "example.org:9999",
        "2130706433:9999",
    ],
)
def test_every_other_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress) as raised:
        parse_address(text)
    assert raised.value.params == {"address": text}


@given(st.text(max_size=30))
def test_no_text_breaks_the_address_parser(text: str) -> None:
    with suppress(BadAddress):
        host, port = parse_address(text)
        assert host == "::1" or host.startswith("127.")
        assert 0 < port < 65536


def test_a_tcp_peer_is_a_demo_without_usb() -> None:
    peer = TcpPeer("127.0.0.1", 1)
    assert (peer.kind, peer.id, peer.product_id) == (PeerKind.TCP, "tcp", None)
    assert len(peer.entropy(32)) == 32
    assert peer.entropy(32) != peer.entropy(32)


def test_request_and_answer_as_the_emulator_speaks_them() -> None:
    requests: list[bytes] = []

    def behave(client: socket.socket) -> None:
        requests.append(client.recv(9, socket.MSG_WAITALL))
        client.sendall(bytes.fromhex("00000003 AABBCC 9000"))

    with peer_that(behave) as peer:
        assert exchange(peer) == bytes.fromhex("AABBCC9000")
    assert requests == [bytes.fromhex("00000005 E001000000")]


def test_several_exchanges_in_one_connection_and_an_answer_without_data() -> None:
    def behave(client: socket.socket) -> None:
        for data in (b"one", b"", bytes(255)):
            read_request(client)
            client.sendall(answer(data))

    with peer_that(behave) as peer:
        transport = peer.open(cancel=CancelToken())
        answers = [transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken()) for _ in range(3)]
        transport.close()
    assert answers == [b"one\x90\x00", b"\x90\x00", bytes(255) + b"\x90\x00"]


def test_an_answer_in_single_bytes() -> None:
    def behave(client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        read_request(client)
        for byte in answer(bytes(range(100))):
            client.sendall(bytes([byte]))

    with peer_that(behave) as peer:
        assert exchange(peer) == bytes(range(100)) + b"\x90\x00"


@pytest.mark.parametrize("sent_before", [b"", b"\x00\x00", answer(b"abc")[:-1]])
def test_a_peer_that_closes(sent_before: bytes) -> None:
    def behave(client: socket.socket) -> None:
        read_request(client)
        client.sendall(sent_before)

    with peer_that(behave) as peer, pytest.raises(PeerClosed) as raised:
        exchange(peer)
    assert str(raised.value.params["address"]).startswith("127.0.0.1:")


def test_a_peer_that_closes_without_a_word() -> None:
    with peer_that(lambda client: None) as peer, pytest.raises(PeerClosed):
        exchange(peer)


@pytest.mark.parametrize("announced", [MESSAGE_LIMIT - 1, 10_000_000, 0xFFFFFFFF])
def test_a_length_above_the_limit_is_garbage(announced: int) -> None:
    def behave(client: socket.socket) -> None:
        read_request(client)
        client.sendall(struct.pack(">I", announced))
        wait_for_the_end(client)

    with peer_that(behave) as peer, pytest.raises(GarbledAnswer) as raised:
        exchange(peer)
    assert raised.value.params == {"problem": "length-over-limit"}


def test_a_peer_that_sends_10_megabytes_fills_no_memory() -> None:
    def behave(client: socket.socket) -> None:
        chunk = b"\xee" * 100_000
        for _ in range(100):
            client.sendall(chunk)

    with peer_that(behave) as peer:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(GarbledAnswer):
            exchange(peer)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 5_000


def test_a_peer_that_sends_nothing_ends_at_the_deadline() -> None:
    with peer_that(wait_for_the_end) as peer:
        started = time.monotonic()
        with pytest.raises(DeviceSilent):
            exchange(peer, timeout=0.25)
        assert 0.25 <= time.monotonic() - started < 2


def test_one_deadline_for_an_answer_that_drips() -> None:
    def behave(client: socket.socket) -> None:
        read_request(client)
        client.sendall(struct.pack(">I", 255))
        while True:
            client.sendall(b"\0")
            time.sleep(0.02)

    with peer_that(behave) as peer:
        started = time.monotonic()
        with pytest.raises(DeviceSilent):
            exchange(peer, timeout=0.3)
        assert time.monotonic() - started < 2


def test_a_peer_that_never_reads_ends_at_the_deadline() -> None:
    done = threading.Event()

    def behave(client: socket.socket) -> None:
        done.wait(5)

    with peer_that(behave) as peer:
        transport = peer.open(cancel=CancelToken())
        with pytest.raises(DeviceSilent):
            transport.exchange(bytes(20_000_000), timeout=0.3, cancel=CancelToken())
        done.set()


def test_cancel_is_quick_while_the_peer_is_silent() -> None:
    cancelled_at: list[float] = []

    class Watched(CancelToken):
        """Tells when the client begins to wait: it looks once before it sends and once before it reads."""

        def __init__(self) -> None:
            super().__init__()
            self.looks = 0
            self.waiting = threading.Event()

        def raise_if_cancelled(self) -> None:
            super().raise_if_cancelled()
            self.looks += 1
            if self.looks == 2:
                self.waiting.set()

    cancel = Watched()

    def behave(client: socket.socket) -> None:
        read_request(client)
        cancel.waiting.wait(5)
        cancelled_at.append(time.monotonic())
        cancel.cancel()
        wait_for_the_end(client)

    with peer_that(behave) as peer:
        with pytest.raises(Cancelled):
            exchange(peer, timeout=30, cancel=cancel)
        # 150 ms by contract; the rest is room for a busy machine.
        assert time.monotonic() - cancelled_at[0] < 0.5


def test_after_a_failed_exchange_a_late_answer_cannot_be_taken_for_the_next_one() -> None:
    with peer_that(wait_for_the_end) as peer:
        transport = peer.open(cancel=CancelToken())
        with pytest.raises(DeviceSilent):
            transport.exchange(GET_VERSION, timeout=0.05, cancel=CancelToken())
        with pytest.raises(PeerClosed):
            transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def test_a_closed_port_is_named_at_once() -> None:
    port = free_port()
    with pytest.raises(PeerClosed) as raised:
        TcpPeer("127.0.0.1", port).open(cancel=CancelToken())
    assert raised.value.params == {"address": f"127.0.0.1:{port}"}


def test_a_cancelled_open_connects_nowhere() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        TcpPeer("127.0.0.1", 1).open(cancel=cancel)


def test_reopen_waits_for_the_peer_to_come_back() -> None:
    port = free_port()
    peer = TcpPeer("127.0.0.1", port)
    failed_once = threading.Event()

    def come_back() -> None:
        failed_once.wait(5)
        with socket.create_server(("127.0.0.1", port)) as listener, listener.accept()[0] as client:
            read_request(client)
            client.sendall(answer(b"back"))

    class Watching(CancelToken):
        def sleep(self, seconds: float) -> None:
            failed_once.set()
            super().sleep(seconds)

    thread = threading.Thread(target=come_back)
    thread.start()
    transport = peer.reopen(timeout=10, cancel=Watching())
    assert transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken()) == b"back\x90\x00"
    transport.close()
    thread.join()


def test_reopen_gives_up_at_the_deadline() -> None:
    started = time.monotonic()
    with pytest.raises(PeerClosed):
        TcpPeer("127.0.0.1", free_port()).reopen(timeout=0.3, cancel=CancelToken())
    assert time.monotonic() - started < 2
