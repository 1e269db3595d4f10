"""``walletsafe doctor`` as a person and a script meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files

import pytest

from tests.helpers.command import in_bash, refused, walletsafe
from walletsafe.cancel import CancelToken
from walletsafe.cli import doctor, program
from walletsafe.doctor import Answer, Diagnosis, Probe
from walletsafe.findings import Finding, finding
from walletsafe.knowledge import Knowledge

RULE = (files("walletsafe.resources") / "udev" / "70-walletsafe-ledger.rules").read_text("utf-8")
PROBES = (Probe("on_usb", Answer.YES), Probe("in_use", Answer.UNKNOWN))

Say = Callable[..., None]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Let the doctor come to this diagnosis, whatever is attached to this computer."""

    def set_diagnosis(*causes: Finding, ready: bool) -> None:
        def examine(knowledge: Knowledge, *, cancel: CancelToken) -> Diagnosis:
            return Diagnosis(ready, causes, PROBES)

        monkeypatch.setattr(doctor, "examine", examine)

    return set_diagnosis


def test_on_this_computer_it_ends_with_an_answer() -> None:
    done = walletsafe("doctor", "--json")
    said = json.loads(done.stdout)
    assert done.returncode == (0 if said["ready"] else 3)
    assert said["schema"] == "walletsafe.doctor/1"
    assert set(said) == {"schema", "app", "ready", "probes", "causes"}
    assert set(said["app"]) == {"version", "knowledge_date"}
    assert {probe["outcome"] for probe in said["probes"]} <= {"yes", "no", "could-not-tell"}
    assert said["ready"] or said["causes"]
    assert done.stderr == ""
    shown = walletsafe("doctor")
    assert shown.returncode == done.returncode
    assert "What was looked at" in shown.stdout
    assert all(cause["title"][:50] in shown.stdout for cause in said["causes"])


def test_the_rule_comes_alone_and_ends_well() -> None:
    done = walletsafe("doctor", "--rule")
    assert (done.returncode, done.stdout, done.stderr) == (0, RULE, "")
    assert "--json" in refused("doctor", "--rule", "--json")


def test_the_command_for_the_rule_writes_the_rule(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(finding("doctor.rule_missing"), ready=False)
    program.run(["doctor", "--json"])
    (cause,) = json.loads(capsys.readouterr().out)["causes"]
    lines, _, sudo = cause["commands"][0].partition(" | ")
    assert sudo == "sudo tee /etc/udev/rules.d/70-walletsafe-ledger.rules"
    # Without any program to be found: nothing but the shell and the rule itself makes root's file.
    done = in_bash(f"PATH=; {lines}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [line for line in RULE.splitlines() if not line.startswith("#")]


def test_causes_are_told_with_their_commands(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(finding("doctor.rule_missing"), finding("doctor.in_use", program="wallet"), ready=False)
    assert program.run(["doctor"]) == 3
    said = capsys.readouterr().out
    assert "1. Linux has no rule that lets you use the Ledger" in said
    assert "2. Another program holds the Ledger\n" in said, "a title holds no foreign name"
    assert 'calls itself "wallet"' in " ".join(said.split())
    assert "\n      sudo udevadm control --reload\n" in said
    trigger = "sudo udevadm trigger --action=change --subsystem-match=hidraw --subsystem-match=usb"
    assert f"\n      {trigger}\n" in said, "a command must not be broken"
    assert said.index("stop and hang up") < said.index("sudo"), "the warning comes before what it warns of"
    assert "- Does another program hold it? Could not be told." in said
    assert said.endswith("Nobody ever needs your words.\n")


def test_the_same_as_json(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(finding("doctor.in_use", program="wallet"), ready=False)
    assert program.run(["doctor", "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert said["ready"] is False
    assert said["probes"] == [
        {"id": "on_usb", "outcome": "yes"},
        {"id": "in_use", "outcome": "could-not-tell"},
    ]
    (cause,) = said["causes"]
    assert (cause["id"], cause["severity"]) == ("doctor.in_use", "unknown")
    assert cause["params"] == {"program": "wallet"}
    assert cause["title"] == "Another program holds the Ledger"
    assert cause["next"].startswith("Close that program")
    assert cause["commands"] == []


def test_ready_is_said_first_and_tips_after(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(ready=True)
    assert program.run(["doctor"]) == 0
    assert "A Ledger is plugged in and can be opened.\n\nWhat was looked at" in capsys.readouterr().out
    say(finding("doctor.world_writable", rule="20-hw1.rules"), ready=True)
    assert program.run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "Worth knowing:\n\n1. Every user and program" in said
    assert "The rule is in 20-hw1.rules." in " ".join(said.split())


def test_a_danger_is_announced(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(finding("doctor.offers_disk"), ready=False)
    assert program.run(["doctor"]) == 3
    said = capsys.readouterr().out
    assert "Something is not as it should be. Read this first:\n\n1. Take care" in said
    assert "can be opened" not in said


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_looks_like_a_secret_is_not_printed(
    say: Say, capsys: pytest.CaptureFixture[str], form: list[str]
) -> None:
    say(finding("doctor.in_use", program="someone@example.org"), ready=False)
    assert program.run(["doctor", *form]) == 70
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "example" not in streams.err
    assert "an e-mail address" in streams.err


def test_a_reader_that_leaves_is_no_fault() -> None:
    done = in_bash("set -o pipefail; walletsafe doctor --rule | head -c 1")
    assert "Traceback" not in done.stderr


def test_no_device_points_to_the_doctor() -> None:
    done = walletsafe("check", "--device", "nano-x-99")
    assert done.returncode == 2
    listed = json.loads(walletsafe("devices", "--json").stdout)["devices"]
    if listed:
        pytest.skip("a Ledger is attached to this computer")
    done = walletsafe("check", "--json")
    assert done.returncode == 3
    assert [found["id"] for found in json.loads(done.stdout)["findings"]] == ["device.none"]
    assert "walletsafe doctor" in " ".join(done.stderr.split())
