"""``walletsafe emergency``: what to do after a mistake, a loss or a threat, in order of action."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Final

import click

from walletsafe import __version__, texts
from walletsafe.cli import status
from walletsafe.guard import cut
from walletsafe.guidance import plans, reporting
from walletsafe.guidance.plans import Plan, Step
from walletsafe.report.plan import plan_as_text
from walletsafe.report.text import wrapped

_SCHEMA: Final = "walletsafe.plan/1"

_words = partial(texts.words, "emergency")


@click.command("emergency")
@click.argument("situation", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(situation: str | None, as_json: bool) -> int:
    """Show the plan for SITUATION: what to do now, in which order. Without one: list the situations."""
    if situation is None:
        click.echo(_dumped(_all_as_json()) if as_json else "\n".join(_list()))
        return status.PASSED
    plan = plans.load(cut(situation).lower())
    click.echo(_dumped(_as_json(plan)) if as_json else plan_as_text(plan), nl=as_json)
    return status.PASSED


def _list() -> Iterator[str]:
    yield from wrapped(_words("paper.caller"))
    yield ""
    yield from wrapped(_words("paper.list"))
    for situation in plans.situations():
        plan = plans.load(situation)
        yield ""
        yield f"{situation}: {plan.title}"
        yield from wrapped(plan.summary, indent=3)


def _all_as_json() -> dict[str, object]:
    listed = [plans.load(situation) for situation in plans.situations()]
    return {
        "schema": _SCHEMA,
        "app": {"version": __version__},
        "situations": [{"id": plan.id, "title": plan.title, "summary": plan.summary} for plan in listed],
    }


def _as_json(plan: Plan) -> dict[str, object]:
    """The plan as the stable contract of the command line has it.

    A step's ``only`` says whom it is for, ``null`` for everybody; ``plan`` is another plan to go on with, or
    ``null``. ``report`` holds the places by country, Ledger's own first.
    """
    return {
        "schema": _SCHEMA,
        "app": {"version": __version__},
        "id": plan.id,
        "title": plan.title,
        "summary": plan.summary,
        "first": plan.first,
        "when": {when.value: said for when, said in plan.when.items()},
        "steps": [_step(plan, step) for step in plan.steps],
        "not_to_do": plan.not_to_do,
        "recovery": plan.recovery,
        "not_in_danger": plan.not_in_danger,
        "report": {
            country.id: [asdict(place) for place in reporting.places(country.id)]
            for country in reporting.countries()
        },
        "sources": [asdict(source) for source in plan.sources],
        "reviewed": plan.reviewed,
    }


def _step(plan: Plan, step: Step) -> dict[str, object]:
    branch = plan.branch(step)
    only = None if branch is None else branch.yes if step.ticked else branch.no
    return {"text": step.text, "why": step.why, "only": only, "plan": step.plan or None}


def _dumped(value: dict[str, object]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
