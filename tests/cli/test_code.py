"""The code that a check shows, read out to ``walletsafe code decode``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import ids, refused, walletsafe
from tests.ui.message_states import BAIT, SCAM


def decoded(*code: str) -> dict[str, Any]:
    done = walletsafe("code", "decode", "--json", *code)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("name", ["genuine-flex", "counterfeit-replayed", "nano-x"])
def test_a_check_and_its_code_say_the_same(name: str) -> None:
    done = walletsafe("check", "--virtual", name, "--answers", "clean", "--json")
    made = json.loads(done.stdout)
    said = decoded(*made["code"].split())
    for key in ("schema", "kind", "outcome", "code"):
        assert said[key] == made[key]
    assert (said["demo"], said["read_out"]) == (True, True)
    assert said["subject"] == {key: made["subject"][key] for key in ("model", "firmware")}
    assert ids(said) == ids(made)
    assert said["app"]["knowledge_date"] == made["app"]["knowledge_date"]


def test_the_code_stands_in_the_text_too() -> None:
    shown = walletsafe("check", "--virtual", "locked", "--answers", "clean").stdout
    (line,) = (line for line in shown.splitlines() if line.startswith("Code to read out: D"))
    assert ids(decoded(line.partition(": ")[2])) == {"device.locked"}


def test_a_message_has_one(tmp_path: Path) -> None:
    (tmp_path / "scam.eml").write_text(SCAM)
    made = json.loads(walletsafe("message", "--json", str(tmp_path / "scam.eml")).stdout)
    said = decoded(made["code"].replace(" ", "-").lower())
    assert (said["kind"], said["outcome"], said["demo"]) == ("message", "did-not-pass", False)
    assert ids(said) == ids(made)


def test_what_was_read_out_is_shown_as_that() -> None:
    done = walletsafe("code", "decode", "D000", "72S9", "F053", "RG49", "0GBF")
    assert done.returncode == 0
    assert done.stdout.startswith("DEMO")
    assert "WHAT THE CALLER READ OUT, NOT PROOF" in done.stdout
    assert "DEMO: READ OUT: PASSED" in done.stdout


@pytest.mark.parametrize(
    ("typed", "needle"),
    [
        (["1000", "72S9", "F053", "RG49", "0AWF"], "not right"),
        (["1000", "72S9", "F053", "RG49"], "not right"),
        (["1000", "72S9", "F053", "RG49", "0AW"], "group of four"),
        (["1000 72U9 F053"], "no U"),
        (["2000", "0000", "0SSS"], "not right"),
        (["1" * 5000], "far too long"),
        ([""], "group of four"),
    ],
)
def test_what_is_no_code_ends_in_one_line(typed: list[str], needle: str) -> None:
    line = refused("code", "decode", *typed)
    assert needle in line
    assert typed[0] not in line or not typed[0]


def test_a_newer_code_says_to_update() -> None:
    assert "Update WalletSafe" in refused("code", "decode", "2080 8049 85B9")


def test_words_in_place_of_a_code_are_not_looked_at() -> None:
    line = refused("code", "decode", *BAIT.split())
    assert "recovery words" in line
    assert not set(BAIT.split()) & set(line.split())


def test_nothing_typed_is_wrong_usage() -> None:
    assert walletsafe("code").returncode == 2
    assert walletsafe("code", "decode").returncode == 2
