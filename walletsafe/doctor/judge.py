"""Says what may be in the way, from the facts alone: a pure function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from walletsafe.doctor.diagnosis import Answer, Diagnosis, Probe
from walletsafe.doctor.facts import Attempt, Facts
from walletsafe.errors import InUse, NoPermission, OffersDisk
from walletsafe.findings import Finding, finding
from walletsafe.redact import clean_name, clean_names
from walletsafe.transport.hid import VENDOR_ID
from walletsafe.transport.usb_linux import HID_CLASS, MASS_STORAGE_CLASS, UsbDevice

_OLD_VENDOR_ID: Final = 0x2581
"""USB vendor id of the devices before 2016. Source: LedgerHQ/udev-rules ``20-hw1.rules``, read 2026-10."""

_SMALL_PRODUCT_IDS: Final = 0x0010
"""Bootloaders and some old firmware show product ids below this one. Source: device-sdk-ts, device models."""


def judge(facts: Facts) -> Diagnosis:
    """Turn facts into a diagnosis."""
    opened = [attempt for attempt in facts.attempts or () if attempt.failure is None]
    dangers = tuple(
        finding("doctor.offers_disk") for ledger in _ledgers(facts) if ledger.offers(MASS_STORAGE_CLASS)
    )
    causes = _tips(facts, opened) if opened else _obstacles(facts)
    return Diagnosis(bool(opened) and not dangers, _each_once(*dangers, *causes), tuple(_probes(facts)))


def _ledgers(facts: Facts) -> list[UsbDevice]:
    return [device for device in facts.devices or () if device.vendor_id == VENDOR_ID]


def _each_once(*causes: Finding) -> tuple[Finding, ...]:
    return tuple(cause for place, cause in enumerate(causes) if cause not in causes[:place])


def _tips(facts: Facts, opened: list[Attempt]) -> Iterator[Finding]:
    """What is worth knowing about devices that do open."""
    for attempt in opened:
        if attempt.programs:
            yield finding("device.also_open", program=clean_names(attempt.programs))
        if attempt.world_writable:
            rules = [rule for rule in facts.rules or () if rule.is_about(attempt.product_id)]
            files = [rule.file for rule in rules if rule.opens_to_all]
            yield finding("doctor.world_writable", rule=clean_name(files[-1]) if files else "")


def _obstacles(facts: Facts) -> Iterator[Finding]:
    """What may be in the way where nothing opens, the most likely first."""
    if facts.sandbox:
        yield finding("doctor.sandbox", sandbox=facts.sandbox)
    if facts.attempts:
        for attempt in facts.attempts:
            yield from _not_opened(facts, attempt)
    elif _ledgers(facts):
        # A disk is no obstacle to be removed; it has its own warning.
        if not all(ledger.offers(MASS_STORAGE_CLASS) for ledger in _ledgers(facts)):
            yield finding("doctor.no_hid_interface")
    else:
        yield from _nothing_seen(facts)


def _not_opened(facts: Facts, attempt: Attempt) -> Iterator[Finding]:
    match attempt.failure:
        case OffersDisk():
            return  # no obstacle to be removed; it has its own warning
        case NoPermission():
            yield _permission(facts, attempt)
        case InUse() as failure:
            yield finding("doctor.in_use", program=failure.params["program"])
        case _:
            yield finding("doctor.may_be_in_use", program=clean_names(attempt.programs))
    if attempt.product_id < _SMALL_PRODUCT_IDS:
        yield finding("doctor.may_be_bootloader")


def _permission(facts: Facts, attempt: Attempt) -> Finding:
    """Which step of the way from a rule to a permission is missing."""
    if facts.rules is None:
        return finding("doctor.rule_not_told")
    about = [rule for rule in facts.rules if rule.is_about(attempt.product_id)]
    rules = [rule for rule in about if attempt.subsystem in rule.subsystems]
    working = [rule for rule in rules if rule.works]
    if working and attempt.tagged and not any(rule.opens_to_all for rule in working):
        return finding("doctor.session_not_local")
    if working:
        return finding("doctor.rule_not_applied", rule=clean_name(working[-1].file))
    late = [rule for rule in rules if rule.tags]
    if late:
        return finding("doctor.rule_too_late", rule=clean_name(late[-1].file))
    return finding("doctor.rule_missing")


def _nothing_seen(facts: Facts) -> Iterator[Finding]:
    if any(device.vendor_id == _OLD_VENDOR_ID for device in facts.devices or ()):
        yield finding("doctor.old_device")
        return
    if facts.virtual_machine:
        yield finding("doctor.virtual_machine")
    # On Linux an empty list alone tells nothing where the system's own list could not be read.
    if facts.devices is None and (facts.system == "linux" or facts.attempts is None):
        yield finding("doctor.not_told")
        return
    yield finding("doctor.charge_only_cable")
    if facts.system == "darwin":
        yield finding("doctor.accessory_not_allowed")
    yield finding("doctor.not_on_usb")


def _probes(facts: Facts) -> Iterator[Probe]:
    """What was looked at, in the order of the way from the plug to the program."""
    attempts = facts.attempts
    linux = facts.system == "linux"
    if linux:
        seen = facts.devices is not None
        yield Probe("on_usb", _answer(bool(_ledgers(facts)) if seen else None))
        offers = any(ledger.offers(HID_CLASS) for ledger in _ledgers(facts))
        yield Probe("hid_interface", _answer(offers if seen else None))
    yield Probe("listed", _answer(None if attempts is None else bool(attempts)))
    if linux:
        yield Probe("permitted", _answer(_permitted(attempts)))
        yield Probe("rule", _answer(_ruled(facts)))
        yield Probe("in_use", facts.held)
        yield Probe("sandbox", _answer(bool(facts.sandbox)))
        yield Probe("virtual_machine", _answer(facts.virtual_machine))
    opened = any(attempt.failure is None for attempt in attempts or ())
    yield Probe("opened", _answer(None if attempts is None else opened))


def _ruled(facts: Facts) -> bool | None:
    """Whether a rule works for every Ledger that is attached, or where none is, for any."""
    if facts.rules is None:
        return None
    working = [rule for rule in facts.rules if rule.works]
    covered = [any(rule.is_about(ledger.product_id) for rule in working) for ledger in _ledgers(facts)]
    return bool(working) and all(covered)


def _permitted(attempts: tuple[Attempt, ...] | None) -> bool | None:
    """Whether a device may be opened; ``None`` where there is none, or it fails for a reason not told."""
    for attempt in attempts or ():
        if attempt.failure is None:
            return True
    refused = any(isinstance(attempt.failure, NoPermission) for attempt in attempts or ())
    return False if refused else None


def _answer(told: bool | None) -> Answer:
    if told is None:
        return Answer.UNKNOWN
    return Answer.YES if told else Answer.NO
