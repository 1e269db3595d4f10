"""A key in the line breaks of the device's screen, to be compared by eye."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from .layouts import Card
from .text import Text


class KeyPanel(Card):
    """``lines`` of hex under a ``title``."""

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.body.addWidget(Text(title, "small", "muted"))
        key = Text("\n".join(lines), "mono")
        key.setWordWrap(False)
        # Digits run left to right in every language.
        key.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        key.setAccessibleName(title)
        key.setAccessibleDescription(" ".join(lines))
        self.body.addWidget(key)
        self.body.addStretch(1)
