"""One computer's line to a virtual Ledger: waiting for its owner, being slow, leaving the bus."""

from __future__ import annotations

import threading
import time

from walletsafe.errors import DeviceUnplugged
from walletsafe.virtual.ledger import Ledger, Prompt, Reply


class Owner:
    """Whoever holds the device: decides on its questions after ``delay`` seconds, or by hand.

    With ``delay`` ``None`` every question waits for :meth:`decide`, which any thread may call; a
    decision that comes before its question is kept for it.
    """

    def __init__(self, accepts: bool, delay: float | None) -> None:
        self._accepts = accepts
        self._delay = delay
        self._changed = threading.Condition()
        self._decision: bool | None = None

    def decide(self, accept: bool) -> None:
        """Press one of the device's two buttons."""
        with self._changed:
            self._decision = accept
            self._changed.notify_all()

    def decision(self, asked_at: float, timeout: float) -> bool | None:
        """Return the decision on a question of ``asked_at`` (monotonic); wait up to ``timeout`` seconds."""
        if self._delay is not None:
            return self._accepts if _is_due(asked_at + self._delay, timeout) else None
        with self._changed:
            self._changed.wait_for(lambda: self._decision is not None, timeout)
            decision, self._decision = self._decision, None
            return decision


class Conversation:
    """Commands go in with :meth:`submit`, the answer comes out of :meth:`wait`.

    A command that comes while one is unanswered takes its place: the question on the device is gone.
    """

    def __init__(self, ledger: Ledger, owner: Owner) -> None:
        self._ledger = ledger
        self._owner = owner
        self._faults = ledger.scenario.faults
        self._asked_at = 0.0
        self._reply: Reply = None
        self._gone = False
        ledger.attach()

    @property
    def question(self) -> Prompt | None:
        """What the device asks its owner now."""
        return self._reply if isinstance(self._reply, Prompt) else None

    def press(self, accept: bool) -> None:
        """Decide on the question that is open now; without one nothing happens."""
        if isinstance(self._reply, Prompt):
            self._reply = self._reply.decide(accept)
            self._asked_at = time.monotonic()

    def submit(self, untrusted_command: bytes) -> None:
        """Give the device a command. Raises :class:`~walletsafe.errors.DeviceUnplugged`."""
        leaves_at = self._faults.unplug_at
        if not self._ledger.attached or (leaves_at and untrusted_command.startswith(leaves_at)):
            self._gone = True
        if self._gone:
            raise DeviceUnplugged
        self._asked_at = time.monotonic()
        self._reply = self._ledger.reply(untrusted_command)

    def wait(self, timeout: float) -> bytes | None:
        """Return the answer, or ``None`` when there is none within ``timeout`` seconds.

        Raises :class:`~walletsafe.errors.DeviceUnplugged`.
        """
        deadline = time.monotonic() + timeout
        if self._gone or (self._reply is None and not self._ledger.attached):
            raise DeviceUnplugged
        if isinstance(self._reply, Prompt):
            accepted = self._owner.decision(self._asked_at, timeout)
            if accepted is None:
                return None
            self.press(accepted)
        if self._reply is None or isinstance(self._reply, Prompt):
            time.sleep(timeout)
            return None
        if not _is_due(self._asked_at + self._faults.answer_delay, deadline - time.monotonic()):
            return None
        answer, self._reply = self._reply, None
        return answer


def _is_due(moment: float, timeout: float) -> bool:
    """Sleep until ``moment`` (monotonic) or for ``timeout`` seconds; return whether the moment has come."""
    missing = moment - time.monotonic()
    if missing > 0:
        time.sleep(max(0.0, min(missing, timeout)))
    return moment <= time.monotonic()
