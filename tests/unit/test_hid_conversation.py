"""Opening, asking and reopening Ledgers on USB, and why one did not open; hidapi and Linux are played."""

from __future__ import annotations

import threading

import pytest

from tests.helpers.usb import (
    DISK,
    HID,
    KNOWLEDGE,
    Clock,
    FakeBackend,
    FakeDevice,
    Sleeper,
    Usb,
    be_an_ordinary_user,
    entry,
    exchange,
    hidraw_entries,
    windows_entries,
)
from walletsafe.cancel import CancelToken
from walletsafe.errors import Cancelled, DeviceUnplugged, InUse, NoPermission, OffersDisk, OpenFailed
from walletsafe.transport import hid
from walletsafe.transport.framing import PACKET_SIZE, split_message
from walletsafe.transport.hid import HidLink, list_devices

GET_VERSION = bytes.fromhex("E001000000")


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


def test_the_real_hidapi_has_what_is_used() -> None:
    hid.prepare()
    for backend in hid.backends():
        device = backend.device()
        with pytest.raises(OSError, match="open failed"):
            device.open_path(b"/nowhere")
        with pytest.raises(ValueError, match="not open"):
            device.read(PACKET_SIZE, timeout_ms=1)


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


def refused(usb: Usb) -> OpenFailed:
    """Why the only device did not open."""
    (peer,) = list_devices(KNOWLEDGE)
    with pytest.raises(OpenFailed) as raised:
        peer.open(cancel=CancelToken())
    return raised.value


def test_a_missing_permission_is_named_with_its_file(usb: Usb, monkeypatch: pytest.MonkeyPatch) -> None:
    be_an_ordinary_user(monkeypatch)
    usb.attach(0, "1-1", 0x4011)
    usb.refuse(0, "1-1")
    # Systems let everybody use the security key: it is of no use here.
    usb.tree.permit("/dev/hidraw1", 0o666)
    error = refused(usb)
    assert type(error) is NoPermission
    assert error.params == {"where": "/dev/hidraw0"}


def test_a_missing_permission_comes_before_a_program_that_shares_the_device(
    usb: Usb, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_an_ordinary_user(monkeypatch)
    usb.attach(0, "1-1", 0x4011)
    usb.refuse(0, "1-1")
    usb.tree.run(700, "firefox", "/dev/hidraw0")
    assert type(refused(usb)) is NoPermission


def test_a_permission_for_one_of_two_files_is_no_missing_permission(
    usb: Usb, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_an_ordinary_user(monkeypatch)
    node = usb.attach(0, "1-1", 0x4011)
    usb.refuse(0, "1-1")
    usb.tree.permit(node, 0o666)
    assert type(refused(usb)) is OpenFailed


def test_a_device_that_left_meanwhile_is_no_missing_permission(
    usb: Usb, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_an_ordinary_user(monkeypatch)
    usb.attach(0, "1-1", 0x4011)
    usb.refuse(0, "1-1")
    (peer,) = list_devices(KNOWLEDGE)
    usb.detach("1-1")
    with pytest.raises(OpenFailed) as raised:
        peer.open(cancel=CancelToken())
    assert type(raised.value) is OpenFailed


def test_the_program_that_took_the_device_for_itself_is_named(usb: Usb) -> None:
    node = usb.attach(0, "1-1", 0x4011)
    usb.tree.run(700, "ledger-live-des", node)
    usb.tree.claim("1-1")
    usb.hidraw.entries = []
    usb.refuse(0, "1-1")
    error = refused(usb)
    assert type(error) is InUse
    assert error.params == {"where": "1-1:1.0", "program": "ledger-live-des"}


def test_a_program_that_may_not_be_looked_into_is_another_program(
    usb: Usb, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_an_ordinary_user(monkeypatch)
    usb.attach(0, "1-1", 0x4011)
    usb.tree.write("proc/1/fd", "not to be read")
    usb.tree.claim("1-1")
    usb.hidraw.entries = []
    usb.refuse(0, "1-1")
    error = refused(usb)
    assert type(error) is InUse
    assert error.params["program"] == ""


def test_what_offers_a_disk_as_well_is_not_opened(usb: Usb) -> None:
    usb.hidraw.entries += hidraw_entries(0, 0x4011)
    usb.tree.plug_in("1-1", 0x4011, classes=(HID, HID, DISK), hidraw=0)
    error = refused(usb)
    assert (type(error), error.params) == (OffersDisk, {"where": "1-1"})
    assert usb.hidraw.opened == []


def test_a_program_that_merely_reads_is_not_said_to_hold_it(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.tree.run(700, "firefox", "/dev/hidraw0")
    usb.refuse(0, "1-1")
    assert type(refused(usb)) is OpenFailed


def test_other_programs_are_those_that_hold_a_file_of_this_device(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    node = usb.attach(2, "1-2", 0x4011)
    usb.tree.run(700, "firefox", "/dev/hidraw0")
    usb.tree.run(701, "wallet", node)
    usb.tree.run(702, "another wallet", "/dev/hidraw2", "/dev/hidraw2")
    usb.tree.run(703, "a security key's", "/dev/hidraw3")
    first, second = list_devices(KNOWLEDGE)
    assert first.other_programs() == ("firefox",)
    assert second.other_programs() == ("another wallet", "wallet")
    assert (second.place, second.files) == ("1-2", ("/dev/hidraw2", node))


def test_elsewhere_than_on_linux_nobody_is_known(other_system: FakeBackend) -> None:
    other_system.entries = windows_entries("here", 0x4011)
    (peer,) = list_devices(KNOWLEDGE)
    assert peer.other_programs() == ()
    assert peer.files == ()
    other_system.refuses.add(peer.place.encode())
    with pytest.raises(OpenFailed) as raised:
        peer.open(cancel=CancelToken())
    assert type(raised.value) is OpenFailed
