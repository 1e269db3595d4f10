"""Stands behind every text input of the window: no recovery phrase stays in one.

Inputs are found, not listed: whatever of a window can hold typed text is adopted as soon as anything in that
window gets the keyboard. Nobody who adds an input has to think of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from walletsafe import guard

from .widgets.sensitive import SENSITIVE, blank, forget_changes

Field = QLineEdit | QPlainTextEdit | QTextEdit
_GUARDED = "guarded"
NOBODYS = "nobodys"
"""The property of a field whose present word belongs to the practice sheet it knows: it is not counted."""


RECEIVED = "received"
"""The property of a field for what others wrote: words in it may be bait. Such a field cuts them out itself,
before anything else sees them, and says so (:class:`~.widgets.received_text.ReceivedText`)."""


class WordGuard(QObject):
    """Watches the inputs of ``window`` and of every dialog over it, all fields of one window together."""

    found = Signal(object)
    """Words of a phrase were in this window (a ``QWidget``) and have been removed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watching = False

    def watch(self) -> None:
        """Begin, for good. Calling it again changes nothing."""
        if not self._watching:
            self._watching = True
            app = cast("QApplication", QApplication.instance())
            app.focusChanged.connect(self._on_focus_changed)
            self._adopt_all(self._window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is about to be pasted: a field that takes no paste would leave it in the clipboard."""
        if watched.property(RECEIVED):
            return False
        pasting = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if pasting and event.type() is QEvent.Type.KeyPress and _forget_clipboard():
            self.found.emit(cast("QWidget", watched).window())
            return True
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._belongs(now):
            self._adopt_all(now.window())

    def _belongs(self, widget: QWidget) -> bool:
        ancestor: QWidget | None = widget
        while ancestor is not None and ancestor is not self._window:
            ancestor = ancestor.parentWidget()
        return ancestor is self._window

    def _adopt_all(self, window: QWidget) -> None:
        for field in fields(window):
            if not field.property(_GUARDED):
                self._adopt(field)
        self._look(window)

    def _adopt(self, field: Field) -> None:
        field.setProperty(_GUARDED, True)
        owner = field.parentWidget()
        # A combo box gives its own hints to the field within.
        for widget in (field, *([owner] if isinstance(owner, QComboBox) else [])):
            widget.setInputMethodHints(widget.inputMethodHints() | SENSITIVE)
        if isinstance(field, QLineEdit):
            # What a completer once offered it may keep, and show to whoever looks over a shoulder.
            field.setCompleter(cast("QCompleter", None))
        else:
            field.setUndoRedoEnabled(False)
        field.textChanged.connect(self._on_text_changed)
        field.installEventFilter(self)

    def _on_text_changed(self) -> None:
        field = self.sender()
        if isinstance(field, QLineEdit):
            # Not at once: it is in the middle of the change that it would forget.
            QTimer.singleShot(0, field, partial(forget_changes, field))
        if isinstance(field, QWidget):
            self._look(field.window())

    def _look(self, window: QWidget) -> None:
        """Remove what belongs to a run, wherever in the window its words stand."""
        filled = [field for field in fields(window) if text_of(field) and not field.property(NOBODYS)]
        texts = [text_of(field) for field in filled]
        runs = guard.find_runs("\n".join(texts))
        if not runs:
            return
        start = 0
        for field, text in zip(filled, texts, strict=True):
            end = start + len(text)
            if any(run.start < end and run.end > start for run in runs):
                _clean(field, guard.cut(text))
            start = end + 1
        forget_elsewhere()
        self.found.emit(window)


def fields(window: QWidget) -> Iterator[Field]:
    """Every field of ``window`` that takes text, in the order in which they were made."""
    found: list[Field] = []
    found += window.findChildren(QLineEdit)
    found += window.findChildren(QPlainTextEdit)
    found += window.findChildren(QTextEdit)
    for field in found:
        if field.window() is window and not field.isReadOnly():
            yield field


def text_of(field: Field) -> str:
    """What stands in a field."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _clean(field: Field, rest: str) -> None:
    """Leave ``rest`` of a longer text where words were cut out of it, and nothing of a line."""
    if isinstance(field, QLineEdit):
        blank(field)
        return
    blocked = field.blockSignals(True)
    field.setPlainText(rest if rest != text_of(field) else "")
    field.document().clearUndoRedoStacks()
    field.blockSignals(blocked)


def forget_elsewhere(holds: Callable[[str], object] = guard.find_runs) -> None:
    """Empty what an input method composes, and the clipboard where it ``holds`` what came from there."""
    QGuiApplication.inputMethod().reset()
    _forget_clipboard(holds)


def _forget_clipboard(holds: Callable[[str], object] = guard.find_runs) -> bool:
    """Empty the clipboard where it holds a run, or whatever is looked for, and return whether it did."""
    clipboard = QGuiApplication.clipboard()
    modes = [QClipboard.Mode.Clipboard]
    if clipboard.supportsSelection():
        modes.append(QClipboard.Mode.Selection)
    held = [mode for mode in modes if holds(clipboard.text(mode))]
    for mode in held:
        clipboard.clear(mode)
    return bool(held)
