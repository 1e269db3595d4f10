"""The fields for the words of one practice sheet, which is known before the first word is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe import wordlists
from walletsafe.practice import checker
from walletsafe.practice.sheets import Sheet

from ..style.theme import theme
from ..style.tokens import SPACE
from ..word_guard import NOBODYS
from .columns import Columns
from .glyphs import Glyph
from .layouts import row
from .sensitive import blank
from .text import Text
from .word_field import WordField

_NARROWEST = 150
_MOST_COLUMNS = 3
_SLIPS = 2


class WordGrid(QWidget):
    """As many numbered fields as ``sheet`` has words, in columns that fit the width.

    Where what stands in them looks like the words of another phrase, all fields are blanked at once, take
    nothing more, and ``stopped`` is emitted. ``clear`` begins anew.
    """

    changed = Signal()
    left = Signal(int)
    """The person has left the field at this position (from 1)."""
    stopped = Signal()

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._spellings = sheet.spellings
        count = len(sheet.words)
        # Room for one word of this list with a slip or two, and for no second word.
        longest = max(map(len, wordlists.words(sheet.language))) + _SLIPS
        fields = (WordField(position, count, longest) for position in range(1, count + 1))
        self._cells = tuple(_Cell(field) for field in fields)
        self.fields = tuple(cell.field for cell in self._cells)
        for cell in self._cells:
            cell.field.textChanged.connect(partial(self._on_text_changed, cell))
            cell.field.left.connect(partial(self.left.emit, cell.field.position))
        # As on paper: the words of all lists run from left to right.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Columns(self._cells, narrowest=_NARROWEST, most=_MOST_COLUMNS))

    def entries(self) -> tuple[str, ...]:
        """What stands in the fields, in order; empty strings for empty ones."""
        return tuple(field.text() for field in self.fields)

    def clear(self) -> None:
        """Blank every field, take every note away, and take words again."""
        self._blank()
        for cell in self._cells:
            cell.field.setReadOnly(False)

    def show_note(self, position: int, sign: str, tone: str, line: str) -> None:
        """Say something of the word at ``position`` (from 1); an empty ``line`` takes the note away.

        ``sign`` is one of the glyphs, ``tone`` a colour token.
        """
        self._cells[position - 1].show_note(sign, tone, line)

    def _on_text_changed(self, cell: _Cell, text: str) -> None:
        cell.field.setProperty(NOBODYS, wordlists.folded(text) in self._spellings)
        cell.show_note("", "", "")
        if checker.must_stop(self._sheet, self.entries()):
            self._blank()
            # Whoever types on without looking types into nothing.
            for field in self.fields:
                field.setReadOnly(True)
            self.stopped.emit()
        self.changed.emit()

    def _blank(self) -> None:
        for cell in self._cells:
            blank(cell.field)
            cell.show_note("", "", "")


class _Cell(QWidget):
    """A number, its field, and perhaps a note below."""

    def __init__(self, field: WordField) -> None:
        super().__init__()
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.hair))
        number = Text(f"{field.position}.", tone="muted")
        # As wide as the widest number, so that the fields stand in line.
        number.setMinimumWidth(Text("00.").sizeHint().width())
        column.addLayout(row(number, field, gap=SPACE.small))
        self._sign, self._line = Glyph("waiting", "muted", 18), Text("", "small")
        self._note = QWidget()
        self._note.setLayout(row(self._sign, self._line, gap=SPACE.small))
        self._note.hide()
        column.addWidget(self._note)

    def show_note(self, sign: str, tone: str, line: str) -> None:
        if line:
            self._sign.show_sign(sign, tone)
            self._line.restyle("small", tone)
        self._line.setText(line)
        self.field.setAccessibleDescription(line)
        self._note.setVisible(bool(line))
