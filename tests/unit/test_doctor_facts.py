"""What the doctor sees on a Linux whose files are played, on other systems, and when a look fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.helpers.usb import (
    DISK,
    HID,
    KNOWLEDGE,
    FakeBackend,
    Usb,
    be_an_ordinary_user,
    hidraw_entries,
    windows_entries,
)
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.doctor import Answer, Diagnosis, examine, surroundings
from walletsafe.errors import Cancelled
from walletsafe.transport import hid


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("SNAP", raising=False)


def look(root: Path) -> Diagnosis:
    return examine(KNOWLEDGE, cancel=CancelToken(), root=root)


def ids(diagnosis: Diagnosis) -> list[str]:
    return [found.id for found in diagnosis.causes]


def outcome(diagnosis: Diagnosis, probe_id: str) -> Answer:
    return next(probe.outcome for probe in diagnosis.probes if probe.id == probe_id)


def test_a_device_that_opens_is_closed_again_and_asked_nothing(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    diagnosis = look(usb.tree.root)
    assert diagnosis.ready
    assert diagnosis.causes == ()
    (device,) = usb.hidraw.opened
    assert device.closed
    assert device.written == []


def test_an_ordinary_user_is_told_how_far_the_rule_has_come(
    usb: Usb, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_an_ordinary_user(monkeypatch)
    usb.attach(0, "1-1", 0x4011)
    usb.refuse(0, "1-1")
    assert ids(look(usb.tree.root)) == ["doctor.rule_not_told"]
    assert outcome(look(usb.tree.root), "rule") is Answer.UNKNOWN
    usb.tree.write(
        "lib/udev/rules.d/50-old.rules", 'ATTRS{idVendor}=="2c97", ATTRS{idProduct}=="0001", MODE="0666"'
    )
    assert ids(look(usb.tree.root)) == ["doctor.rule_missing"]
    assert outcome(look(usb.tree.root), "rule") is Answer.NO
    rule = 'ATTRS{idVendor}=="2c97", TAG+="uaccess"'
    late = usb.tree.write("etc/udev/rules.d/99-x.rules", rule)
    assert ids(look(usb.tree.root)) == ["doctor.rule_too_late"]
    late.unlink()
    usb.tree.write("etc/udev/rules.d/20-x.rules", rule)
    assert ids(look(usb.tree.root)) == ["doctor.rule_not_applied"]
    # The tag of the security key beside it does not count.
    usb.tree.write("run/udev/tags/uaccess/c240:1", "")
    assert ids(look(usb.tree.root)) == ["doctor.rule_not_applied"]
    usb.tree.write("run/udev/tags/uaccess/c240:0", "")
    assert ids(look(usb.tree.root)) == ["doctor.session_not_local"]


def test_a_device_open_to_all_works_and_is_a_tip(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.tree.permit("/dev/hidraw0", 0o666)
    usb.tree.write("lib/udev/rules.d/20-hw1.rules", 'KERNEL=="hidraw*", ATTRS{idVendor}=="2c97", MODE="0666"')
    diagnosis = look(usb.tree.root)
    assert diagnosis.ready
    (tip,) = diagnosis.causes
    assert (tip.id, tip.params) == ("doctor.world_writable", {"rule": "20-hw1.rules"})


def test_a_program_that_shares_the_device_is_named(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.tree.run(700, "firefox", "/dev/hidraw0")
    diagnosis = look(usb.tree.root)
    assert diagnosis.ready
    assert ids(diagnosis) == ["device.also_open"]
    assert outcome(diagnosis, "in_use") is Answer.YES


def test_a_program_that_took_the_device_is_named(usb: Usb) -> None:
    node = usb.attach(0, "1-1", 0x4011)
    usb.tree.run(700, "wallet", node)
    usb.tree.claim("1-1")
    usb.hidraw.entries = []
    usb.refuse(0, "1-1")
    diagnosis = look(usb.tree.root)
    assert [(found.id, dict(found.params)) for found in diagnosis.causes] == [
        ("doctor.in_use", {"program": "wallet"})
    ]


def test_a_program_without_a_name_that_took_the_device_is_seen_all_the_same(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.tree.claim("1-1")
    usb.hidraw.entries = []
    usb.refuse(0, "1-1")
    diagnosis = look(usb.tree.root)
    assert (diagnosis.causes[0].id, diagnosis.causes[0].params) == ("doctor.in_use", {"program": ""})
    assert "calls itself" not in texts.finding_text(diagnosis.causes[0]).meaning
    assert outcome(diagnosis, "in_use") is Answer.YES


def test_nobody_found_is_no_answer_where_processes_could_not_be_looked_into(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    usb.tree.run(700, "harmless")
    assert outcome(look(usb.tree.root), "in_use") is Answer.NO
    usb.tree.write("proc/1/fd", "not to be read")
    assert outcome(look(usb.tree.root), "in_use") is Answer.UNKNOWN


def test_a_disk_that_claims_to_be_a_ledger_is_seen(usb: Usb) -> None:
    usb.tree.plug_in("1-1", 0x5011, classes=(DISK,))
    diagnosis = look(usb.tree.root)
    assert not diagnosis.ready
    assert ids(diagnosis) == ["doctor.offers_disk"]
    assert outcome(diagnosis, "on_usb") is Answer.YES
    assert outcome(diagnosis, "hid_interface") is Answer.NO
    assert outcome(diagnosis, "listed") is Answer.NO


def test_a_ledger_that_offers_a_disk_as_well_is_not_opened(usb: Usb) -> None:
    usb.hidraw.entries += hidraw_entries(0, 0x0004)
    usb.tree.plug_in("1-1", 0x0004, classes=(HID, DISK), hidraw=0)
    diagnosis = look(usb.tree.root)
    assert not diagnosis.ready
    assert ids(diagnosis) == ["doctor.offers_disk"]
    assert usb.hidraw.opened == []


def test_an_old_device_and_nothing_at_all(usb: Usb) -> None:
    assert ids(look(usb.tree.root)) == ["doctor.charge_only_cable", "doctor.not_on_usb"]
    assert outcome(look(usb.tree.root), "in_use") is Answer.NO
    usb.tree.plug_in("1-1", 0x3B7C, vendor_id=0x2581, hidraw=0)
    assert ids(look(usb.tree.root)) == ["doctor.old_device"]


@pytest.mark.parametrize("error", [ImportError("libudev.so.1"), OSError("no")])
def test_a_list_that_cannot_be_had_is_a_line(
    usb: Usb, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(hid, "backends", fail)
    assert outcome(look(usb.tree.root), "listed") is Answer.UNKNOWN
    (usb.tree.root / "sys/bus/usb/devices").rmdir()
    diagnosis = look(usb.tree.root)
    assert ids(diagnosis) == ["doctor.not_told"]
    assert outcome(diagnosis, "on_usb") is Answer.UNKNOWN


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_asked_through_hidapi_alone(
    other_system: FakeBackend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert "doctor.charge_only_cable" in ids(look(tmp_path))
    other_system.entries = windows_entries("here", 0x4011)
    assert look(tmp_path).ready
    other_system.refuses.update(bytes(one["path"]) for one in other_system.entries)  # type: ignore[call-overload]
    assert ids(look(tmp_path)) == ["doctor.may_be_in_use"]


def test_a_cancel_ends_the_look(usb: Usb) -> None:
    usb.attach(0, "1-1", 0x4011)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        examine(KNOWLEDGE, cancel=cancel, root=usb.tree.root)


def test_packages_that_shut_in_are_recognised(tmp_path: Path) -> None:
    assert surroundings.sandbox(tmp_path, {}) == ""
    assert surroundings.sandbox(tmp_path, {"SNAP": ""}) == ""
    assert surroundings.sandbox(tmp_path, {"SNAP": "/snap/x/1"}) == "Snap"
    (tmp_path / ".flatpak-info").touch()
    assert surroundings.sandbox(tmp_path, {}) == "Flatpak"


@pytest.mark.parametrize(
    ("papers", "processor", "expected"),
    [
        ({"sys_vendor": "LENOVO", "product_name": "20XW"}, "flags\t\t: fpu vme", False),
        ({"sys_vendor": "LENOVO"}, "", False),
        ({}, "flags : fpu vme de", False),
        ({}, "", None),
        ({}, "Features : fp asimd", None),
        ({}, "flags : fpu hypervisor lahf_lm", True),
        ({"sys_vendor": "QEMU"}, "", True),
        ({"sys_vendor": "innotek GmbH", "product_name": "VirtualBox"}, "flags : fpu", True),
        ({"sys_vendor": "Microsoft Corporation", "product_name": "Virtual Machine"}, "", True),
        ({"sys_vendor": "Microsoft Corporation", "product_name": "Surface Pro"}, "", False),
    ],
)
def test_virtual_machines_are_recognised(
    usb: Usb, papers: dict[str, str], processor: str, expected: bool | None
) -> None:
    for name, value in papers.items():
        usb.tree.write(f"sys/class/dmi/id/{name}", value + "\n")
    if processor:
        usb.tree.write("proc/cpuinfo", f"processor : 0\n{processor}\n")
    assert surroundings.virtual_machine(usb.tree.root) is expected
