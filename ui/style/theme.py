"""The look in force: follows the system's colour scheme and text size while the window is open."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from .sheet import style_sheet
from .tokens import DARK, LETTERS, LIGHT, SPACE, TYPE

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

_ROLE = QPalette.ColorRole
LARGE = 1.25
"""The scale of the person's text from which on a window of usual size has no room for tables."""

_USUAL_FONT_PIXELS = 14
"""The system font at 100 %: 12 to 15 pixels on the usual desktops."""


class Theme(QObject):
    """Colours and scale in force. One for the application: :func:`theme`."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.scale = 1.0
        ink, paper = (app.palette().color(role) for role in (_ROLE.WindowText, _ROLE.Window))
        self.colours = DARK if ink.lightness() > paper.lightness() else LIGHT
        app.fontChanged.connect(self.refresh)
        self.refresh()

    def listen(self) -> None:
        """Follow the system's colour scheme from now on.

        Not done at once: Qt's enumerations, loaded here, are a fifth of the time to the first page.
        """
        hints = self._app.styleHints()
        self.follow(hints.colorScheme())
        hints.colorSchemeChanged.connect(self.follow)

    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Take on a colour scheme; an unknown one changes nothing."""
        from PySide6.QtCore import Qt

        colours = {Qt.ColorScheme.Dark: DARK, Qt.ColorScheme.Light: LIGHT}.get(scheme, self.colours)
        if colours is not self.colours:
            self.colours = colours
            self.refresh()

    def scaled(self, pixels: int) -> int:
        """Return a length in pixels at the person's text size."""
        return round(pixels * self.scale)

    def colour(self, name: str) -> QColor:
        """Return a token, such as ``accent``, as a colour to paint with."""
        return QColor(cast(str, getattr(self.colours, name)))

    def monospace(self) -> str:
        """Return the family of the system's fixed font."""
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()

    def column_width(self) -> int:
        """Return how wide a column of body text in a card gets, in pixels."""
        font = QFont(self._app.font())
        font.setPixelSize(self.scaled(TYPE.body))
        letters = QFontMetricsF(font).averageCharWidth() * LETTERS
        return round(letters) + 2 * self.scaled(SPACE.card_padding)

    def refresh(self) -> None:
        """Build the look anew from the colour scheme and the system's present text size."""
        self.scale = max(1.0, QFontInfo(self._app.font()).pixelSize() / _USUAL_FONT_PIXELS)
        self._app.setPalette(self._palette())
        family = QFontInfo(self._app.font()).family()
        self._app.setStyleSheet(style_sheet(self.colours, self.scaled, family, self.monospace()))
        self.changed.emit()

    def _palette(self) -> QPalette:
        """Give the widgets that we do not style (the system's file dialog) the same colours."""
        role = _ROLE
        names = {
            role.Window: "paper",
            role.WindowText: "ink",
            role.Base: "surface",
            role.AlternateBase: "hover",
            role.Text: "ink",
            role.Button: "surface",
            role.ButtonText: "ink",
            role.ToolTipBase: "surface",
            role.ToolTipText: "ink",
            role.PlaceholderText: "muted",
            role.Highlight: "accent",
            role.HighlightedText: "on_accent",
        }
        palette = QPalette()
        for palette_role, name in names.items():
            palette.setColor(palette_role, self.colour(name))
        return palette


@cache
def theme() -> Theme:
    """Return the application's theme, made on first use. A ``QApplication`` must exist."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("the window needs a QApplication")
    return Theme(app)
