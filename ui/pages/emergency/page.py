"""Stands in for the page that is being built."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ...widgets.layouts import ScrollPage


class EmergencyPage(ScrollPage):
    """Not built yet."""

    lesson_wanted = Signal(str)

    def focus_view(self) -> None:
        """Put the keyboard where the page wants it."""
        self.focus_first()
