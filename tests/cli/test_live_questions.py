"""What a person with a real device is asked, whatever was prepared beforehand."""

from __future__ import annotations

import pytest

from tests.helpers.people import Pretender, virtual
from walletsafe.cli import check as check_command
from walletsafe.cli.terminal import TerminalObserver
from walletsafe.questions import (
    ALLOW,
    CLEAN,
    CONSENT,
    GUIDED_NOW,
    MODEL_IN_HAND,
    NOT_ASKED,
    NOT_NOW,
    Question,
)
from walletsafe.transport import PeerKind


def observer(
    monkeypatch: pytest.MonkeyPatch, kind: PeerKind, *, terminal: bool, consent: bool
) -> TerminalObserver:
    monkeypatch.setattr(check_command, "_is_terminal", lambda stream: terminal)
    peer = Pretender(virtual("genuine-flex"), kind)
    return check_command._observer(peer, CLEAN, may_ask=False, consent=consent)


def asks(
    observer: TerminalObserver, monkeypatch: pytest.MonkeyPatch, question_id: str, *choices: str
) -> bool:
    """Whether the person is asked this question rather than answered for."""
    monkeypatch.setattr("walletsafe.cli.terminal._read_number", lambda ear, most: 1)
    asked: list[str] = []
    monkeypatch.setattr("walletsafe.cli.terminal.say", asked.append)
    observer.ask(Question(question_id, choices, {"model": "any", "model_id": "any", "key": "04 AB"}))
    return bool(asked)


def test_on_a_terminal_company_model_and_consent_are_always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for consent in (False, True):
        person = observer(monkeypatch, PeerKind.USB, terminal=True, consent=consent)
        assert asks(person, monkeypatch, GUIDED_NOW, "yes", "no", "unsure")
        assert asks(person, monkeypatch, MODEL_IN_HAND, "yes", "no", "unsure")
        assert asks(person, monkeypatch, CONSENT, ALLOW, NOT_NOW)
        assert not asks(person, monkeypatch, "origin.pin_preset", "yes", "no", "unsure")


@pytest.mark.parametrize(
    ("kind", "consent", "answer"),
    [
        (PeerKind.USB, False, NOT_ASKED),
        (PeerKind.USB, True, ALLOW),
        (PeerKind.TCP, False, ALLOW),
        (PeerKind.VIRTUAL, False, ALLOW),
    ],
)
def test_without_a_terminal_a_real_device_is_asked_nothing_unless_consent_was_given(
    monkeypatch: pytest.MonkeyPatch, kind: PeerKind, consent: bool, answer: str
) -> None:
    script = observer(monkeypatch, kind, terminal=False, consent=consent)
    assert script.ask(Question(CONSENT, (ALLOW, NOT_NOW))) == answer
    assert script.ask(Question("device.close_app", ("yes", "no"))) == NOT_ASKED
