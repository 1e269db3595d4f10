"""Finding, naming, opening and reopening Ledgers on USB; hidapi is replaced by what each system lists."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from walletsafe.cancel import CancelToken
from walletsafe.errors import (
    AmbiguousDevice,
    Cancelled,
    DeviceUnplugged,
    NoDevice,
    OpenFailed,
    UnknownDevice,
)
from walletsafe.knowledge import Knowledge, Model, UserChannel
from walletsafe.transport import PeerKind, hid
from walletsafe.transport.framing import PACKET_SIZE, split_message
from walletsafe.transport.hid import DeviceList, HidLink, HidPeer, list_devices, select

GET_VERSION = bytes.fromhex("E001000000")
U2F_USAGE_PAGE = 0xF1D0


def model(name: str, usb_model: int) -> Model:
    return Model(
        name, name, usb_model, usb_model >> 4, (), UserChannel.UNKNOWN, touch=False, key_line_chars=16
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
        assert (vendor_id, product_id) == (0x2C97, 0)
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
        "vendor_id": 0x2C97,
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


@dataclass
class Usb:
    """Linux with both backends, and the kernel's device tree, which says which port a node is on."""

    sysfs: Path
    hidraw: FakeBackend
    libusb: FakeBackend

    def attach(self, number: int, port: str, product_id: int) -> None:
        """Plug in a device: ``number`` is that of its hidraw node."""
        self._node(number, port, product_id)
        self.hidraw.entries += hidraw_entries(number, product_id)
        self.libusb.entries += libusb_entries(port, product_id)

    def detach(self, port: str) -> None:
        node = next(name for name in self.sysfs.iterdir() if f"/{port}/" in str((name / "device").resolve()))
        number = int(node.name.removeprefix("hidraw"))
        gone = {one["path"] for one in (*hidraw_entries(number, 0), *libusb_entries(port, 0))}
        for backend in (self.hidraw, self.libusb):
            backend.entries = [one for one in backend.entries if one["path"] not in gone]
        (node / "device").unlink()

    def _node(self, number: int, port: str, product_id: int) -> None:
        device = self.sysfs.parent / f"usb1/{port}/{port}:1.0/0003:2C97:{product_id:04X}.{number:04X}"
        device.mkdir(parents=True, exist_ok=True)
        node = self.sysfs / f"hidraw{number}"
        node.mkdir(exist_ok=True)
        (node / "device").symlink_to(device)


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


@pytest.fixture
def usb(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Usb:
    sysfs = tmp_path / "hidraw"
    sysfs.mkdir()
    usb = Usb(sysfs, FakeBackend(), FakeBackend())
    monkeypatch.setattr(hid, "backends", lambda: (usb.hidraw, usb.libusb))
    monkeypatch.setattr(hid, "_SYSFS_HIDRAW", str(sysfs))
    return usb


@pytest.fixture
def other_system(monkeypatch: pytest.MonkeyPatch) -> FakeBackend:
    backend = FakeBackend()
    monkeypatch.setattr(hid, "backends", lambda: (backend,))
    return backend


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(hid, "time", clock)
    return clock


def ids(peers: Sequence[HidPeer]) -> list[str]:
    return [peer.id for peer in peers]


def exchange(peer: HidPeer) -> bytes:
    transport = peer.open(cancel=CancelToken())
    answer = transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken())
    transport.close()
    return answer


def test_linux_lists_a_device_that_both_backends_show_once_and_opens_nothing(usb: Usb) -> None:
    usb.attach(4, "1-2.1", 0x4011)
    (peer,) = list_devices(KNOWLEDGE)
    assert (peer.id, peer.product_id, peer.kind) == ("nano-x-1", 0x4011, PeerKind.USB)
    assert usb.hidraw.made == usb.libusb.made == 0
    assert exchange(peer) == b"\x90\x00"
    (device,) = usb.hidraw.opened
    assert device.path == b"/dev/hidraw4"
    assert device.closed
    assert usb.libusb.opened == []


def test_a_device_that_hidraw_does_not_show_is_found_through_libusb(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.libusb.entries += libusb_entries("1-2", 0x4011)
    first, second = list_devices(KNOWLEDGE)
    assert ids([first, second]) == ["nano-x-1", "nano-x-2"]
    exchange(second)
    assert [device.path for device in usb.libusb.opened] == [b"1-2:1.0"]


def test_the_other_backend_opens_what_the_first_cannot(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.hidraw.refuses.add(b"/dev/hidraw0")
    exchange(list_devices(KNOWLEDGE)[0])
    assert [device.path for device in usb.libusb.opened] == [b"1-1:1.0"]


def test_a_device_that_opens_in_no_way_is_named(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.hidraw.refuses.add(b"/dev/hidraw0")
    usb.libusb.refuses.add(b"1-1:1.0")
    with pytest.raises(OpenFailed) as raised:
        list_devices(KNOWLEDGE)[0].open(cancel=CancelToken())
    assert raised.value.params == {"where": "/dev/hidraw0"}


def test_a_node_without_a_usb_parent_is_listed_by_its_path(usb: Usb) -> None:
    usb.hidraw.entries += hidraw_entries(0, 0x1011)
    assert ids(list_devices(KNOWLEDGE)) == ["nano-s-1"]


@pytest.mark.parametrize(
    "entries",
    [
        windows_entries("8&1a2b&0&0000", 0x4011),
        # Without other interfaces Windows knows no interface number.
        [entry(r"\\?\HID#VID_2C97&PID_4000#7&1&0&0000#{4d1e55b2}", 0x4000, -1, 0xFFA0)],
        macos_entries(4294970000, 0x4011),
        # A build of hidapi that does not read usage pages.
        libusb_entries("1-1", 0x4000),
        # Old firmware and bootloaders: the small product id.
        [entry("DevSrvsID:1", 0x0004, 0, 0xFFA0)],
    ],
)
def test_every_system_lists_one_device_once(
    other_system: FakeBackend, entries: list[Mapping[str, object]]
) -> None:
    other_system.entries = entries
    assert ids(list_devices(KNOWLEDGE)) == ["nano-x-1"]


def test_what_takes_no_apdus_is_not_listed(other_system: FakeBackend) -> None:
    other_system.entries = [
        entry("a", 0x4011, 1, U2F_USAGE_PAGE),
        entry("b", 0x4011, 0, U2F_USAGE_PAGE),
        entry("c", 0x4011, 2, 0),
        entry("d", 0x4011, -1, 0),
        {},
    ]
    assert list_devices(KNOWLEDGE) == ()


def test_an_unknown_model_is_listed_too(other_system: FakeBackend) -> None:
    other_system.entries = [entry("a", 0xEE00, 0, 0xFFA0)]
    assert ids(list_devices(KNOWLEDGE)) == ["ledger-1"]


def test_backends_are_hidraw_before_libusb_on_linux_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    hidraw, libusb = types.ModuleType("hidraw"), types.ModuleType("hid")
    monkeypatch.setitem(sys.modules, "hidraw", hidraw)
    monkeypatch.setitem(sys.modules, "hid", libusb)
    load = hid.backends.__wrapped__
    monkeypatch.setattr(sys, "platform", "linux")
    assert load() == (hidraw, libusb)
    monkeypatch.setitem(sys.modules, "hidraw", None)
    assert load() == (libusb,)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "hidraw", hidraw)
    assert load() == (libusb,)


def test_the_real_hidapi_has_what_is_used() -> None:
    hid.prepare()
    for backend in hid.backends():
        device = backend.device()
        with pytest.raises(OSError, match="open failed"):
            device.open_path(b"/nowhere")
        with pytest.raises(ValueError, match="not open"):
            device.read(PACKET_SIZE, timeout_ms=1)


def test_select_never_chooses_silently(usb: Usb) -> None:
    with pytest.raises(NoDevice):
        select(list_devices(KNOWLEDGE), None)
    with pytest.raises(UnknownDevice):
        select(list_devices(KNOWLEDGE), "nano-x-1")
    usb.attach(0, "1-1", 0x4011)
    assert select(list_devices(KNOWLEDGE), None).id == "nano-x-1"
    usb.attach(2, "1-2", 0x1011)
    peers = list_devices(KNOWLEDGE)
    assert select(peers, "nano-s-1").product_id == 0x1011
    with pytest.raises(AmbiguousDevice) as ambiguous:
        select(peers, None)
    assert ambiguous.value.params == {"devices": "nano-s-1, nano-x-1"}
    with pytest.raises(UnknownDevice) as unknown:
        select(peers, "nano-x-2")
    assert unknown.value.params == {"device": "nano-x-2"}


def test_names_stay_when_a_twin_is_unplugged(usb: Usb, clock: Clock) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.attach(2, "1-2", 0x4011)
    devices = DeviceList(KNOWLEDGE)
    assert ids(devices.poll()) == ["nano-x-1", "nano-x-2"]
    usb.detach("1-1")
    for _ in range(3):
        assert ids(devices.poll()) == ["nano-x-2"]
        clock.now += 10
    usb.attach(0, "1-1", 0x4011)
    assert ids(devices.poll()) == ["nano-x-1", "nano-x-2"]


def test_a_name_survives_re_enumeration_at_another_place(other_system: FakeBackend, clock: Clock) -> None:
    devices = DeviceList(KNOWLEDGE)
    twin = windows_entries("twin", 0x4011)
    other_system.entries = [*windows_entries("before", 0x4011), *twin]
    first, second = devices.poll()
    twin_path = second._attached.place if "twin" in second._attached.place else first._attached.place
    moving = next(peer.id for peer in (first, second) if peer._attached.place != twin_path)
    other_system.entries = list(twin)
    assert moving not in ids(devices.poll())
    clock.now += 5.9
    # The app that was opened offers other interfaces: another product id.
    other_system.entries = [*windows_entries("after", 0x4015), *twin]
    assert {peer.id: peer.product_id for peer in devices.poll()}[moving] == 0x4015
    assert len(devices.poll()) == 2


def test_a_name_is_kept_from_the_first_poll_that_missed_its_device(
    other_system: FakeBackend, clock: Clock
) -> None:
    devices = DeviceList(KNOWLEDGE)
    other_system.entries = windows_entries("before", 0x4011)
    devices.poll()
    # Nobody polls during a long check, in which the device closes an app.
    clock.now += 600
    other_system.entries = windows_entries("after", 0x4011)
    assert ids(devices.poll()) == ["nano-x-1"]


def test_a_name_is_free_again_after_six_seconds(other_system: FakeBackend, clock: Clock) -> None:
    devices = DeviceList(KNOWLEDGE)
    other_system.entries = [*windows_entries("a", 0x4011), *windows_entries("b", 0x4011)]
    assert ids(devices.poll()) == ["nano-x-1", "nano-x-2"]
    other_system.entries = windows_entries("a", 0x4011)
    devices.poll()
    clock.now += 6.1
    assert ids(devices.poll()) == ["nano-x-1"]
    other_system.entries += [*windows_entries("c", 0x4011), *windows_entries("d", 0x1011)]
    assert ids(devices.poll()) == ["nano-s-1", "nano-x-1", "nano-x-2"]


def test_names_start_anew_when_all_devices_left_long_ago(other_system: FakeBackend, clock: Clock) -> None:
    devices = DeviceList(KNOWLEDGE)
    other_system.entries = [*windows_entries("a", 0x4011), *windows_entries("b", 0x4011)]
    devices.poll()
    other_system.entries = windows_entries("b", 0x4011)
    devices.poll()
    other_system.entries = []
    for _ in range(8):
        assert devices.poll() == ()
        clock.now += 1
    other_system.entries = windows_entries("c", 0x4011)
    assert ids(devices.poll()) == ["nano-x-1"]


def test_a_newcomer_gets_the_name_that_left_last(other_system: FakeBackend, clock: Clock) -> None:
    devices = DeviceList(KNOWLEDGE)
    other_system.entries = [*windows_entries("a", 0x4011), *windows_entries("b", 0x4011)]
    devices.poll()
    other_system.entries = windows_entries("b", 0x4011)
    devices.poll()
    clock.now += 3
    other_system.entries = windows_entries("b-moved", 0x4015)
    assert ids(devices.poll()) == ["nano-x-2"]


def test_another_model_in_the_same_port_gets_its_own_name(usb: Usb, clock: Clock) -> None:
    devices = DeviceList(KNOWLEDGE)
    usb.attach(0, "1-1", 0x4011)
    assert ids(devices.poll()) == ["nano-x-1"]
    usb.detach("1-1")
    usb.attach(0, "1-1", 0x1011)
    assert ids(devices.poll()) == ["nano-s-1"]


def test_link_speaks_to_hidapi_as_it_wants() -> None:
    device = FakeDevice(FakeBackend())
    link = HidLink(device)
    assert link.read(0) is None
    assert link.read(0.1) is None
    assert device.waits == [1, 100]
    packet = split_message(7, GET_VERSION)[0]
    link.write(packet)
    assert device.written == [b"\0" + packet]
    assert link.read(0.1) == split_message(7, b"\x90\x00")[0]


def test_unplugging_is_told_on_write_and_on_read() -> None:
    link = HidLink(FakeDevice(FakeBackend(unplugged=True)))
    with pytest.raises(DeviceUnplugged):
        link.write(bytes(PACKET_SIZE))
    with pytest.raises(DeviceUnplugged):
        link.read(0.1)


def test_reopen_waits_until_the_device_is_back_and_settled(usb: Usb, clock: Clock) -> None:
    usb.attach(0, "1-1", 0x4011)
    (peer,) = list_devices(KNOWLEDGE)
    usb.detach("1-1")
    cancel = Sleeper(clock, None, lambda: usb.attach(6, "1-1", 0x4015))
    peer.reopen(timeout=10, cancel=cancel).close()
    assert [device.path for device in usb.hidraw.opened] == [b"/dev/hidraw6"]
    assert (peer.id, peer.product_id) == ("nano-x-1", 0x4015)
    # Gone twice, then seen, then seen unchanged after the settling time.
    assert cancel.slept == [0.3, 0.3, 0.3]


def test_reopen_does_not_take_the_entry_that_is_about_to_vanish(usb: Usb, clock: Clock) -> None:
    usb.attach(0, "1-1", 0x4015)
    (peer,) = list_devices(KNOWLEDGE)

    def leave() -> None:
        usb.detach("1-1")

    peer.reopen(timeout=10, cancel=Sleeper(clock, leave, lambda: usb.attach(8, "1-1", 0x4011))).close()
    assert [device.path for device in usb.hidraw.opened] == [b"/dev/hidraw8"]


def test_reopen_finds_a_device_whose_path_changed_and_never_its_twin(
    other_system: FakeBackend, clock: Clock
) -> None:
    twin = windows_entries("a-twin", 0x4011)
    other_system.entries = [*twin, *windows_entries("mine", 0x4011)]
    peer = next(peer for peer in list_devices(KNOWLEDGE) if "mine" in peer._attached.place)
    other_system.entries = list(twin)
    with pytest.raises(DeviceUnplugged):
        peer.reopen(timeout=2, cancel=Sleeper(clock))
    other_system.entries = [*twin, *windows_entries("moved", 0x4015)]
    peer.reopen(timeout=2, cancel=Sleeper(clock)).close()
    assert [b"moved" in device.path for device in other_system.opened] == [True]


def test_reopen_does_not_guess_between_two_newcomers(other_system: FakeBackend, clock: Clock) -> None:
    other_system.entries = windows_entries("mine", 0x4011)
    (peer,) = list_devices(KNOWLEDGE)
    other_system.entries = [*windows_entries("x", 0x4011), *windows_entries("y", 0x4011)]
    with pytest.raises(DeviceUnplugged):
        peer.reopen(timeout=2, cancel=Sleeper(clock))
    assert other_system.opened == []


def test_reopen_tells_that_a_device_came_back_but_does_not_open(
    other_system: FakeBackend, clock: Clock
) -> None:
    other_system.entries = [entry("here", 0x4011, 0, 0xFFA0)]
    other_system.refuses.add(b"here")
    (peer,) = list_devices(KNOWLEDGE)
    with pytest.raises(OpenFailed):
        peer.reopen(timeout=2, cancel=Sleeper(clock))


def test_cancel_ends_open_and_reopen(other_system: FakeBackend) -> None:
    other_system.entries = [entry("here", 0x4011, 0, 0xFFA0)]
    (peer,) = list_devices(KNOWLEDGE)
    other_system.entries = []
    cancel = CancelToken()
    threading.Timer(0.05, cancel.cancel).start()
    with pytest.raises(Cancelled):
        peer.reopen(timeout=30, cancel=cancel)
    with pytest.raises(Cancelled):
        peer.open(cancel=cancel)
    assert other_system.made == 0


def test_entropy_is_fresh(other_system: FakeBackend) -> None:
    other_system.entries = [entry("here", 0x4011, 0, 0xFFA0)]
    (peer,) = list_devices(KNOWLEDGE)
    assert len({peer.entropy(32) for _ in range(10)}) == 10
