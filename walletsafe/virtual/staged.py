"""A virtual Ledger in a trainer's hands: worked by hand before a room while a check may be running."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from walletsafe.cancel import CancelToken
from walletsafe.errors import DeviceUnplugged
from walletsafe.transport import PeerKind, Transport
from walletsafe.transport.framing import FramedTransport
from walletsafe.virtual import scenario
from walletsafe.virtual.conversation import Conversation, Owner
from walletsafe.virtual.ledger import Ledger, Prompt
from walletsafe.virtual.link import DeviceLink
from walletsafe.virtual.scenario import Scenario, State

_SLICE: Final = 0.1
"""Seconds between two looks at a cancel token."""


class Showing(StrEnum):
    """What is on the device's own screen. ``OFF``: without power, leaving an app, or asleep."""

    OFF = "off"
    PIN = "pin"
    DASHBOARD = "dashboard"
    QUESTION = "question"
    APP = "app"
    NOT_SET_UP = "not-set-up"
    RECOVERY = "recovery"
    BOOTLOADER = "bootloader"
    UPDATER = "updater"


@dataclass(frozen=True, slots=True)
class Screen:
    """The device's own screen. ``app`` is the open app's name, empty elsewhere."""

    showing: Showing
    app: str = ""


_SHOWING: Final = {
    State.DASHBOARD: Showing.DASHBOARD,
    State.APP_OPEN: Showing.APP,
    State.LOCKED: Showing.PIN,
    State.NOT_SET_UP: Showing.NOT_SET_UP,
    State.RECOVERY: Showing.RECOVERY,
    State.BOOTLOADER: Showing.BOOTLOADER,
    State.UPDATER: Showing.UPDATER,
    State.SILENT: Showing.OFF,
}


class StagedLedger:
    """A :class:`~walletsafe.transport.Peer` that plays a scenario; what its owner does is done by hand.

    It begins plugged in, in the state of its scenario. Any thread may call any method; none of them
    waits for the check. Whatever interrupts the line (unplugged, swapped, opened once more) ends the
    conversation of a running check for good, so that no check ever sees two devices.
    """

    def __init__(self, scenario_name: str, changed: Callable[[], None] = lambda: None) -> None:
        """``changed`` is called after :attr:`screen`, :attr:`scenario` or :attr:`plugged` changed.

        It is called on whichever thread changed it, and must not block. Raises
        :class:`~walletsafe.errors.UnknownScenario`.
        """
        self._changed = changed
        self._moved = threading.Condition()
        self._ledger = Ledger(scenario.load(scenario_name))
        self._product_id = self._ledger.product_id
        self._plugged = True
        self._line: _Line | None = None
        self._told = self._visible()

    @property
    def kind(self) -> PeerKind:
        """Always virtual, and therefore marked DEMO."""
        return PeerKind.VIRTUAL

    @property
    def id(self) -> str:
        """The name of the scenario that is played now."""
        return self.scenario.name

    @property
    def product_id(self) -> int | None:
        """What USB showed when the device was last opened."""
        return self._product_id

    @property
    def scenario(self) -> Scenario:
        """The scenario that is played now."""
        return self._ledger.scenario

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._plugged

    @property
    def screen(self) -> Screen:
        """What the device's own screen shows now."""
        with self._moved:
            return self._screen()

    def lock(self) -> None:
        """Lock it: a question that is open is gone, and what is asked meets a locked device."""
        with self._hand():
            self._ledger.lock()
            if self._line is not None and self._ledger.state is State.LOCKED:
                self._line.press(accept=False)

    def unlock(self) -> None:
        """Enter the PIN."""
        with self._hand():
            self._ledger.unlock()

    def press(self, allow: bool) -> None:
        """Allow or refuse what the device asks now. A press before the question counts for nothing."""
        with self._hand():
            if self._line is not None:
                self._line.press(allow)

    def unplug(self) -> None:
        """Pull the cable."""
        with self._hand():
            self._interrupt()
            self._plugged = False

    def plug_in(self) -> None:
        """Put the cable in again: the same device begins as its scenario says."""
        with self._hand():
            if not self._plugged:
                self._ledger = Ledger(self._ledger.scenario)
                self._plugged = True

    def swap(self, scenario_name: str) -> None:
        """Put another device in its place, at the same end of the cable.

        Raises :class:`~walletsafe.errors.UnknownScenario`, and then nothing was swapped.
        """
        other = Ledger(scenario.load(scenario_name))
        with self._hand():
            self._interrupt()
            self._ledger = other

    def open(self, *, cancel: CancelToken) -> Transport:
        """Open what is plugged in. Raises :class:`~walletsafe.errors.DeviceUnplugged` where nothing is."""
        return self.reopen(timeout=0.0, cancel=cancel)

    def reopen(self, *, timeout: float, cancel: CancelToken) -> Transport:
        """Open it, waiting up to ``timeout`` seconds for the cable.

        Raises :class:`~walletsafe.errors.DeviceUnplugged` or :class:`~walletsafe.errors.Cancelled`.
        """
        deadline = time.monotonic() + timeout
        while True:
            cancel.raise_if_cancelled()
            with self._hand():
                if self._plugged:
                    self._interrupt()
                    self._line = _Line(self._ledger, self._hand, self._moved)
                    self._product_id = self._ledger.product_id
                    return FramedTransport(self._line)
            if time.monotonic() >= deadline:
                raise DeviceUnplugged
            cancel.sleep(_SLICE)

    def entropy(self, size: int) -> bytes:
        """Return ``size`` random bytes from the system's generator."""
        return os.urandom(size)

    def other_programs(self) -> tuple[str, ...]:
        """None: it lives in this process."""
        return ()

    def _interrupt(self) -> None:
        if self._line is not None:
            self._line.interrupt()

    @contextmanager
    def _hand(self) -> Generator[None]:
        """Do something to the device alone, wake whoever waits for it, and tell what can be seen of it."""
        try:
            with self._moved:
                yield
                self._moved.notify_all()
        finally:
            self._tell()

    def _tell(self) -> None:
        with self._moved:
            before, self._told = self._told, self._visible()
        if before != self._told:
            self._changed()

    def _visible(self) -> tuple[Ledger, bool, Screen]:
        return self._ledger, self._plugged, self._screen()

    def _screen(self) -> Screen:
        state = self._ledger.state
        if not self._plugged or not self._ledger.attached:
            return Screen(Showing.OFF)
        if self._line is not None and self._line.question is not None:
            return Screen(Showing.QUESTION)
        app = self._ledger.scenario.open_app
        return Screen(_SHOWING[state], app.name if app is not None and state is State.APP_OPEN else "")


class _Line:
    """A :class:`~walletsafe.transport.framing.PacketLink` to a staged device, until something interrupts it.

    ``hand`` is how one takes the device to oneself, ``moved`` what wakes whoever waits for it.
    """

    def __init__(
        self, ledger: Ledger, hand: Callable[[], AbstractContextManager[None]], moved: threading.Condition
    ) -> None:
        self._ledger = ledger
        # Nobody decides by the clock here: press() does.
        self._conversation = Conversation(ledger, Owner(accepts=False, delay=None))
        self._link = DeviceLink(self._conversation, ledger.scenario.faults)
        self._hand = hand
        self._moved = moved
        self._interrupted = False

    @property
    def question(self) -> Prompt | None:
        """What the device asks its owner over this line now."""
        return None if self._interrupted else self._conversation.question

    def press(self, accept: bool) -> None:
        """Decide on that question; without one nothing happens."""
        if self.question is not None:
            self._conversation.press(accept)

    def interrupt(self) -> None:
        """End it for good: the device is no longer at its other end."""
        self._interrupted = True

    def write(self, packet: bytes) -> None:
        """Take a packet from the computer. Raises :class:`~walletsafe.errors.DeviceUnplugged`."""
        with self._hand():
            self._raise_if_interrupted()
            self._link.write(packet)

    def read(self, timeout: float) -> bytes | None:
        """Give the next packet, or ``None`` after at most ``timeout`` seconds, or when something moved.

        Raises :class:`~walletsafe.errors.DeviceUnplugged`.
        """
        with self._hand():
            packet = self._at_once()
            if packet is None and timeout > 0:
                # Lets go of the device while it waits.
                self._moved.wait(timeout)
                packet = self._at_once()
            return packet

    def close(self) -> None:
        """Let go of the device: what it asked, it asks no longer, and where it closed an app, it is back."""
        with self._hand():
            self.interrupt()
            self._link.close()
            self._ledger.attach()

    def _at_once(self) -> bytes | None:
        self._raise_if_interrupted()
        return self._link.read(0)

    def _raise_if_interrupted(self) -> None:
        if self._interrupted:
            raise DeviceUnplugged
