"""The handouts' own words, from ``resources/text/<lang>/handouts.toml``."""

from __future__ import annotations

from functools import partial
from typing import cast

from walletsafe import texts

say = partial(texts.words, "handouts")
"""The text at ``section.name``, its ``{slots}`` filled. Raises ``KeyError`` for a wrong key."""


def lines(table: str, key: str) -> tuple[str, ...]:
    """The list of texts at ``key`` of a table. Raise ``KeyError`` for a wrong key."""
    entry = cast("dict[str, list[str]]", texts.section("handouts")[table])
    return tuple(entry[key])
