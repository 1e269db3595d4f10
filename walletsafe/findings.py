"""What checks say: severities, outcomes, findings, the report and the verdict rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from walletsafe.errors import Scalar


class Severity(IntEnum):
    """How much a finding matters. Not knowing outranks a tip."""

    GOOD = 0
    TIP = 10
    UNKNOWN = 20
    CAUTION = 30
    DANGER = 40


class Outcome(StrEnum):
    """How a check ended. There is no "safe"."""

    PASSED = "passed"
    DID_NOT_PASS = "did-not-pass"
    COULD_NOT_CHECK = "could-not-check"
    NOT_CHECKED_YET = "not-checked-yet"
    STOPPED = "stopped"


REGISTRY: Mapping[str, Severity] = {
    # device: which device is this and what is it doing
    "device.identified": Severity.GOOD,
    "device.locked": Severity.UNKNOWN,
    "device.not_set_up": Severity.UNKNOWN,
    "device.app_open": Severity.UNKNOWN,
    "device.recovery_mode": Severity.UNKNOWN,
    "device.bootloader": Severity.UNKNOWN,
    "device.updater": Severity.UNKNOWN,
    "device.asleep": Severity.UNKNOWN,
    "device.silent": Severity.UNKNOWN,
    "device.busy": Severity.UNKNOWN,
    "device.unplugged": Severity.UNKNOWN,
    "device.none": Severity.UNKNOWN,
    "device.unknown_model": Severity.UNKNOWN,
    "device.unexpected_answer": Severity.UNKNOWN,
    "device.also_open": Severity.TIP,
    "device.model_unconfirmed": Severity.UNKNOWN,
    "device.model_mismatch": Severity.DANGER,
    "device.not_the_one_in_hand": Severity.DANGER,
    "device.offers_disk": Severity.DANGER,
    # transport: the bytes themselves
    "transport.garbage": Severity.UNKNOWN,
    "transport.open_failed": Severity.UNKNOWN,
    "transport.no_permission": Severity.UNKNOWN,
    "transport.in_use": Severity.UNKNOWN,
    "transport.peer_closed": Severity.UNKNOWN,
    "transport.record_redacted": Severity.UNKNOWN,
    "transport.record_ended": Severity.UNKNOWN,
    # firmware
    "firmware.newest_known": Severity.GOOD,
    "firmware.newer_than_list": Severity.TIP,
    "firmware.outdated": Severity.CAUTION,
    "firmware.below_security_floor": Severity.DANGER,
    "firmware.never_issued": Severity.DANGER,
    "firmware.no_list": Severity.UNKNOWN,
    "firmware.mcu_known": Severity.GOOD,
    "firmware.mcu_unknown": Severity.CAUTION,
    # genuine: what the secure element proved
    "genuine.verified": Severity.GOOD,
    "genuine.not_checked": Severity.UNKNOWN,
    "genuine.refused_on_device": Severity.UNKNOWN,
    "genuine.model_refuses": Severity.UNKNOWN,
    "genuine.unexpected_refusal": Severity.UNKNOWN,
    "genuine.wrong_target": Severity.UNKNOWN,
    "genuine.protocol_error": Severity.UNKNOWN,
    "genuine.channel_failed": Severity.UNKNOWN,
    "genuine.channel_too_old": Severity.UNKNOWN,
    "genuine.certificate_invalid": Severity.DANGER,
    "genuine.not_proven_key": Severity.DANGER,
    "genuine.demo_certificate": Severity.DANGER,
    "genuine.possession_invalid": Severity.DANGER,
    "genuine.version_differs": Severity.DANGER,
    "genuine.target_differs": Severity.DANGER,
    "genuine.custom_ca": Severity.DANGER,
    "genuine.replaced_ui": Severity.DANGER,
    "genuine.sideloaded_app": Severity.CAUTION,
    # online: what the vendor's own service says, by the owner's choice
    "online.genuine": Severity.GOOD,
    "online.not_confirmed": Severity.DANGER,
    "online.not_checked": Severity.UNKNOWN,
    "online.refused_on_device": Severity.UNKNOWN,
    "online.unclear_verdict": Severity.UNKNOWN,
    "online.command_refused": Severity.UNKNOWN,
    "online.off": Severity.UNKNOWN,
    "online.unreachable": Severity.UNKNOWN,
    "online.proxy": Severity.UNKNOWN,
    "online.untrusted_certificate": Severity.CAUTION,
    "online.closed_early": Severity.UNKNOWN,
    "online.too_slow": Severity.UNKNOWN,
    "online.protocol_error": Severity.UNKNOWN,
    "online.refused_by_service": Severity.UNKNOWN,
    "online.device_changed": Severity.UNKNOWN,
    "online.helper_failed": Severity.UNKNOWN,
    # apps: the list read inside the authenticated channel
    "apps.listed": Severity.GOOD,
    "apps.list_unproven": Severity.UNKNOWN,
    "apps.bulletin": Severity.TIP,
    # origin: what only the owner knows
    "origin.clear": Severity.GOOD,
    "origin.unsure": Severity.UNKNOWN,
    "origin.not_asked": Severity.UNKNOWN,
    "origin.other_seller": Severity.TIP,
    "origin.opened": Severity.CAUTION,
    "origin.second_hand": Severity.CAUTION,
    "origin.asked_by_stranger": Severity.CAUTION,
    "origin.guided_now": Severity.CAUTION,
    "origin.pin_preset": Severity.DANGER,
    "origin.phrase_prefilled": Severity.DANGER,
    "origin.sent_unasked": Severity.DANGER,
    # doctor: why no Ledger is found or opened
    "doctor.offers_disk": Severity.DANGER,
    "doctor.sandbox": Severity.UNKNOWN,
    "doctor.rule_missing": Severity.UNKNOWN,
    "doctor.rule_not_told": Severity.UNKNOWN,
    "doctor.rule_not_applied": Severity.UNKNOWN,
    "doctor.rule_too_late": Severity.UNKNOWN,
    "doctor.session_not_local": Severity.UNKNOWN,
    "doctor.in_use": Severity.UNKNOWN,
    "doctor.may_be_in_use": Severity.UNKNOWN,
    "doctor.may_be_bootloader": Severity.UNKNOWN,
    "doctor.no_hid_interface": Severity.UNKNOWN,
    "doctor.old_device": Severity.UNKNOWN,
    "doctor.virtual_machine": Severity.UNKNOWN,
    "doctor.charge_only_cable": Severity.UNKNOWN,
    "doctor.accessory_not_allowed": Severity.UNKNOWN,
    "doctor.not_on_usb": Severity.UNKNOWN,
    "doctor.not_told": Severity.UNKNOWN,
    "doctor.world_writable": Severity.TIP,
    # download: is an installer in a list that Ledger signed
    "download.signature_good": Severity.GOOD,
    "download.signature_next_key": Severity.GOOD,
    "download.signature_unknown_key": Severity.CAUTION,
    "download.signature_bad": Severity.DANGER,
    "download.no_signature": Severity.UNKNOWN,
    "download.match": Severity.GOOD,
    "download.match_unproven": Severity.UNKNOWN,
    "download.mismatch": Severity.DANGER,
    "download.renamed": Severity.UNKNOWN,
    "download.no_line": Severity.UNKNOWN,
    "download.older_than_sums": Severity.CAUTION,
    "download.newer_than_sums": Severity.UNKNOWN,
    "download.no_sums": Severity.UNKNOWN,
    "download.sums_unreadable": Severity.UNKNOWN,
    "download.other_name": Severity.CAUTION,
    "download.unpacked": Severity.UNKNOWN,
    "download.unfinished": Severity.UNKNOWN,
    "download.empty": Severity.UNKNOWN,
    "download.changed": Severity.UNKNOWN,
    "download.stopped": Severity.UNKNOWN,
    "download.other_system": Severity.TIP,
    "download.two_names": Severity.TIP,
    # host: whose an address is, by its name alone
    "host.imitates": Severity.DANGER,
    "host.pretends": Severity.DANGER,
    "host.hides": Severity.UNKNOWN,
    "host.free": Severity.UNKNOWN,
    "host.no_name": Severity.UNKNOWN,
    "host.unknown": Severity.UNKNOWN,
    "host.official": Severity.UNKNOWN,
    # message: what a mail, a text message or a letter tries to do; the more telling first
    "message.asks_for_words": Severity.DANGER,
    "message.bait": Severity.DANGER,
    "message.extortion": Severity.DANGER,
    "message.violence": Severity.DANGER,
    "message.poses_as_ledger": Severity.DANGER,
    "message.lures_as_ledger": Severity.DANGER,
    "message.sender_imitates": Severity.DANGER,
    "message.link_imitates": Severity.DANGER,
    "message.link_pretends": Severity.DANGER,
    "message.disguised_brand": Severity.DANGER,
    "message.sender_resembles": Severity.CAUTION,
    "message.link_resembles": Severity.CAUTION,
    "message.speaks_as_ledger": Severity.CAUTION,
    "message.link_elsewhere": Severity.CAUTION,
    "message.destination_hidden": Severity.CAUTION,
    "message.free_hosting": Severity.CAUTION,
    "message.link_text_differs": Severity.CAUTION,
    "message.address_in_name": Severity.CAUTION,
    "message.reply_elsewhere": Severity.CAUTION,
    "message.return_elsewhere": Severity.CAUTION,
    "message.provider_failed": Severity.CAUTION,
    "message.invisible_characters": Severity.CAUTION,
    "message.heaped_marks": Severity.CAUTION,
    "message.hidden_text": Severity.CAUTION,
    "message.program_attached": Severity.CAUTION,
    "message.page_attached": Severity.CAUTION,
    "message.template_remnants": Severity.CAUTION,
    "message.words_amid_warnings": Severity.CAUTION,
    "message.vendor_in_path": Severity.CAUTION,
    "message.repeated_headers": Severity.CAUTION,
    "message.padded": Severity.CAUTION,
    "message.asks_to_install": Severity.CAUTION,
    "message.asks_to_verify": Severity.CAUTION,
    "message.asks_to_call": Severity.CAUTION,
    "message.asks_to_scan": Severity.CAUTION,
    "message.promises_gift": Severity.CAUTION,
    "message.presses": Severity.CAUTION,
    "message.threatens_loss": Severity.CAUTION,
    "message.coin_address": Severity.CAUTION,
    "message.destination_unknown": Severity.UNKNOWN,
    "message.code": Severity.UNKNOWN,
    "message.not_read_in_full": Severity.UNKNOWN,
    "message.nothing_to_read": Severity.UNKNOWN,
    "message.nothing_found": Severity.UNKNOWN,
    "message.sender_forgeable": Severity.TIP,
    "message.provider_passed": Severity.TIP,
    "message.genuine_link": Severity.TIP,
    "message.unsubscribe": Severity.TIP,
    "message.says_never_share": Severity.TIP,
    # the check as a whole
    "check.stopped": Severity.UNKNOWN,
}
"""Every finding id this program can emit, with its severity. Ids are permanent and never reused."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check has to say. Text for people hangs off ``id`` (``walletsafe.texts``).

    ``params`` fill the slots of that text: scalars, already cleaned, no free text, no secrets.
    """

    id: str
    severity: Severity
    params: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])


def finding(finding_id: str, **params: Scalar) -> Finding:
    """Make a finding whose severity is the registry's. Raise ``KeyError`` for an unregistered id."""
    return Finding(finding_id, REGISTRY[finding_id], params)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check ended and what it found."""

    id: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of one run, ready for the screen or an export.

    ``demo`` is true for everything that is not a device on USB. ``subject`` holds a few cleaned
    facts about what was checked (model, firmware), never a serial or a key.
    """

    kind: str
    demo: bool
    subject: Mapping[str, Scalar]
    checks: tuple[CheckResult, ...]
    knowledge_date: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the checks."""
        return tuple(found for check in self.checks for found in check.findings)

    @property
    def outcome(self) -> Outcome:
        """The verdict over all checks."""
        return verdict(self.checks)


ANSWERED_BY_PERSON = frozenset({"origin"})
"""Checks made of the owner's answers. Left unanswered they are shown beside the verdict and do not
change it; an answer that is a danger does."""


def verdict(checks: tuple[CheckResult, ...]) -> Outcome:
    """Fold check results into one outcome.

    Any danger, or a check that did not pass, wins; then a stop by the person; then any check of the
    device that could not be, or was not yet, made; else passed. A run without a device check could
    not be checked: an empty report never looks like a pass.
    """
    outcomes = {check.outcome for check in checks}
    danger = any(found.severity is Severity.DANGER for check in checks for found in check.findings)
    if danger or Outcome.DID_NOT_PASS in outcomes:
        return Outcome.DID_NOT_PASS
    if Outcome.STOPPED in outcomes:
        return Outcome.STOPPED
    if {check.outcome for check in checks if check.id not in ANSWERED_BY_PERSON} == {Outcome.PASSED}:
        return Outcome.PASSED
    return Outcome.COULD_NOT_CHECK
