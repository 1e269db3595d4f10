"""The proxy that the system's environment names, as company networks need it. TLS stays end to end."""

from __future__ import annotations

import base64
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from walletsafe.cancel import CancelToken
from walletsafe.errors import ProxyRefused

_ANSWER_LIMIT = 16 * 1024
_SLICE = 0.1
_DEFAULT_PORT = 80


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy. ``credentials`` is ``user:password``, empty where it needs none."""

    host: str
    port: int
    credentials: str

    def open_tunnel(
        self, connection: socket.socket, host: str, port: int, cancel: CancelToken, seconds: float
    ) -> None:
        """Ask for a tunnel to ``host`` over an open connection to the proxy (RFC 9110, section 9.3.6).

        The proxy has ``seconds`` to answer, and so has each step on the connection afterwards. Raises
        :class:`~walletsafe.errors.ProxyRefused`, :class:`OSError` when the proxy hangs up, or
        :class:`~walletsafe.errors.Cancelled`.
        """
        lines = [f"CONNECT {host}:{port} HTTP/1.1", f"Host: {host}:{port}"]
        if self.credentials:
            lines.append(f"Proxy-Authorization: Basic {base64.b64encode(self.credentials.encode()).decode()}")
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        status = _read_status(connection, cancel, seconds)
        if status != b"200":
            raise ProxyRefused(host=self.host)


def proxy_for(environment: Mapping[str, str], host: str) -> Proxy | None:
    """The proxy for TLS connections to ``host``, or ``None`` for a direct connection.

    The variables are ``https_proxy`` and ``no_proxy`` in small or capital letters, as curl and most
    others read them. Raises :class:`~walletsafe.errors.ProxyRefused` for a kind we cannot use.
    """
    named = environment.get("https_proxy") or environment.get("HTTPS_PROXY")
    exceptions = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    if not named or _excepted(host, exceptions):
        return None
    try:
        parts = urlsplit(named if "://" in named else f"http://{named}")
        name, port = parts.hostname, parts.port or _DEFAULT_PORT
    except ValueError:
        raise ProxyRefused(host="?") from None
    if parts.scheme != "http" or not name:
        raise ProxyRefused(host=name or "?")
    return Proxy(name, port, unquote(f"{parts.username}:{parts.password or ''}") if parts.username else "")


def _excepted(host: str, exceptions: str) -> bool:
    listed = [name.strip().lower() for name in exceptions.split(",")]
    names = [name.removeprefix("*").removeprefix(".") for name in listed]
    return "*" in listed or any(name and (host == name or host.endswith(f".{name}")) for name in names)


def _read_status(connection: socket.socket, cancel: CancelToken, seconds: float) -> bytes:
    """Read the proxy's answer to its last header line, byte by byte: what follows belongs to TLS."""
    deadline = time.monotonic() + seconds
    connection.settimeout(_SLICE)
    answer = bytearray()
    while not answer.endswith(b"\r\n\r\n"):
        cancel.raise_if_cancelled()
        if len(answer) > _ANSWER_LIMIT or time.monotonic() > deadline:
            raise TimeoutError
        try:
            received = connection.recv(1)
        except TimeoutError:
            continue
        if not received:
            raise ConnectionResetError
        answer += received
    connection.settimeout(seconds)
    version, _, rest = bytes(answer).partition(b" ")
    return rest[:3] if version.startswith(b"HTTP/1.") else b""
