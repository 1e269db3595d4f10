"""What the checks of one run share."""

from __future__ import annotations

from dataclasses import dataclass, field

from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.device.channel import SecureChannel
from walletsafe.device.session import Session
from walletsafe.device.version import Version
from walletsafe.errors import Scalar
from walletsafe.knowledge import Knowledge, Model
from walletsafe.questions import GUIDED_NOW, NO, NOT_ASKED, UNSURE, YES, Question
from walletsafe.transport import Peer, PeerKind


@dataclass(frozen=True, slots=True)
class Identity:
    """Which device this is, by its own word: model and version answer."""

    model: Model
    version: Version


@dataclass(slots=True)
class Context:
    """One run of the device check. Each check reads what earlier checks left here.

    ``subject`` is what the report says about the device. ``channel`` is open only after the
    certificates were verified.
    """

    peer: Peer
    observer: Observer
    cancel: CancelToken
    knowledge: Knowledge
    session: Session | None = None
    known: Identity | None = None
    channel: SecureChannel | None = None
    subject: dict[str, Scalar] = field(default_factory=dict[str, Scalar])

    @property
    def identity(self) -> Identity:
        """What the device check found out. Reading it before is a fault of ours."""
        if self.known is None:
            raise RuntimeError("no check has identified the device")
        return self.known

    @property
    def open_channel(self) -> SecureChannel:
        """The channel that the genuineness check opened. Reading it before is a fault of ours."""
        if self.channel is None:
            raise RuntimeError("no check has opened the channel")
        return self.channel

    @property
    def demo(self) -> bool:
        """Whether this can be no real device. Decided by the kind of peer and by nothing else."""
        return self.peer.kind is not PeerKind.USB

    def connect(self) -> Session:
        """Return the open session, opening the device on first use."""
        if self.session is None:
            self.session = Session(self.peer.open(cancel=self.cancel), self.cancel)
        return self.session

    def reconnect(self, *, timeout: float) -> Session:
        """Close the session, wait up to ``timeout`` seconds for the device to come back, and open it."""
        self.disconnect()
        self.session = Session(self.peer.reopen(timeout=timeout, cancel=self.cancel), self.cancel)
        return self.session

    def disconnect(self) -> None:
        """Close the device and forget the channel with its keys."""
        self.channel = None
        if self.session is not None:
            self.session.close()
            self.session = None

    def ask(self, question_id: str, choices: tuple[str, ...] = (YES, NO, UNSURE), **params: Scalar) -> str:
        """Ask the person; the answer is one of ``choices`` or :data:`~walletsafe.questions.NOT_ASKED`."""
        answer = self.observer.ask(Question(question_id, choices, params))
        if answer != NOT_ASKED and answer not in choices:
            raise ValueError(f"an observer answered {answer!r} to {question_id}")
        return answer

    def guided(self) -> bool:
        """Ask whether somebody is telling the person what to click. Doubt counts as yes.

        This comes before any consent: a caller who dictates the clicks must not get as far as the
        explanation. Where nobody can be asked, the consent alone decides.
        """
        return self.ask(GUIDED_NOW) not in (NO, NOT_ASKED)
