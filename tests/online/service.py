"""The vendor's service, played for real: TLS, WebSocket, and the handshake with the demo issuer's key."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from typing import Any

from tests.online.authority import Identity
from walletsafe.virtual import keys
from walletsafe.virtual.fields import pack, unpack

_WEBSOCKET_UUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
TEXT, BINARY, CLOSE = 1, 2, 8


class Line:
    """The service's end of one connection."""

    def __init__(self, connection: ssl.SSLSocket) -> None:
        self.connection = connection
        self.request = b""
        self.replies: list[dict[str, Any]] = []
        self._nonce = 0

    def hear_request(self) -> None:
        while not self.request.endswith(b"\r\n\r\n"):
            self.request += self.read(1)

    def shake_hands(self, status: bytes = b"101 Switching Protocols", more: bytes = b"") -> None:
        self.hear_request()
        key = next(
            line.split(b":", 1)[1].strip()
            for line in self.request.split(b"\r\n")
            if line.lower().startswith(b"sec-websocket-key")
        )
        accept = base64.b64encode(hashlib.sha1(key + _WEBSOCKET_UUID, usedforsecurity=False).digest())
        self.connection.sendall(
            b"HTTP/1.1 %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s\r\n"
            % (status, accept, more)
        )

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            chunk = self.connection.recv(size - len(data))
            if not chunk:
                raise ConnectionResetError
            data += chunk
        return data

    def send_frame(self, data: bytes, opcode: int = TEXT) -> None:
        size = bytes([len(data)]) if len(data) < 126 else b"\x7f" + struct.pack("!Q", len(data))
        self.connection.sendall(bytes([0x80 | opcode]) + size + data)

    def send(self, **message: object) -> None:
        self.send_frame(json.dumps({"uuid": "u", "session": "s", **message}).encode())

    def receive(self) -> dict[str, Any]:
        first, size = self.read(2)
        assert first == 0x80 | TEXT, first
        length = size & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", self.read(2))
        mask = self.read(4)
        data = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self.read(length)))
        reply: dict[str, Any] = json.loads(data)
        self.replies.append(reply)
        return reply

    def exchange(self, command: str) -> bytes:
        """Have the device asked, as the service does; give its answer."""
        self._nonce += 1
        self.send(query="exchange", nonce=self._nonce, data=command)
        reply = self.receive()
        assert reply["nonce"] == self._nonce
        assert reply["response"] == "success"
        return bytes.fromhex(reply["data"])


class Attestation:
    """The service's side of the handshake. ``target`` is hex."""

    def __init__(self, line: Line, target: str) -> None:
        self.line = line
        self.target = target
        self.ephemeral = keys.generate()
        self.host_nonce = os.urandom(8)
        self.device_nonce = b""

    def run(self, *, certificates: int = 1, commit: bool = True) -> bool:
        """Whether the device showed a certificate of the demo issuer and holds its key."""
        self.begin()
        self.introduce(certificates)
        genuine = self.judge()
        if commit:
            self.line.exchange("e053000000")
        return genuine

    def begin(self) -> None:
        self.line.exchange("e004000004" + self.target)
        self.device_nonce = self.line.exchange("e050000008" + self.host_nonce.hex())[4:12]

    def introduce(self, certificates: int) -> None:
        signer = keys.demo_issuer()
        if certificates == 2:
            root = keys.generate()
            public = keys.encode(root)
            self._show("e0510000", public, keys.sign(signer, b"\x01" + public))
            signer = root
        public = keys.encode(self.ephemeral)
        signed = b"\x11" + self.host_nonce + self.device_nonce + public
        self._show("e0518000", public, keys.sign(signer, signed))

    def judge(self) -> bool:
        header, public, signature = unpack(self.line.exchange("e052000000"), 3)
        _, ephemeral, proof = unpack(self.line.exchange("e052800000"), 3)
        certified = keys.verifies(keys.encode(keys.demo_issuer()), signature, b"\x02" + header + public)
        answered = b"\x12" + self.device_nonce + self.host_nonce + ephemeral
        return certified and keys.verifies(public, proof, answered)

    def _show(self, header: str, public: bytes, signature: bytes) -> None:
        certificate = pack(public) + pack(signature)
        self.line.exchange(header + pack(certificate).hex())


Script = Callable[[Line], None]


def genuine(certificates: int = 1, target: str = "33000004") -> Script:
    """The whole check, ending in the honest verdict."""

    def play(line: Line) -> None:
        line.shake_hands()
        passed = Attestation(line, target).run(certificates=certificates)
        if passed:
            line.send(query="success", nonce=9, data="", result="0000")
        else:
            line.send(query="error", nonce=9, data="Security exception")

    return play


class Server:
    """Plays a script to each client, one after another, on a port of this computer.

    ``met`` counts who connected at all, ``lines`` are those who liked the certificate.
    """

    def __init__(self, script: Script, identity: Identity | None) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.lines: list[Line] = []
        self.met = 0
        self.faults: list[Exception] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if identity is not None:
            self._context.load_cert_chain(identity.certificate, identity.key)
        self._plain = identity is None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        assert not self._thread.is_alive()

    @property
    def told(self) -> list[bytes]:
        """What each client asked for, before anything was exchanged."""
        return [line.request.split(b"\r\n", 1)[0] for line in self.lines]

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.met += 1
            client.settimeout(30)
            with client:
                self._play(client)

    def _play(self, client: socket.socket) -> None:
        try:
            connection = client if self._plain else self._context.wrap_socket(client, server_side=True)
        except OSError:
            return  # the client did not like our certificate
        line = Line(connection)  # type: ignore[arg-type]
        self.lines.append(line)
        with contextlib.closing(connection):
            try:
                self._script(line)
            except OSError:
                return  # the client hung up
            except Exception as error:  # noqa: BLE001  (told by the test's own thread)
                self.faults.append(error)
