"""The field for the code that a caller reads out."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from walletsafe import notes, texts
from walletsafe.errors import BadCode, NewerCode
from walletsafe.report import code

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.sensitive import blank
from ...widgets.text import Text
from ...word_guard import forget_elsewhere
from .words import calls_words

_SYMBOLS = QRegularExpression(r"[0-9A-Za-z -]*")
_LONGEST = 160


class CodeBox(QWidget):
    """Shows nothing of a code: it says that one was ``read``, or in one line why there is none.

    A code is read as soon as it is complete. Enter tells what is wrong with one that is not.
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
        self.field = QLineEdit()
        self.field.setAccessibleName(calls_words("code.title"))
        self.field.setAccessibleDescription(calls_words("code.lead"))
        self.field.setMaxLength(_LONGEST)
        self.field.setValidator(QRegularExpressionValidator(_SYMBOLS, self))
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_return_pressed)
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
            blank(self.field)
            forget_elsewhere()
            # It stays: whoever types words without looking types on.
            self.warning.show()
            return
        try:
            self.read.emit(code.decode(typed))
        except BadCode:
            pass  # it may go on
        except NewerCode as error:
            self._say(error)

    def _on_return_pressed(self) -> None:
        try:
            code.decode(self.field.text())
        except (BadCode, NewerCode) as error:
            self._say(error)

    def _say(self, error: BadCode | NewerCode) -> None:
        self.news.setText(texts.error_line(error))
        self.news.show()
