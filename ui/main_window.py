"""Navigation: which page stands in the window."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QPushButton, QStackedWidget, QWidget

from .desk import Desk
from .frame import Frame
from .pages.home import HomePage
from .widgets.mode_switch import Mode
from .words import words

if TYPE_CHECKING:
    from .jobs import JobThread
    from .pages.calls.page import CallsPage
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

    _P = TypeVar("_P", bound=Page)


class MainWindow(QMainWindow):
    """Shows one page at a time; a page is made when it is first wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pages = QStackedWidget()
        self.home = HomePage()
        self._pages.addWidget(self.home)
        self._frame = Frame(self._pages)
        self.home_button = self._frame.add_button("frame.home", self.show_home)
        self.ledger_button = self._frame.add_button("frame.ledger", self.show_ledger)
        self.message_button = self._frame.add_button("frame.message", self.show_message)
        self.download_button = self._frame.add_button("frame.download", self.show_download)
        self.practise_button = self._frame.add_button("frame.practise", self.show_practise)
        self.learn_button = self._frame.add_button("frame.learn", self.show_learn)
        self.calls_button = self._frame.add_button("frame.calls", self.show_calls)
        self.stage_button = self._frame.add_button("frame.stage", self.show_stage)
        self.emergency_button = self._frame.add_button("frame.emergency", self.show_emergency, pinned=True)
        self._frame.modes.chosen.connect(self._on_mode_chosen)
        self._on_mode_chosen(Mode.OWNER)
        self.home.ledger_wanted.connect(self.show_ledger)
        self.home.practice_wanted.connect(self.show_practices)
        self.home.message_wanted.connect(self.show_message)
        self.home.download_wanted.connect(self.show_download)
        self.home.emergency_wanted.connect(self.show_emergency)
        self.home.practise_wanted.connect(self.show_practise)
        self.home.learn_wanted.connect(self.show_learn)
        self.home.never_wanted.connect(self.show_never)
        self.home.report_wanted.connect(self.show_saved_report)
        self.setWindowTitle(words("frame.title"))
        self.setCentralWidget(self._frame)
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
    def _device_thread(self) -> JobThread:
        """The one thread of every device call, whichever page makes it: hidapi is not thread-safe."""
        from .jobs import JobThread

        return JobThread("device", self)

    @cached_property
    def ledger(self) -> LedgerPage:
        """My Ledger, made when it is first wanted: it loads what the first page does not need."""
        from .pages.ledger.page import LedgerPage

        page = self._added(LedgerPage(self._desk, self._device_thread))
        page.went_online.connect(self._frame.show_connection)
        return page

    @cached_property
    def message(self) -> MessagePage:
        """Message, made when it is first wanted."""
        from .pages.message.page import MessagePage

        page = self._added(MessagePage())
        page.plan_wanted.connect(self.show_plan)
        page.exposure_wanted.connect(self.show_exposure)
        return page

    @cached_property
    def exposure(self) -> ExposurePage:
        """Which leaks touch an order: behind Message, made when it is first wanted."""
        from .pages.exposure.page import ExposurePage

        page = self._added(ExposurePage())
        page.left.connect(self.show_message)
        return page

    @cached_property
    def download(self) -> DownloadPage:
        """Download, made when it is first wanted."""
        from .pages.download.page import DownloadPage

        page = self._added(DownloadPage())
        page.emergency_wanted.connect(self._show_fake_app_plan)
        return page

    @cached_property
    def practise(self) -> PractisePage:
        """Practise, made when it is first wanted."""
        from .pages.practise.page import PractisePage

        page = self._added(PractisePage())
        page.plan_wanted.connect(self.show_words_plan)
        page.never_wanted.connect(self.show_never)
        return page

    @cached_property
    def learn(self) -> LearnPage:
        """Learn, made when it is first wanted."""
        from .pages.learn.page import LearnPage

        page = self._added(LearnPage())
        page.practise_wanted.connect(self.show_practise)
        page.plan_wanted.connect(self.show_words_plan)
        return page

    @cached_property
    def emergency(self) -> EmergencyPage:
        """Emergency, made when it is first wanted."""
        from .pages.emergency.page import EmergencyPage

        page = self._added(EmergencyPage())
        page.lesson_wanted.connect(self.show_lesson)
        return page

    @cached_property
    def calls(self) -> CallsPage:
        """Calls, for whoever helps others on the telephone, made when it is first wanted."""
        from .pages.calls.page import CallsPage

        page = self._added(CallsPage())
        page.plan_wanted.connect(self.show_plan)
        return page

    @cached_property
    def stage(self) -> StagePage:
        """Stage, for whoever teaches a room, made when it is first wanted."""
        from .pages.stage.page import StagePage

        page = self._added(StagePage(self._desk, self._device_thread))
        page.lesson_wanted.connect(self.show_lesson)
        return page

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

    def show_words_plan(self) -> None:
        """Show the plan for whoever typed their words, or told them to somebody."""
        from walletsafe.guidance.plans import WORDS

        self.show_plan(WORDS)

    def _show_fake_app_plan(self) -> None:
        from walletsafe.guidance.plans import FAKE_APP

        self.show_plan(FAKE_APP)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs and wait for its end, out of the person's sight."""
        self.hide()
        for place in range(1, self._pages.count()):
            cast("Page", self._pages.widget(place)).end()
        if "_device_thread" in self.__dict__:
            # It must close the device itself.
            self._device_thread.close()
        super().closeEvent(event)

    def _on_words_found(self, where: QWidget) -> None:
        from .widgets.words_seen import WordsSeenDialog

        dialog = WordsSeenDialog(where)
        dialog.finished.connect(dialog.deleteLater)
        dialog.plan_wanted.connect(self._on_plan_wanted)
        dialog.open()

    def _on_plan_wanted(self) -> None:
        """Lead to the plan, out of whatever dialog the words were typed into."""
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.show_words_plan()

    def _on_mode_chosen(self, mode: str) -> None:
        for button, whose in ((self.calls_button, Mode.SUPPORT), (self.stage_button, Mode.TRAINER)):
            button.setVisible(mode == whose)
            if button.isChecked() and mode != whose:
                self._turn_to(self.home, self.home_button)

    def _added(self, page: _P) -> _P:
        page.view_changed.connect(self._show_number)
        self._pages.addWidget(page)
        return page

    def _show(self, page: Page, chosen: QPushButton) -> None:
        self.word_guard.watch()
        self._turn_to(page, chosen)
        page.focus_view()

    def _turn_to(self, page: QWidget, chosen: QPushButton) -> None:
        self._pages.setCurrentWidget(page)
        self._frame.mark(chosen)
        self._show_number()

    def _show_number(self) -> None:
        self._frame.show_number(cast("HomePage | Page", self._pages.currentWidget()).page_name)
