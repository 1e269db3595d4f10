"""Through a proxy: TLS stays end to end, and a proxy that refuses is named."""

from __future__ import annotations

import socket
import threading

import pytest

from tests.online.conftest import HOST, Play, World
from tests.online.conversation import ask, free_port
from tests.online.service import Line, genuine
from walletsafe.cancel import CancelToken
from walletsafe.errors import Cancelled, ProxyRefused
from walletsafe.online import proxy


class TunnelProxy:
    """A proxy on this computer that answers as it is told, or carries bytes to ``target``."""

    def __init__(self, answer: bytes, target: int | None = None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://anna:secret@127.0.0.1:{self._listener.getsockname()[1]}"
        self.request = b""
        self._answer, self._target = answer, target
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        client, _ = self._listener.accept()
        with client:
            while not self.request.endswith(b"\r\n\r\n"):
                self.request += client.recv(1)
            client.sendall(self._answer)
            if self._target is not None:
                self._carry(client, self._target)

    @staticmethod
    def _carry(client: socket.socket, target: int) -> None:
        with socket.create_connection(("127.0.0.1", target)) as server:
            back = threading.Thread(target=pump, args=(server, client))
            back.start()
            pump(client, server)
            back.join()


def pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(4096):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


def test_a_proxy_carries_the_line_and_sees_where_it_goes(world: World, play: Play) -> None:
    server = play(genuine())
    tunnel = TunnelProxy(b"HTTP/1.1 200 Go\r\nVia: test\r\n\r\n", server.port)
    assert ask(world, server.port, environment={"https_proxy": tunnel.url}) is True
    tunnel.close()
    assert tunnel.request.startswith(f"CONNECT {HOST}:{server.port} HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic YW5uYTpzZWNyZXQ=\r\n" in tunnel.request
    assert b"targetId" not in tunnel.request


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 403 Forbidden\r\n\r\n",
        b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://login.test/\r\n\r\n",
        b"220 mail.test ESMTP\r\n\r\n",
        b"",
        b"HTTP/1.1 200 Go\r\n" + b"X-More: yes\r\n" * 3_000,
    ],
)
def test_a_proxy_that_refuses_is_named(world: World, answer: bytes) -> None:
    tunnel = TunnelProxy(answer)
    with pytest.raises(ProxyRefused) as refused:
        ask(world, 443, environment={"https_proxy": tunnel.url})
    tunnel.close()
    assert refused.value.params == {"host": "127.0.0.1"}


@pytest.mark.parametrize(
    "url",
    ["socks5://127.0.0.1:1080", "https://127.0.0.1:3128", "http://", "http://127.0.0.1:port", "http://["],
)
def test_a_proxy_of_another_kind_is_not_passed_by(world: World, play: Play, url: str) -> None:
    server = play(genuine())
    with pytest.raises(ProxyRefused):
        ask(world, server.port, environment={"HTTPS_PROXY": url})
    assert server.lines == []


def test_a_proxy_that_is_not_there_is_named(world: World) -> None:
    with pytest.raises(ProxyRefused):
        ask(world, 443, environment={"https_proxy": f"http://127.0.0.1:{free_port()}"})


@pytest.mark.parametrize("name", ["a" * 70 + ".test", "a..test"])
def test_a_proxy_with_a_name_that_cannot_be_looked_up_is_named(world: World, name: str) -> None:
    with pytest.raises(ProxyRefused) as refused:
        ask(world, 443, environment={"https_proxy": f"http://{name}:8"})
    assert refused.value.params == {"host": name}


def test_a_proxy_that_never_answers_can_be_cancelled(world: World, play: Play) -> None:
    cancel = CancelToken()

    def keep_silent(line: Line) -> None:
        cancel.cancel()
        line.read(10_000)

    silent = play(keep_silent, None)
    with pytest.raises(Cancelled):
        ask(world, 443, environment={"https_proxy": f"http://127.0.0.1:{silent.port}"}, cancel=cancel)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"https_proxy": ""}, None),
        ({"http_proxy": "http://a.test:1"}, None),
        ({"https_proxy": "http://a.test:3128"}, proxy.Proxy("a.test", 3128, "")),
        ({"HTTPS_PROXY": "a.test"}, proxy.Proxy("a.test", 80, "")),
        ({"https_proxy": "http://a.test", "HTTPS_PROXY": "http://b.test"}, proxy.Proxy("a.test", 80, "")),
        ({"https_proxy": "http://u%40x:p%3A@a.test:8"}, proxy.Proxy("a.test", 8, "u@x:p:")),
        ({"https_proxy": "http://u@a.test:8"}, proxy.Proxy("a.test", 8, "u:")),
        ({"https_proxy": "http://[::1]:8"}, proxy.Proxy("::1", 8, "")),
        ({"https_proxy": "http://a.test", "no_proxy": "*"}, None),
        ({"https_proxy": "http://a.test", "no_proxy": "foo, *"}, None),
        ({"https_proxy": "http://a.test", "no_proxy": "x.test, .ledger.com"}, None),
        ({"https_proxy": "http://a.test", "NO_PROXY": "api.live.ledger.com"}, None),
        ({"https_proxy": "http://a.test", "no_proxy": "*.ledger.com"}, None),
        ({"https_proxy": "http://a.test", "no_proxy": "dger.com,,"}, proxy.Proxy("a.test", 80, "")),
    ],
)
def test_which_proxy(environment: dict[str, str], expected: proxy.Proxy | None) -> None:
    assert proxy.proxy_for(environment, "scriptrunner.api.live.ledger.com") == expected
