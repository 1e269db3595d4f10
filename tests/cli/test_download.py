"""``walletsafe download`` as a person and a script meet it. Keys and files are the tests' own."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import WALLETSAFE, refused, walletsafe
from tests.helpers.release import Release, Signer, add_key
from tests.helpers.schema import assert_fits
from walletsafe.cli import program
from walletsafe.download import keys

LEDGER = Signer()


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return Release(tmp_path, LEDGER)


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests' key stand where Ledger's is built in."""
    monkeypatch.setattr(keys, "pinned", lambda: (LEDGER.key(),))


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.usefixtures("pinned")
def test_a_genuine_file_passes_with_all_that_was_checked(
    release: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["download", str(release.installer), "--json"]) == 0
    document = said(capsys)
    assert_fits(document)
    assert (document["kind"], document["demo"], document["outcome"]) == ("download", False, "passed")
    assert document["subject"]["name"] == release.installer.name
    assert document["subject"]["size"] == release.installer.stat().st_size
    assert len(document["subject"]["sha512"]) == 128
    assert document["checks"] == [
        {"id": "signature", "outcome": "passed"},
        {"id": "checksum", "outcome": "passed"},
    ]


@pytest.mark.usefixtures("pinned")
def test_the_text_tells_what_the_system_can_say_but_gives_no_second_chance(
    release: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    for installer, needles in (
        (release.windows, ["Get-AuthenticodeSignature", "Not verified by us"]),
        (release.installer, ["On Linux"]),
    ):
        assert program.run(["download", str(installer)]) == 0
        streams = capsys.readouterr()
        assert all(needle in " ".join(streams.out.split()) for needle in needles)
        assert "PASSED\n" in streams.out
        assert " ".join(streams.err.split()).endswith(f"Reading {installer.name}: 100 %")
    release.windows.write_bytes(b"MZ another")
    assert program.run(["download", str(release.windows)]) == 1
    out = capsys.readouterr().out
    assert "DID NOT PASS\n" in out
    assert "Get-AuthenticodeSignature" not in out


@pytest.mark.usefixtures("pinned")
def test_named_files_are_used_and_named(
    release: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "apart").mkdir()
    sums = release.sums.replace(tmp_path / "apart" / "list.txt")
    seal = release.signature.replace(tmp_path / "apart" / "seal.bin")
    assert program.run(["download", str(release.installer), "--json"]) == 3
    assert [check["outcome"] for check in said(capsys)["checks"]] == ["not-checked-yet"] * 2
    arguments = ["download", str(release.installer), "--sums", str(sums), "--json"]
    assert program.run(arguments) == 3
    assert said(capsys)["checks"][0] == {"id": "signature", "outcome": "not-checked-yet"}
    assert program.run([*arguments, "--signature", str(seal)]) == 0
    subject = said(capsys)["subject"]
    assert (subject["sums"], subject["signature"]) == ("list.txt", "seal.bin")


@pytest.mark.usefixtures("pinned")
def test_newer_keys_count_where_the_chain_reaches_them(
    release: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second, third = Signer(), Signer()
    release.sign(third)
    arguments = ["download", str(release.installer), "--json"]
    assert program.run(arguments) == 1
    assert said(capsys)["outcome"] == "did-not-pass"
    add_key(tmp_path / "keys", third, second)
    assert program.run([*arguments, "--keys", str(tmp_path / "keys")]) == 3
    assert next(found["id"] for found in said(capsys)["findings"]) == "download.signature_unknown_key"
    add_key(tmp_path / "keys", second, LEDGER)
    assert program.run([*arguments, "--keys", str(tmp_path / "keys")]) == 0
    assert next(found["id"] for found in said(capsys)["findings"]) == "download.signature_next_key"


def test_a_key_of_somebody_elses_never_passes_the_real_command(release: Release, tmp_path: Path) -> None:
    """As a process, with the key that is built in."""
    assert walletsafe("download", str(release.installer)).returncode == 1
    other = Signer()
    add_key(tmp_path / "keys", LEDGER, other)
    add_key(tmp_path / "keys", other, LEDGER)
    done = walletsafe("download", str(release.installer), "--keys", str(tmp_path / "keys"), "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["outcome"] == "could-not-check"
    release.signature.unlink()
    assert walletsafe("download", str(release.installer)).returncode == 3


def test_what_cannot_be_used_is_said_in_one_line(release: Release, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    assert '"missing" cannot be used: there is no such file' in refused("download", missing)
    assert "it is a folder. Name the installer" in refused("download", str(tmp_path))
    assert "this is the list of checksums. Name the installer" in refused("download", str(release.sums))
    assert "this is the signature of the list" in refused("download", str(release.signature))
    installer = str(release.installer)
    assert "no such file" in refused("download", installer, "--sums", missing)
    assert '"missing" cannot be used: it is not a folder' in refused("download", installer, "--keys", missing)
    assert "no key in it" in refused("download", installer, "--keys", str(tmp_path))


def test_ctrl_c_ends_in_a_report(tmp_path: Path) -> None:
    """A sparse file that takes longer to read than anybody waits."""
    large = tmp_path / "ledger-live-desktop-4.21.0-win-x64.exe"
    with large.open("wb") as file:
        file.truncate(40_000_000_000)
    command = [*WALLETSAFE, "download", str(large), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while " 0 %" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 4, err
    document = json.loads(out)
    assert document["outcome"] == "stopped"
    assert next(found["id"] for found in document["findings"]) == "download.stopped"
