"""``walletsafe message`` as a person and a script meet it. All messages are our own and synthetic."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import in_bash, refused, walletsafe
from tests.helpers.schema import assert_fits
from tests.unit.test_picture import code, data
from walletsafe.cli import program
from walletsafe.phrases import words_of
from walletsafe.report.document import checksum

WORDS = " ".join(words_of(bytes(range(16)), "english"))
"""A phrase that nobody has: its entropy is counted up."""

SCAM = """From: Ledger Support <help@mail-a.example>
Subject: Your wallet

Enter your 24 words at https://ledger-verify.com/x within 24 hours.
"""
DINNER = "From: Jo <jo@x.example>\nSubject: Friday\n\nDinner at eight?\n"
LINE = "From jo@x.example Mon Jan  5 10:00:00 2026\n"


@pytest.fixture
def scam(tmp_path: Path) -> str:
    return written(tmp_path / "scam.eml", SCAM)


@pytest.fixture
def dinner(tmp_path: Path) -> str:
    return written(tmp_path / "dinner.eml", DINNER)


def written(path: Path, text: str) -> str:
    path.write_text(text)
    return str(path)


def documents(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_scam_is_told_with_where_each_sign_stands(scam: str) -> None:
    done = walletsafe("message", scam)
    assert (done.returncode, done.stderr) == (1, "")
    _, _, where = done.stdout.partition("Where it stands in the message\n")
    assert "SCAM SIGNS FOUND" in done.stdout
    assert "    link 1: hxxps://ledger-verify[.]com/x\n" in where
    assert "    the sender's name: Ledger" in where
    assert "https://" not in where
    assert done.stdout.endswith("\n")


def test_an_ordinary_mail_is_never_reassured(dinner: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["message", dinner]) == 3
    said = capsys.readouterr().out
    assert "CANNOT BE CONFIRMED" in said
    assert "Where it stands" not in said
    assert "safe" not in said.replace("WalletSafe", "").replace("walletsafe", "")


def test_each_message_is_a_line_of_json_and_the_worst_decides(
    scam: str, dinner: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = written(tmp_path / "box.mbox", f"{LINE}{DINNER}\n{LINE}{DINNER}")
    assert program.run(["message", "--json", dinner, scam, box]) == 1
    said = documents(capsys.readouterr().out)
    assert [one["outcome"] for one in said] == ["could-not-check", "did-not-pass", *["could-not-check"] * 2]
    assert [one["item"] for one in said] == [
        {"name": dinner, "number": 1},
        {"name": scam, "number": 1},
        {"name": box, "number": 1},
        {"name": box, "number": 2},
    ]
    for one in said:
        assert_fits(one)
        assert one["checksum"] == checksum(one)
    asking = next(one["fields"] for one in said[1]["signs"] if one["id"] == "message.asks_for_words")
    assert asking == {"text": []}
    assert (said[0]["schema"], said[0]["kind"], said[0]["demo"]) == ("walletsafe.report/1", "message", False)
    assert program.run(["message", "--json", dinner]) == 3


def test_several_are_told_in_short(scam: str, dinner: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["message", dinner, scam]) == 1
    said = capsys.readouterr().out
    assert f"{dinner} (1): CANNOT BE CONFIRMED\n{scam} (1): SCAM SIGNS FOUND\n" in said
    assert "    link 1: hxxps://ledger-verify[.]com/x\n" in said
    assert "What this cannot tell" not in said
    assert said.endswith("Nobody ever needs your words.\n")


def test_a_broken_file_has_its_line_and_the_others_are_done(
    scam: str, dinner: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    assert program.run(["message", "--json", str(photo), dinner]) == 2, "broken is worse than doubt"
    captured = capsys.readouterr()
    unread, read = documents(captured.out)
    assert unread == {
        "schema": "walletsafe.report/1",
        "item": {"name": str(photo), "number": 1},
        "error": "picture.unreadable",
    }
    assert read["item"]["name"] == dinner
    first, line = captured.err.splitlines()
    assert first == "File 1 of 2:"
    assert line.startswith("walletsafe: This file could not be read as a picture.")
    assert program.run(["message", "--json", str(photo), scam, "nothing.eml"]) == 1, "a scam is the worst"
    assert len(capsys.readouterr().err.splitlines()) == 4


def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path) -> None:
    assert "there is no such file" in refused("message", str(tmp_path / "nothing"))
    assert "it is a folder" in refused("message", str(tmp_path))
    assert "it is no ordinary file" in refused("message", "/dev/null")
    for options in ((), ("--kind", "host")):
        assert 'run "walletsafe message --kind host -"' in refused("message", "ledger.com", *options)
    assert "is not one of" in refused("message", "--kind", "call", "x")
    assert "Missing argument" in refused("message")
    assert "looks like recovery words" in refused("message", *WORDS.split())


def test_hosts_come_one_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hosts = written(tmp_path / "hosts.txt", "ledger.com\n\n  ledger-verify.com \r\nl\u0435dger.com\n")
    assert program.run(["message", "--kind", "host", "--json", hosts]) == 1
    said = documents(capsys.readouterr().out)
    assert [one["item"] for one in said] == [
        {"name": "ledger.com", "number": 1},
        {"name": "ledger-verify.com", "number": 2},
        {"name": "l\u0435dger.com", "number": 3},
    ]
    assert [one["outcome"] for one in said] == ["could-not-check", "did-not-pass", "did-not-pass"]
    assert program.run(["message", "--kind", "host", hosts]) == 1
    assert "ledger-verify[.]com (2): SCAM SIGNS FOUND\n" in capsys.readouterr().out


def test_a_list_of_words_is_no_list_of_hosts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hosts = written(tmp_path / "hosts.txt", WORDS.replace(" ", "\n"))
    assert program.run(["message", "--kind", "host", hosts]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "looks like recovery words" in captured.err
    assert not any(word in captured.err for word in WORDS.split()[:4])


def test_standard_input_is_read_as_a_file_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for content, kind, subject in (
        (SCAM.encode(), [], ["mail"]),
        (f"{LINE}{DINNER}\n{LINE}{SCAM}".encode(), [], ["mail", "mail"]),
        (b"ledger-verify.com\n", ["--kind", "host"], ["host"]),
        (b"Enter your 24 words at ledger-verify.com", ["--kind", "letter"], ["letter"]),
        (data(code("https://ledger-verify.com")), [], ["letter"]),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert program.run(["message", "-", "--json", *kind]) == 1
        assert [one["subject"]["kind"] for one in documents(capsys.readouterr().out)] == subject
    monkeypatch.setattr("sys.stdin", None)
    assert program.run(["message", "-"]) == 2


def test_a_picture_without_a_code_could_not_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(data(code("x").point(lambda shade: 255)))
    assert program.run(["message", str(photo)]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("walletsafe: No QR code could be read")


def test_recovery_words_in_a_message_are_bait_and_never_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sms = written(tmp_path / "sms.txt", f"I need help to move my coins. My words: {WORDS}")
    for options in ([], ["--json"]):
        assert program.run(["message", sms, *options]) == 1
        captured = capsys.readouterr()
        assert not any(word in captured.out + captured.err for word in WORDS.split()[:4])


def test_foreign_characters_cannot_dress_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SCAM.replace("Ledger Support", "Ledger\x1b[31m\u202e Support").replace("words at", "words\x07 at")
    mail = written(tmp_path / "scam.eml", text)
    assert program.run(["message", mail]) == 1
    said = capsys.readouterr().out
    assert not set(said) & set("\x1b\x07\u202e")


def test_a_place_that_comes_again_is_told_once_and_many_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    links = [f"https://ledger-verify.com/{number}" for number in range(8)]
    mail = written(tmp_path / "scam.eml", SCAM + "Enter your 24 words.\n" * 9 + "\n".join(links))
    assert program.run(["message", mail]) == 1
    _, _, where = capsys.readouterr().out.partition("Where it stands in the message\n")
    places = [line for line in where.splitlines() if line.startswith("    ")]
    assert places.count("    the text: Enter your 24 words") == 1
    assert "    and 4 more places" in places


def test_output_that_cannot_be_written_is_told(scam: str) -> None:
    done = in_bash(f"walletsafe message {scam} > /dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "could not be written" in done.stderr
    done = in_bash(f"walletsafe message {scam} {scam} | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (1, "")
