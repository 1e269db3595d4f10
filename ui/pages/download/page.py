"""Stands in for the page that is being built."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ...widgets.layouts import ScrollPage


class DownloadPage(ScrollPage):
    """Not built yet."""

    emergency_wanted = Signal()

    def focus_view(self) -> None:
        """Put the keyboard where the page wants it."""
        self.focus_first()

    def end(self) -> None:
        """Nothing runs yet."""
