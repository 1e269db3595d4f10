"""A card that has the keyboard while it is read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from ...widgets.layouts import Card


class ReadCard(Card):
    """Takes the keyboard, so that its ``lines`` stay in sight and a screen reader says them.

    Nothing is pressed on it: every key is left to the page.
    """

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setAccessibleDescription(" ".join(lines))
