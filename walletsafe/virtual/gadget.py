"""Serves a virtual Ledger on a HID gadget file, such as ``/dev/hidg0``: 64-byte reports in and out.

On Linux the kernel's USB gadget makes such a file; what is read from it came over a real USB stack.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import threading
from pathlib import Path
from typing import Final

from walletsafe.errors import DeviceUnplugged
from walletsafe.transport.framing import PACKET_SIZE
from walletsafe.virtual.conversation import Conversation, Owner
from walletsafe.virtual.ledger import Ledger
from walletsafe.virtual.link import DeviceLink
from walletsafe.virtual.scenario import PromptPolicy, Scenario

_SLICE: Final = 0.02


def open_gadget(path: Path) -> int:
    """Open a gadget file for reading and writing without blocking; return its descriptor.

    Raises :class:`OSError`, also for a regular file: a file of the person's own must not be written over.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
    return descriptor


def serve(descriptor: int, scenario: Scenario, *, prompt_delay: float, stop: threading.Event) -> None:
    """Play ``scenario`` on an open gadget file until ``stop`` is set, within 20 ms; close it then.

    It is one device all along: USB does not tell it when a program opens or closes it, and taking it
    off the bus is up to whoever made the gadget. So after closing an app it just goes on, and
    after a scenario's unplugging it is silent.
    """
    ledger = Ledger(scenario)
    owner = Owner(scenario.prompt is not PromptPolicy.REFUSE, prompt_delay)
    link = DeviceLink(Conversation(ledger, owner), scenario.faults)
    try:
        _relay(descriptor, link, ledger, stop)
    except DeviceUnplugged:
        stop.wait()
    finally:
        os.close(descriptor)


def _relay(descriptor: int, link: DeviceLink, ledger: Ledger, stop: threading.Event) -> None:
    outgoing: bytes | None = None
    while not stop.is_set():
        writing = [descriptor] if outgoing else []
        readable, writable, _ = select.select([descriptor], writing, [], _SLICE)
        if outgoing and writable and _written(descriptor, outgoing):
            outgoing = None
        if readable:
            # Whoever writes now no longer waits for what the last one asked.
            outgoing = None
            _receive(descriptor, link, stop)
        if outgoing is None:
            outgoing = _next_packet(link, ledger)


def _receive(descriptor: int, link: DeviceLink, stop: threading.Event) -> None:
    try:
        packet = os.read(descriptor, PACKET_SIZE)
    except OSError:
        packet = b""
    if packet:
        link.write(packet)
    else:
        # The gadget is off the bus: it reads as ready, with nothing in it, until it is back.
        stop.wait(_SLICE)


def _next_packet(link: DeviceLink, ledger: Ledger) -> bytes | None:
    try:
        return link.read(0)
    except DeviceUnplugged:
        if ledger.attached:
            raise
        ledger.attach()
        return None


def _written(descriptor: int, packet: bytes) -> bool:
    try:
        os.write(descriptor, packet)
    except BlockingIOError:
        return False
    except OSError:
        # Off the bus: nobody is there to read it.
        return True
    return True
