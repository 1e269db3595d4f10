"""Messages in packets, and the conversation over a line that carries packets."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.cancel import CancelToken
from walletsafe.errors import Cancelled, DeviceSilent, DeviceUnplugged, GarbledAnswer
from walletsafe.transport.framing import (
    MESSAGE_LIMIT,
    PACKET_SIZE,
    PROBLEMS,
    FramedTransport,
    MessageAssembler,
    split_message,
)

GET_VERSION = bytes.fromhex("E001000000")
LOCKED = bytes.fromhex("5515")
NANO_S_155 = bytes.fromhex(
    "3110000405312e352e35042300000004312e3700"
    "2013fe17e06cf2f710d33328aa46d1053f8fadd48dcaeca2c5512dd79e2158d5779000"
)

messages = st.binary(min_size=1, max_size=MESSAGE_LIMIT)
channels = st.integers(0, 0xFFFF)


def packet(text: str) -> bytes:
    return bytes.fromhex(text).ljust(PACKET_SIZE, b"\0")


def channel_of(sent: bytes) -> int:
    return int.from_bytes(sent[:2], "big")


def assemble(packets: list[bytes], channel: int | None) -> list[bytes]:
    assembler = MessageAssembler(channel)
    return [message for one in packets if (message := assembler.feed(one)) is not None]


class FakeLink:
    """A line whose device answers packets through a function; time passes only when nothing is there."""

    def __init__(self, answer: Callable[[bytes], list[bytes]]) -> None:
        self.pending: deque[bytes] = deque()
        self.sent: list[bytes] = []
        self.closed = 0
        self.reading = threading.Event()
        self._answer = answer

    def write(self, packet: bytes) -> None:
        self.sent.append(packet)
        self.pending.extend(self._answer(packet))

    def read(self, timeout: float) -> bytes | None:
        if self.pending:
            return self.pending.popleft()
        if timeout:
            self.reading.set()
            time.sleep(timeout)
        return None

    def close(self) -> None:
        self.closed += 1


def silent(packet: bytes) -> list[bytes]:
    return []


def answering(message: bytes) -> Callable[[bytes], list[bytes]]:
    return lambda sent: split_message(channel_of(sent), message)


def exchange(link: FakeLink, timeout: float = 5.0) -> bytes:
    return FramedTransport(link).exchange(GET_VERSION, timeout=timeout, cancel=CancelToken())


def test_published_request_is_framed_byte_for_byte() -> None:
    assert split_message(0x0101, GET_VERSION) == [packet("0101 05 0000 0005 E001000000")]


def test_published_answers_are_read_back() -> None:
    assert assemble([packet("0101 05 0000 0002 5515")], 0x0101) == [LOCKED]
    # 55 bytes of a real Nano S 1.5.5: the longest published answer that fits one packet.
    assert assemble([packet("0101 05 0000 0037" + NANO_S_155.hex())], 0x0101) == [NANO_S_155]


@pytest.mark.parametrize(
    ("size", "packets"), [(1, 1), (57, 1), (58, 2), (116, 2), (117, 3), (175, 3), (176, 4)]
)
def test_packet_boundaries(size: int, packets: int) -> None:
    message = bytes(range(1, 256))[:size]
    split = split_message(0xBEEF, message)
    assert len(split) == packets
    assert {len(one) for one in split} == {PACKET_SIZE}
    assert [one[:5].hex() for one in split] == [f"beef05{number:04x}" for number in range(packets)]
    assert assemble(split, 0xBEEF) == [message]


@given(channels, st.lists(messages, max_size=3))
def test_what_is_split_is_put_together(channel: int, sent: list[bytes]) -> None:
    packets = [one for message in sent for one in split_message(channel, message)]
    assert assemble(packets, channel) == sent
    assert assemble(packets, None) == sent


@given(messages, messages)
def test_packets_of_a_foreign_channel_change_nothing(ours: bytes, theirs: bytes) -> None:
    mixed = split_message(1, ours)
    for number, foreign in enumerate(split_message(2, theirs)):
        mixed.insert(min(2 * number, len(mixed)), foreign)
    assert assemble(mixed, 1) == [ours]


@given(st.lists(st.binary(max_size=70), max_size=20), st.none() | channels)
def test_any_bytes_are_a_message_or_nothing_or_a_named_problem(
    packets: list[bytes], channel: int | None
) -> None:
    assembler = MessageAssembler(channel)
    problems: set[object] = set()
    for one in packets:
        try:
            message = assembler.feed(one)
        except GarbledAnswer as error:
            problems.add(error.params["problem"])
        else:
            assert message is None or 0 < len(message) <= MESSAGE_LIMIT
    assert problems <= set(PROBLEMS)


@pytest.mark.parametrize(
    ("packets", "problem"),
    [
        ([packet("0001 06 0000 0002 9000")], "wrong-tag"),
        ([packet("0001 05 0001 0002 9000")], "wrong-sequence"),
        ([packet("0001 05 0000 00FF"), packet("0001 05 0002")], "wrong-sequence"),
        ([packet("0001 05 0000 00FF"), packet("0001 05 0000 0002 9000")], "wrong-sequence"),
        ([packet("0001 05 0000 0002 9000")[:63]], "wrong-size"),
        ([packet("0001 05 0000 0002 9000") + b"\0"], "wrong-size"),
        ([b""], "wrong-size"),
        ([packet("0001 05 0000 0000")], "length-zero"),
        ([packet("0001 05 0000 1001")], "length-over-limit"),
        ([packet("0001 05 0000 FFFF")], "length-over-limit"),
    ],
)
def test_each_malformed_packet_is_named_and_then_forgotten(packets: list[bytes], problem: str) -> None:
    assembler = MessageAssembler(1)
    *good, bad = packets
    for one in good:
        assert assembler.feed(one) is None
    with pytest.raises(GarbledAnswer) as raised:
        assembler.feed(bad)
    assert raised.value.params == {"problem": problem}
    assert assembler.feed(packet("0001 05 0000 0002 9000")) == bytes.fromhex("9000")


@pytest.mark.parametrize("size", [0, MESSAGE_LIMIT + 1])
def test_a_message_that_cannot_be_sent_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        split_message(1, bytes(size))


def test_device_side_learns_the_channel_of_each_message() -> None:
    assembler = MessageAssembler(None)
    assert assembler.feed(split_message(7, GET_VERSION)[0]) == GET_VERSION
    assert assembler.channel == 7
    assert assembler.feed(split_message(8, LOCKED)[0]) == LOCKED
    assert assembler.channel == 8


def test_device_side_is_not_blocked_by_a_program_that_went_away() -> None:
    unfinished, rest = split_message(7, bytes(100))
    assembler = MessageAssembler(None)
    assert assembler.feed(unfinished) is None
    assert assembler.feed(split_message(8, GET_VERSION)[0]) == GET_VERSION
    assert assembler.feed(rest) is None


def test_exchange_sends_the_command_and_returns_the_answer() -> None:
    link = FakeLink(answering(NANO_S_155))
    assert exchange(link) == NANO_S_155
    assert link.sent == split_message(channel_of(link.sent[0]), GET_VERSION)


def test_pending_input_of_an_aborted_exchange_is_drained() -> None:
    link = FakeLink(answering(NANO_S_155))
    transport = FramedTransport(link)
    assert transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken()) == NANO_S_155
    # A stale answer on our very channel: without the drain it would be taken for the next one.
    link.pending.extend(split_message(channel_of(link.sent[0]), LOCKED))
    assert transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken()) == NANO_S_155


def test_a_device_that_never_stops_talking_ends_at_the_deadline() -> None:
    class Chatty(FakeLink):
        def read(self, timeout: float) -> bytes | None:
            return packet("0101 05 0000 0002 9000")

    link = Chatty(silent)
    started = time.monotonic()
    with pytest.raises(DeviceSilent):
        exchange(link, timeout=0.2)
    assert 0.2 <= time.monotonic() - started < 2
    assert link.sent


def test_answers_to_another_program_are_dropped() -> None:
    def cross_talk(sent: bytes) -> list[bytes]:
        ours = split_message(channel_of(sent), NANO_S_155 * 3)
        theirs = split_message(0x0101, LOCKED)
        return [one for our in ours for one in (*theirs, our)]

    assert exchange(FakeLink(cross_talk)) == NANO_S_155 * 3


def test_silence_ends_at_the_deadline() -> None:
    started = time.monotonic()
    with pytest.raises(DeviceSilent):
        exchange(FakeLink(silent), timeout=0.25)
    assert 0.25 <= time.monotonic() - started < 2


def test_one_deadline_for_all_packets_of_an_answer() -> None:
    class Dripping(FakeLink):
        def read(self, timeout: float) -> bytes | None:
            if timeout:
                time.sleep(min(timeout, 0.05))
            return super().read(0) if timeout else None

    started = time.monotonic()
    with pytest.raises(DeviceSilent):
        exchange(Dripping(answering(bytes(MESSAGE_LIMIT))), timeout=0.3)
    assert time.monotonic() - started < 1


def test_garbage_is_named() -> None:
    with pytest.raises(GarbledAnswer) as raised:
        exchange(FakeLink(lambda sent: split_message(channel_of(sent), b"\x90")))
    assert raised.value.params == {"problem": "answer-too-short"}


def test_cancel_is_quick_while_the_device_waits_for_its_owner() -> None:
    link = FakeLink(silent)
    cancel = CancelToken()
    cancelled_at: list[float] = []

    def stop() -> None:
        link.reading.wait(5)
        cancelled_at.append(time.monotonic())
        cancel.cancel()

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(Cancelled):
        FramedTransport(link).exchange(GET_VERSION, timeout=30, cancel=cancel)
    elapsed = time.monotonic() - cancelled_at[0]
    thread.join()
    # 150 ms by contract; the rest is room for a busy machine.
    assert elapsed < 0.5


def test_nothing_is_sent_after_a_cancel() -> None:
    link = FakeLink(answering(LOCKED))
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        FramedTransport(link).exchange(GET_VERSION, timeout=5, cancel=cancel)
    assert link.sent == []


def test_an_answer_that_comes_after_its_exchange_gave_up_is_never_taken_for_the_next() -> None:
    link = FakeLink(silent)
    transport = FramedTransport(link)
    with pytest.raises(DeviceSilent):
        transport.exchange(GET_VERSION, timeout=0.05, cancel=CancelToken())
    late = split_message(channel_of(link.sent[0]), LOCKED)

    def late_then_ours(sent: bytes) -> list[bytes]:
        return [*late, *split_message(channel_of(sent), NANO_S_155)]

    link._answer = late_then_ours
    assert transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken()) == NANO_S_155


def test_channels_are_random_and_never_the_fixed_one_of_other_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draws = iter([b"\x01\x01", b"\x12\x34"])

    def draw(size: int) -> bytes:
        return next(draws)

    monkeypatch.setattr("walletsafe.transport.framing.os.urandom", draw)
    link = FakeLink(answering(LOCKED))
    assert exchange(link) == LOCKED
    assert channel_of(link.sent[0]) == 0x1234


def test_unplugging_passes_through_and_close_may_be_called_twice() -> None:
    class Gone(FakeLink):
        def write(self, packet: bytes) -> None:
            raise DeviceUnplugged

    link = Gone(silent)
    transport = FramedTransport(link)
    with pytest.raises(DeviceUnplugged):
        transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken())
    transport.close()
    transport.close()
    assert link.closed == 1
    with pytest.raises(DeviceUnplugged):
        transport.exchange(GET_VERSION, timeout=5, cancel=CancelToken())
