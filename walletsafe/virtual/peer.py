"""A virtual Ledger that can be opened like any other device."""

from __future__ import annotations

import os

from walletsafe.cancel import CancelToken
from walletsafe.transport import PeerKind, Transport
from walletsafe.transport.framing import FramedTransport
from walletsafe.virtual.conversation import Conversation, Owner
from walletsafe.virtual.ledger import Ledger
from walletsafe.virtual.link import DeviceLink
from walletsafe.virtual.scenario import PromptPolicy, Scenario


class VirtualPeer:
    """A :class:`~walletsafe.transport.Peer` that plays a scenario in this process.

    Questions on its screen are decided ``prompt_delay`` seconds after they appear, as the scenario
    says; with ``None`` they wait for :meth:`answer_prompt`.
    """

    def __init__(self, scenario: Scenario, *, prompt_delay: float | None = 0.0) -> None:
        self.scenario = scenario
        self._prompt_delay = prompt_delay
        self._ledger = Ledger(scenario)
        self._owner = self._new_owner()

    @property
    def kind(self) -> PeerKind:
        """Always virtual, and therefore marked DEMO."""
        return PeerKind.VIRTUAL

    @property
    def id(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def product_id(self) -> int | None:
        """What a real device in this state would show on USB."""
        return self._ledger.product_id

    def open(self, *, cancel: CancelToken) -> Transport:
        """Plug in a fresh device and open it."""
        cancel.raise_if_cancelled()
        self._ledger = Ledger(self.scenario)
        return self._connect()

    def reopen(self, *, timeout: float, cancel: CancelToken) -> Transport:
        """Open the same device again; it is back at once after it closed an app."""
        cancel.raise_if_cancelled()
        return self._connect()

    def entropy(self, size: int) -> bytes:
        """Return ``size`` random bytes from the system's generator."""
        return os.urandom(size)

    def other_programs(self) -> tuple[str, ...]:
        """None: it lives in this process."""
        return ()

    def answer_prompt(self, accept: bool) -> None:
        """Press a button on the device: what its screen asks, now or next, is accepted or refused.

        Any thread may call this. It has no effect unless ``prompt_delay`` is ``None``.
        """
        self._owner.decide(accept)

    def _connect(self) -> Transport:
        self._owner = self._new_owner()
        return FramedTransport(DeviceLink(Conversation(self._ledger, self._owner), self.scenario.faults))

    def _new_owner(self) -> Owner:
        return Owner(self.scenario.prompt is not PromptPolicy.REFUSE, self._prompt_delay)
