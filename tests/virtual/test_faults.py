"""What goes wrong on the wire never ends well for a fake, nor badly for the program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.helpers.people import check, ids
from walletsafe.findings import Outcome
from walletsafe.transport.framing import PACKET_SIZE, split_message
from walletsafe.virtual import scenario
from walletsafe.virtual.conversation import Conversation, Owner
from walletsafe.virtual.ledger import Ledger
from walletsafe.virtual.link import DeviceLink
from walletsafe.virtual.peer import VirtualPeer
from walletsafe.virtual.scenario import Faults, Frames, Scenario

DAMAGED = [frames for frames in Frames if frames is not Frames.WHOLE]
NAME = bytes.fromhex("b001000000")
LIST = bytes.fromhex("e0de000000")
CHANNEL = 0x1234


def played(name: str, **faults: object) -> Scenario:
    return replace(scenario.load(name), faults=Faults(**faults))  # type: ignore[arg-type]


def packets(command: bytes, **faults: object) -> list[bytes]:
    """Everything the device sends in answer to one command."""
    whole = played("genuine-flex", **faults)
    link = DeviceLink(Conversation(Ledger(whole), Owner(accepts=True, delay=0.0)), whole.faults)
    link.write(split_message(CHANNEL, command)[0])
    return list(iter(lambda: link.read(0), None))


def test_short_packets_are_cut_in_the_middle() -> None:
    whole, short = packets(LIST), packets(LIST, frames=Frames.SHORT)
    assert len(whole) > 2
    assert short == [packet[: PACKET_SIZE // 2] for packet in whole]


def test_repeated_packets_come_twice_each() -> None:
    whole, repeated = packets(LIST), packets(LIST, frames=Frames.REPEATED)
    assert (repeated[::2], repeated[1::2]) == (whole, whole)


def test_reordered_packets_are_the_last_two() -> None:
    whole, reordered = packets(LIST), packets(LIST, frames=Frames.REORDERED)
    assert reordered == [*whole[:-2], whole[-1], whole[-2]]
    assert packets(NAME, frames=Frames.REORDERED) == packets(NAME), "a short answer has nothing to swap"


@pytest.mark.parametrize("frames", DAMAGED)
def test_another_program_receives_the_same_damage(frames: Frames) -> None:
    both = packets(LIST, frames=frames, cross_talk=True)
    own = [packet for packet in both if packet[:2] == CHANNEL.to_bytes(2, "big")]
    assert own == packets(LIST, frames=frames)
    assert len(both) == 2 * len(own)


@pytest.mark.parametrize("frames", DAMAGED)
@pytest.mark.parametrize("name", ["genuine-nano-s", "genuine-flex", "counterfeit-replayed", "app-open"])
def test_damaged_packets_end_in_could_not_be_checked(name: str, frames: Frames) -> None:
    report = check(VirtualPeer(played(name, frames=frames)))
    assert report.outcome is Outcome.COULD_NOT_CHECK
    assert ids(report) & {"transport.garbage", "genuine.protocol_error", "device.app_open"}
    assert "genuine.verified" not in ids(report)
