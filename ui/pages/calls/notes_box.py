"""The field for notes beside a step. What must not stand in notes is cut out while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from walletsafe import guard, notes

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.text import Text
from ...word_guard import forget_elsewhere
from .words import calls_words

_HEIGHT = 96


class NotesBox(QWidget):
    """The field with ``text`` in it, and below it one line that says what was cut out, and why."""

    changed = Signal(str)
    """The notes as they stand now, scrubbed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.hair))
        column.addWidget(Text(calls_words("notes.title"), "strong"))
        column.addWidget(Text(calls_words("notes.lead"), "small", "muted"))
        self.field = QPlainTextEdit(text)
        self.field.setObjectName("letter")
        self.field.setAccessibleName(calls_words("notes.title"))
        self.field.setAccessibleDescription(calls_words("notes.lead"))
        self.field.setUndoRedoEnabled(False)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(theme().scaled(_HEIGHT))
        self.field.document().setDocumentMargin(theme().scaled(SPACE.small))
        self.field.textChanged.connect(self._on_text_changed)
        column.addWidget(self.field)
        self.news = Text("", "small", "caution")
        self.news.hide()
        column.addWidget(self.news)

    def _on_text_changed(self) -> None:
        typed = self.field.toPlainText()
        scrubbed = notes.scrub(typed)
        if scrubbed.text != typed:
            self._replace(scrubbed.text)
        if scrubbed.problems:
            forget_secrets()
            self.news.setText(_said(scrubbed.problems))
            self.news.show()
        self.changed.emit(scrubbed.text)

    def _replace(self, text: str) -> None:
        behind = self.field.document().characterCount() - self.field.textCursor().position()
        blocked = self.field.blockSignals(True)
        self.field.setPlainText(text)
        self.field.blockSignals(blocked)
        cursor = QTextCursor(self.field.document())
        cursor.setPosition(max(0, self.field.document().characterCount() - behind))
        self.field.setTextCursor(cursor)


def forget_secrets() -> None:
    """What was cut out may have been pasted: the clipboard keeps nothing that notes must not hold either."""
    forget_elsewhere(lambda text: notes.scrub(text).problems or guard.find_runs(text))


def _said(problems: tuple[str, ...]) -> str:
    if notes.PHRASE in problems:
        return calls_words("notes.stopped_words")
    return calls_words("notes.stopped", what=", ".join(calls_words(f"notes.{name}") for name in problems))
