"""What happens on one screen of an agenda, beat by beat: what the room sees now, and what comes next."""

from __future__ import annotations

from typing import Protocol

from walletsafe.guidance.agendas import Drill, Question, Slide
from walletsafe.guidance.session import Session
from walletsafe.practice.drills.session import DrillSession

from . import room
from .room import RoomScreen
from .words import stage_words


class Act(Protocol):
    """One screen of an agenda as it is played. Kept while the agenda lasts: one may come back."""

    notes: tuple[str, ...]
    """For the trainer alone."""

    @property
    def room_screen(self) -> RoomScreen:
        """What the room sees now."""
        ...

    @property
    def following(self) -> str:
        """What "Next" does within this act, in words; empty at its end."""
        ...

    def begin(self) -> None:
        """Start from the first beat: one arrives from before."""
        ...

    def forward(self) -> bool:
        """Go one beat on, and return whether there was one."""
        ...

    def back(self) -> bool:
        """Go one beat back, and return whether there was one."""
        ...

    def leave(self) -> None:
        """Stop whatever runs: another screen comes."""
        ...


class BeatAct:
    """An act whose beats only follow one another. ``followings`` are said before each but the first."""

    def __init__(self, notes: tuple[str, ...], followings: tuple[str, ...] = ()) -> None:
        self.notes = notes
        self.beat = 0
        self._followings = followings

    @property
    def following(self) -> str:
        """What "Next" does within this act, in words; empty at its end."""
        return "" if self.beat == len(self._followings) else stage_words(self._followings[self.beat])

    def begin(self) -> None:
        """Start from the first beat."""
        self.beat = 0

    def forward(self) -> bool:
        """Go one beat on, and return whether there was one."""
        goes = self.beat < len(self._followings)
        self.beat += goes
        return goes

    def back(self) -> bool:
        """Go one beat back, and return whether there was one."""
        goes = self.beat > 0
        self.beat -= goes
        return goes

    def leave(self) -> None:
        """Nothing runs here."""


class SlideAct(BeatAct):
    """A slide: one beat."""

    def __init__(self, slide: Slide) -> None:
        super().__init__(slide.notes)
        self.room_screen = room.slide_screen(slide)


class QuestionAct(BeatAct):
    """A question, then the hands with the right answer, then the reason. ``session`` keeps the hands."""

    def __init__(self, question: Question, session: Session) -> None:
        super().__init__(question.notes, ("next.hands", "next.because"))
        self.quiz = question.quiz
        self.session = session

    @property
    def room_screen(self) -> RoomScreen:
        """What the room sees now."""
        match self.beat:
            case 0:
                return room.quiz_screen(self.quiz)
            case 1:
                return room.hands_screen(self.quiz, self.session.hands)
            case _:
                return room.because_screen(self.quiz)


class DrillAct(BeatAct):
    """An exercise, then its answer; another one as often as there is time for."""

    def __init__(self, drill: Drill) -> None:
        super().__init__(drill.notes, ("next.answer",))
        self._name = drill.name
        self.another()

    def another(self) -> None:
        """Deal a new exercise, short enough for a room."""
        self.exercise = DrillSession(self._name).next()
        self.beat = 0

    @property
    def room_screen(self) -> RoomScreen:
        """What the room sees now."""
        make = room.drill_answer_screen if self.beat else room.drill_screen
        return make(self.exercise)
