"""A USB without hardware: what hidapi lists on each system, and what Linux's own file trees say about it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from walletsafe.cancel import CancelToken
from walletsafe.knowledge import Knowledge, Model, UserChannel
from walletsafe.transport.framing import PACKET_SIZE, split_message
from walletsafe.transport.hid import HidPeer

LEDGER = 0x2C97
HID, DISK, WEBUSB = 0x03, 0x08, 0xFF
U2F_USAGE_PAGE = 0xF1D0


def model(name: str, usb_model: int) -> Model:
    return Model(
        name, 1, name, usb_model, usb_model >> 4, (), UserChannel.UNKNOWN, touch=False, key_line_chars=16
    )


KNOWLEDGE = Knowledge(
    date="2026-10-01",
    models=(model("nano-s", 0x10), model("nano-x", 0x40)),
    releases={},
    bulletins=(),
    issuer_keys=(),
    counterfeit_claims={},
    mcu_hashes={},
)


class FakeDevice:
    """A handle of hidapi; answers every packet with the status word 9000 on its channel."""

    def __init__(self, backend: FakeBackend) -> None:
        self._backend = backend
        self.path = b""
        self.written: list[bytes] = []
        self.waits: list[int] = []
        self.closed = False

    def open_path(self, path: bytes) -> None:
        if path in self._backend.refuses:
            raise OSError("open failed")
        self.path = path
        self._backend.opened.append(self)

    def write(self, data: bytes) -> int:
        if self._backend.unplugged:
            return -1
        self.written.append(data)
        return len(data)

    def read(self, max_length: int, timeout_ms: int) -> list[int]:
        assert max_length == PACKET_SIZE
        assert timeout_ms > 0, "to hidapi 0 means to wait forever"
        self.waits.append(timeout_ms)
        if self._backend.unplugged:
            raise OSError("read error")
        if not self.written:
            return []
        request = self.written.pop(0)
        return list(split_message(int.from_bytes(request[1:3], "big"), b"\x90\x00")[0])

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeBackend:
    """A module of hidapi: what it lists can be changed at any time."""

    entries: list[Mapping[str, object]] = field(default_factory=list)
    refuses: set[bytes] = field(default_factory=set)
    opened: list[FakeDevice] = field(default_factory=list)
    unplugged: bool = False
    made: int = 0

    def enumerate(self, vendor_id: int, product_id: int) -> Sequence[Mapping[str, object]]:
        assert (vendor_id, product_id) == (LEDGER, 0)
        return list(self.entries)

    def device(self) -> FakeDevice:
        self.made += 1
        return FakeDevice(self)


def entry(
    path: str, product_id: int, interface: int, usage_page: int, usage: int = 1
) -> Mapping[str, object]:
    """What hidapi's ``enumerate`` gives for one interface (cython-hidapi ``hid.pyx``)."""
    return {
        "path": path.encode(),
        "vendor_id": LEDGER,
        "product_id": product_id,
        "serial_number": "0001",
        "release_number": 0x0201,
        "manufacturer_string": "Ledger",
        "product_string": "Nano",
        "usage_page": usage_page,
        "usage": usage,
        "interface_number": interface,
        "bus_type": 1,
    }


def hidraw_entries(number: int, product_id: int) -> list[Mapping[str, object]]:
    """Linux, ``hidraw``: both interfaces, with their usage pages."""
    return [
        entry(f"/dev/hidraw{number}", product_id, 0, 0xFFA0),
        entry(f"/dev/hidraw{number + 1}", product_id, 1, U2F_USAGE_PAGE),
    ]


def libusb_entries(port: str, product_id: int) -> list[Mapping[str, object]]:
    """Linux, ``hid``: both interfaces, without usage pages."""
    return [entry(f"{port}:1.{number}", product_id, number, 0, 0) for number in (0, 1)]


def windows_entries(instance: str, product_id: int) -> list[Mapping[str, object]]:
    path = rf"\\?\HID#VID_2C97&PID_{product_id:04X}&MI_0%d#{instance}#{{4d1e55b2}}"
    return [
        entry(path % 0, product_id, 0, 0xFFA0),
        entry(path % 1, product_id, 1, U2F_USAGE_PAGE),
    ]


def macos_entries(registry_id: int, product_id: int) -> list[Mapping[str, object]]:
    """Older builds say interface -1, or 0 for all; one entry for each usage of an interface."""
    return [
        entry(f"DevSrvsID:{registry_id}", product_id, -1, 0xFFA0),
        entry(f"DevSrvsID:{registry_id}", product_id, -1, 0xFFA0, 2),
        entry(f"DevSrvsID:{registry_id + 1}", product_id, 0, U2F_USAGE_PAGE),
    ]


class LinuxTree:
    """The parts of /sys, /dev, /proc, /run and /etc that tell about USB, below ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("sys/bus/usb/devices", "sys/class/hidraw", "proc", "dev"):
            (root / folder).mkdir(parents=True)
        self._number = 0

    def write(self, path: str, text: str) -> Path:
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def plug_in(
        self,
        port: str,
        product_id: int,
        *,
        vendor_id: int = LEDGER,
        classes: Sequence[int] = (HID, HID),
        hidraw: int | None = None,
    ) -> str:
        """Attach a device; its HID interfaces get nodes from ``hidraw`` on. Returns the device's own node."""
        self._number += 1
        bus = int(port.partition("-")[0])
        node = f"/dev/bus/usb/{bus:03}/{self._number:03}"
        folder = f"sys/devices/usb{bus}/{port}"
        facts = {
            "idVendor": f"{vendor_id:04x}",
            "idProduct": f"{product_id:04x}",
            "busnum": str(bus),
            "devnum": str(self._number),
            "dev": f"189:{self._number}",
        }
        for name, value in facts.items():
            self.write(f"{folder}/{name}", value + "\n")
        for number, usb_class in enumerate(classes):
            interface = f"{folder}/{port}:1.{number}"
            self.write(f"{interface}/bInterfaceClass", f"{usb_class:02x}\n")
            if usb_class == HID and hidraw is not None:
                self._bind(interface, f"0003:{vendor_id:04X}:{product_id:04X}.0001", hidraw + number)
        (self.root / "sys/bus/usb/devices" / port).symlink_to(self.root / folder)
        self._file(node)
        return node

    def unplug(self, port: str) -> None:
        listed = self.root / "sys/bus/usb/devices" / port
        for node in listed.resolve().glob("*/*/hidraw/hidraw*"):
            (self.root / "sys/class/hidraw" / node.name).unlink()
            (self.root / "dev" / node.name).unlink()
        listed.resolve().rename(self.root / f"gone-{self._number}-{port}")
        listed.unlink()

    def claim(self, port: str) -> None:
        """Another program takes the first function through libusb: the HID driver's node goes."""
        interface = (self.root / "sys/bus/usb/devices" / port).resolve() / f"{port}:1.0"
        for node in interface.glob("*/hidraw/hidraw*"):
            (self.root / "sys/class/hidraw" / node.name).unlink()
            (self.root / "dev" / node.name).unlink()
            node.parent.parent.rename(self.root / f"gone-{node.name}")
        (interface / "driver").unlink(missing_ok=True)
        (interface / "driver").symlink_to("../../../../bus/usb/drivers/usbfs")

    def run(self, pid: int, name: str, *files: str) -> None:
        """Another process, with these files open."""
        self.write(f"proc/{pid}/comm", name + "\n")
        (self.root / f"proc/{pid}/fd").mkdir()
        for number, file in enumerate(("socket:[17]", *files)):
            (self.root / f"proc/{pid}/fd/{number}").symlink_to(file)

    def permit(self, node: str, mode: int) -> None:
        (self.root / node.lstrip("/")).chmod(mode)

    def _bind(self, interface: str, name: str, number: int) -> None:
        folder = self.root / interface / name / f"hidraw/hidraw{number}"
        self.write(f"{interface}/{name}/hidraw/hidraw{number}/dev", f"240:{number}\n")
        (folder / "device").symlink_to("../..")
        (self.root / f"sys/class/hidraw/hidraw{number}").symlink_to(folder)
        driver = self.root / interface / "driver"
        driver.symlink_to("../../../../bus/usb/drivers/usbhid")
        self._file(f"/dev/hidraw{number}")

    def _file(self, node: str) -> None:
        self.write(node, "")
        self.permit(node, 0o660)


@dataclass
class Usb:
    """Linux with both backends, and its file trees."""

    tree: LinuxTree
    hidraw: FakeBackend
    libusb: FakeBackend

    def attach(self, number: int, port: str, product_id: int) -> str:
        """Plug in a device: ``number`` is that of its first hidraw node. Returns the device's own node."""
        self.hidraw.entries += hidraw_entries(number, product_id)
        self.libusb.entries += libusb_entries(port, product_id)
        return self.tree.plug_in(port, product_id, hidraw=number)

    def detach(self, port: str) -> None:
        listed = (self.tree.root / "sys/bus/usb/devices" / port).resolve()
        gone = {f"/dev/{node.name}".encode() for node in listed.glob("*/*/hidraw/hidraw*")}
        gone |= {one["path"] for one in libusb_entries(port, 0)}  # type: ignore[misc]
        for backend in (self.hidraw, self.libusb):
            backend.entries = [one for one in backend.entries if one["path"] not in gone]
        self.tree.unplug(port)

    def refuse(self, number: int, port: str) -> None:
        """Nothing opens this device."""
        self.hidraw.refuses.add(f"/dev/hidraw{number}".encode())
        self.libusb.refuses.add(f"{port}:1.0".encode())


def exchange(peer: HidPeer) -> bytes:
    """Open the device, ask it something, and close it."""
    transport = peer.open(cancel=CancelToken())
    answer = transport.exchange(bytes.fromhex("E001000000"), timeout=5, cancel=CancelToken())
    transport.close()
    return answer


class Clock:
    """The time that the module sees; sleeping moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Sleeper(CancelToken):
    """A token whose sleep moves the clock and plays what happens on the bus meanwhile."""

    def __init__(self, clock: Clock, *events: object) -> None:
        super().__init__()
        self._clock = clock
        self._events = list(events)
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.raise_if_cancelled()
        self.slept.append(seconds)
        self._clock.now += seconds
        event = self._events.pop(0) if self._events else None
        if callable(event):
            event()


def be_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the modes of files count: the administrator, who may run the tests, is allowed everything."""

    def access(path: os.PathLike[str], mode: int) -> bool:
        try:
            allowed = Path(path).stat().st_mode & 0o007
        except OSError:
            return False
        return mode == os.F_OK or allowed & mode == mode

    monkeypatch.setattr(os, "access", access)
