"""The version answer, against answers of real devices of every generation."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.device.version import Flags, Version, parse_version
from walletsafe.errors import GarbledAnswer

# Sources: LedgerHQ ledger-live-common src/__tests__/hw/getDeviceInfo.ts; ledger-live and
# device-sdk-ts parser tests. Status word included, as published.
REAL_ANSWERS = {
    "nano-s 1.2": "3110000203312e32040600000004312e30009000",
    "nano-s 1.3.1": "3110000205312e332e31048e00000004312e31009000",
    "nano-s 1.3.1 bootloader": "010000019000",
    "nano-s 1.4.2": "3110000305312e342e3204a600000004312e3600"
    "2034c8e1ed994a446ef70c9b256d8a6e01eb949aba4b18b9f9a39b7f38782531039000",
    "nano-s 1.4.2 updater": "3110000309312e342e322d6f7375042000000004312e370020" + "00" * 32 + "9000",
    "nano-s 1.5.5": "3110000405312e352e35042300000004312e3700"
    "2013fe17e06cf2f710d33328aa46d1053f8fadd48dcaeca2c5512dd79e2158d5779000",
    "mcu bootloader 0.6": "0100000103302e36080030009000",
    "mcu bootloader 0.11": "0100000104302e313104f4d8aa439000",
    "nano-x 1.1.6": "3300000405312e312e3604a600000003322e339000",
    "nano-x 1.2.4-1": "3300000407312e322e342d3104ae00000003322e389000",
    "nano-x bootloader, se 1": "0501000203312e3404f4d8aa43043300000404f13089749000",
    "nano-x bootloader, se 2": "0501000203312e3404f4d8aa4305322e302e3004330000049000",
    "nano-x 2.2.3": "3300000405322e322e3304e600000004322e333004312e31360100010001009000",
    "nano-s-plus 1.1.1": "3310000405312e312e3104e600000004342e303304332e3132010001009000",
    "stax 1.3.0": "3320000405312e332e3004e600000004352e323404302e3438010001009000",
    "flex 1.4.0": "3330000405312e342e3004ee00000005362e352e3205352e352e320100010601029000",
}


def parsed(name: str) -> Version:
    answer = bytes.fromhex(REAL_ANSWERS[name])
    assert answer[-2:] == b"\x90\x00"
    return parse_version(answer[:-2])


@pytest.mark.parametrize(
    ("name", "target_id", "se_version", "mcu_version", "bootloader_version"),
    [
        ("nano-s 1.2", 0x31100002, "1.2", "1.0", None),
        ("nano-s 1.3.1", 0x31100002, "1.3.1", "1.1", None),
        ("nano-s 1.4.2", 0x31100003, "1.4.2", "1.6", None),
        ("nano-s 1.5.5", 0x31100004, "1.5.5", "1.7", None),
        ("nano-x 1.1.6", 0x33000004, "1.1.6", "2.3", None),
        ("nano-x 1.2.4-1", 0x33000004, "1.2.4-1", "2.8", None),
        ("nano-x 2.2.3", 0x33000004, "2.2.3", "2.30", "1.16"),
        ("nano-s-plus 1.1.1", 0x33100004, "1.1.1", "4.03", "3.12"),
        ("stax 1.3.0", 0x33200004, "1.3.0", "5.24", "0.48"),
        ("flex 1.4.0", 0x33300004, "1.4.0", "6.5.2", "5.5.2"),
    ],
)
def test_operating_systems(
    name: str, target_id: int, se_version: str, mcu_version: str, bootloader_version: str | None
) -> None:
    version = parsed(name)
    assert version.target_id == target_id
    assert version.se_version == se_version
    assert version.mcu_version == mcu_version
    assert version.bootloader_version == bootloader_version
    assert not version.bootloader
    assert not version.updater
    assert version.unread == b""


def test_tail_fields_of_each_generation() -> None:
    nano_x = parsed("nano-x 2.2.3")
    assert (nano_x.hardware_version, nano_x.language, nano_x.recover_state) == (0, 0, b"\0")
    flex = parsed("flex 1.4.0")
    assert flex.hardware_version is None
    assert (flex.language, flex.recover_state, flex.recovery_key_state) == (0, b"\x06", b"\x02")
    old = parsed("nano-x 1.1.6")
    assert (old.hardware_version, old.language, old.recover_state) == (None, None, None)


def test_mcu_hash_is_told_from_a_bootloader_version_by_its_length() -> None:
    assert parsed("nano-s 1.4.2").mcu_hash == bytes.fromhex(
        "34c8e1ed994a446ef70c9b256d8a6e01eb949aba4b18b9f9a39b7f3878253103"
    )
    assert parsed("nano-s-plus 1.1.1").mcu_hash is None


def test_flags() -> None:
    unlocked = parsed("nano-x 2.2.3")
    assert unlocked.has(Flags.ONBOARDED)
    assert unlocked.has(Flags.PIN_VALIDATED)
    assert not unlocked.has(Flags.RECOVERY_MODE)
    fresh = parsed("nano-s 1.5.5")
    assert fresh.has(Flags.RECOVERY_MODE)
    assert fresh.has(Flags.ONBOARDED) is False
    assert Version(0x31100004, flags=b"\xe6").has(Flags.ONBOARDED) is None


@pytest.mark.parametrize(
    ("name", "bootloader_version"),
    [
        ("nano-s 1.3.1 bootloader", None),
        ("mcu bootloader 0.6", "0.6"),
        ("mcu bootloader 0.11", "0.11"),
        ("nano-x bootloader, se 1", "1.4"),
        ("nano-x bootloader, se 2", "1.4"),
    ],
)
def test_bootloaders(name: str, bootloader_version: str | None) -> None:
    version = parsed(name)
    assert version.bootloader
    assert version.bootloader_version == bootloader_version


def test_bytes_that_no_layout_explains_are_kept() -> None:
    assert parsed("mcu bootloader 0.6").unread == bytes.fromhex("08003000")
    tail = bytes.fromhex("0301020302ffff7f")
    answer = bytes.fromhex(REAL_ANSWERS["flex 1.4.0"])[:-2] + tail
    assert parse_version(answer).unread == tail


def test_updater() -> None:
    version = parsed("nano-s 1.4.2 updater")
    assert version.updater
    assert version.mcu_hash == bytes(32)


def test_empty_se_version() -> None:
    assert parse_version(bytes.fromhex("3110000200")).se_version == "0.0.0"


@pytest.mark.parametrize(
    "answer", ["", "311000", "3110000405312e", "31100004021b5b04e6000000", "3110000402312e04e6"]
)
def test_malformed_answers(answer: str) -> None:
    with pytest.raises(GarbledAnswer):
        parse_version(bytes.fromhex(answer))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_version_or_our_error(answer: bytes) -> None:
    try:
        version = parse_version(answer)
    except GarbledAnswer:
        return
    assert version.se_version.isascii()
    assert version.se_version.isprintable()


@given(st.sampled_from(sorted(REAL_ANSWERS)), st.data())
def test_cut_anywhere_gives_a_version_or_our_error(name: str, data: st.DataObject) -> None:
    answer = bytes.fromhex(REAL_ANSWERS[name])[:-2]
    cut = data.draw(st.integers(0, len(answer)))
    with contextlib.suppress(GarbledAnswer):
        assert parse_version(answer[:cut]).target_id == int.from_bytes(answer[:4], "big")
