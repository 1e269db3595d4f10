"""Cooperative cancelling: one token handed down from the person to the last read."""

from __future__ import annotations

import threading

from walletsafe.errors import Cancelled


class CancelToken:
    """A one-way switch that long work looks at between small slices.

    Thread-safe: any thread may call :meth:`cancel`, the working thread calls the others.
    """

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work that holds this token to stop. Cannot be undone."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise :class:`~walletsafe.errors.Cancelled` once somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled

    def sleep(self, seconds: float) -> None:
        """Sleep up to ``seconds``; raise :class:`~walletsafe.errors.Cancelled` at once when cancelled."""
        if self._event.wait(seconds):
            raise Cancelled
