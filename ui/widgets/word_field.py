"""The field for one word of a practice sheet. Nothing gets out of it, and only single letters get in."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import QLineEdit

from walletsafe import texts

from .sensitive import SENSITIVE, forget_changes

_LETTERS = QRegularExpression(r"[\p{L}\p{M}]*")
_SEPARATORS = " ,;.\u3000\u3001\uff0c"
"""What people type between words, the ideographic space and commas among it."""

_KEY = Qt.Key
_EDITING = frozenset(
    {_KEY.Key_Backspace, _KEY.Key_Delete, _KEY.Key_Left, _KEY.Key_Right, _KEY.Key_Home, _KEY.Key_End}
)
_ONWARD = frozenset({_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Down})
_PASSING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Why a field loses the keyboard without the person leaving it."""


class WordField(QLineEdit):
    """Takes the word at ``position`` (from 1) of ``count``, letter by letter, at most ``longest`` of them.

    Letters typed into a field with a word take its place, unless the cursor was moved or something deleted
    first. There is no paste, copy, cut, drop, undo, completion and no menu, and nothing can be marked: on
    some systems marking is copying. A space, a comma, Enter and Tab go on to the next field.
    """

    left = Signal()
    """The person has gone on to something else in the window."""

    def __init__(self, position: int, count: int, longest: int) -> None:
        super().__init__()
        self.position = position
        self._untouched = False
        """Whether the word that stands here was left since: new letters begin another one."""
        self.setAccessibleName(texts.words("practice", "window.field", position=position, count=count))
        self.setMaxLength(longest)
        self.setValidator(QRegularExpressionValidator(_LETTERS, self))
        self.setInputMethodHints(SENSITIVE)
        self.setAcceptDrops(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        # The words of every list run from left to right.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.selectionChanged.connect(self._mark_nothing)
        self.textChanged.connect(self._hold_one_word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take letters, and the keys that move or delete. Everything else is left to the page."""
        key, text = event.key(), event.text()
        between = bool(text) and text in _SEPARATORS
        if key in _ONWARD or (between and self.text()):
            self._go(forward=True)
        elif key == _KEY.Key_Up:
            self._go(forward=False)
        elif between:
            event.accept()
        elif _is_letter(event) or key in _EDITING:
            self._begin_anew(letters=_is_letter(event))
            super().keyPressEvent(event)
            forget_changes(self)
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take one word at a time from an input method too."""
        committed = event.commitString()
        words = committed.strip(_SEPARATORS).split()
        self._begin_anew(letters=bool(committed))
        event.setCommitString(
            words[0] if len(words) == 1 else "", event.replacementStart(), event.replacementLength()
        )
        super().inputMethodEvent(event)
        if len(words) == 1 and committed[-1] in _SEPARATORS:
            self._go(forward=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor where it was clicked. The middle button would paste."""
        self._untouched = False
        if event.button() == Qt.MouseButton.LeftButton:
            self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark nothing."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Copy and paste nothing, which some systems do here."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mark nothing."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be ready for another word in place of the one that stands here."""
        super().focusInEvent(event)
        if event.reason() not in _PASSING:
            self._untouched = bool(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget how the word came about, and tell that it is there."""
        super().focusOutEvent(event)
        forget_changes(self)
        if event.reason() not in _PASSING:
            self.left.emit()

    def _begin_anew(self, *, letters: bool) -> None:
        """Let letters take the place of a word that was left: glued to it they would be no word at all."""
        if letters and self._untouched:
            self.setText("")
        self._untouched = False

    def _go(self, *, forward: bool) -> None:
        # The page's own way of moving on: it scrolls the next field into sight.
        self.focusNextPrevChild(forward)

    def _mark_nothing(self) -> None:
        if self.hasSelectedText():
            self.deselect()

    def _hold_one_word(self, text: str) -> None:
        """Refuse what came past the keyboard: setting a text asks no validator."""
        if not self.hasAcceptableInput():
            self.setText("")


def _is_letter(event: QKeyEvent) -> bool:
    """Whether a key types a letter. With Control, even a foreign one may stand for a shortcut."""
    modifiers = event.modifiers()
    control = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
    # Windows reports the key for the third letter on a key as both Control and Alt.
    return event.text().isalpha() and (not control or bool(modifiers & Qt.KeyboardModifier.AltModifier))
