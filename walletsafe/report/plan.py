"""An emergency plan as plain text, for a terminal and for paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from walletsafe import texts
from walletsafe.guidance import reporting
from walletsafe.guidance.plans import Plan, Step, When
from walletsafe.guidance.reporting import ReportPlace
from walletsafe.report.text import wrapped

_words = partial(texts.words, "emergency")


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody has chosen in a plan: the time, the branches they ticked, the steps done, the country."""

    when: When
    branches: Collection[str]
    done: Collection[Step]
    country: str


def plan_as_text(plan: Plan, own: Own | None = None) -> str:
    """The plan in lines of at most 76 characters (save single long words), ending in a line end.

    Without ``own`` it holds every time, every branch and every country.
    """
    return "\n".join([*_head(plan, own), *_steps(plan, own), *_warnings(plan), *_foot(plan, own)]) + "\n"


def _head(plan: Plan, own: Own | None) -> Iterator[str]:
    yield plan.title
    yield "=" * len(plan.title)
    yield from wrapped(_words("paper.caller"))
    yield ""
    yield from wrapped(plan.first)
    if own is not None:
        yield from wrapped(plan.when[own.when])
        return
    yield from _heading(_words("paper.when"))
    for said in plan.when.values():
        yield from wrapped(f"- {said}", hang=2)


def _steps(plan: Plan, own: Own | None) -> Iterator[str]:
    yield from _heading(_words("plan.steps"))
    steps = plan.steps if own is None else plan.steps_for(own.branches)
    for number, step in enumerate(steps, start=1):
        tick = "" if own is None else "[x] " if step in own.done else "[ ] "
        branch = plan.branch(step)
        whom = f"({branch.yes if step.ticked else branch.no}) " if branch and own is None else ""
        hang = len(f"{tick}{number}. ")
        yield from wrapped(f"{tick}{number}. {whom}{step.text}", hang=hang)
        yield from wrapped(_words("plan.why", why=step.why), indent=hang)
        if step.plan:
            yield from wrapped(_words("paper.go_on", plan=step.plan), indent=hang)


def _warnings(plan: Plan) -> Iterator[str]:
    for title, lines in (
        (_words("plan.not_to_do"), plan.not_to_do),
        (_words("plan.recovery"), (plan.recovery,)),
        (_words("plan.not_in_danger"), plan.not_in_danger),
    ):
        yield from _heading(title)
        for line in lines:
            yield from wrapped(f"- {line}", hang=2)


def _foot(plan: Plan, own: Own | None) -> Iterator[str]:
    yield from _heading(_words("plan.report"))
    yield from wrapped(_words("plan.report_lead"))
    if own is not None:
        yield from _places(reporting.places(own.country))
    else:
        yield from _every_place()
    yield from _heading(_words("plan.sources"))
    for source in plan.sources:
        yield from wrapped(f"- {source.name}: {source.address} ({source.date})", hang=2)
    yield from wrapped(_words("plan.reviewed", date=plan.reviewed, places=reporting.reviewed()))
    yield ""
    yield from wrapped(_words("paper.footer"))


def _every_place() -> Iterator[str]:
    yield ""
    yield f"{_words('paper.everywhere')}:"
    yield from _places(place for place in reporting.places(reporting.OTHER) if not place.country)
    for country in reporting.countries():
        yield ""
        yield f"{country.name}:"
        yield from _places(place for place in reporting.places(country.id) if place.country)


def _places(places: Iterable[ReportPlace]) -> Iterator[str]:
    for place in places:
        ways = ", ".join(filter(None, (place.address, place.telephone)))
        sure = f" ({_words(f'plan.{place.sure}', date=place.date)})" if ways else ""
        yield from wrapped(f"- {': '.join(filter(None, (place.name, ways)))}", hang=2)
        yield from wrapped(f"{place.purpose}{sure}", indent=2)


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)
