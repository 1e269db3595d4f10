"""Version answers and app lists have the layout that real devices of every generation were seen to send."""

from __future__ import annotations

import pytest

from walletsafe.virtual.apps import list_parts
from walletsafe.virtual.firmware import Firmware
from walletsafe.virtual.scenario import App

MCU_1_6 = bytes.fromhex("34c8e1ed994a446ef70c9b256d8a6e01eb949aba4b18b9f9a39b7f3878253103")
MCU_1_7 = bytes.fromhex("13fe17e06cf2f710d33328aa46d1053f8fadd48dcaeca2c5512dd79e2158d577")

# Recorded from real devices; source: ledger-live-common getDeviceInfo tests, ledger-live and
# device-sdk-ts version parser tests. The status word is left out.
RECORDED = {
    "3110000203312e32040600000004312e3100": Firmware(0x31100002, "1.2", bytes.fromhex("06000000"), "1.1\0"),
    "3110000205312e332e31048e00000004312e3100": Firmware(
        0x31100002, "1.3.1", bytes.fromhex("8e000000"), "1.1\0"
    ),
    "3110000305312e342e3204a600000004312e360020" + MCU_1_6.hex(): Firmware(
        0x31100003, "1.4.2", bytes.fromhex("a6000000"), "1.6\0", MCU_1_6
    ),
    "3110000309312e342e322d6f7375042000000004312e370020" + bytes(32).hex(): Firmware(
        0x31100003, "1.4.2-osu", bytes.fromhex("20000000"), "1.7\0", bytes(32)
    ),
    "3110000405312e352e35042300000004312e370020" + MCU_1_7.hex(): Firmware(
        0x31100004, "1.5.5", bytes.fromhex("23000000"), "1.7\0", MCU_1_7
    ),
    "3300000405312e312e3604a600000003322e33": Firmware(0x33000004, "1.1.6", bytes.fromhex("a6000000"), "2.3"),
    "3300000405322e322e3304e600000004322e333004312e3136010001000100": Firmware(
        0x33000004, "2.2.3", bytes.fromhex("e6000000"), "2.30", b"", "1.16", hardware=0, language=0, recover=0
    ),
    "3310000405312e312e3104e600000004342e303304332e31320100": Firmware(
        0x33100004, "1.1.1", bytes.fromhex("e6000000"), "4.03", b"", "3.12", language=0
    ),
    "3320000405312e332e3004e600000004352e323404302e34380100": Firmware(
        0x33200004, "1.3.0", bytes.fromhex("e6000000"), "5.24", b"", "0.48", language=0
    ),
    "3330000405312e342e3004ee00000005362e352e3205352e352e32010001060102": Firmware(
        0x33300004,
        "1.4.0",
        bytes.fromhex("ee000000"),
        "6.5.2",
        b"",
        "5.5.2",
        language=0,
        recover=6,
        recovery_key=2,
    ),
}


@pytest.mark.parametrize("recorded", RECORDED)
def test_a_recorded_answer_is_built_from_its_fields(recorded: str) -> None:
    assert RECORDED[recorded].version_answer().hex() == recorded


def test_another_version_changes_nothing_but_the_version() -> None:
    firmware = Firmware(0x33100004, "2.1", bytes.fromhex("e6000000"), "4.03")
    assert firmware.version_answer("1.5.0").hex() == "3310000405312e352e3004e600000004342e3033"


def test_a_bootloader_answers_with_target_version_and_flags() -> None:
    bootloader = Firmware(0x01000001, "", bytes.fromhex("f4d8aa43"), "", b"", "0.11")
    assert bootloader.bootloader_answer().hex() == "0100000104302e313104f4d8aa43"


def test_the_list_of_apps_has_the_layout_that_a_nano_x_sent() -> None:
    """As recorded in device-sdk-ts ListAppsCommand tests; only the hashes differ."""
    first, last = list_parts((App("Bitcoin", 0xCA50), App("Ethereum", 0xCA40)))
    assert last == b""
    assert first[:6].hex() == "014d0013ca50"
    assert first[70:78].hex() == b"\x07Bitcoin".hex()
    assert first[78:83].hex() == "4e0013ca40"
    assert first[147:].hex() == b"\x08Ethereum".hex()
    hashes = {first[6:38], first[38:70], first[83:115], first[115:147]}
    assert len(hashes) == 4


def test_an_empty_list_is_just_its_end() -> None:
    assert list_parts(()) == [b""]
