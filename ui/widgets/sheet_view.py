"""Words on a sheet of paper, marked PRACTICE. They can be read and not be taken along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from walletsafe import texts, wordlists
from walletsafe.practice.drills.exercise import Paper
from walletsafe.practice.sheets import Sheet
from walletsafe.published import PublishedPhrase

from ..style.theme import theme
from ..style.tokens import SPACE
from .columns import Columns
from .layouts import row
from .practice_mark import PracticeBadge
from .text import Text

_NARROWEST, _NARROWEST_CELL = 116, 170


def sheet_name(sheet: Sheet) -> str:
    """What a sheet is called: its card's number, list and length, or the name of a published phrase."""
    count = len(sheet.words)
    if isinstance(sheet.known, PublishedPhrase):
        return texts.words("practice", "sheet.published", name=sheet.known.name, count=count)
    language = texts.words("practice", f"languages.{sheet.language}")
    return texts.words("practice", "sheet.dealt", number=sheet.known.number, language=language, count=count)


def sheet_paper(sheet: Sheet) -> Paper:
    """The sheet as it is to be copied."""
    return Paper(sheet_name(sheet), tuple(wordlists.shown(word) for word in sheet.words))


class SheetView(QFrame):
    """A paper with its title. ``cells`` stand in place of its words, one for each, in the order of its rows.

    Numbered words stand in as many columns as fit; others stay in the layout that they have. ``line`` is how
    high a word's line is at least, in pixels, where two papers are compared.
    """

    def __init__(self, paper: Paper, cells: Sequence[QWidget] = (), *, line: int = 0) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setAccessibleName(paper.title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        padding = theme().scaled(SPACE.card_gap)
        column.setContentsMargins(padding, padding, padding, padding)
        column.setSpacing(theme().scaled(SPACE.small))
        column.addWidget(PracticeBadge())
        column.addWidget(Text(paper.title, "strong"))
        if paper.numbered:
            shown = cells or [_Word(word, number) for number, word in enumerate(paper.words, start=1)]
            narrowest = _NARROWEST_CELL if cells or line else _NARROWEST
            words: QWidget = Columns(shown, narrowest=narrowest, most=paper.columns)
        else:
            shown = cells or [_Word(paper.words[place]) for places in paper.rows for place in places]
            words = _fixed(paper, shown)
        # As on paper: the words of all lists run from left to right.
        words.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for cell in shown:
            cell.setMinimumHeight(max(line, cell.minimumHeight()))
        column.addWidget(words)
        column.addStretch(1)


class _Word(QFrame):
    """A word on its line, with its number where it has one."""

    def __init__(self, word: str, number: int | None = None) -> None:
        super().__init__()
        self.setObjectName("ruled")
        if number is None:
            # The layout must stay, also where large type leaves little room for it.
            self.setLayout(row(Text(word, "small")))
            return
        said = Text(word or "?", "strong")
        mark = Text(f"{number}.", tone="muted")
        mark.setMinimumWidth(Text("00.").sizeHint().width())
        if not word:
            said.setAccessibleName(texts.words("practice", "window.empty", number=number))
        self.setLayout(row(mark, said, gap=SPACE.small))


def _fixed(paper: Paper, cells: Sequence[QWidget]) -> QWidget:
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE.small)
    grid.setVerticalSpacing(theme().scaled(SPACE.small))
    shown = iter(cells)
    for line, places in enumerate(paper.rows):
        for column, _ in enumerate(places):
            grid.addWidget(next(shown), line, column)
    for column in range(paper.columns):
        grid.setColumnStretch(column, 1)
    return body
