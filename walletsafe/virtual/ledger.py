"""A virtual Ledger over whole commands: what it is doing, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from walletsafe.virtual.apps import list_parts
from walletsafe.virtual.attestation import Handshake, Unit, make_unit
from walletsafe.virtual.channel import SecureChannel, open_channel
from walletsafe.virtual.fields import pack
from walletsafe.virtual.scenario import Certificate, PromptPolicy, Scenario, State
from walletsafe.virtual.status import Refusal, Status

_CLASS_COMMON: Final = 0xB0
_CLASS_SYSTEM: Final = 0xE0
_HEADER_SIZE: Final = 5
_NAME_FORMAT: Final = b"\x01"
# What real devices were seen to send: 00 on the dashboard, 02 in an app.
_DASHBOARD_FLAGS: Final = b"\x00"
_APP_FLAGS: Final = b"\x02"


@dataclass(frozen=True, slots=True)
class Command:
    """One APDU, taken apart."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Prompt:
    """The device asks its owner and answers nothing until then."""

    decide: Callable[[bool], bytes]
    """Gives the answer to the command, the status word included, once the owner accepted or not."""

    key: bytes = b""
    """The computer's public key (65 bytes) that the question shows; empty where it shows none."""


Reply = bytes | Prompt | None
"""An answer with its status word; a question to the owner; or ``None``: silence."""


class Ledger:
    """One device from being plugged in to being unplugged."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.state = scenario.state
        self.attached = True
        self._behind_pin = State.DASHBOARD
        self._unit: Unit | None = None
        self._targeted = False
        self._handshake: Handshake | None = None
        self._channel: SecureChannel | None = None
        self._plain_list: list[bytes] | None = None
        self._channel_list: list[bytes] | None = None

    @property
    def product_id(self) -> int:
        """What USB shows now: an open app brings a product id of its own."""
        app = self.scenario.open_app
        return (
            app.product_id if app is not None and self.state is State.APP_OPEN else self.scenario.product_id
        )

    def attach(self) -> None:
        """Show up on the bus again, after an app was closed."""
        self.attached = True

    def lock(self) -> None:
        """Ask for the PIN again, on the dashboard or in an app: elsewhere there is nothing to lock."""
        if self.state in (State.DASHBOARD, State.APP_OPEN):
            self._behind_pin = self.state
            self.state = State.LOCKED

    def unlock(self) -> None:
        """Take the PIN, and go on where it was locked."""
        if self.state is State.LOCKED:
            self.state = self._behind_pin

    def reply(self, untrusted_command: bytes) -> Reply:
        """Answer one command."""
        if self.state is State.SILENT:
            return None
        try:
            return self._dispatch(_parse(untrusted_command))
        except Refusal as refusal:
            return refusal.status.trailer

    def _dispatch(self, command: Command) -> Reply:
        if self.state is State.LOCKED:
            raise Refusal(Status.LOCKED)
        if command.cla == _CLASS_COMMON:
            return _ok(self._common(command))
        if command.cla != _CLASS_SYSTEM:
            raise Refusal(Status.UNKNOWN_CLASS)
        if self.state is State.APP_OPEN:
            # The app gets the command, and to it the same number means something else or nothing.
            raise Refusal(Status.UNKNOWN_INSTRUCTION)
        if command.ins == 0x01:
            return _ok(self._version())
        if self.state in (State.BOOTLOADER, State.UPDATER):
            raise Refusal(Status.UNKNOWN_INSTRUCTION)
        return self._system(command)

    def _common(self, command: Command) -> bytes:
        in_app = self.state is State.APP_OPEN
        if command.p1 or command.p2 or self.state is State.BOOTLOADER:
            raise Refusal(Status.UNKNOWN_CLASS)
        if command.ins == 0x01 and (in_app or self.scenario.dashboard_name):
            return self._name_and_version()
        if command.ins == 0xA7 and in_app:
            self.state = State.DASHBOARD
            self.attached = False
            return b""
        raise Refusal(Status.UNKNOWN_INSTRUCTION if self.scenario.dashboard_name else Status.UNKNOWN_CLASS)

    def _name_and_version(self) -> bytes:
        app = self.scenario.open_app
        if app is not None and self.state is State.APP_OPEN:
            name, version, flags = app.name, app.version, _APP_FLAGS
        else:
            name, version = self.scenario.dashboard_name, self.scenario.firmware.se_version
            flags = _DASHBOARD_FLAGS
        return _NAME_FORMAT + pack(name.encode()) + pack(version.encode()) + pack(flags)

    def _version(self) -> bytes:
        firmware = self.scenario.firmware
        return firmware.bootloader_answer() if self.state is State.BOOTLOADER else firmware.version_answer()

    def _system(self, command: Command) -> Reply:
        match command.ins:
            case 0x04 | 0x50 | 0x51 | 0x52 | 0x53:
                return self._handshake_step(command)
            case 0x00:
                return _ok(self._wrapped(command.data))
            case 0xDE:
                return self._ask(self._begin_plain_list)
            case 0xDF:
                return _ok(_next_part(self._plain_list))
            case _:
                raise Refusal(Status.UNKNOWN_INSTRUCTION)

    def _handshake_step(self, command: Command) -> Reply:
        match command.ins, command.p1:
            case 0x04, _:
                return _ok(self._target(command.data))
            case 0x50, _:
                return _ok(self._begin(command.data))
            case 0x51, 0x00:
                return self._introduce(command.data)
            case 0x51, _:
                return self._agree(command.data)
            case 0x52, 0x00:
                return _ok(self._running().certificate())
            case 0x52, _:
                return _ok(self._running().prove())
            case _:
                return _ok(self._commit())

    def _target(self, untrusted_target: bytes) -> bytes:
        self._certified()
        if untrusted_target != self.scenario.firmware.target_id.to_bytes(4, "big"):
            raise Refusal(Status.WRONG_TARGET)
        self._targeted = True
        return b""

    def _begin(self, untrusted_nonce: bytes) -> bytes:
        unit = self._certified()
        if not self._targeted:
            raise Refusal(Status.OUT_OF_ORDER)
        self._channel = None
        self._handshake = Handshake(unit)
        return self._handshake.begin(untrusted_nonce)

    def _introduce(self, untrusted_certificate: bytes) -> Reply:
        handshake = self._running()
        vouched = handshake.introduce(untrusted_certificate)
        if self.scenario.prompt is PromptPolicy.MODEL_REFUSES and not vouched:
            raise Refusal(Status.CHANNEL_NOT_PERMITTED)
        # A key that the vendor vouches for is not shown.
        return self._ask(handshake.permit, b"" if vouched else handshake.host_root)

    def _agree(self, untrusted_certificate: bytes) -> Reply:
        handshake = self._running()
        agreed = handshake.agree(untrusted_certificate)
        return _ok(agreed) if handshake.permitted else self._ask(handshake.permit)

    def _commit(self) -> bytes:
        self._channel = open_channel(self._running().secret(), self.scenario.firmware.target_id)
        self._channel_list = None
        return b""

    def _wrapped(self, untrusted_data: bytes) -> bytes:
        if self._channel is None:
            raise Refusal(Status.OUT_OF_ORDER)
        try:
            answer = self._inner(self._channel.unwrap(untrusted_data))
        except Refusal:
            # As on a device, one bad or forbidden command ends the channel.
            self._channel = None
            raise
        # A device seals only answers that hold data: an empty one travels bare.
        # Source: Ledger OS dashboard.
        return self._channel.wrap(answer) if answer else b""

    def _inner(self, command: bytes) -> bytes:
        match command:
            case b"\x10":
                return self.scenario.firmware.version_answer(self.scenario.channel_version)
            case b"\x0e":
                self._channel_list = list_parts(self.scenario.apps)
                return _next_part(self._channel_list)
            case b"\x0f":
                return _next_part(self._channel_list)
            case _:
                raise Refusal(Status.UNKNOWN_INSTRUCTION)

    def _begin_plain_list(self) -> bytes:
        self._plain_list = list_parts(self.scenario.apps)
        return _next_part(self._plain_list)

    def _ask(self, accepted: Callable[[], bytes], key: bytes = b"") -> Prompt:
        if self.state is State.NOT_SET_UP:
            raise Refusal(Status.NOT_SET_UP)
        if self.state is State.RECOVERY:
            raise Refusal(Status.RECOVERY_MODE)

        def decide(yes: bool) -> bytes:
            if self.state is State.LOCKED:
                return Status.LOCKED.trailer
            return _ok(accepted()) if yes else Status.REFUSED_BY_OWNER.trailer

        return Prompt(decide, key)

    def _certified(self) -> Unit:
        if self.scenario.certificate is Certificate.NONE:
            raise Refusal(Status.UNKNOWN_INSTRUCTION)
        if self._unit is None:
            self._unit = make_unit(self.scenario.certificate)
        return self._unit

    def _running(self) -> Handshake:
        self._certified()
        if self._handshake is None:
            raise Refusal(Status.OUT_OF_ORDER)
        return self._handshake


def _parse(untrusted_command: bytes) -> Command:
    size = len(untrusted_command)
    stated = untrusted_command[4] if size >= _HEADER_SIZE else 0
    if size < _HEADER_SIZE - 1 or stated != len(untrusted_command[_HEADER_SIZE:]):
        raise Refusal(Status.WRONG_LENGTH)
    cla, ins, p1, p2 = untrusted_command[:4]
    return Command(cla, ins, p1, p2, untrusted_command[_HEADER_SIZE:])


def _next_part(parts: list[bytes] | None) -> bytes:
    if not parts:
        raise Refusal(Status.NO_LIST_BEGUN)
    return parts.pop(0)


def _ok(data: bytes) -> bytes:
    return data + Status.OK.trailer
