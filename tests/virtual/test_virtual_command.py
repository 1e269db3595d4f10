"""``walletsafe virtual`` on the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tty
from pathlib import Path

import pytest
from click.testing import CliRunner

from walletsafe.cli.signals import on_stop_signals
from walletsafe.cli.virtual import command
from walletsafe.errors import BadAddress, BrokenFile, UnknownScenario
from walletsafe.transport.framing import split_message
from walletsafe.virtual import scenario, server
from walletsafe.virtual.keys import demo_issuer_public_hex


def test_the_list_names_every_scenario_and_says_demo() -> None:
    output = CliRunner().invoke(command, ["list"]).output
    assert output.startswith("DEMO")
    assert all(f"\n{name}\n" in output for name in scenario.names())


def test_the_list_for_programs() -> None:
    listed = json.loads(CliRunner().invoke(command, ["list", "--json"]).output)
    assert (listed["schema"], listed["demo"]) == ("walletsafe.scenarios/1", True)
    assert [entry["name"] for entry in listed["scenarios"]] == list(scenario.names())
    assert set(listed["scenarios"][0]) == {"name", "title", "description", "model"}


def test_listing_needs_no_cryptography() -> None:
    code = (
        "import sys; from walletsafe.cli.virtual import command; command(['list'], standalone_mode=False);"
        "sys.exit('cryptography' in sys.modules or 'ledgerblue' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_the_issuer_key_is_printed_alone() -> None:
    assert CliRunner().invoke(command, ["issuer-key"]).output == demo_issuer_public_hex() + "\n"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["nope", "--tcp", "127.0.0.1:0"], UnknownScenario),
        (["locked", "--tcp", "0.0.0.0:9999"], BadAddress),
        (["locked", "--hidg", "/nowhere/hidg0"], BrokenFile),
        (["/nowhere/mine.toml", "--tcp", "127.0.0.1:0"], BrokenFile),
    ],
)
def test_what_cannot_be_served_is_a_usage_error(arguments: list[str], error: type[Exception]) -> None:
    result = CliRunner().invoke(command, ["serve", *arguments])
    assert isinstance(result.exception, error)
    assert result.output == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["locked"],
        ["locked", "--tcp", "127.0.0.1:0", "--hidg", "/dev/hidg0"],
        ["locked", "--tcp", "127.0.0.1:0", "--prompt-delay", "-1"],
        ["locked", "refused", "--tcp", "127.0.0.1:0"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert CliRunner().invoke(command, ["serve", *arguments]).exit_code == 2


def test_a_taken_port_is_named() -> None:
    with server.listen("127.0.0.1", 0) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = CliRunner().invoke(command, ["serve", "locked", "--tcp", address])
    assert result.exit_code != 0
    assert address in result.output


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("way", ["--tcp", "--hidg"])
def test_a_signal_ends_it_quietly(tmp_path: Path, kind: signal.Signals, way: str) -> None:
    gadget = tmp_path / "hidg0"
    os.mkfifo(gadget)
    where = "127.0.0.1:0" if way == "--tcp" else str(gadget)
    code = "from walletsafe.cli.virtual import command; command(standalone_mode=False)"
    arguments = [sys.executable, "-c", code, "serve", "genuine-flex", way, where]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("DEMO: virtual Ledger genuine-flex is ready on ")
        process.send_signal(kind)
        assert process.wait(5) == 0
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("name", "command_sent", "line"),
    [
        ("app-open", "b0a7000000", "leaves the bus: closed its app, back as product 0x1011.\n"),
        ("unplugged", "e051800000", "leaves the bus: lost its cable.\n"),
    ],
)
def test_whoever_made_the_gadget_is_told_when_to_take_it_off_the_bus(
    name: str, command_sent: str, line: str
) -> None:
    computer, device = os.openpty()
    tty.setraw(device)
    code = "from walletsafe.cli.virtual import command; command(standalone_mode=False)"
    arguments = [sys.executable, "-c", code, "serve", name, "--hidg", os.ttyname(device)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(f"DEMO: virtual Ledger {name} is ready on ")
        os.write(computer, split_message(0x1234, bytes.fromhex(command_sent))[0])
        assert process.stdout.readline() == f"DEMO: virtual Ledger {name} {line}"
        process.terminate()
        assert process.wait(5) == 0
    os.close(computer)
    os.close(device)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_what_a_signal_did_before_it_does_again(kind: signal.Signals) -> None:
    heard: list[str] = []
    before = signal.signal(kind, lambda number, frame: heard.append("before"))
    try:
        with on_stop_signals(lambda: heard.append("stop")):
            signal.raise_signal(kind)
        signal.raise_signal(kind)
    finally:
        signal.signal(kind, before)
    assert heard == ["stop", "before"]
