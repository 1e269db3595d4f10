"""Runs the checks of a device in order and folds what they say into one report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from walletsafe.cancel import CancelToken
from walletsafe.checks import apps, device, firmware, genuine, origin
from walletsafe.checks import online as online_check
from walletsafe.checks.context import Context
from walletsafe.checks.observer import Observer
from walletsafe.checks.online import Vendor
from walletsafe.errors import Cancelled, DeviceError, TransportError
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.knowledge import Knowledge
from walletsafe.transport import Peer, PeerKind

Check = Callable[[Context], CheckResult]

_BEFORE: tuple[tuple[str, Check], ...] = (
    (device.ID, device.check),
    (firmware.ID, firmware.check),
    (origin.ID, origin.check),
)

CHECKS: tuple[tuple[str, Check], ...] = (*_BEFORE, (genuine.ID, genuine.check), (apps.ID, apps.check))
"""The checks in the order they run. Questions come before the device asks its owner anything."""

_NEEDS = {
    firmware.ID: device.ID,
    origin.ID: device.ID,
    genuine.ID: device.ID,
    apps.ID: genuine.ID,
    online_check.ID: device.ID,
}
"""Which check must have passed before this one makes sense."""


def run_device_check(
    peer: Peer, observer: Observer, cancel: CancelToken, knowledge: Knowledge, vendor: Vendor | None = None
) -> Report:
    """Check one device and return the report, whatever happens on the way.

    With ``vendor`` its online service is asked in place of the chip's own proof, for a device on USB
    alone: :class:`ValueError` for any other. Blocks until done; call it on the thread that owns the
    device. A cancel ends in a report with the outcome stopped, a broken line in could-not-check. At
    the end our keys are forgotten.
    """
    if vendor is not None and peer.kind is not PeerKind.USB:
        raise ValueError("nothing but a device on USB goes to the vendor")
    checks = CHECKS
    if vendor is not None:
        checks = (*_BEFORE, (online_check.ID, partial(online_check.check, vendor=vendor)))
    context = Context(peer, observer, cancel, knowledge)
    context.subject["connection"] = peer.kind.value
    results: dict[str, CheckResult] = {}
    try:
        for number, (check_id, check) in enumerate(checks):
            needed = _NEEDS.get(check_id)
            if Outcome.STOPPED in {result.outcome for result in results.values()} or (
                needed is not None and results[needed].outcome is not Outcome.PASSED
            ):
                results[check_id] = CheckResult(check_id, Outcome.NOT_CHECKED_YET)
                continue
            results[check_id] = _run(check_id, check, context, (number, len(checks)))
    finally:
        context.disconnect()
    return Report("device", context.demo, context.subject, tuple(results.values()), knowledge.date)


def report_of_error(error: TransportError, knowledge: Knowledge, *, online: bool = False) -> Report:
    """The report of a run that found no device to check."""
    failed = CheckResult(device.ID, Outcome.COULD_NOT_CHECK, (finding(error.code, **error.params),))
    check_ids = [*dict(_BEFORE), online_check.ID] if online else [*dict(CHECKS)]
    rest = tuple(CheckResult(check_id, Outcome.NOT_CHECKED_YET) for check_id in check_ids[1:])
    return Report("device", False, {"connection": PeerKind.USB.value}, (failed, *rest), knowledge.date)


def _run(check_id: str, check: Check, context: Context, place: tuple[int, int]) -> CheckResult:
    try:
        context.cancel.raise_if_cancelled()
        context.observer.step(check_id, *place)
        return check(context)
    except Cancelled:
        return CheckResult(check_id, Outcome.STOPPED, (finding("check.stopped"),))
    except (TransportError, DeviceError) as error:
        return CheckResult(check_id, Outcome.COULD_NOT_CHECK, (finding(error.code, **error.params),))
