"""``walletsafe scan`` as a person and a script meet it. Phrases are made by chance, at run time."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from tests.helpers.command import WALLETSAFE, ids, refused, walletsafe
from tests.helpers.scans import a_find, a_result
from tests.helpers.schema import assert_fits
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.cli import output, program, scan
from walletsafe.phrases import words_of
from walletsafe.scan import engine, pictures, places
from walletsafe.scan.finds import Grade, Progress, Result


def a_phrase(size: int = 16, *, seed: int = 7) -> tuple[str, ...]:
    """A phrase by chance, and the same in every order of the tests: few are as ordinary as prose."""
    return words_of(random.Random(seed).randbytes(size), "english")


def three_in_a_row(words: tuple[str, ...], output: str) -> bool:
    """Whether three of the words follow one another, whatever stands between them."""
    said = re.findall("[a-z]+", output.lower())
    rows = {words[at : at + 3] for at in range(len(words) - 2)}
    return any(tuple(said[at : at + 3]) in rows for at in range(len(said)))


def flat(text: str) -> str:
    return " ".join(text.split())


# --- as a process, with files ------------------------------------------------------------------------------


@pytest.fixture
def planted(tmp_path: Path) -> tuple[Path, tuple[str, ...]]:
    """A folder with a phrase in a note, half of one in a list, and a file without anything."""
    words = a_phrase(32)
    folder = tmp_path / "planted"
    folder.mkdir()
    (folder / "note.txt").write_text("wallet: " + " ".join(words) + "\n")
    (folder / "part.txt").write_text("".join(f"{n}. {word}\n" for n, word in enumerate(words[:11], 1)))
    (folder / "letter.txt").write_text("Dear aunt, thank you for the cake and the long evening.\n" * 9)
    return folder, words


def test_places_and_never_words(planted: tuple[Path, tuple[str, ...]]) -> None:
    folder, words = planted
    done = walletsafe("scan", str(folder), "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert_fits(document)
    assert (document["kind"], document["outcome"], document["demo"]) == ("scan", "did-not-pass", False)
    assert "code" not in document
    first, second = document["findings"][:2]
    assert (first["id"], second["id"]) == ("scan.recovery_phrase", "scan.looks_like_phrase")
    assert first["params"]["place"].endswith("planted/note.txt")
    assert (first["params"]["source"], first["params"]["words"]) == ("file", 24)
    assert (second["params"]["words"], second["params"]["layout"]) == (11, "numbered")
    text = walletsafe("scan", str(folder))
    assert text.returncode == 1
    assert text.stdout.index("note.txt") < text.stdout.index("part.txt"), "the surest first"
    for said in (done.stdout, done.stderr, text.stdout, text.stderr):
        assert not three_in_a_row(words, said)
    for needle in ("PLACES WITH WORDS WERE FOUND", "only copy", "emergency stored", "deleting cannot undo"):
        assert needle in flat(text.stdout)
    assert "stop and hang up" in flat(text.stderr)


def test_nothing_found_is_said_as_that(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear aunt, thank you for the cake.\n")
    done = walletsafe("scan", str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert "NOTHING FOUND IN WHAT WAS READ" in done.stdout
    assert "safe" not in done.stdout.lower().replace("walletsafe", "")


def test_an_empty_folder_is_no_result(tmp_path: Path) -> None:
    done = walletsafe("scan", str(tmp_path), "--json")
    assert done.returncode == 3
    assert ids(json.loads(done.stdout)) == {"scan.nothing_read"}


def one_line(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run something that must be refused as wrong usage with one line; return the line."""
    assert program.run(["scan", *arguments]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    (line,) = streams.err.splitlines()
    return line


def test_what_is_not_there_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = "/no-folder/of-this-name/missing"
    assert f'"{missing}" cannot be used: there is no such file or folder' in refused("scan", missing)
    assert '"" cannot be used: there is no such file' in one_line(capsys, "")
    dangling = tmp_path / "dangling"
    dangling.symlink_to(missing)
    assert "it is a link, and what it leads to is not there" in one_line(capsys, str(dangling))
    assert "no such file or folder" in one_line(capsys, str(tmp_path), missing)
    assert "no such file or folder" in one_line(capsys, "-")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "it cannot be read" in one_line(capsys, str(loop))
    assert f'".../{loop.name}"' in one_line(capsys, f"/above/{'/'.join(a_phrase()[:6])}/{loop.name}")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "no ordinary file" in one_line(capsys, str(pipe))
    for minutes in ("0", "-1", "x"):
        assert "max-minutes" in one_line(capsys, str(tmp_path), "--max-minutes", minutes)


def test_words_typed_in_place_of_a_path_are_refused_and_not_repeated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = a_phrase()
    for arguments in (words, (" ".join(words),), (" ".join(words[:5]),)):
        said = one_line(capsys, *arguments)
        assert not any(f'"{word}' in said for word in words)
        assert not three_in_a_row(words, said)
    assert not three_in_a_row(words, one_line(capsys, *words[:5])), "the first that is not there is named"


def test_ctrl_c_at_the_very_start_ends_in_a_report() -> None:
    command = [*WALLETSAFE, "scan", "/usr", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "Looking for places" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    document = json.loads(out)
    assert (process.returncode, document["outcome"]) == (4, "stopped"), err
    assert "scan.stopped" in ids(document)


def test_killed_it_leaves_nothing(planted: tuple[Path, tuple[str, ...]], tmp_path: Path) -> None:
    folder, _words = planted
    home = tmp_path / "home"
    home.mkdir()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home)}
    command = [*WALLETSAFE, "scan", str(folder), "/usr"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment) as process:
        assert process.stderr is not None
        process.stderr.readline()
        time.sleep(1)  # in the middle of its work
        assert process.poll() is None
        process.kill()
        process.communicate(timeout=30)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert list(home.iterdir()) == []


def test_the_likely_places_come_first_and_then_the_home_folder(tmp_path: Path) -> None:
    words = a_phrase()
    (tmp_path / "Documents").mkdir()
    (tmp_path / "elsewhere").mkdir()
    for folder in ("Documents", "elsewhere"):
        (tmp_path / folder / "note.txt").write_text(
            "\n".join(words if folder == "elsewhere" else a_phrase(seed=8))
        )
    for arguments, expected in (
        (("--likely-places",), ["~/Documents/note.txt"]),
        ((), ["~/Documents/note.txt", "~/elsewhere/note.txt"]),
    ):
        done = subprocess.run(
            [*WALLETSAFE, "scan", *arguments, "--json"],
            capture_output=True,
            check=False,
            timeout=50,
            env={**os.environ, "HOME": str(tmp_path)},
        )
        assert done.returncode == 1, done.stderr
        document = json.loads(done.stdout)
        phrases = (each for each in document["findings"] if each["id"] == "scan.recovery_phrase")
        assert sorted(each["params"]["place"] for each in phrases) == expected
        assert str(tmp_path) not in done.stdout.decode() + done.stderr.decode()


# --- in this process, with an engine of the tests' own ----------------------------------------------------


@pytest.fixture
def engine_says(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[engine.Scope]]:
    """Let the engine hand over this result, after it told this."""

    def says(result: Result, *progress: Progress, interrupted: bool = False) -> list[engine.Scope]:
        scopes: list[engine.Scope] = []

        def scanned(scope: engine.Scope, listener: Any, cancel: CancelToken, _pause: object) -> Result:
            scopes.append(scope)
            for find in result.finds:
                listener.found(find)
            for item in result.not_read:
                listener.not_read(item)
            for each in progress:
                listener.progressed(each)
            if interrupted:
                os.kill(os.getpid(), signal.SIGINT)
                assert cancel.cancelled
            return result

        monkeypatch.setattr(engine, "scan", scanned)
        return scopes

    return says


SOME = Progress(120, 4800, 3_400_000, 2_000_000.0, 150.0, "~/Documents")


def test_what_was_found_before_ctrl_c_is_told(
    engine_says: Callable[..., object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine_says(a_result(a_find(Grade.LOOKS_LIKE_PHRASE), stopped=True), interrupted=True)
    assert program.run(["scan", str(tmp_path), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert ids(document) == {"scan.looks_like_phrase", "scan.stopped"}


def test_out_of_time_could_not_be_checked(
    engine_says: Callable[..., list[engine.Scope]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scopes = engine_says(a_result(stopped=True, out_of_time=True))
    assert program.run(["scan", str(tmp_path), "--max-minutes", "0.5"]) == 3
    assert scopes[0].max_minutes == 0.5
    assert "COULD NOT BE CHECKED TO THE END" in capsys.readouterr().out


def test_progress_is_told_in_plain_lines_now_and_then(
    engine_says: Callable[..., object],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine_says(a_result(a_find()), SOME, SOME)
    program.run(["scan", str(tmp_path)])
    assert "4800" not in capsys.readouterr().err, "not at once"
    clock = iter(range(0, 1000, 11))
    monkeypatch.setattr("walletsafe.cli.scan.time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    program.run(["scan", str(tmp_path)])
    told = flat(capsys.readouterr().err)
    line = "Found so far: 1. 120 of 4800 files, 3.4 MB, 2.0 MB a second, about 2 min left. ~/Documents"
    assert told.count(line) == 2
    engine_says(a_result(), Progress(3, 0, 10, 0.0, None, "~"))
    program.run(["scan", str(tmp_path)])
    assert "Found so far: 0. 3 files, 10 B, 0 B a second. ~" in flat(capsys.readouterr().err)


def test_on_a_terminal_one_line_is_written_anew(
    engine_says: Callable[..., object],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    clock = iter(range(0, 1000, 3))
    monkeypatch.setattr("walletsafe.cli.scan.time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    engine_says(a_result(), SOME, SOME)
    program.run(["scan", str(tmp_path)])
    told = capsys.readouterr().err
    anew = [part for part in told.split("\r")[1:] if part]
    assert [len(part) for part in anew] == [59, 59, 59]
    assert anew[-1].strip() == "", "the line is left empty"


@pytest.mark.parametrize(
    ("seconds", "told"), [(5.0, "less than a minute"), (150.0, "about 2 min"), (9000.0, "about 2 h")]
)
def test_time_left(seconds: float, told: str) -> None:
    assert scan._time(seconds) == told


def test_pictures_without_their_reader_are_said_once_and_counted(
    engine_says: Callable[..., list[engine.Scope]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "available", lambda: False)
    scopes = engine_says(a_result(pictures_not_read=4))
    assert program.run(["scan", str(tmp_path), "--pictures", "--json"]) == 3
    streams = capsys.readouterr()
    assert flat(streams.err).count('pip install "walletsafe[pictures]"') == 1
    assert "scan.pictures_left" in ids(json.loads(streams.out))
    assert scopes[0].pictures
    assert program.run(["scan", str(tmp_path), "--json"]) == 0
    streams = capsys.readouterr()
    assert "pip install" not in streams.err
    assert "scan.pictures_not_read" in ids(json.loads(streams.out))


def test_a_chosen_link_is_followed_and_an_option_adds_to_it(
    engine_says: Callable[..., list[engine.Scope]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    scopes = engine_says(a_result())
    program.run(["scan", str(tmp_path / "link")])
    monkeypatch.setattr(places, "likely", lambda: (tmp_path / "likely",))
    monkeypatch.setattr(places, "home", lambda: tmp_path)
    program.run(["scan", "--likely-places", str(tmp_path / "real")])
    program.run(["scan", "--likely-places"])
    program.run(["scan"])
    real, likely = tmp_path / "real", tmp_path / "likely"
    assert [scope.roots for scope in scopes] == [(real,), (likely, real), (likely,), (likely, tmp_path)]


def test_the_reader_of_the_output_may_leave(
    engine_says: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_says(a_result(a_find()))

    def gone(*_arguments: object, **_named: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(output, "discard_output", lambda *_streams: None)
    real = click.echo
    monkeypatch.setattr(click, "echo", lambda *a, **k: real(*a, **k) if k.get("err") else gone())
    assert program.run(["scan", str(tmp_path)]) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*WALLETSAFE, "scan", str(tmp_path)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=50,
        )
    assert done.returncode == 3
    assert "could not be written" in done.stderr


def test_ctrl_c_before_there_is_a_result_speaks_of_no_device(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "scan", stopped)
    assert program.run(["scan", str(tmp_path)]) == 4
    said = flat(capsys.readouterr().err)
    assert "Nothing was changed on this computer" in said
    assert "device" not in said


def test_the_help_promises_no_more_than_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["scan", "--help"]) == 0
    said = flat(capsys.readouterr().out)
    assert "Shows places, never words. Deletes nothing." in said
    assert "--clipboard" not in said
    assert texts.words("scan", "command.begin").startswith("Looking for places")
