"""What may leave this program, and how status words and states are told apart."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.cancel import CancelToken
from walletsafe.device import commands
from walletsafe.device.commands import InnerCommand
from walletsafe.device.session import Session
from walletsafe.device.state import Reading, State, read_state
from walletsafe.errors import Cancelled, CommandRefused, GarbledAnswer, StatusError

READ_ONLY = {"b001", "b0a7", "e001", "e004", "e050", "e051", "e052", "e053"}


class Scripted:
    """A transport that notes what is sent and answers from a table or a function."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self.sent: list[bytes] = []
        self._answer = answer

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        self.sent.append(command)
        return self._answer(command)

    def close(self) -> None:
        pass


def session_of(*answers: str) -> tuple[Session, Scripted]:
    """A session whose device gives ``answers`` (hex with status word) in turn, the last for ever."""
    rest = itertools.chain(answers, itertools.repeat(answers[-1]))
    transport = Scripted(lambda command: bytes.fromhex(next(rest)))
    return Session(transport, CancelToken()), transport


def test_nothing_but_the_allow_list_can_leave() -> None:
    session, transport = session_of("9000")
    for cla, ins in itertools.product(range(256), repeat=2):
        for p1, p2 in ((0, 0), (0x80, 0), (1, 0), (0, 1)):
            with contextlib.suppress(CommandRefused):
                session.send(bytes((cla, ins, p1, p2, 0)))
    sent = {command[:4].hex() for command in transport.sent}
    assert sent == {f"{header}0000" for header in READ_ONLY} | {"e0518000", "e0528000"}


@given(st.binary(max_size=40))
def test_arbitrary_commands_leave_only_when_listed(command: bytes) -> None:
    session, transport = session_of("9000")
    try:
        session.send(command)
    except CommandRefused:
        assert not transport.sent
    else:
        assert command[:2].hex() in READ_ONLY


def test_a_wrapped_command_cannot_be_sent_as_a_plain_one() -> None:
    session, transport = session_of("9000")
    with pytest.raises(CommandRefused):
        session.send(commands.wrapped(b"anything at all"))
    assert not transport.sent


def test_inside_the_channel_only_reading_commands_are_wrapped() -> None:
    session, transport = session_of("9000")
    wrapped: list[bytes] = []

    def encrypt(plain: bytes) -> bytes:
        wrapped.append(plain)
        return plain

    for number in range(256):
        with pytest.raises(CommandRefused):
            session.send_wrapped(number, encrypt)  # type: ignore[arg-type]
    assert not wrapped
    assert not transport.sent
    for inner in InnerCommand:
        session.send_wrapped(inner, encrypt)
    assert wrapped == [b"\x10", b"\x0e", b"\x0f"]


def test_status_words_become_errors() -> None:
    session, _ = session_of("69d5")
    with pytest.raises(StatusError) as caught:
        session.send(commands.GET_VERSION)
    assert caught.value.status == 0x69D5
    assert caught.value.params == {"status": "69D5"}


def test_a_busy_device_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walletsafe.device.session._BUSY_PAUSE", 0)
    session, transport = session_of("6901", "6901", "aa9000")
    assert session.send(commands.GET_VERSION) == b"\xaa"
    assert len(transport.sent) == 3


def test_a_device_that_stays_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walletsafe.device.session._BUSY_PAUSE", 0)
    session, transport = session_of("6901")
    assert read_state(session) == Reading(State.BUSY)
    assert 2 <= len(transport.sent) <= 10


def test_the_owner_is_asked_once_however_busy_the_device_is() -> None:
    session, transport = session_of("6901", "aa9000")
    with pytest.raises(StatusError):
        session.ask_owner(commands.send_host_key(bytes(65), bytes(70)))
    assert len(transport.sent) == 1


def test_the_owner_is_asked_nothing_but_what_is_listed() -> None:
    session, transport = session_of("9000")
    with pytest.raises(CommandRefused):
        session.ask_owner(bytes.fromhex("e0d800000141"))
    assert not transport.sent


def test_waiting_for_a_busy_device_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        Session(Scripted(lambda command: b"\x69\x01"), cancel).send(commands.GET_VERSION)


DASHBOARD = "01 05 424f4c4f53 05 322e312e30 9000".replace(" ", "")
VERSION = "3110000405322e312e3004e600000004312e3132" + "9000"


def test_the_first_question_is_the_one_with_a_meaning_everywhere() -> None:
    session, transport = session_of(DASHBOARD, VERSION)
    reading = read_state(session)
    assert [command[:2].hex() for command in transport.sent] == ["b001", "e001"]
    assert reading.state is State.DASHBOARD
    assert reading.version is not None
    assert reading.version.se_version == "2.1.0"


def test_no_os_command_is_sent_into_an_open_app() -> None:
    session, transport = session_of("0107426974636f696e05322e312e3301029000")
    assert read_state(session) == Reading(State.APP_OPEN, app="Bitcoin", app_version="2.1.3")
    assert [command[:2].hex() for command in transport.sent] == ["b001"]


@pytest.mark.parametrize("name", ["05424f4c4f53", "054f4c4f5300", "044f4c4f53"])
def test_names_of_the_dashboard(name: str) -> None:
    session, _ = session_of(f"01{name}05322e312e309000", VERSION)
    assert read_state(session).state is State.DASHBOARD


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (("5515",), State.LOCKED),
        (("6982",), State.LOCKED),
        (("5303",), State.LOCKED),
        ((DASHBOARD, "5515"), State.LOCKED),
        (("6d06",), State.NOT_SET_UP),
        (("6611",), State.NOT_SET_UP),
        (("662f",), State.RECOVERY_MODE),
        (("6faa",), State.ASLEEP),
        (("6d00",), State.APP_OPEN),
        (("6e00", "010000019000"), State.BOOTLOADER),
        (("6e00", VERSION), State.DASHBOARD),
        (
            (DASHBOARD, "3110000309312e342e322d6f7375042000000004312e370020" + "00" * 32 + "9000"),
            State.UPDATER,
        ),
        ((DASHBOARD, "3110000405312e352e35042300000004312e37009000"), State.RECOVERY_MODE),
        ((DASHBOARD, "3330000405312e342e30046200000005362e352e329000"), State.NOT_SET_UP),
    ],
)
def test_states(answers: tuple[str, ...], state: State) -> None:
    session, _ = session_of(*answers)
    assert read_state(session).state is state


def test_an_unknown_status_is_no_state() -> None:
    session, _ = session_of("6a80")
    with pytest.raises(StatusError):
        read_state(session)


@pytest.mark.parametrize("answer", ["9000", "029000", "01054249", "0105424f4c4f53059000"])
def test_malformed_names_are_garbage(answer: str) -> None:
    session, _ = session_of(answer.removesuffix("9000") + "9000")
    with pytest.raises(GarbledAnswer):
        read_state(session)


def test_foreign_names_are_cleaned() -> None:
    name = "\u202egnp\x1b[2J".encode()
    session, _ = session_of("01" + bytes((len(name),)).hex() + name.hex() + "01319000")
    reading = read_state(session)
    assert "\x1b" not in reading.app
    assert "\u202e" not in reading.app


def test_names_that_look_like_secrets_are_withheld() -> None:
    for name in ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"[:32], "someone@example.org", "00" * 16, " "):
        session, _ = session_of("01" + bytes((len(name),)).hex() + name.encode().hex() + "01319000")
        assert read_state(session).app == "?"
