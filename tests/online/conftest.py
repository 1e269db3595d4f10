from __future__ import annotations

import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.online.authority import Authority, Identity
from tests.online.service import Script, Server
from walletsafe.knowledge import OnlineService

HOST = "localhost"


def service_at(port: int) -> OnlineService:
    return OnlineService(HOST, "/update/genuine", "perso_11", "Nobody, a test", offered=True, port=port)


@dataclass(frozen=True)
class World:
    """An authority that is trusted, and one that nobody knows."""

    authority: Authority
    stranger: Authority
    identity: Identity

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority.file))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("authority")
    authority = Authority(folder, "trusted")
    return World(authority, Authority(folder, "stranger"), authority.identity(HOST))


Play = Callable[..., Server]


@pytest.fixture
def play(world: World) -> Iterator[Play]:
    """Start a server that plays a script; it is closed at the end, and a fault of the script fails."""
    with ExitStack() as stack:
        servers: list[Server] = []

        def start(script: Script, identity: Identity | None = world.identity) -> Server:
            server = Server(script, identity)
            servers.append(server)
            stack.callback(server.close)
            return server

        yield start
    for server in servers:
        assert server.faults == []


def child(world: World, port: int, name: str = "nano-x", delay: float = 0.0) -> tuple[str, ...]:
    """The command of the check's process with a virtual device and a service on this computer."""
    entry = Path(__file__).with_name("child_for_tests.py")
    return sys.executable, str(entry), str(port), str(world.authority.file), name, str(delay)


@dataclass(frozen=True)
class OnUsb:
    """What the launcher needs to know of a device on USB."""

    place: str = "1-2"
    product_id: int = 0x4000
