"""Whose domains are whose: typed view of ``resources/knowledge/domains.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from walletsafe.facts import Table, read


class ServiceKind(StrEnum):
    """What kind of service hides where a link leads."""

    MAILING = "mailing"
    SHORTENER = "shortener"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True)
class Service:
    """A service behind which the destination of a link cannot be known; ``name`` is what people call it."""

    name: str
    kind: ServiceKind


@dataclass(frozen=True, slots=True)
class Domains:
    """All that is known of domains; every name is in lower-case ASCII.

    ``official`` maps a registrable domain of the vendor to what it is for. ``hides`` maps a domain to the
    service on it and all hosts below it, ``free`` are domains below which anybody can have a page.
    ``sold`` are domains below which a company sells names like a registry.
    ``innocent`` are well-known domains that are close to the brand and have nothing to do with it.
    The five kinds of words: see the file. ``reviewed`` is an ISO day.
    """

    reviewed: str
    official: Mapping[str, str]
    hides: Mapping[str, Service]
    free: frozenset[str]
    sold: frozenset[str]
    innocent: frozenset[str]
    vendor_words: frozenset[str]
    common_words: frozenset[str]
    near_words: frozenset[str]
    ordinary_words: frozenset[str]
    holding_words: frozenset[str]


@cache
def load() -> Domains:
    """The bundled domains. Raise ``ValueError`` that names file, entry and field if the file is broken."""
    file = read("domains")
    words = dict.fromkeys(("vendor", "common", "near", "ordinary", "holding"), frozenset[str]())
    for entry in file.entries("words"):
        kind = entry.text("kind")
        if kind not in words:
            raise entry.fault("kind", f"not one of {', '.join(words)}")
        words[kind] |= _lower_case(entry, "words")
    return Domains(
        reviewed=file.text("reviewed"),
        official=MappingProxyType(
            {entry.text("domain"): entry.text("use") for entry in file.entries("official")}
        ),
        hides=MappingProxyType(dict(_services(file))),
        free=_names(file, "free"),
        sold=_names(file, "sold"),
        innocent=_names(file, "innocent"),
        vendor_words=words["vendor"],
        common_words=words["common"],
        near_words=words["near"],
        ordinary_words=words["ordinary"],
        holding_words=words["holding"],
    )


def _services(file: Table) -> Iterator[tuple[str, Service]]:
    for entry in file.entries("hides"):
        try:
            kind = ServiceKind(entry.text("kind"))
        except ValueError as error:
            raise entry.fault("kind", str(error)) from error
        for domain, name in entry.texts("services").items():
            yield domain, Service(name, kind)


def _names(file: Table, field: str) -> frozenset[str]:
    return frozenset(name for entry in file.entries(field) for name in _lower_case(entry, "domains"))


def _lower_case(entry: Table, field: str) -> frozenset[str]:
    values = entry.items(field, str)
    wrong = [value for value in values if not value.isascii() or value != value.lower().strip() or not value]
    if wrong or len(set(values)) < len(values):
        raise entry.fault(field, f"not in lower-case ASCII, or twice: {wrong or values}")
    return frozenset(values)
