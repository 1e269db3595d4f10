"""A virtual Ledger served from a thread, and a small computer's side of the handshake."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from walletsafe.device.channel import shared_secret
from walletsafe.virtual import keys, scenario, server
from walletsafe.virtual.channel import SecureChannel, open_channel
from walletsafe.virtual.fields import pack, unpack
from walletsafe.virtual.scenario import Scenario

Exchange = Callable[[bytes], bytes]
Serve = Callable[..., int]


@contextmanager
def serving(played: Scenario, prompt_delay: float = 0.0) -> Generator[int]:
    """Serve a scenario on a free port of this computer; give the port."""
    listener = server.listen("127.0.0.1", 0)
    port: int = listener.getsockname()[1]
    stop = threading.Event()
    thread = threading.Thread(
        target=server.serve, args=(listener, played), kwargs={"prompt_delay": prompt_delay, "stop": stop}
    )
    thread.start()
    try:
        yield port
    finally:
        stop.set()
        thread.join(5)
        assert not thread.is_alive()


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(played: Scenario | str, prompt_delay: float = 0.0) -> int:
            played = scenario.load(played) if isinstance(played, str) else played
            return stack.enter_context(serving(played, prompt_delay))

        yield start


def vendor_client(port: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Ledger's own, unmodified, in its own process: Python's ``-m`` arguments.

    Both of its clients, ledgerblue and ledgerctl, are told in the same way that the device is on TCP.
    """
    environment = dict(os.environ, LEDGER_PROXY_ADDRESS="127.0.0.1", LEDGER_PROXY_PORT=str(port))
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=30, check=False
    )


def apdu(header: str, data: bytes = b"") -> bytes:
    return bytes.fromhex(header) + pack(data)


@dataclass
class Host:
    """Walks through the handshake as ledgerblue does, and keeps what it learnt."""

    exchange: Exchange
    target_id: int
    certificate: bytes = b""
    proof: bytes = b""

    def __post_init__(self) -> None:
        self.root = keys.generate()
        self.ephemeral = keys.generate()
        self.host_nonce = os.urandom(8)
        self.device_nonce = b""

    def target(self) -> bytes:
        return self.exchange(apdu("e0040000", self.target_id.to_bytes(4, "big")))

    def nonce(self) -> bytes:
        answer = self.exchange(apdu("e0500000", self.host_nonce))
        self.device_nonce = answer[4:12]
        return answer

    def introduce(self) -> bytes:
        public = keys.encode(self.root)
        return self.exchange(apdu("e0510000", pack(public) + pack(keys.sign(self.root, b"\x01" + public))))

    def agree(self) -> bytes:
        public = keys.encode(self.ephemeral)
        signature = keys.sign(self.root, b"\x11" + self.host_nonce + self.device_nonce + public)
        return self.exchange(apdu("e0518000", pack(public) + pack(signature)))

    def certificates(self) -> None:
        self.certificate = self.exchange(apdu("e0520000"))
        self.proof = self.exchange(apdu("e0528000"))

    def authenticate(self) -> None:
        for step in (self.target, self.nonce, self.introduce, self.agree):
            assert step()[-2:] == b"\x90\x00"
        self.certificates()

    def certified_by(self, issuer: bytes) -> bool:
        header, public, signature = unpack(self.certificate[:-2], 3)
        return keys.verifies(issuer, signature, b"\x02" + header + public)

    def proves_possession(self) -> bool:
        public = unpack(self.certificate[:-2], 3)[1]
        _, ephemeral, signature = unpack(self.proof[:-2], 3)
        return keys.verifies(public, signature, b"\x12" + self.device_nonce + self.host_nonce + ephemeral)

    def open_channel(self) -> SecureChannel:
        assert self.exchange(apdu("e0530000")) == b"\x90\x00"
        device_ephemeral = unpack(self.proof[:-2], 3)[1]
        return open_channel(shared_secret(keys.scalar(self.ephemeral), device_ephemeral), self.target_id)


@dataclass
class Client:
    """A bare socket that speaks the length-prefixed protocol."""

    connection: socket.socket

    def send(self, command: bytes) -> None:
        self.connection.sendall(len(command).to_bytes(4, "big") + command)

    def receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            chunk = self.connection.recv(size - len(data))
            if not chunk:
                raise ConnectionResetError
            data += chunk
        return data

    def exchange(self, command: bytes) -> bytes:
        self.send(command)
        return self.receive(int.from_bytes(self.receive(4), "big") + 2)


@pytest.fixture
def connect() -> Iterator[Callable[[int], Client]]:
    with ExitStack() as stack:

        def start(port: int) -> Client:
            return Client(stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5)))

        yield start
