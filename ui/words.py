"""The window's own words, from ``resources/text/<lang>/window.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from walletsafe.errors import Scalar
from walletsafe.texts import section


def words(key: str, **slots: Scalar) -> str:
    """Return the text at ``section.name`` with its ``{slots}`` filled. Raise ``KeyError`` for a wrong key."""
    text = str(_at(key))
    return text.format_map(slots) if slots else text


def sentences(key: str) -> tuple[str, ...]:
    """Return the list of texts at ``section.name``. Raise ``KeyError`` for a wrong key."""
    return tuple(str(line) for line in cast("list[str]", _at(key)))


def _at(key: str) -> object:
    table, _, name = key.partition(".")
    return cast("Mapping[str, object]", section("window")[table])[name]
