"""``walletsafe emergency``: the list, a plan as text and as JSON, and a name that is none."""

from __future__ import annotations

import json

import pytest

from tests.helpers.command import refused, walletsafe
from walletsafe.guidance import plans, reporting
from walletsafe.report.plan import plan_as_text


def test_the_list_names_every_situation_and_says_to_hang_up_first() -> None:
    done = walletsafe("emergency")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Is somebody on the phone with you right now? Hang up first."
    places = [done.stdout.index(f"\n{name}: {plans.load(name).title}\n") for name in plans.situations()]
    assert places == sorted(places)


def test_the_list_as_json() -> None:
    done = walletsafe("emergency", "--json")
    listed = json.loads(done.stdout)
    assert (done.returncode, listed["schema"]) == (0, "walletsafe.plan/1")
    assert [entry["id"] for entry in listed["situations"]] == list(plans.situations())


def test_a_plan_is_printed_whole() -> None:
    done = walletsafe("emergency", "words")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == plan_as_text(plans.load("words"))


def test_a_plan_as_json() -> None:
    done = walletsafe("emergency", "fake-app", "--json")
    told = json.loads(done.stdout)
    plan = plans.load("fake-app")
    assert (done.returncode, done.stderr) == (0, "")
    assert (told["schema"], told["id"], told["first"]) == ("walletsafe.plan/1", plan.id, plan.first)
    assert told["steps"][0] == {
        "text": plan.steps[0].text,
        "why": plan.steps[0].why,
        "only": "If words were typed into it",
        "plan": "words",
    }
    assert [step["text"] for step in told["steps"]] == [step.text for step in plan.steps]
    assert told["steps"][1]["only"] is None
    assert list(told["report"]) == [country.id for country in reporting.countries()]
    assert told["report"]["gb"][0]["address"] == "ledger.com/phishing-campaigns-status"
    assert set(told["when"]) == {"now", "today", "days", "longer"}


@pytest.mark.parametrize("name", ["nothing", "words.toml", "../words", ""])
def test_another_name_is_refused_in_one_line(name: str) -> None:
    line = refused("emergency", name)
    assert 'Run "walletsafe emergency" to see the names.' in line
