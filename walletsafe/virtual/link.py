"""The device's end of a packet line: 64-byte packets in and out, with the faults of a scenario."""

from __future__ import annotations

import os
from collections import deque
from typing import Final

from walletsafe.errors import GarbledAnswer
from walletsafe.transport.framing import PACKET_SIZE, MessageAssembler, split_message
from walletsafe.virtual.conversation import Conversation
from walletsafe.virtual.scenario import Faults, Frames

# Tag 05 is a part of an answer; no device sends this one.
_GARBAGE_TAG: Final = b"\xa5"


class DeviceLink:
    """A :class:`~walletsafe.transport.framing.PacketLink` whose other end is a virtual device.

    Everything happens in the calls of the computer's side; there is no thread behind it.
    """

    def __init__(self, conversation: Conversation, faults: Faults) -> None:
        self._conversation = conversation
        self._faults = faults
        self._assembler = MessageAssembler(None)
        self._outgoing: deque[bytes] = deque()

    def write(self, packet: bytes) -> None:
        """Take a packet from the computer. Raises :class:`~walletsafe.errors.DeviceUnplugged`."""
        try:
            untrusted_command = self._assembler.feed(packet)
        except GarbledAnswer:
            # A device drops packets that make no sense and says nothing.
            return
        if untrusted_command is not None:
            self._outgoing.clear()
            self._conversation.submit(untrusted_command)

    def read(self, timeout: float) -> bytes | None:
        """Give the next packet, waiting up to ``timeout`` seconds.

        Raises :class:`~walletsafe.errors.DeviceUnplugged`.
        """
        if not self._outgoing:
            answer = self._conversation.wait(timeout)
            if answer is None:
                return None
            self._outgoing.extend(_packets(self._assembler.channel or 0, answer, self._faults))
        return self._outgoing.popleft()

    def close(self) -> None:
        """Forget what is under way: whatever the device asked, it asks no longer."""
        self._outgoing.clear()


def _packets(channel: int, answer: bytes, faults: Faults) -> list[bytes]:
    if faults.garbage:
        return [channel.to_bytes(2, "big") + _GARBAGE_TAG + os.urandom(PACKET_SIZE - 3)]
    packets = _arriving(split_message(channel, answer), faults.frames)
    if not faults.cross_talk:
        return packets
    # Another program talks to the same device: each of us also receives the other's answers.
    foreign = _arriving(split_message(channel ^ 0xFFFF, answer), faults.frames)
    return [packet for pair in zip(foreign, packets, strict=True) for packet in pair]


def _arriving(packets: list[bytes], frames: Frames) -> list[bytes]:
    match frames:
        case Frames.WHOLE:
            return packets
        case Frames.SHORT:
            return [packet[: PACKET_SIZE // 2] for packet in packets]
        case Frames.REPEATED:
            return [packet for packet in packets for _ in range(2)]
        case Frames.REORDERED:
            return [*packets[:-2], *reversed(packets[-2:])]
