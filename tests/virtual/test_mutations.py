"""Do the tests have eyes? With one guard of the program taken away, at least one of them must fail."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import pytest

from tests.helpers.people import Pretender, virtual
from tests.unit import test_checks
from walletsafe.cancel import CancelToken
from walletsafe.device import certificates, channel, commands
from walletsafe.device.handshake import Handshake
from walletsafe.device.keys import ThrowAwayKey
from walletsafe.device.session import Session
from walletsafe.errors import WalletSafeError
from walletsafe.transport import PeerKind
from walletsafe.transport.framing import MessageAssembler

from . import test_probing

# What would change a device, or bring its owner in trouble. Source: ledgerblue hexLoader.py, ledgerctl.
HARMFUL = ("e0d0000000", "e0d8000007426974636f696e", "e0c0000000", "e000000000", "e003000000", "b006000000")
HARMFUL_INSIDE = (0x05, 0x06, 0x09, 0x0B, 0x0C, 0x12, 0x13, 0x15, 0xB0)


def test_a_careless_caller_cannot_send_what_would_change_the_device() -> None:
    """Seen from the device: nothing arrives, whichever way a command is sent."""
    device = Pretender(virtual("genuine-flex"), PeerKind.VIRTUAL)
    session = Session(device.open(cancel=CancelToken()), CancelToken())
    for command in map(bytes.fromhex, HARMFUL):
        for send in (session.send, session.ask_owner):
            with suppress(WalletSafeError):
                send(command)
    session.close()
    assert [command.hex() for command in device.sent] == []


def test_a_careless_caller_cannot_install_through_the_channel() -> None:
    device = Pretender(virtual("genuine-flex"), PeerKind.VIRTUAL)
    session = Session(device.open(cancel=CancelToken()), CancelToken())
    host_key, ephemeral_key = ThrowAwayKey(device.entropy), ThrowAwayKey(device.entropy)
    handshake = Handshake(session, host_key, ephemeral_key, device.entropy(8))
    handshake.begin(0x33300004)
    handshake.ask_owner()
    _, possession = handshake.read_certificates()
    handshake.commit()
    secret = channel.shared_secret(ephemeral_key.private_key, possession.public_key)
    secure = channel.SecureChannel(session, secret)
    assert secure.read(commands.InnerCommand.VERSION)
    before = len(device.sent)
    for inner in HARMFUL_INSIDE:
        with suppress(WalletSafeError):
            secure.read(inner)  # type: ignore[arg-type]
    session.close()
    assert len(device.sent) == before


def named(case: Callable[[str], None], name: str) -> tuple[str, Callable[[], None]]:
    return name, partial(case, name)


CASES: dict[str, Callable[[], None]] = dict(
    (
        *(
            named(test_checks.test_scenarios, name)
            for name in (
                "genuine-flex",
                "counterfeit-self-signed",
                "counterfeit-replayed",
                "counterfeit-version-lie",
                "cross-talk",
                "refused",
            )
        ),
        ("demo key on USB", test_checks.test_a_demo_certificate_on_usb_never_passes),
        ("allow-list of a check", test_checks.test_a_whole_check_sends_nothing_but_the_allow_list),
        ("probing", test_probing.test_a_check_passes_while_another_program_probes_the_same_device),
        ("careless caller", test_a_careless_caller_cannot_send_what_would_change_the_device),
        ("careless installer", test_a_careless_caller_cannot_install_through_the_channel),
    )
)
"""The ordinary tests' own functions: what the tests of the same name hold."""


def failing() -> set[str]:
    """The cases that fail now, by their own assertion and by nothing else."""
    found: set[str] = set()
    for name, case in CASES.items():
        try:
            case()
        except AssertionError:
            found.add(name)
    return found


def without_certificate_check(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(certificates, "_verifies", lambda public_key, signature, message: True)


def without_channel_check(patch: pytest.MonkeyPatch) -> None:
    feed = MessageAssembler.feed

    def feed_anything(assembler: MessageAssembler, packet: bytes) -> bytes | None:
        device_side = assembler._device_side or assembler.channel is None
        own = packet[:2] if device_side else (assembler.channel or 0).to_bytes(2, "big")
        return feed(assembler, own + packet[2:])

    patch.setattr(MessageAssembler, "feed", feed_anything)


def without_allow_list(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(commands, "check_allowed", lambda command: None)
    patch.setattr(commands, "check_inner_allowed", lambda inner: None)


@dataclass(frozen=True)
class Mutation:
    """A guard that is taken away, and cases that must see it."""

    apply: Callable[[pytest.MonkeyPatch], None]
    seen_by: set[str]


MUTATIONS = {
    "certificate check": Mutation(
        without_certificate_check, {"counterfeit-self-signed", "counterfeit-replayed", "demo key on USB"}
    ),
    "channel check": Mutation(without_channel_check, {"cross-talk", "probing"}),
    "allow-list": Mutation(without_allow_list, {"careless caller", "careless installer"}),
}


@contextmanager
def mutated(mutation: Mutation) -> Generator[None]:
    with pytest.MonkeyPatch.context() as patch:
        mutation.apply(patch)
        yield


def test_nothing_fails_while_every_guard_is_in_place() -> None:
    assert failing() == set()


@pytest.mark.parametrize("guard", MUTATIONS)
def test_a_guard_that_is_taken_away_is_missed(guard: str) -> None:
    with mutated(MUTATIONS[guard]):
        assert MUTATIONS[guard].seen_by <= failing()
    assert failing() == set()
