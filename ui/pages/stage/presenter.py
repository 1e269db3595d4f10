"""The window that the room looks at: one screen, in type that can be read from the last row."""

from __future__ import annotations

from functools import partial
from typing import Final, cast

from PySide6.QtCore import Qt, QTimer, Signal
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
_TRIES: Final = 4
_SURELY: Final = 0.99
"""Of the size that should fit, for what is rounded up to whole pixels."""

FORWARD_KEYS: Final = (Qt.Key.Key_PageDown, Qt.Key.Key_Right)
BACK_KEYS: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_Left)
PAUSE_KEYS: Final = (Qt.Key.Key_B, Qt.Key.Key_Period)
CLICKER_KEYS: Final = frozenset((*FORWARD_KEYS, *BACK_KEYS, *PAUSE_KEYS))
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
        self._trainers: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme().changed.connect(self._draw)
        # Late: Qt first moves what stood on a screen that is gone.
        self._screens_changed = QTimer(self)
        self._screens_changed.setSingleShot(True)
        self._screens_changed.timeout.connect(self._follow_screens)
        app = cast("QGuiApplication", QGuiApplication.instance())
        app.screenAdded.connect(self._screens_changed.start)
        app.screenRemoved.connect(self._screens_changed.start)

    def show_screen(self, screen: RoomScreen) -> None:
        """Show ``screen`` in place of the one before."""
        if screen != self.room_screen:
            self.room_screen = screen
            self._draw()

    def open_beside(self, trainers: QWidget) -> None:
        """Open on another screen than the trainer's window, full; where there is none, as a usual window.

        From then on it follows a projector that is plugged in or pulled out.
        """
        self._trainers = trainers
        other = second_screen(trainers)
        screen = other or trainers.screen()
        self.setScreen(screen)
        self.move(screen.availableGeometry().topLeft())
        if other is None:
            self.showNormal()
        else:
            self.showFullScreen()

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

    def _follow_screens(self) -> None:
        """Go to a projector that has come; where it is gone, do not cover the trainer's window."""
        trainers = self._trainers
        if trainers is None or not self.isVisible():
            return
        if self.screen() is trainers.screen():
            self.open_beside(trainers)
            trainers.activateWindow()

    def _draw(self) -> None:
        """Draw the screen as large as it fits, at most :data:`TIMES` the usual size."""
        if self._view is not None:
            self._view.hide()
            self._column.removeWidget(self._view)
            self._view.deleteLater()
        self.setProperty("demo", self.room_screen.demo)
        times = TIMES * min(self.width() / _USUAL[0], self.height() / _USUAL[1])
        view = self._try(times)
        for _ in range(_TRIES - 1):
            share = self._fitting_share(view)
            if share >= 1:
                break
            times *= share * _SURELY
            view.deleteLater()
            view = self._try(times)
        self._view = view
        self._column.addWidget(view)
        view.show()

    def _fitting_share(self, view: RoomView) -> float:
        """How much of what ``view`` needs there is in the window, by its width or its height: 1 fits."""
        layout = cast("QVBoxLayout", view.layout())
        least = layout.totalMinimumSize()
        high = max(layout.totalHeightForWidth(self.width()), least.height(), 1)
        return min(self.height() / high, self.width() / max(least.width(), 1))

    def _try(self, times: float) -> RoomView:
        look, scaled = theme(), partial(_scaled, times)
        sheet = style_sheet(look.colours, scaled, self.font().family(), look.monospace())
        self.setStyleSheet(f"{sheet}\n{_larger(scaled)}")
        view = RoomView(self.room_screen, scaled)
        view.setParent(self)
        return view


def second_screen(window: QWidget) -> QScreen | None:
    """A screen that ``window`` does not stand on, nor one that shows the same, or ``None``."""
    here = window.screen().geometry()
    return next((screen for screen in QGuiApplication.screens() if screen.geometry() != here), None)


def _scaled(times: float, length: int) -> int:
    return round(length * times)


def _larger(scaled: Scaled) -> str:
    """What is larger in a room than the usual sheet has it: running text and the marks."""
    return f"""
    QLabel[role=""], QLabel[role="strong"] {{ font-size: {scaled(TYPE.lead)}px; }}
    QLabel#demoBadge {{ font-size: {scaled(TYPE.lead)}px; }}
    """
