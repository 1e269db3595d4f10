"""The scan's walk through the folders, ahead of those that read: it gathers files to batches that wait.

Only names of files and folders are read here.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

from walletsafe.scan import places
from walletsafe.scan.crew import Batch, batch_of
from walletsafe.scan.finds import Reason
from walletsafe.scan.walk import Names, Walk, reason_of

_HOLD = 0.05
"""Seconds after which a pause or a stop is seen."""

_BATCH = 256
"""Files that a reader gets at once, where they are of the quick kind."""

_SLOW = (
    ".pdf",
    ".zip",
    ".docx",
    ".xlsx",
    ".png",
    ".jpg",
    ".jpeg",
    ".gz",
    ".sqlite",
    ".db",
    ".mbox",
    ".jar",
    ".7z",
)
_SLOW_WEIGHT = 16
"""Files whose names end like that take longer, and count as so many."""

_MOST_WAITING = 32_000_000
"""Bytes of batches that wait at most. A walk that is so far ahead waits itself: memory has an end."""


class Ahead:
    """The walk, in a thread of its own: it fills ``waiting`` with batches and counts the files.

    A folder on a slow network may keep it waiting for long; nobody waits for it. Where the walk itself fails,
    the rest of what was chosen is told as not read, and what was found until then is kept.
    """

    def __init__(self, roots: Sequence[Path], held: threading.Event) -> None:
        self.waiting: deque[Batch] = deque()
        self.files = 0
        self.lost: SimpleQueue[tuple[Path, Reason]] = SimpleQueue()
        self._roots = roots
        self._held = held
        self._put = 0
        self._taken = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go, name="scan-walk", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether all files are counted."""
        return not self._thread.is_alive()

    def take(self) -> Batch:
        """The next batch of those that wait."""
        batch = self.waiting.popleft()
        self._taken += len(batch.line)
        return batch

    def end(self) -> None:
        """Stop walking."""
        self._stop.set()
        self._thread.join(_HOLD)

    def _go(self) -> None:
        try:
            walk = Walk(self._roots, places.likely(), self._lose, self._stops)
            for batch in _batches(walk):
                self.files += batch.count
                # Each number is changed by one thread alone.
                self._put += len(batch.line)
                self.waiting.append(batch)
                while self._put - self._taken >= _MOST_WAITING and not self._stop.wait(_HOLD):
                    pass
        except Exception as failure:  # noqa: BLE001  (told for all that was chosen: nobody knows how far it came)
            reason = reason_of(failure) if isinstance(failure, OSError) else Reason.READER_FAILED
            for root in self._roots:
                self._lose(root, reason)

    def _lose(self, path: Path, reason: Reason) -> None:
        self.lost.put((path, reason))

    def _stops(self) -> bool:
        while self._held.is_set() and not self._stop.wait(_HOLD):
            pass
        return self._stop.is_set()


def _batches(folders: Iterable[Names]) -> Iterator[Batch]:
    """The files of the folders, gathered to batches that take about equally long."""
    gathered: list[tuple[str, list[str]]] = []
    weight = 0
    for folder, names in folders:
        begin = 0
        for number, name in enumerate(names, 1):
            weight += _SLOW_WEIGHT if name.endswith(_SLOW) else 1
            if weight >= _BATCH:
                yield batch_of([*gathered, (folder, names[begin:number])])
                gathered, weight, begin = [], 0, number
        if begin < len(names):
            gathered.append((folder, names[begin:]))
    if gathered:
        yield batch_of(gathered)
