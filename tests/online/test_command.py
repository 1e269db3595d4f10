"""``walletsafe check --online``: off unless the facts say so, for USB alone, never without consent."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.helpers.command import ANSWERS, answers_file, refused
from tests.helpers.people import Pretender, virtual
from tests.online.conftest import Play, World, child
from tests.online.service import Server, genuine
from walletsafe import knowledge
from walletsafe.cli import check as check_command
from walletsafe.cli.program import run
from walletsafe.errors import Scalar
from walletsafe.knowledge import Knowledge
from walletsafe.online import launcher
from walletsafe.questions import NOT_ASKED, NOT_NOW, ONLINE_CONSENT, SEND, Question
from walletsafe.transport import PeerKind, hid

Door = Callable[..., tuple[int, dict[str, Any], str]]

MODEL_IN_MY_HAND, NOBODY_GUIDES_ME, SEND_NOTHING, SEND_IT = "1", "2", "1", "2"
"""What to type at each question."""


class UsbPretender(Pretender):
    place = "1-2"


@pytest.fixture
def server(play: Play) -> Server:
    return play(genuine())


@pytest.fixture
def door(
    server: Server,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Door:
    """Run a command line with a Nano X on USB, the online check switched on and led to our own service."""
    offered = replace(knowledge.online_service(), offered=True)

    def listed(_: Knowledge) -> list[Pretender]:
        return [UsbPretender(virtual("nano-x"), PeerKind.USB)]

    monkeypatch.setattr(knowledge, "online_service", lambda: offered)
    monkeypatch.setattr(hid, "list_devices", listed)
    started = partial(launcher.Launcher, child(world, server.port))
    monkeypatch.setattr(launcher, "Launcher", started)
    answers = answers_file(tmp_path_factory.mktemp("answers"), model_in_hand="yes")

    def enter(*more: str) -> tuple[int, dict[str, Any], str]:
        status = run(["check", "--online", "--json", "--answers", answers, *more])
        said = capsys.readouterr()
        return status, json.loads(said.out), said.err

    return enter


def outcomes(report: dict[str, Any]) -> dict[str, str]:
    return {part["id"]: part["outcome"] for part in report["checks"]}


def sit_at_a_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    """Somebody who types one line for each question."""
    monkeypatch.setattr(check_command, "_is_terminal", lambda stream: stream is not sys.stdout)
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))


def test_who_agrees_at_a_terminal_has_the_service_asked_and_its_yes_passes(
    door: Door, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch, MODEL_IN_MY_HAND, NOBODY_GUIDES_ME, SEND_IT)
    status, report, errors = door()
    assert status == 0
    assert report["demo"] is False
    assert outcomes(report) == dict.fromkeys(("device", "firmware", "origin", "online"), "passed")
    assert len(server.lines) == 1
    assert "Ledger's manager" in errors
    assert "unplug" in errors.lower()


def test_who_says_not_now_at_a_terminal_sends_nothing(
    door: Door, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch, MODEL_IN_MY_HAND, NOBODY_GUIDES_ME, SEND_NOTHING)
    _, report, _ = door("--consent")
    assert outcomes(report)["online"] == "stopped"
    assert server.lines == []


@pytest.mark.parametrize("more", [(), ("--consent",)])
def test_where_nobody_can_be_asked_nothing_is_sent(door: Door, server: Server, more: tuple[str, ...]) -> None:
    status, report, errors = door(*more)
    assert status == 3
    assert outcomes(report)["online"] == "not-checked-yet"
    assert "Your answer" not in errors
    assert {found["id"] for found in report["findings"]} >= {"online.not_checked"}
    assert server.lines == []


@pytest.mark.parametrize("more", [("--virtual", "nano-x"), ("--tcp", "127.0.0.1:1"), ("--replay", "x.txt")])
def test_practice_devices_are_wrong_usage(more: tuple[str, str]) -> None:
    assert "USB" in refused("check", "--online", "--consent", *more)


def test_it_is_off_and_says_so_in_one_line() -> None:
    line = refused("check", "--online", "--consent")
    assert "switched off" in line
    assert "Nothing was sent" in line


def test_no_option_and_no_variable_leads_elsewhere() -> None:
    names = {option for parameter in check_command.command.params for option in parameter.opts}
    assert not {name for name in names if any(word in name for word in ("host", "url", "server", "perso"))}


def on_terminal(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, consent: bool, typed: int = 1) -> str:
    monkeypatch.setattr(check_command, "_is_terminal", lambda stream: terminal)
    monkeypatch.setattr("walletsafe.cli.terminal._read_number", lambda ear, most: typed)
    peer = UsbPretender(virtual("nano-x"), PeerKind.USB)
    observer = check_command._observer(peer, ANSWERS, may_ask=False, consent=consent)
    params: dict[str, Scalar] = dict.fromkeys(("model", "firmware", "host", "receiver"), "any")
    return observer.ask(Question(ONLINE_CONSENT, (NOT_NOW, SEND), params))


@pytest.mark.parametrize("consent", [False, True])
def test_on_a_terminal_the_consent_is_always_asked(monkeypatch: pytest.MonkeyPatch, consent: bool) -> None:
    assert on_terminal(monkeypatch, terminal=True, consent=consent) == NOT_NOW
    assert on_terminal(monkeypatch, terminal=True, consent=consent, typed=2) == SEND


@pytest.mark.parametrize("consent", [False, True])
def test_without_a_terminal_nothing_consents(monkeypatch: pytest.MonkeyPatch, consent: bool) -> None:
    assert on_terminal(monkeypatch, terminal=False, consent=consent) == NOT_ASKED
