"""What checks say: severities, outcomes, findings, the report and the verdict rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from walletsafe import __version__
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


class Registered(NamedTuple):
    """What is fixed of a finding: the number that stands for it in a read-back code, and its severity."""

    number: int
    severity: Severity


REGISTRY: Mapping[str, Registered] = {
    # device: which device is this and what is it doing
    "device.identified": Registered(1, Severity.GOOD),
    "device.locked": Registered(2, Severity.UNKNOWN),
    "device.not_set_up": Registered(3, Severity.UNKNOWN),
    "device.app_open": Registered(4, Severity.UNKNOWN),
    "device.recovery_mode": Registered(5, Severity.UNKNOWN),
    "device.bootloader": Registered(6, Severity.UNKNOWN),
    "device.updater": Registered(7, Severity.UNKNOWN),
    "device.asleep": Registered(8, Severity.UNKNOWN),
    "device.silent": Registered(9, Severity.UNKNOWN),
    "device.busy": Registered(10, Severity.UNKNOWN),
    "device.unplugged": Registered(11, Severity.UNKNOWN),
    "device.none": Registered(12, Severity.UNKNOWN),
    "device.unknown_model": Registered(13, Severity.UNKNOWN),
    "device.unexpected_answer": Registered(14, Severity.UNKNOWN),
    "device.also_open": Registered(15, Severity.TIP),
    "device.model_unconfirmed": Registered(16, Severity.UNKNOWN),
    "device.model_mismatch": Registered(17, Severity.DANGER),
    "device.not_the_one_in_hand": Registered(18, Severity.DANGER),
    "device.offers_disk": Registered(19, Severity.DANGER),
    # transport: the bytes themselves
    "transport.garbage": Registered(20, Severity.UNKNOWN),
    "transport.open_failed": Registered(21, Severity.UNKNOWN),
    "transport.no_permission": Registered(22, Severity.UNKNOWN),
    "transport.in_use": Registered(23, Severity.UNKNOWN),
    "transport.peer_closed": Registered(24, Severity.UNKNOWN),
    "transport.record_redacted": Registered(25, Severity.UNKNOWN),
    "transport.record_ended": Registered(26, Severity.UNKNOWN),
    # firmware
    "firmware.newest_known": Registered(27, Severity.GOOD),
    "firmware.newer_than_list": Registered(28, Severity.TIP),
    "firmware.outdated": Registered(29, Severity.CAUTION),
    "firmware.below_security_floor": Registered(30, Severity.DANGER),
    "firmware.never_issued": Registered(31, Severity.DANGER),
    "firmware.no_list": Registered(32, Severity.UNKNOWN),
    "firmware.mcu_known": Registered(33, Severity.GOOD),
    "firmware.mcu_unknown": Registered(34, Severity.CAUTION),
    # genuine: what the secure element proved
    "genuine.verified": Registered(35, Severity.GOOD),
    "genuine.not_checked": Registered(36, Severity.UNKNOWN),
    "genuine.refused_on_device": Registered(37, Severity.UNKNOWN),
    "genuine.model_refuses": Registered(38, Severity.UNKNOWN),
    "genuine.unexpected_refusal": Registered(39, Severity.UNKNOWN),
    "genuine.wrong_target": Registered(40, Severity.UNKNOWN),
    "genuine.protocol_error": Registered(41, Severity.UNKNOWN),
    "genuine.channel_failed": Registered(42, Severity.UNKNOWN),
    "genuine.channel_too_old": Registered(43, Severity.UNKNOWN),
    "genuine.certificate_invalid": Registered(44, Severity.DANGER),
    "genuine.not_proven_key": Registered(45, Severity.DANGER),
    "genuine.demo_certificate": Registered(46, Severity.DANGER),
    "genuine.possession_invalid": Registered(47, Severity.DANGER),
    "genuine.version_differs": Registered(48, Severity.DANGER),
    "genuine.target_differs": Registered(49, Severity.DANGER),
    "genuine.custom_ca": Registered(50, Severity.DANGER),
    "genuine.replaced_ui": Registered(51, Severity.DANGER),
    "genuine.sideloaded_app": Registered(52, Severity.CAUTION),
    # online: what the vendor's own service says, by the owner's choice
    "online.genuine": Registered(53, Severity.GOOD),
    "online.not_confirmed": Registered(54, Severity.DANGER),
    "online.not_checked": Registered(55, Severity.UNKNOWN),
    "online.refused_on_device": Registered(56, Severity.UNKNOWN),
    "online.unclear_verdict": Registered(57, Severity.UNKNOWN),
    "online.command_refused": Registered(58, Severity.UNKNOWN),
    "online.off": Registered(59, Severity.UNKNOWN),
    "online.unreachable": Registered(60, Severity.UNKNOWN),
    "online.proxy": Registered(61, Severity.UNKNOWN),
    "online.untrusted_certificate": Registered(62, Severity.CAUTION),
    "online.closed_early": Registered(63, Severity.UNKNOWN),
    "online.too_slow": Registered(64, Severity.UNKNOWN),
    "online.protocol_error": Registered(65, Severity.UNKNOWN),
    "online.refused_by_service": Registered(66, Severity.UNKNOWN),
    "online.device_changed": Registered(67, Severity.UNKNOWN),
    "online.helper_failed": Registered(68, Severity.UNKNOWN),
    # apps: the list read inside the authenticated channel
    "apps.listed": Registered(69, Severity.GOOD),
    "apps.list_unproven": Registered(70, Severity.UNKNOWN),
    "apps.bulletin": Registered(71, Severity.TIP),
    # origin: what only the owner knows
    "origin.clear": Registered(72, Severity.GOOD),
    "origin.unsure": Registered(73, Severity.UNKNOWN),
    "origin.not_asked": Registered(74, Severity.UNKNOWN),
    "origin.other_seller": Registered(75, Severity.TIP),
    "origin.opened": Registered(76, Severity.CAUTION),
    "origin.second_hand": Registered(77, Severity.CAUTION),
    "origin.asked_by_stranger": Registered(78, Severity.CAUTION),
    "origin.guided_now": Registered(79, Severity.CAUTION),
    "origin.pin_preset": Registered(80, Severity.DANGER),
    "origin.phrase_prefilled": Registered(81, Severity.DANGER),
    "origin.sent_unasked": Registered(82, Severity.DANGER),
    # doctor: why no Ledger is found or opened
    "doctor.offers_disk": Registered(83, Severity.DANGER),
    "doctor.sandbox": Registered(84, Severity.UNKNOWN),
    "doctor.rule_missing": Registered(85, Severity.UNKNOWN),
    "doctor.rule_not_told": Registered(86, Severity.UNKNOWN),
    "doctor.rule_not_applied": Registered(87, Severity.UNKNOWN),
    "doctor.rule_too_late": Registered(88, Severity.UNKNOWN),
    "doctor.session_not_local": Registered(89, Severity.UNKNOWN),
    "doctor.in_use": Registered(90, Severity.UNKNOWN),
    "doctor.may_be_in_use": Registered(91, Severity.UNKNOWN),
    "doctor.may_be_bootloader": Registered(92, Severity.UNKNOWN),
    "doctor.no_hid_interface": Registered(93, Severity.UNKNOWN),
    "doctor.old_device": Registered(94, Severity.UNKNOWN),
    "doctor.virtual_machine": Registered(95, Severity.UNKNOWN),
    "doctor.charge_only_cable": Registered(96, Severity.UNKNOWN),
    "doctor.accessory_not_allowed": Registered(97, Severity.UNKNOWN),
    "doctor.not_on_usb": Registered(98, Severity.UNKNOWN),
    "doctor.not_told": Registered(99, Severity.UNKNOWN),
    "doctor.world_writable": Registered(100, Severity.TIP),
    # download: is an installer in a list that Ledger signed
    "download.signature_good": Registered(101, Severity.GOOD),
    "download.signature_next_key": Registered(102, Severity.GOOD),
    "download.signature_unknown_key": Registered(103, Severity.CAUTION),
    "download.signature_bad": Registered(104, Severity.DANGER),
    "download.no_signature": Registered(105, Severity.UNKNOWN),
    "download.match": Registered(106, Severity.GOOD),
    "download.match_unproven": Registered(107, Severity.UNKNOWN),
    "download.mismatch": Registered(108, Severity.DANGER),
    "download.renamed": Registered(109, Severity.UNKNOWN),
    "download.no_line": Registered(110, Severity.UNKNOWN),
    "download.older_than_sums": Registered(111, Severity.CAUTION),
    "download.newer_than_sums": Registered(112, Severity.UNKNOWN),
    "download.no_sums": Registered(113, Severity.UNKNOWN),
    "download.sums_unreadable": Registered(114, Severity.UNKNOWN),
    "download.other_name": Registered(115, Severity.CAUTION),
    "download.unpacked": Registered(116, Severity.UNKNOWN),
    "download.unfinished": Registered(117, Severity.UNKNOWN),
    "download.empty": Registered(118, Severity.UNKNOWN),
    "download.changed": Registered(119, Severity.UNKNOWN),
    "download.stopped": Registered(120, Severity.UNKNOWN),
    "download.other_system": Registered(121, Severity.TIP),
    "download.two_names": Registered(122, Severity.TIP),
    # host: whose an address is, by its name alone
    "host.imitates": Registered(123, Severity.DANGER),
    "host.pretends": Registered(124, Severity.DANGER),
    "host.hides": Registered(125, Severity.UNKNOWN),
    "host.free": Registered(126, Severity.UNKNOWN),
    "host.no_name": Registered(127, Severity.UNKNOWN),
    "host.unknown": Registered(128, Severity.UNKNOWN),
    "host.official": Registered(129, Severity.UNKNOWN),
    # message: what a mail, a text message or a letter tries to do; the more telling first
    "message.asks_for_words": Registered(130, Severity.DANGER),
    "message.bait": Registered(131, Severity.DANGER),
    "message.extortion": Registered(132, Severity.DANGER),
    "message.violence": Registered(133, Severity.DANGER),
    "message.poses_as_ledger": Registered(134, Severity.DANGER),
    "message.lures_as_ledger": Registered(135, Severity.DANGER),
    "message.sender_imitates": Registered(136, Severity.DANGER),
    "message.link_imitates": Registered(137, Severity.DANGER),
    "message.link_pretends": Registered(138, Severity.DANGER),
    "message.disguised_brand": Registered(139, Severity.DANGER),
    "message.sender_resembles": Registered(140, Severity.CAUTION),
    "message.link_resembles": Registered(141, Severity.CAUTION),
    "message.speaks_as_ledger": Registered(142, Severity.CAUTION),
    "message.link_elsewhere": Registered(143, Severity.CAUTION),
    "message.destination_hidden": Registered(144, Severity.CAUTION),
    "message.free_hosting": Registered(145, Severity.CAUTION),
    "message.link_text_differs": Registered(146, Severity.CAUTION),
    "message.address_in_name": Registered(147, Severity.CAUTION),
    "message.reply_elsewhere": Registered(148, Severity.CAUTION),
    "message.return_elsewhere": Registered(149, Severity.CAUTION),
    "message.provider_failed": Registered(150, Severity.CAUTION),
    "message.invisible_characters": Registered(151, Severity.CAUTION),
    "message.heaped_marks": Registered(152, Severity.CAUTION),
    "message.hidden_text": Registered(153, Severity.CAUTION),
    "message.program_attached": Registered(154, Severity.CAUTION),
    "message.page_attached": Registered(155, Severity.CAUTION),
    "message.template_remnants": Registered(156, Severity.CAUTION),
    "message.words_amid_warnings": Registered(157, Severity.CAUTION),
    "message.vendor_in_path": Registered(158, Severity.CAUTION),
    "message.repeated_headers": Registered(159, Severity.CAUTION),
    "message.padded": Registered(160, Severity.CAUTION),
    "message.asks_to_install": Registered(161, Severity.CAUTION),
    "message.asks_to_verify": Registered(162, Severity.CAUTION),
    "message.asks_to_call": Registered(163, Severity.CAUTION),
    "message.asks_to_scan": Registered(164, Severity.CAUTION),
    "message.promises_gift": Registered(165, Severity.CAUTION),
    "message.presses": Registered(166, Severity.CAUTION),
    "message.threatens_loss": Registered(167, Severity.CAUTION),
    "message.coin_address": Registered(168, Severity.CAUTION),
    "message.destination_unknown": Registered(169, Severity.UNKNOWN),
    "message.code": Registered(170, Severity.UNKNOWN),
    "message.not_read_in_full": Registered(171, Severity.UNKNOWN),
    "message.nothing_to_read": Registered(172, Severity.UNKNOWN),
    "message.nothing_found": Registered(173, Severity.UNKNOWN),
    "message.sender_forgeable": Registered(174, Severity.TIP),
    "message.provider_passed": Registered(175, Severity.TIP),
    "message.genuine_link": Registered(176, Severity.TIP),
    "message.unsubscribe": Registered(177, Severity.TIP),
    "message.says_never_share": Registered(178, Severity.TIP),
    # the check as a whole
    "check.stopped": Registered(179, Severity.UNKNOWN),
    # call: how a guided call ended. Nothing can be confirmed by telephone
    "call.act_now": Registered(180, Severity.DANGER),
    "call.coached": Registered(181, Severity.DANGER),
    "call.to_check": Registered(182, Severity.UNKNOWN),
    "call.nothing_lost": Registered(183, Severity.TIP),
    "call.unfinished": Registered(184, Severity.UNKNOWN),
    # lesson: how a lesson, or an agenda before a room, ended
    "lesson.finished": Registered(185, Severity.GOOD),
    "lesson.unfinished": Registered(186, Severity.UNKNOWN),
    "lesson.tally": Registered(187, Severity.TIP),
    # scan: places on this computer where recovery words lie
    "scan.recovery_phrase": Registered(188, Severity.DANGER),
    "scan.looks_like_phrase": Registered(189, Severity.CAUTION),
    "scan.published_phrase": Registered(190, Severity.TIP),
    "scan.practice_phrase": Registered(191, Severity.TIP),
    "scan.word_list": Registered(192, Severity.TIP),
    "scan.not_read": Registered(193, Severity.UNKNOWN),
    "scan.more_not_read": Registered(194, Severity.UNKNOWN),
    "scan.not_chosen": Registered(195, Severity.TIP),
    "scan.pictures_not_read": Registered(196, Severity.TIP),
    "scan.pictures_left": Registered(197, Severity.UNKNOWN),
    "scan.nothing_found": Registered(198, Severity.TIP),
    "scan.nothing_read": Registered(199, Severity.UNKNOWN),
    "scan.stopped": Registered(200, Severity.UNKNOWN),
    "scan.out_of_time": Registered(201, Severity.UNKNOWN),
}
"""Every finding id this program can emit. Ids and numbers are permanent and never reused: a number stays with
its id when the finding is withdrawn, and a new one gets the next that is free."""


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
    return Finding(finding_id, REGISTRY[finding_id].severity, params)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check ended and what it found."""

    id: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what was gone through: a question or a part, in our own words, and what came of it.

    ``answer`` is one of our own words too, or a note of a call (already redacted), or empty.
    """

    text: str
    answer: str


def today() -> str:
    """The day by the clock of this computer, as ``2026-11-28``."""
    return datetime.now(UTC).astimezone().date().isoformat()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of one run, ready for the screen or an export.

    ``demo`` is true for everything that is not a device on USB. ``subject`` holds a few cleaned
    facts about what was checked (model, firmware), never a serial or a key. ``record`` is what was gone
    through in a call or a lesson, in its order; empty for everything else. ``made`` is the day it was made,
    as ``2026-11-28``, and ``version`` the WalletSafe that made it. ``copy`` is true for one that was saved
    and opened again: anybody can write such a file.
    """

    kind: str
    demo: bool
    subject: Mapping[str, Scalar]
    checks: tuple[CheckResult, ...]
    knowledge_date: str
    record: tuple[Entry, ...] = ()
    made: str = field(default_factory=today)
    version: str = __version__
    copy: bool = False

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
