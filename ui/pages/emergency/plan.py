"""One plan: what is so for this person, the steps to tick off, and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe.guidance import plans, reporting
from walletsafe.guidance.plans import Plan, Step
from walletsafe.report.file import write
from walletsafe.report.plan import Own, plan_as_text

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.entry import entry
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, clear, row
from ...widgets.preview_dialog import Document, PreviewDialog
from ...widgets.text import Text
from ...widgets.tick_box import TickBox
from .places import PlacesCard
from .printing import any_printer, show_print_dialog
from .progress import Progress
from .words import emergency_words

_CLOCK_MILLISECONDS = 15_000


class PlanView(BarPage):
    """A plan as far as ``progress`` has come, which keeps every tick; ``country`` is where one lives."""

    page_name = "emergency_plan"
    left = Signal()
    plan_wanted = Signal(str)
    """Another plan is to be gone on with, by its id."""
    country_chosen = Signal(str)

    def __init__(self, progress: Progress, country: str) -> None:
        super().__init__()
        self._progress, self._country = progress, country
        self.setAccessibleName(emergency_words("plan.name", title=progress.plan.title))
        self._first_steps, self._steps = _column(), _column()
        self._state = Text("", "strong")
        self._clock = Text("", "small", "muted")
        self._news = Text("", tone="unknown")
        self._news.hide()
        for number, step in enumerate(progress.first_steps(), start=1):
            self._add_step(self._first_steps, number, step)
        self._show_steps()
        self.show_page(self._whole())
        self._show_buttons()
        timer = QTimer(self)
        timer.timeout.connect(self._tell)
        timer.start(_CLOCK_MILLISECONDS)

    def focus_first(self) -> None:
        """Put the keyboard on the first box that is to be ticked."""
        if self.page is not None:
            self.page.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes to the other plans; this one keeps its ticks."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def text(self) -> str:
        """The plan as it stands here, for paper."""
        progress = self._progress
        own = Own(progress.when, progress.branches, progress.done, self._country)
        return plan_as_text(progress.plan, own)

    def save(self) -> None:
        """Show what would be saved, and where to."""
        text = self.text()
        document = Document(
            emergency_words("save.title"),
            emergency_words("save.lead"),
            {"txt": emergency_words("save.txt")},
            emergency_words("save.file_name", situation=self._progress.plan.id),
            lambda _: text,
            lambda path: write(path, text),
        )
        dialog = PreviewDialog(document, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def print_out(self) -> None:
        """Ask which printer, or say that there is none."""
        if any_printer():
            show_print_dialog(self.text(), self)
        else:
            self._news.setText(emergency_words("print.none"))
            self._news.show()

    def _whole(self) -> ScrollPage:
        plan, page = self._progress.plan, ScrollPage()
        page.column.addWidget(Text(plan.title, "title"))
        page.column.addWidget(Text(plan.first, "lead"))
        page.column.addWidget(Text(plan.when[self._progress.when]))
        branches = self._branches()
        if self._first_steps.count():
            page.column.addWidget(_steps_card("plan.steps", self._first_steps))
        if plan.branches:
            page.column.addWidget(_card(emergency_words("plan.which"), branches))
        if self._steps.count():
            title = "plan.further_steps" if self._first_steps.count() else "plan.steps"
            page.column.addWidget(_steps_card(title, self._steps))
        for title, sign, lines in _warnings(plan):
            page.column.addWidget(_list_card(title, sign, lines))
        places = PlacesCard(self._country)
        places.chosen.connect(self._on_country_chosen)
        page.column.addWidget(places)
        page.column.addWidget(self._take_along())
        page.column.addWidget(_sources(plan))
        first = self._first_steps.itemAt(0)
        page.first = branches[0] if first is None else first.widget()
        return page

    def _branches(self) -> list[TickBox]:
        boxes: list[TickBox] = []
        for branch in self._progress.plan.branches:
            box = TickBox(branch.tick, ticked=branch.id in self._progress.branches)
            box.toggled.connect(partial(self._on_branch_toggled, branch.id))
            boxes.append(box)
        return boxes

    def _show_steps(self) -> None:
        """Show those that depend on what is so for this person, and what comes after them."""
        clear(self._steps)
        first = len(self._progress.first_steps())
        for number, step in enumerate(self._progress.steps()[first:], start=first + 1):
            self._add_step(self._steps, number, step)
        self._tell()

    def _add_step(self, column: QVBoxLayout, number: int, step: Step) -> None:
        box = TickBox(
            f"{number}. {step.text}",
            ticked=step in self._progress.done,
            more=emergency_words("plan.why", why=step.why),
        )
        box.toggled.connect(partial(self._on_step_toggled, step))
        column.addWidget(box)
        if step.plan:
            column.addWidget(self._plan_button(step.plan))

    def _plan_button(self, situation: str) -> CardButton:
        button = CardButton(emergency_words("plan.open", title=plans.load(situation).title))
        button.clicked.connect(partial(self.plan_wanted.emit, situation))
        return button

    def _show_buttons(self) -> None:
        note = QWidget()
        column = QVBoxLayout(note)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._state)
        column.addWidget(self._clock)
        other = ActionButton(emergency_words("plan.other"))
        other.clicked.connect(self.left)
        self.bar.show_buttons((), other, note)

    def _take_along(self) -> Card:
        print_out = ActionButton(emergency_words("plan.print"))
        print_out.clicked.connect(self.print_out)
        save = ActionButton(emergency_words("plan.save"))
        save.clicked.connect(self.save)
        more = Text(emergency_words("plan.take_along_more"))
        return _card(emergency_words("plan.take_along"), (more, StackingRow(print_out, save), self._news))

    def _tell(self) -> None:
        """Say how far it has come, and how long that took."""
        done, steps = self._progress.count()
        key = "plan.all_done" if done == steps else "plan.progress"
        self._state.setText(emergency_words(key, done=done, steps=steps))
        self._clock.setText(self._progress.clock())

    def _on_branch_toggled(self, branch: str, ticked: bool) -> None:
        (self._progress.branches.add if ticked else self._progress.branches.discard)(branch)
        self._show_steps()

    def _on_step_toggled(self, step: Step, ticked: bool) -> None:
        (self._progress.done.add if ticked else self._progress.done.discard)(step)
        self._tell()

    def _on_country_chosen(self, country: str) -> None:
        self._country = country
        self.country_chosen.emit(country)


def _warnings(plan: Plan) -> Sequence[tuple[str, str, tuple[str, ...]]]:
    return (
        (emergency_words("plan.not_to_do"), "caution", plan.not_to_do),
        (emergency_words("plan.recovery"), "caution", (plan.recovery,)),
        (emergency_words("plan.not_in_danger"), "tip", plan.not_in_danger),
    )


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme().scaled(SPACE.card_gap))
    return column


def _steps_card(title: str, steps: QVBoxLayout) -> Card:
    card = _card(emergency_words(title), ())
    card.body.addLayout(steps)
    return card


def _card(title: str, widgets: Sequence[QWidget]) -> Card:
    card = Card()
    card.setAccessibleName(title)
    card.body.addWidget(Text(title, "lead"))
    for widget in widgets:
        card.body.addWidget(widget)
    return card


def _list_card(title: str, sign: str, lines: tuple[str, ...]) -> Card:
    card = Card()
    card.setAccessibleName(title)
    card.body.addLayout(row(Glyph(sign, sign, 22), Text(title, "lead"), gap=SPACE.small))
    for line in lines:
        card.body.addLayout(entry("-", line) if len(lines) > 1 else row(Text(line)))
    return card


def _sources(plan: Plan) -> Card:
    sources = [f"{source.name}: {source.address} ({source.date})" for source in plan.sources]
    reviewed = emergency_words("plan.reviewed", date=plan.reviewed, places=reporting.reviewed())
    small = [Text(line, "small", "muted") for line in (*sources, reviewed)]
    return _card(emergency_words("plan.sources"), small)
