"""The scan's reading processes as the scan has them: started, fed, listened to, held and ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, cast

from walletsafe.scan import protocol
from walletsafe.scan.protocol import BadMessage, Message, Order

_KEPT = frozenset({"APPDATA", "HOME", "SYSTEMROOT", "USERPROFILE"})
"""What Python needs to find itself where it is installed for one user, and Windows to start it."""

_JOIN_SECONDS = 0.5
_BELOW_NORMAL = 0x00004000
"""Windows: BELOW_NORMAL_PRIORITY_CLASS, winbase.h. Elsewhere a reader lowers its priority itself."""


@dataclass(slots=True, eq=False)
class Batch:
    """Files that one reader reads, as the line that it gets. ``left`` are the numbers of those to be read."""

    line: bytes
    count: int
    folder: str
    careful: bool = False
    left: set[int] = field(default_factory=set[int])
    _paths: list[Path] = field(default_factory=list[Path])

    def begin(self) -> None:
        """A reader gets it now."""
        self.left = set(range(self.count))

    def path(self, index: int) -> Path:
        """The file of a number. Raise :class:`BadMessage` where there is none."""
        if not 0 <= index < self.count:
            raise BadMessage
        if not self._paths:
            files = protocol.parse_order(self.line).files
            self._paths = [Path(folder, name) for folder, names in files for name in names]
        return self._paths[index]

    def blamed(self, at: int | None) -> int | None:
        """The file that a reader failed on, which said that it was ``at``; ``None`` where nobody can know."""
        if at in self.left:
            return at
        # One at a time: whatever it was at is the first that is left. No file can be tried for ever.
        return min(self.left, default=None) if self.careful else None

    def rest(self, without: int | None) -> Batch | None:
        """What is left to read, one file at a time; ``None`` where nothing is."""
        files = [self.path(index) for index in sorted(self.left) if index != without]
        return batch_of([(str(path.parent), [path.name]) for path in files], careful=True) if files else None


def batch_of(files: Sequence[tuple[str, Sequence[str]]], *, careful: bool = False) -> Batch:
    """A batch of these files: folders, and names in them."""
    order = Order(tuple((folder, tuple(names)) for folder, names in files), careful)
    return Batch(protocol.order_line(order), sum(len(names) for _, names in files), files[-1][0], careful)


class Hand:
    """One reading process. What it says arrives in ``inbox``, with itself; ``None`` at its end."""

    def __init__(self, command: Sequence[str], inbox: SimpleQueue[tuple[Hand, Message | None]]) -> None:
        self.batches: deque[Batch] = deque()
        """What it was given and has not done, the one that it is at first."""
        self.at: int | None = None
        """The file of that batch which it is at; ``None`` where that is not known."""
        self.heard = time.monotonic()
        """When it last gave a sign of life."""
        self.ready = False
        self._inbox = inbox
        self._orders: SimpleQueue[bytes | None] = SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603  (our own module, run by our own Python)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name in _KEPT},
            start_new_session=True,
            creationflags=_BELOW_NORMAL if sys.platform == "win32" else 0,
        )
        # A reader that was taken over may leave somebody behind who never closes a pipe: nobody waits.
        self._threads = [
            threading.Thread(target=work, name="scan-pipe", daemon=True) for work in (self._hear, self._speak)
        ]
        for thread in self._threads:
            thread.start()

    def give(self, batch: Batch) -> None:
        """Give it files to read."""
        batch.begin()
        if not self.batches:
            self.heard = time.monotonic()
        self.batches.append(batch)
        self._orders.put(batch.line)

    def hold(self) -> None:
        """Stop it where it stands, if the system can."""
        self._signal("SIGSTOP")

    def go_on(self) -> None:
        """Let it go on."""
        self.heard = time.monotonic()
        self._signal("SIGCONT")

    def end(self) -> None:
        """End it at once, with whatever it started."""
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:  # until we wait for it, nobody else can have its number
                os.killpg(self._process.pid, signal.SIGKILL)
        self._orders.put(None)
        self._process.wait()
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)

    def _signal(self, name: str) -> None:
        number = getattr(signal, name, None)
        if number is not None and sys.platform != "win32":
            with suppress(OSError):
                os.killpg(self._process.pid, number)

    def _hear(self) -> None:
        """Hand on what it says, until it ends or says something that no reader of ours says."""
        with cast("BinaryIO", self._process.stdout) as stdout, suppress(BadMessage, OSError):
            while line := stdout.readline(protocol.LONGEST_LINE):
                self._inbox.put((self, protocol.parse(line)))
        self._inbox.put((self, None))

    def _speak(self) -> None:
        """Hand over orders; a reader that is busy takes them later."""
        with suppress(OSError), cast("BinaryIO", self._process.stdin) as stdin:  # it may be gone already
            while (line := self._orders.get()) is not None:
                stdin.write(line)
                stdin.flush()
