"""Calls: the scripts, and one call at a time. A case lives in memory until it is saved on purpose."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from walletsafe import texts
from walletsafe.errors import BrokenFile
from walletsafe.findings import Report
from walletsafe.guidance.calls import Script
from walletsafe.report import cases
from walletsafe.report.cases import Case
from walletsafe.report.code import ReadBack
from walletsafe.report.opening import open_report

from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton
from ...widgets.handout_dialog import HandoutDialog
from ...widgets.layouts import ScrollPage
from ...widgets.question_page import QuestionPage
from ...widgets.report_view import ReportView
from ..page import Page
from .call_view import CallView
from .keys import KeysPage
from .open_call import OpenCall
from .save_case import SaveCaseDialog
from .start import StartView
from .strokes import Place
from .words import calls_words

_CHECKLIST = "call-checklist"
_YES, _NO = "yes", "no"


class CallsPage(Page):
    """One view at a time. The call that is open stays open while other pages are shown."""

    plan_wanted = Signal(str, str)
    """An emergency plan is to be opened: its situation, and what is known in it, which is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.open_call: OpenCall | None = None
        self._saved: Report | None = None
        """The open call as it was last saved."""
        self.show_start()

    def show_start(self, news: str = "") -> None:
        """Show the scripts and the saved cases, with ``news`` above them."""
        view = StartView(self.open_call, cases.cases(), len(cases.expired(cases.today())), news)
        view.chosen.connect(self.begin)
        view.jumped.connect(self._on_jumped)
        view.go_on_wanted.connect(self.show_call)
        view.new_wanted.connect(self._on_new_wanted)
        view.code_read.connect(self._on_code_read)
        view.keys_wanted.connect(self._show_keys)
        view.handout_wanted.connect(self._show_handout)
        view.purge_wanted.connect(self._on_purge_wanted)
        view.open_wanted.connect(self._on_open_wanted)
        view.delete_wanted.connect(self._on_delete_wanted)
        self.show_view(view)

    def begin(self, script: Script) -> None:
        """Begin a call with ``script``, or go on with it in the call that is open."""
        if self.open_call is None:
            self.open_call = OpenCall(script)
        elif script is not self.open_call.call.script:
            self.open_call.call.switch(script)
        self.show_call()

    def show_call(self) -> None:
        """Show the open call, or the scripts where none is open."""
        if self.open_call is None:
            self.show_start()
            return
        view = CallView(self.open_call)
        view.left.connect(self.show_start)
        view.plan_wanted.connect(self._on_plan_wanted)
        view.save_wanted.connect(self._on_save_wanted)
        view.new_wanted.connect(self._on_new_wanted)
        view.code_read.connect(self._on_code_read)
        self.show_view(view)

    def _on_plan_wanted(self, situation: str) -> None:
        self.plan_wanted.emit(situation, "")

    def _on_jumped(self, place: Place) -> None:
        if self.open_call is None:
            self.open_call = OpenCall(place.script)
        self.open_call.go(*place)
        self.show_call()

    def _on_new_wanted(self) -> None:
        """Forget the open call, after a question where something would be lost."""
        call = self.open_call
        if call is None or self._saved == call.report() or not call.begun:
            self._forget()
            return
        self._ask("new", self._forget, self.show_call)

    def _forget(self) -> None:
        self.open_call = self._saved = None
        self.show_start()

    def _on_save_wanted(self) -> None:
        if self.open_call is None:
            return
        report = self.open_call.report()
        dialog = SaveCaseDialog(report, self.open_call.left_out(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.kept.connect(lambda: self._on_kept(report))
        dialog.open()

    def _on_kept(self, report: Report) -> None:
        self._saved = report

    def _on_code_read(self, read_back: ReadBack) -> None:
        if self.open_call is not None:
            self.open_call.call.note_code(read_back.report)
        self._show_below(ReportView(read_back.report), self.show_call, typed=True)

    def _on_open_wanted(self, case: Case) -> None:
        try:
            report = open_report(case.path).report
        except BrokenFile as error:
            self.show_start(texts.error_line(error))
            return
        self._show_below(ReportView(report), self.show_start)

    def _on_delete_wanted(self, case: Case) -> None:
        self._ask("delete", lambda: self._delete(case), self.show_start)

    def _delete(self, case: Case) -> None:
        try:
            cases.remove(case.path)
        except BrokenFile as error:
            self.show_start(texts.error_line(error))
        else:
            self.show_start(calls_words("cases.deleted_one"))

    def _on_purge_wanted(self) -> None:
        try:
            count = cases.purge(cases.today())
        except BrokenFile as error:
            self.show_start(texts.error_line(error))
            return
        self.show_start(calls_words("cases.deleted_one" if count == 1 else "cases.deleted", count=count))

    def _show_keys(self) -> None:
        self._show_below(KeysPage(), self.show_start)

    def _show_handout(self) -> None:
        dialog = HandoutDialog((_CHECKLIST,), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask(self, what: str, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """Ask before something is lost for good; the harmless answer has the keyboard."""
        choices = {_NO: calls_words(f"{what}.no"), _YES: calls_words(f"{what}.yes")}
        title, lead = calls_words(f"{what}.title"), calls_words(f"{what}.lead")
        view = QuestionPage(title, lead, choices, calls_words("code.back"), page_name="")
        view.choices.buttons[_YES].clicked.connect(lambda _=False: yes())
        view.choices.buttons[_NO].clicked.connect(lambda _=False: no())
        view.left.connect(no)
        self.show_view(view)

    def _show_below(self, page: ScrollPage, back: Callable[[], None], *, typed: bool = False) -> None:
        """Show ``page``; ``typed``: it came up below somebody's hands, whose Enter is still to come."""
        view = _ReadView(page, typed=typed)
        view.left.connect(back)
        self.show_view(view)


class _ReadView(BarPage):
    """A page that is only read, with a way back; Esc and Backspace go back as well."""

    left = Signal()

    def __init__(self, page: ScrollPage, *, typed: bool) -> None:
        super().__init__()
        self.setAccessibleName(page.accessibleName())
        self.show_page(page)
        back = ActionButton(calls_words("code.back"), primary=True)
        back.clicked.connect(self.left)
        self.bar.show_buttons((), back)
        self.first = back
        if typed:
            back.wait_for_typing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back, or scroll."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Backspace}:
            self.left.emit()
        else:
            super().keyPressEvent(event)
