"""Learn: the list of lessons, one lesson, or what this program will never do."""

from __future__ import annotations

from PySide6.QtCore import Signal

from walletsafe.guidance import lessons
from walletsafe.guidance.player import LessonPlayer

from ..page import Page
from .lesson import LessonView
from .never import NeverView
from .start import StartView


class LearnPage(Page):
    """One view at a time. How far each lesson has come is kept in memory, until the window is closed."""

    practise_wanted = Signal()
    plan_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._players: dict[str, LessonPlayer] = {}
        self._done: set[str] = set()
        self.show_start()

    def show_start(self) -> None:
        """Show all lessons, the keyboard on the one that was left just now."""
        last = self.view.player.lesson.id if isinstance(self.view, LessonView) else ""
        self._note_done()
        view = StartView(self._players, self._done, last)
        view.chosen.connect(self.show_lesson)
        view.never_wanted.connect(self.show_never)
        self._show(view)

    def show_lesson(self, name: str) -> None:
        """Show a lesson where it was left, from its beginning where it was finished.

        Raise :class:`~walletsafe.errors.UnknownLesson` where none has this id.
        """
        self._note_done()
        player = self._players.get(name)
        if player is None or player.finished:
            player = self._players[name] = LessonPlayer(lessons.load(name))
        view = LessonView(player)
        view.left.connect(self.show_start)
        view.lesson_wanted.connect(self.show_lesson)
        view.again_wanted.connect(self._show_again)
        view.practise_wanted.connect(self.practise_wanted)
        view.plan_wanted.connect(self.plan_wanted)
        self._show(view)

    def _show_again(self, player: LessonPlayer) -> None:
        """Show quizzes of the lesson that was finished just now once more."""
        self._note_done()
        self._players[player.lesson.id] = player
        self.show_lesson(player.lesson.id)

    def show_never(self) -> None:
        """Show what this program will never do."""
        view = NeverView()
        view.left.connect(self.show_start)
        self._show(view)

    def leave(self) -> None:
        """Blank what was typed."""
        self._forget()

    def _forget(self) -> None:
        if isinstance(self.view, LessonView):
            self.view.forget()

    def _note_done(self) -> None:
        self._done |= {name for name, player in self._players.items() if player.finished}

    def _show(self, view: StartView | LessonView | NeverView) -> None:
        self._forget()
        self.show_view(view)
