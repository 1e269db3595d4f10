"""The device's end of the secure channel against the other end as Ledger's own client implements it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgerblue.hexLoader import HexLoader  # pyright: ignore[reportMissingTypeStubs]

from walletsafe.virtual import channel
from walletsafe.virtual.channel import open_channel
from walletsafe.virtual.status import Refusal, Status

TARGETS = {2: 0x31100002, 3: 0x31100003, 4: 0x31100004}
secrets = st.binary(min_size=32, max_size=32)
generations = st.sampled_from(sorted(TARGETS))


def reference(secret: bytes, generation: int) -> Any:
    session = secret[:16] if generation == 2 else {"ecdh_secret": secret}
    return HexLoader(None, 0xE0, secure=True, mutauth_result=session)


@given(
    secrets,
    generations,
    st.lists(st.tuples(st.binary(min_size=1, max_size=100), st.binary(max_size=220)), max_size=4),
)
def test_both_ends_stay_in_step(secret: bytes, generation: int, turns: list[tuple[bytes, bytes]]) -> None:
    host = reference(secret, generation)
    device = open_channel(secret, TARGETS[generation])
    for command, answer in turns:
        assert device.unwrap(host.scpWrap(command)) == command
        assert bytes(host.scpUnwrap(device.wrap(answer))) == answer


@given(secrets, st.binary(min_size=1, max_size=60), st.data())
def test_one_changed_byte_is_refused(secret: bytes, command: bytes, data: st.DataObject) -> None:
    wrapped = bytearray(reference(secret, 4).scpWrap(command))
    wrapped[data.draw(st.integers(0, len(wrapped) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refusal) as refusal:
        open_channel(secret, TARGETS[4]).unwrap(bytes(wrapped))
    assert refusal.value.status is Status.BAD_CHANNEL_DATA


@given(secrets, generations, st.binary(max_size=100))
def test_anything_else_is_refused(secret: bytes, generation: int, untrusted_data: bytes) -> None:
    device = open_channel(secret, TARGETS[generation])
    if generation > 2:
        with pytest.raises(Refusal):
            device.unwrap(untrusted_data)
        return
    # Without a MAC one block in 128 or so happens to end in valid padding.
    with suppress(Refusal):
        assert len(device.unwrap(untrusted_data)) < len(untrusted_data)


@pytest.mark.parametrize("padded", [bytes(16), b"\x80" + b"\x01" * 15, b"command\x80" + bytes(7) + b"\x01"])
def test_wrong_padding_is_refused_where_there_is_no_mac(padded: bytes) -> None:
    secret = bytes(range(32))
    with pytest.raises(Refusal):
        open_channel(secret, TARGETS[2]).unwrap(channel._cbc_encrypt(secret[:16], bytes(16), padded))
