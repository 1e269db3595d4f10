"""Ledger's own client, unmodified and in its own process, meets the virtual Ledger over TCP."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from walletsafe import knowledge
from walletsafe.virtual import scenario
from walletsafe.virtual.keys import demo_issuer_public_hex

from .conftest import Serve, vendor_client

DEMO_KEY = (
    "04501b094c0478a6c2bd996c21f77ab2a87142401b33692c07420fdcb7c83caad5"
    "e6d3f330033b64f1d0ec09ece7c18f4c4d0405f39cd2d10e55069527ab8dd59f"
)
NANO_S = "0x31100004"
S_PLUS = "0x33100004"


def run_ledgerblue(port: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    return vendor_client(port, "-m", *arguments)


def check_genuine(port: int, target: str, *options: str) -> str:
    return run_ledgerblue(port, "ledgerblue.checkGenuine", "--targetId", target, *options).stdout


def test_served_by_the_command_line_it_is_genuine_under_the_demo_key_only() -> None:
    command = [sys.executable, "-c", "from walletsafe.cli import main; main()", "virtual"]
    issuer_key = subprocess.run(
        [*command, "issuer-key"], capture_output=True, text=True, check=True
    ).stdout.strip()
    arguments = [*command, "serve", "genuine-nano-s", "--tcp", "127.0.0.1:0"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            ready = server.stdout.readline()
            port = int(re.findall(r"127\.0\.0\.1:(\d+)", ready)[0])
            with_demo_key = check_genuine(port, NANO_S, "--issuerKey", issuer_key)
            with_real_key = check_genuine(port, NANO_S)
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(5) == 0
    assert ready.startswith("DEMO")
    assert with_demo_key.splitlines()[:3] == ["Product is genuine", "SE Version 2.1.0", "MCU Version 1.12"]
    assert with_real_key == "Product is NOT genuine\n"


def test_the_demo_key_is_the_published_one() -> None:
    known = [key.public_key.hex() for key in knowledge.load().issuer_keys if key.demo]
    assert known == [demo_issuer_public_hex()] == [DEMO_KEY]


@pytest.mark.parametrize(
    ("name", "first_line"),
    [
        ("custom-ca", "WARNING : Product is genuine but has a Custom CA loaded"),
        ("replaced-ui", "WARNING : Product is genuine but has a UI application loaded"),
        ("counterfeit-self-signed", "Product is NOT genuine"),
        ("counterfeit-replayed", "Product is NOT genuine"),
        ("counterfeit-version-lie", "Product is genuine"),
        ("sideloaded-app", "Product is genuine"),
        *((name, "Product is genuine") for name in scenario.names() if name.startswith("genuine-")),
    ],
)
def test_it_says_what_it_would_of_a_real_device(serve: Serve, name: str, first_line: str) -> None:
    target = f"0x{scenario.load(name).firmware.target_id:08x}"
    output = check_genuine(serve(name), target, "--issuerKey", DEMO_KEY)
    assert output.splitlines()[0] == first_line


def test_it_reads_the_version_inside_the_channel(serve: Serve) -> None:
    assert "SE Version 1.5.0" in check_genuine(
        serve("counterfeit-version-lie"), S_PLUS, "--issuerKey", DEMO_KEY
    )


def test_the_channel_of_the_second_generation_works_too(serve: Serve) -> None:
    plain = scenario.load("genuine-nano-s")
    old = replace(plain, firmware=replace(plain.firmware, target_id=0x31100002))
    output = check_genuine(serve(old), "0x31100002", "--issuerKey", DEMO_KEY)
    assert output.startswith("Product is genuine\n")


@pytest.mark.parametrize("options", [("--scp",), ()], ids=["in the channel", "plain"])
def test_it_lists_the_apps_over_several_parts(serve: Serve, options: tuple[str, ...]) -> None:
    result = run_ledgerblue(serve("genuine-nano-s"), "ledgerblue.listApps", "--targetId", NANO_S, *options)
    parts = [line for line in result.stdout.splitlines() if line.startswith("[")]
    assert result.returncode == 0
    assert [re.findall(r"'name': '([^']+)'", part) for part in parts] == [
        ["Bitcoin", "Ethereum"],
        ["Solana", "Polygon"],
        ["Monero"],
    ]


@pytest.mark.parametrize(
    ("name", "target", "status"),
    [
        ("never-issued", S_PLUS, "6d00"),
        ("nano-x", "0x33000004", "69d5"),
        ("refused", S_PLUS, "5501"),
        ("locked", S_PLUS, "5515"),
        ("not-set-up", S_PLUS, "6d06"),
        ("genuine-flex", S_PLUS, "6814"),
    ],
)
def test_it_is_refused_with_the_status_of_a_real_device(
    serve: Serve, name: str, target: str, status: str
) -> None:
    result = run_ledgerblue(
        serve(name), "ledgerblue.checkGenuine", "--targetId", target, "--issuerKey", DEMO_KEY
    )
    assert f"Invalid status {status}" in result.stderr
