"""``walletsafe report``: a saved report shown again, and saved calls whose time is over."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.command import WALLETSAFE, calm, in_bash, refused, walletsafe
from tests.helpers.people import check, virtual
from tests.helpers.reports import a_call, a_lesson, changed
from walletsafe import report, texts
from walletsafe.cli.program import run
from walletsafe.findings import Report
from walletsafe.guidance import calls
from walletsafe.report import cases

SCAM = "From: Ledger Support <help@legder.example>\n\nVerify your 24 words at hxxp://legder.example today."


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "walletsafe" / "cases"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_what_check_printed_is_shown_again_as_a_copy(tmp_path: Path) -> None:
    printed = walletsafe("check", "--virtual", "counterfeit-self-signed", "--answers", "clean", "--json")
    path = tmp_path / "check.json"
    path.write_text(printed.stdout)
    shown = walletsafe("report", "show", str(path))
    assert shown.returncode == 0, "a copy is no check, whatever it says"
    made = json.loads(printed.stdout)["made"]
    lead, _, rest = flat(shown.stdout).partition(" A SAVED COPY OF ")
    assert lead == texts.report_text().demo
    assert rest.startswith(f"{made} It proves nothing:")
    assert "DEMO: REPORTED: DID NOT PASS" in shown.stdout
    assert "Code to read out" not in shown.stdout
    again = tmp_path / "again.json"
    again.write_text(walletsafe("report", "show", str(path), "--json").stdout)
    said, before = json.loads(again.read_text()), json.loads(printed.stdout)
    assert said["copy"] is True
    assert {**said, "checksum": ""} == {
        **{key: value for key, value in before.items() if key != "code"},
        "checksum": "",
        "copy": True,
    }
    assert "shown of another file" in refused("report", "show", str(again))


@pytest.mark.parametrize("made", [a_call(0), a_lesson(wrong=2)], ids=["call", "lesson"])
def test_a_call_and_a_lesson_are_shown_with_their_record(tmp_path: Path, made: Report) -> None:
    path = tmp_path / "report.json"
    report.save(made, path)
    shown = flat(walletsafe("report", "show", str(path)).stdout)
    for entry in made.record:
        assert f"{entry.text} {entry.answer}".strip() in shown


def test_a_message_and_a_download_of_the_command_line_are_shown_again(tmp_path: Path) -> None:
    mail = tmp_path / "scam.txt"
    mail.write_text(SCAM)
    installer = tmp_path / "ledger-live-desktop-2.0.0-linux-x86_64.AppImage"
    installer.write_bytes(b"\x7fELF installer")
    for arguments in (("message", str(mail)), ("download", str(installer))):
        printed = walletsafe(*arguments, "--json").stdout
        path = tmp_path / "report.json"
        path.write_text(printed)
        shown = walletsafe("report", "show", str(path))
        assert shown.returncode == 0, shown.stderr
        assert json.loads(printed)["findings"][0]["title"][:40] in flat(shown.stdout)


@pytest.mark.parametrize(
    "content", ["", "{}", "[" * 5000, "nonsense", "\0", '{"schema": "walletsafe.report/2"}']
)
def test_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(content)
    line = refused("report", "show", str(path))
    assert "report.json" in line
    assert str(tmp_path) not in line


def test_a_changed_file_and_a_form_for_reading_are_refused_in_one_line(tmp_path: Path) -> None:
    made = check(virtual("genuine-flex"))
    path = tmp_path / "report.json"
    path.write_text(json.dumps(changed(report.as_json(made), "demo", False)))
    assert "changed or cut short" in refused("report", "show", str(path))
    for suffix in (".txt", ".html", ".pdf"):
        reading = path.with_suffix(suffix)
        report.save(made, reading)
        assert "for reading" in refused("report", "show", str(reading))
    assert "no such file" in refused("report", "show", str(tmp_path / "nowhere.json"))
    assert "it is a folder" in refused("report", "show", str(tmp_path))


def test_words_in_place_of_a_file_are_not_repeated() -> None:
    words = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"
    assert "marble" not in refused("report", "show", *words.split())


def kept(day: str, days: int = 14) -> Path:
    return cases.save_case(replace(a_call(0), made=day), days)


def test_saved_calls_are_listed_with_their_day(own_folder: Path) -> None:
    assert "No call is saved" in walletsafe("report", "show").stdout
    today = cases.today().isoformat()
    kept(today)
    kept("2020-01-01")
    (own_folder / "case-2026-11-28-7.json").write_text("broken")
    listed = walletsafe("report", "show").stdout
    assert f"case-{today}-1.json" in listed
    assert "Its time is over" in listed
    title = calls.load(calls.names()[0]).title
    assert f"{title}, of {today}" in flat(listed)
    assert "case-2026-11-28-7.json: cannot be read any more" in flat(listed)
    found = json.loads(walletsafe("report", "show", "--json").stdout)
    assert {case["name"]: (case["over"], case["broken"]) for case in found["cases"]} == {
        f"case-{today}-1.json": (False, False),
        "case-2020-01-01-1.json": (True, False),
        "case-2026-11-28-7.json": (cases.today().isoformat() >= "2027-02-26", True),
    }


def test_a_saved_call_is_shown_by_its_name(own_folder: Path) -> None:
    path = kept(cases.today().isoformat())
    assert walletsafe("report", "show", path.name).stdout == walletsafe("report", "show", str(path)).stdout


def test_purge_deletes_what_is_over_and_all_on_request(own_folder: Path) -> None:
    kept("2020-01-01")
    kept("2020-01-02", days=90)
    here = kept(cases.today().isoformat())
    (own_folder / "mine.json").write_text("mine")
    done = walletsafe("report", "purge")
    assert (done.returncode, done.stdout) == (0, "Saved calls that were deleted: 2. Still saved: 1.\n")
    assert here.exists()
    done = walletsafe("report", "purge", "--all")
    assert (done.returncode, done.stdout) == (0, "Saved calls that were deleted: 1. Still saved: 0.\n")
    assert [path.name for path in own_folder.iterdir()] == ["mine.json"]


def test_a_folder_that_is_a_link_is_refused_in_one_line(own_folder: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "case-2020-01-01-1.json"
    theirs.write_text("theirs")
    own_folder.parent.mkdir(parents=True)
    own_folder.symlink_to(tmp_path)
    for arguments in (("show",), ("show", "--json"), ("purge",), ("purge", "--all")):
        assert "it is a link, or it belongs to somebody else" in refused("report", *arguments)
    assert theirs.exists()


def test_what_was_never_finished_is_listed_as_over(own_folder: Path) -> None:
    own_folder.mkdir(parents=True)
    (own_folder / ".walletsafe-0123456789abcdef").write_text("half")
    listed = flat(walletsafe("report", "show").stdout)
    assert ".walletsafe-0123456789abcdef: cannot be read any more. Its time is over." in listed
    assert walletsafe("report", "purge").stdout == "Saved calls that were deleted: 1. Still saved: 0.\n"


def test_what_cannot_be_deleted_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = kept("2020-01-01")

    def held(self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "held", str(self))

    monkeypatch.setattr(Path, "unlink", held)
    for arguments in (["report", "purge"], ["report", "purge", "--all"]):
        assert run(arguments) == 2
        said = capsys.readouterr()
        assert said.out == "Saved calls that were deleted: 0. Still saved: 1.\n"
        assert (
            flat(said.err)
            == f'walletsafe: The file "{path.name}" cannot be used: it cannot be deleted there.'
        )


def test_a_reader_who_leaves_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    report.save(check(virtual("genuine-flex")), path)
    done = in_bash(f"walletsafe report show '{path}' | head -1")
    assert calm(done)
    assert done.returncode == 0


def test_no_command_leaves_anything_behind(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    mail = tmp_path / "scam.txt"
    mail.write_text(SCAM)
    saved = tmp_path / "report.json"
    report.save(check(virtual("genuine-flex")), saved)
    variables = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    for arguments in (
        ("check", "--virtual", "genuine-nano-s", "--answers", "clean"),
        ("message", str(mail)),
        ("download", str(mail)),
        ("report", "show"),
        ("report", "show", str(saved)),
        ("report", "purge", "--all"),
        ("practice", "deal"),
        ("lesson", "the-phrase"),
        ("no-such-command",),
    ):
        subprocess.run(
            [*WALLETSAFE, *arguments],
            env={**os.environ, **dict.fromkeys(variables, str(home)), "TMPDIR": str(elsewhere)},
            cwd=elsewhere,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=50,
        )
        assert [*home.rglob("*"), *elsewhere.rglob("*")] == [], arguments
