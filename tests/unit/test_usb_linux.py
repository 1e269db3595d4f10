"""What Linux's files tell about USB, also when they are missing, vanish or are broken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.usb import DISK, HID, WEBUSB, LinuxTree, be_an_ordinary_user
from walletsafe.transport.usb_linux import (
    Holders,
    Node,
    UsbDevice,
    holders,
    is_world_writable,
    may_use,
    port_of,
    usb_devices,
)


@pytest.fixture
def tree(tmp_path: Path) -> LinuxTree:
    return LinuxTree(tmp_path)


def listed(tree: LinuxTree) -> tuple[UsbDevice, ...]:
    devices = usb_devices(tree.root)
    assert devices is not None
    return devices


def test_a_device_is_told_with_its_functions_and_files(tree: LinuxTree) -> None:
    node = tree.plug_in("3-2.4", 0x4015, classes=(HID, HID, WEBUSB), hidraw=5)
    (device,) = listed(tree)
    assert (device.place, device.vendor_id, device.product_id) == ("3-2.4", 0x2C97, 0x4015)
    assert node == "/dev/bus/usb/003/001"
    assert device.nodes == (
        Node(node, "usb", "189:1"),
        Node("/dev/hidraw5", "hidraw", "240:5"),
        Node("/dev/hidraw6", "hidraw", "240:6"),
    )
    assert [interface.driver for interface in device.interfaces] == ["usbhid", "usbhid", ""]
    assert device.offers(HID)
    assert not device.offers(DISK)
    assert not device.claimed


def test_only_a_claimed_hid_function_counts_as_claimed(tree: LinuxTree) -> None:
    tree.plug_in("1-1", 0x4011, hidraw=0)
    tree.plug_in("1-2", 0x4010, classes=(WEBUSB, HID))
    tree.claim("1-1")
    tree.claim("1-2")
    first, second = listed(tree)
    assert (first.claimed, second.claimed) == (True, False)
    assert [node.path for node in first.nodes] == ["/dev/bus/usb/001/001", "/dev/hidraw1"]


def test_what_is_broken_or_just_leaving_is_left_out(tree: LinuxTree) -> None:
    tree.plug_in("1-1", 0x4011)
    tree.plug_in("1-2", 0x4011)
    tree.write("sys/bus/usb/devices/1-1/busnum", "no number")
    (tree.root / "sys/bus/usb/devices/1-3").symlink_to(tree.root / "gone")
    tree.write("sys/bus/usb/devices/1-2:1.0/bInterfaceClass", "03")
    assert [device.place for device in listed(tree)] == ["1-2"]


def test_nothing_is_told_where_there_are_no_such_files(tmp_path: Path) -> None:
    assert usb_devices(tmp_path) is None
    assert may_use("/dev/hidraw0", tmp_path) is None
    assert is_world_writable("/dev/hidraw0", tmp_path) is None
    assert holders({"/dev/hidraw0"}, tmp_path) == Holders((), complete=False)
    assert port_of("/dev/hidraw0", tmp_path) is None


def test_a_file_may_be_used_when_it_can_be_read_and_written(
    tree: LinuxTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_an_ordinary_user(monkeypatch)
    tree.plug_in("1-1", 0x4011, hidraw=0)
    for mode, allowed, world in ((0o660, False, False), (0o664, False, False), (0o666, True, True)):
        tree.permit("/dev/hidraw0", mode)
        assert may_use("/dev/hidraw0", tree.root) is allowed
        assert is_world_writable("/dev/hidraw0", tree.root) is world


def test_holders_are_named_once_and_we_are_none(tree: LinuxTree) -> None:
    tree.run(10, "beta", "/dev/hidraw0", "/dev/null")
    tree.run(11, "alpha", "/dev/hidraw0")
    tree.run(12, "alpha", "/dev/hidraw0")
    tree.run(13, "other", "/dev/hidraw1")
    tree.run(os.getpid(), "walletsafe", "/dev/hidraw0")
    assert holders({"/dev/hidraw0"}, tree.root) == Holders(("alpha", "beta"), complete=True)


def test_a_process_that_may_not_be_looked_into_is_unknown_and_not_nobody(tree: LinuxTree) -> None:
    tree.run(10, "wallet", "/dev/hidraw0")
    tree.write("proc/1/fd", "not to be read")
    assert holders({"/dev/hidraw0"}, tree.root) == Holders(("wallet",), complete=False)
    assert holders({"/dev/hidraw7"}, tree.root) == Holders((), complete=False)


def test_a_process_that_ended_meanwhile_holds_nothing(tree: LinuxTree) -> None:
    (tree.root / "proc/10").mkdir()
    tree.run(11, "wallet", "/dev/hidraw0")
    assert holders({"/dev/hidraw0"}, tree.root) == Holders(("wallet",), complete=True)


@pytest.mark.parametrize(
    ("untrusted_name", "shown"),
    [
        ("evil\u202ename", "evil\\u{202E}name"),
        ("", "?"),
        ("x@example.org", "?"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_a_name_is_foreign_text(tree: LinuxTree, untrusted_name: str, shown: str) -> None:
    tree.run(10, untrusted_name, "/dev/hidraw0")
    assert holders({"/dev/hidraw0"}, tree.root).names == (shown,)


def test_a_process_without_a_name_is_still_a_holder(tree: LinuxTree) -> None:
    tree.run(10, "wallet", "/dev/hidraw0")
    (tree.root / "proc/10/comm").unlink()
    assert holders({"/dev/hidraw0"}, tree.root).names == ("?",)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the real /proc")
def test_a_real_process_is_found_by_its_open_file(tmp_path: Path) -> None:
    file = tmp_path / "node"
    file.touch()
    with file.open("rb") as opened, subprocess.Popen(["sleep", "50"], stdin=opened) as process:
        try:
            assert holders({str(file)}, Path("/")).names == ("sleep",)
        finally:
            process.kill()
    assert holders({str(file)}, Path("/")).names == ()
