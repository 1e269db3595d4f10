"""The words of this page, from ``resources/text/<lang>/computer.toml``, and those it shares with the scan."""

from __future__ import annotations

from functools import partial
from typing import cast

from walletsafe import texts

computer_words = partial(texts.words, "computer")
"""The text at ``section.name``, its slots filled. Raise ``KeyError`` as :func:`walletsafe.texts.words`."""

scan_words = partial(texts.words, "scan")
"""The same for the words that every result of a scan is told with."""


def computer_lines(key: str) -> tuple[str, ...]:
    """The list of texts at ``section.name``. Raise ``KeyError`` for a wrong key."""
    table, _, name = key.partition(".")
    return tuple(cast("dict[str, list[str]]", texts.section("computer")[table])[name])
