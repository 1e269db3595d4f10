"""Every command is sealed before it reads anything, save the two that say that they are not."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click
import pytest

from tests.helpers.command import answers_file
from tests.seal.child import KERNEL, ROOT, told
from walletsafe.cli import program

pytestmark = KERNEL

COMMANDS = {
    "check": (["--virtual", "genuine-nano-s", "--answers", "clean"],),
    "virtual": (["list"], ["issuer-key"], ["serve", "no-such-scenario", "--hidg", "/dev/null"]),
    "devices": (["--json"],),
    "doctor": (["--json"], ["--rule"]),
}
"""Command lines that end by themselves. What is not listed is sealed before its arguments are read."""

RUN = """
watched = {watched!r}
held_at_reading = []

def watch(event, arguments):
    if event == "open" and str(arguments[0]) in watched:
        held_at_reading.append(seal.hold())

sys.addaudithook(watch)
from walletsafe.cli.program import run

with open(os.devnull, "w") as sys.stdout:
    status = run({arguments!r})
sys.stdout = sys.__stdout__
tell(status=status, hold=seal.hold(), at_reading=held_at_reading, c=by_c(2), local=by_c(1),
     dumpable=libc.prctl(3, 0, 0, 0, 0))
"""


def after(arguments: list[str], *watched: str) -> dict[str, object]:
    """How the process of a command line ends; ``at_reading``: who held it when it opened ``watched``."""
    found: dict[str, object] = told(RUN.format(arguments=arguments, watched=watched))
    return found


def names() -> list[list[str]]:
    """Every command of the program, and every command of a group."""
    context = click.Context(program.program)
    found: list[list[str]] = []
    for name in program.program.list_commands(context):
        command = program.program.get_command(context, name)
        inner = command.list_commands(context) if isinstance(command, click.Group) else []
        found.extend([[name], *([name, each] for each in inner)])
    return found


def test_commands_that_seal_themselves_are_the_known_two() -> None:
    assert {"check", "virtual"} == program._SEAL_THEMSELVES


@pytest.mark.parametrize(
    "arguments", [name for name in names() if name[0] not in program._SEAL_THEMSELVES], ids=" ".join
)
def test_a_command_is_sealed_before_its_arguments_are_read(arguments: list[str]) -> None:
    found = after([*arguments, "--help"])
    assert (found["status"], found["hold"], found["c"], found["local"]) == (0, "system", "EACCES", "opened")
    assert found["dumpable"] == 0


@pytest.mark.parametrize(
    "arguments", [[name, *rest] for name, every in COMMANDS.items() for rest in every], ids=" ".join
)
def test_a_whole_command_line_ends_sealed(arguments: list[str]) -> None:
    found = after(arguments)
    assert (found["hold"], found["c"], found["local"], found["dumpable"]) == ("system", "EACCES", "opened", 0)


def test_files_are_read_behind_the_seal(tmp_path: Path) -> None:
    with as_file(files("walletsafe.resources") / "scenarios" / "genuine-nano-s.toml") as scenario:
        own = str(shutil.copy(scenario, tmp_path / "own.toml"))
    record = str(shutil.copy(ROOT / "tests/records/genuine-flex.redacted.txt", tmp_path / "r.redacted.txt"))
    answers = answers_file(tmp_path)
    for arguments, watched in (
        (["check", "--virtual", own, "--answers", answers], {own, answers}),
        (["check", "--replay", record, "--answers", answers], {record, answers}),
        (["virtual", "serve", own, "--hidg", "/no/such/file"], {own}),
    ):
        found = after(arguments, *watched)
        assert found["at_reading"] == ["system"] * len(watched), arguments


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--tcp", "127.0.0.1:1", "--answers", "clean"],
        ["virtual", "serve", "no-such-scenario", "--tcp", "127.0.0.1:0"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_over_tcp_nothing_is_sealed_but_memory_is(arguments: list[str]) -> None:
    found = after(arguments)
    assert (found["hold"], found["c"], found["dumpable"]) == ("none", "opened", 0)


@pytest.mark.parametrize("display", ["localhost:10.0", "10.0.0.7:0", "[::1]:0"])
def test_a_screen_over_the_network_is_named_and_not_opened(display: str) -> None:
    found = told(
        """
import contextlib, io
from walletsafe.cli.program import run
with contextlib.redirect_stderr(io.StringIO()) as said:
    status = run([])
tell(status=status, said=said.getvalue())
""",
        DISPLAY=display,
        QT_QPA_PLATFORM="",
        WAYLAND_DISPLAY="",
    )
    assert found["status"] == 3
    assert "reached over a network connection" in found["said"]
    assert "walletsafe check" in found["said"]


@pytest.mark.parametrize(
    ("environment", "over_network"),
    [
        ({"DISPLAY": ":0"}, False),
        ({"DISPLAY": "unix:0.0"}, False),
        ({"DISPLAY": "/run/launch/org.x:0"}, False),
        ({"DISPLAY": "unixbox:0"}, True),
        ({"DISPLAY": "localhost:10", "QT_QPA_PLATFORM": "xcb"}, True),
        ({"DISPLAY": "localhost:10", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": "localhost:10", "QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_which_screens_need_the_network(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], over_network: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert program._screen_over_network() is over_network
