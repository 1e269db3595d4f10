"""The process that makes the online check: it gets one device and one request, and ends with a verdict.

It is started with a cleaned environment, a pipe for the request and a pipe for what it has to say. When
the request's pipe closes, it stops: nobody waits for its verdict any more.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from walletsafe import knowledge
from walletsafe.cancel import CancelToken
from walletsafe.device.session import Session
from walletsafe.device.state import State, read_state
from walletsafe.errors import Cancelled, DeviceChanged, HelperFailed, ServiceOff, WalletSafeError
from walletsafe.online.connection import Connection, connect, system_trust
from walletsafe.online.messages import LINE_LIMIT, Asking, Request, Verdict, line_of_error, parse_request
from walletsafe.online.relay import Relay
from walletsafe.transport import Peer, hid

FindDevice = Callable[[Request], Peer]
Connect = Callable[[int, CancelToken], Connection]


def main() -> None:
    """Serve one request from standard input, against the vendor's service and no other."""
    run(sys.stdin.buffer, sys.stdout.buffer, find_device=_find_on_usb, connect_service=_connect_to_vendor)


def run(requests: BinaryIO, answers: BinaryIO, *, find_device: FindDevice, connect_service: Connect) -> None:
    """Read one request, make the check, and write how it ended. Nothing is raised.

    ``find_device`` gives the requested device or raises :class:`~walletsafe.errors.DeviceChanged`;
    ``connect_service`` opens a line to the service for a target id.
    """
    cancel = CancelToken()

    def say(line: bytes) -> None:
        with suppress(BrokenPipeError):
            answers.write(line)
            answers.flush()

    def say_asking(asks: bool) -> None:
        say(Asking(asks).line())

    try:
        request = parse_request(requests.readline(LINE_LIMIT))
        threading.Thread(target=_cancel_at_end, args=(requests.fileno(), cancel), daemon=True).start()
        peer = find_device(request)
        say(Verdict(_check(peer, request, connect_service, say_asking, cancel)).line())
    except Cancelled:
        return
    except WalletSafeError as error:
        say(line_of_error(error))
    except Exception:  # noqa: BLE001  (no traceback of this process ever reaches a person)
        say(line_of_error(HelperFailed()))


def _check(
    peer: Peer,
    request: Request,
    connect_service: Connect,
    asks_owner: Callable[[bool], None],
    cancel: CancelToken,
) -> bool:
    """Look at the device first: if it is another one, the service never hears of it."""
    session = Session(peer.open(cancel=cancel), cancel)
    try:
        _require_unchanged(session, request)
        connection = connect_service(request.target_id, cancel)
        try:
            return Relay(session, request.target_id, asks_owner).run(connection)
        finally:
            connection.close()
    finally:
        session.close()


def _require_unchanged(session: Session, request: Request) -> None:
    reading = read_state(session)
    version = reading.version
    if reading.state is not State.DASHBOARD or version is None:
        raise DeviceChanged
    if (version.target_id, version.se_version) != (request.target_id, request.firmware):
        raise DeviceChanged


def _find_on_usb(request: Request) -> Peer:
    for peer in hid.list_devices(knowledge.load()):
        if (peer.place, peer.product_id) == (request.place, request.product_id):
            return peer
    raise DeviceChanged


def _connect_to_vendor(target_id: int, cancel: CancelToken) -> Connection:
    service = knowledge.online_service()
    if not service.offered:
        raise ServiceOff
    return connect(service, target_id, cancel, environment=os.environ, trust=system_trust())


def _cancel_at_end(descriptor: int, cancel: CancelToken) -> None:
    """Wait until nobody holds the other end. Unbuffered: a buffered read would hinder the process's end."""
    while os.read(descriptor, LINE_LIMIT):
        pass
    cancel.cancel()
