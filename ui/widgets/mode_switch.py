"""Who sits before the window: most people own a Ledger, some help others with theirs."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from ..style.theme import theme
from ..style.tokens import SPACE
from ..words import words
from .text import Text


class Mode(StrEnum):
    """Who the window is for now. An owner at every start: nothing is stored."""

    OWNER = "owner"
    SUPPORT = "support"
    TRAINER = "trainer"


_LABELS = {Mode.OWNER: "mode.owner", Mode.SUPPORT: "mode.support", Mode.TRAINER: "mode.trainer"}


class ModeSwitch(QWidget):
    """Three quiet choices. ``chosen`` tells the :class:`Mode` by its name."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        title = words("mode.title")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        heading = QVBoxLayout()
        side = theme().scaled(SPACE.small)
        heading.setContentsMargins(side, 0, side, 0)
        heading.addWidget(Text(title, "small", "muted"))
        column.addLayout(heading)
        for mode, label in _LABELS.items():
            choice = QRadioButton(words(label))
            choice.setAccessibleName(f"{title} {words(label)}")
            choice.setProperty("quiet", True)
            choice.setChecked(mode is Mode.OWNER)
            choice.toggled.connect(partial(self._on_toggled, mode))
            column.addWidget(choice)

    def _on_toggled(self, mode: Mode, chosen: bool) -> None:
        if chosen:
            self.chosen.emit(mode.value)
