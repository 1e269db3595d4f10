"""The three files of a check: which are here, and where the others are to be had."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from walletsafe.download import known
from walletsafe.download.companions import Role
from walletsafe.download.judge import shown

from ...style.theme import LARGE, theme
from ...style.tokens import SPACE
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.text import Text
from .words import download_words as words

_JOINED = "\u2060"
"""Keeps a line from being broken here."""


class PartsCard(Card):
    """A line for each of the three; addresses are words to be typed, never links."""

    def __init__(self, files: Mapping[Role, Path]) -> None:
        super().__init__()
        self.body.addWidget(Text(words("parts.title"), "lead"))
        for role in Role:
            file = files.get(role)
            sign = Glyph("waiting", "muted", 20) if file is None else Glyph("done", "good", 20)
            self.body.addLayout(row(sign, Text(words(f"parts.{role}"), "strong"), gap=SPACE.small))
            self.body.addWidget(Text(_missing(role) if file is None else shown(file.name), tone="muted"))


def _missing(role: Role) -> str:
    """Where a file is to be had. The address keeps to one line where there is room: it is to be typed."""
    place = known.load().place
    joined = place.replace("-", f"-{_JOINED}").replace("/", f"/{_JOINED}")
    text = words(f"parts.{role}_missing", place=place)
    return text.replace(place, joined) if theme().scale < LARGE else text
