"""Ledgers on USB, through hidapi: the only module that touches ``hid`` and ``hidraw``.

All calls belong on one thread: hidapi is not safe to use from several, and a handle that is closed
while another thread reads is freed under its feet. On macOS hidapi must have been imported on the
main thread (source: cython-hidapi issues 142 and 148): the window calls :func:`prepare` there.
No environment variable redirects anything here.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Final, Protocol, cast

from walletsafe.cancel import CancelToken
from walletsafe.errors import (
    AmbiguousDevice,
    DeviceUnplugged,
    InUse,
    NoDevice,
    NoPermission,
    OffersDisk,
    OpenFailed,
    TransportError,
    UnknownDevice,
)
from walletsafe.knowledge import Knowledge
from walletsafe.redact import clean_names
from walletsafe.transport import PeerKind, usb_linux
from walletsafe.transport.framing import PACKET_SIZE, FramedTransport

VENDOR_ID: Final = 0x2C97
"""USB vendor id of every Ledger since 2016. Source: ledger-secure-sdk ``lib_stusb/include/usbd_desc.h``."""

RESERVED_SECONDS: Final = 6.0
"""How long a name waits for its device to come back after it left the bus.

Source: device-sdk-ts, node-hid transport, which waits as long for a device that opens or closes an app.
"""

_USAGE_PAGE: Final = 0xFFA0
_SETTLE: Final = 0.3
_REPORT_ID: Final = b"\0"
_ROOT: Final = Path("/")


class HidDevice(Protocol):
    """The part of hidapi's ``device`` that is used."""

    def open_path(self, path: bytes) -> None:
        """Open; raises :class:`OSError` without a reason."""
        ...

    def write(self, data: bytes) -> int:
        """Send a report with its report id in front; -1 when the device is gone."""
        ...

    def read(self, max_length: int, timeout_ms: int) -> list[int]:
        """Return a report or ``[]``; a ``timeout_ms`` of 0 blocks forever. Raises :class:`OSError`."""
        ...

    def close(self) -> None:
        """Free the handle."""
        ...


class HidBackend(Protocol):
    """The part of hidapi's modules that is used."""

    def enumerate(self, vendor_id: int, product_id: int) -> Sequence[Mapping[str, object]]:
        """List interfaces; a ``product_id`` of 0 stands for all."""
        ...

    def device(self) -> HidDevice:
        """Return a handle that is not open yet."""
        ...


@cache
def backends() -> tuple[HidBackend, ...]:
    """Import hidapi and return its ways to the device, the preferred one first.

    The wheel for Linux has two: ``hidraw`` talks through the kernel's driver, ``hid`` (libusb) takes
    the interface away from it. Other systems have ``hid`` alone. Raises :class:`ImportError`
    when hidapi is not installed.
    """
    found: list[HidBackend] = []
    if sys.platform == "linux":
        # Some distributions build hidapi with a single backend, under the other name.
        with suppress(ImportError):
            found.append(cast("HidBackend", importlib.import_module("hidraw")))
    found.append(cast("HidBackend", importlib.import_module("hid")))
    return tuple(found)


def prepare() -> None:
    """Import hidapi now. The window calls this on its main thread before any other thread lists devices."""
    backends()


@dataclass(frozen=True, slots=True)
class _Attached:
    """One physical device: its model's id, where it is on the bus and the ways to open it."""

    stem: str
    product_id: int
    place: str
    ways: tuple[tuple[HidBackend, bytes], ...]

    def usb_device(self) -> usb_linux.UsbDevice | None:
        """This device in Linux's own list, or ``None`` where that could not be told."""
        listed = usb_linux.usb_devices(_ROOT) or ()
        return next((device for device in listed if device.place == self.place), None)

    def files(self) -> tuple[str, ...]:
        """The device files that opening it needs. Its security key has one of its own, open to more users."""
        hidraw = tuple(path.decode() for _, path in self.ways if path.startswith(b"/dev/hidraw"))
        device = self.usb_device()
        return (*hidraw, device.node.path) if device else hidraw


class HidLink:
    """A :class:`~walletsafe.transport.framing.PacketLink` to an open HID device.

    Read, write and close on one thread: hidapi frees the handle on close even while another reads.
    """

    def __init__(self, device: HidDevice) -> None:
        """Take over ``device``, which is open."""
        self._device = device

    def write(self, packet: bytes) -> None:
        """Send one packet of 64 bytes, with the report id 0 that hidapi wants in front."""
        try:
            written = self._device.write(_REPORT_ID + packet)
        except (OSError, ValueError):
            raise DeviceUnplugged from None
        if written < 0:
            raise DeviceUnplugged

    def read(self, timeout: float) -> bytes | None:
        """Return the next packet, or ``None`` after ``timeout`` seconds (at least 1 ms)."""
        # To hidapi a timeout of 0 means to wait forever.
        milliseconds = max(1, round(timeout * 1000))
        try:
            return bytes(self._device.read(PACKET_SIZE, milliseconds)) or None
        except (OSError, ValueError):
            raise DeviceUnplugged from None

    def close(self) -> None:
        """Free the handle."""
        self._device.close()


class HidPeer:
    """A Ledger, or something that says so, on USB."""

    def __init__(
        self, name: str, attached: _Attached, neighbours: frozenset[str], knowledge: Knowledge
    ) -> None:
        """Made by :func:`list_devices`; ``neighbours`` are the places of the other devices."""
        self._id = name
        self._attached = attached
        self._neighbours = neighbours
        self._knowledge = knowledge

    @property
    def kind(self) -> PeerKind:
        """Always ``USB``."""
        return PeerKind.USB

    @property
    def id(self) -> str:
        """Model id and number, such as ``nano-x-1``; ``ledger-1`` for a model that is not known."""
        return self._id

    @property
    def product_id(self) -> int:
        """USB product id; it may be another one after :meth:`reopen`."""
        return self._attached.product_id

    @property
    def place(self) -> str:
        """Where it is attached: its USB port on Linux, such as ``1-2.4``, elsewhere the path to open it."""
        return self._attached.place

    @property
    def files(self) -> tuple[str, ...]:
        """The device files through which Linux opens it, the preferred one first; elsewhere none."""
        return self._attached.files()

    def open(self, *, cancel: CancelToken) -> FramedTransport:
        """Open the device, through the second backend when the first one cannot.

        Raises :class:`~walletsafe.errors.OpenFailed`, by the subclass that names the cause where the
        system tells it, or :class:`~walletsafe.errors.Cancelled`. What offers a disk too is no Ledger.
        """
        cancel.raise_if_cancelled()
        if (usb_device := self._attached.usb_device()) and usb_device.offers(usb_linux.MASS_STORAGE_CLASS):
            raise OffersDisk(where=self.place)
        for backend, path in self._attached.ways:
            device = backend.device()
            try:
                device.open_path(path)
            except OSError:
                continue
            return FramedTransport(HidLink(device))
        raise _why_not_opened(self._attached)

    def reopen(self, *, timeout: float, cancel: CancelToken) -> FramedTransport:
        """Wait up to ``timeout`` seconds for the device to come back on the bus, and open it.

        Closing an app takes the device off the bus; it returns with another path and often another
        product id. It is opened once it was listed unchanged for 300 ms (source: device-sdk-ts).
        Raises :class:`~walletsafe.errors.DeviceUnplugged` when it does not come back,
        :class:`~walletsafe.errors.OpenFailed` when it does not open, or
        :class:`~walletsafe.errors.Cancelled`.
        """
        deadline = time.monotonic() + timeout
        failure: TransportError = DeviceUnplugged()
        before: _Attached | None = None
        while time.monotonic() < deadline:
            attached = self._find_again()
            if attached is not None and attached == before:
                self._attached = attached
                try:
                    return self.open(cancel=cancel)
                except OpenFailed as error:
                    failure = error
            before = attached
            cancel.sleep(_SETTLE)
        raise failure

    def entropy(self, size: int) -> bytes:
        """Return ``size`` bytes of the system's generator."""
        return os.urandom(size)

    def other_programs(self) -> tuple[str, ...]:
        """The programs that hold this device now, as far as Linux tells; of other systems none is known."""
        return usb_linux.holders(self.files, _ROOT).names

    def _find_again(self) -> _Attached | None:
        """This device as it is listed now: at the same place, or else the only newcomer of its model."""
        alike = [found for found in _look(self._knowledge) if found.stem == self._attached.stem]
        for found in alike:
            if found.place == self._attached.place:
                return found
        newcomers = [found for found in alike if found.place not in self._neighbours]
        return newcomers[0] if len(newcomers) == 1 else None


class DeviceList:
    """The attached devices over time, under names that stay with a device while it is attached.

    A device that opens or closes an app leaves the bus for a moment: its name is kept for
    :data:`RESERVED_SECONDS` and goes to a newcomer of its model, the name that left last first.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        """Start with no device known."""
        self._knowledge = knowledge
        self._names: dict[str, _Name] = {}

    def poll(self) -> tuple[HidPeer, ...]:
        """List what is attached now, by name. Opens nothing; call about once a second."""
        attached = _look(self._knowledge)
        self._mark_absent({(found.stem, found.place) for found in attached}, time.monotonic())
        present: dict[str, _Attached] = {}
        for found in attached:
            name = self._name_for(found)
            self._names[name] = _Name(found, None)
            present[name] = found
        places = frozenset(found.place for found in attached)
        return tuple(
            HidPeer(name, present[name], places - {present[name].place}, self._knowledge)
            for name in sorted(present, key=_sort_key)
        )

    def _mark_absent(self, present: set[tuple[str, str]], now: float) -> None:
        """Count absence from the first poll that missed a device: none may have run for long before it."""
        for name, entry in tuple(self._names.items()):
            since = now if entry.missing_since is None else entry.missing_since
            if (entry.attached.stem, entry.attached.place) in present:
                self._names[name] = _Name(entry.attached, None)
            elif now - since <= RESERVED_SECONDS:
                self._names[name] = _Name(entry.attached, since)
            else:
                del self._names[name]

    def _name_for(self, found: _Attached) -> str:
        alike = {name: entry for name, entry in self._names.items() if entry.attached.stem == found.stem}
        for name, entry in alike.items():
            if entry.attached.place == found.place:
                return name
        missing = [
            (entry.missing_since, name) for name, entry in alike.items() if entry.missing_since is not None
        ]
        # Opening an app takes a moment: who left last is the likeliest to be back.
        return max(missing)[1] if missing else _free_name(found.stem, self._names)


@dataclass(frozen=True, slots=True)
class _Name:
    """Which device a name belongs to; ``missing_since`` is a monotonic time in seconds."""

    attached: _Attached
    missing_since: float | None


def list_devices(knowledge: Knowledge) -> tuple[HidPeer, ...]:
    """List the Ledgers that are attached now. Opens none of them."""
    return DeviceList(knowledge).poll()


def select(peers: Sequence[HidPeer], wanted: str | None) -> HidPeer:
    """Return the peer with the id ``wanted``, or the only one.

    Raises :class:`~walletsafe.errors.UnknownDevice` when the named one is not attached,
    :class:`~walletsafe.errors.NoDevice` when none is, and :class:`~walletsafe.errors.AmbiguousDevice`
    when several are and none is named.
    """
    chosen = [peer for peer in peers if wanted in (None, peer.id)]
    if not chosen and wanted is not None:
        raise UnknownDevice(device=wanted)
    if not chosen:
        raise NoDevice
    if len(chosen) > 1:
        raise AmbiguousDevice(devices=", ".join(peer.id for peer in chosen))
    return chosen[0]


def _look(knowledge: Knowledge) -> tuple[_Attached, ...]:
    """List physical devices, each with all its ways to open it, sorted by place.

    A device that both backends show has one place on the bus, hence is listed once.
    """
    devices: dict[str, _Attached] = {}
    for backend in backends():
        for path, product_id in _apdu_interfaces(backend).items():
            text = path.decode("ascii", "replace")
            place = usb_linux.port_of(text, _ROOT) or text
            known = devices.get(place)
            model = knowledge.model_by_product_id(product_id)
            devices[place] = (
                _Attached(model.id if model else "ledger", product_id, place, ((backend, path),))
                if known is None
                else replace(known, ways=(*known.ways, (backend, path)))
            )
    return tuple(devices[place] for place in sorted(devices))


def _apdu_interfaces(backend: HidBackend) -> dict[bytes, int]:
    """Path and product id of each interface that takes APDUs: usage page 0xFFA0, or else interface 0.

    libusb leaves the usage page 0, Windows and macOS leave the interface number -1 (source: hidapi
    ``hidapi.h``). So a usage page decides where there is one: another one at interface 0 is not ours.
    """
    found: dict[bytes, int] = {}
    for entry in backend.enumerate(VENDOR_ID, 0):
        path, product_id = entry.get("path"), entry.get("product_id")
        usage_page = entry.get("usage_page") or 0
        ours = usage_page == _USAGE_PAGE or (usage_page == 0 and entry.get("interface_number") == 0)
        if ours and isinstance(path, bytes) and isinstance(product_id, int):
            found[path] = product_id
    return found


def _why_not_opened(attached: _Attached) -> OpenFailed:
    """Name the cause of a failed open, which hidapi does not tell.

    Only one program at a time can claim a device through libusb: the kernel's HID driver, and with it
    the hidraw node, is gone meanwhile. A hidraw node is shared: who has it open is no cause. Without a
    permission none of the device's files opens.
    """
    where = attached.ways[0][1].decode("ascii", "replace")
    files = attached.files()
    if (device := attached.usb_device()) and device.claimed:
        return InUse(where=where, program=clean_names(usb_linux.holders(files, _ROOT).names))
    allowed = {file: usb_linux.may_use(file, _ROOT) for file in files}
    refused = [file for file in files if allowed[file] is False]
    if refused and True not in allowed.values():
        return NoPermission(where=refused[0])
    return OpenFailed(where=where)


def _free_name(stem: str, taken: Mapping[str, object]) -> str:
    return next(name for number in count(1) if (name := f"{stem}-{number}") not in taken)


def _sort_key(name: str) -> tuple[str, int]:
    stem, _, number = name.rpartition("-")
    return stem, int(number)
