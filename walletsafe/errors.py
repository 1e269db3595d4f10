"""Every error this program raises on purpose: one shallow tree, a permanent code each.

A code is what people and programs may rely on. The sentence for it lives in
``resources/text/<lang>/errors.toml`` (``walletsafe.texts.error_line``); where an error ends a
device check, the finding in the report has the same id as the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from errno import EACCES
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


class UnknownLesson(UsageError):
    """There is no lesson of this name (params: ``lesson``)."""

    code = "usage.unknown_lesson"


class UnknownSituation(UsageError):
    """There is no emergency plan of this name (params: ``situation``)."""

    code = "usage.unknown_situation"


class UnknownPublished(UsageError):
    """No published phrase has this name (params: ``name``)."""

    code = "usage.unknown_published"


class UnknownHandout(UsageError):
    """There is no handout of this name (params: ``handout``)."""

    code = "usage.unknown_handout"


class UnknownDrill(UsageError):
    """There is no drill of this name (params: ``drill``)."""

    code = "usage.unknown_drill"


class BadCode(UsageError):
    """What was typed is no read-back code, or was misheard (params: ``problem``)."""

    code = "usage.bad_code"


class NewerCode(UsageError):
    """A read-back code comes from a newer program, or tells of something that only a newer one knows."""

    code = "usage.newer_code"


class WordsAsArguments(UsageError):
    """What was typed after the command looks like a recovery phrase. It is not looked at further."""

    code = "usage.words_as_arguments"


class NotRepeated(UsageError):
    """The command line is wrong in a way that cannot be told without repeating what may be words."""

    code = "usage.not_repeated"


class BrokenFile(UsageError):
    """A file given by the person cannot be used (params: ``file``, ``line`` (0: whole file), ``problem``)."""

    code = "usage.broken_file"


class BrokenPlace(UsageError):
    """A file or folder to look through cannot be used (params: ``place`` as it was typed, ``problem``)."""

    code = "usage.broken_place"


class MailTooComplex(UsageError):
    """A mail has more parts, nested deeper, or longer headers than any ordinary one: it was not read."""

    code = "usage.mail_too_complex"


class BadAddress(UsageError):
    """A TCP address is not a loopback ``HOST:PORT`` (params: ``address``)."""

    code = "usage.bad_address"


class CleanAnswersOnUsb(UsageError):
    """``--answers clean`` was given for a device on USB: its owner's own answers are needed."""

    code = "usage.clean_answers_on_usb"


class TwoPeers(UsageError):
    """More than one device, scenario, address or record was named."""

    code = "usage.two_peers"


class OnlineNeedsUsb(UsageError):
    """``--online`` was given for something that is no device on USB: nothing of those goes to the vendor."""

    code = "usage.online_needs_usb"


class OnlineOff(UsageError):
    """The online check was asked for while it is kept off."""

    code = "usage.online_off"


class OutputFailed(WalletSafeError):
    """The result could not be written to standard output, for want of room for example."""

    code = "output.failed"


class NoScreen(WalletSafeError):
    """There is no screen on which a window could open."""

    code = "window.no_screen"


class ScreenOverNetwork(NoScreen):
    """The screen that was named is reached over a network connection, which the seal refuses."""

    code = "window.screen_over_network"


class TransportError(WalletSafeError):
    """Bytes could not be carried to the device or back."""


class NoDevice(TransportError):
    """No Ledger is attached."""

    code = "device.none"


class OpenFailed(TransportError):
    """The device is listed but did not open (params: ``where``): permissions, another program, or it left."""

    code = "transport.open_failed"


class NoPermission(OpenFailed):
    """Linux does not let this user open the device (params: ``where``, its device file)."""

    code = "transport.no_permission"


class InUse(OpenFailed):
    """Another program has the device for itself (params: ``where``, ``program``, empty where not known)."""

    code = "transport.in_use"


class OffersDisk(OpenFailed):
    """The device offers a disk as well, as no Ledger does: it was not opened (params: ``where``)."""

    code = "device.offers_disk"


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


class ServiceOff(TransportError):
    """The process of the vendor's online check was started while that check is kept off."""

    code = "online.off"


class ServiceUnreachable(TransportError):
    """The vendor's online check found no way to its service (params: ``host``): no network, or a firewall."""

    code = "online.unreachable"


class ProxyRefused(TransportError):
    """The proxy that this computer is told to use let nothing through (params: ``host``, the proxy's)."""

    code = "online.proxy"


class UntrustedCertificate(TransportError):
    """Whoever answered could not prove to be the service (params: ``host``), so nothing was sent to it."""

    code = "online.untrusted_certificate"


class ClosedEarly(TransportError):
    """The service ended the conversation before it gave a verdict."""

    code = "online.closed_early"


class TooSlow(TransportError):
    """The service took longer than we wait."""

    code = "online.too_slow"


class OnlineGarbage(TransportError):
    """The service sent something that is no part of the protocol, or more than fits in it."""

    code = "online.protocol_error"


class RefusedByService(TransportError):
    """The service ended with an error of its own."""

    code = "online.refused_by_service"


class UnclearVerdict(TransportError):
    """The service ended with something that is neither a yes nor a no."""

    code = "online.unclear_verdict"


class RelayRefused(TransportError):
    """The service wanted a command that is not relayed (params: ``command``, its header or ``bulk``)."""

    code = "online.command_refused"


class DeviceChanged(TransportError):
    """What is plugged in is no longer what its owner agreed to ask about, or not at its home screen."""

    code = "online.device_changed"


class HelperFailed(TransportError):
    """The process that makes the online check did not start, or broke down."""

    code = "online.helper_failed"


class DeviceError(WalletSafeError):
    """The device answered, but not what the conversation needs."""


class StatusError(DeviceError):
    """The device answered with a status word other than 9000 (params: ``status``, four hex digits)."""

    code = "device.unexpected_answer"

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status=f"{status:04X}")


class PictureUnreadable(UsageError):
    """A file is no picture that can be read, or its reading broke off."""

    code = "picture.unreadable"


class PictureTooLarge(UsageError):
    """A picture has more bytes or pixels than we read, or took too much memory."""

    code = "picture.too_large"


class PictureWithoutCode(WalletSafeError):
    """No QR code could be read in a picture."""

    code = "picture.without_code"


class CommandRefused(WalletSafeError):
    """A command outside the allow-list was about to be sent: a fault of ours (params: ``command``)."""

    code = "internal.command_refused"


class NetworkRefused(WalletSafeError, PermissionError):
    """Something here wanted the internet after the seal was closed: a fault of ours (params: ``event``).

    A :class:`PermissionError` as well, so that a library takes it for a call that failed. ``event`` is the
    name of Python's audit event.
    """

    code = "internal.network_refused"

    def __init__(self, *, event: str) -> None:
        super().__init__(event=event)
        self.errno, self.strerror = EACCES, "WalletSafe stays offline"


class ExportRefused(WalletSafeError):
    """A report was neither saved nor shown: part of it looks like a secret (params: ``problems``, names)."""

    code = "export.refused"
