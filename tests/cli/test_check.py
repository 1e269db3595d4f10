"""The check as a person runs it: a process, its output and its exit status."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import WALLETSAFE, answers_file, ids, refused, walletsafe
from tests.helpers.scenarios import CERTIFIED, EXPECTED, OUTCOME_OF_EXIT
from walletsafe.virtual import scenario


def checked(name: str, *more: str) -> tuple[int, dict[str, Any]]:
    done = walletsafe("check", "--virtual", name, "--json", "--answers", "clean", *more)
    return done.returncode, json.loads(done.stdout)


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
