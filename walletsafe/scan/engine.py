"""Scans folders for recovery phrases: walks through them, has files read in processes of their own, gathers.

Nothing is read in this process but names of files and folders.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from walletsafe.cancel import CancelToken
from walletsafe.scan import worker
from walletsafe.scan.ahead import Ahead
from walletsafe.scan.crew import Batch, Hand
from walletsafe.scan.finds import Find, Progress, Reason, Result, Source
from walletsafe.scan.protocol import (
    Alive,
    At,
    BadMessage,
    Done,
    Finished,
    Found,
    Lost,
    Message,
    Pictures,
    Ready,
)
from walletsafe.scan.tally import Listener, Tally

PATIENCE = 90.0
"""Seconds that a reader may take without a sign of life."""

_HOLD = 0.05
"""Seconds after which a pause or a stop is seen."""

_AHEAD = 2
"""Batches that a reader has at one time: so that it never waits for the next one."""

_PROGRESS_SECONDS = 0.1
_RECKON_SECONDS = 2.0
_MOST_FAILED_STARTS = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """What is scanned: files and folders with all below them, likely places in them first.

    ``max_minutes`` is the time that it may take, without pauses; ``None`` for as long as it takes.
    ``workers`` is the number of processes that read.
    """

    roots: tuple[Path, ...]
    pictures: bool = False
    max_minutes: float | None = None
    workers: int = 2


class Pause:
    """A switch that holds a scan and lets it go on. Any thread may use it; it takes hold within 200 ms."""

    def __init__(self) -> None:
        self._held = threading.Event()

    def pause(self) -> None:
        """Hold the scan: nothing more is read."""
        self._held.set()

    def resume(self) -> None:
        """Let the scan go on."""
        self._held.clear()

    @property
    def paused(self) -> bool:
        """Whether the scan is to stand still."""
        return self._held.is_set()


def scan(
    scope: Scope,
    listener: Listener,
    cancel: CancelToken,
    pause: Pause,
    command: Sequence[str] = worker.COMMAND,
) -> Result:
    """Scan, and return what was seen. May be called from any thread, which must live as long as the scan.

    ``cancel`` ends it within 200 ms, with a result that says so; nothing is raised for that. ``command``
    starts a reading process.
    """
    running = _Scan(scope, listener, command)
    try:
        return running.run(cancel, pause)
    finally:
        running.end()


def scan_clipboard(untrusted_text: str) -> tuple[Find, ...]:
    """What is found in a text that was copied. It is looked at in this process, and forgotten."""
    from walletsafe.scan import look

    located = look.look(untrusted_text.encode("utf-8", "replace"))
    return tuple(Find(one.trace, Path(), "", "", Source.CLIPBOARD, "") for one in located)


class _Clock:
    """Seconds since its start, without those that it was held."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._held_since: float | None = None

    def hold(self) -> None:
        self._held_since = time.monotonic()

    def go_on(self) -> None:
        if self._held_since is not None:
            self._began += time.monotonic() - self._held_since
            self._held_since = None

    @property
    def seconds(self) -> float:
        return (self._held_since or time.monotonic()) - self._began


class _Scan:
    def __init__(self, scope: Scope, listener: Listener, command: Sequence[str]) -> None:
        self._scope = scope
        self._listener = listener
        self._tally = Tally(listener)
        self._command = (*command, worker.PICTURES) if scope.pictures else tuple(command)
        self._inbox: SimpleQueue[tuple[Hand, Message | None]] = SimpleQueue()
        self._hands: list[Hand] = []
        self._again: deque[Batch] = deque()
        self._failed_starts = 0
        self._clock = _Clock()
        self._held = threading.Event()
        self._told = 0.0
        self._ahead = Ahead(scope.roots, self._held)

    def run(self, cancel: CancelToken, pause: Pause) -> Result:
        """Go on until there is nothing left, or somebody wants it to end."""
        limit = float("inf") if self._scope.max_minutes is None else self._scope.max_minutes * 60
        for _ in range(max(1, self._scope.workers)):
            self._start_reader()
        while not self._is_done():
            if cancel.cancelled or self._clock.seconds >= limit:
                return self._result(stopped=cancel.cancelled)
            self._mind(pause)
            self._feed()
            self._listen()
            if not self._held.is_set():
                self._replace_the_silent()
                self._tell_progress()
        self._tell_progress(at_the_end=True)
        return self._result(stopped=False, out_of_time=False)

    def end(self) -> None:
        """Leave no process and no thread behind."""
        self._ahead.end()
        for hand in self._hands:
            hand.end()

    def _result(self, *, stopped: bool, out_of_time: bool | None = None) -> Result:
        out_of_time = not stopped if out_of_time is None else out_of_time
        seconds = self._clock.seconds
        return self._tally.result(self._scope.roots, seconds, stopped=stopped, out_of_time=out_of_time)

    def _is_done(self) -> bool:
        # Asked first: the walk may put its last batch there just before it ends.
        walked = self._ahead.is_done
        if not self._hands:  # readers cannot be started here: nothing will be read
            for root in self._scope.roots:
                self._tally.lost(root, "", Reason.READER_FAILED)
            return True
        busy = any(hand.batches for hand in self._hands)
        return walked and not busy and not self._waiting and self._ahead.lost.empty()

    @property
    def _waiting(self) -> deque[Batch]:
        return self._again or self._ahead.waiting

    def _next_batch(self) -> Batch:
        return self._again.popleft() if self._again else self._ahead.take()

    def _mind(self, pause: Pause) -> None:
        """Hold the readers or let them go on, as the switch says."""
        if pause.paused is self._held.is_set():
            return
        if pause.paused:
            self._held.set()
            self._clock.hold()
        else:
            self._held.clear()
            self._clock.go_on()
        for hand in self._hands:
            if self._held.is_set():
                hand.hold()
            else:
                hand.go_on()

    def _feed(self) -> None:
        """Give the readers what they can take, each as much as the others."""
        for most in range(1, _AHEAD + 1):
            for hand in () if self._held.is_set() else self._hands:
                if len(hand.batches) < most and self._waiting:
                    hand.give(self._next_batch())

    def _listen(self) -> None:
        """Take what arrived; wait a moment where nothing did. Return soon in any case."""
        until = time.monotonic() + _HOLD
        with suppress(Empty):
            while time.monotonic() < until:
                path, reason = self._ahead.lost.get_nowait()
                self._tally.lost(path, "", reason)
        with suppress(Empty):
            while (left := until - time.monotonic()) > 0:
                self._take(*self._inbox.get(timeout=left))
                if any(len(hand.batches) < _AHEAD for hand in self._hands) and self._waiting:
                    return

    def _take(self, hand: Hand, message: Message | None) -> None:
        if hand not in self._hands:  # it was replaced, and said this before
            return
        hand.heard = time.monotonic()
        understood = False
        if message is not None:
            with suppress(BadMessage):
                self._understand(hand, message)
                understood = True
        if not understood:
            self._replace(hand, Reason.READER_FAILED)

    def _understand(self, hand: Hand, message: Message) -> None:
        """Raise :class:`BadMessage` for what no reader of ours says here."""
        if isinstance(message, Ready):
            hand.ready, self._failed_starts = True, 0
        elif isinstance(message, Alive):
            self._tally.bytes += message.size
        elif isinstance(message, Pictures):
            self._tally.pictures(message)
        elif not hand.batches:
            raise BadMessage
        elif isinstance(message, Done):
            self._tally.files += len(hand.batches.popleft().left)
            hand.at = None
        else:
            self._understand_about(hand, hand.batches[0], message)

    def _understand_about(self, hand: Hand, batch: Batch, message: At | Finished | Found | Lost) -> None:
        if isinstance(message, At):
            hand.at = message.index
        elif isinstance(message, Finished):
            done = batch.left.intersection(message.indexes)
            self._tally.files += len(done)
            batch.left -= done
            hand.at = hand.at if hand.at in batch.left else None
        elif isinstance(message, Lost):
            self._tally.lost(batch.path(message.index), message.member, message.reason)
        else:
            self._tally.found(batch.path(message.index), message)

    def _replace_the_silent(self) -> None:
        for hand in tuple(self._hands):
            if (hand.batches or not hand.ready) and time.monotonic() - hand.heard > PATIENCE:
                self._replace(hand, Reason.TOO_SLOW)

    def _replace(self, hand: Hand, reason: Reason) -> None:
        """Put a new reader in the place of one that failed; the file that it was at is not read."""
        hand.end()
        self._hands.remove(hand)
        self._failed_starts += not hand.ready
        for number, batch in enumerate(hand.batches):
            blamed = batch.blamed(hand.at) if hand.ready and number == 0 else None
            if blamed is not None:
                self._tally.lost(batch.path(blamed), "", reason)
                self._tally.files += 1
            rest = batch.rest(blamed)
            if rest is not None:
                self._again.append(rest)
        if self._failed_starts < _MOST_FAILED_STARTS:
            self._start_reader()

    def _start_reader(self) -> None:
        """Start one more reader. Where the system does not let us, the others go on alone."""
        try:
            self._hands.append(Hand(self._command, self._inbox))
        except (OSError, RuntimeError):  # no process, no pipe or no thread to be had
            self._failed_starts += 1

    def _tell_progress(self, *, at_the_end: bool = False) -> None:
        now = self._clock.seconds
        if now - self._told < _PROGRESS_SECONDS and not at_the_end:
            return
        self._told = now
        files, total = self._tally.files, self._ahead.files if self._ahead.is_done else 0
        reckoned = total and files and now > _RECKON_SECONDS
        folder = next((hand.batches[0].folder for hand in self._hands if hand.batches), "")
        self._listener.progressed(
            Progress(
                files=files,
                total_files=total,
                bytes=self._tally.bytes,
                bytes_per_second=self._tally.bytes / now if now else 0.0,
                seconds_left=now * (total - files) / files if reckoned else None,
                place=self._tally.on_the_way(Path(folder)) if folder else "",
            )
        )
