"""Keeps an eye on which Ledgers are attached, while a view is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.transport import Peer

from ...desk import Desk
from ...jobs import Job, JobThread

POLL_MILLISECONDS = 1000


class DeviceWatch(QObject):
    """Lists the attached Ledgers at once and every second. Listing opens none of them."""

    listed = Signal(object)
    """A tuple of peers."""
    failed = Signal()
    """The list could not be read this time."""

    def __init__(self, desk: Desk, device_thread: JobThread, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._device_thread = desk, device_thread
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MILLISECONDS)
        self._timer.timeout.connect(self._poll)

    def start(self) -> None:
        """Begin to look."""
        self._poll()
        self._timer.start()

    def stop(self) -> None:
        """Stop looking: the device thread is needed for something else."""
        self._timer.stop()
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _poll(self) -> None:
        if self._job is not None:
            return
        self._job = job = self._device_thread.start(self._list_devices)
        job.succeeded.connect(self._on_listed)
        job.failed.connect(self._on_failed)

    def _list_devices(self, observer: Observer, cancel: CancelToken) -> tuple[Peer, ...]:
        return self._desk.poll()

    def _on_listed(self, peers: object) -> None:
        self._job = None
        self.listed.emit(peers)

    def _on_failed(self, error: object) -> None:
        self._job = None
        self.failed.emit()


def identity(peers: Sequence[Peer]) -> tuple[str, ...]:
    """What tells one list of devices from another: their names, and the product ids that an app changes."""
    return tuple(f"{peer.id}/{peer.product_id}" for peer in peers)
