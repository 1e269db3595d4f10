"""One lesson: a step at a time, the buttons below it, and what to remember at the end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from walletsafe.guidance import lessons
from walletsafe.guidance.lessons import Confirm, Lesson, Quiz, Read, Try
from walletsafe.guidance.player import LessonPlayer, Tally

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.demo import DemoBanner
from ...widgets.entry import entry
from ...widgets.layouts import Card, ScrollPage, holds_focus
from ...widgets.save_dialog import offer_to_save
from ...widgets.text import Text
from .fake_page import ExerciseBadge, IntroPage
from .quiz import QuizPage
from .steps import ConfirmPage, ReadPage, StepPage, titled
from .words import learn_words


class LessonView(BarPage):
    """Walks ``player`` through its lesson. Place, ticks and answers are the player's; this keeps nothing."""

    page_name = "learn_lesson"
    left = Signal()
    lesson_wanted = Signal(str)
    """Another lesson is asked for, by its id."""
    again_wanted = Signal(object)
    """Quizzes are to be seen once more, as a :class:`LessonPlayer` of them alone."""
    practise_wanted = Signal()
    plan_wanted = Signal()

    def __init__(self, player: LessonPlayer) -> None:
        self._banner = DemoBanner(learn_words("exercise.banner"), ExerciseBadge())
        super().__init__(self._banner)
        self.player = player
        self._primary: ActionButton | None = None
        self._hindrance: Text | None = None
        self.setAccessibleName(learn_words("lesson.name", title=player.lesson.title))
        self._begin()

    def focus_first(self) -> None:
        """Put the keyboard where the step begins."""
        first = (self.page.first if self.page is not None else None) or self._primary
        if first is not None:
            first.setFocus()

    def forget(self) -> None:
        """Blank whatever was typed. The place in the lesson stays."""
        if isinstance(self.page, StepPage):
            self.page.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the lesson, which can be taken up again, or first what the step has open."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not (isinstance(self.page, StepPage) and self.page.escape()):
            self.left.emit()

    def _begin(self) -> None:
        """Show the step where the player stands now, or the end."""
        if self.player.finished:
            self._turn(self._end_page())
            return
        self._turn(_page_of(self.player))

    def _end_page(self) -> _EndPage:
        page = _EndPage(self.player.lesson, self.player.tally)
        page.save_wanted.connect(self._on_save_wanted)
        page.again_wanted.connect(self._on_again)
        return page

    def _on_save_wanted(self) -> None:
        offer_to_save(self.player.report(self.player.lesson.reviewed), self)

    def _on_again(self, numbers: tuple[int, ...]) -> None:
        self.again_wanted.emit(self.player.once_more(numbers))

    def _turn(self, page: StepPage | _EndPage) -> None:
        take_focus = holds_focus(self)
        page.column.insertWidget(0, Text(self._progress(), "small", "muted"))
        if isinstance(page, StepPage):
            page.changed.connect(self._on_changed)
            page.turned.connect(self._turn)
            page.plan_wanted.connect(self.plan_wanted)
        self._banner.setVisible(isinstance(page, StepPage) and page.exercise)
        self.show_page(page)
        self._show_buttons()
        if take_focus:
            self.focus_first()

    def _progress(self) -> str:
        step, steps = self.player.position + 1, self.player.progress[1]
        if self.player.finished:
            place = learn_words("lesson.over", steps=steps)
        else:
            place = learn_words("lesson.progress", step=step, steps=steps)
        return learn_words("lesson.place", title=self.player.lesson.title, place=place)

    def _show_buttons(self) -> None:
        """Show new buttons: no press that was meant for the ones before reaches them."""
        leave = ActionButton(learn_words("lesson.all"))
        leave.clicked.connect(self.left)
        self._hindrance = None
        if isinstance(self.page, StepPage):
            answers, note = self._step_buttons(self.page)
        else:
            answers, note = self._end_buttons(), None
        has_back = not isinstance(self.page, StepPage) or self.page.has_back
        if has_back and self.player.position:
            back = ActionButton(learn_words("lesson.back"))
            back.clicked.connect(self._on_back)
            answers = (back, *answers)
        self.bar.show_buttons(answers, leave, note)

    def _step_buttons(self, page: StepPage) -> tuple[tuple[ActionButton, ...], QWidget | None]:
        own = page.primary()
        if own is not None:
            own.setAccessibleDescription(page.said())
            self._primary = own
            return (own,), page.note()
        why_not = page.hindrance()
        self._primary = ActionButton(learn_words("lesson.on"), primary=True)
        self._primary.setEnabled(not why_not)
        self._primary.setAccessibleDescription(why_not or page.said())
        self._primary.clicked.connect(self._on_forward)
        self._hindrance = Text(why_not, "small", "muted") if why_not else None
        return (self._primary,), self._hindrance

    def _end_buttons(self) -> tuple[ActionButton, ...]:
        following = following_lesson(self.player.lesson)
        if following is None:
            self._primary = ActionButton(learn_words("over.practise"), primary=True)
            self._primary.clicked.connect(self.practise_wanted)
        else:
            self._primary = ActionButton(learn_words("over.following"), primary=True)
            self._primary.setAccessibleDescription(following.title)
            self._primary.clicked.connect(partial(self.lesson_wanted.emit, following.id))
        return (self._primary,)

    def _on_changed(self) -> None:
        """Bring the buttons up to date, and the keyboard to the way on that an answer has opened."""
        if not isinstance(self.page, StepPage) or self._primary is None:
            return
        why_not = self.page.hindrance()
        if self._hindrance is not None and why_not:
            self._hindrance.setText(why_not)
            self._primary.setAccessibleDescription(why_not)
        elif self._primary.isEnabled() == bool(why_not):
            self._show_buttons()
            if isinstance(self.page, QuizPage) and holds_focus(self):
                self._primary.setFocus()
        else:
            self._primary.setAccessibleDescription(self.page.said())

    def _on_forward(self) -> None:
        self.player.forward()
        self._begin()

    def _on_back(self) -> None:
        self.player.back()
        self._begin()


def following_lesson(lesson: Lesson) -> Lesson | None:
    """The lesson after this one; ``None`` after the last."""
    names = lessons.names()
    place = names.index(lesson.id) + 1
    return lessons.load(names[place]) if place < len(names) else None


def _page_of(player: LessonPlayer) -> StepPage:
    match player.step:
        case Read() as step:
            return ReadPage(step)
        case Confirm() as step:
            return ConfirmPage(player, step)
        case Quiz() as step:
            return QuizPage(player, step)
        case Try() as step:
            return IntroPage(step)


class _EndPage(ScrollPage):
    """What to remember, how the first answers were, and where it comes from."""

    again_wanted = Signal(tuple)
    """These steps, by their numbers from 0, are to be seen once more."""
    save_wanted = Signal()

    def __init__(self, lesson: Lesson, tally: Tally | None) -> None:
        super().__init__()
        card = titled(learn_words("over.title", title=lesson.title))
        last = lesson.steps[-1]
        if isinstance(last, Read):
            card.body.addWidget(Text(learn_words("over.remember"), "small", "muted"))
            card.body.addWidget(Text(last.lines[0], "lead"))
            for line in last.lines[1:]:
                card.body.addWidget(Text(line))
        following = following_lesson(lesson)
        said = (
            learn_words("over.practise_title")
            if following is None
            else learn_words("over.next_title", title=following.title)
        )
        card.body.addSpacing(theme().scaled(SPACE.small))
        card.body.addWidget(Text(said, tone="muted"))
        self.column.addWidget(card)
        if tally is not None:
            self.column.addWidget(self._tallied(lesson, tally))
        self.column.addWidget(_sources(lesson))

    def _tallied(self, lesson: Lesson, tally: Tally) -> Card:
        said = learn_words("over.tally", right=tally.right, unsure=tally.unsure, wrong=tally.wrong)
        card = Card()
        card.setAccessibleName(said)
        card.body.addWidget(Text(said, "strong"))
        save = _EndButton(learn_words("over.save"))
        save.clicked.connect(self.save_wanted)
        save.focused.connect(lambda: self.ensureWidgetVisible(save))
        if tally.again:
            card.body.addWidget(Text(learn_words("over.again_title")))
            for number in tally.again:
                card.body.addLayout(entry("-", lesson.steps[number].title))
            again = _EndButton(learn_words("over.again"))
            again.clicked.connect(lambda: self.again_wanted.emit(tally.again))
            again.focused.connect(lambda: self.ensureWidgetVisible(again))
            card.body.addWidget(StackingRow(again, save))
        else:
            card.body.addWidget(StackingRow(save))
        return card


class _EndButton(ActionButton):
    """Says when it gets the keyboard: Qt does not scroll to what Tab reaches from outside the page."""

    focused = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusInEvent(event)
        self.focused.emit()


def _sources(lesson: Lesson) -> Card:
    card = Card()
    card.setAccessibleName(learn_words("over.sources"))
    card.body.addWidget(Text(learn_words("over.sources"), "strong"))
    for source in lesson.sources:
        line = f"{source.name}: {source.address} ({source.date})"
        card.body.addLayout(entry("-", line))
    card.body.addWidget(Text(learn_words("over.reviewed", date=lesson.reviewed), "small", "muted"))
    return card
