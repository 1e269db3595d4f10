"""The field for the code that a caller reads out."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QFocusEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from walletsafe import notes, texts
from walletsafe.errors import BadCode, NewerCode
from walletsafe.report import code

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.sensitive import blank
from ...widgets.text import Text
from .notes_box import forget_secrets
from .words import calls_words

_SYMBOLS = QRegularExpression(r"[0-9A-Za-z -]*")
_LONGEST = 160
_STILL_HERE = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
"""Why a field loses the keyboard that will have it again."""


class CodeBox(QWidget):
    """Shows nothing of a code: it says that one was ``read``, or in one line why there is none.

    A code is read as soon as it is complete. Enter tells what is wrong with one that is not, and nothing
    stays that is no code: it may be a name or a number that was told.
    """

    read = Signal(object)
    """The :class:`~walletsafe.report.code.ReadBack` that the code stands for."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.hair))
        column.addWidget(Text(calls_words("code.title"), "strong"))
        column.addWidget(Text(calls_words("code.lead"), "small", "muted"))
        self.field = _CodeField()
        self.field.setAccessibleName(calls_words("code.title"))
        self.field.setAccessibleDescription(calls_words("code.lead"))
        self.field.setMaxLength(_LONGEST)
        self.field.setValidator(QRegularExpressionValidator(_SYMBOLS, self))
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.field.left.connect(self._on_left)
        column.addWidget(self.field)
        self.news = Text("", "small", "unknown")
        self.news.hide()
        column.addWidget(self.news)
        self.warning = Text(calls_words("notes.stopped_words"), "small", "caution")
        self.warning.hide()
        column.addWidget(self.warning)

    def _on_text_changed(self, typed: str) -> None:
        self.news.hide()
        if notes.PHRASE in notes.scrub(typed).problems:
            self._forget()
            # It stays: whoever types words without looking types on.
            self.warning.show()
            return
        try:
            self.read.emit(code.decode(typed))
        except BadCode:
            pass  # it may go on
        except NewerCode as error:
            self._say(texts.error_line(error))

    def _on_return_pressed(self) -> None:
        if error := _fault(self.field.text()):
            self._say(texts.error_line(error))

    def _on_left(self) -> None:
        if isinstance(_fault(self.field.text()), BadCode):
            self._forget()
            self._say(calls_words("code.taken_out"))

    def _forget(self) -> None:
        blank(self.field)
        forget_secrets()

    def _say(self, line: str) -> None:
        self.news.setText(line)
        self.news.show()


class _CodeField(QLineEdit):
    """Tells when something was left in it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another window may come before this one: the code may stand there."""
        super().focusOutEvent(event)
        if self.text() and event.reason() not in _STILL_HERE:
            self.left.emit()


def _fault(untrusted_text: str) -> BadCode | NewerCode | None:
    try:
        code.decode(untrusted_text)
    except (BadCode, NewerCode) as error:
        return error
    return None
