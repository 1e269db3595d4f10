"""Blanking the room's screen, from wherever the trainer is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton
from ...widgets.layouts import centred
from ...widgets.text import Text
from .performance import Performance
from .presenter import PAUSE_KEYS
from .words import stage_words


class PauseButton(ActionButton):
    """Blanks the room's screen of ``performance``, or shows it again."""

    def __init__(self, performance: Performance) -> None:
        super().__init__("")
        self._performance = performance
        self.clicked.connect(partial(toggle_pause, performance))
        performance.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        label = stage_words("trainer.resume" if self._performance.paused else "trainer.pause")
        self.setText(label)
        self.setAccessibleName(label.replace("&", ""))


class RoomBanner(QWidget):
    """What the room sees while a real Ledger is checked, with a :class:`PauseButton`."""

    def __init__(self, performance: Performance) -> None:
        super().__init__()
        column = QWidget()
        self.setLayout(centred(column, margin=SPACE.small))
        line = QHBoxLayout(column)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().scaled(SPACE.small))
        line.addWidget(Text(stage_words("work.real_running"), "small", "muted"), 1)
        line.addWidget(PauseButton(performance))


def toggle_pause(performance: Performance) -> None:
    """Blank the room's screen, or show it again."""
    performance.pause(paused=not performance.paused)


def add_pause_keys(view: QWidget, performance: Performance) -> None:
    """Take the keys of a clicker that blank the room's screen."""
    add_keys(view, PAUSE_KEYS, partial(toggle_pause, performance))


def add_keys(view: QWidget, keys: Iterable[Qt.Key], work: Callable[[], None]) -> None:
    """Take ``keys``, wherever in ``view`` the keyboard is."""
    for key in keys:
        shortcut = QShortcut(QKeySequence(key), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(work)
