"""The frame around the pages: navigation, the line about the internet, and the one rule."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from walletsafe.seal import Hold, hold

from .desk import Desk
from .pages.home import HomePage
from .style.theme import theme
from .style.tokens import RAIL_WIDTH, SPACE
from .widgets.text import Text
from .words import words

if TYPE_CHECKING:
    from .pages.learn.page import LearnPage
    from .pages.ledger.page import LedgerPage
    from .pages.practise.page import PractisePage
    from .word_guard import WordGuard

_OFFLINE = {
    Hold.SYSTEM: ("frame.offline_system", "frame.offline_system_more"),
    Hold.PROGRAM: ("frame.offline_program", "frame.offline_program_more"),
    Hold.NONE: ("frame.offline", ""),
}


class MainWindow(QMainWindow):
    """Shows one page at a time; a page is made when it is first wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pages = QStackedWidget()
        self.home = HomePage()
        self._pages.addWidget(self.home)
        self.home_button = _rail_button("frame.home")
        self.ledger_button = _rail_button("frame.ledger")
        self.practise_button = _rail_button("frame.practise")
        self.learn_button = _rail_button("frame.learn")
        self.home_button.clicked.connect(self.show_home)
        self.ledger_button.clicked.connect(self.show_ledger)
        self.practise_button.clicked.connect(self.show_practise)
        self.learn_button.clicked.connect(self.show_learn)
        self._connection = Text("", "small", "muted")
        self._on_went_online(online=False)
        self.home.ledger_wanted.connect(self.show_ledger)
        self.home.practice_wanted.connect(self.show_practices)
        self.home.practise_wanted.connect(self.show_practise)
        self.home.learn_wanted.connect(self.show_learn)
        self.home.never_wanted.connect(self.show_never)
        self.setWindowTitle(words("frame.title"))
        self.setCentralWidget(self._frame())
        self.resize(1024, 700)
        self.setMinimumSize(480, 400)
        self.show_home()

    @cached_property
    def word_guard(self) -> WordGuard:
        """What stands behind every input. The first page has none, and needs none of what it loads."""
        from .word_guard import WordGuard

        guard = WordGuard(self)
        guard.found.connect(self._on_words_found)
        return guard

    @cached_property
    def ledger(self) -> LedgerPage:
        """My Ledger, made when it is first wanted: it loads what the first page does not need."""
        from .pages.ledger.page import LedgerPage

        page = LedgerPage(self._desk)
        page.went_online.connect(self._on_went_online)
        self._pages.addWidget(page)
        return page

    @cached_property
    def practise(self) -> PractisePage:
        """Practise, made when it is first wanted."""
        from .pages.practise.page import PractisePage

        page = PractisePage()
        page.lesson_wanted.connect(self.show_lesson)
        page.never_wanted.connect(self.show_never)
        self._pages.addWidget(page)
        return page

    @cached_property
    def learn(self) -> LearnPage:
        """Learn, made when it is first wanted."""
        from .pages.learn.page import LearnPage

        page = LearnPage()
        page.practise_wanted.connect(self.show_practise)
        self._pages.addWidget(page)
        return page

    def show_home(self) -> None:
        """Show the first page; My Ledger stops its work when it hides."""
        self._show(self.home, self.home_button)
        self.home.focus_first()

    def show_ledger(self) -> None:
        """Show My Ledger as it was left."""
        self._show(self.ledger, self.ledger_button)
        self.ledger.focus_view()

    def show_practices(self) -> None:
        """Show My Ledger with the practice Ledgers."""
        self.show_ledger()
        self.ledger.show_practices()

    def show_practise(self) -> None:
        """Show Practise."""
        self._show(self.practise, self.practise_button)
        self.practise.focus_view()

    def show_learn(self) -> None:
        """Show Learn as it was left."""
        self._show(self.learn, self.learn_button)
        self.learn.focus_view()

    def show_lesson(self, name: str) -> None:
        """Show the lesson ``name``."""
        self.show_learn()
        self.learn.show_lesson(name)

    def show_never(self) -> None:
        """Show what this program will never do."""
        self.show_learn()
        self.learn.show_never()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs and wait for its end, out of the person's sight."""
        self.hide()
        if "ledger" in self.__dict__:
            self.ledger.end()
        super().closeEvent(event)

    def _on_words_found(self, where: QWidget) -> None:
        from .widgets.words_seen import WordsSeenDialog

        dialog = WordsSeenDialog(where)
        dialog.finished.connect(dialog.deleteLater)
        dialog.plan_wanted.connect(self._on_plan_wanted)
        dialog.open()

    def _on_plan_wanted(self) -> None:
        """Lead to the plan, out of whatever dialog the words were typed into."""
        from walletsafe.guidance.lessons import FIRST_TEN_MINUTES

        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.show_lesson(FIRST_TEN_MINUTES)

    def _on_went_online(self, online: bool) -> None:
        text, more = ("frame.online", "") if online else _OFFLINE[hold()]
        meaning = words(more) if more else ""
        self._connection.setText(words(text))
        self._connection.setToolTip(meaning)
        self._connection.setAccessibleDescription(meaning)

    def _show(self, page: QWidget, chosen: QPushButton) -> None:
        if page is not self.home:
            self.word_guard.watch()
        self._pages.setCurrentWidget(page)
        # Not an exclusive group: Tab would reach only one button of it.
        for button in self._rail_buttons():
            button.setChecked(button is chosen)

    def _frame(self) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_strip(Text(words("frame.title"), "strong"), self._connection))
        column.addWidget(_rule())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail())
        middle.addWidget(self._pages, 1)
        column.addLayout(middle, 1)
        column.addWidget(_rule())
        column.addWidget(_strip(Text(words("frame.footer"), "small")))
        return frame

    def _rail_buttons(self) -> tuple[QPushButton, ...]:
        return (self.home_button, self.ledger_button, self.practise_button, self.learn_button)

    def _rail(self) -> QWidget:
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAccessibleName(words("frame.rail_name"))
        rail.setMinimumWidth(theme().scaled(RAIL_WIDTH))
        column = QVBoxLayout(rail)
        gap = theme().scaled(SPACE.card_gap)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(SPACE.hair)
        for button in self._rail_buttons():
            column.addWidget(button)
        column.addStretch(1)
        return rail


def _rail_button(key: str) -> QPushButton:
    button = QPushButton(words(key))
    button.setAccessibleName(words(key).replace("&", ""))
    button.setCheckable(True)
    button.setAutoDefault(True)
    button.setProperty("rail", True)
    button.setProperty("mirrored", button.isRightToLeft())
    return button


def _strip(*texts: Text) -> QWidget:
    strip = QWidget()
    line = QHBoxLayout(strip)
    side = theme().scaled(SPACE.large)
    line.setContentsMargins(side, SPACE.small, side, SPACE.small)
    line.setSpacing(theme().scaled(SPACE.medium))
    for text in texts:
        line.addWidget(text)
    line.setStretch(len(texts) - 1, 1)
    return strip


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFixedHeight(1)
    return rule
