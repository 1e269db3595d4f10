"""One of the scan's reading processes: orders on standard input, answers on standard output.

Files are a thief's way in: what opens and decodes them runs here, without network, without a file to write
to, with limits of memory, and ends with the scan. It hands out places and kinds, never words.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import BinaryIO

from walletsafe import seal
from walletsafe.scan import protocol
from walletsafe.scan.finds import Reason, Trace
from walletsafe.scan.opened import ListedFile
from walletsafe.scan.reader import Reader

COMMAND = (sys.executable, "-E", "-P", "-B", "-m", "walletsafe.scan.worker")
"""The reader's process. Python's options: neither a variable nor the current folder may add code to it; no
compiled code is written."""

PICTURES = "--pictures"
"""The one option: pictures are to be read."""

NICENESS = 10
"""Everything else on the computer goes first."""

MEMORY = 1_500_000_000
"""Bytes of address space at most."""

_SAYS = 0.1
"""Seconds between two signs of life."""

_SIGKILL = 9
_SET_PARENT_DEATH_SIGNAL = 1


class Pipe:
    """The messages of a reader, as lines into a descriptor. Small ones are gathered for a moment."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._read = 0
        self._finished: list[int] = []
        self._said = time.monotonic()

    def say(self, *messages: protocol.Message) -> None:
        """Send everything that was gathered, then these messages."""
        gathered: list[protocol.Message] = []
        if self._read:
            gathered.append(protocol.Alive(self._read))
        if self._finished:
            gathered.append(protocol.Finished(tuple(self._finished)))
        self._read, self._finished, self._said = 0, [], time.monotonic()
        data = b"".join(map(protocol.line_of, (*gathered, *messages)))
        while data:
            data = data[os.write(self._descriptor, data) :]

    def at(self, index: int) -> None:
        """Say that a file comes now: at once, for nothing may be said after it."""
        self.say(protocol.At(index))

    def alive(self, size: int) -> None:
        """Say that more bytes were read."""
        self._read += size
        if time.monotonic() - self._said > _SAYS:
            self.say(protocol.Alive(0))

    def finished(self, indexes: Sequence[int]) -> None:
        """Say that files are done with."""
        self._finished += indexes

    def lost(self, index: int, member: str, reason: Reason) -> None:
        """Say that something was not read."""
        self.say(protocol.Lost(index, member, reason))

    def pictures(self, read: int, left: int) -> None:
        """Say that pictures were read, or left."""
        self.say(protocol.Pictures(read, left))

    def found(self, file: ListedFile, trace: Trace, member: str, telling: Sequence[int], names: int) -> None:
        """Say that something was found."""
        modified = max(0, int(file.status.st_mtime))
        identity = file.identity
        self.say(protocol.Found(file.number, member, trace, modified, tuple(telling), names, identity))


def main() -> None:
    """Be the reader's process until there are no more orders."""
    seal.close()
    seal.harden_memory()
    limit()
    end_with_parent()
    # Nothing that a library prints may get among the messages.
    pipe = Pipe(os.dup(1))
    os.dup2(2, 1)
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders), name="orders", daemon=True).start()
    reader = Reader(pipe, with_pictures=PICTURES in sys.argv)
    pipe.say(protocol.Ready())
    while True:
        order = protocol.parse_order(orders.get())
        paths = [os.path.join(folder, name) for folder, names in order.files for name in names]  # noqa: PTH118
        reader.read(paths, careful=order.careful)
        pipe.say(protocol.Done())


def _listen(stdin: BinaryIO, orders: SimpleQueue[bytes]) -> None:
    """Take orders. Where they end the scan has ended, however it did: nothing that is being read matters."""
    for line in stdin:
        orders.put(line)
    os._exit(0)


def limit() -> None:
    """Limit what this process may use, and let everybody else go first."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    # Not one byte into any file: what is read is never written down.
    for kind, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a lower one holds already, or the system knows none
            resource.setrlimit(kind, (value, value))


def end_with_parent() -> None:
    """Ask Linux to end this process with the one that started it, even while it is stopped.

    Source: ``include/uapi/linux/prctl.h``, PR_SET_PDEATHSIG. Elsewhere the end of the orders does it.
    """
    if sys.platform != "linux":
        return
    import ctypes

    parent = os.getppid()
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, _SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended in between
        os._exit(0)


if __name__ == "__main__":
    main()
