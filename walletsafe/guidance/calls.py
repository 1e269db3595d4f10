"""The call scripts as typed data: strict loader of ``resources/text/<lang>/calls``.

A script is a graph of steps. Its first ones, shared by all scripts (``opening.toml``), ask whether somebody
else tells the caller what to do, and get the caller out where that is so. An answer leads to a step that
stands further down and never back up, so that no call goes in circles and every one ends.
:mod:`walletsafe.guidance.call` says where somebody is in a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from walletsafe import texts
from walletsafe.findings import Finding, finding
from walletsafe.guidance import plans
from walletsafe.guidance.lessons import Source, source_of
from walletsafe.guidance.table import Table, read

_ORDER: Final = ("message", "caller", "device", "not-found", "words", "parcel", "download", "threat")

BEGIN: Final = "begin"
"""The id of the first step of a script of its own, to which the opening leads."""

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller may say, what that means for the agent, and the id of the step that follows.

    ``told`` is the same as a sentence for the summary ("Nobody else is on the line."), or empty.
    """

    text: str
    meaning: str
    to: str
    told: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``key`` is the second of the two strokes that find it, the first is the script's letter.

    ``say`` is read aloud, ``sees`` is what the caller has before them or empty, ``page`` the name of the
    owner's page (``[pages]`` of ``window.toml``) or empty, ``never`` what must not be asked here. A step
    without answers ends the call: ``result`` is the finding it ends in (one of :data:`ENDS`), ``plan`` the
    emergency plan that follows or empty.
    """

    id: str
    key: str
    title: str
    say: tuple[str, ...]
    sees: str
    page: str
    answers: tuple[Answer, ...]
    never: tuple[str, ...]
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
        steps=(*first, *own),
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
    step = Step(
        id=table.text("id"),
        key=_stroke(table, "key"),
        title=table.text("title"),
        say=table.lines("say", 1, 3),
        sees=table.optional_text("sees"),
        page=table.choice("page", _pages(), optional=True),
        answers=answers,
        never=(*table.optional_lines("never", 1, 2), *standing),
        result="" if answers else table.choice("result", frozenset(ENDS)),
        plan="" if answers else table.choice("plan", frozenset(plans.situations()), optional=True),
    )
    table.finish()
    return step


def _answer(table: Table) -> Answer:
    answer = Answer(table.text("text"), table.text("meaning"), table.text("to"), table.optional_text("told"))
    table.finish()
    return answer


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
