"""How far somebody has come in a plan. In memory only: it is gone when the window is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from PySide6.QtCore import QElapsedTimer

from walletsafe.guidance.plans import Plan, Step, When

from .words import emergency_words

_MINUTE, _HOUR = 60_000, 3_600_000
"""In milliseconds."""


def _started() -> QElapsedTimer:
    timer = QElapsedTimer()
    timer.start()
    return timer


@dataclass(slots=True)
class Progress:
    """The time that was chosen, what was ticked, and for how long the plan has been open.

    ``branches`` are ids of the plan's branches; ``done`` holds steps, also those of branches not ticked now.
    """

    plan: Plan
    when: When
    branches: set[str] = field(default_factory=set[str])
    done: set[Step] = field(default_factory=set[Step])
    opened: QElapsedTimer = field(default_factory=_started)

    def steps(self) -> tuple[Step, ...]:
        """The steps that are for this person."""
        return self.plan.steps_for(self.branches)

    def first_steps(self) -> tuple[Step, ...]:
        """The steps at the beginning that are for everybody: nobody has to answer anything before them."""
        return tuple(takewhile(lambda step: not step.branch, self.plan.steps))

    def count(self) -> tuple[int, int]:
        """How many of these steps are done, and how many there are."""
        steps = self.steps()
        return sum(step in self.done for step in steps), len(steps)

    def clock(self) -> str:
        """How long ago it happened, as far as that is known, in words."""
        return emergency_words(f"clock.{self.when}", time=_in_words(self.opened.elapsed()))


def _in_words(milliseconds: int) -> str:
    """A span of time in whole minutes, from an hour on in whole hours."""
    hours, minutes = milliseconds // _HOUR, milliseconds // _MINUTE
    if hours:
        return emergency_words("clock.hour" if hours == 1 else "clock.hours", count=hours)
    if minutes:
        return emergency_words("clock.minute" if minutes == 1 else "clock.minutes", count=minutes)
    return emergency_words("clock.begin")
