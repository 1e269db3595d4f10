"""Names a practice card: how many words, which list, which number."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from walletsafe import phrases, wordlists
from walletsafe.phrases import Card as PracticeCard

from ...style.theme import theme
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.text import Text
from .view import say

_USUAL_LENGTHS = (12, 18, 24)
_LENGTHS = (*_USUAL_LENGTHS, *(length for length in phrases.LENGTHS if length not in _USUAL_LENGTHS))
_DIGITS = 5


class CardForm(Card):
    """The choices, with ``buttons`` beside the field for the number.

    ``card`` is the one named now, and ``None`` while no number from 0 to 65,535 is given. ``entered`` tells
    that Enter was pressed in the field.
    """

    changed = Signal()
    """Another length is wanted."""
    entered = Signal()
    languages_wanted = Signal()

    def __init__(self, language: str, length: int, *buttons: QWidget) -> None:
        super().__init__()
        self.language, self.length = language, length
        self._add_lengths()
        self._add_language()
        label = Text(say("window_card.number"), "strong")
        self.number = QLineEdit()
        self.number.setAccessibleName(label.text())
        self.number.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self.number))
        self.number.setMaxLength(_DIGITS)
        self.number.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        # Digits run from left to right in every language.
        self.number.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.number.setMaximumWidth(theme().scaled(120))
        self.number.returnPressed.connect(self.entered)
        self.number.textChanged.connect(self._calm)
        self._trouble = QWidget()
        self._trouble.setLayout(
            row(Glyph("caution", "caution", 20), Text(say("window_card.no_number"), tone="caution"))
        )
        self._trouble.hide()
        self.body.addWidget(label)
        self.body.addWidget(self._trouble)
        self.body.addWidget(StackingRow(self.number, *buttons))

    @property
    def card(self) -> PracticeCard | None:
        """The card that is named now."""
        typed = self.number.text()
        if not typed or int(typed) >= phrases.CARDS:
            return None
        return PracticeCard(int(typed), self.language, self.length)

    def complain(self) -> None:
        """Say what a number is, and let it be typed."""
        self._trouble.show()
        self.number.setAccessibleDescription(say("window_card.no_number"))
        self.number.setFocus()

    def _calm(self) -> None:
        self._trouble.hide()
        self.number.setAccessibleDescription("")

    def _add_lengths(self) -> None:
        self._group = QButtonGroup(self)
        buttons: list[QRadioButton] = []
        for length in _LENGTHS:
            button = QRadioButton(str(length))
            button.setAccessibleName(say("window_card.words", count=length))
            button.setChecked(length == self.length)
            button.toggled.connect(partial(self._on_toggled, length))
            self._group.addButton(button)
            buttons.append(button)
        self.body.addWidget(Text(say("window_card.length"), "strong"))
        self.body.addWidget(StackingRow(*buttons))

    def _add_language(self) -> None:
        name = say(f"languages.{self.language}")
        self.body.addWidget(Text(say("window_card.language", language=name), "strong"))
        if self.language != wordlists.ENGLISH:
            self.body.addWidget(Text(note_of(self.language), "small", "unknown"))
        others = ActionButton(say("window_card.languages"))
        others.clicked.connect(self.languages_wanted)
        self.body.addWidget(StackingRow(others))

    def _on_toggled(self, length: int, chosen: bool) -> None:
        if chosen:
            self.length = length
            self.changed.emit()


def note_of(language: str) -> str:
    """What is to be known of a list that is not the English one."""
    key = "notes.outside_standard" if language in wordlists.OUTSIDE_STANDARD else "notes.not_english"
    return say(key)
