"""Judges a message: what it claims, where it leads, what it wants, and how it hides that.

There are two outcomes. Any finding that is a danger: scam signs found. Else it could not be checked: nothing
gave it away, which proves nothing. A message never passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from walletsafe import guard, redact
from walletsafe.findings import REGISTRY, CheckResult, Finding, Outcome, Report, Severity, finding
from walletsafe.message import domains, extortion, hosts, proofs, reading, routes, tricks, wishes, wording
from walletsafe.message.hosts import HostKind, HostLook
from walletsafe.message.model import Field, Kind, Message, Place, Sign, Triage
from walletsafe.message.passage import READ_LIMIT
from walletsafe.message.reading import Reading

KIND = "message"
CHECK = "message"

_FEATURES: tuple[Callable[[Reading], Iterator[Sign]], ...] = (
    wishes.signs,
    routes.signs,
    tricks.signs,
    extortion.signs,
    proofs.signs,
)


def judge(message: Message) -> Triage:
    """Say what a message tries to do. Never raises for what it holds; linear in its size."""
    read = reading.read(message)
    signs = [sign for feature in _FEATURES for sign in feature(read)]
    if message.not_read or len(message.text) > READ_LIMIT:
        signs.append(Sign(finding("message.not_read_in_full")))
    if not any(sign.finding.severity >= Severity.CAUTION for sign in signs):
        signs.append(Sign(finding("message.nothing_found")))
    return _triage(message, signs)


def judge_host(untrusted_host: str) -> Triage:
    """Say whose a host or a web address is, as far as its name alone tells."""
    words = sum(run.words for run in guard.find_runs(untrusted_host))
    text = guard.cut(untrusted_host.strip())
    data = untrusted_host.encode("utf-8", "surrogatepass")
    message = Message(Kind.HOST, sha256(data).hexdigest(), len(data), text=text, words_removed=words)
    signs = [Sign(_host_finding(hosts.look(text)), (Place(Field.TEXT, 0, len(text)),))]
    if words:
        signs.append(Sign(finding("message.bait", count=words)))
    return _triage(message, signs)


def _host_finding(look: HostLook) -> Finding:
    host = routes.shown_host(look)
    if not look.domain:
        return finding("host.no_name")
    match look.kind:
        case HostKind.OFFICIAL:
            return finding("host.official", host=host)
        case HostKind.IMITATES:
            return finding("host.imitates", host=host)
        case HostKind.HIDES:
            return finding("host.hides", service=look.service)
        case HostKind.FREE:
            return finding("host.free", host=host)
        case HostKind.OTHER:
            return finding("host.unknown", host=host)


_ORDER = {finding_id: number for number, finding_id in enumerate(REGISTRY)}


def _triage(message: Message, signs: list[Sign]) -> Triage:
    """The signs, worst first, and the report of their findings."""
    signs.sort(key=lambda sign: (-sign.finding.severity, _ORDER[sign.finding.id]))
    found = tuple(sign.finding for sign in signs)
    danger = any(one.severity is Severity.DANGER for one in found)
    outcome = Outcome.DID_NOT_PASS if danger else Outcome.COULD_NOT_CHECK
    report = Report(
        kind=KIND,
        demo=False,
        subject={"kind": redact.clean(message.kind.value)},
        checks=(CheckResult(CHECK, outcome, found),),
        knowledge_date=min(domains.load().reviewed, wording.load().reviewed),
    )
    return Triage(message, tuple(signs), report)
