"""What the device is doing right now, found with two harmless questions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from walletsafe.device import commands, status
from walletsafe.device.lv import LvReader
from walletsafe.device.session import Session
from walletsafe.device.version import Flags, Version, parse_version
from walletsafe.errors import GarbledAnswer, StatusError
from walletsafe.redact import WITHHELD, clean_name

_APP_FORMAT = 0x01
_DASHBOARD_NAMES = frozenset({b"BOLOS", b"OLOS"})


class State(StrEnum):
    """States a device can be in. Only ``DASHBOARD`` can be checked further."""

    DASHBOARD = "dashboard"
    APP_OPEN = "app-open"
    LOCKED = "locked"
    NOT_SET_UP = "not-set-up"
    RECOVERY_MODE = "recovery-mode"
    BOOTLOADER = "bootloader"
    UPDATER = "updater"
    ASLEEP = "asleep"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Reading:
    """The state, and what was learned on the way. ``app`` and ``app_version`` are cleaned foreign text."""

    state: State
    version: Version | None = None
    app: str = WITHHELD
    app_version: str = WITHHELD


_STATE_OF_STATUS = (
    (status.LOCKED, State.LOCKED),
    (status.NOT_SET_UP, State.NOT_SET_UP),
    (status.RECOVERY_MODE, State.RECOVERY_MODE),
    (status.ASLEEP, State.ASLEEP),
    (status.BUSY, State.BUSY),
)


def state_of_status(word: int) -> State | None:
    """The state that a status word names by itself, or ``None``."""
    return next((state for words, state in _STATE_OF_STATUS if word in words), None)


def read_state(session: Session) -> Reading:
    """Ask what runs now and, on the dashboard, for the version.

    Raises :class:`~walletsafe.errors.StatusError` for a status with no known meaning here, and what
    the transport raises.
    """
    try:
        app = _read_app(session)
        if app is not None:
            return app
        return _of_version(parse_version(session.send(commands.GET_VERSION)))
    except StatusError as error:
        state = state_of_status(error.status)
        if state is None:
            raise
        return Reading(state)


def _read_app(session: Session) -> Reading | None:
    """Return a reading when an app is open, ``None`` on the dashboard or in a bootloader."""
    try:
        answer = session.send(commands.APP_AND_VERSION)
    except StatusError as error:
        # Old dashboards and bootloaders do not know the class; old apps do not know the command.
        if error.status in status.CLA_UNKNOWN:
            return None
        if error.status in status.INS_UNKNOWN:
            return Reading(State.APP_OPEN)
        raise
    reader = LvReader(answer)
    if reader.take(1)[0] != _APP_FORMAT:
        raise GarbledAnswer(problem="unknown-app-format")
    untrusted_name, untrusted_version = reader.take_lv(), reader.take_lv()
    if untrusted_name.rstrip(b"\0") in _DASHBOARD_NAMES:
        return None
    return Reading(
        State.APP_OPEN,
        app=clean_name(untrusted_name.decode("utf-8", "replace")),
        app_version=clean_name(untrusted_version.decode("utf-8", "replace")),
    )


def _of_version(version: Version) -> Reading:
    if version.bootloader:
        return Reading(State.BOOTLOADER, version)
    if version.updater:
        return Reading(State.UPDATER, version)
    if version.has(Flags.RECOVERY_MODE):
        return Reading(State.RECOVERY_MODE, version)
    if version.has(Flags.ONBOARDED) is False:
        return Reading(State.NOT_SET_UP, version)
    return Reading(State.DASHBOARD, version)
