"""What the window works with: devices, practice devices and the check itself."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

from .words import words

if TYPE_CHECKING:
    from walletsafe.cancel import CancelToken
    from walletsafe.checks.observer import Observer
    from walletsafe.checks.online import Vendor
    from walletsafe.doctor import Diagnosis
    from walletsafe.findings import Report
    from walletsafe.knowledge import Knowledge, Model
    from walletsafe.online.launcher import Launcher
    from walletsafe.questions import Question
    from walletsafe.transport import Peer
    from walletsafe.transport.hid import DeviceList, HidPeer

CHECK_IDS = ("device", "firmware", "origin", "genuine", "apps")
"""The checks of a run in their order, known before the code that makes them is loaded."""

ONLINE = "online"
ONLINE_CHECK_IDS = ("device", "firmware", "origin", ONLINE)
"""The same for a run that asks the vendor's own service."""


class Practice(NamedTuple):
    """A practice Ledger in the list: its scenario's permanent name and words about it."""

    name: str
    title: str
    description: str
    model_id: str


def is_demo(peer: Peer) -> bool:
    """Whether everything about this device must carry the DEMO mark: only USB can be real."""
    from walletsafe.transport import PeerKind

    return peer.kind is not PeerKind.USB


class Desk:
    """The real devices and checks. Each part is loaded when it is first needed; tests put a fake here.

    ``launcher`` starts the process of the vendor's online check; without one that check is not offered.
    """

    def __init__(self, launcher: Launcher | None = None) -> None:
        self._launcher = launcher

    @cached_property
    def knowledge(self) -> Knowledge:
        """The bundled facts."""
        from walletsafe import knowledge

        return knowledge.load()

    @cached_property
    def _devices(self) -> DeviceList:
        from walletsafe.transport.hid import DeviceList

        return DeviceList(self.knowledge)

    def prepare(self) -> None:
        """Load what listing devices needs. Main thread: hidapi must be imported there (macOS).

        Where a library of the system is missing, :meth:`poll` says so; practice needs none of it.
        """
        from walletsafe.transport import hid

        with suppress(ImportError, OSError):
            hid.prepare()

    def poll(self) -> tuple[Peer, ...]:
        """List the attached Ledgers. Device thread only. Raises ``TransportError``."""
        from walletsafe.errors import OpenFailed

        try:
            return self._devices.poll()
        except ImportError:
            raise OpenFailed(where="hidapi") from None

    def name_of(self, peer: Peer) -> str:
        """Return a model's name for people; a device we do not know has a plain one."""
        model = self.model_of(peer)
        return words("choose.unknown_model") if model is None else model.name

    def model_of(self, peer: Peer) -> Model | None:
        """Return the model that a device's USB id claims."""
        return None if peer.product_id is None else self.knowledge.model_by_product_id(peer.product_id)

    def practices(self) -> tuple[Practice, ...]:
        """List the practice Ledgers, those that a real owner is most likely to have first."""
        from walletsafe.virtual import scenario

        loaded = (scenario.load(name) for name in scenario.names())
        listed = (Practice(one.name, one.title, one.description, one.model) for one in loaded)
        return tuple(sorted(listed, key=lambda practice: not practice.name.startswith("genuine")))

    def practice(self, name: str) -> Peer:
        """Return the practice Ledger ``name``; its prompts wait for the trainer's answer."""
        from walletsafe.virtual import scenario
        from walletsafe.virtual.peer import VirtualPeer

        return VirtualPeer(scenario.load(name), prompt_delay=None)

    def answer_prompt(self, peer: Peer, allow: bool) -> None:
        """Press a button on a practice Ledger. Nobody presses a button on a real one from here."""
        from walletsafe.virtual.peer import VirtualPeer

        if isinstance(peer, VirtualPeer):
            peer.answer_prompt(allow)

    def examine(self, cancel: CancelToken) -> Diagnosis:
        """Look why a Ledger is not found. Device thread only; sends nothing to any device."""
        from walletsafe.doctor import examine

        return examine(self.knowledge, cancel=cancel)

    def offers_online(self) -> bool:
        """Whether the vendor's online check can be made. The facts about it may keep it off."""
        from walletsafe.knowledge import online_service

        return self._launcher is not None and online_service().offered

    def check(self, peer: Peer, observer: Observer, cancel: CancelToken, *, online: bool = False) -> Report:
        """Check one Ledger. Device thread only; blocks until done or cancelled.

        ``online`` asks the vendor's own service in place of the chip alone: for a device on USB, and only
        where :meth:`offers_online` says so.
        """
        from walletsafe.checks.runner import report_of_error, run_device_check
        from walletsafe.errors import TransportError

        try:
            attached = peer if is_demo(peer) else self._still_attached(peer)
        except TransportError as error:
            return report_of_error(error, self.knowledge, online=online)
        vendor = self.vendor_for(attached) if online else None
        return run_device_check(attached, _scripted(attached, observer), cancel, self.knowledge, vendor)

    def vendor_for(self, peer: Peer) -> Vendor:
        """Return what may ask the vendor's service about ``peer``, a device on USB."""
        if self._launcher is None:
            raise RuntimeError("nothing was made at the start that could go online")
        return self._launcher.vendor(cast("HidPeer", peer))

    def _still_attached(self, peer: Peer) -> Peer:
        """The device of this name as it is on the bus now: it may have been unplugged, or moved, since."""
        from walletsafe.errors import DeviceUnplugged

        found = next((listed for listed in self.poll() if listed.id == peer.id), None)
        if found is None:
            raise DeviceUnplugged
        return found


class Scripted:
    """An observer for a practice Ledger whose story brings its own ``answers``: those win."""

    def __init__(self, observer: Observer, answers: Mapping[str, str]) -> None:
        self.step = observer.step
        self.confirm_on_device = observer.confirm_on_device
        self._ask = observer.ask
        self._answers = answers

    def ask(self, question: Question) -> str:
        """Answer from the story, or have the person asked."""
        return self._answers.get(question.id) or self._ask(question)


def _scripted(peer: Peer, observer: Observer) -> Observer:
    from walletsafe.virtual.peer import VirtualPeer

    return Scripted(observer, peer.scenario.answers) if isinstance(peer, VirtualPeer) else observer
