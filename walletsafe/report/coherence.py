"""What a result can be at all: one rule for codes that are read out and for reports that are opened again.

It finds no liar, who can keep to it. But nothing is shown that no check of ours could have said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from walletsafe import knowledge, texts
from walletsafe.findings import ANSWERED_BY_PERSON, REGISTRY, Outcome, Report, Severity
from walletsafe.transport import PeerKind

READ_BACK, READ_BACK_ONLINE = "read-back", "read-back-online"
"""Ids of the one check of a report that was read out; the second where the vendor's service was asked."""

CHECKS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    texts.DEVICE: (
        ("device", "firmware", "origin", "genuine", "apps"),
        ("device", "firmware", "origin", "online"),
    ),
    "message": (("message",),),
    "download": (("signature", "checksum"),),
    "call": (("call",),),
    "lesson": (("lesson",),),
    "scan": (("places",),),
}
"""The checks of each kind of report, in their order; for a device also those where the vendor was asked."""

_FAMILIES: Final[Mapping[str, frozenset[str]]] = {
    texts.DEVICE: frozenset(
        {"apps", "check", "device", "firmware", "genuine", "online", "origin", "transport"}
    ),
    "message": frozenset({"host", "message"}),
    "download": frozenset({"download"}),
    "call": frozenset({"call"}),
    "lesson": frozenset({"lesson"}),
    "scan": frozenset({"scan"}),
}
"""What the ids of the findings of each kind begin with."""

_SHOWN_BY: Final[Mapping[str, frozenset[str]]] = {
    "device": frozenset({"device.identified"}),
    "firmware": frozenset({"firmware.newest_known", "firmware.newer_than_list", "firmware.outdated"}),
    "origin": frozenset(finding_id for finding_id in REGISTRY if finding_id.startswith("origin.")),
    "genuine": frozenset({"genuine.verified"}),
    "apps": frozenset({"apps.listed"}),
    "online": frozenset({"online.genuine"}),
    "message": frozenset(),
    "signature": frozenset({"download.signature_good", "download.signature_next_key"}),
    "checksum": frozenset({"download.match"}),
    "call": frozenset(),
    "lesson": frozenset({"lesson.finished"}),
    "places": frozenset({"scan.nothing_found"}),
}
"""Of which findings a check that passed has at least one. A message and a call never pass."""

_BESIDE_A_PASS: Final = frozenset({"device.model_unconfirmed", "origin.not_asked", "origin.unsure"})
"""What may be unknown although nothing else is."""

_STOPS: Final = frozenset(
    {
        "call.unfinished",
        "check.stopped",
        "download.stopped",
        "genuine.not_checked",
        "genuine.refused_on_device",
        "lesson.unfinished",
        "online.not_checked",
        "online.refused_on_device",
        "origin.guided_now",
        "scan.stopped",
    }
)
"""What a run says that was ended by a person."""

_OF_A_FIND: Final = frozenset({"scan.looks_like_phrase", "scan.recovery_phrase"})
"""What a scan did not pass with, whether it is sure or not; and what no other outcome has."""

_OF_RECORDINGS: Final = frozenset({"transport.record_ended", "transport.record_redacted"})
_OF_USB: Final = frozenset({"genuine.demo_certificate"})
"""The key of our virtual devices counts against a device on USB alone."""


def is_demo(report: Report) -> bool:
    """Whether it is the report of no real device: it follows from the connection and from nothing else."""
    return report.kind == texts.DEVICE and report.subject.get("connection") != PeerKind.USB


def was_read_out(report: Report) -> bool:
    """Whether a report came out of a code instead of a check."""
    return any(check.id in (READ_BACK, READ_BACK_ONLINE) for check in report.checks)


def asked_online(report: Report) -> bool:
    """Whether the vendor's own service was asked."""
    return any(check.id in ("online", READ_BACK_ONLINE) for check in report.checks)


def can_be(report: Report) -> bool:
    """Whether a run of this program can have ended in such a report, or in one that a code tells of."""
    found = frozenset(each.id for each in report.findings)
    return (
        report.demo is is_demo(report)
        and all(finding_id.partition(".")[0] in _FAMILIES[report.kind] for finding_id in found)
        and _fits_connection(report, found)
        and (was_read_out(report) or tuple(check.id for check in report.checks) in CHECKS[report.kind])
        and all(found & _SHOWN_BY[check_id] for check_id in _passed(report))
        and _has_reason(report, found)
    )


def data_day(kind: str) -> str:
    """The day of the facts that this program has for a kind of report: none of its own is of a later one."""
    # Late: every check loads this module, and few open a report or a code.
    from walletsafe.download import known
    from walletsafe.guidance import agendas, lessons
    from walletsafe.message import domains, wording
    from walletsafe.scan import judge

    match kind:
        case "message":
            return min(domains.load().reviewed, wording.load().reviewed)
        case "download":
            return known.load().date
        case "scan":
            return judge.data_day()
        case "lesson":
            reviewed = [lessons.load(name).reviewed for name in lessons.names()]
            return max(*reviewed, *(agendas.load(name).reviewed for name in agendas.names()))
        case _:
            return knowledge.load().date


def _fits_connection(report: Report, found: frozenset[str]) -> bool:
    connection = report.subject.get("connection")
    asked = asked_online(report)
    return (
        (connection == PeerKind.REPLAY or not found & _OF_RECORDINGS)
        and (not report.demo or not (asked or found & _OF_USB))
        and (asked or not any(finding_id.startswith("online.") for finding_id in found))
    )


def _passed(report: Report) -> tuple[str, ...]:
    """The checks that passed. A code tells of them together: all save for the questions, or none."""
    if not was_read_out(report):
        return tuple(check.id for check in report.checks if check.outcome is Outcome.PASSED)
    if report.outcome is not Outcome.PASSED:
        return ()
    check_ids = CHECKS[report.kind][-1 if asked_online(report) else 0]
    return tuple(check_id for check_id in check_ids if check_id not in ANSWERED_BY_PERSON)


def _has_reason(report: Report, found: frozenset[str]) -> bool:
    """Whether something that was found says why it ended so."""
    severities = {each.severity for each in report.findings}
    if report.kind == "scan" and bool(found & _OF_A_FIND) is not (report.outcome is Outcome.DID_NOT_PASS):
        return False
    match report.outcome:
        case Outcome.DID_NOT_PASS:
            return Severity.DANGER in severities or bool(found & _OF_A_FIND)
        case Outcome.STOPPED:
            return bool(found & _STOPS)
        case Outcome.PASSED:
            unknown = {each.id for each in report.findings if each.severity is Severity.UNKNOWN}
            return unknown <= _BESIDE_A_PASS
        case _:
            # Nothing can be confirmed by telephone, not even that nothing is lost.
            return bool(severities & {Severity.UNKNOWN, Severity.CAUTION}) or "call.nothing_lost" in found
