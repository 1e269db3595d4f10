"""A person at the other end of a check, and peers that pretend."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from walletsafe import knowledge
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt
from walletsafe.checks.runner import run_device_check
from walletsafe.findings import Report
from walletsafe.questions import ALLOW, CLEAN, CONSENT, NOT_ASKED, Question
from walletsafe.transport import Peer, PeerKind, Transport
from walletsafe.virtual import scenario
from walletsafe.virtual.peer import VirtualPeer


class Person:
    """Answers from a table, harmless by default, and remembers what was asked."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self.answers = {**CLEAN, CONSENT: ALLOW, **(answers or {})}
        self.asked: list[Question] = []
        self.steps: list[str] = []
        self.prompts: list[DevicePrompt | None] = []

    def step(self, check_id: str, done: int, total: int) -> None:
        self.steps.append(check_id)

    def ask(self, question: Question) -> str:
        self.asked.append(question)
        return self.answers.get(question.id, NOT_ASKED)

    def confirm_on_device(self, prompt: DevicePrompt | None) -> None:
        self.prompts.append(prompt)


class Pretender:
    """A peer that says it is of another kind, and whose traffic can be seen and changed.

    ``change`` gets command and answer and returns the answer to give.
    """

    def __init__(
        self,
        peer: Peer,
        kind: PeerKind,
        *,
        product_id: int | None = None,
        change: Callable[[bytes, bytes], bytes] | None = None,
    ) -> None:
        self._peer = peer
        self.kind = kind
        self.id = peer.id
        self.product_id = peer.product_id if product_id is None else product_id
        self.entropy = peer.entropy
        self.other_programs = peer.other_programs
        self.change = change or (lambda command, answer: answer)
        self.sent: list[bytes] = []

    def open(self, *, cancel: CancelToken) -> Transport:
        return _Seen(self._peer.open(cancel=cancel), self)

    def reopen(self, *, timeout: float, cancel: CancelToken) -> Transport:
        return _Seen(self._peer.reopen(timeout=timeout, cancel=cancel), self)


class _Seen:
    def __init__(self, transport: Transport, peer: Pretender) -> None:
        self._transport = transport
        self._peer = peer

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        self._peer.sent.append(command)
        answer = self._transport.exchange(command, timeout=timeout, cancel=cancel)
        return self._peer.change(command, answer)

    def close(self) -> None:
        self._transport.close()


def virtual(name: str) -> VirtualPeer:
    """The virtual device of a scenario, its prompts accepted at once."""
    return VirtualPeer(scenario.load(name))


def check(peer: Peer, person: Person | None = None, cancel: CancelToken | None = None) -> Report:
    """Run the whole check on ``peer``."""
    return run_device_check(peer, person or Person(), cancel or CancelToken(), knowledge.load())


def ids(report: Report) -> set[str]:
    """The finding ids of a report."""
    return {found.id for found in report.findings}
