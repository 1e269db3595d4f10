"""Odd surroundings and hostile files: one clear line, the right exit status, nothing lost."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tests.helpers.command import WALLETSAFE, answers_file, calm, ids, in_bash, refused, walletsafe
from walletsafe.phrases import Card, deal, words_of


@pytest.mark.parametrize(
    ("name", "exit_status"), [("genuine-flex", 0), ("never-issued", 1), ("locked", 3), ("refused", 4)]
)
def test_a_reader_that_leaves_early_does_not_change_the_verdict(name: str, exit_status: int) -> None:
    done = in_bash(f"walletsafe check --virtual {name} --answers clean | true; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == exit_status
    assert calm(done)


def test_output_that_cannot_be_written_is_said() -> None:
    done = in_bash("walletsafe check --virtual genuine-flex --answers clean --json > /dev/full")
    assert done.returncode == 3
    assert "could not be written" in done.stderr
    assert calm(done)
    assert in_bash("walletsafe --version > /dev/full").returncode == 3
    assert calm(in_bash("walletsafe --version > /dev/full"))


@pytest.mark.parametrize(
    ("script", "exit_status"),
    [
        ("walletsafe check --virtual genuine-flex --answers clean --json <&-", 0),
        ("walletsafe check --virtual genuine-flex --answers clean --json 2>&-", 0),
        ("env -u HOME {python} -m walletsafe check --virtual genuine-flex --answers clean --json", 0),
    ],
)
def test_odd_surroundings(script: str, exit_status: int) -> None:
    done = in_bash(script.replace("{python}", sys.executable))
    assert done.returncode == exit_status, done.stderr
    assert calm(done)


def test_a_console_of_the_old_kind_shows_what_it_can(tmp_path: Path) -> None:
    text = (files("walletsafe.resources") / "scenarios" / "sideloaded-app.toml").read_text("utf-8")
    (tmp_path / "own.toml").write_text(text.replace("My test app", "\u30c6\u30b9\u30c8"), "utf-8")
    script = f"walletsafe check --virtual {tmp_path}/own.toml --answers clean --json"
    done = in_bash(script, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert "genuine.sideloaded_app" in done.stdout


@pytest.mark.parametrize("option", ["--answers", "--replay", "--virtual"])
def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path: Path, option: str) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    more = ("--virtual", "genuine-flex") if option == "--answers" else ()
    assert "pipe.toml" in refused("check", *more, option, str(pipe))


@pytest.mark.parametrize("content", ["a=" + "[" * 20_000, "source=" + "9" * 5_000])
def test_toml_made_to_break_the_parser(tmp_path: Path, content: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(content)
    assert "answers.toml" in refused("check", "--virtual", "genuine-flex", "--answers", str(path))
    assert "answers.toml" in refused("check", "--virtual", str(path))


WORDS = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--virtual", WORDS),
        (WORDS,),
        ("check", *WORDS.split()),
        ("practice", "check", "--number", "4711", *WORDS.upper().split()),
        ("--version", WORDS),
        ("--help", *WORDS.split()),
        ("devices", *(part for number, word in enumerate(WORDS.split(), 1) for part in (f"{number}.", word))),
        ("check", "--record", f"{WORDS}.txt"),
    ],
)
def test_words_as_arguments_are_refused_before_anything_looks_at_them(arguments: tuple[str, ...]) -> None:
    line = refused(*arguments)
    assert not any(word in line.split() for word in WORDS.split())
    assert "history -c" in line
    assert "walletsafe emergency words" in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("practice", "check", "--number", "7", *deal(Card(7, "english", 12))),
        ("practice", "check", "--published", "".join(words_of(bytes(range(32)), "chinese_simplified")) + "x"),
        ("practice", "check", *WORDS.split()[:4]),
        ("lesson", *WORDS.split()[:9]),
        ("lesson", " x ".join(WORDS.split())),
        ("practice", "check", "--published", " and ".join(WORDS.split())),
        ("practice", "deal", *(f"x{word}" for word in WORDS.split())),
        ("lesson", *(word[:4] for word in WORDS.split())),
        ("virtual", "serve", " of ".join(WORDS.split()), "--tcp", "127.0.0.1:0"),
    ],
)
def test_what_may_be_words_is_not_repeated(arguments: tuple[str, ...]) -> None:
    line = refused(*arguments)
    assert "not repeated" in line
    assert not any(
        word in line.split() for argument in arguments for word in argument.split() if len(word) > 7
    )
    assert sum(word in line.split() for word in (*WORDS.split(), *(word[:4] for word in WORDS.split()))) == 0


def test_an_existing_record_is_refused_before_anything_is_announced(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("mine")
    line = refused("check", "--virtual", "genuine-flex", "--answers", "clean", "--record", str(path))
    assert "exists" in line
    assert path.read_text() == "mine"


def test_a_record_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    done = walletsafe("check", "--virtual", "genuine-flex", "--record", str(tmp_path / "none" / "record.txt"))
    assert done.returncode == 2


def test_a_device_cannot_suppress_its_own_report(tmp_path: Path) -> None:
    text = (files("walletsafe.resources") / "scenarios" / "counterfeit-self-signed.toml").read_text("utf-8")
    (tmp_path / "own.toml").write_text(text.replace('"2.1.0"', '"abcdefabcdefabcdefabcde1"'))
    answers = answers_file(tmp_path, phrase_prefilled="yes")
    done = walletsafe("check", "--virtual", str(tmp_path / "own.toml"), "--answers", answers, "--json")
    assert done.returncode == 1
    assert {"origin.phrase_prefilled", "genuine.certificate_invalid"} <= ids(json.loads(done.stdout))


def test_a_library_lying_in_the_current_folder_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "hidraw.py").write_text("raise SystemExit('run')")
    (tmp_path / "click.py").write_text("raise SystemExit('run')")
    done = in_bash(f"cd {tmp_path} && walletsafe devices --json")
    assert done.returncode == 3
    assert "run" not in done.stderr.split()


def test_tcp_says_that_it_is_not_sealed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    assert "nothing seals" in walletsafe("check", "--tcp", address).stderr


def test_the_window_without_a_screen_says_so_in_one_line() -> None:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    done = subprocess.run(
        WALLETSAFE, capture_output=True, text=True, check=False, timeout=50, env=environment
    )
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert "walletsafe check" in line


def test_progress_that_nobody_takes_does_not_change_the_verdict() -> None:
    done = in_bash(
        "walletsafe check --virtual outdated --answers clean 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}"
    )
    assert done.returncode == 1
    full = in_bash("walletsafe check --virtual outdated --answers clean 2>/dev/full >/dev/null")
    assert full.returncode == 1


def test_lists_that_cannot_be_written_are_no_fault_of_ours() -> None:
    for command in ("walletsafe --help", "walletsafe virtual list", "walletsafe virtual issuer-key"):
        done = in_bash(f"{command} > /dev/full")
        assert done.returncode == 3, command
        assert calm(done), command


def test_an_answers_file_is_told_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('source = "sealed-official"\n')
    assert "pin_preset" in refused("check", "--virtual", "genuine-flex", "--answers", str(path))
    path.write_text('colour = "blue"\n')
    assert "colour" in refused("check", "--virtual", "genuine-flex", "--answers", str(path))
    line = refused(
        "check", "--virtual", "genuine-flex", "--answers", answers_file(tmp_path, guided_now="maybe")
    )
    assert "guided_now: yes, no, unsure" in line
