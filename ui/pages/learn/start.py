"""All lessons in their order, and the page of promises."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import Signal

from walletsafe.guidance import lessons
from walletsafe.guidance.player import LessonPlayer

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import CardButton, StackingRow
from ...widgets.handout_dialog import HandoutButton
from ...widgets.layouts import ScrollPage
from ...widgets.text import Text
from .words import learn_words


class StartView(ScrollPage):
    """Lets a lesson be chosen; emits its id.

    ``players`` are the lessons that were begun, ``done`` the ids of those that were finished once.
    ``last`` is the one that was left just now: the keyboard begins there.
    """

    page_name = "learn_start"
    chosen = Signal(str)
    never_wanted = Signal()

    def __init__(self, players: Mapping[str, LessonPlayer], done: Collection[str], last: str = "") -> None:
        super().__init__()
        self.column.addWidget(Text(learn_words("begin.title"), "title"))
        self.column.addWidget(Text(learn_words("begin.lead"), tone="muted"))
        self.column.addSpacing(theme().scaled(SPACE.small))
        for name in lessons.names():
            card = _card(lessons.load(name), _state(players.get(name), done=name in done))
            card.clicked.connect(partial(self.chosen.emit, name))
            self.column.addWidget(card)
            if self.first is None or name == last:
                self.first = card
        self.column.addSpacing(theme().scaled(SPACE.small))
        never = CardButton(learn_words("begin.promises"), learn_words("begin.promises_more"))
        never.clicked.connect(self.never_wanted)
        self.column.addWidget(never)
        poster = HandoutButton(learn_words("begin.poster"), ("never-type-it",))
        self.column.addWidget(StackingRow(poster))
        self.keep_first_in_view()


def _card(lesson: lessons.Lesson, state: str) -> CardButton:
    minutes = learn_words("begin.minutes", minutes=lesson.minutes)
    card = CardButton(lesson.title, lesson.summary)
    card.setAccessibleDescription(" ".join(filter(None, (lesson.summary, f"{minutes}.", state))))
    card.add_line(Text(minutes, "small", "muted"))
    if state:
        card.add_line(Text(state, "strong", "accent"))
    return card


def _state(player: LessonPlayer | None, *, done: bool) -> str:
    """How far a lesson has come, in words; empty where it was not begun."""
    if player is None or player.finished or not (player.position or player.ticked or player.answers):
        return learn_words("begin.done") if done else ""
    step, steps = player.position + 1, player.progress[1]
    return learn_words("begin.begun_again" if done else "begin.begun", step=step, steps=steps)
