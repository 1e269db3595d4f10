"""The call that is open now: where the agent is in it, the notes, and its clock. Held in memory only."""

from __future__ import annotations

from textwrap import wrap

from PySide6.QtCore import QElapsedTimer

from walletsafe import knowledge, notes
from walletsafe.findings import Report
from walletsafe.guidance.call import Call
from walletsafe.guidance.calls import Script, Step
from walletsafe.report.document import ENTRY_LIMIT

_MILLISECONDS_PER_SECOND = 1_000


class OpenCall:
    """One call that begins with ``script``. ``notes`` are as they stand in their field, already scrubbed."""

    def __init__(self, script: Script) -> None:
        self.call = Call(script)
        self.notes = ""
        self._clock = QElapsedTimer()
        self._clock.start()

    @property
    def time(self) -> str:
        """How long the call has lasted, as minutes and seconds: ``2:05``."""
        minutes, seconds = divmod(self._clock.elapsed() // _MILLISECONDS_PER_SECOND, 60)
        return f"{minutes}:{seconds:02}"

    @property
    def begun(self) -> bool:
        """Whether anything would be lost with this call."""
        return bool(self.call.trail or self.call.codes or self.notes)

    def go(self, script: Script, step: Step) -> None:
        """Jump to ``step`` of ``script``, whichever was followed so far."""
        if script is not self.call.script:
            self.call.switch(script)
        self.call.go(step.id)

    def report(self) -> Report:
        """The call as it would be saved: of the notes only words that our own texts have."""
        return self.call.report(knowledge.load().date, self._saved_notes())

    def left_out(self) -> int:
        """How many places of the notes would not be saved."""
        return sum(line.count(notes.MARK) for line in self._saved_notes())

    def _saved_notes(self) -> tuple[str, ...]:
        lines = (notes.known_words_only(line) for line in self.notes.splitlines())
        # A line of a report is cut at its limit, and a word that is cut would be none of ours.
        return tuple(part for line in lines for part in wrap(line, ENTRY_LIMIT, break_on_hyphens=False))
