"""The length-prefixed protocol that Ledger's emulator and client speak, on this computer only.

Request: length of the APDU (4 bytes, big endian), APDU. Answer: length of the data without the
status word (4 bytes, big endian), data, status word (2 bytes). Source: speculos
``speculos/mcu/apdu.py``, ledgerblue ``commTCP.py``.
"""

from __future__ import annotations

import os
import socket
import time
from typing import Final

from walletsafe.cancel import CancelToken
from walletsafe.errors import BadAddress, DeviceSilent, GarbledAnswer, PeerClosed, WalletSafeError
from walletsafe.transport import PeerKind
from walletsafe.transport.framing import MESSAGE_LIMIT, STATUS_SIZE

_LENGTH_SIZE: Final = 4
_SLICE: Final = 0.1
_CONNECT_TIMEOUT: Final = 5.0


def parse_address(text: str) -> tuple[str, int]:
    """Return host and port of ``127.x.y.z:PORT``, ``[::1]:PORT`` or ``localhost:PORT``.

    No name is looked up: ``localhost`` stands for 127.0.0.1, whatever the system says.
    Raises :class:`~walletsafe.errors.BadAddress` for everything else, ports outside 1 to 65535 included.
    """
    host, _, untrusted_port = text.rpartition(":")
    port = _small_number(untrusted_port, 65535)
    if not port:
        raise BadAddress(address=text)
    if host == "localhost":
        return "127.0.0.1", port
    if host == "[::1]":
        return "::1", port
    octets = [_small_number(part, 255) for part in host.split(".")]
    if len(octets) != 4 or octets[0] != 127 or None in octets:
        raise BadAddress(address=text)
    return host, port


class TcpPeer:
    """A device behind a TCP port of this computer. Never a real Ledger: always marked DEMO."""

    def __init__(self, host: str, port: int) -> None:
        """Take a ``host`` and ``port`` as :func:`parse_address` returns them; nothing is opened."""
        self._host = host
        self._port = port

    @property
    def kind(self) -> PeerKind:
        """Always ``TCP``."""
        return PeerKind.TCP

    @property
    def id(self) -> str:
        """Always ``tcp``."""
        return "tcp"

    @property
    def product_id(self) -> int | None:
        """Always ``None``: there is no USB."""
        return None

    def open(self, *, cancel: CancelToken) -> TcpTransport:
        """Connect. Raises :class:`~walletsafe.errors.PeerClosed` or :class:`~walletsafe.errors.Cancelled`."""
        return self._connect(time.monotonic() + _CONNECT_TIMEOUT, cancel)

    def reopen(self, *, timeout: float, cancel: CancelToken) -> TcpTransport:
        """Connect again, trying for up to ``timeout`` seconds while the port is closed.

        Raises :class:`~walletsafe.errors.PeerClosed` or :class:`~walletsafe.errors.Cancelled`.
        """
        deadline = time.monotonic() + timeout
        while True:
            try:
                return self._connect(deadline, cancel)
            except PeerClosed:
                if time.monotonic() + _SLICE >= deadline:
                    raise
            cancel.sleep(_SLICE)

    def entropy(self, size: int) -> bytes:
        """Return ``size`` bytes of the system's generator."""
        return os.urandom(size)

    def other_programs(self) -> tuple[str, ...]:
        """None that is known."""
        return ()

    def _connect(self, deadline: float, cancel: CancelToken) -> TcpTransport:
        """Connect in slices: a listener with a full queue leaves a connection hanging."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        shown_host = f"[{self._host}]" if family == socket.AF_INET6 else self._host
        address = f"{shown_host}:{self._port}"
        while True:
            cancel.raise_if_cancelled()
            connection = socket.socket(family, socket.SOCK_STREAM)
            connection.settimeout(_SLICE)
            try:
                connection.connect((self._host, self._port))
            except OSError as error:
                connection.close()
                if not isinstance(error, TimeoutError) or time.monotonic() >= deadline:
                    raise PeerClosed(address=address) from None
            else:
                return TcpTransport(connection, address)


class TcpTransport:
    """A :class:`~walletsafe.transport.Transport` over a connected socket.

    Nothing in the protocol tells to which request an answer belongs. So the connection is closed after
    an exchange that failed or was cancelled: a late answer can then never be taken for another one's.
    """

    def __init__(self, connection: socket.socket, address: str) -> None:
        """Take over ``connection``; ``address`` is named in errors."""
        self._connection: socket.socket | None = connection
        self._address = address

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        """Send one APDU and return its answer, as :class:`~walletsafe.transport.Transport` says.

        Raises :class:`~walletsafe.errors.DeviceSilent`, :class:`~walletsafe.errors.PeerClosed` (also
        after :meth:`close`), :class:`~walletsafe.errors.GarbledAnswer` or
        :class:`~walletsafe.errors.Cancelled`.
        """
        if self._connection is None:
            raise PeerClosed(address=self._address)
        turn = _Turn(self._connection, time.monotonic() + timeout, cancel)
        try:
            turn.send(len(command).to_bytes(_LENGTH_SIZE, "big") + command)
            untrusted_length = int.from_bytes(turn.receive(_LENGTH_SIZE), "big")
            if untrusted_length + STATUS_SIZE > MESSAGE_LIMIT:
                raise GarbledAnswer(problem="length-over-limit")
            return turn.receive(untrusted_length + STATUS_SIZE)
        except OSError:
            self.close()
            raise PeerClosed(address=self._address) from None
        except WalletSafeError:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection. May be called twice."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class _Turn:
    """One exchange on a socket: slices of 100 ms, one deadline, a cancel check between."""

    def __init__(self, connection: socket.socket, deadline: float, cancel: CancelToken) -> None:
        self._connection = connection
        self._deadline = deadline
        self._cancel = cancel

    def send(self, data: bytes) -> None:
        while data:
            self._arm()
            try:
                data = data[self._connection.send(data) :]
            except TimeoutError:
                continue

    def receive(self, size: int) -> bytes:
        """Return exactly ``size`` bytes; an end of the stream before them is an :class:`OSError`."""
        data = b""
        while len(data) < size:
            self._arm()
            try:
                chunk = self._connection.recv(size - len(data))
            except TimeoutError:
                continue
            if not chunk:
                raise ConnectionResetError
            data += chunk
        return data

    def _arm(self) -> None:
        self._cancel.raise_if_cancelled()
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise DeviceSilent
        self._connection.settimeout(min(_SLICE, remaining))


def _small_number(text: str, limit: int) -> int | None:
    """The number from 0 to ``limit`` that ``text`` spells in its only decimal form, or ``None``."""
    if not (text.isascii() and text.isdigit()) or len(text) > 5 or str(int(text)) != text:
        return None
    return int(text) if int(text) <= limit else None
