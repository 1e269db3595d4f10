"""Where to report a scam or a theft, by country: reads ``resources/knowledge/reporting.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from walletsafe import facts
from walletsafe.facts import Table

OTHER: Final = "other"
"""The id of the country that stands for all that have no places of their own here."""


class Sure(StrEnum):
    """How a fact is known."""

    READ = "read"
    """Read at the source itself."""
    REPORTED = "reported"
    """Known from others, such as the press."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its two letters (ISO 3166), or :data:`OTHER`, and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """One place to report to, as plain text: nothing here is ever a link.

    ``address`` is to be typed into a browser, or is a mailbox to forward to; it and ``telephone`` may be
    empty, both where it is the police of a country that we do not know. ``purpose`` says what for.
    ``country`` is empty where it is for everybody. ``source`` and ``date`` say where and when it was looked
    up, ``sure`` how.
    """

    name: str
    country: str
    address: str
    telephone: str
    purpose: str
    sure: Sure
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class _Reporting:
    reviewed: str
    countries: tuple[Country, ...]
    places: Mapping[str, tuple[ReportPlace, ...]]


def countries() -> tuple[Country, ...]:
    """The countries that can be chosen, by name; the last one is :data:`OTHER`."""
    return _load().countries


def places(country_id: str) -> tuple[ReportPlace, ...]:
    """Ledger's own page, then what is in this country, then what is for everybody.

    Raise ``KeyError`` for an id that is not one of :func:`countries`.
    """
    return _load().places[country_id]


def reviewed() -> str:
    """The month in which the places were last looked up."""
    return _load().reviewed


@lru_cache(maxsize=1)
def _load() -> _Reporting:
    file = facts.read("reporting")
    found = tuple(Country(key, name) for key, name in file.texts("countries").items())
    if found[-1].id != OTHER:
        raise file.fault("countries", f"the last one is not {OTHER!r}")
    first: list[ReportPlace] = []
    last: list[ReportPlace] = []
    own: dict[str, list[ReportPlace]] = {country.id: [] for country in found}
    for entry in file.entries("place"):
        if "country" not in entry.fields:
            (first if entry.flag("first") else last).append(_place(entry))
        elif (country := entry.text("country")) in own:
            own[country].append(_place(entry, country))
        else:
            raise entry.fault("country", "unknown")
    whole = {key: (*first, *mine, *last) for key, mine in own.items()}
    return _Reporting(file.text("reviewed"), found, whole)


def _place(entry: Table, country: str = "") -> ReportPlace:
    address, telephone = (_maybe_empty(entry, field) for field in ("address", "telephone"))
    sure = entry.text("sure")
    if sure not in set(Sure):
        raise entry.fault("sure", f"unknown: {sure!r}")
    return ReportPlace(
        name=entry.text("name"),
        country=country,
        address=address,
        telephone=telephone,
        purpose=entry.text("purpose"),
        sure=Sure(sure),
        source=entry.text("source"),
        date=entry.date(),
    )


def _maybe_empty(entry: Table, field: str) -> str:
    return "" if entry.fields.get(field) == "" else entry.text(field)
