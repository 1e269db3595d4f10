"""The page Emergency: what happened, when, and a plan to tick off. Nothing is typed and nothing is stored."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from walletsafe.guidance import plans
from walletsafe.guidance.lessons import FIRST_TEN_MINUTES
from walletsafe.guidance.plans import Plan, When

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.glyphs import Glyph
from ...widgets.layouts import centred, row
from ...widgets.question_page import QuestionPage
from ...widgets.text import Text
from ..page import Page
from .places import own_country
from .plan import PlanView
from .progress import Progress
from .start import WIDTH, StartView
from .words import emergency_words


class EmergencyPage(Page):
    """One view at a time below a line that stays. Ticks are kept until the window is closed."""

    lesson_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._progress: dict[str, Progress] = {}
        self._country = own_country()
        self._caller = _caller_line()
        self.column.addLayout(centred(self._caller, margin=SPACE.small))
        self.show_start()

    def show_start(self, last: str = "") -> None:
        """Ask what happened, the keyboard on the situation ``last``."""
        view = StartView(self._progress, last)
        view.chosen.connect(self.show_plan)
        view.lesson_wanted.connect(lambda: self.lesson_wanted.emit(FIRST_TEN_MINUTES))
        self._show(view)

    def show_plan(self, situation: str, branch: str = "") -> None:
        """Show a plan as it was left; one that was not opened yet asks first when it happened.

        ``branch`` is one of the plan's that is known to be so, to be ticked beforehand, or empty.
        Raise :class:`~walletsafe.errors.UnknownSituation` where no plan has this id.
        """
        plan = plans.load(situation)
        known = {branch} - {""}
        if situation in self._progress:
            self._progress[situation].branches |= known
            self._open(self._progress[situation])
            return
        view = QuestionPage(
            emergency_words("when.title"),
            emergency_words("when.lead", title=plan.title),
            {when.value: emergency_words(f"when.{when}") for when in When},
            emergency_words("when.back"),
            page_name="emergency_when",
        )
        view.chosen.connect(partial(self._begin, plan, known))
        view.left.connect(lambda: self.show_start(situation))
        self._show(view)

    def _begin(self, plan: Plan, known: set[str], when: str) -> None:
        self._progress[plan.id] = Progress(plan, When(when), set(known))
        self._open(self._progress[plan.id])

    def _open(self, progress: Progress) -> None:
        view = PlanView(progress, self._country)
        view.left.connect(lambda: self.show_start(progress.plan.id))
        view.plan_wanted.connect(self.show_plan)
        view.country_chosen.connect(self._on_country_chosen)
        self._show(view)

    def _on_country_chosen(self, country: str) -> None:
        self._country = country

    def _show(self, view: StartView | QuestionPage | PlanView) -> None:
        # It begins where the view below it begins.
        wide = isinstance(view, StartView)
        self._caller.setMaximumWidth(theme().scaled(WIDTH) if wide else theme().column_width())
        self.show_view(view)


def _caller_line() -> QWidget:
    """What has to come before everything else."""
    line = QWidget()
    sentence = Text(emergency_words("begin.caller"), "strong")
    line.setLayout(row(Glyph("caution", "caution", 20), sentence, gap=SPACE.small))
    return line
