"""Lines of text that must keep nothing: how an input method has to treat them, and how they forget."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

SENSITIVE = (
    Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)
"""Hints that keep an input method from learning what is typed, from guessing it and from changing it."""


def blank(field: QLineEdit) -> None:
    """Take the text out, and whatever the field remembers of it, without a word to anybody."""
    blocked = field.blockSignals(True)
    # Unlike clear(), this throws the history of changes away and ends what an input method composes.
    field.setText("")
    field.blockSignals(blocked)


def forget_changes(field: QLineEdit) -> None:
    """Throw away the history of changes: every word that ever stood here would come back with it."""
    if field.isUndoAvailable() or field.isRedoAvailable():
        position, blocked = field.cursorPosition(), field.blockSignals(True)
        field.setText(field.text())
        field.setCursorPosition(position)
        field.blockSignals(blocked)
