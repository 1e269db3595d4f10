"""Scenario files: all bundled ones load, broken ones give one clear problem."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.errors import BrokenFile, UnknownScenario
from walletsafe.virtual import scenario
from walletsafe.virtual.scenario import Frames, PromptPolicy, State

PROMISED = [
    "genuine-nano-s",
    "genuine-nano-s-plus",
    "genuine-stax",
    "genuine-flex",
    "genuine-nano-gen5",
    "nano-x",
    "outdated",
    "newer-than-list",
    "never-issued",
    "counterfeit-self-signed",
    "counterfeit-replayed",
    "counterfeit-version-lie",
    "custom-ca",
    "replaced-ui",
    "sideloaded-app",
    "pre-filled-phrase",
    "locked",
    "not-set-up",
    "app-open",
    "bootloader",
    "updater",
    "silent",
    "refused",
    "unplugged",
    "garbage",
    "cross-talk",
    "slow",
]

MINIMAL = """\
title = "A device"
description = "For a test."
source = "invented"
date = "2026-11-23"

[device]
model = "flex"
product_id = 0x7000
target_id = 0x33300004
se_version = "1.7.0"
flags = "e6000000"
"""


def test_every_promised_scenario_is_there() -> None:
    assert sorted(PROMISED) == sorted(scenario.names())


@pytest.mark.parametrize("name", scenario.names())
def test_every_bundled_scenario_loads_and_says_what_it_is(name: str) -> None:
    loaded = scenario.load(name)
    assert loaded.name == name
    assert loaded.title
    assert loaded.description.endswith(".")
    assert loaded.product_id >> 8 or loaded.state is State.BOOTLOADER


def test_the_newest_known_firmware_is_in_the_genuine_ones() -> None:
    names = [name for name in scenario.names() if name.startswith("genuine-")]
    versions = {name: scenario.load(name).firmware.se_version for name in names}
    assert versions == {
        "genuine-nano-s": "2.1.0",
        "genuine-nano-s-plus": "1.7.0",
        "genuine-stax": "1.11.0",
        "genuine-flex": "1.7.0",
        "genuine-nano-gen5": "1.2.0",
    }


def test_the_facts_of_the_special_ones() -> None:
    assert scenario.load("nano-x").prompt is PromptPolicy.MODEL_REFUSES
    assert scenario.load("pre-filled-phrase").answers == {"origin.phrase_prefilled": "yes"}
    assert scenario.load("slow").faults.answer_delay == 3.0
    assert scenario.load("counterfeit-version-lie").channel_version == "1.5.0"
    assert scenario.load("genuine-flex").channel_version == "1.7.0"
    assert [app.flags & 0x400 for app in scenario.load("custom-ca").apps].count(0x400) == 1
    assert [app.flags & 0x08 for app in scenario.load("replaced-ui").apps].count(0x08) == 1


@pytest.mark.parametrize("name", ["", "nope", "../scenarios/locked", "Locked", "locked\0", "a" * 9999])
def test_an_unknown_name_is_named(name: str) -> None:
    with pytest.raises(UnknownScenario) as error:
        scenario.resolve(name)
    assert error.value.params == {"scenario": name}


def test_a_file_of_ones_own_can_be_played(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL, "utf-8")
    loaded = scenario.resolve(str(path))
    assert (loaded.name, loaded.model, loaded.apps, loaded.answers) == ("mine", "flex", (), {})


@pytest.mark.parametrize(
    ("faults", "frames"), [("", Frames.WHOLE), *((f'frames = "{kind}"', kind) for kind in Frames)]
)
def test_how_packets_arrive_can_be_said(tmp_path: Path, faults: str, frames: Frames) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f"{MINIMAL}\n[faults]\n{faults}\n", "utf-8")
    assert scenario.load_file(path).faults.frames is frames


def broken(tmp_path: Path, content: bytes) -> BrokenFile:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(BrokenFile) as error:
        scenario.load_file(path)
    assert error.value.params["file"] == path.name
    return error.value


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"\xff\xfe", 0, "not-utf-8"),
        (b"title = 'a'\ntitle = [", 2, "not-toml"),
        (b"title = 'a'\ncolour = ?\n\n", 2, "not-toml"),
        (b"a = " + b"[" * 5000, 0, "too-deep"),
        (b"#" * (scenario.SIZE_LIMIT + 1), 0, "too-large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, line: int, problem: str) -> None:
    params = broken(tmp_path, content).params
    assert (params["line"], params["problem"]) == (line, problem)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile) as error:
        scenario.load_file(tmp_path / "none.toml")
    assert error.value.params["problem"] == "not-there"


@pytest.mark.parametrize(
    ("old", "new", "problem", "field"),
    [
        ('title = "A device"', "", "missing-field", "title"),
        ('date = "2026-11-23"', "", "missing-field", "date"),
        ('title = "A device"', 'title = ""', "wrong-value", "title"),
        ('title = "A device"', "title = 1", "wrong-type", "title"),
        ('title = "A device"', 'title = "A"\ncolour = "red"', "unknown-field", "colour"),
        ("[device]", "[thing]", "missing-field", "device"),
        ('model = "flex"', 'model = "flex"\nsize = 3', "unknown-field", "device.size"),
        ("0x7000", "0x17000", "wrong-value", "device.product_id"),
        ("0x7000", "-1", "wrong-value", "device.product_id"),
        ("0x7000", "true", "wrong-type", "device.product_id"),
        ("e6000000", "e6", "wrong-value", "device.flags"),
        ("e6000000", "e600000g", "wrong-value", "device.flags"),
        ('"1.7.0"', '"1.7.\u00e9"', "wrong-value", "device.se_version"),
        ('"1.7.0"', '"1.7.0"\nstate = "asleep"', "wrong-value", "device.state"),
        ('"1.7.0"', '"1.7.0"\nlanguage = 256', "wrong-value", "device.language"),
        ('"1.7.0"', '"1.7.0"\nmcu_hash = "00"', "wrong-value", "device.mcu_hash"),
        ('"1.7.0"', '"1.7.0"\nstate = "app-open"', "missing-field", "open_app"),
        (
            "[device]",
            "[open_app]\nname = 'A'\nversion = '1'\nproduct_id = 1\n[device]",
            "unknown-field",
            "open_app",
        ),
        (
            "[device]",
            "[attestation]\ncertificate = 'real'\n[device]",
            "wrong-value",
            "attestation.certificate",
        ),
        ("[device]", "[faults]\nanswer_delay = inf\n[device]", "wrong-value", "faults.answer_delay"),
        ("[device]", "[faults]\nanswer_delay = nan\n[device]", "wrong-value", "faults.answer_delay"),
        ("[device]", "[faults]\nframes = 'lost'\n[device]", "wrong-value", "faults.frames"),
        ("[device]", "[faults]\nframes = true\n[device]", "wrong-type", "faults.frames"),
        ("[device]", "[faults]\nsmoke = true\n[device]", "unknown-field", "faults.smoke"),
        (
            "[device]",
            "[answers]\n'origin.colour' = 'yes'\n[device]",
            "unknown-field",
            "answers.origin.colour",
        ),
        (
            "[device]",
            "[answers]\n'origin.guided_now' = 'maybe'\n[device]",
            "wrong-value",
            "answers.origin.guided_now",
        ),
        ("[device]", "apps = [1]\n[device]", "wrong-type", "apps"),
        ("[device]", "[[apps]]\nname = 'A'\n[device]", "missing-field", "apps.flags"),
        ("[device]", f"[[apps]]\nname = '{'A' * 65}'\nflags = 0\n[device]", "wrong-value", "apps.name"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, old: str, new: str, problem: str, field: str) -> None:
    assert old in MINIMAL
    params = broken(tmp_path, MINIMAL.replace(old, new).encode()).params
    assert (params["problem"], params["field"]) == (problem, field)


@given(st.binary(max_size=200))
def test_no_bytes_give_anything_but_a_broken_file(data: bytes) -> None:
    with pytest.raises(BrokenFile):
        scenario._parse("fuzz", "fuzz.toml", data)


@given(st.sampled_from(MINIMAL.splitlines()), st.text(max_size=20))
def test_no_change_of_a_line_gives_anything_but_a_scenario_or_a_broken_file(line: str, value: str) -> None:
    name = line.partition("=")[0]
    changed = MINIMAL.replace(line, f"{name}= {value}").encode("utf-8", "replace")
    with suppress(BrokenFile):
        assert scenario._parse("fuzz", "fuzz.toml", changed).name == "fuzz"
