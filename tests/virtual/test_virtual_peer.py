"""A virtual Ledger behind the same transport as a real one: faults, questions, coming and going."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from walletsafe.cancel import CancelToken
from walletsafe.errors import Cancelled, DeviceSilent, DeviceUnplugged, GarbledAnswer
from walletsafe.transport import Peer, PeerKind, Transport
from walletsafe.transport.framing import split_message
from walletsafe.virtual import keys, scenario
from walletsafe.virtual.conversation import Conversation, Owner
from walletsafe.virtual.ledger import Ledger
from walletsafe.virtual.link import DeviceLink
from walletsafe.virtual.peer import VirtualPeer
from walletsafe.virtual.scenario import Faults

from .conftest import Host, apdu

VERSION = bytes.fromhex("e001000000")
NAME = bytes.fromhex("b001000000")
QUIT = bytes.fromhex("b0a7000000")
LIST = bytes.fromhex("e0de000000")


class Line:
    """An open virtual device that is closed at the end of the test."""

    def __init__(self, peer: VirtualPeer) -> None:
        self.peer = peer
        self.cancel = CancelToken()
        self.transport: Transport = peer.open(cancel=self.cancel)

    def exchange(self, command: bytes, timeout: float = 5.0) -> bytes:
        return self.transport.exchange(command, timeout=timeout, cancel=self.cancel)

    def host(self) -> Host:
        return Host(self.exchange, self.peer.scenario.firmware.target_id)


def open_line(name: str, faults: Faults | None = None, prompt_delay: float | None = 0.0) -> Line:
    played = scenario.load(name)
    return Line(VirtualPeer(replace(played, faults=faults or played.faults), prompt_delay=prompt_delay))


@pytest.fixture
def by_hand() -> Iterator[Line]:
    line = open_line("genuine-flex", prompt_delay=None)
    yield line
    line.transport.close()


def test_it_is_a_peer_and_says_that_it_is_virtual() -> None:
    peer: Peer = VirtualPeer(scenario.load("genuine-flex"))
    assert (peer.kind, peer.id, peer.product_id) == (PeerKind.VIRTUAL, "genuine-flex", 0x7000)
    assert len(peer.entropy(8)) == 8
    assert peer.entropy(8) != peer.entropy(8)


@pytest.mark.parametrize(
    "faults",
    [Faults(), Faults(cross_talk=True), Faults(answer_delay=0.02)],
    ids=["no fault", "cross-talk", "slow"],
)
def test_the_whole_conversation_runs_over_packets(faults: Faults) -> None:
    line = open_line("genuine-flex", faults)
    computer = line.host()
    computer.authenticate()
    channel = computer.open_channel()
    assert computer.certified_by(keys.encode(keys.demo_issuer()))
    assert computer.proves_possession()
    version = line.exchange(apdu("e0000000", channel.wrap(b"\x10")))
    assert b"\x051.7.0" in channel.unwrap(version[:-2])


def test_a_slow_device_takes_its_time() -> None:
    line = open_line("genuine-flex", Faults(answer_delay=0.2))
    begin = time.monotonic()
    line.exchange(VERSION)
    assert time.monotonic() - begin >= 0.2
    with pytest.raises(DeviceSilent):
        line.exchange(VERSION, timeout=0.05)
    # The late answer is on a channel that nobody listens to any more.
    assert line.exchange(NAME).startswith(b"\x01\x05BOLOS")


def test_garbage_is_named_as_such() -> None:
    with pytest.raises(GarbledAnswer):
        open_line("garbage").exchange(NAME)


def test_a_silent_device_runs_into_the_timeout() -> None:
    with pytest.raises(DeviceSilent):
        open_line("silent").exchange(NAME, timeout=0.05)


def test_the_cable_is_pulled_in_the_middle_of_the_handshake() -> None:
    line = open_line("unplugged")
    computer = line.host()
    computer.target()
    computer.nonce()
    assert computer.introduce() == b"\x90\x00"
    with pytest.raises(DeviceUnplugged):
        computer.agree()
    with pytest.raises(DeviceUnplugged):
        line.exchange(NAME)


def test_an_unplugged_device_does_not_come_back_by_itself() -> None:
    played = scenario.load("unplugged")
    link = DeviceLink(Conversation(Ledger(played), Owner(accepts=True, delay=0.0)), played.faults)
    for command in (bytes.fromhex("e051800000"), NAME):
        with pytest.raises(DeviceUnplugged):
            link.write(split_message(0x1234, command)[0])


def test_a_new_command_takes_the_place_of_an_answer_that_nobody_read() -> None:
    played = scenario.load("genuine-flex")
    link = DeviceLink(Conversation(Ledger(played), Owner(accepts=True, delay=0.0)), played.faults)
    for command in (LIST, NAME):
        link.write(split_message(0x1234, command)[0])
        assert link.read(0) is not None
    assert link.read(0) is None


def test_opening_it_again_plugs_in_a_fresh_device() -> None:
    line = open_line("unplugged")
    with pytest.raises(DeviceUnplugged):
        line.exchange(bytes.fromhex("e051800000"))
    line.transport.close()
    line.transport = line.peer.open(cancel=line.cancel)
    assert line.exchange(NAME).endswith(b"\x90\x00")


def test_closing_the_app_needs_the_device_to_be_opened_again() -> None:
    line = open_line("app-open")
    assert line.peer.product_id == 0x1015
    assert line.exchange(QUIT) == b"\x90\x00"
    with pytest.raises(DeviceUnplugged):
        line.exchange(NAME)
    line.transport.close()
    line.transport = line.peer.reopen(timeout=1.0, cancel=line.cancel)
    assert line.exchange(NAME).startswith(b"\x01\x05BOLOS")
    assert line.peer.product_id == 0x1011
    line.transport.close()
    line.transport = line.peer.open(cancel=line.cancel)
    assert line.exchange(NAME).startswith(b"\x01\x07Bitcoin")


def test_its_owner_takes_a_while() -> None:
    line = open_line("genuine-flex", prompt_delay=0.15)
    begin = time.monotonic()
    assert line.exchange(LIST).endswith(b"\x90\x00")
    assert time.monotonic() - begin >= 0.15


def test_a_scenario_can_refuse() -> None:
    assert open_line("refused").exchange(LIST).hex() == "5501"


@pytest.mark.parametrize(("accept", "ending"), [(True, "9000"), (False, "5501")])
def test_the_trainer_answers_from_another_thread(by_hand: Line, accept: bool, ending: str) -> None:
    trainer = threading.Timer(0.05, by_hand.peer.answer_prompt, [accept])
    trainer.start()
    assert by_hand.exchange(LIST)[-2:].hex() == ending
    trainer.join()


def test_an_answer_counts_once(by_hand: Line) -> None:
    by_hand.peer.answer_prompt(accept=True)
    assert by_hand.exchange(LIST).endswith(b"\x90\x00")
    with pytest.raises(DeviceSilent):
        by_hand.exchange(LIST, timeout=0.05)


def test_an_answer_does_not_outlive_its_device(by_hand: Line) -> None:
    by_hand.peer.answer_prompt(accept=True)
    by_hand.transport.close()
    by_hand.transport = by_hand.peer.open(cancel=by_hand.cancel)
    with pytest.raises(DeviceSilent):
        by_hand.exchange(LIST, timeout=0.05)


def test_cancelling_while_it_asks_is_quick_and_leaves_no_question_behind(by_hand: Line) -> None:
    canceller = threading.Timer(0.05, by_hand.cancel.cancel)
    canceller.start()
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        by_hand.exchange(LIST)
    canceller.join()
    assert time.monotonic() - begin < 0.05 + 0.15
    by_hand.cancel = CancelToken()
    assert by_hand.exchange(NAME).startswith(b"\x01\x05BOLOS")
