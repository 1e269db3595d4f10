"""What Linux tells about USB devices without opening them: its device tree, device files, who holds one.

Nothing here raises: ``None``, or an answer marked as incomplete, stands for "could not be told", as on
every other system. ``root`` is where the system's files are looked for.
Sources: Linux ``Documentation/ABI/testing/sysfs-bus-usb`` and ``Documentation/hid/hidraw.rst``, proc(5).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from walletsafe.redact import clean_name

HID_CLASS: Final = 0x03
"""USB interface class of human interface devices. Source: usb.org, defined class codes."""

MASS_STORAGE_CLASS: Final = 0x08
"""USB interface class of disks. Source: usb.org, defined class codes."""

CLAIMED: Final = "usbfs"
"""The kernel's "driver" of an interface that a program took. Source: Linux ``drivers/usb/core/devio.c``."""

_WORLD_WRITABLE: Final = 0o002


@dataclass(frozen=True, slots=True)
class Node:
    """A device file: its path, its udev subsystem (``usb`` or ``hidraw``) and ``major:minor``."""

    path: str
    subsystem: str
    number: str


@dataclass(frozen=True, slots=True)
class UsbInterface:
    """One function of a USB device; ``driver`` is empty where no driver has it."""

    usb_class: int
    driver: str
    hidraw: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """One device on the bus; ``place`` is its port, such as ``1-2.4``."""

    place: str
    vendor_id: int
    product_id: int
    node: Node
    interfaces: tuple[UsbInterface, ...]

    @property
    def claimed(self) -> bool:
        """Whether a program has taken one of its HID functions for itself, through libusb."""
        hid = (interface for interface in self.interfaces if interface.usb_class == HID_CLASS)
        return any(interface.driver == CLAIMED for interface in hid)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All its device files, the one of the whole device first."""
        return (self.node, *(node for interface in self.interfaces for node in interface.hidraw))

    def offers(self, usb_class: int) -> bool:
        """Whether one of its interfaces is of this class."""
        return any(interface.usb_class == usb_class for interface in self.interfaces)


@dataclass(frozen=True, slots=True)
class Holders:
    """The names of other programs that hold a device file, sorted and cleaned.

    ``complete`` is false where a process could not be looked into, as those of other users: then
    nobody named does not mean nobody there.
    """

    names: tuple[str, ...]
    complete: bool


def usb_devices(root: Path) -> tuple[UsbDevice, ...] | None:
    """All devices on USB, sorted by place; ``None`` where it could not be told."""
    try:
        folders = sorted((root / "sys/bus/usb/devices").iterdir())
    except OSError:
        return None
    found: list[UsbDevice] = []
    for folder in folders:
        # Who leaves the bus while being read is left out; interfaces and bad entries have no vendor.
        try:
            found.append(_device(folder))
        except (OSError, ValueError):
            continue
    return tuple(found)


def port_of(path: str, root: Path) -> str | None:
    """The USB port behind a path of hidapi, such as ``1-2.4``; ``None`` where it cannot be told.

    libusb's paths begin with it (``1-2.4:1.0``); for ``/dev/hidraw0`` the kernel's device tree says it.
    """
    if path.startswith("/dev/hidraw"):
        path = os.path.realpath(root / "sys/class/hidraw" / path.rpartition("/")[2] / "device")
    interfaces: list[str] = re.findall(r"(?:^|/)(\d+-\d+(?:\.\d+)*):\d+\.\d+(?=/|$)", path)
    return interfaces[-1] if interfaces else None


def may_use(node: str, root: Path) -> bool | None:
    """Whether we may read and write a device file; ``None`` where it is not there."""
    path = _below(root, node)
    # Not effective_ids: the C library then looks at the mode alone and overlooks access lists.
    return os.access(path, os.R_OK | os.W_OK) if os.access(path, os.F_OK) else None


def is_world_writable(node: str, root: Path) -> bool | None:
    """Whether every user of this computer may write to a device file; ``None`` where it is not there."""
    try:
        return bool(_below(root, node).stat().st_mode & _WORLD_WRITABLE)
    except OSError:
        return None


def holders(nodes: Collection[str], root: Path) -> Holders:
    """Which other programs hold one of these device files open."""
    try:
        processes = [entry for entry in (root / "proc").iterdir() if entry.name.isdecimal()]
    except OSError:
        return Holders((), complete=False)
    own = str(os.getpid())
    names: set[str] = set()
    complete = bool(processes)
    for process in processes:
        try:
            holds = process.name != own and any(target in nodes for target in _open_files(process))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended
        except OSError:
            complete = False
            continue
        if holds:
            names.add(_program_name(process))
    return Holders(tuple(sorted(names)), complete)


def _device(folder: Path) -> UsbDevice:
    bus, number = int(_line(folder / "busnum")), int(_line(folder / "devnum"))
    return UsbDevice(
        folder.name,
        int(_line(folder / "idVendor"), 16),
        int(_line(folder / "idProduct"), 16),
        Node(f"/dev/bus/usb/{bus:03}/{number:03}", "usb", _line(folder / "dev")),
        tuple(_interface(entry) for entry in sorted(folder.glob(f"{folder.name}:*"))),
    )


def _interface(folder: Path) -> UsbInterface:
    driver = folder / "driver"
    hidraw = sorted(folder.glob("*/hidraw/hidraw*"))
    return UsbInterface(
        int(_line(folder / "bInterfaceClass"), 16),
        driver.readlink().name if driver.is_symlink() else "",
        tuple(Node(f"/dev/{entry.name}", "hidraw", _line(entry / "dev")) for entry in hidraw),
    )


def _open_files(process: Path) -> Iterator[str]:
    for descriptor in (process / "fd").iterdir():
        try:
            yield str(descriptor.readlink())
        except FileNotFoundError:
            continue  # closed in the meantime


def _program_name(process: Path) -> str:
    # Whoever starts a process chooses its name: foreign text.
    try:
        return clean_name(_line(process / "comm"))
    except OSError:
        return clean_name("")


def _line(path: Path) -> str:
    return path.read_text("utf-8", "replace").strip()


def _below(root: Path, path: str) -> Path:
    return root / path.lstrip("/")
