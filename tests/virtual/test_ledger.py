"""The virtual Ledger's states: what it answers, what it refuses, and the order of its handshake."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.virtual import keys, scenario
from walletsafe.virtual.fields import pack
from walletsafe.virtual.ledger import Ledger, Prompt
from walletsafe.virtual.scenario import Certificate, State

from .conftest import Exchange, Host, apdu

NAME = bytes.fromhex("b001000000")
QUIT = bytes.fromhex("b0a7000000")
VERSION = bytes.fromhex("e001000000")
DEMO_KEY = keys.encode(keys.demo_issuer())


def accepting(ledger: Ledger, accept: bool = True) -> Exchange:
    """Answer every question of the device at once."""

    def exchange(command: bytes) -> bytes:
        reply = ledger.reply(command)
        if isinstance(reply, Prompt):
            return reply.decide(accept)
        assert reply is not None
        return reply

    return exchange


def ask(name: str, command: bytes) -> bytes:
    return accepting(Ledger(scenario.load(name)))(command)


def host(name: str) -> Host:
    played = scenario.load(name)
    return Host(accepting(Ledger(played)), played.firmware.target_id)


@pytest.mark.parametrize(
    ("name", "command", "answer"),
    [
        ("genuine-stax", NAME, "0105424f4c4f5306312e31312e3001009000"),
        ("genuine-nano-gen5", NAME, "01054f4c4f530005312e322e3001009000"),
        ("outdated", NAME, "6e00"),
        ("app-open", NAME, "0107426974636f696e05322e342e3001029000"),
        ("app-open", VERSION, "6d00"),
        ("locked", NAME, "5515"),
        ("locked", VERSION, "5515"),
        ("bootloader", NAME, "6e00"),
        ("bootloader", VERSION, "0100000104302e313104f4d8aa439000"),
        ("bootloader", apdu("e0500000", bytes(8)), "6d00"),
        ("updater", VERSION, "3310000409312e372e302d6f7375042000000004342e30339000"),
        ("updater", apdu("e0040000", bytes.fromhex("33100004")), "6d00"),
        ("never-issued", apdu("e0040000", bytes.fromhex("33100004")), "6d00"),
        ("never-issued", apdu("e0500000", bytes(8)), "6d00"),
        ("genuine-flex", apdu("e0040000", bytes.fromhex("33100004")), "6814"),
        ("genuine-flex", QUIT, "6d00"),
        ("genuine-flex", bytes.fromhex("e0df000000"), "6624"),
        ("genuine-flex", bytes.fromhex("e0d0000000"), "6d00"),
        ("genuine-flex", bytes.fromhex("8001000000"), "6e00"),
        ("genuine-flex", bytes.fromhex("b001010000"), "6e00"),
        ("genuine-flex", bytes.fromhex("e00100"), "6700"),
        ("genuine-flex", bytes.fromhex("e001000005"), "6700"),
        ("genuine-flex", b"", "6700"),
    ],
)
def test_an_answer_is_exact(name: str, command: bytes, answer: str) -> None:
    assert ask(name, command).hex() == answer


def test_a_silent_device_answers_nothing() -> None:
    assert Ledger(scenario.load("silent")).reply(VERSION) is None


def test_closing_the_app_leads_to_the_dashboard_and_off_the_bus() -> None:
    ledger = Ledger(scenario.load("app-open"))
    assert (ledger.product_id, ledger.attached) == (0x1015, True)
    assert ledger.reply(QUIT) == b"\x90\x00"
    assert (ledger.product_id, ledger.attached, ledger.state) == (0x1011, False, State.DASHBOARD)


def test_a_genuine_device_proves_itself() -> None:
    computer = host("genuine-stax")
    computer.authenticate()
    assert computer.certified_by(DEMO_KEY)
    assert computer.proves_possession()


def test_a_device_with_a_certificate_of_its_own_is_certified_by_somebody_else() -> None:
    computer = host("counterfeit-self-signed")
    computer.authenticate()
    assert not computer.certified_by(DEMO_KEY)
    assert computer.proves_possession()


def test_a_copied_certificate_is_genuine_but_its_proof_is_stale_and_its_channel_dead() -> None:
    computer = host("counterfeit-replayed")
    computer.authenticate()
    assert computer.certified_by(DEMO_KEY)
    assert not computer.proves_possession()
    first = computer.proof
    computer.authenticate()
    assert computer.proof == first
    wrapped = computer.open_channel().wrap(b"\x10")
    assert computer.exchange(apdu("e0000000", wrapped)).hex() == "6802"


def test_two_devices_never_share_a_key() -> None:
    one, other = host("genuine-stax"), host("genuine-stax")
    one.authenticate()
    other.authenticate()
    assert one.certificate != other.certificate


@pytest.mark.parametrize("skipped", ["target", "nonce", "introduce", "agree"])
def test_no_step_of_the_handshake_can_be_left_out(skipped: str) -> None:
    computer = host("genuine-stax")
    statuses = [
        step()[-2:].hex()
        for step in (computer.target, computer.nonce, computer.introduce, computer.agree)
        if step.__name__ != skipped
    ]
    computer.certificates()
    assert "9000" not in (computer.certificate.hex(), computer.proof.hex())
    assert computer.certificate.hex() == computer.proof.hex() == "6985"
    if skipped != "agree":
        assert "6985" in statuses


def test_the_channel_opens_only_after_the_proof() -> None:
    computer = host("genuine-stax")
    for step in (computer.target, computer.nonce, computer.introduce, computer.agree):
        step()
    assert computer.exchange(apdu("e0530000")).hex() == "6985"
    assert computer.exchange(apdu("e0000000", bytes(30))).hex() == "6985"


def test_a_refused_key_goes_no_further() -> None:
    played = scenario.load("genuine-stax")
    computer = Host(accepting(Ledger(played), accept=False), played.firmware.target_id)
    computer.target()
    computer.nonce()
    assert computer.introduce().hex() == "5501"
    assert computer.agree().hex() == "6985"


@pytest.mark.parametrize(("state", "status"), [(State.NOT_SET_UP, "6d06"), (State.RECOVERY, "662f")])
def test_without_a_phrase_nobody_can_be_asked(state: State, status: str) -> None:
    played = replace(scenario.load("not-set-up"), state=state)
    computer = Host(accepting(Ledger(played)), played.firmware.target_id)
    computer.target()
    computer.nonce()
    assert computer.introduce().hex() == status
    assert computer.exchange(bytes.fromhex("e0de000000")).hex() == status


def test_a_certificate_of_the_computer_must_be_signed() -> None:
    computer = host("genuine-stax")
    computer.target()
    computer.nonce()
    public = keys.encode(computer.root)
    forged = bytes([65]) + public + bytes([70]) + keys.sign(computer.root, b"other")[:70].ljust(70, b"\0")
    assert computer.exchange(apdu("e0510000", forged)).hex() == "6a80"
    assert computer.exchange(apdu("e0510000", b"\x41" + public)).hex() == "6a80"
    assert computer.exchange(apdu("e0510000")).hex() == "6a80"


def at_the_short_lived_key() -> Host:
    computer = host("genuine-stax")
    for step in (computer.target, computer.nonce, computer.introduce):
        assert step()[-2:] == b"\x90\x00"
    return computer


@pytest.mark.parametrize("compressed", [True, False])
def test_the_short_lived_key_must_be_a_whole_point(compressed: bool) -> None:
    computer = at_the_short_lived_key()
    whole = keys.encode(computer.ephemeral)
    point = bytes([2 + whole[-1] % 2]) + whole[1:33] if compressed else b"\x04" + bytes(63) + b"\x01"
    signature = keys.sign(computer.root, b"\x11" + computer.host_nonce + computer.device_nonce + point)
    assert computer.exchange(apdu("e0518000", pack(point) + pack(signature))).hex() == "6a80"


def test_the_short_lived_key_must_be_signed_with_both_nonces() -> None:
    computer = at_the_short_lived_key()
    computer.device_nonce = bytes(8)
    assert computer.agree().hex() == "6a80"


def test_a_new_channel_begins_a_new_list() -> None:
    computer = host("genuine-stax")
    for command, status in ((b"\x0e", b""), (b"\x0f", b"\x66\x24")):
        computer.authenticate()
        channel = computer.open_channel()
        answer = computer.exchange(apdu("e0000000", channel.wrap(command)))
        assert answer == status or (not status and channel.unwrap(answer[:-2]).count(b"Bitcoin") == 1)


def test_inside_the_channel_only_reading_is_possible() -> None:
    computer = host("counterfeit-version-lie")
    computer.authenticate()
    channel = computer.open_channel()

    def inner(command: bytes) -> bytes:
        answer = computer.exchange(apdu("e0000000", channel.wrap(command)))
        return channel.unwrap(answer[:-2]) if len(answer) > 2 else answer

    assert b"\x051.5.0" in inner(b"\x10")
    assert b"\x051.7.0" in computer.exchange(VERSION)
    assert inner(b"\x0e").count(b"\x07Bitcoin") == 1
    assert inner(b"\x0f").endswith(b"\x06Solana")
    # A device seals only answers that hold data, so the end of the list comes bare.
    assert inner(b"\x0f") == b"\x90\x00"
    assert inner(b"\x0f").hex() == "6624"
    assert inner(b"\x10").hex() == "6985"


def test_a_forbidden_command_ends_the_channel() -> None:
    computer = host("genuine-stax")
    computer.authenticate()
    channel = computer.open_channel()
    assert computer.exchange(apdu("e0000000", channel.wrap(b"\x0c\x07Bitcoin"))).hex() == "6d00"
    assert computer.exchange(apdu("e0000000", channel.wrap(b"\x10"))).hex() == "6985"


def test_a_device_without_a_certificate_does_nothing_of_the_handshake() -> None:
    bare = replace(scenario.load("genuine-stax"), certificate=Certificate.NONE)
    exchange = accepting(Ledger(bare))
    for header in ("e0040000", "e0500000", "e0510000", "e0518000", "e0520000", "e0528000", "e0530000"):
        assert exchange(apdu(header)).hex() == "6d00"


@given(st.sampled_from(scenario.names()), st.lists(st.binary(max_size=40), max_size=5))
def test_no_command_breaks_it(name: str, commands: list[bytes]) -> None:
    ledger = Ledger(scenario.load(name))
    for command in commands:
        reply = ledger.reply(command)
        assert reply is None or isinstance(reply, Prompt) or len(reply) >= 2


@given(
    st.sampled_from(["04", "50", "51", "52", "53", "00", "de", "df"]),
    st.sampled_from([0, 0x80]),
    st.binary(max_size=200),
)
def test_no_handshake_command_breaks_it(ins: str, p1: int, data: bytes) -> None:
    computer = host("genuine-stax")
    computer.authenticate()
    computer.open_channel()
    answer = computer.exchange(apdu(f"e0{ins}{p1:02x}00", data))
    assert len(answer) >= 2
