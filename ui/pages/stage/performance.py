"""One agenda before a room: where it is, what the room sees, how long it took. Gone with the window."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from walletsafe.guidance.agendas import Agenda, Demonstration, Drill, Question, Screen, Slide
from walletsafe.guidance.session import Session
from walletsafe.practice.drills import session as drills

from ...desk import Desk
from ...jobs import JobThread
from .acts import Act, BeatAct, DrillAct, QuestionAct, SlideAct
from .device_act import DeviceAct
from .room import PAUSE, RoomScreen
from .words import stage_words


class Performance(QObject):
    """Plays ``agenda``. ``now`` gives seconds that only grow."""

    changed = Signal()
    """The room sees something else on the same screen of the agenda."""
    turned = Signal()
    """Another screen of the agenda, or another beat of it, has come."""

    def __init__(
        self,
        agenda: Agenda,
        desk: Desk,
        device_thread: JobThread,
        parent: QObject,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.session = Session(agenda)
        self.paused = False
        self._desk, self._device_thread, self._now = desk, device_thread, now
        self._acts: dict[int, Act] = {}
        self._began = self._part_began = now()
        self._left: float | None = None
        """When the trainer left, while nobody came back to it: that time counts for nothing."""

    @property
    def act(self) -> Act:
        """What is played now."""
        position = self.session.position
        if position not in self._acts:
            self._acts[position] = self._act(self.session.screen)
        return self._acts[position]

    @property
    def room_screen(self) -> RoomScreen:
        """What the room sees now."""
        return PAUSE if self.paused or self.session.finished else self.act.room_screen

    @property
    def following(self) -> str:
        """What "Next" brings, in words; empty where the agenda ends."""
        if self.act.following:
            return self.act.following
        position = self.session.position + 1
        if position == len(self.session.screens):
            return ""
        return title_of(self.session.screens[position])

    @property
    def at_start(self) -> bool:
        """Whether there is nothing to go back to."""
        return self.session.position == 0 and not (isinstance(self.act, BeatAct) and self.act.beat)

    @property
    def minutes(self) -> tuple[int, int]:
        """The full minutes that this part took, and the agenda, without those in which it was left."""
        now = self._now() if self._left is None else self._left
        return int((now - self._part_began) // 60), int((now - self._began) // 60)

    def forward(self) -> None:
        """Go on. The room sees the next screen, also after a pause."""
        self._unblank()
        if not self.act.forward():
            self._turn(self.session.forward)
            self.act.begin()
        self.turned.emit()

    def back(self) -> None:
        """Go back; one comes to the last beat that was played there."""
        self._unblank()
        if self.session.finished or not self.act.back():
            self._turn(self.session.back)
        self.turned.emit()

    def go(self, part: int) -> None:
        """Go to the beginning of part ``part``, from 0."""
        self._unblank()
        self._turn(lambda: self.session.go(part))
        self.act.begin()
        self.turned.emit()

    def end(self) -> None:
        """End here, before the last screen."""
        self._unblank()
        self._turn(self.session.stop)
        self.turned.emit()

    def another(self) -> None:
        """Deal another exercise of the drill that is played now."""
        if isinstance(self.act, DrillAct):
            self.act.another()
            self.turned.emit()

    def pause(self, paused: bool) -> None:
        """Blank the room's screen, or show it again."""
        if paused != self.paused:
            if paused:
                self.paused = True
            else:
                self._unblank()
            self.changed.emit()

    def leave(self) -> None:
        """Nobody looks any more: blank the room's screen and stop what runs."""
        self.act.leave()
        self.pause(paused=True)
        if self._left is None:
            self._left = self._now()

    def _unblank(self) -> None:
        self.paused = False
        if self._left is not None:
            away = self._now() - self._left
            self._began, self._part_began, self._left = self._began + away, self._part_began + away, None

    def _turn(self, go: Callable[[], None]) -> None:
        self.act.leave()
        part = self.session.part_number
        go()
        if self.session.part_number != part:
            self._part_began = self._now()

    def _act(self, screen: Screen) -> Act:
        match screen:
            case Slide():
                return SlideAct(screen)
            case Question():
                return QuestionAct(screen, self.session)
            case Drill():
                return DrillAct(screen)
            case Demonstration():
                title = self.session.part.title
                act = DeviceAct(screen, title, self._desk, self._device_thread, self)
                act.changed.connect(self.changed)
                return act


def title_of(screen: Screen) -> str:
    """What a screen is called in the trainer's view."""
    match screen:
        case Slide(title=title):
            return title
        case Question(quiz=quiz):
            return quiz.title
        case Drill(name=name):
            return drills.title(name)
        case Demonstration():
            return stage_words("next.device")
