"""Recordings of whole checks: what they replay as, and that no changed byte of a proof ever passes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.helpers.people import Person, check, ids, virtual
from walletsafe.findings import Outcome
from walletsafe.transport import PeerKind
from walletsafe.transport.record import RecordingPeer
from walletsafe.transport.replay import load

RECORDS = Path(__file__).parent.parent / "records"
PROOFS = ("=> E052", "=> E000")


@pytest.mark.parametrize(
    ("name", "outcome", "wanted"),
    [
        ("genuine-flex.private.txt", Outcome.PASSED, "genuine.verified"),
        ("genuine-flex.redacted.txt", Outcome.COULD_NOT_CHECK, "transport.record_redacted"),
        ("nano-x.private.txt", Outcome.COULD_NOT_CHECK, "genuine.model_refuses"),
        ("refused.private.txt", Outcome.STOPPED, "genuine.refused_on_device"),
        ("locked.private.txt", Outcome.COULD_NOT_CHECK, "device.locked"),
    ],
)
def test_records_replay_as_what_they_were_and_stay_demo(name: str, outcome: Outcome, wanted: str) -> None:
    peer = load(RECORDS / name)
    assert peer.kind is PeerKind.REPLAY
    report = check(peer)
    assert report.outcome is outcome
    assert wanted in ids(report)
    assert report.demo


def changed_records(name: str) -> list[tuple[str, str]]:
    """Every record that differs from ``name`` in one byte of a proof, with a word on where."""
    lines = (RECORDS / name).read_text().splitlines()
    variants: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        if not (line.startswith("<= ") and lines[number - 1].startswith(PROOFS)):
            continue
        answer = bytes.fromhex(line.removeprefix("<= "))
        # The status word is under no signature, and neither is the first, unused field of the
        # proof of possession, which is its length byte alone.
        first = 1 if lines[number - 1].startswith("=> E05280") else 0
        for at in range(first, len(answer) - 2):
            changed = answer[:at] + bytes((answer[at] ^ 0x01,)) + answer[at + 1 :]
            variant = [*lines[:number], f"<= {changed.hex().upper()}", *lines[number + 1 :]]
            variants.append((f"line {number + 1}, byte {at}", "\n".join(variant) + "\n"))
    return variants


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "name", ["genuine-flex.private.txt", "nano-x.private.txt", "refused.private.txt", "locked.private.txt"]
)
def test_one_changed_byte_of_a_proof_never_passes(name: str, tmp_path: Path) -> None:
    variants = changed_records(name)
    assert bool(variants) is (name == "genuine-flex.private.txt")
    for number, (where, text) in enumerate(variants):
        path = tmp_path / f"{number}.private.txt"
        path.write_text(text)
        report = check(load(path))
        assert report.outcome is not Outcome.PASSED, where


def test_a_fresh_recording_replays(tmp_path: Path) -> None:
    path = tmp_path / "fresh.private.txt"
    assert check(RecordingPeer(virtual("genuine-nano-s"), path)).outcome is Outcome.PASSED
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert check(load(path)).outcome is Outcome.PASSED


def test_a_recording_of_a_closed_app_replays(tmp_path: Path) -> None:
    path = tmp_path / "app.private.txt"
    person = Person({"device.close_app": "yes"})
    assert check(RecordingPeer(virtual("app-open"), path), person).outcome is Outcome.PASSED
    assert check(load(path), person).outcome is Outcome.PASSED


def test_a_redacted_recording_holds_no_byte_of_a_proof_or_a_key(tmp_path: Path) -> None:
    private, redacted = tmp_path / "whole.private.txt", tmp_path / "redacted.txt"
    check(RecordingPeer(RecordingPeer(virtual("genuine-flex"), private), redacted))
    secrets = {
        line.split(" ", 1)[1]
        for line in private.read_text().splitlines()
        if line.startswith(("entropy", "=> E05", "=> E000")) or len(line) > 120
    }
    text = redacted.read_text()
    for secret in secrets:
        for at in range(8, len(secret) - 16, 8):
            assert secret[at : at + 16] not in text
