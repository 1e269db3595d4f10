"""What does the vendor's own service say about this device? By its owner's choice alone, over the internet.

The conversation happens in a process of its own, which gets one request and opens the device; this one
stays offline. Only a yes of the service passes, only a no counts against the device.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from walletsafe.cancel import CancelToken
from walletsafe.checks.context import Context
from walletsafe.checks.observer import DevicePrompt
from walletsafe.device import status
from walletsafe.device.state import State, state_of_status
from walletsafe.device.version import Version
from walletsafe.errors import StatusError
from walletsafe.findings import CheckResult, Finding, Outcome, finding
from walletsafe.knowledge import OnlineService, online_service
from walletsafe.questions import NOT_NOW, ONLINE_CONSENT, SEND

ID = "online"


class Vendor(Protocol):
    """The vendor's service, as the process that may talk to it reports it. One device, one conversation."""

    def confirms(self, version: Version, asks_owner: Callable[[bool], None], cancel: CancelToken) -> bool:
        """Whether the service says that the device is genuine. Blocks; the device must be closed before.

        ``version`` is what the device told and its owner agreed to send. ``asks_owner`` is called with
        true when the device asks its owner, and with false when it no longer does. Raises
        :class:`~walletsafe.errors.TransportError` where it came to no verdict,
        :class:`~walletsafe.errors.StatusError` with what the device answered, or
        :class:`~walletsafe.errors.Cancelled` within 200 ms of the cancel.
        """
        ...


def check(context: Context, vendor: Vendor) -> CheckResult:
    """Ask for consent, then have the service ask the device."""
    held_back = _consent(context, online_service())
    if held_back is not None:
        return held_back
    context.disconnect()
    model, asking = context.identity.model, _Asking(context)
    try:
        genuine = vendor.confirms(context.identity.version, asking, context.cancel)
    except StatusError as error:
        return _of_status(error, asked=asking.begun)
    finally:
        asking(False)
    if genuine:
        return CheckResult(ID, Outcome.PASSED, (finding("online.genuine", model=model.name),))
    return CheckResult(ID, Outcome.DID_NOT_PASS, (finding("online.not_confirmed", model=model.name),))


class _Asking:
    """Shows the device's question while it is open. ``begun`` tells whether it was ever asked."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._open = False
        self.begun = False

    def __call__(self, asks: bool) -> None:
        if asks == self._open:
            return
        self._open = asks
        self.begun = self.begun or asks
        prompt = DevicePrompt(self._context.identity.model.id, ())
        self._context.observer.confirm_on_device(prompt if asks else None)


def _consent(context: Context, service: OnlineService) -> CheckResult | None:
    """Return why nothing may leave the computer, or ``None`` once the person agreed."""
    if context.guided():
        return CheckResult(ID, Outcome.STOPPED, (finding("origin.guided_now"),))
    model, version = context.identity.model, context.identity.version
    answer = context.ask(
        ONLINE_CONSENT,
        (NOT_NOW, SEND),
        model=model.name,
        model_id=model.id,
        firmware=version.se_version,
        host=service.host,
        receiver=service.receiver,
    )
    if answer == SEND:
        return None
    outcome = Outcome.STOPPED if answer == NOT_NOW else Outcome.NOT_CHECKED_YET
    return CheckResult(ID, outcome, (finding("online.not_checked"),))


def _of_status(error: StatusError, *, asked: bool) -> CheckResult:
    if asked and error.status in status.REFUSED_BY_OWNER:
        return CheckResult(ID, Outcome.STOPPED, (finding("online.refused_on_device"),))
    return CheckResult(ID, Outcome.COULD_NOT_CHECK, (_finding_of_status(error),))


def _finding_of_status(error: StatusError) -> Finding:
    state = state_of_status(error.status)
    if state is State.LOCKED:
        return finding("device.locked")
    if state is State.NOT_SET_UP:
        return finding("device.not_set_up")
    if state is State.BUSY:
        return finding("device.busy")
    if error.status in status.WRONG_TARGET:
        return finding("genuine.wrong_target")
    return finding(error.code, **error.params)
