"""Messages in 64-byte packets, as a Ledger speaks over USB HID. No input or output of its own.

Layout of a packet (big endian), source: ledger-secure-sdk ``protocol/src/ledger_protocol.c``,
ledgerjs ``devices/src/hid-framing.ts``:

======  ====  ==========================================================
offset  size  meaning
======  ====  ==========================================================
0       2     channel: any value, the device repeats the one it received
2       1     tag, 0x05: an APDU
3       2     sequence number, from 0 in each message and direction
5       2     length of the whole message; in the first packet only
7 or 5  rest  data, zero-padded to the end of the packet
======  ====  ==========================================================
"""

from __future__ import annotations

import os
import time
from typing import Final, Protocol

from walletsafe.cancel import CancelToken
from walletsafe.errors import DeviceSilent, DeviceUnplugged, GarbledAnswer, WalletSafeError

PACKET_SIZE: Final = 64
"""Size of every packet, in bytes."""

MESSAGE_LIMIT: Final = 4096
"""Longest message that is accepted, in bytes, the status word of an answer included.

A device builds its answer in one buffer: 5 + 255 bytes, 337 with U2F, more in some apps (source:
ledger-secure-sdk ``lib_stusb_impl``, ``IO_APDU_BUFFER_SIZE``). A wrapped part of the list of apps
must fit in it as well. The rest is room for systems whose buffer is not public.
"""

STATUS_SIZE: Final = 2
"""Size of the status word at the end of every answer, in bytes."""

PROBLEMS: Final = (
    "wrong-size",
    "wrong-tag",
    "wrong-sequence",
    "length-zero",
    "length-over-limit",
    "answer-too-short",
)
"""Every ``problem`` that a :class:`~walletsafe.errors.GarbledAnswer` of a transport can name."""

_TAG_APDU: Final = 0x05
_HEADER_SIZE: Final = 5
_LENGTH_SIZE: Final = 2
_SLICE: Final = 0.1
_DRAIN_LIMIT: Final = 256
# The fixed channel of other programs: on it we could take their answers for ours.
_FOREIGN_CHANNEL: Final = 0x0101


def split_message(channel: int, message: bytes) -> list[bytes]:
    """Return ``message`` as packets of 64 bytes on ``channel`` (0 to 0xFFFF).

    Raises :class:`ValueError` for an empty message or one above :data:`MESSAGE_LIMIT`.
    """
    if not 0 < len(message) <= MESSAGE_LIMIT:
        raise ValueError(f"a message has 1 to {MESSAGE_LIMIT} bytes, not {len(message)}")
    start = channel.to_bytes(2, "big") + bytes([_TAG_APDU])
    rest = len(message).to_bytes(_LENGTH_SIZE, "big") + message
    room = PACKET_SIZE - _HEADER_SIZE
    return [
        (start + sequence.to_bytes(2, "big") + rest[offset : offset + room]).ljust(PACKET_SIZE, b"\0")
        for sequence, offset in enumerate(range(0, len(rest), room))
    ]


class MessageAssembler:
    """Puts packets together to messages, one message after another.

    With a ``channel`` it is the computer's side: packets of other channels belong to other
    programs and are dropped. With ``None`` it is the device's side: the first packet of each message
    sets :attr:`channel`, and a new first packet on any channel replaces a message that was
    left unfinished, so that a program that went away does not block the next one.
    """

    def __init__(self, channel: int | None) -> None:
        self.channel = channel
        self._device_side = channel is None
        self._missing = 0
        self._sequence = 0
        self._data = bytearray()

    def feed(self, packet: bytes) -> bytes | None:
        """Take one packet; return the whole message once it is complete, else ``None``.

        Raises :class:`~walletsafe.errors.GarbledAnswer` with one of :data:`PROBLEMS`; the unfinished
        message is then forgotten.
        """
        if len(packet) != PACKET_SIZE:
            raise self._garbled("wrong-size")
        channel = int.from_bytes(packet[:2], "big")
        sequence = int.from_bytes(packet[3:5], "big")
        starts = self._device_side and sequence == 0
        if channel != self.channel and not starts:
            return None
        if packet[2] != _TAG_APDU:
            raise self._garbled("wrong-tag")
        if starts:
            self._forget()
            self.channel = channel
        if sequence != self._sequence:
            raise self._garbled("wrong-sequence")
        return self._append(packet[_HEADER_SIZE:])

    def _append(self, rest: bytes) -> bytes | None:
        if self._sequence == 0:
            self._missing = int.from_bytes(rest[:_LENGTH_SIZE], "big")
            rest = rest[_LENGTH_SIZE:]
            if self._missing == 0:
                raise self._garbled("length-zero")
            if self._missing > MESSAGE_LIMIT:
                raise self._garbled("length-over-limit")
        data = rest[: self._missing]
        self._data += data
        self._missing -= len(data)
        self._sequence += 1
        if self._missing:
            return None
        message = bytes(self._data)
        self._forget()
        return message

    def _forget(self) -> None:
        self._missing = 0
        self._sequence = 0
        self._data.clear()

    def _garbled(self, problem: str) -> GarbledAnswer:
        self._forget()
        return GarbledAnswer(problem=problem)


class PacketLink(Protocol):
    """An open line that carries single packets of 64 bytes."""

    def write(self, packet: bytes) -> None:
        """Send one packet. Raises :class:`~walletsafe.errors.DeviceUnplugged`."""
        ...

    def read(self, timeout: float) -> bytes | None:
        """Return the next packet, or ``None`` after ``timeout`` seconds (0: only what is already here).

        Raises :class:`~walletsafe.errors.DeviceUnplugged`.
        """
        ...

    def close(self) -> None:
        """Release the line."""
        ...


class FramedTransport:
    """A :class:`~walletsafe.transport.Transport` over a line that carries packets.

    The channel is random, so that answers meant for another program on the same device are not
    taken for ours. After an exchange that failed or was cancelled the next one uses a new channel: a late
    answer then belongs to nobody and is dropped.
    """

    def __init__(self, link: PacketLink) -> None:
        self._link: PacketLink | None = link
        self._channel = _random_channel(_FOREIGN_CHANNEL)

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        """Send one APDU and return its answer, as :class:`~walletsafe.transport.Transport` says.

        Raises :class:`~walletsafe.errors.DeviceSilent`, :class:`~walletsafe.errors.DeviceUnplugged`
        (also after :meth:`close`), :class:`~walletsafe.errors.GarbledAnswer` or
        :class:`~walletsafe.errors.Cancelled`.
        """
        if self._link is None:
            raise DeviceUnplugged
        deadline = time.monotonic() + timeout
        try:
            cancel.raise_if_cancelled()
            _drain(self._link)
            for packet in split_message(self._channel, command):
                cancel.raise_if_cancelled()
                self._link.write(packet)
            return self._receive(self._link, deadline, cancel)
        except WalletSafeError:
            self._channel = _random_channel(self._channel)
            raise

    def close(self) -> None:
        """Release the line. May be called twice; only on the thread that exchanges."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _receive(self, link: PacketLink, deadline: float, cancel: CancelToken) -> bytes:
        assembler = MessageAssembler(self._channel)
        while (remaining := deadline - time.monotonic()) > 0:
            cancel.raise_if_cancelled()
            packet = link.read(min(_SLICE, remaining))
            answer = None if packet is None else assembler.feed(packet)
            if answer is None:
                continue
            if len(answer) < STATUS_SIZE:
                raise GarbledAnswer(problem="answer-too-short")
            return answer
        cancel.raise_if_cancelled()
        raise DeviceSilent


def _drain(link: PacketLink) -> None:
    """Throw away what an earlier exchange left behind; bounded, since a device may never stop talking."""
    for _ in range(_DRAIN_LIMIT):
        if link.read(0) is None:
            return


def _random_channel(other_than: int) -> int:
    while (channel := int.from_bytes(os.urandom(2), "big")) in (other_than, _FOREIGN_CHANNEL):
        pass
    return channel
