"""Which device is this, and can it be checked now?"""

from __future__ import annotations

from dataclasses import replace

from walletsafe.checks.context import Context, Identity
from walletsafe.device import commands
from walletsafe.device.session import Session
from walletsafe.device.state import Reading, State, read_state
from walletsafe.device.version import Version
from walletsafe.errors import DeviceError, InUse, TransportError
from walletsafe.findings import CheckResult, Finding, Outcome, Severity, finding
from walletsafe.knowledge import Model
from walletsafe.questions import CLOSE_APP, MODEL_IN_HAND, NO, YES
from walletsafe.redact import WITHHELD, clean_names

ID = "device"
_REOPEN_TIMEOUT = 8.0
"""Seconds; the vendor's kit waits 6 for a device to come back after it closed an app."""


def check(context: Context) -> CheckResult:
    """Find out state and model, and have the person confirm the model."""
    others = _also_open(context)
    try:
        result = _check(context)
    except InUse:
        # It names the other program itself.
        raise
    except (TransportError, DeviceError) as error:
        ended = finding(error.code, **error.params)
        outcome = Outcome.DID_NOT_PASS if ended.severity is Severity.DANGER else Outcome.COULD_NOT_CHECK
        result = CheckResult(ID, outcome, (ended,))
    return replace(result, findings=(*others, *result.findings))


def _also_open(context: Context) -> tuple[Finding, ...]:
    """Name programs that may talk to the device during the check. Looked for before anything can go wrong."""
    programs = context.peer.other_programs()
    return (finding("device.also_open", program=clean_names(programs)),) if programs else ()


def _check(context: Context) -> CheckResult:
    reading = read_state(context.connect())
    if reading.state is State.APP_OPEN and _may_close(context, reading):
        reading = _close_app(context)
    version = reading.version
    if version is not None and not version.bootloader:
        context.subject["firmware"] = version.se_version
    held_up = _held_up(reading)
    if held_up is None and version is not None:
        return _identify(context, version)
    return CheckResult(ID, Outcome.COULD_NOT_CHECK, () if held_up is None else (held_up,))


def _may_close(context: Context, reading: Reading) -> bool:
    answer = context.ask(CLOSE_APP, (YES, NO), app=reading.app)
    return answer == YES


def _close_app(context: Context) -> Reading:
    _quit_app(context.connect())
    return read_state(context.reconnect(timeout=_REOPEN_TIMEOUT))


def _quit_app(session: Session) -> None:
    try:
        session.send(commands.QUIT_APP)
    except TransportError:
        # The device may leave the bus before its answer arrives; reopening tells whether it is back.
        return


def _held_up(reading: Reading) -> Finding | None:
    match reading.state:
        case State.DASHBOARD:
            return None
        case State.APP_OPEN:
            return finding("device.app_open", app=reading.app, version=reading.app_version)
        case State.LOCKED:
            return finding("device.locked")
        case State.NOT_SET_UP:
            return finding("device.not_set_up")
        case State.RECOVERY_MODE:
            return finding("device.recovery_mode")
        case State.BOOTLOADER:
            return finding("device.bootloader")
        case State.UPDATER:
            return finding("device.updater")
        case State.ASLEEP:
            return finding("device.asleep")
        case State.BUSY:
            return finding("device.busy")


def _identify(context: Context, version: Version) -> CheckResult:
    model = context.knowledge.model_by_target(version.target_id)
    if model is None:
        unknown = finding("device.unknown_model", target=f"{version.target_id:08X}")
        return CheckResult(ID, Outcome.COULD_NOT_CHECK, (unknown,))
    context.known = Identity(model, version)
    context.subject["model"] = model.id
    identified = finding("device.identified", model=model.name, firmware=version.se_version)
    problem = _usb_mismatch(context, model) or _confirm(context, model)
    if problem is None:
        return CheckResult(ID, Outcome.PASSED, (identified,))
    danger = problem.severity is Severity.DANGER
    return CheckResult(ID, Outcome.DID_NOT_PASS if danger else Outcome.PASSED, (identified, problem))


def _usb_mismatch(context: Context, model: Model) -> Finding | None:
    product_id = context.peer.product_id
    if product_id is None or model.shows_as(product_id):
        return None
    claimed = context.knowledge.model_by_product_id(product_id)
    return finding("device.model_mismatch", usb_model=claimed.name if claimed else WITHHELD, model=model.name)


def _confirm(context: Context, model: Model) -> Finding | None:
    """Ask whether the model that answers is the one in the person's hand."""
    answer = context.ask(MODEL_IN_HAND, model=model.name, model_id=model.id)
    if answer == NO:
        return finding("device.not_the_one_in_hand", model=model.name)
    return None if answer == YES else finding("device.model_unconfirmed", model=model.name)
