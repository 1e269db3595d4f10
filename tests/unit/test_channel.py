"""The secure channel, against an independent sealing made here from the published layout."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from walletsafe.cancel import CancelToken
from walletsafe.device.channel import (
    ChannelBroken,
    SecureChannel,
    UnprovenEnd,
    shared_secret,
    supports_channel,
)
from walletsafe.device.commands import InnerCommand
from walletsafe.device.session import Session
from walletsafe.errors import Cancelled

SECRET = hashlib.sha256(b"a secret of this test").digest()


class Sealing:
    """The device's end: AES-CBC and a CBC-MAC cut to 14 bytes, both running on over all messages."""

    def __init__(self) -> None:
        self._encryption = [self._key(0), bytes(16)]
        self._mac = [self._key(1), bytes(16)]

    @staticmethod
    def _key(index: int) -> bytes:
        digest = hashlib.sha256(index.to_bytes(4, "big") + b"\0" + SECRET).digest()
        point = ec.derive_private_key(int.from_bytes(digest, "big"), ec.SECP256K1()).public_key()
        return hashlib.sha256(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).digest()[:16]

    def open(self, command: bytes) -> bytes:
        body, mac = command[5:-14], command[-14:]
        assert self._mac_of(body) == mac
        cipher = Cipher(algorithms.AES(self._encryption[0]), modes.CBC(self._encryption[1])).decryptor()
        self._encryption[1] = body[-16:]
        return cipher.update(body).rstrip(b"\0")[:-1]

    def seal(self, plain: bytes) -> bytes:
        padded = plain + b"\x80" + bytes(-(len(plain) + 1) % 16)
        cipher = Cipher(algorithms.AES(self._encryption[0]), modes.CBC(self._encryption[1])).encryptor()
        body = cipher.update(padded)
        self._encryption[1] = body[-16:]
        return body + self._mac_of(body)

    def _mac_of(self, body: bytes) -> bytes:
        cipher = Cipher(algorithms.AES(self._mac[0]), modes.CBC(self._mac[1])).encryptor()
        self._mac[1] = cipher.update(body)[-16:]
        return self._mac[1][-14:]


class Device:
    def __init__(self, *answers: bytes) -> None:
        self.sealing = Sealing()
        self.asked: list[bytes] = []
        self._answers = list(answers)

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        assert command[:4] == bytes.fromhex("e0000000")
        self.asked.append(self.sealing.open(command))
        return self.sealing.seal(self._answers.pop(0)) + b"\x90\x00"

    def close(self) -> None:
        pass


def channel_to(device: object) -> SecureChannel:
    return SecureChannel(Session(device, CancelToken()), SECRET)  # type: ignore[arg-type]


def test_questions_and_answers_of_several_rounds() -> None:
    device = Device(b"version answer", b"", b"x" * 200)
    channel = channel_to(device)
    assert channel.read(InnerCommand.VERSION) == b"version answer"
    assert channel.read(InnerCommand.LIST_APPS) == b""
    assert channel.read(InnerCommand.CONTINUE_LIST) == b"x" * 200
    assert device.asked == [b"\x10", b"\x0e", b"\x0f"]


class Answering(Device):
    """Answers with fixed bytes, sealed by nobody."""

    def __init__(self, answer: bytes) -> None:
        super().__init__()
        self._answer = answer

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        return self._answer + b"\x90\x00"


def test_an_empty_answer_without_seal_is_told_apart() -> None:
    with pytest.raises(UnprovenEnd):
        channel_to(Answering(b"")).read(InnerCommand.LIST_APPS)


@pytest.mark.parametrize("size", [1, 2, 13, 14, 16, 29, 30, 31, 46, 250])
def test_answers_without_a_valid_seal_are_refused(size: int) -> None:
    # The vendor's library hands 2 bytes through unchecked.
    with pytest.raises(ChannelBroken):
        channel_to(Answering(b"\x01" * size)).read(InnerCommand.VERSION)


def test_one_changed_byte_breaks_the_seal() -> None:
    sealed = Sealing().seal(b"version answer")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes((sealed[at] ^ 1,)) + sealed[at + 1 :]
        with pytest.raises(ChannelBroken):
            channel_to(Answering(changed)).read(InnerCommand.VERSION)


def test_a_stop_inside_the_channel_is_a_stop() -> None:
    class Stopping(Device):
        def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
            raise Cancelled

    with pytest.raises(Cancelled):
        channel_to(Stopping()).read(InnerCommand.VERSION)


def test_both_ends_reach_the_same_secret() -> None:
    keys = [ec.generate_private_key(ec.SECP256K1()) for _ in range(2)]
    private = [key.private_numbers().private_value.to_bytes(32, "big") for key in keys]
    public = [key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint) for key in keys]
    assert shared_secret(private[0], public[1]) == shared_secret(private[1], public[0])


def test_the_library_prints_nothing_whatever_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ledgerblue.hexLoader.SCP_DEBUG", True)
    channel_to(Device(b"version answer")).read(InnerCommand.VERSION)
    assert capsys.readouterr().out == ""


def test_generations() -> None:
    assert supports_channel(0x31100004)
    assert supports_channel(0x31100003)
    assert not supports_channel(0x31100002)
