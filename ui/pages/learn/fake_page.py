"""The exercise: a false update page, drawn, that asks for the words of a practice sheet.

Whoever leaves it is praised; whoever types sees word by word what a thief would have. Nothing is sent, and
no words but those of the sheet are taken.
"""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from walletsafe.guidance.lessons import Try
from walletsafe.practice import checker, sheets

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.layouts import Card
from ...widgets.mock_browser import MockBrowser
from ...widgets.sheet_view import SheetView, sheet_paper
from ...widgets.text import DemoBadge, Text
from ...widgets.word_grid import WordGrid
from .steps import StepPage, titled
from .words import learn_words

_WORDS = 12
_LANGUAGE = "english"
_WIDEST = 960
_SIDE_BY_SIDE = 680
_WORDS_IN_LIST = 2048
_CHECKSUMS = 16
"""Of so many phrases of 12 words, one has the right checksum: it has 4 bits. Source: BIP39."""
_TRIED_OUT = 3
"""From so few missing words on, trying out what is missing takes hours at the most."""


class ExerciseBadge(DemoBadge):
    """The word EXERCISE, in the look of DEMO."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(learn_words("exercise.badge"))


class IntroPage(StepPage):
    """What the exercise is, before it begins."""

    def __init__(self, step: Try) -> None:
        super().__init__(step.title)
        card = titled(step.title)
        for line in step.lines:
            card.body.addWidget(Text(line))
        self.column.addWidget(card)

    def primary(self) -> ActionButton | None:
        """Opens the page."""
        button = ActionButton(learn_words("exercise.open"), primary=True)
        button.clicked.connect(lambda: self.turned.emit(FakePage()))
        return button


class FakePage(StepPage):
    """The false page, the sheet to type from, and beside them what a thief would have by now."""

    exercise = True
    has_back = False

    def __init__(self) -> None:
        super().__init__(learn_words("fake.name"), theme().scaled(_WIDEST))
        self._sheet = sheets.fresh(_LANGUAGE, _WORDS)
        self._over = False
        self.grid = WordGrid(self._sheet)
        self.grid.changed.connect(self._on_changed)
        self.grid.stopped.connect(self._on_stopped)
        browser = _browser()
        browser.show_update(learn_words("fake.title"), 80)
        browser.body.addWidget(Text(learn_words("fake.ask")))
        browser.body.addWidget(Text(learn_words("fake.hurry"), "small", "muted"))
        browser.body.addWidget(self.grid)
        self._thief, panel = _thief_panel()
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.card_gap))
        column.addWidget(SheetView(sheet_paper(self._sheet)))
        column.addWidget(panel)
        column.addStretch(1)
        self._pinned: Text | None = None
        self.pair = _Pair(browser, side)
        self.pair.placed.connect(self._on_placed)
        self.column.addWidget(self.pair)
        self.first = self.grid.fields[0]
        self._tell()

    def primary(self) -> ActionButton | None:
        """Leaves the page: always there, and always the right answer."""
        button = ActionButton(learn_words("exercise.leave"), primary=True)
        button.clicked.connect(self.leave)
        return button

    def note(self) -> QWidget | None:
        """What the thief has, where the panel is too far from the fields to be seen."""
        self._pinned = Text("", "small", "danger")
        if self.pair.beside:
            self._pinned.hide()
        self._tell()
        return self._pinned

    def escape(self) -> bool:
        """Leave the page."""
        self.leave()
        return True

    def forget(self) -> None:
        """Blank the fields."""
        self.grid.clear()
        self._tell()

    def leave(self) -> None:
        """End the exercise in the right way."""
        self._end(left_page(self.count()))

    def count(self) -> int:
        """How many words of the sheet stand in the fields."""
        typed = Counter(checker.spelled(word) for word in self.grid.entries())
        return (typed & Counter(self._sheet.words)).total()

    def _on_changed(self) -> None:
        if self._over:
            return
        self._tell()
        if self.count() == _WORDS:
            self._end(typed_page().wait_for_typing())

    def _on_stopped(self) -> None:
        self._end(stopped_page().wait_for_typing())

    def _end(self, page: StepPage) -> None:
        if not self._over:
            self._over = True
            self.grid.clear()
            self.turned.emit(page)

    def _tell(self) -> None:
        line = thief_has(self.count())
        self._thief.setText(line)
        if self._pinned is not None:
            self._pinned.setText(line)

    def _on_placed(self) -> None:
        # Without a parent it would be shown as a window of its own.
        if self._pinned is not None and self._pinned.parentWidget() is not None:
            self._pinned.setHidden(self.pair.beside)


class OutcomePage(StepPage):
    """How the exercise ended. It can be tried once more."""

    def __init__(self, title: str, lines: tuple[str, ...], *, count: int | None, plan: bool = False) -> None:
        super().__init__(title)
        card = titled(title)
        if count is not None:
            card.body.addWidget(Text(thief_had(count), "strong", "danger" if count else "good"))
        for line in lines:
            card.body.addWidget(Text(line))
        card.body.addSpacing(theme().scaled(SPACE.hair))
        again = ActionButton(learn_words("exercise.again"))
        again.clicked.connect(lambda: self.turned.emit(FakePage()))
        buttons = [again]
        if plan:
            button = ActionButton(learn_words("exercise.plan"))
            button.clicked.connect(self.plan_wanted)
            buttons.insert(0, button)
            self.first = button
        self._buttons = buttons
        card.body.addWidget(StackingRow(*buttons))
        self.column.addWidget(card)
        self._lines = lines

    def wait_for_typing(self) -> OutcomePage:
        """Be patient: whoever was typing may still be at it."""
        for button in self._buttons:
            button.wait_for_typing()
        return self

    def said(self) -> str:
        """The whole of it."""
        return " ".join((self.title, *self._lines))


def left_page(count: int) -> OutcomePage:
    """The page was left after ``count`` words."""
    lines = (learn_words("left.why"), learn_words("left.next"))
    return OutcomePage(learn_words("left.title"), lines, count=count)


def typed_page() -> OutcomePage:
    """All words were typed, and the page calls them invalid."""
    lines = (learn_words("typed.invalid"), learn_words("typed.comfort"), learn_words("typed.next"))
    page = OutcomePage(learn_words("typed.title"), lines, count=_WORDS)
    page.exercise = True
    browser = _browser()
    browser.body.addWidget(Text(learn_words("fake.invalid"), "strong", "danger"))
    page.column.insertWidget(0, browser)
    return page


def stopped_page() -> OutcomePage:
    """Words of another phrase were typed."""
    lines = (learn_words("stopped.why"), learn_words("stopped.slip"), learn_words("stopped.own"))
    return OutcomePage(learn_words("stopped.title"), lines, count=None, plan=True)


def thief_has(count: int) -> str:
    """What a thief has once ``count`` of the words were typed."""
    missing = _WORDS - count
    left = f"{_WORDS_IN_LIST**missing // _CHECKSUMS:,}" if missing else ""
    if not missing:
        key = "thief.all"
    elif missing == 1:
        key = "thief.nearly"
    elif missing <= _TRIED_OUT:
        key = "thief.many"
    else:
        key = {0: "thief.none", 1: "thief.one"}.get(count, "thief.some")
    return learn_words(key, count=count, words=_WORDS, left=left)


def thief_had(count: int) -> str:
    """The same when the page is closed."""
    if count in {0, _WORDS}:
        return learn_words("thief.all" if count else "left.nothing", words=_WORDS)
    return learn_words("left.some", count=count, words=_WORDS)


def _browser() -> MockBrowser:
    return MockBrowser(ExerciseBadge(), learn_words("fake.address"), learn_words("fake.name"))


def _thief_panel() -> tuple[Text, Card]:
    panel = Card()
    panel.setAccessibleName(learn_words("thief.title"))
    panel.body.addWidget(Text(learn_words("thief.title"), "strong"))
    line = Text("", tone="danger")
    panel.body.addWidget(line)
    return line, panel


class _Pair(QWidget):
    """The false page and what stands beside it, or above it where large text leaves no room."""

    placed = Signal()

    def __init__(self, main: QWidget, side: QWidget) -> None:
        super().__init__()
        self.beside = True
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().scaled(SPACE.medium))
        self._row.addWidget(main, 3)
        self._row.addWidget(side, 2)
        self.setMinimumWidth(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction that fits."""
        super().resizeEvent(event)
        self.beside = event.size().width() >= theme().scaled(_SIDE_BY_SIDE)
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if self.beside else QBoxLayout.Direction.BottomToTop
        )
        self.placed.emit()
