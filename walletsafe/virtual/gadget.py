"""Serves a virtual Ledger on a HID gadget file, such as ``/dev/hidg0``: 64-byte reports in and out.

On Linux the kernel's USB gadget makes such a file; what is read from it came over a real USB stack.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
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


def serve(
    descriptor: int,
    scenario: Scenario,
    *,
    prompt_delay: float,
    stop: threading.Event,
    on_leaving: Callable[[int | None], None],
) -> None:
    """Play ``scenario`` on an open gadget file until ``stop`` is set, within 20 ms; close it then.

    USB does not tell a device when a program opens or closes it, and nothing here can take it off the
    bus: whoever made the gadget must do that. ``on_leaving`` is called when it is due: with ``None``
    when the cable is pulled, with the product id it comes back under when the device closed its app.
    A scenario's unplugging strikes once. The command that it struck stays without an answer, and
    what answers next is a fresh device: a person who plugs in again expects one that works.
    """
    ledger = Ledger(scenario)
    try:
        while not stop.is_set():
            try:
                _relay(descriptor, _line_to(ledger, prompt_delay), stop)
            except DeviceUnplugged:
                ledger = _leave(ledger, on_leaving)
    finally:
        os.close(descriptor)


def _line_to(ledger: Ledger, prompt_delay: float) -> DeviceLink:
    owner = Owner(ledger.scenario.prompt is not PromptPolicy.REFUSE, prompt_delay)
    return DeviceLink(Conversation(ledger, owner), ledger.scenario.faults)


def _leave(ledger: Ledger, on_leaving: Callable[[int | None], None]) -> Ledger:
    """Announce that the device is due to leave; return the device that comes back."""
    if not ledger.attached:
        on_leaving(ledger.product_id)
        return ledger
    on_leaving(None)
    scenario = ledger.scenario
    return Ledger(replace(scenario, faults=replace(scenario.faults, unplug_at=b"")))


def _relay(descriptor: int, link: DeviceLink, stop: threading.Event) -> None:
    """Carry packets until ``stop`` is set. Raises :class:`~walletsafe.errors.DeviceUnplugged`."""
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
            outgoing = link.read(0)


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


def _written(descriptor: int, packet: bytes) -> bool:
    try:
        os.write(descriptor, packet)
    except BlockingIOError:
        return False
    except OSError:
        # Off the bus: nobody is there to read it.
        return True
    return True
