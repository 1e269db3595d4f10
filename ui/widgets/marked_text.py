"""Foreign text to read, with places in it marked and numbered. Nothing in it can be pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from walletsafe import texts

from ..style.theme import theme
from ..style.tokens import SPACE


class MarkedText(QPlainTextEdit):
    """Shows ``text``, which is cleaned already, with the ``spans`` (start and end in it) marked.

    Each span bears its number, counted from 1, before its first character: colour is not the only bearer.
    ``numbers`` replaces them where several spans belong together. Spans may overlap, in any order. The
    accessible name tells how many places are marked; give another one where there is a better.
    """

    def __init__(
        self, text: str, spans: Sequence[tuple[int, int]], numbers: Sequence[int] | None = None
    ) -> None:
        super().__init__()
        self._text, self._spans = text, tuple(spans)
        self._numbers = tuple(numbers if numbers is not None else range(1, len(self._spans) + 1))
        self._places: list[tuple[int, int]] = []
        self._tallest: int | None = None
        self._stretch = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(theme().scaled(SPACE.small))
        marked = len(set(self._numbers))
        self.setAccessibleName(texts.words("message", "marked.name", count=marked))
        self._fill()
        theme().changed.connect(self._fill)

    def show_span(self, number: int) -> None:
        """Scroll to the span ``number`` (from 0, as they were given), select it and take the keyboard."""
        start, end = self._places[number]
        cursor = self.textCursor()
        cursor.setPosition(start)
        self.setTextCursor(cursor)
        self.centerCursor()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def fit(self, tallest: int | None, *, stretch: bool = False) -> None:
        """Be as tall as the text, at most ``tallest`` pixels; with ``None`` as tall as there is room.

        With ``stretch`` be taller where what stands beside it is.
        """
        self._tallest, self._stretch = tallest, stretch
        self._fit()

    def sizeHint(self) -> QSize:
        """As tall as the text, where it is fitted."""
        hint = super().sizeHint()
        return hint if self._tallest is None else QSize(hint.width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is taller."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._tallest is None:
            self.setMinimumHeight(0)
            self.setMaximumHeight(_NO_LIMIT)
            return
        # The margin above: the one below is part of Qt's last block.
        needed = self.document().documentMargin() + 2.0 * self.frameWidth()
        block = self.document().begin()
        while block.isValid() and needed < self._tallest:
            needed += self.blockBoundingRect(block).height()
            block = block.next()
        height = min(round(needed) + 1, self._tallest)
        self.setMinimumHeight(height)
        self.setMaximumHeight(_NO_LIMIT if self._stretch else height)

    def _fill(self) -> None:
        """Write the text anew, piece by piece between the places where a span begins or ends.

        Qt counts in units of UTF-16: where a span came to stand is asked of the cursor.
        """
        self.clear()
        cursor = QTextCursor(self.document())
        starts, ends = [0] * len(self._spans), [0] * len(self._spans)
        order = sorted(range(len(self._spans)), key=lambda number: self._spans[number])
        cuts = sorted({0, len(self._text), *(end for span in self._spans for end in span)})
        upcoming, open_spans = iter(order), set[int]()
        following = next(upcoming, None)
        for cut, after in zip(cuts, [*cuts[1:], len(self._text)], strict=True):
            for number in [found for found in open_spans if self._spans[found][1] <= cut]:
                ends[number] = cursor.position()
                open_spans.remove(number)
            while following is not None and self._spans[following][0] <= cut:
                cursor.insertText(f"[{self._numbers[following]}]", _badge())
                starts[following] = ends[following] = cursor.position()
                open_spans.add(following)
                following = next(upcoming, None)
            cursor.insertText(self._text[cut:after], _highlight() if open_spans else QTextCharFormat())
        for number in open_spans:
            ends[number] = cursor.position()
        self._places = list(zip(starts, ends, strict=True))
        self.moveCursor(QTextCursor.MoveOperation.Start)


_NO_LIMIT = 16777215
"""Qt's own QWIDGETSIZE_MAX, which PySide does not name."""


def _badge() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setBackground(theme().colour("accent"))
    look.setForeground(theme().colour("on_accent"))
    look.setFontWeight(QFont.Weight.Bold)
    return look


def _highlight() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setBackground(theme().colour("mark"))
    look.setFontUnderline(True)
    look.setUnderlineColor(theme().colour("accent"))
    return look
