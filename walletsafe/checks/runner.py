"""Runs the checks of a device in order and folds what they say into one report."""

from __future__ import annotations

from collections.abc import Callable

from walletsafe.cancel import CancelToken
from walletsafe.checks import apps, device, firmware, genuine, origin
from walletsafe.checks.context import Context
from walletsafe.checks.observer import Observer
from walletsafe.errors import Cancelled, DeviceError, TransportError
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.knowledge import Knowledge
from walletsafe.transport import Peer, PeerKind

Check = Callable[[Context], CheckResult]

CHECKS: tuple[tuple[str, Check], ...] = (
    (device.ID, device.check),
    (firmware.ID, firmware.check),
    (origin.ID, origin.check),
    (genuine.ID, genuine.check),
    (apps.ID, apps.check),
)
"""The checks in the order they run. Questions come before the device asks its owner anything."""

_NEEDS = {firmware.ID: device.ID, origin.ID: device.ID, genuine.ID: device.ID, apps.ID: genuine.ID}
"""Which check must have passed before this one makes sense."""


def run_device_check(peer: Peer, observer: Observer, cancel: CancelToken, knowledge: Knowledge) -> Report:
    """Check one device and return the report, whatever happens on the way.

    Blocks until done; call it on the thread that owns the device. A cancel ends in a report with
    the outcome stopped, a broken line in could-not-check. At the end our keys are forgotten.
    """
    context = Context(peer, observer, cancel, knowledge)
    context.subject["connection"] = peer.kind.value
    results: dict[str, CheckResult] = {}
    try:
        for number, (check_id, check) in enumerate(CHECKS):
            needed = _NEEDS.get(check_id)
            if Outcome.STOPPED in {result.outcome for result in results.values()} or (
                needed is not None and results[needed].outcome is not Outcome.PASSED
            ):
                results[check_id] = CheckResult(check_id, Outcome.NOT_CHECKED_YET)
                continue
            results[check_id] = _run(number, check_id, check, context)
    finally:
        context.disconnect()
    return Report("device", context.demo, context.subject, tuple(results.values()), knowledge.date)


def report_of_error(error: TransportError, knowledge: Knowledge) -> Report:
    """The report of a run that found no device to check."""
    failed = CheckResult(device.ID, Outcome.COULD_NOT_CHECK, (finding(error.code, **error.params),))
    rest = tuple(CheckResult(check_id, Outcome.NOT_CHECKED_YET) for check_id, _ in CHECKS[1:])
    return Report("device", False, {"connection": PeerKind.USB.value}, (failed, *rest), knowledge.date)


def _run(number: int, check_id: str, check: Check, context: Context) -> CheckResult:
    try:
        context.cancel.raise_if_cancelled()
        context.observer.step(check_id, number, len(CHECKS))
        return check(context)
    except Cancelled:
        return CheckResult(check_id, Outcome.STOPPED, (finding("check.stopped"),))
    except (TransportError, DeviceError) as error:
        return CheckResult(check_id, Outcome.COULD_NOT_CHECK, (finding(error.code, **error.params),))
