"""Carrying bytes to a device: the contracts that USB, TCP, replayed and virtual devices share."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from walletsafe.cancel import CancelToken


class Transport(Protocol):
    """An open line to one device."""

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        """Send one APDU and return its answer, the two status bytes included.

        ``timeout`` is in seconds and covers the whole exchange. Raises
        :class:`~walletsafe.errors.TransportError` or :class:`~walletsafe.errors.Cancelled`,
        the latter within 150 ms of the cancel.
        """
        ...

    def close(self) -> None:
        """Release the device. May be called twice."""
        ...


class PeerKind(StrEnum):
    """What is at the other end. Only ``USB`` can be a real Ledger."""

    USB = "usb"
    TCP = "tcp"
    VIRTUAL = "virtual"
    REPLAY = "replay"


class Peer(Protocol):
    """A device that can be opened: listing peers opens nothing."""

    @property
    def kind(self) -> PeerKind:
        """What is at the other end; everything but ``USB`` is marked DEMO."""
        ...

    @property
    def id(self) -> str:
        """A short name to choose it by, such as ``nano-x-1`` or a scenario's name."""
        ...

    @property
    def product_id(self) -> int | None:
        """The USB product id it shows, or ``None`` where there is no USB."""
        ...

    def open(self, *, cancel: CancelToken) -> Transport:
        """Open the device. Raises :class:`~walletsafe.errors.TransportError`."""
        ...

    def reopen(self, *, timeout: float, cancel: CancelToken) -> Transport:
        """Wait up to ``timeout`` seconds for the device to come back after it closed an app, and open it.

        The old transport must be closed before. Raises :class:`~walletsafe.errors.TransportError`.
        """
        ...

    def entropy(self, size: int) -> bytes:
        """Return ``size`` random bytes for our throw-away keys and nonces.

        The system's generator everywhere, save for a replayed record, which gives back what was
        used when it was made: otherwise its answers could not be verified again.
        """
        ...

    def other_programs(self) -> tuple[str, ...]:
        """Names of the other programs that hold this device now, cleaned; empty where none or not known."""
        ...
