"""Lines for a shell that a person may copy. This program never runs one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from walletsafe import texts

from ..style.theme import theme
from ..style.tokens import SPACE
from ..words import words
from .buttons import ActionButton
from .text import Text

_JOINED = "\u2060"
"""Keeps a line from being broken here: half of an option would read as another one. Shown, never copied."""


class CommandList(QWidget):
    """``commands`` in their order, below the warning that belongs to them."""

    def __init__(self, commands: Sequence[str]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.small))
        column.addWidget(Text(texts.doctor_words("by_yourself"), "strong"))
        column.addWidget(Text(texts.doctor_words("commands_label"), "small", "muted"))
        for command in commands:
            column.addWidget(_CommandLine(command))


class _CommandLine(QFrame):
    """One command, and the button that copies it. What the clipboard holds is never read."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.setObjectName("command")
        self._command = command
        self.setAccessibleName(command)
        column = QVBoxLayout(self)
        padding = theme().scaled(SPACE.card_gap)
        column.setContentsMargins(padding, padding, padding, padding)
        column.setSpacing(theme().scaled(SPACE.small))
        line = Text(command.replace("-", f"-{_JOINED}"), "mono")
        line.setWordWrap(True)
        # Shells read from left to right in every language.
        line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        column.addWidget(line)
        self._copy = ActionButton(words("command.copy"))
        self._copy.setAccessibleName(words("command.copy_name", command=command))
        self._copy.clicked.connect(self._on_clicked)
        column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeading)

    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._command)
        self._copy.setText(words("command.copied"))
        self._copy.setAccessibleName(words("command.copied_name", command=self._command))
