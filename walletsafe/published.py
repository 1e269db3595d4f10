"""Phrases that were published as examples, from ``resources/knowledge/published.toml``.

They are kept as entropy, which stands for the phrase in each of its languages, so that no file of ours holds
a phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from walletsafe import wordlists


@dataclass(frozen=True, slots=True)
class PublishedPhrase:
    """One published phrase: its permanent id, a name for people, 16 to 32 bytes of entropy, its languages."""

    id: str
    name: str
    entropy: bytes
    languages: tuple[str, ...]


@cache
def phrases() -> tuple[PublishedPhrase, ...]:
    """All published phrases. Raise ``ValueError`` or ``KeyError`` where our own file is broken."""
    import tomllib
    from importlib.resources import files

    text = (files("walletsafe.resources") / "knowledge" / "published.toml").read_text("utf-8")
    document = tomllib.loads(text)
    entries = cast("list[Mapping[str, str]]", document["phrase"])
    return tuple(_phrase(entry) for entry in entries)


@cache
def by_id() -> Mapping[str, PublishedPhrase]:
    """All published phrases by their id."""
    return {phrase.id: phrase for phrase in phrases()}


def by_entropy(entropy: bytes, language: str) -> PublishedPhrase | None:
    """The published phrase with this entropy in this language, or ``None``."""
    phrase = _by_entropy().get(entropy)
    return phrase if phrase is not None and language in phrase.languages else None


@cache
def _by_entropy() -> Mapping[bytes, PublishedPhrase]:
    return {phrase.entropy: phrase for phrase in phrases()}


def _phrase(entry: Mapping[str, str]) -> PublishedPhrase:
    unknown = entry.keys() - {"id", "name", "entropy", "languages", "source", "date"}
    if unknown or not (entry["source"] and entry["date"]):
        raise ValueError(f"published phrase {entry['id']}: wrong keys, or no source or date")
    languages = {"all": wordlists.STANDARD, "english": (wordlists.ENGLISH,), "japanese": ("japanese",)}
    return PublishedPhrase(
        entry["id"], entry["name"], bytes.fromhex(entry["entropy"]), languages[entry["languages"]]
    )
