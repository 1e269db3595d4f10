"""Where an agent is in a call, and what came of it. Held in memory only; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from walletsafe import texts
from walletsafe.findings import CheckResult, Entry, Finding, Outcome, Report, Severity, finding
from walletsafe.guidance.calls import BEGIN, ENDS, NOTHING_LOST, Answer, Script, Step

KIND = "call"
"""The kind of the report, and the id of its one check."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was left, and the answer it was left by; ``None`` where the agent jumped away from it."""

    script: Script
    step: Step
    answer: Answer | None


class Call:
    """One call along ``script``, from its first step on.

    The agent may go back, jump, and change the script while talking; :attr:`trail` keeps what was answered.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self._step = script.steps[0]
        self._trail: list[Taken] = []
        self._codes: list[str] = []

    @property
    def script(self) -> Script:
        """The script that is followed now."""
        return self._script

    @property
    def step(self) -> Step:
        """The step that is before the agent now; at the end, the one that ends the call."""
        return self._step

    @property
    def trail(self) -> tuple[Taken, ...]:
        """The steps that were left so far, in their order."""
        return tuple(self._trail)

    @property
    def finished(self) -> bool:
        """Whether the step now is one that ends the call."""
        return not self._step.answers

    @property
    def codes(self) -> tuple[str, ...]:
        """What the codes said that the caller read out: the outcome in a word each, nothing else of them."""
        return tuple(self._codes)

    def answer(self, number: int) -> Step:
        """Take answer ``number`` of this step, from 0, and return the step that follows.

        Raise ``IndexError`` where the step has no such answer.
        """
        if not 0 <= number < len(self._step.answers):
            raise IndexError(number)
        answer = self._step.answers[number]
        self._leave(answer, self._script, self._script.step(answer.to))
        return self._step

    def go(self, step_id: str) -> Step:
        """Jump to a step of this script. Raise ``KeyError`` where there is none of this id."""
        step = self._script.step(step_id)
        if step is not self._step:
            self._leave(None, self._script, step)
        return step

    def find(self, letter: str, key: str) -> Step | None:
        """The step of this script that two strokes stand for, in capitals or not; ``None`` without one."""
        if letter.upper() != self._script.letter:
            return None
        return next((step for step in self._script.steps if step.key == key.upper()), None)

    def switch(self, script: Script) -> Step:
        """Go on with another script, and ask what the opening asks only if it has not been answered yet."""
        opened = any(taken.answer and taken.answer.to == BEGIN for taken in self._trail)
        self._leave(None, script, script.step(BEGIN) if opened else script.steps[0])
        return self._step

    def back(self) -> None:
        """Go back to the step before, as if it had not been left. At the first one, nowhere."""
        if self._trail:
            last = self._trail.pop()
            self._script, self._step = last.script, last.step

    def note_code(self, report: Report) -> None:
        """Note what a code said that the caller read out: its outcome, and whether it is a DEMO."""
        title = texts.outcome_text(report.outcome, report.kind).title
        self._codes.append(texts.words("report", "call.demo", title=title) if report.demo else title)

    def summary(self) -> tuple[str, ...]:
        """Sentences to read out: what was told, what to do now, what never to do."""
        closing = self._script.closing
        told = [taken.answer.told for taken in self._trail if taken.answer and taken.answer.told]
        lines = [closing.told, *told] if told else []
        lines += [closing.next, *self._step.say] if self.finished else closing.unfinished
        return (*dict.fromkeys(lines), *closing.never)

    def report(self, knowledge_date: str, notes: tuple[str, ...] = ()) -> Report:
        """The call as a report. ``notes`` have been redacted by whoever hands them in.

        It never passes: by telephone nothing can be confirmed.
        """
        found = self._findings()
        if any(one.severity is Severity.DANGER for one in found):
            outcome = Outcome.DID_NOT_PASS
        elif any(one.id not in ENDS for one in found):
            outcome = Outcome.STOPPED
        else:
            outcome = Outcome.COULD_NOT_CHECK
        return Report(
            kind=KIND,
            demo=False,
            subject={"script": self._script.id},
            checks=(CheckResult(KIND, outcome, found),),
            knowledge_date=knowledge_date,
            record=(
                *self._record(),
                *(Entry(texts.words("report", "call.note"), note) for note in notes),
            ),
        )

    def _leave(self, answer: Answer | None, script: Script, step: Step) -> None:
        self._trail.append(Taken(self._script, self._step, answer))
        self._script, self._step = script, step

    def _findings(self) -> tuple[Finding, ...]:
        """What the call ended in. A danger that was reached stays one when the call goes on after it."""
        ends = [ENDS[taken.step.result] for taken in self._trail if taken.step.result]
        found = {end.id: end for end in ends if end.severity is Severity.DANGER}
        if not self.finished or (self._step.result == NOTHING_LOST and self._jumped()):
            return (*found.values(), finding("call.unfinished"))
        return tuple((found | {self._step.result: ENDS[self._step.result]}).values())

    def _jumped(self) -> bool:
        """Whether a question of this script was jumped over, so that nobody may say that nothing is lost."""
        return any(taken.answer is None for taken in self._trail if taken.script is self._script)

    def _record(self) -> list[Entry]:
        entries = [
            Entry(taken.step.title, taken.answer.text if taken.answer else "")
            for taken in self._trail
            if taken.answer or taken.step.result
        ]
        if self.finished:
            entries.append(Entry(self._step.title, ""))
        name = texts.words("report", "call.code")
        return [*entries, *(Entry(name, code) for code in self._codes)]
