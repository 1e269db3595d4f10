"""Typed view of ``resources/knowledge/installer.toml``: keys, file names and what systems can say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from walletsafe.facts import Table, read


@dataclass(frozen=True, slots=True)
class PinnedKey:
    """The key that signs the lists. ``pem`` ends in a line end; both fingerprints are SHA-256, in hex."""

    pem: str
    sha256_of_text: str
    sha256_of_der: str


@dataclass(frozen=True, slots=True)
class System:
    """An operating system: its name for people, Python's name for it, and its part of a file name."""

    name: str
    platform: str
    mark: str
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeSignature:
    """What a system says about a program of Ledger's; ``proven`` where it was seen on a real one.

    ``team`` and ``identifier`` are empty where the system has none. ``commands`` are lines for its shell.
    """

    id: str
    signer: str
    team: str
    identifier: str
    commands: tuple[str, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Known:
    """All that is bundled about installers. ``date`` is the day the file was last looked through.

    ``file_names`` are what names of installers begin with, ``programs`` names of the installed program,
    ``unfinished`` endings of a download that still runs. ``place`` is typed by hand.
    """

    date: str
    keys: tuple[PinnedKey, ...]
    file_names: tuple[str, ...]
    programs: frozenset[str]
    systems: tuple[System, ...]
    place: str
    unfinished: tuple[str, ...]
    code_signatures: tuple[CodeSignature, ...]


@lru_cache
def load() -> Known:
    """Read the facts. Raise ``ValueError`` where the file breaks a rule, which is a fault of ours."""
    table = read("installer")
    products = tuple(table.entries("product"))
    (place,) = table.entries("place")
    return Known(
        date=table.text("reviewed"),
        keys=tuple(_key(entry) for entry in table.entries("key")),
        file_names=tuple(name for product in products for name in product.items("file_names", str)),
        programs=frozenset(name for product in products for name in product.items("programs", str)),
        systems=tuple(_system(entry) for entry in table.entries("system")),
        place=place.text("address"),
        unfinished=tuple(end for entry in table.entries("unfinished") for end in entry.items("endings", str)),
        code_signatures=tuple(_code_signature(entry) for entry in table.entries("code_signature")),
    )


def _key(entry: Table) -> PinnedKey:
    return PinnedKey(
        pem=entry.text("pem"),
        sha256_of_text=entry.hexadecimal("sha256_of_text", 32).hex(),
        sha256_of_der=entry.hexadecimal("sha256_of_der", 32).hex(),
    )


def _system(entry: Table) -> System:
    return System(
        name=entry.text("name"),
        platform=entry.text("platform"),
        mark=entry.text("mark"),
        endings=entry.items("endings", str),
    )


def _code_signature(entry: Table) -> CodeSignature:
    has_team = bool(entry.fields.get("team"))
    return CodeSignature(
        id=entry.text("id"),
        signer=entry.text("signer"),
        team=entry.text("team") if has_team else "",
        identifier=entry.text("identifier") if has_team else "",
        commands=entry.items("commands", str),
        proven=entry.flag("proven"),
    )
