"""Judges a message: what it claims, where it leads, what it wants, and how it hides that.

There are two outcomes. Any finding that is a danger: scam signs found. Else it could not be checked: nothing
gave it away, which proves nothing. A message never passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from walletsafe import redact
from walletsafe.findings import REGISTRY, CheckResult, Finding, Outcome, Report, Severity, finding
from walletsafe.message import (
    domains,
    extortion,
    hosts,
    plain,
    proofs,
    reading,
    routes,
    tricks,
    variants,
    wishes,
    wording,
)
from walletsafe.message.hosts import HostKind
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
    """Say what a message tries to do, or whose a host is, as far as its name tells.

    Never raises for what it holds; linear in its size.
    """
    if message.kind is Kind.HOST:
        return _judge_host(message)
    read = reading.read(message)
    signs = _signs(read)
    for variant in variants.of(message):
        if not any(_is_danger(sign.finding) for sign in signs):
            signs += variant.new(signs, _signs(reading.read(variant.message)))
    signs += _state(message)
    if read.is_unreadable:
        signs.append(Sign(finding("message.nothing_to_read")))
    elif not any(sign.finding.severity >= Severity.CAUTION for sign in signs):
        signs.append(Sign(finding("message.nothing_found")))
    return _triage(message, signs)


def _signs(read: Reading) -> list[Sign]:
    return [sign for feature in _FEATURES for sign in feature(read)]


def _is_danger(one: Finding) -> bool:
    return one.severity is Severity.DANGER


def _state(message: Message) -> Iterator[Sign]:
    """What is unusual about the message as a whole."""
    if message.repeated:
        yield Sign(finding("message.repeated_headers"))
    if len(message.text) > READ_LIMIT or not _PADDED.isdisjoint(message.not_read):
        yield Sign(finding("message.padded"))
    elif message.not_read:
        yield Sign(finding("message.not_read_in_full"))


# Pictures and files are often large; words that a person wrote are not.
_PADDED = frozenset({"large-text", "many-parts"})


def judge_host(untrusted_host: str) -> Triage:
    """Say whose a host or a web address is, as far as its name alone tells."""
    return _judge_host(plain.host(untrusted_host))


def _judge_host(message: Message) -> Triage:
    text = message.text
    signs = [Sign(_host_finding(text), (Place(Field.TEXT, 0, len(text)),))]
    if message.words_removed:
        signs.append(Sign(finding("message.bait", count=message.words_removed)))
    return _triage(message, signs)


def _host_finding(untrusted_address: str) -> Finding:
    look = hosts.look(untrusted_address)
    host = routes.shown_host(look)
    shown = hosts.shown_before(untrusted_address)
    if shown and look.kind is not HostKind.OFFICIAL:
        return finding("host.pretends", shown=routes.shown_host(shown), host=host)
    if not look.domain:
        return finding("host.no_name")
    match look.kind:
        case HostKind.OFFICIAL:
            return finding("host.official", host=look.domain)
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
    outcome = Outcome.DID_NOT_PASS if any(map(_is_danger, found)) else Outcome.COULD_NOT_CHECK
    report = Report(
        kind=KIND,
        demo=False,
        subject={"kind": redact.clean(message.kind.value)},
        checks=(CheckResult(CHECK, outcome, found),),
        knowledge_date=min(domains.load().reviewed, wording.load().reviewed),
    )
    return Triage(message, tuple(signs), report)
