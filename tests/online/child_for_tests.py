"""The online check's process with a virtual device and a local service: PORT AUTHORITY SCENARIO DELAY.

The delay is in seconds until the owner answers; a product id of 0 in the request stands for a device that
somebody swapped.
"""

from __future__ import annotations

import os
import ssl
import sys

from walletsafe.cancel import CancelToken
from walletsafe.errors import DeviceChanged
from walletsafe.knowledge import OnlineService
from walletsafe.online.child import run
from walletsafe.online.connection import Connection, connect
from walletsafe.online.messages import Request
from walletsafe.transport import Peer
from walletsafe.virtual import scenario
from walletsafe.virtual.peer import VirtualPeer


def find(request: Request) -> Peer:
    if request.product_id == 0:
        raise DeviceChanged
    return VirtualPeer(scenario.resolve(sys.argv[3]), prompt_delay=float(sys.argv[4]))


def open_line(target_id: int, cancel: CancelToken) -> Connection:
    service = OnlineService("localhost", "/update/genuine", "perso_11", "test", True, int(sys.argv[1]))
    trust = ssl.create_default_context(cafile=sys.argv[2])
    return connect(service, target_id, cancel, environment=os.environ, trust=trust)


if __name__ == "__main__":
    run(sys.stdin.buffer, sys.stdout.buffer, find_device=find, connect_service=open_line)
