"""Finding and naming Ledgers on USB; hidapi is replaced by what each system lists."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping, Sequence

import pytest

from tests.helpers.usb import (
    KNOWLEDGE,
    U2F_USAGE_PAGE,
    Clock,
    FakeBackend,
    Usb,
    entry,
    exchange,
    hidraw_entries,
    libusb_entries,
    macos_entries,
    windows_entries,
)
from walletsafe.errors import AmbiguousDevice, NoDevice, UnknownDevice
from walletsafe.transport import PeerKind, hid
from walletsafe.transport.hid import DeviceList, HidPeer, list_devices, select


def ids(peers: Sequence[HidPeer]) -> list[str]:
    return [peer.id for peer in peers]


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
