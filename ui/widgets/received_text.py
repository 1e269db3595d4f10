"""A box for what others wrote: words of a phrase in it are cut out at once, and counted, as they may be bait.

A scam may carry the words of a phrase on purpose. Whoever pastes it has done nothing wrong, so the window
does not speak of the person's own words as other fields do; the page explains both.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from walletsafe import guard

from ..style.theme import theme
from ..style.tokens import SPACE
from ..word_guard import RECEIVED, forget_elsewhere

LONGEST = 100_000
"""How many characters fit in, so that the window stays quick. A file may be longer."""
_REMOVED = "words removed]"
"""What :func:`walletsafe.guard.cut` leaves in the place of words ends like this."""


class ReceivedText(QPlainTextEdit):
    """Takes text alone, without a history of changes. ``name`` is its accessible name.

    What is pasted or dropped is cut before it is put in. What is typed is cut at the eleventh word: take the
    keyboard away then.
    """

    words_removed = Signal(bool)
    """Words were cut out. True: while they were typed, so that the next ones are on their way."""
    too_long = Signal()
    """Something did not fit and was left out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._adding = False
        self.removed = 0
        """How many words were cut out of the text that stands here."""
        self.setAccessibleName(name)
        self.setProperty(RECEIVED, True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(theme().scaled(SPACE.small))
        self.textChanged.connect(self._look)

    def add(self, untrusted_text: str, removed: int = 0) -> None:
        """Put a text in where the cursor is, without its words; ``removed`` were cut out of it before."""
        runs = guard.find_runs(untrusted_text)
        room = LONGEST - self.document().characterCount() + 1
        text = guard.cut(untrusted_text) if runs else untrusted_text
        self._adding = True
        self.textCursor().insertText(text[: max(0, room)])
        self._note(removed + sum(run.words for run in runs))
        self._adding = False
        if len(text) > room:
            self.too_long.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, and no files: those have a place of their own."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take what is pasted or dropped."""
        if self.canInsertFromMimeData(source):
            self.add(source.text())

    def _look(self) -> None:
        text = self.toPlainText()
        runs = guard.find_runs(text)
        if _REMOVED not in text:
            self.removed = 0
        if not runs:
            return
        behind = self.document().characterCount() - self.textCursor().position()
        blocked = self.blockSignals(True)
        self.setPlainText(guard.cut(text))
        self.blockSignals(blocked)
        cursor = QTextCursor(self.document())
        cursor.setPosition(max(0, self.document().characterCount() - behind))
        self.setTextCursor(cursor)
        self._note(sum(run.words for run in runs))

    def _note(self, words: int) -> None:
        if words:
            self.removed += words
            forget_elsewhere()
            self.words_removed.emit(not self._adding)
