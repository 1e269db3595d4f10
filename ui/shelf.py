"""The pages, one of them shown: made when first wanted, ended with the window."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from .desk import Desk
from .pages.home import HomePage

if TYPE_CHECKING:
    from .jobs import JobThread
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

    _P = TypeVar("_P", bound=Page)


class Shelf(QStackedWidget):
    """Holds all pages. What one of them wants of another it says here, for the window to lead there.

    A page but the first is made when it is first wanted: it loads what the first page does not need.
    """

    turned = Signal(str)
    """Another view is shown now: its name, for its small number; empty where it has none."""
    went_online = Signal(bool)
    """Whether a check runs now that may go online by the person's choice."""
    plan_wanted = Signal(str, str)
    """A situation of the emergency plans, empty for all of them, and a branch of its plan or nothing."""
    lesson_wanted = Signal(str)
    doctor_wanted = Signal()
    message_wanted = Signal()
    exposure_wanted = Signal()
    practise_wanted = Signal()
    never_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.home = HomePage()
        self.addWidget(self.home)
        self.currentChanged.connect(self._on_view_changed)

    @cached_property
    def device_thread(self) -> JobThread:
        """The one thread of every device call, whichever page makes it: hidapi is not thread-safe."""
        from .jobs import JobThread

        return JobThread("device", self)

    @cached_property
    def ledger(self) -> LedgerPage:
        """My Ledger."""
        from .pages.ledger.page import LedgerPage

        page = self._added(LedgerPage(self._desk, self.device_thread))
        page.went_online.connect(self.went_online)
        return page

    @cached_property
    def message(self) -> MessagePage:
        """Message."""
        from .pages.message.page import MessagePage

        page = self._added(MessagePage())
        page.plan_wanted.connect(self.plan_wanted)
        page.exposure_wanted.connect(self.exposure_wanted)
        return page

    @cached_property
    def exposure(self) -> ExposurePage:
        """Which leaks touch an order: behind Message."""
        from .pages.exposure.page import ExposurePage

        page = self._added(ExposurePage())
        page.left.connect(self.message_wanted)
        return page

    @cached_property
    def download(self) -> DownloadPage:
        """Download."""
        from .pages.download.page import DownloadPage

        page = self._added(DownloadPage())
        page.emergency_wanted.connect(self._want_fake_app_plan)
        return page

    @cached_property
    def practise(self) -> PractisePage:
        """Practise."""
        from .pages.practise.page import PractisePage

        page = self._added(PractisePage())
        page.plan_wanted.connect(self._want_words_plan)
        page.never_wanted.connect(self.never_wanted)
        return page

    @cached_property
    def learn(self) -> LearnPage:
        """Learn."""
        from .pages.learn.page import LearnPage

        page = self._added(LearnPage())
        page.practise_wanted.connect(self.practise_wanted)
        page.plan_wanted.connect(self._want_words_plan)
        return page

    @cached_property
    def computer(self) -> ComputerPage:
        """On this computer."""
        from .pages.computer.page import ComputerPage

        page = self._added(ComputerPage())
        page.plan_wanted.connect(self._want_stored_plan)
        return page

    @cached_property
    def emergency(self) -> EmergencyPage:
        """Emergency."""
        from .pages.emergency.page import EmergencyPage

        page = self._added(EmergencyPage())
        page.lesson_wanted.connect(self.lesson_wanted)
        return page

    @cached_property
    def calls(self) -> CallsPage:
        """Calls, for whoever helps others on the telephone."""
        from .pages.calls.page import CallsPage

        page = self._added(CallsPage())
        page.plan_wanted.connect(self.plan_wanted)
        return page

    @cached_property
    def stage(self) -> StagePage:
        """Stage, for whoever teaches a room."""
        from .pages.stage.page import StagePage

        page = self._added(StagePage(self._desk, self.device_thread))
        page.lesson_wanted.connect(self.lesson_wanted)
        page.doctor_wanted.connect(self.doctor_wanted)
        return page

    def close_room(self) -> None:
        """Close the window that a room looks at, where there is one. What is played on Stage stays."""
        if "stage" in self.__dict__:
            self.stage.close_room()

    def end(self) -> None:
        """The window closes: cancel what runs and wait for its end."""
        for place in range(1, self.count()):
            cast("Page", self.widget(place)).end()
        if "device_thread" in self.__dict__:
            # It must close the device itself.
            self.device_thread.close()

    def _want_words_plan(self) -> None:
        from walletsafe.guidance.plans import WORDS

        self.plan_wanted.emit(WORDS, "")

    def _want_stored_plan(self) -> None:
        from walletsafe.guidance.plans import STORED

        self.plan_wanted.emit(STORED, "")

    def _want_fake_app_plan(self) -> None:
        from walletsafe.guidance.plans import FAKE_APP

        self.plan_wanted.emit(FAKE_APP, "")

    def _added(self, page: _P) -> _P:
        page.view_changed.connect(self._on_view_changed)
        self.addWidget(page)
        return page

    def _on_view_changed(self) -> None:
        self.turned.emit(cast("HomePage | Page", self.currentWidget()).page_name)
