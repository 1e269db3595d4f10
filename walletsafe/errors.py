"""Every error this program raises on purpose: one shallow tree, a permanent code each.

A code is what people and programs may rely on. The sentence for it lives in
``resources/text/<lang>/errors.toml`` (``walletsafe.texts.error_line``); where an error ends a
device check, the finding in the report has the same id as the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

Scalar = str | int | bool


class WalletSafeError(Exception):
    """Base of all errors with a meaning for the person.

    ``params`` are short scalars for the slots of the error's sentence. Foreign text in them is
    cleaned by whoever shows it.
    """

    code: ClassVar[str]

    def __init__(self, **params: Scalar) -> None:
        self.params: Mapping[str, Scalar] = params
        super().__init__(self.code, dict(params))


class Cancelled(WalletSafeError):
    """The person stopped the work, in this program or by a signal."""

    code = "check.stopped"


class UsageError(WalletSafeError):
    """The request itself is wrong: exit status 2. Subclasses say how."""

    code = "usage.wrong"


class UnknownDevice(UsageError):
    """``--device`` names nothing that is attached (params: ``device``)."""

    code = "usage.unknown_device"


class AmbiguousDevice(UsageError):
    """Several Ledgers are attached and none was chosen (params: ``devices``)."""

    code = "usage.ambiguous_device"


class UnknownScenario(UsageError):
    """No virtual Ledger has this name (params: ``scenario``)."""

    code = "usage.unknown_scenario"


class BrokenFile(UsageError):
    """A file given by the person cannot be used (params: ``file``, ``line`` (0: whole file), ``problem``)."""

    code = "usage.broken_file"


class BadAddress(UsageError):
    """A TCP address is not a loopback ``HOST:PORT`` (params: ``address``)."""

    code = "usage.bad_address"


class CleanAnswersOnUsb(UsageError):
    """``--answers clean`` was given for a device on USB: its owner's own answers are needed."""

    code = "usage.clean_answers_on_usb"


class TwoPeers(UsageError):
    """More than one device, scenario, address or record was named."""

    code = "usage.two_peers"


class OutputFailed(WalletSafeError):
    """The result could not be written to standard output, for want of room for example."""

    code = "output.failed"


class NoScreen(WalletSafeError):
    """There is no screen on which a window could open."""

    code = "window.no_screen"


class TransportError(WalletSafeError):
    """Bytes could not be carried to the device or back."""


class NoDevice(TransportError):
    """No Ledger is attached."""

    code = "device.none"


class OpenFailed(TransportError):
    """The device is listed but did not open (params: ``where``): permissions, another program, or it left."""

    code = "transport.open_failed"


class DeviceUnplugged(TransportError):
    """The device left the bus in the middle of a conversation."""

    code = "device.unplugged"


class DeviceSilent(TransportError):
    """No whole answer arrived before the deadline."""

    code = "device.silent"


class GarbledAnswer(TransportError):
    """Bytes arrived that are no answer (params: ``problem``, one of a fixed list of names)."""

    code = "transport.garbage"


class PeerClosed(TransportError):
    """A TCP peer closed the connection or could not be reached (params: ``address``)."""

    code = "transport.peer_closed"


class RecordRedacted(TransportError):
    """A replayed record reached an answer that was left out when it was saved."""

    code = "transport.record_redacted"


class RecordEnded(TransportError):
    """A replayed record holds no answer to the command that was sent."""

    code = "transport.record_ended"


class DeviceError(WalletSafeError):
    """The device answered, but not what the conversation needs."""


class StatusError(DeviceError):
    """The device answered with a status word other than 9000 (params: ``status``, four hex digits)."""

    code = "device.unexpected_answer"

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status=f"{status:04X}")


class CommandRefused(WalletSafeError):
    """A command outside the allow-list was about to be sent: a fault of ours (params: ``command``)."""

    code = "internal.command_refused"


class ExportRefused(WalletSafeError):
    """A report was neither saved nor shown: part of it looks like a secret (params: ``problems``, names)."""

    code = "export.refused"
