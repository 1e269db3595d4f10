"""Two strokes find a step while one talks: the letter of a script, then the key of its step."""

from __future__ import annotations

from typing import NamedTuple

from walletsafe.guidance import calls
from walletsafe.guidance.calls import Script, Step


class Place(NamedTuple):
    """A step and the script that it stands in."""

    script: Script
    step: Step


class Strokes:
    """Reads stroke after stroke. ``letter`` is the first one while the second is awaited, else empty."""

    def __init__(self) -> None:
        self.letter = ""

    def press(self, stroke: str) -> Place | None:
        """Take a stroke, a capital or not, and return the place that it completes."""
        stroke, letter = stroke.upper(), self.letter
        self.letter = ""
        found = _place(letter, stroke)
        if found is None and any(script.letter == stroke for script in scripts()):
            self.letter = stroke
        return found


def scripts() -> tuple[Script, ...]:
    """All scripts, in the order in which they are offered."""
    return tuple(calls.load(name) for name in calls.names())


def handle(script: Script, step: Step) -> str:
    """The two strokes that find ``step``, such as ``M3``."""
    return script.letter + step.key


def _place(letter: str, key: str) -> Place | None:
    places = (Place(script, step) for script in scripts() if script.letter == letter for step in script.steps)
    return next((place for place in places if place.step.key == key), None)
