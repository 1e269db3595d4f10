"""Ledger's second client, ``ledgerctl``, unmodified and in its own process, meets the virtual Ledger."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from walletsafe.virtual import scenario

from .conftest import Serve, vendor_client

GENUINE = {
    "genuine-nano-s": "Ledger Nano S (0x31100004)",
    "genuine-nano-s-plus": "Ledger Nano S+ (0x33100004)",
    "genuine-stax": "Ledger Stax (0x33200004)",
    "genuine-flex": "Ledger Flex (0x33300004)",
    "genuine-nano-gen5": "Ledger Apex P (0x33400004)",
}


def ledgerctl(port: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    return vendor_client(port, str(Path(sys.executable).with_name("ledgerctl")), *arguments)


def told(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert result.returncode == 0, result.stderr
    # Old firmware ends the version of its microcontroller with a zero byte, and this client prints it.
    return [line.rstrip("\0") for line in result.stdout.splitlines()]


def apps(result: subprocess.CompletedProcess[str]) -> list[list[str]]:
    """Name and flags of each app in the table that it prints."""
    return [re.split(r" {2,}", line)[:2] for line in told(result)[2:]]


@pytest.mark.parametrize("name", [*GENUINE, "nano-x", "outdated"])
def test_it_reads_the_version(serve: Serve, name: str) -> None:
    firmware = scenario.load(name).firmware
    device, *rest = told(ledgerctl(serve(name), "info"))
    assert device == f"Device: {GENUINE.get(name, device.removeprefix('Device: '))}"
    assert f"({firmware.target_id:#010x})" in device
    assert rest == [
        f"SE version: {firmware.se_version}",
        f"MCU version: {firmware.mcu.rstrip(chr(0))}",
        "Device is onboarded.",
    ]


@pytest.mark.parametrize("name", ["not-set-up", "updater"])
def test_it_does_not_call_a_device_onboarded_that_is_not(serve: Serve, name: str) -> None:
    assert "Device is onboarded." not in told(ledgerctl(serve(name), "info"))


@pytest.mark.parametrize("name", GENUINE)
def test_it_lists_the_apps_in_its_own_channel(serve: Serve, name: str) -> None:
    listed = apps(ledgerctl(serve(name), "list"))
    assert [app[0] for app in listed] == [app.name for app in scenario.load(name).apps]


@pytest.mark.parametrize(("name", "flag"), [("custom-ca", "custom_ca"), ("replaced-ui", "bolos_ux")])
def test_it_reads_the_flags_that_give_an_app_away(serve: Serve, name: str, flag: str) -> None:
    assert [app for app in apps(ledgerctl(serve(name), "list")) if flag in app[1].split(",")]


@pytest.mark.parametrize(
    ("name", "command", "status"),
    [
        ("locked", "info", "5515"),
        ("app-open", "info", "6d00"),
        ("locked", "list", "5515"),
        ("not-set-up", "list", "6d06"),
        ("refused", "list", "5501"),
        ("never-issued", "list", "6d00"),
        ("updater", "list", "6d00"),
    ],
)
def test_it_is_refused_with_the_status_of_a_real_device(
    serve: Serve, name: str, command: str, status: str
) -> None:
    result = ledgerctl(serve(name), command)
    assert result.returncode == 1
    assert f"Invalid status {status}" in result.stderr


def test_what_would_change_a_device_is_refused_and_changes_nothing(serve: Serve) -> None:
    port = serve("genuine-flex")
    before = apps(ledgerctl(port, "list"))
    assert "Invalid status 6d00" in ledgerctl(port, "delete", "Bitcoin").stderr
    assert apps(ledgerctl(port, "list")) == before
