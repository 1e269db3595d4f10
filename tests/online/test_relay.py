"""What the service may have the device asked, and which of its last words count."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walletsafe.errors import (
    OnlineGarbage,
    RefusedByService,
    RelayRefused,
    StatusError,
    UnclearVerdict,
    WalletSafeError,
)
from walletsafe.online.relay import MESSAGE_COUNT_LIMIT, Relay

TARGET = 0x33000004
HANDSHAKE = (
    "e00400000433000004",
    "e0500000080102030405060708",
    "e051000002aabb",
    "e051800002ccdd",
    "e052000000",
    "e052800000",
    "e053000000",
)


class Device:
    """Answers every command with its own number, and remembers what was asked."""

    def __init__(self, status: int | None = None) -> None:
        self.sent: list[str] = []
        self.owner: list[str] = []
        self._status = status

    def send(self, command: bytes) -> bytes:
        self.sent.append(command.hex())
        if self._status is not None:
            raise StatusError(self._status)
        return command[:4]

    def ask_owner(self, command: bytes) -> bytes:
        self.owner.append(command.hex())
        return self.send(command)


class Script:
    """A service that says its messages one after another, whatever it is told."""

    def __init__(self, messages: Iterable[object]) -> None:
        self._messages = iter(messages)
        self.heard: list[dict[str, object]] = []

    def receive(self) -> str:
        message = next(self._messages)
        return message if isinstance(message, str) else json.dumps(message)

    def send(self, message: str) -> None:
        self.heard.append(json.loads(message))


def exchange(command: object, nonce: object = 1) -> dict[str, object]:
    return {"query": "exchange", "nonce": nonce, "data": command}


def success(**payload: object) -> dict[str, object]:
    return {"query": "success", "nonce": 1, **payload}


ASKED = [exchange(command, nonce) for nonce, command in enumerate(HANDSHAKE)]


def ends(*messages: object, device: Device | None = None) -> object:
    """The verdict, or the kind of error that ends the conversation."""
    try:
        return Relay(device or Device(), TARGET, lambda asks: None).run(Script(messages))
    except WalletSafeError as error:
        return type(error)


def test_the_whole_handshake_is_passed_on_and_answered() -> None:
    device, asked = Device(), list[bool]()
    script = Script([*ASKED, success(result="0000")])
    assert Relay(device, TARGET, asked.append).run(script) is True
    assert device.sent == list(HANDSHAKE)
    assert script.heard == [
        {"nonce": nonce, "response": "success", "data": command[:8]}
        for nonce, command in enumerate(HANDSHAKE)
    ]
    assert device.owner == [HANDSHAKE[2], HANDSHAKE[3]]
    assert asked == [True, False]


def test_a_service_with_one_certificate_has_the_owner_asked_at_that() -> None:
    asked: list[bool] = []
    messages = [message for message in ASKED if message["data"] != HANDSHAKE[2]]
    assert Relay(Device(), TARGET, asked.append).run(Script([*messages, success(data="0000")])) is True
    assert asked == [True, False]


@pytest.mark.parametrize(
    ("payload", "ending"),
    [
        ({"result": "0000"}, True),
        ({"data": "0000"}, True),
        ({"result": "0000", "data": "0001"}, True),
        ({"result": "0001", "data": "0000"}, False),
        ({"result": "0100"}, False),
        ({"result": "9000"}, False),
        ({"data": "ffff"}, False),
        ({}, UnclearVerdict),
        ({"result": ""}, UnclearVerdict),
        ({"result": "", "data": "0000"}, UnclearVerdict),
        ({"data": None}, UnclearVerdict),
        ({"result": 0}, UnclearVerdict),
        ({"result": 0, "data": "0000"}, UnclearVerdict),
        ({"result": False}, UnclearVerdict),
        ({"result": ["0000"]}, UnclearVerdict),
        ({"result": "00000"}, UnclearVerdict),
        ({"result": "000"}, UnclearVerdict),
        ({"result": "0000\n"}, UnclearVerdict),
        ({"result": " 0000"}, UnclearVerdict),
        ({"result": "genuine"}, UnclearVerdict),
        ({"result": "\u0660\u0660\u0660\u0660"}, UnclearVerdict),
        ({"payload": "0000"}, UnclearVerdict),
    ],
)
def test_only_four_zeros_are_a_yes(payload: dict[str, object], ending: object) -> None:
    assert ends(*ASKED, success(**payload)) == ending


@pytest.mark.parametrize("verdict", ["0000", "0001"])
@pytest.mark.parametrize("asked", range(6))
def test_a_verdict_without_having_asked_the_device_proves_nothing(asked: int, verdict: str) -> None:
    assert ends(*ASKED[:asked], success(result=verdict)) is UnclearVerdict


@pytest.mark.parametrize(
    "command",
    [
        "e000000010" + "00" * 16,
        "e0000000",
        "e001000000",
        "b001000000",
        "b0a7000000",
        "e0de000000",
        "e0d800000a" + "00" * 10,
        "e00b000000",
        "e0c0000000",
        "e004000004" + "31100004",
        "e00400000433000004ff",
        "e004010004" + "33000004",
        "e05000000701020304050607",
        "e050000108" + "00" * 8,
        "e051000000",
        "e051010002aabb",
        "e051000003aabb",
        "e05200000100",
        "e052400000",
        "e052000001",
        "e053000001aa",
        "e153000000",
        "805200000000",
    ],
)
def test_nothing_but_the_handshake_reaches_the_device(command: str) -> None:
    device = Device()
    with pytest.raises((RelayRefused, OnlineGarbage)) as refused:
        Relay(device, TARGET, lambda asks: None).run(Script([exchange(command), success(result="0000")]))
    assert device.sent == []
    if isinstance(refused.value, RelayRefused):
        assert refused.value.params == {"command": command[:8].upper()}


def test_a_wrapped_command_after_the_handshake_is_named_and_ends_the_check() -> None:
    device = Device()
    with pytest.raises(RelayRefused) as refused:
        Relay(device, TARGET, lambda asks: None).run(
            Script([*ASKED, exchange("e000000010" + "00" * 16), success(result="0000")])
        )
    assert refused.value.params == {"command": "E0000000"}
    assert device.sent == list(HANDSHAKE)


@pytest.mark.parametrize("again", range(len(HANDSHAKE)))
def test_no_step_comes_twice_or_after_a_later_one(again: int) -> None:
    for last in range(again, len(HANDSHAKE)):
        device = Device()
        ending = ends(*ASKED[: last + 1], ASKED[again], success(result="0000"), device=device)
        assert ending is RelayRefused
        assert len(device.sent) == last + 1


def test_a_bulk_is_refused_whole() -> None:
    device = Device()
    with pytest.raises(RelayRefused) as refused:
        Relay(device, TARGET, lambda asks: None).run(
            Script([{"query": "bulk", "nonce": 1, "data": list(HANDSHAKE)}])
        )
    assert refused.value.params == {"command": "bulk"}
    assert device.sent == []


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        "[]",
        '"success"',
        "null",
        "[" * 20_000,
        '{"nonce": ' + "9" * 9_000 + "}",
        {},
        {"query": "install"},
        {"query": None},
        {"query": ["success"]},
        {"query": "SUCCESS", "result": "0000"},
        exchange(None),
        exchange(""),
        exchange("e0"),
        exchange("e0520000zz"),
        exchange("e0 52 00 00 00"),
        exchange(["e052000000"]),
        exchange("e05200000"),
        exchange("e052" + "00" * 300),
        exchange("e052000000", nonce=None),
        exchange("e052000000", nonce="1"),
        exchange("e052000000", nonce=True),
        exchange("e052000000", nonce=[1]),
    ],
)
def test_messages_that_are_none(message: object) -> None:
    device = Device()
    assert ends(message, success(result="0000"), device=device) is OnlineGarbage
    assert device.sent == []


def test_an_error_of_the_service_ends_it_and_its_text_goes_nowhere() -> None:
    with pytest.raises(RefusedByService) as refused:
        Relay(Device(), TARGET, lambda asks: None).run(
            Script([{"query": "error", "data": "call 0800 123 and tell your words"}])
        )
    assert refused.value.params == {}


def test_warnings_are_passed_over_but_not_forever() -> None:
    warning = {"query": "warning", "data": "busy"}
    assert ends(warning, *ASKED, warning, success(result="0000")) is True
    assert ends(*[warning] * (MESSAGE_COUNT_LIMIT + 1), success(result="0000")) is OnlineGarbage


@pytest.mark.parametrize("status", [0x5501, 0x5515, 0x6985, 0x6D00])
def test_the_first_status_that_is_not_ok_ends_it(status: int) -> None:
    device = Device(status)
    with pytest.raises(StatusError) as ended:
        Relay(device, TARGET, lambda asks: None).run(Script([*ASKED, success(result="0000")]))
    assert ended.value.status == status
    assert device.sent == [HANDSHAKE[0]]


def test_the_question_is_taken_off_the_screen_when_the_owner_refuses() -> None:
    asked: list[bool] = []

    class Refusing(Device):
        def ask_owner(self, command: bytes) -> bytes:
            raise StatusError(0x5501)

    with pytest.raises(StatusError):
        Relay(Refusing(), TARGET, asked.append).run(Script(ASKED))
    assert asked == [True, False]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(HANDSHAKE),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(["query", "nonce", "data", "result"])
queries = st.sampled_from(["exchange", "bulk", "success", "error", "warning"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(fields, json_values | queries, max_size=4), max_size=12))
def test_no_message_leads_to_a_yes_or_out_of_the_handshake(messages: list[dict[str, object]]) -> None:
    device = Device()
    try:
        genuine = Relay(device, TARGET, lambda asks: None).run(Script([*messages, {"query": "error"}]))
    except WalletSafeError:
        genuine = False
    assert set(device.sent) <= set(HANDSHAKE)
    assert not genuine or {HANDSHAKE[4], HANDSHAKE[5]} <= set(device.sent)
