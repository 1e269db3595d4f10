"""A virtual device asked by a service on this computer, in this process."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping

from tests.online.conftest import World, service_at
from walletsafe.cancel import CancelToken
from walletsafe.device.session import Session
from walletsafe.online.connection import connect
from walletsafe.online.relay import Relay
from walletsafe.virtual import scenario
from walletsafe.virtual.peer import VirtualPeer


def ask(
    world: World,
    port: int,
    name: str = "nano-x",
    *,
    trust: ssl.SSLContext | None = None,
    environment: Mapping[str, str] | None = None,
    cancel: CancelToken | None = None,
) -> bool:
    """Have a virtual device checked by the service at ``port``."""
    cancel = cancel or CancelToken()
    played = scenario.load(name)
    session = Session(VirtualPeer(played).open(cancel=cancel), cancel)
    target = played.firmware.target_id
    line = connect(
        service_at(port), target, cancel, environment=environment or {}, trust=trust or world.trust
    )
    try:
        return Relay(session, target, lambda asks: None).run(line)
    finally:
        line.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
