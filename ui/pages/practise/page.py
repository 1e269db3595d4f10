"""Practise: sheets with words that are nobody's, a checker that takes no others, and drills."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from walletsafe import wordlists
from walletsafe.practice import sheets
from walletsafe.practice.drills.session import DrillSession
from walletsafe.practice.sheets import Sheet

from ...widgets.practice_mark import PracticeBanner
from ..page import Page
from .check import CheckView, NameView, StoppedView
from .deal import DealView
from .drill import DrillView
from .lists import LanguagesView, PublishedView
from .start import StartView
from .view import PractiseView

_USUAL_LENGTH = 24


class PractisePage(Page):
    """One view at a time, all under the mark PRACTICE. Leaving the page blanks every field.

    The levels of the drills are kept while the window is open, and nowhere else.
    """

    plan_wanted = Signal()
    """Words were typed that belong to no practice sheet: the person may need to know what to do now."""
    never_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("demo", True)
        self._drills: dict[str, DrillSession] = {}
        self.column.addWidget(PracticeBanner())
        self.show_start()

    def show_start(self) -> None:
        """Show what there is to practise."""
        view = StartView({name: drill.level for name, drill in self._drills.items()})
        view.deal_wanted.connect(self.deal)
        view.check_wanted.connect(self.name_sheet)
        view.drill_wanted.connect(self.play)
        view.never_wanted.connect(self.never_wanted)
        self.show_view(view)

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
        self.show_view(view)

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

    def leave(self) -> None:
        """Let nothing of this page be found again."""
        if not isinstance(self.view, StartView):
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
        self.show_view(view)

    def _choose_list_to_name(self, length: int) -> None:
        view = LanguagesView()
        view.chosen.connect(partial(self.name_sheet, length=length))
        view.left.connect(partial(self.name_sheet, length=length))
        self.show_view(view)

    def _name_again(self) -> None:
        self.name_sheet()

    def _show_below_start(self, view: PractiseView) -> None:
        view.left.connect(self.show_start)
        self.show_view(view)
