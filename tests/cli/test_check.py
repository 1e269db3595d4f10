"""The check as a person runs it: a process, its output and its exit status."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.scenarios import CERTIFIED, EXPECTED, OUTCOME_OF_EXIT
from walletsafe.virtual import scenario

WALLETSAFE = [sys.executable, "-m", "walletsafe"]


def walletsafe(*arguments: str, stdin: str = "", timeout: float = 50) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*WALLETSAFE, *arguments], input=stdin, capture_output=True, text=True, timeout=timeout, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "Traceback" not in done.stdout, done.stdout
    return done


def checked(name: str, *more: str) -> tuple[int, dict[str, Any]]:
    done = walletsafe("check", "--virtual", name, "--json", "--answers", "clean", *more)
    return done.returncode, json.loads(done.stdout)


def ids(report: dict[str, Any]) -> set[str]:
    return {found["id"] for found in report["findings"]}


def refused(*arguments: str) -> str:
    """Run something that must be refused as wrong usage with exactly one line; return the line."""
    done = walletsafe(*arguments)
    assert done.returncode == 2, done
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_the_table_names_every_scenario() -> None:
    assert set(EXPECTED) == set(scenario.names())


@pytest.mark.parametrize("name", EXPECTED)
def test_scenarios(name: str) -> None:
    exit_status, wanted = EXPECTED[name]
    status, report = checked(name)
    assert status == exit_status, report
    assert wanted <= ids(report)
    assert ("genuine.verified" in ids(report)) <= (name in CERTIFIED)
    assert report["schema"] == "walletsafe.report/1"
    assert report["kind"] == "device"
    assert report["demo"] is True
    assert report["outcome"] == OUTCOME_OF_EXIT[exit_status]
    assert [check["id"] for check in report["checks"]] == ["device", "firmware", "origin", "genuine", "apps"]
    assert all(found["title"] for found in report["findings"])


def test_the_outdated_one_names_its_bulletin() -> None:
    _, report = checked("outdated")
    (found,) = [found for found in report["findings"] if found["id"] == "firmware.below_security_floor"]
    assert "LSB-016" in found["params"]["bulletins"]


def test_text_report_is_for_people_and_marked_demo() -> None:
    done = walletsafe("check", "--virtual", "genuine-nano-s", "--answers", "clean")
    assert done.returncode == 0
    assert "DEMO" in done.stdout.splitlines()[0]
    assert "{" not in done.stdout


def test_without_a_terminal_or_answers_the_questions_stay_open() -> None:
    done = walletsafe("check", "--virtual", "genuine-nano-s", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert "origin.not_asked" in ids(report)
    assert {"id": "origin", "outcome": "not-checked-yet"} in report["checks"]


def test_without_a_ledger_it_says_so_and_names_the_practice_devices() -> None:
    done = walletsafe("check", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 3
    assert ids(report) == {"device.none"}
    assert report["demo"] is False
    plain = walletsafe("check")
    assert plain.returncode == 3
    assert "--virtual" in plain.stdout + plain.stderr


ANSWERS = {
    "source": "sealed-official",
    "pin_preset": "no",
    "phrase_prefilled": "no",
    "sent_unasked": "no",
    "asked_by_stranger": "no",
    "guided_now": "no",
}


def answers_file(folder: Path, **changes: str) -> str:
    path = folder / "answers.toml"
    path.write_text("".join(f'{name} = "{answer}"\n' for name, answer in {**ANSWERS, **changes}.items()))
    return str(path)


@pytest.mark.parametrize(
    ("changes", "exit_status", "wanted"),
    [
        ({}, 0, "origin.clear"),
        ({"pin_preset": "yes"}, 1, "origin.pin_preset"),
        ({"phrase_prefilled": "yes"}, 1, "origin.phrase_prefilled"),
        ({"sent_unasked": "yes"}, 1, "origin.sent_unasked"),
        ({"asked_by_stranger": "yes"}, 0, "origin.asked_by_stranger"),
        ({"source": "second-hand"}, 0, "origin.second_hand"),
        ({"source": "opened"}, 0, "origin.opened"),
        ({"source": "sealed-other"}, 0, "origin.other_seller"),
        ({"source": "unsure"}, 0, "origin.unsure"),
        ({"guided_now": "yes"}, 4, "origin.guided_now"),
        ({"guided_now": "unsure"}, 4, "origin.guided_now"),
        ({"model_in_hand": "no"}, 1, "device.not_the_one_in_hand"),
        ({"model_in_hand": "unsure"}, 0, "device.model_unconfirmed"),
    ],
)
def test_answers_weigh_in_the_verdict(
    tmp_path: Path, changes: dict[str, str], exit_status: int, wanted: str
) -> None:
    path = answers_file(tmp_path, **changes)
    done = walletsafe("check", "--virtual", "genuine-flex", "--json", "--answers", path)
    assert wanted in ids(json.loads(done.stdout))
    assert done.returncode == exit_status


def test_a_scenarios_own_answers_win(tmp_path: Path) -> None:
    path = answers_file(tmp_path)
    done = walletsafe("check", "--virtual", "pre-filled-phrase", "--json", "--answers", path)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'source = "sealed-official"\n', "missing"),
        (b"source = \n", "TOML"),
        (b"\xff\xfe", "TOML"),
        (b"x" * 100_000, "large"),
    ],
)
def test_broken_answers_files(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(content)
    line = refused("check", "--virtual", "genuine-flex", "--answers", str(path))
    assert "answers.toml" in line
    assert problem.lower() in line.lower()


def test_unknown_answers_are_refused(tmp_path: Path) -> None:
    assert "answers.toml" in refused(
        "check", "--virtual", "genuine-flex", "--answers", answers_file(tmp_path, guided_now="maybe")
    )
    assert "answers.toml" in refused(
        "check", "--virtual", "genuine-flex", "--answers", answers_file(tmp_path, favourite_colour="blue")
    )
    assert "nowhere.toml" in refused(
        "check", "--virtual", "genuine-flex", "--answers", str(tmp_path / "nowhere.toml")
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--virtual", "no-such-device"),
        ("check", "--virtual", "../genuine-nano-s"),
        ("check", "--virtual", "genuine-nano-s", "--virtual", "locked"),
        ("check", "--virtual", "genuine-nano-s", "--tcp", "127.0.0.1:9999"),
        ("check", "--tcp", "192.0.2.1:9999"),
        ("check", "--tcp", "ledger.com:443"),
        ("check", "--tcp", "127.0.0.1"),
        ("check", "--tcp", "127.0.0.1:99999"),
        ("check", "--replay", "/no/such/file"),
        ("check", "--no-such-option"),
        ("no-such-command",),
        ("virtual", "serve", "genuine-nano-s"),
        ("virtual", "serve", "no-such-device", "--tcp", "127.0.0.1:0"),
        ("virtual", "serve", "genuine-nano-s", "--tcp", "0.0.0.0:0"),
    ],
)
def test_wrong_usage_gets_one_clear_line(arguments: tuple[str, ...]) -> None:
    line = refused(*arguments)
    assert line.startswith("walletsafe: ")
    assert 20 < len(line) < 400


def test_an_unknown_device_is_not_replaced_by_another() -> None:
    assert "nano-x-1" in refused("check", "--device", "nano-x-1")


class Peer:
    """A TCP peer that does one wrong thing to each client."""

    def __init__(self, behave: Any) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        self._behave = behave
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        try:
            client, _ = self._server.accept()
        except OSError:
            return
        with client, contextlib.suppress(OSError):
            self._behave(client)

    def close(self) -> None:
        self._server.close()
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()


def close_at_once(client: socket.socket) -> None:
    client.recv(64)


def send_ten_megabytes(client: socket.socket) -> None:
    client.recv(64)
    client.sendall((10_000_000).to_bytes(4, "big") + bytes(10_000_000))


def send_nothing(client: socket.socket) -> None:
    while client.recv(64):
        pass


def send_half_an_answer(client: socket.socket) -> None:
    client.recv(64)
    client.sendall(b"\x00\x00\x00\x10\x01\x05BOL")


@pytest.mark.parametrize(
    ("behave", "wanted"),
    [
        (close_at_once, "transport.peer_closed"),
        (send_ten_megabytes, "transport.garbage"),
        (send_nothing, "device.silent"),
        (send_half_an_answer, "transport.peer_closed"),
    ],
)
def test_tcp_peers_that_misbehave(behave: Any, wanted: str) -> None:
    peer = Peer(behave)
    try:
        done = walletsafe("check", "--tcp", peer.address, "--json", "--answers", "clean")
    finally:
        peer.close()
    assert done.returncode == 3
    assert ids(json.loads(done.stdout)) == {wanted}


def test_a_peer_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    done = walletsafe("check", "--tcp", address, "--json", "--answers", "clean")
    assert done.returncode == 3
    assert ids(json.loads(done.stdout)) == {"transport.peer_closed"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_check_with_a_report(number: int) -> None:
    process = subprocess.Popen(
        [*WALLETSAFE, "check", "--virtual", "slow", "--json", "--answers", "clean"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    process.stderr.readline()
    begin = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 4, err
    assert time.monotonic() - begin < 5
    report = json.loads(out)
    assert report["outcome"] == "stopped"
    assert "check.stopped" in ids(report)


def test_the_version_is_one_line() -> None:
    done = walletsafe("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("walletsafe 0.")


def in_bash(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which ``walletsafe`` is our command."""
    line = f'walletsafe() {{ "{sys.executable}" -m walletsafe "$@"; }}; {script}'
    return subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )


def calm(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether nothing of Python's own reached the person."""
    return not any(word in done.stdout + done.stderr for word in ("Traceback", "Exception", "Error:"))


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


WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow"


@pytest.mark.parametrize("arguments", [("check", "--virtual", WORDS), (WORDS,), ("check", *WORDS.split())])
def test_words_on_the_command_line_are_not_repeated(arguments: tuple[str, ...]) -> None:
    done = walletsafe(*arguments)
    assert done.returncode == 2
    assert "winner thank" not in done.stdout + done.stderr


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
