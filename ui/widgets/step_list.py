"""The steps of a run: what is done, what is going on, what comes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..style.theme import theme
from ..style.tokens import SPACE
from ..words import words
from .glyphs import Glyph
from .layouts import row
from .text import Text


class StepList(QWidget):
    """Names of the steps in order. ``names`` are words for people."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.small))
        self._names = tuple(names)
        self._signs = tuple(Glyph("waiting", "muted", 20) for _ in names)
        self._lines = tuple(Text(name, tone="muted") for name in names)
        for sign, line in zip(self._signs, self._lines, strict=True):
            column.addLayout(row(sign, line, gap=SPACE.small))
        self.begin(0)

    def begin(self, current: int) -> None:
        """Show step number ``current`` (from 0) as going on and those before it as done."""
        for number, (sign, line) in enumerate(zip(self._signs, self._lines, strict=True)):
            state = "done" if number < current else "now" if number == current else "waiting"
            sign.show_sign(state, {"done": "good", "now": "accent", "waiting": "muted"}[state])
            line.restyle("strong" if state == "now" else "", "muted" if state == "waiting" else "")
            line.setAccessibleName(words(f"step.{state}", name=self._names[number]))
