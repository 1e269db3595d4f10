"""How much a container may cost, whoever made it: time, bytes, members, memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from walletsafe.scan.documents.parts import Exhausted, NotRead, Stopped, Unreadable
from walletsafe.scan.finds import Reason

SECONDS = 60.0
BYTES = 1_000_000_000
MEMBERS = 20_000
DEEPEST = 3

MEMBER_BYTES = 256_000_000
"""Bytes that come out of one member at most."""

RATIO = 200
RATIO_FROM = 10_000_000
"""Where more than this comes out of a member, it is at most :data:`RATIO` times of what went in."""

HELD = 64_000_000
"""Bytes of members that are held in memory at one time: those that have to be read back and forth."""

_SLOWEST_RATE = 10_000_000
"""Bytes in a second that mailboxes and databases are read with at least."""

_LONGEST_EXTENSION = 3600.0
"""Seconds."""


def _never() -> bool:
    return False


@dataclass(slots=True)
class Budget:
    """What one file may cost, with all that lies in it. Used up by one ``open_container``.

    ``seconds`` are of this process's own work, so that a pause costs nothing. ``stop`` is asked between small
    steps, and ends all once it says yes. ``bytes`` and ``members`` count what comes out; ``deepest`` is how
    many containers may lie inside one another in the outermost one.
    """

    stop: Callable[[], bool] = _never
    seconds: float = SECONDS
    bytes: int = BYTES
    members: int = MEMBERS
    deepest: int = DEEPEST
    held: int = HELD
    _begin: float = field(default_factory=time.process_time)
    _troubles: dict[Reason, str] = field(default_factory=dict[Reason, str])

    def check(self) -> None:
        """Raise ``Stopped`` or ``Exhausted`` where nothing more is to be done."""
        if self.stop():
            raise Stopped
        if time.process_time() - self._begin > self.seconds:
            raise Exhausted(Reason.TOO_SLOW)

    def spend(self, size: int) -> None:
        """Count ``size`` bytes that came out. Raises as :meth:`check`, and where they are too many."""
        self.check()
        self.bytes -= size
        if self.bytes < 0:
            raise Exhausted(Reason.TOO_LARGE)

    def enter(self) -> None:
        """Count a member. Raises as :meth:`check`, and where there are too many."""
        self.check()
        self.members -= 1
        if self.members < 0:
            raise Exhausted(Reason.TOO_LARGE)

    def extend(self, size: int) -> None:
        """Allow the time that ``size`` bytes take which only have to be read, up to an hour."""
        self.seconds += min(size / _SLOWEST_RATE, _LONGEST_EXTENSION)

    def apart(self) -> Budget:
        """A budget for one of many things in a large file, with the same clock."""
        return Budget(self.stop, self.seconds, deepest=self.deepest, held=self.held, _begin=self._begin)

    @contextmanager
    def holding(self, file: BinaryIO) -> Generator[BinaryIO]:
        """``file``, or its content in memory where it cannot go back. Raises where that is too much."""
        if file.seekable():
            yield file
            return
        content = file.read(self.held + 1)
        if len(content) > self.held:
            raise Unreadable(Reason.TOO_LARGE)
        self.held -= len(content)
        try:
            yield BytesIO(content)
        finally:
            self.held += len(content)

    def note(self, member: str, reason: Reason) -> None:
        """Remember what was not read. A second one for the same reason is told for the container at large."""
        self._troubles[reason] = member if self._troubles.get(reason, member) == member else ""

    def troubles(self) -> list[NotRead]:
        """What was not read, and forget it."""
        told = [NotRead(member, reason) for reason, member in self._troubles.items()]
        self._troubles.clear()
        return told
