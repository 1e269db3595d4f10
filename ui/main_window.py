"""Navigation: which page stands in the window."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QPushButton, QWidget

from .desk import Desk
from .frame import Frame
from .shelf import Shelf
from .ways import lead
from .widgets.mode_switch import Mode
from .words import words

if TYPE_CHECKING:
    from .pages.calls.page import CallsPage
    from .pages.computer.page import ComputerPage
    from .pages.download.page import DownloadPage
    from .pages.emergency.page import EmergencyPage
    from .pages.exposure.page import ExposurePage
    from .pages.learn.page import LearnPage
    from .pages.ledger.page import LedgerPage
    from .pages.message.page import MessagePage
    from .pages.page import Page
    from .pages.practise.page import PractisePage
    from .pages.stage.page import StagePage
    from .word_guard import WordGuard


class MainWindow(QMainWindow):
    """Shows one page at a time; a page is made when it is first wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.shelf = Shelf(desk)
        self.home = self.shelf.home
        self.frame = Frame(self.shelf)
        self.home_button = self.frame.add_button("frame.home", self.show_home)
        self.ledger_button = self.frame.add_button("frame.ledger", self.show_ledger)
        self.message_button = self.frame.add_button("frame.message", self.show_message)
        self.download_button = self.frame.add_button("frame.download", self.show_download)
        self.practise_button = self.frame.add_button("frame.practise", self.show_practise)
        self.learn_button = self.frame.add_button("frame.learn", self.show_learn)
        self.computer_button = self.frame.add_button("frame.computer", self.show_computer)
        self.calls_button = self.frame.add_button("frame.calls", self.show_calls)
        self.stage_button = self.frame.add_button("frame.stage", self.show_stage)
        self.emergency_button = self.frame.add_button("frame.emergency", self.show_emergency, pinned=True)
        self.frame.modes.chosen.connect(self._on_mode_chosen)
        self._on_mode_chosen(Mode.OWNER)
        lead(self)
        self.setWindowTitle(words("frame.title"))
        self.setCentralWidget(self.frame)
        self.resize(1024, 700)
        self.setMinimumSize(480, 400)
        self.frame.show_number(self.home.page_name)
        self.show_home()

    @cached_property
    def word_guard(self) -> WordGuard:
        """What stands behind every input. The first page has none, and needs none of what it loads."""
        from .word_guard import WordGuard

        guard = WordGuard(self)
        guard.found.connect(self._on_words_found)
        return guard

    @property
    def ledger(self) -> LedgerPage:
        """My Ledger."""
        return self.shelf.ledger

    @property
    def message(self) -> MessagePage:
        """Message."""
        return self.shelf.message

    @property
    def exposure(self) -> ExposurePage:
        """Which leaks touch an order."""
        return self.shelf.exposure

    @property
    def download(self) -> DownloadPage:
        """Download."""
        return self.shelf.download

    @property
    def practise(self) -> PractisePage:
        """Practise."""
        return self.shelf.practise

    @property
    def learn(self) -> LearnPage:
        """Learn."""
        return self.shelf.learn

    @property
    def computer(self) -> ComputerPage:
        """On this computer."""
        return self.shelf.computer

    @property
    def emergency(self) -> EmergencyPage:
        """Emergency."""
        return self.shelf.emergency

    @property
    def calls(self) -> CallsPage:
        """Calls."""
        return self.shelf.calls

    @property
    def stage(self) -> StagePage:
        """Stage."""
        return self.shelf.stage

    def show_home(self) -> None:
        """Show the first page; My Ledger stops its work when it hides."""
        self._turn_to(self.home, self.home_button)
        self.home.focus_first()

    def show_ledger(self) -> None:
        """Show My Ledger as it was left."""
        self._show(self.ledger, self.ledger_button)

    def show_practices(self) -> None:
        """Show My Ledger with the practice Ledgers."""
        self.show_ledger()
        self.ledger.show_practices()

    def show_message(self) -> None:
        """Show Message as it was left."""
        self._show(self.message, self.message_button)

    def show_exposure(self) -> None:
        """Show which leaks touch an order."""
        self._show(self.exposure, self.message_button)

    def show_download(self) -> None:
        """Show Download as it was left."""
        self._show(self.download, self.download_button)

    def show_practise(self) -> None:
        """Show Practise."""
        self._show(self.practise, self.practise_button)

    def show_saved_report(self) -> None:
        """Let a saved report be chosen, and show it over the page."""
        from .widgets.opened_report import choose_report

        self.word_guard.watch()
        choose_report(self)

    def show_learn(self) -> None:
        """Show Learn as it was left."""
        self._show(self.learn, self.learn_button)

    def show_lesson(self, name: str) -> None:
        """Show the lesson ``name``."""
        self.show_learn()
        self.learn.show_lesson(name)

    def show_never(self) -> None:
        """Show what this program will never do."""
        self.show_learn()
        self.learn.show_never()

    def show_computer(self) -> None:
        """Show On this computer as it was left."""
        self._show(self.computer, self.computer_button)

    def show_emergency(self) -> None:
        """Show Emergency as it was left."""
        self._show(self.emergency, self.emergency_button)

    def show_calls(self) -> None:
        """Show Calls as it was left."""
        self._show(self.calls, self.calls_button)

    def show_stage(self) -> None:
        """Show Stage as it was left."""
        self._show(self.stage, self.stage_button)

    def show_plan(self, situation: str, branch: str = "") -> None:
        """Show the emergency plan for ``situation``, or all of them where it is empty.

        ``branch`` is what is known to be so in that plan, or empty.
        """
        self.show_emergency()
        if situation:
            self.emergency.show_plan(situation, branch)

    def show_doctor(self) -> None:
        """Show why a Ledger is not found."""
        self.show_ledger()
        self.ledger.show_doctor()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs and wait for its end, out of the person's sight."""
        self.hide()
        self.shelf.end()
        super().closeEvent(event)

    def _on_words_found(self, where: QWidget) -> None:
        from .widgets.words_seen import WordsSeenDialog

        dialog = WordsSeenDialog(where)
        dialog.finished.connect(dialog.deleteLater)
        dialog.plan_wanted.connect(self._on_plan_wanted)
        dialog.open()

    def _on_plan_wanted(self) -> None:
        """Lead to the plan, out of whatever dialog the words were typed into."""
        from walletsafe.guidance.plans import WORDS

        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.show_plan(WORDS)

    def _on_mode_chosen(self, mode: str) -> None:
        if mode != Mode.TRAINER:
            self.shelf.close_room()
        for button, whose in ((self.calls_button, Mode.SUPPORT), (self.stage_button, Mode.TRAINER)):
            button.setVisible(mode == whose)
            if button.isChecked() and mode != whose:
                self._turn_to(self.home, self.home_button)

    def _show(self, page: Page, chosen: QPushButton) -> None:
        self.word_guard.watch()
        self._turn_to(page, chosen)
        page.focus_view()

    def _turn_to(self, page: QWidget, chosen: QPushButton) -> None:
        self.shelf.setCurrentWidget(page)
        self.frame.mark(chosen)
