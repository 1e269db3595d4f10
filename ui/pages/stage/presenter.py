"""The window that the room looks at: one screen, in type that can be read from the last row."""

from __future__ import annotations

from functools import partial
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...style.sheet import Scaled, style_sheet
from ...style.theme import theme
from ...style.tokens import TYPE
from .room import PAUSE, RoomScreen
from .room_view import RoomView
from .words import stage_words

TIMES: Final = 2.2
"""How many times larger than in the usual window everything is, where the room's window is 1280 by 720."""

_USUAL: Final = (1280, 720)
_SMALLER: Final = 0.93
_TRIES: Final = 12

FORWARD_KEYS: Final = (Qt.Key.Key_PageDown, Qt.Key.Key_Right)
BACK_KEYS: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_Left)
PAUSE_KEYS: Final = (Qt.Key.Key_B, Qt.Key.Key_Period)
"""What the usual clickers send."""


class PresenterWindow(QWidget):
    """Shows one :class:`~.room.RoomScreen` and nothing else: no dialog, no tip, nobody's name.

    A clicker may be working either window, so the keys for turning the screens are passed on from here.
    """

    forwarded = Signal()
    turned_back = Signal()
    paused = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(stage_words("room.window"))
        self.setMinimumSize(640, 360)
        self.resize(*_USUAL)
        self.room_screen = PAUSE
        self._view: RoomView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme().changed.connect(self._draw)

    def show_screen(self, screen: RoomScreen) -> None:
        """Show ``screen`` in place of the one before."""
        if screen != self.room_screen:
            self.room_screen = screen
            self._draw()

    def open_beside(self, window: QWidget) -> bool:
        """Open on another screen than ``window``, full; where there is none, as a usual window.

        Return whether there was another.
        """
        other = second_screen(window)
        if other is None:
            self.show()
            return False
        self.setScreen(other)
        self.move(other.geometry().topLeft())
        self.showFullScreen()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F11 fills the screen, Esc leaves it and never closes; the keys of a clicker are passed on."""
        match event.key():
            case Qt.Key.Key_F11:
                self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
            case Qt.Key.Key_Escape:
                self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
            case key if key in FORWARD_KEYS:
                self.forwarded.emit()
            case key if key in BACK_KEYS:
                self.turned_back.emit()
            case key if key in PAUSE_KEYS:
                self.paused.emit()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw in the new size."""
        super().resizeEvent(event)
        self._draw()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the room sees nothing any more."""
        super().closeEvent(event)
        self.closed.emit()

    def _draw(self) -> None:
        """Draw the screen as large as it fits, at most :data:`TIMES` the usual size."""
        if self._view is not None:
            self._view.hide()
            self._column.removeWidget(self._view)
            self._view.deleteLater()
        self.setProperty("demo", self.room_screen.demo)
        times = TIMES * min(self.width() / _USUAL[0], self.height() / _USUAL[1])
        view = self._try(times)
        for _ in range(_TRIES):
            if self._fits(view):
                break
            view.deleteLater()
            times *= _SMALLER
            view = self._try(times)
        self._view = view
        self._column.addWidget(view)
        view.show()

    def _fits(self, view: RoomView) -> bool:
        layout = cast("QVBoxLayout", view.layout())
        high = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
        return high <= self.height() and layout.totalMinimumSize().width() <= self.width()

    def _try(self, times: float) -> RoomView:
        look, scaled = theme(), partial(_scaled, times)
        sheet = style_sheet(look.colours, scaled, self.font().family(), look.monospace())
        self.setStyleSheet(f"{sheet}\n{_larger(scaled)}")
        view = RoomView(self.room_screen, scaled)
        view.setParent(self)
        return view


def second_screen(window: QWidget) -> QScreen | None:
    """A screen that ``window`` does not stand on, or ``None``."""
    return next((screen for screen in QGuiApplication.screens() if screen is not window.screen()), None)


def _scaled(times: float, length: int) -> int:
    return round(length * times)


def _larger(scaled: Scaled) -> str:
    """What is larger in a room than the usual sheet has it: running text and the marks."""
    return f"""
    QLabel[role=""], QLabel[role="strong"] {{ font-size: {scaled(TYPE.lead)}px; }}
    QLabel#demoBadge {{ font-size: {scaled(TYPE.lead)}px; }}
    """
