"""The steps of a lesson as pages: to read and to tick off. Questions are in :mod:`.quiz`."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from walletsafe.guidance.lessons import Confirm, Read
from walletsafe.guidance.player import LessonPlayer

from ...widgets.buttons import ActionButton
from ...widgets.layouts import Card, ScrollPage
from ...widgets.lesson_drawing import LessonDrawing
from ...widgets.text import Text
from ...widgets.tick_box import TickBox
from .words import learn_words


class StepPage(ScrollPage):
    """One step, or a part of it. ``width`` as in :class:`~...widgets.layouts.ScrollPage`.

    ``first`` is where the keyboard begins; ``None`` stands for the primary button below the page.
    """

    changed = Signal()
    """Whether one may go on has perhaps changed."""
    turned = Signal(object)
    """This part of the step is over; the :class:`StepPage` that it brings is to be shown instead."""

    plan_wanted = Signal()
    """Words were typed that are nobody's practice words: what to do then is asked for."""

    has_back = True
    """Whether Back stands below the page."""
    exercise = False
    """Whether the page imitates something false, and must be marked as an exercise."""

    def __init__(self, title: str, width: int | None = None) -> None:
        super().__init__(width)
        self.title = title

    def hindrance(self) -> str:
        """Why one cannot go on yet, for people; empty where one can."""
        return ""

    def said(self) -> str:
        """What whoever cannot see the page hears with the button that goes on."""
        return self.title

    def primary(self) -> ActionButton | None:
        """A new button that stands in place of Go on."""
        return None

    def note(self) -> QWidget | None:
        """What stays in sight above the buttons."""
        return None

    def escape(self) -> bool:
        """Take the Esc key, or leave it to the lesson."""
        return False

    def forget(self) -> None:
        """Blank whatever was typed."""


class ReadPage(StepPage):
    """A few paragraphs, perhaps with a drawing."""

    def __init__(self, step: Read) -> None:
        super().__init__(step.title)
        card = titled(step.title)
        if step.drawing:
            card.body.addWidget(LessonDrawing(step.drawing, step.drawing_text))
        for line in step.lines:
            card.body.addWidget(Text(line))
        self.column.addWidget(card)


class ConfirmPage(StepPage):
    """Facts, each with a box to tick."""

    def __init__(self, player: LessonPlayer, step: Confirm) -> None:
        super().__init__(step.title)
        self._player = player
        card = titled(step.title)
        self.boxes = tuple(
            TickBox(fact, ticked=number in player.ticked) for number, fact in enumerate(step.facts)
        )
        for number, box in enumerate(self.boxes):
            box.setAccessibleDescription(step.title)
            box.toggled.connect(partial(self._on_toggled, number))
            card.body.addWidget(box)
        self.column.addWidget(card)
        self.first = next((box for box in self.boxes if not box.isChecked()), None)

    def hindrance(self) -> str:
        """Asks for the ticks that are missing."""
        return "" if self._player.can_go_on else learn_words("lesson.tick_first")

    def _on_toggled(self, number: int, ticked: bool) -> None:
        if ticked:
            self._player.tick(number)
        else:
            self._player.untick(number)
        self.changed.emit()


def titled(title: str) -> Card:
    """A card with its title."""
    card = Card()
    card.setAccessibleName(title)
    card.body.addWidget(Text(title, "title"))
    return card
