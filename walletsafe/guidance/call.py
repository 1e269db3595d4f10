"""Where an agent is in a call, and what came of it. Held in memory only; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from walletsafe import texts
from walletsafe.findings import CheckResult, Entry, Finding, Outcome, Report, Severity, finding
from walletsafe.guidance.calls import BEGIN, COACHED, ENDS, HANG_UP, NOTHING_LOST, Answer, Script, Step

KIND = "call"
"""The kind of the report, and the id of its one check."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was left, and the answer it was left by; ``None`` where the agent jumped away from it."""

    script: Script
    step: Step
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class CodeRead:
    """What a code said that the caller read out, and nothing else of it."""

    kind: str
    outcome: Outcome
    demo: bool


class Refusal(StrEnum):
    """Why an answer cannot be given: it takes the word of a code, and the last code does not say so."""

    NO_CODE = "no_code"
    OTHER_KIND = "other_kind"
    DEMO = "demo"
    OTHER_OUTCOME = "other_outcome"


class Call:
    """One call along ``script``, from its first step on.

    The agent may go back, jump, and change the script while talking; :attr:`trail` keeps what was answered.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self._step = script.steps[0]
        self._trail: list[Taken] = []
        self._codes: list[CodeRead] = []

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
        """What the codes said that the caller read out: the outcome of each in a word, and DEMO if it was."""
        return tuple(_word(code) for code in self._codes)

    def refusal(self, number: int) -> Refusal | None:
        """Why answer ``number`` of this step, from 0, cannot be given now; ``None`` where it can."""
        answer = self._step.answers[number]
        if not answer.outcomes:
            return None
        if not self._codes:
            return Refusal.NO_CODE
        last = self._codes[-1]
        if last.kind != self._step.code:
            return Refusal.OTHER_KIND
        if last.demo:
            return Refusal.DEMO
        return None if last.outcome in answer.outcomes else Refusal.OTHER_OUTCOME

    def answer(self, number: int) -> Step:
        """Take answer ``number`` of this step, from 0, and return the step that follows.

        Raise ``IndexError`` where the step has no such answer, and ``ValueError`` where :meth:`refusal` tells
        why it cannot be given.
        """
        if not 0 <= number < len(self._step.answers):
            raise IndexError(number)
        if refusal := self.refusal(number):
            raise ValueError(refusal)
        answer = self._step.answers[number]
        self._leave(answer, self._script, self._script.step(answer.to))
        return self._step

    def go(self, step_id: str) -> Step:
        """Jump to a step of this script. Raise ``KeyError`` where there is none of this id."""
        step = self._script.step(step_id)
        if step is not self._step:
            self._leave(None, self._script, step)
        return step

    def switch(self, script: Script) -> Step:
        """Go on with another script, at its own first step once the opening has been answered.

        Before that at the opening, and as long as somebody else tells the caller what to do, at hanging up.
        """
        led = (taken.answer.to for taken in reversed(self._trail) if taken.answer)
        begun = next((to for to in led if to in {BEGIN, HANG_UP}), script.steps[0].id)
        self._leave(None, script, script.step(begun))
        return self._step

    def back(self) -> None:
        """Go back to the step before, as if it had not been left. At the first one, nowhere."""
        if self._trail:
            last = self._trail.pop()
            self._script, self._step = last.script, last.step

    def note_code(self, report: Report) -> None:
        """Note what a code said that the caller read out: kind, outcome, and whether it is a DEMO.

        Read once more at once, it is the same code.
        """
        read = CodeRead(report.kind, report.outcome, report.demo)
        if self._codes[-1:] != [read]:
            self._codes.append(read)

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
        """What the call ended in. A danger that was reached stays one when the call goes on after it.

        So does somebody else on the line, from the answer on that told of them.
        """
        ends = [ENDS[taken.step.result] for taken in self._trail if taken.step.result]
        found = {end.id: end for end in ends if end.severity is Severity.DANGER}
        if any(taken.answer and taken.answer.to == HANG_UP for taken in self._trail):
            found[COACHED] = ENDS[COACHED]
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
        return [*entries, *(Entry(name, code) for code in self.codes)]


def _word(code: CodeRead) -> str:
    title = texts.outcome_text(code.outcome, code.kind).title
    return texts.words("report", "call.demo", title=title) if code.demo else title
