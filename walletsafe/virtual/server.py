"""Serves a virtual Ledger on a TCP port of this computer, as Ledger's emulator does.

Request: length of the APDU (4 bytes, big endian), APDU. Answer: length of the data without the
status word (4 bytes, big endian), data, status word (2 bytes). Source: speculos
``speculos/mcu/apdu.py``, ledgerblue ``commTCP.py``.
"""

from __future__ import annotations

import os
import select
import socket
import threading
from collections.abc import Callable
from typing import Final

from walletsafe.errors import BadAddress, DeviceUnplugged
from walletsafe.transport.tcp import parse_address
from walletsafe.virtual.conversation import Conversation, Owner
from walletsafe.virtual.ledger import Ledger
from walletsafe.virtual.scenario import PromptPolicy, Scenario

REQUEST_LIMIT: Final = 1024
"""Longest request that is read, in bytes: an APDU has at most 260."""

_LENGTH_SIZE: Final = 4
_STATUS_SIZE: Final = 2
_SLICE: Final = 0.1


def listen_address(text: str) -> tuple[str, int]:
    """Return host and port of a loopback address; port 0 asks for any free one.

    Raises :class:`~walletsafe.errors.BadAddress`.
    """
    host, separator, port = text.rpartition(":")
    if port != "0":
        return parse_address(text)
    try:
        return parse_address(f"{host}{separator}1")[0], 0
    except BadAddress:
        raise BadAddress(address=text) from None


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket. Raises :class:`OSError`, for example when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def serve(listener: socket.socket, scenario: Scenario, *, prompt_delay: float, stop: threading.Event) -> None:
    """Serve one client after another until ``stop`` is set, within 100 ms; close ``listener`` then.

    Every client finds a fresh device, save after the device closed an app: then it hangs up, as a
    real one leaves the bus, and the next client finds it as it is.
    """
    ledger = Ledger(scenario)
    with listener:
        listener.setblocking(False)
        while not stop.is_set():
            if not select.select([listener], [], [], _SLICE)[0]:
                continue
            try:
                connection, _ = listener.accept()
            except OSError:
                # The client left before it was its turn.
                continue
            with connection:
                _Client(connection, ledger, prompt_delay, stop).serve()
            if ledger.attached:
                ledger = Ledger(scenario)


class _Left(Exception):
    """The client went away, broke the protocol, or we are asked to stop."""


class _Client:
    def __init__(
        self, connection: socket.socket, ledger: Ledger, prompt_delay: float, stop: threading.Event
    ) -> None:
        scenario = ledger.scenario
        owner = Owner(scenario.prompt is not PromptPolicy.REFUSE, prompt_delay)
        self._connection = connection
        self._ledger = ledger
        self._conversation = Conversation(ledger, owner)
        self._encode: Callable[[bytes], bytes] = _garbage if scenario.faults.garbage else _encode
        self._stop = stop

    def serve(self) -> None:
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection.settimeout(_SLICE)
        try:
            while self._ledger.attached:
                self._conversation.submit(self._request())
                self._connection.sendall(self._encode(self._answer()))
        except (_Left, OSError, DeviceUnplugged):
            # Hanging up is all that can be said here; the next client finds a working device.
            return

    def _request(self) -> bytes:
        untrusted_length = int.from_bytes(self._receive(_LENGTH_SIZE), "big")
        if untrusted_length > REQUEST_LIMIT:
            raise _Left
        return self._receive(untrusted_length)

    def _receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            if self._stop.is_set():
                raise _Left
            try:
                chunk = self._connection.recv(size - len(data))
            except TimeoutError:
                continue
            if not chunk:
                raise _Left
            data += chunk
        return data

    def _answer(self) -> bytes:
        while (answer := self._conversation.wait(_SLICE)) is None:
            if self._stop.is_set() or self._has_left():
                raise _Left
        return answer

    def _has_left(self) -> bool:
        readable = select.select([self._connection], [], [], 0)[0]
        return bool(readable) and not self._connection.recv(1, socket.MSG_PEEK)


def _encode(answer: bytes) -> bytes:
    return (len(answer) - _STATUS_SIZE).to_bytes(_LENGTH_SIZE, "big") + answer


def _garbage(answer: bytes) -> bytes:
    return b"\xff" * _LENGTH_SIZE + os.urandom(len(answer))
