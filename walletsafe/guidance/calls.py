"""The call scripts as typed data: strict loader of ``resources/text/<lang>/calls``.

A script is a graph of steps. Its first ones, shared by all scripts (``opening.toml``), ask whether somebody
else tells the caller what to do, and get the caller out where that is so. An answer leads to a step that
stands further down and never back up, so that no call goes in circles and every one ends. The ends of the
opening stand last, so that a script may lead to them as well.

A code that a caller reads out proves nothing, also not to a script: an answer that takes its word for
something can be given only after a code has said so, and there is always one without a code.
:mod:`walletsafe.guidance.call` says where somebody is in a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from walletsafe import texts
from walletsafe.findings import Finding, Outcome, finding
from walletsafe.guidance import plans
from walletsafe.guidance.lessons import Source, source_of
from walletsafe.guidance.table import Table, read

_ORDER: Final = ("message", "caller", "device", "not-found", "words", "parcel", "download", "threat")

BEGIN: Final = "begin"
"""The id of the first step of a script of its own, to which the opening leads."""

HANG_UP: Final = "hang-up"
"""The id of the step of the opening that gets a caller away from whoever tells them what to do."""

COACHED: Final = "call.coached"
"""The end for a caller whom somebody else tells what to do."""

NOTHING_LOST: Final = "call.nothing_lost"
"""The one end that is good news."""

ENDS: Final[Mapping[str, Finding]] = {
    found.id: found
    for found in (
        finding("call.act_now"),
        finding("call.coached"),
        finding("call.to_check"),
        finding("call.nothing_lost"),
    )
}
"""The findings in which a script may end, by their ids."""

CODE_KINDS: Final = frozenset({texts.DEVICE, "message", "download"})
"""Kinds of reports whose read-back code a step may ask for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller may say, what that means for the agent, and the id of the step that follows.

    ``told`` is the same as a sentence for the summary ("Nobody else is on the line."), or empty. ``outcomes``
    are what a code must have said for this answer, one of them; empty: no code is needed.
    """

    text: str
    meaning: str
    to: str
    told: str
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``key`` is the second of the two strokes that find it, the first is the script's letter.

    ``say`` is read aloud, ``sees`` is what the caller has before them or empty, ``page`` the name of the
    owner's page (``[pages]`` of ``window.toml``) or empty, ``never`` what must not be asked here. ``code`` is
    the kind of report whose code is asked for (one of :data:`CODE_KINDS`) or empty. A step without answers
    ends the call: ``result`` is the finding it ends in (one of :data:`ENDS`), ``plan`` the emergency plan
    that follows or empty.
    """

    id: str
    key: str
    title: str
    say: tuple[str, ...]
    sees: str
    page: str
    answers: tuple[Answer, ...]
    never: tuple[str, ...]
    code: str
    result: str
    plan: str


@dataclass(frozen=True, slots=True)
class Closing:
    """What is read out around the summary of a call, in this order.

    ``told`` comes before what the caller told, ``next`` before what to do now, ``unfinished`` stands in the
    place of the latter in a call that did not reach an end, and ``never`` closes.
    """

    told: str
    next: str
    unfinished: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """One script, whose first step begins it. ``letter`` is the first of the two strokes that find a step."""

    id: str
    letter: str
    title: str
    summary: str
    steps: tuple[Step, ...]
    closing: Closing
    sources: tuple[Source, ...]
    reviewed: str

    def step(self, step_id: str) -> Step:
        """The step with this id. Raise ``KeyError`` where there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


def names() -> tuple[str, ...]:
    """The permanent ids of all scripts, in the order in which they are offered."""
    return _ORDER


@lru_cache
def load(name: str) -> Script:
    """Load a script with its opening. Raise ``KeyError`` where there is none of this name.

    Raise ``ValueError`` where a file breaks a rule: a fault of ours.
    """
    if name not in _ORDER:
        raise KeyError(name)
    return _script(name, read(f"calls/{name}"), read("calls/opening"))


def _script(name: str, table: Table, opening: Table) -> Script:
    if table.text("id") != name:
        raise table.fault("id", "not the name of the file")
    standing = opening.lines("never", 1, 4)
    first, own = _steps(opening, standing), _steps(table, standing)
    if own[0].id != BEGIN:
        raise table.fault("steps", f"the first one is not {BEGIN!r}")
    script = Script(
        id=name,
        letter=_stroke(table, "letter"),
        title=table.text("title"),
        summary=table.text("summary"),
        steps=(
            *(step for step in first if step.answers),
            *own,
            *(step for step in first if not step.answers),
        ),
        closing=_closing(opening),
        sources=tuple(source_of(entry) for entry in table.tables("sources", 1, 6)),
        reviewed=table.date("reviewed"),
    )
    table.finish()
    opening.finish()
    _check(script, table)
    return script


def _steps(table: Table, standing: tuple[str, ...]) -> tuple[Step, ...]:
    return tuple(_step(entry, standing) for entry in table.tables("steps", 2, 20))


def _step(table: Table, standing: tuple[str, ...]) -> Step:
    answers = tuple(_answer(entry) for entry in table.optional_tables("answers", 2, 6))
    code = table.choice("code", CODE_KINDS, optional=True)
    needed = {bool(answer.outcomes) for answer in answers}
    if not code and True in needed:
        raise table.fault("outcomes", "the step asks for no code")
    if code and needed != {True, False}:
        raise table.fault("code", "not one answer with a code and one without")
    step = Step(
        id=table.text("id"),
        key=_stroke(table, "key"),
        title=table.text("title"),
        say=table.lines("say", 1, 3),
        sees=table.optional_text("sees"),
        page=table.choice("page", _pages(), optional=True),
        answers=answers,
        never=(*table.optional_lines("never", 1, 2), *standing),
        code=code,
        result="" if answers else table.choice("result", frozenset(ENDS)),
        plan="" if answers else table.choice("plan", frozenset(plans.situations()), optional=True),
    )
    table.finish()
    return step


def _answer(table: Table) -> Answer:
    answer = Answer(
        table.text("text"),
        table.text("meaning"),
        table.text("to"),
        table.optional_text("told"),
        tuple(_outcome(table, name) for name in table.optional_lines("outcomes", 1, len(Outcome))),
    )
    table.finish()
    return answer


def _outcome(table: Table, name: str) -> Outcome:
    try:
        return Outcome(name)
    except ValueError:
        raise table.fault("outcomes", f"unknown value {name!r}") from None


def _closing(opening: Table) -> Closing:
    return Closing(
        told=opening.text("told"),
        next=opening.text("next"),
        unfinished=opening.lines("unfinished", 1, 3),
        never=opening.lines("closing", 1, 4),
    )


def _stroke(table: Table, key: str) -> str:
    stroke = table.text(key)
    if not (len(stroke) == 1 and stroke.isascii() and stroke.isalnum() and stroke == stroke.upper()):
        raise table.fault(key, f"no capital letter or digit: {stroke!r}")
    return stroke


def _pages() -> frozenset[str]:
    return frozenset(cast("Mapping[str, int]", texts.section("window")["pages"]))


def _check(script: Script, table: Table) -> None:
    """Refuse what a walk could not get through. Raise ``ValueError``."""
    ids = [step.id for step in script.steps]
    if HANG_UP not in ids:
        raise table.fault("steps", f"no {HANG_UP!r} in the opening")
    for what, seen in (("id", ids), ("key", [step.key for step in script.steps])):
        for value in seen:
            if seen.count(value) > 1:
                raise table.fault("steps", f"{what} twice: {value!r}")
    reached = {ids[0]}
    for number, step in enumerate(script.steps):
        if step.id not in reached:
            raise table.fault("steps", f"no answer leads to {step.id!r}")
        for answer in step.answers:
            if answer.to not in ids[number + 1 :]:
                raise table.fault("steps", f"{step.id!r} leads to {answer.to!r}, which is not further down")
            reached.add(answer.to)
