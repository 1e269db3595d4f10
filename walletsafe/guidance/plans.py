"""The emergency plans as typed data: strict loader of ``resources/text/<lang>/plans``.

A plan is a row of steps in order of action. Some steps belong to a branch: they are for whoever ticked its
sentence, or for whoever did not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from walletsafe.errors import UnknownSituation
from walletsafe.guidance.lessons import Source, source_of
from walletsafe.guidance.table import Table, read

_ORDER: Final = (
    "words",
    "fake-app",
    "clicked",
    "signed",
    "lost-device",
    "lost-phrase",
    "stored",
    "parcel",
    "threat",
    "sim-swap",
)

WORDS: Final = "words"
"""The plan to which whoever typed their words is led."""

STORED: Final = "stored"
"""The plan for whoever keeps their words in a file, a cloud or a photo."""

FAKE_APP: Final = "fake-app"
"""The plan for whoever installed a file that did not pass."""

THREAT: Final = "threat"
"""The plan for whoever got a message that demands money."""

VIOLENCE: Final = "violence"
"""The branch of that plan for a message that names a home, a family or violence."""


class When(StrEnum):
    """How long ago it happened."""

    NOW = "now"
    TODAY = "today"
    DAYS = "days"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Branch:
    """A sentence that may hold for somebody, to be ticked: ``tick`` in their words.

    ``yes`` and ``no`` say on paper whom a step is for ("With a second device"); ``no`` is empty where no
    step is for whoever did not tick it.
    """

    id: str
    tick: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, and why. ``plan`` is another plan to go on with, or empty.

    ``branch`` is empty where the step is for everybody; else it is for those who ticked that branch, or with
    ``ticked`` false for those who did not.
    """

    text: str
    why: str
    plan: str
    branch: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan. ``first`` is the first sentence, which never blames; ``when`` says what the time changes.

    ``recovery`` names the second fraud that follows; ``not_in_danger`` is what need not be worried about.
    """

    id: str
    title: str
    summary: str
    first: str
    when: Mapping[When, str]
    branches: tuple[Branch, ...]
    steps: tuple[Step, ...]
    not_to_do: tuple[str, ...]
    recovery: str
    not_in_danger: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: str

    def branch(self, step: Step) -> Branch | None:
        """The branch that a step belongs to; ``None`` where it is for everybody."""
        return next((branch for branch in self.branches if branch.id == step.branch), None)

    def steps_for(self, ticked: Collection[str]) -> tuple[Step, ...]:
        """The steps for somebody who ticked these branches."""
        return tuple(step for step in self.steps if not step.branch or step.ticked == (step.branch in ticked))


def situations() -> tuple[str, ...]:
    """The permanent ids of all plans, the most pressing first."""
    return _ORDER


@lru_cache
def load(situation: str) -> Plan:
    """Load a plan. Raise :class:`~walletsafe.errors.UnknownSituation` where there is none of this id.

    Raise ``ValueError`` where the file breaks a rule: a fault of ours.
    """
    if situation not in _ORDER:
        raise UnknownSituation(situation=situation)
    return _plan(situation, read(f"plans/{situation}"))


def _plan(situation: str, table: Table) -> Plan:
    if table.text("id") != situation:
        raise table.fault("id", "not the name of the file")
    branches = tuple(_branch(entry) for entry in table.tables("branches", 0, 4))
    plan = Plan(
        id=situation,
        title=table.text("title"),
        summary=table.text("summary"),
        first=table.text("first"),
        when=_when(table),
        branches=branches,
        steps=tuple(_step(entry, branches) for entry in table.tables("steps", 4, 14)),
        not_to_do=table.lines("not_to_do", 2, 7),
        recovery=table.text("recovery"),
        not_in_danger=table.lines("not_in_danger", 1, 4),
        sources=tuple(source_of(entry) for entry in table.tables("sources", 1, 6)),
        reviewed=table.date("reviewed"),
    )
    table.finish()
    for branch in branches:
        used = {step.ticked for step in plan.steps if step.branch == branch.id}
        if used != ({True, False} if branch.no else {True}):
            raise table.fault("branches", f"{branch.id}: its steps and its words do not fit together")
    return plan


def _when(table: Table) -> Mapping[When, str]:
    found: dict[When, str] = {}
    for entry in table.tables("when", len(When), len(When)):
        found[When(entry.choice("time", frozenset(When)))] = entry.text("text")
        entry.finish()
    if list(found) != list(When):
        raise table.fault("when", "not each time once, in order")
    return found


def _branch(table: Table) -> Branch:
    branch = Branch(table.text("id"), table.text("tick"), table.text("yes"), table.optional_text("no"))
    table.finish()
    return branch


def _step(table: Table, branches: tuple[Branch, ...]) -> Step:
    known = frozenset(branch.id for branch in branches)
    only = table.choice("only", known, optional=True)
    unless = table.choice("unless", known, optional=True)
    if only and unless:
        raise table.fault("unless", "a step has one branch")
    plan = table.choice("plan", frozenset(_ORDER), optional=True)
    step = Step(table.text("text"), table.text("why"), plan, only or unless, not unless)
    table.finish()
    return step
