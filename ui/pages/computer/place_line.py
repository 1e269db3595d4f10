"""Places in one line that never breaks, and in lines that may break at any folder."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent

from walletsafe.redact import WITHHELD
from walletsafe.scan.judge import shown

from ...widgets.text import Text

_BREAK = "\u200b"
"""A line may be broken here: it draws nothing."""
_LONGEST_WORD = 16


class PlaceLine(Text):
    """One line with the place that is being read; its middle gives way where it is too long.

    The page does not jump with the length of what is read.
    """

    def __init__(self) -> None:
        super().__init__("", "small", "muted")
        self._place = ""
        self.setWordWrap(False)
        # A path runs from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def show_place(self, place: str) -> None:
        """Show a place in place of the one before."""
        self._place = shown(place)
        self._fit()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Next to nothing."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of it as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = QFontMetrics(self.font())
        self.setText(room.elidedText(self._place, Qt.TextElideMode.ElideMiddle, self.width()))


def place_text(place: str, role: str = "") -> Text:
    """A place that breaks after its folders, and within names that are longer than a line."""
    text = Text(breakable(shown(place)), role)
    text.setAccessibleName(shown(place))
    return text


def is_withheld(*places: str) -> bool:
    """Whether something stands in place of a name in one of these places."""
    return any(WITHHELD in re.split(r"[/\\]", place) for place in places)


def breakable(place: str) -> str:
    """Let a line break after every folder but the home folder, and somewhere in every long name."""
    parts = re.split(r"(?<=[^~][/\\])", place)
    return _BREAK.join(re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", rf"\1{_BREAK}", part) for part in parts)
