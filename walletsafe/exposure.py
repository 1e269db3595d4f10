"""Which leaks touch an order: from a period and a way of ordering alone, nothing else is ever asked.

Reads ``resources/knowledge/incidents.toml``. That no leak we know of touches an order does not mean that its
owner's data are nowhere: there may be leaks that nobody has noticed, or that came after the file's date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from walletsafe import facts
from walletsafe.facts import Table

_Choice = TypeVar("_Choice", bound=StrEnum)


class Period(StrEnum):
    """When somebody ordered, or gave Ledger their address. The borders are those of the leaks."""

    UNTIL_JUNE_2020 = "until-june-2020"
    UNTIL_JANUARY_2026 = "until-january-2026"
    LATER = "later"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """How they ordered."""

    SHOP = "shop"
    """At ledger.com."""
    NEWSLETTER = "newsletter"
    """No order there, only the newsletter."""
    OTHER_SHOP = "other-shop"
    """At Amazon or in another shop."""
    SECOND_HAND = "second-hand"
    UNKNOWN = "unknown"


class Likelihood(StrEnum):
    """Whether a leak touches an order; declared in the order in which they are shown."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack that followed a leak, or that meets everybody. ``when`` is in words; ``date`` the source's.

    ``sure`` is ``read`` (at the source) or ``reported`` (known from the press).
    """

    when: str
    title: str
    looks_like: str
    after: tuple[str, ...]
    source: str
    date: str
    sure: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A leak: its permanent ``id``, when it became known or happened, what was in it and what was not.

    ``people`` says in words how many it touches; ``sure`` as in :class:`Attack`.
    """

    id: str
    date: str
    title: str
    what_happened: str
    contained: tuple[str, ...]
    not_contained: tuple[str, ...]
    people: str
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one leak means for one order, and what followed it."""

    incident: Incident
    likelihood: Likelihood
    attacks: tuple[Attack, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    incident: Incident
    touched: Mapping[tuple[Channel, Period], Likelihood]


@dataclass(frozen=True, slots=True)
class _Knowledge:
    reviewed: str
    entries: tuple[_Entry, ...]
    attacks: tuple[Attack, ...]


def touched_by(period: Period, channel: Channel) -> tuple[Exposure, ...]:
    """Every leak we know of with its meaning for such an order, the certain ones first."""
    known = _load()
    found = [
        Exposure(
            entry.incident,
            entry.touched.get((channel, period), Likelihood.NOT),
            tuple(attack for attack in known.attacks if entry.incident.id in attack.after),
        )
        for entry in known.entries
    ]
    return tuple(sorted(found, key=lambda exposure: list(Likelihood).index(exposure.likelihood)))


def attacks_to_expect(exposures: tuple[Exposure, ...]) -> tuple[Attack, ...]:
    """What followed the leaks that are certain or possible, then what meets everybody; none of them twice."""
    near = {exposure.incident.id for exposure in exposures if exposure.likelihood is not Likelihood.NOT}
    return tuple(attack for attack in _load().attacks if not attack.after or near.intersection(attack.after))


def reviewed() -> str:
    """The month in which the leaks were last looked up."""
    return _load().reviewed


@lru_cache(maxsize=1)
def _load() -> _Knowledge:
    file = facts.read("incidents")
    entries = tuple(_entry(table) for table in file.entries("incident"))
    attacks = tuple(
        _attack(table, {entry.incident.id for entry in entries}) for table in file.entries("attack")
    )
    return _Knowledge(file.text("reviewed"), entries, attacks)


def _entry(table: Table) -> _Entry:
    incident = Incident(
        id=table.text("id"),
        date=table.date(),
        title=table.text("title"),
        what_happened=table.text("what_happened"),
        contained=table.items("contained", str),
        not_contained=table.items("not_contained", str),
        people=table.text("people"),
        source=table.text("source"),
        sure=_sure(table),
    )
    touched: dict[tuple[Channel, Period], Likelihood] = {}
    channels = table.table("touched")
    for channel in channels.fields:
        periods = channels.table(channel)
        for period in periods.fields:
            key = _choice(channels, channel, channel, Channel), _choice(periods, period, period, Period)
            touched[key] = _choice(periods, period, periods.text(period), Likelihood)
    return _Entry(incident, touched)


def _attack(table: Table, incidents: set[str]) -> Attack:
    after = table.items("after", str)
    if not incidents.issuperset(after):
        raise table.fault("after", f"unknown: {after!r}")
    return Attack(
        when=table.text("when"),
        title=table.text("title"),
        looks_like=table.text("looks_like"),
        after=after,
        source=table.text("source"),
        date=table.date(),
        sure=_sure(table),
    )


def _sure(table: Table) -> str:
    sure = table.text("sure")
    if sure not in {"read", "reported"}:
        raise table.fault("sure", f"unknown: {sure!r}")
    return sure


def _choice(table: Table, field: str, name: str, kind: type[_Choice]) -> _Choice:
    try:
        return kind(name)
    except ValueError:
        raise table.fault(field, f"unknown: {name!r}") from None
