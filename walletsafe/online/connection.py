"""The line to the service: TCP, through a proxy where the system names one, TLS, WebSocket.

Only the process that makes the online check imports this. What the peer may do is bounded from the
first byte on: how much it sends, how long it takes, and that a cancel is heard in between.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import websocket

from walletsafe.cancel import CancelToken
from walletsafe.errors import (
    ClosedEarly,
    OnlineGarbage,
    ProxyRefused,
    ServiceUnreachable,
    TooSlow,
    UntrustedCertificate,
    WalletSafeError,
)
from walletsafe.knowledge import OnlineService
from walletsafe.online.proxy import Proxy, proxy_for

STEP_TIMEOUT = 20.0
"""Seconds for each step of connecting, and for each message."""

BYTE_LIMIT = 64 * 1024
"""Most bytes of the service in one conversation; a whole one needs less than 8 KiB."""

_SLICE = 0.1
_SWITCHING_PROTOCOLS = 101


def system_trust() -> ssl.SSLContext:
    """The authorities that this system trusts, with certificates and host names verified."""
    return ssl.create_default_context()


def connect(
    service: OnlineService,
    target_id: int,
    cancel: CancelToken,
    *,
    environment: Mapping[str, str],
    trust: ssl.SSLContext,
) -> Connection:
    """Open a line to ``service`` and ask for a check of a device with ``target_id``.

    ``environment`` may name a proxy; ``trust`` verifies certificate and host name. Raises
    :class:`~walletsafe.errors.ServiceUnreachable`, :class:`~walletsafe.errors.ProxyRefused`,
    :class:`~walletsafe.errors.UntrustedCertificate`, :class:`~walletsafe.errors.TooSlow`,
    :class:`~walletsafe.errors.ClosedEarly`, :class:`~walletsafe.errors.OnlineGarbage` or
    :class:`~walletsafe.errors.Cancelled`.
    """
    cancel.raise_if_cancelled()
    plain = _reach(service, proxy_for(environment, service.host), cancel)
    try:
        line = _Line(_secure(plain, service.host, trust), cancel)
    except BaseException:
        plain.close()
        raise
    connection = Connection(line)
    try:
        connection.open(service, target_id)
    except BaseException:
        connection.close()
        raise
    return connection


class Connection:
    """A :class:`~walletsafe.online.relay.Channel` to the service."""

    def __init__(self, line: _Line) -> None:
        self._line = line
        self._socket: Any = websocket.WebSocket(enable_multithread=False)

    def open(self, service: OnlineService, target_id: int) -> None:
        """Shake hands as WebSocket does. Redirects are refused: the host is fixed."""
        parameters = urlencode({"targetId": target_id, "perso": service.perso})
        url = f"wss://{service.host}:{service.port}{service.path}?{parameters}"
        self._line.wait_at_most(STEP_TIMEOUT)
        try:
            self._socket.connect(url, socket=self._line, redirect_limit=0, suppress_origin=True)
        except websocket.WebSocketBadStatusException:
            raise ClosedEarly from None
        except (websocket.WebSocketException, OSError, ValueError) as error:
            raise _of_failure(error) from None
        # Older releases of the library hand over a redirect that they did not follow as if all were well.
        if self._socket.getstatus() != _SWITCHING_PROTOCOLS:
            raise OnlineGarbage

    def send(self, message: str) -> None:
        """Send one message."""
        self._line.wait_at_most(STEP_TIMEOUT)
        try:
            self._socket.send(message)
        except (websocket.WebSocketException, OSError) as error:
            raise _of_failure(error) from None

    def receive(self) -> str:
        """Return the next message, within :data:`STEP_TIMEOUT` whatever the service trickles."""
        self._line.wait_at_most(STEP_TIMEOUT)
        try:
            opcode, data = self._socket.recv_data()
        except (websocket.WebSocketException, OSError, ValueError) as error:
            raise _of_failure(error) from None
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            raise ClosedEarly
        if opcode != websocket.ABNF.OPCODE_TEXT:
            raise OnlineGarbage
        return bytes(data).decode("utf-8", "replace")

    def close(self) -> None:
        """Hang up without waiting for the service."""
        self._line.close()


class _Line:
    """A TLS socket that counts what comes in, keeps a deadline, and hears a cancel every 100 ms."""

    def __init__(self, secured: ssl.SSLSocket, cancel: CancelToken) -> None:
        secured.settimeout(_SLICE)
        self._socket = secured
        self._cancel = cancel
        self._room = BYTE_LIMIT
        self._deadline = 0.0

    def wait_at_most(self, seconds: float) -> None:
        """Set the deadline of what follows."""
        self._deadline = time.monotonic() + seconds

    def recv(self, size: int) -> bytes:
        while True:
            self._look_up()
            try:
                data = self._socket.recv(size)
            except TimeoutError:
                continue
            self._room -= len(data)
            if self._room < 0:
                raise OnlineGarbage
            return data

    def send(self, data: bytes) -> int:
        while True:
            self._look_up()
            try:
                return self._socket.send(data)
            except TimeoutError:
                continue

    def _look_up(self) -> None:
        self._cancel.raise_if_cancelled()
        if time.monotonic() > self._deadline:
            raise TooSlow

    def gettimeout(self) -> float | None:
        return self._socket.gettimeout()

    def settimeout(self, seconds: float | None) -> None:
        """Keep the slices: how long to wait is the deadline's business."""

    def fileno(self) -> int:
        return self._socket.fileno()

    def shutdown(self, how: int) -> None:
        self._socket.shutdown(how)

    def close(self) -> None:
        self._socket.close()


def _reach(service: OnlineService, proxy: Proxy | None, cancel: CancelToken) -> socket.socket:
    """Open a TCP connection to the service, through ``proxy`` where there is one."""
    if proxy is None:
        try:
            return socket.create_connection((service.host, service.port), STEP_TIMEOUT)
        except OSError:
            raise ServiceUnreachable(host=service.host) from None
    try:
        connection = socket.create_connection((proxy.host, proxy.port), STEP_TIMEOUT)
    except (OSError, ValueError):
        # Not every name that an environment may hold can be looked up: UnicodeError.
        raise ProxyRefused(host=proxy.host) from None
    try:
        proxy.open_tunnel(connection, service.host, service.port, cancel, STEP_TIMEOUT)
    except (OSError, ValueError):
        connection.close()
        raise ProxyRefused(host=proxy.host) from None
    except WalletSafeError:
        connection.close()
        raise
    return connection


def _secure(plain: socket.socket, host: str, trust: ssl.SSLContext) -> ssl.SSLSocket:
    try:
        return trust.wrap_socket(plain, server_hostname=host)
    except ssl.SSLCertVerificationError:
        raise UntrustedCertificate(host=host) from None
    except TimeoutError:
        raise TooSlow from None
    except OSError:
        # A login page of the network, or a firewall that answers in the service's place.
        raise ServiceUnreachable(host=host) from None


def _of_failure(error: Exception) -> WalletSafeError:
    # A line that breaks is the service hanging up; everything else is something it should not have sent.
    closed = isinstance(error, websocket.WebSocketConnectionClosedException | OSError)
    return ClosedEarly() if closed else OnlineGarbage()
