"""Practise: sheets with words that are nobody's, a checker that takes no others, and drills."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe import wordlists
from walletsafe.practice import sheets
from walletsafe.practice.drills.session import DrillSession
from walletsafe.practice.sheets import Sheet

from ...widgets.layouts import holds_focus, put_in_place
from ...widgets.practice_mark import PracticeBanner
from .check import CheckView, NameView, StoppedView
from .deal import DealView
from .drill import DrillView
from .lists import LanguagesView, PublishedView
from .start import StartView
from .view import PractiseView

_USUAL_LENGTH = 24


class PractisePage(QWidget):
    """One view at a time, all under the mark PRACTICE. Leaving the page blanks every field.

    The levels of the drills are kept while the window is open, and nowhere else.
    """

    plan_wanted = Signal()
    """Words were typed that belong to no practice sheet: the person may need to know what to do now."""
    never_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("demo", True)
        self._drills: dict[str, DrillSession] = {}
        self.view: PractiseView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(PracticeBanner())
        self.show_start()

    def show_start(self) -> None:
        """Show what there is to practise."""
        view = StartView({name: drill.level for name, drill in self._drills.items()})
        view.deal_wanted.connect(self.deal)
        view.check_wanted.connect(self.name_sheet)
        view.drill_wanted.connect(self.play)
        view.never_wanted.connect(self.never_wanted)
        self._show(view)

    def deal(self, sheet: Sheet | None = None) -> None:
        """Show a practice sheet, a new one where none is given."""
        view = DealView(sheet or sheets.fresh(wordlists.ENGLISH, _USUAL_LENGTH))
        view.check_wanted.connect(self.check)
        view.languages_wanted.connect(self._choose_list_to_deal)
        self._show_below_start(view)

    def name_sheet(self, language: str = wordlists.ENGLISH, length: int = _USUAL_LENGTH) -> None:
        """Ask which sheet was copied."""
        view = NameView(language, length)
        view.named.connect(self.check)
        view.published_wanted.connect(self.choose_published)
        view.languages_wanted.connect(self._choose_list_to_name)
        self._show_below_start(view)

    def choose_published(self) -> None:
        """Ask which published phrase was copied."""
        view = PublishedView()
        view.chosen.connect(self._check_published)
        view.left.connect(self._name_again)
        self._show(view)

    def check(self, sheet: Sheet) -> None:
        """Take a copy of ``sheet``."""
        view = CheckView(sheet)
        view.stopped.connect(self._on_stopped)
        self._show_below_start(view)

    def play(self, name: str) -> None:
        """Play the drill ``name``, at the level it was left at."""
        if name not in self._drills:
            self._drills[name] = DrillSession(name)
        self._show_below_start(DrillView(self._drills[name]))

    def focus_view(self) -> None:
        """Put the keyboard where the shown view wants it."""
        if self.view is not None:
            self.view.focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown now: let nothing of this one be found again.

        A minimised window is still on this page.
        """
        super().hideEvent(event)
        if not event.spontaneous() and not isinstance(self.view, StartView):
            self.show_start()

    def _on_stopped(self) -> None:
        view = StoppedView()
        view.again_wanted.connect(self._name_again)
        view.plan_wanted.connect(self.plan_wanted)
        self._show_below_start(view)

    def _check_published(self, name: str) -> None:
        self.check(sheets.of_published(name))

    def _deal_in(self, length: int, language: str) -> None:
        self.deal(sheets.fresh(language, length))

    def _choose_list_to_deal(self, sheet: Sheet) -> None:
        view = LanguagesView()
        view.chosen.connect(partial(self._deal_in, len(sheet.words)))
        view.left.connect(partial(self.deal, sheet))
        self._show(view)

    def _choose_list_to_name(self, length: int) -> None:
        view = LanguagesView()
        view.chosen.connect(partial(self.name_sheet, length=length))
        view.left.connect(partial(self.name_sheet, length=length))
        self._show(view)

    def _name_again(self) -> None:
        self.name_sheet()

    def _show_below_start(self, view: PractiseView) -> None:
        view.left.connect(self.show_start)
        self._show(view)

    def _show(self, view: PractiseView) -> None:
        take_focus = holds_focus(self)
        put_in_place(self._column, self.view, view)
        self.view = view
        if take_focus:
            self.focus_view()
