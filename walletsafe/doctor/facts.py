"""What the doctor sees: gathers facts from the system and judges none of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from walletsafe.cancel import CancelToken
from walletsafe.doctor import surroundings, udev
from walletsafe.doctor.diagnosis import Answer
from walletsafe.errors import OpenFailed
from walletsafe.knowledge import Knowledge
from walletsafe.transport import hid, usb_linux


@dataclass(frozen=True, slots=True)
class Attempt:
    """A Ledger that hidapi lists, and how opening it ended: ``failure`` is ``None`` where it opened.

    ``programs`` are others that hold it. Of the device file that was refused for want of a
    permission, ``subsystem`` is udev's name of its kind, and ``tagged`` whether udev has tagged it.
    ``world_writable``: every user of this computer may open it. ``None`` stands for "not told".
    """

    place: str
    product_id: int
    failure: OpenFailed | None = None
    programs: tuple[str, ...] = ()
    subsystem: str = "hidraw"
    tagged: bool | None = None
    world_writable: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the judgement rests on; ``None`` stands for "could not be told".

    ``devices`` are all devices on USB, which Linux alone shows; ``holders`` the programs that hold
    a Ledger's device files. ``system`` is Python's name of the system.
    """

    system: str
    attempts: tuple[Attempt, ...] | None
    devices: tuple[usb_linux.UsbDevice, ...] | None = None
    rules: tuple[udev.Rule, ...] | None = None
    held: Answer = Answer.UNKNOWN
    sandbox: str = ""
    virtual_machine: bool | None = None


def gather(knowledge: Knowledge, *, cancel: CancelToken, root: Path) -> Facts:
    """Look at everything. Opens and closes each Ledger; raises :class:`~walletsafe.errors.Cancelled`."""
    if sys.platform != "linux":
        return Facts(sys.platform, _attempts(knowledge, (), cancel, root))
    # Looked at before anything is opened: our own opening would show.
    devices = usb_linux.usb_devices(root)
    ledgers = [device for device in devices or () if device.vendor_id == hid.VENDOR_ID]
    held = Answer.UNKNOWN if devices is None else _held(ledgers, root)
    return Facts(
        system=sys.platform,
        attempts=_attempts(knowledge, ledgers, cancel, root),
        devices=devices,
        rules=udev.ledger_rules(root),
        held=held,
        sandbox=surroundings.sandbox(root),
        virtual_machine=surroundings.virtual_machine(root),
    )


def _attempts(
    knowledge: Knowledge, ledgers: Sequence[usb_linux.UsbDevice], cancel: CancelToken, root: Path
) -> tuple[Attempt, ...] | None:
    try:
        peers = hid.list_devices(knowledge)
    except (ImportError, OSError):
        # A library of the system is missing, or it refuses to list anything.
        return None
    at_place = {device.place: device for device in ledgers}
    return tuple(_attempt(peer, at_place.get(peer.place), cancel, root) for peer in peers)


def _attempt(
    peer: hid.HidPeer, device: usb_linux.UsbDevice | None, cancel: CancelToken, root: Path
) -> Attempt:
    programs = peer.other_programs()
    open_to_all = [usb_linux.is_world_writable(file, root) for file in peer.files]
    failure = None
    try:
        peer.open(cancel=cancel).close()
    except OpenFailed as error:
        failure = error
    where = failure.params["where"] if failure else None
    refused = next((node for node in (device.nodes if device else ()) if node.path == where), None)
    return Attempt(
        place=peer.place,
        product_id=peer.product_id,
        failure=failure,
        programs=programs,
        subsystem=refused.subsystem if refused else "hidraw",
        tagged=udev.is_tagged(refused, root) if refused else None,
        world_writable=True if True in open_to_all else False if False in open_to_all else None,
    )


def _held(ledgers: Sequence[usb_linux.UsbDevice], root: Path) -> Answer:
    """Whether another program holds one of these devices."""
    if not ledgers:
        return Answer.NO
    found = usb_linux.holders({node.path for device in ledgers for node in device.nodes}, root)
    if found.names or any(device.claimed for device in ledgers):
        return Answer.YES
    return Answer.NO if found.complete else Answer.UNKNOWN
