"""The judgement: from facts alone to what may be in the way, the most likely first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.helpers.usb import DISK, HID, LEDGER, WEBUSB
from walletsafe import texts
from walletsafe.doctor import Answer, Diagnosis
from walletsafe.doctor.facts import Attempt, Facts
from walletsafe.doctor.judge import judge
from walletsafe.doctor.udev import Rule
from walletsafe.errors import InUse, NoPermission, OpenFailed
from walletsafe.redact import preflight
from walletsafe.transport.usb_linux import Node, UsbDevice, UsbInterface

BOTH = ("hidraw", "usb")
TAGGING = Rule("70-a.rules", BOTH, tags=True, opens_to_all=False)
LATE = Rule("99-late.rules", BOTH, tags=True, opens_to_all=False)
OPEN_TO_ALL = Rule("20-hw1.rules", ("hidraw",), tags=False, opens_to_all=True)
FOR_A_GROUP = Rule("50-group.rules", BOTH, tags=False, opens_to_all=False)
USB_ONLY = Rule("60-usb.rules", ("usb",), tags=True, opens_to_all=False)

WORDS = "abandon ability able about above absent absorb abstract absurd abuse access"


def device(*classes: int, vendor_id: int = LEDGER, product_id: int = 0x4011) -> UsbDevice:
    interfaces = tuple(UsbInterface(usb_class, "", ()) for usb_class in classes)
    return UsbDevice("1-1", vendor_id, product_id, Node("/dev/bus/usb/001/002", "usb", "189:1"), interfaces)


NOTHING = Facts("linux", attempts=(), devices=(), rules=(), held=Answer.NO, virtual_machine=False)
SEEN = replace(NOTHING, devices=(device(HID, HID),))
REFUSED = Attempt("1-1", 0x4011, NoPermission(where="/dev/hidraw0"), tagged=False)
OPENED = Attempt("1-1", 0x4011)


def causes(facts: Facts) -> list[str]:
    diagnosis = judge(facts)
    for found in diagnosis.causes:
        assert texts.finding_text(found).next_step
    assert diagnosis.ready or diagnosis.causes, "not ready, and not a word why"
    return [found.id.removeprefix("doctor.") for found in diagnosis.causes]


def outcomes(diagnosis: Diagnosis) -> dict[str, str]:
    for probe in diagnosis.probes:
        assert texts.probe_question(probe.id).endswith("?")
        assert texts.probe_answer(probe.outcome.value)
    return {probe.id: probe.outcome.value for probe in diagnosis.probes}


def test_nothing_on_usb_is_the_cable_first() -> None:
    assert causes(NOTHING) == ["charge_only_cable", "not_on_usb"]
    assert not judge(NOTHING).ready


def test_other_devices_on_usb_change_nothing() -> None:
    others = (device(HID, vendor_id=0x046D), device(DISK, vendor_id=0x0951))
    assert causes(replace(NOTHING, devices=others)) == ["charge_only_cable", "not_on_usb"]


def test_a_virtual_machine_may_have_been_handed_nothing() -> None:
    assert causes(replace(NOTHING, virtual_machine=True))[0] == "virtual_machine"
    assert "virtual_machine" not in causes(replace(SEEN, virtual_machine=True, attempts=(REFUSED,)))


def test_a_sandbox_comes_before_all_that_it_may_cause() -> None:
    for facts in (NOTHING, SEEN, replace(SEEN, attempts=(REFUSED,))):
        shut_in = judge(replace(facts, sandbox="Flatpak"))
        assert shut_in.causes[0].id == "doctor.sandbox"
        assert shut_in.causes[0].params == {"sandbox": "Flatpak"}


def test_a_device_from_before_2016_is_the_whole_answer() -> None:
    assert causes(replace(NOTHING, devices=(device(HID, vendor_id=0x2581),))) == ["old_device"]


def test_a_device_without_the_part_we_talk_to() -> None:
    assert causes(replace(NOTHING, devices=(device(WEBUSB),))) == ["no_hid_interface"]
    assert causes(replace(NOTHING, devices=(device(),))) == ["no_hid_interface"]


def test_a_disk_with_the_vendors_number_is_a_danger_and_nothing_to_mend() -> None:
    assert causes(replace(NOTHING, devices=(device(DISK),))) == ["offers_disk"]


def test_a_disk_beside_a_device_that_opens_is_never_ready() -> None:
    both = replace(SEEN, devices=(device(HID, DISK),), attempts=(OPENED,))
    assert causes(both) == ["offers_disk"]
    assert not judge(both).ready
    assert not judge(replace(both, devices=(device(DISK), device(HID)))).ready


@pytest.mark.parametrize(
    ("rules", "tagged", "expected"),
    [
        ((), False, ["rule_missing"]),
        ((FOR_A_GROUP,), False, ["rule_missing"]),
        ((USB_ONLY,), False, ["rule_missing"]),
        (None, None, ["rule_not_told"]),
        ((TAGGING,), False, ["rule_not_applied"]),
        ((TAGGING,), None, ["rule_not_applied"]),
        ((OPEN_TO_ALL,), False, ["rule_not_applied"]),
        ((OPEN_TO_ALL, TAGGING), True, ["rule_not_applied"]),
        ((TAGGING,), True, ["session_not_local"]),
        ((LATE,), True, ["rule_too_late"]),
        ((LATE, TAGGING), False, ["rule_not_applied"]),
        ((replace(TAGGING, products=("0001",)),), False, ["rule_missing"]),
        ((replace(LATE, products=("0001|10??",)),), True, ["rule_missing"]),
        ((replace(TAGGING, products=("0001|40??",)),), False, ["rule_not_applied"]),
    ],
)
def test_a_missing_permission_names_the_missing_step(
    rules: tuple[Rule, ...] | None, tagged: bool | None, expected: list[str]
) -> None:
    refused = replace(REFUSED, tagged=tagged)
    assert causes(replace(SEEN, attempts=(refused,), rules=rules)) == expected


def test_the_rule_is_named_by_its_file_as_foreign_text() -> None:
    odd = replace(LATE, file="99-\u202ex.rules")
    (found,) = judge(replace(SEEN, attempts=(REFUSED,), rules=(odd,))).causes
    assert found.params == {"rule": "99-\\u{202E}x.rules"}


def test_the_file_that_was_refused_decides_which_rule_it_needs() -> None:
    usb_file = replace(REFUSED, subsystem="usb")
    assert causes(replace(SEEN, attempts=(usb_file,), rules=(USB_ONLY,))) == ["rule_not_applied"]
    assert causes(replace(SEEN, attempts=(usb_file,), rules=(OPEN_TO_ALL,))) == ["rule_missing"]


def test_another_program_is_named_where_known() -> None:
    held = replace(OPENED, failure=InUse(where="x", program="ledger-live-des"))
    (found,) = judge(replace(SEEN, attempts=(held,))).causes
    assert (found.id, found.params) == ("doctor.in_use", {"program": "ledger-live-des"})


def test_whoever_merely_has_the_device_open_may_be_the_reason_and_no_more() -> None:
    shared = replace(OPENED, failure=OpenFailed(where="x"), programs=("firefox",))
    (found,) = judge(replace(SEEN, attempts=(shared,))).causes
    assert (found.id, found.params) == ("doctor.may_be_in_use", {"program": "firefox"})
    assert 'calls itself "firefox"' in texts.finding_text(found).meaning
    assert "may" in texts.finding_text(found).title
    (unnamed,) = judge(replace(SEEN, attempts=(replace(shared, programs=()),))).causes
    assert "calls itself" not in texts.finding_text(unnamed).meaning


def test_many_programs_cannot_spell_a_phrase() -> None:
    words = tuple(WORDS.split())
    assert preflight(", ".join(words)) == ("phrase",)
    failed = replace(OPENED, failure=OpenFailed(where="x"), programs=words)
    for attempt in (failed, replace(OPENED, programs=words)):
        (found,) = judge(replace(SEEN, attempts=(attempt,))).causes
        assert found.params == {"program": "abandon, ability, able and others"}


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_a_failure_without_a_reason_is_most_often_another_program(system: str) -> None:
    failed = replace(OPENED, failure=OpenFailed(where="x"))
    assert causes(Facts(system, attempts=(failed,))) == ["may_be_in_use"]


def test_a_small_number_may_be_the_bootloader() -> None:
    failed = replace(OPENED, product_id=0x0004, failure=OpenFailed(where="x"))
    assert causes(replace(SEEN, attempts=(failed,))) == ["may_be_in_use", "may_be_bootloader"]
    assert causes(replace(SEEN, attempts=(replace(failed, product_id=0x0010),))) == ["may_be_in_use"]
    assert causes(replace(SEEN, attempts=(replace(OPENED, product_id=0x0004),))) == []


def test_two_devices_with_one_trouble_are_told_once() -> None:
    assert causes(replace(SEEN, attempts=(REFUSED, replace(REFUSED, place="1-2")))) == ["rule_missing"]


def test_one_device_that_opens_is_enough() -> None:
    diagnosis = judge(replace(SEEN, attempts=(REFUSED, replace(OPENED, place="1-2"))))
    assert diagnosis.ready
    assert diagnosis.causes == ()


def test_a_device_that_opens_has_tips_at_most() -> None:
    shared = replace(OPENED, programs=("firefox", "wallet"), world_writable=True)
    diagnosis = judge(replace(SEEN, attempts=(shared,), rules=(TAGGING, OPEN_TO_ALL)))
    assert diagnosis.ready
    assert [(found.id, dict(found.params)) for found in diagnosis.causes] == [
        ("device.also_open", {"program": "firefox, wallet"}),
        ("doctor.world_writable", {"rule": "20-hw1.rules"}),
    ]
    other_model = replace(OPEN_TO_ALL, products=("0001",))
    wide = replace(SEEN, attempts=(replace(OPENED, world_writable=True),), rules=(other_model,))
    (unnamed,) = judge(wide).causes
    assert "{" not in texts.finding_text(unnamed).meaning
    assert "The rule is in" not in texts.finding_text(unnamed).meaning


def test_a_mac_may_be_waiting_for_a_permission() -> None:
    assert causes(Facts("darwin", attempts=())) == [
        "charge_only_cable",
        "accessory_not_allowed",
        "not_on_usb",
    ]
    assert causes(Facts("win32", attempts=())) == ["charge_only_cable", "not_on_usb"]


def test_where_nothing_can_be_told_that_is_what_is_said() -> None:
    for system in ("linux", "darwin", "win32"):
        diagnosis = judge(Facts(system, attempts=None))
        assert [found.id for found in diagnosis.causes] == ["doctor.not_told"]
        assert not diagnosis.ready


def test_every_probe_that_failed_is_a_line() -> None:
    blind = outcomes(judge(Facts("linux", attempts=None)))
    assert [name for name, outcome in blind.items() if outcome != "could-not-tell"] == ["sandbox"]
    assert list(blind) == [
        "on_usb",
        "hid_interface",
        "listed",
        "permitted",
        "rule",
        "in_use",
        "sandbox",
        "virtual_machine",
        "opened",
    ]
    assert outcomes(judge(Facts("win32", attempts=()))) == {"listed": "no", "opened": "no"}


def test_a_rule_counts_for_the_models_it_names() -> None:
    nano_s = replace(TAGGING, products=("10*",))
    two = replace(SEEN, devices=(device(HID, product_id=0x1011), device(HID)), rules=(nano_s,))
    assert outcomes(judge(two))["rule"] == "no"
    assert outcomes(judge(replace(two, rules=(nano_s, replace(nano_s, products=("4011",))))))["rule"] == "yes"
    assert outcomes(judge(replace(NOTHING, rules=(nano_s,))))["rule"] == "yes"


def test_probes_say_what_was_found() -> None:
    ready = outcomes(judge(replace(SEEN, attempts=(OPENED,), rules=(TAGGING,))))
    assert ready == {
        "on_usb": "yes",
        "hid_interface": "yes",
        "listed": "yes",
        "permitted": "yes",
        "rule": "yes",
        "in_use": "no",
        "sandbox": "no",
        "virtual_machine": "no",
        "opened": "yes",
    }
    refused = outcomes(judge(replace(SEEN, attempts=(REFUSED,), rules=(LATE,))))
    assert [name for name, outcome in refused.items() if outcome == "no"] == [
        "permitted",
        "rule",
        "in_use",
        "sandbox",
        "virtual_machine",
        "opened",
    ]
    failed = replace(OPENED, failure=OpenFailed(where="x"))
    assert outcomes(judge(replace(SEEN, attempts=(failed,))))["permitted"] == "could-not-tell"
