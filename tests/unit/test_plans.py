"""The emergency plans: a strict loader, an order that does no harm, and words of the house's manners."""

from __future__ import annotations

import re
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest

from tests.helpers.strings import strings
from walletsafe import texts
from walletsafe.errors import UnknownSituation
from walletsafe.guard import find_runs
from walletsafe.guidance import plans, table
from walletsafe.guidance.plans import Plan, When
from walletsafe.report.plan import Own, plan_as_text

SITUATIONS = plans.situations()
FILES = [*(f"plans/{situation}" for situation in SITUATIONS), "emergency", "exposure"]
OFFICIAL = {"ledger.com", "support.ledger.com"}
NAMED_BY_LEDGER = {"revoke.cash"}
BLAME = re.compile(r"\b(your (own )?(fault|mistake)|should have|never should|careless)\b", re.IGNORECASE)


def raw(situation: str) -> dict[str, Any]:
    return deepcopy(dict(texts.section(f"plans/{situation}")))


def parsed(document: dict[str, Any]) -> Plan:
    return plans._plan("words", table.Table("test.toml", document))


def text_of(plan: Plan, ticked: set[str]) -> str:
    return "\n".join(step.text for step in plan.steps_for(ticked))


def in_order(text: str, *parts: str) -> bool:
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def test_the_list_is_what_lies_in_the_folder() -> None:
    folder = files("walletsafe.resources") / "text" / "en" / "plans"
    assert {entry.name for entry in folder.iterdir()} == {f"{name}.toml" for name in SITUATIONS}
    assert len(SITUATIONS) == 10


@pytest.mark.parametrize("name", ["", "words.toml", "../never", "no-such-plan"])
def test_another_name_is_no_plan(name: str) -> None:
    with pytest.raises(UnknownSituation):
        plans.load(name)


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_plan_blames_nobody_and_says_what_need_not_be_feared(name: str) -> None:
    plan = plans.load(name)
    assert not any(BLAME.search(text) for text in strings(raw(name)))
    assert len(plan.first) <= 120
    assert set(plan.when) == set(When)
    assert plan.reviewed >= "2026-11"
    assert re.search(r"\b(fee|fraud|words)\b", plan.recovery)


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_plan_is_whole_for_whoever_ticks_nothing_and_everything(name: str) -> None:
    plan = plans.load(name)
    every = {branch.id for branch in plan.branches}
    assert len(plan.steps_for(())) >= 3
    assert {*plan.steps_for(()), *plan.steps_for(every)} == set(plan.steps)
    for branch in plan.branches:
        assert plan.steps_for({branch.id}) != plan.steps_for(())


def test_coins_leave_before_a_device_is_reset() -> None:
    for name in ("words", "lost-phrase"):
        one = text_of(plans.load(name), set())
        assert in_order(one, "Send everything out", "When all of ", "reset", "end everything back")
        two = text_of(plans.load(name), {"second-device"})
        assert "wrong PINs" not in two
        assert in_order(two, "Take the second wallet. If it has words of its own", "Send everything ")


def test_the_plan_for_known_words_keeps_its_order() -> None:
    plan = plans.load("words")
    every = text_of(plan, {branch.id for branch in plan.branches})
    assert in_order(
        every,
        "Stop.",
        "Count all",
        "Begin yourself",
        "Take the second wallet",
        "worth most",
        "staked",
        "passphrase",
        "When all that can move",
        "Keep what you have",
        "Never use the old words again",
    )
    forbidden = " ".join(plan.not_to_do)
    assert "new PIN" in forbidden
    assert "Not into WalletSafe either" in forbidden


@pytest.mark.parametrize(
    ("name", "branch", "target"),
    [
        ("fake-app", "typed", "words"),
        ("clicked", "typed", "words"),
        ("clicked", "approved", "signed"),
        ("clicked", "downloaded", "fake-app"),
        ("signed", "swept", "words"),
        ("parcel", "typed", "words"),
        ("lost-phrase", "seen", "words"),
        ("stored", "asked", "words"),
    ],
)
def test_what_is_worse_leads_on_to_its_own_plan(name: str, branch: str, target: str) -> None:
    plan = plans.load(name)
    assert target not in {step.plan for step in plan.steps_for(())}
    assert target in {step.plan for step in plan.steps_for({branch})}


def test_a_note_that_is_merely_kept_is_no_theft() -> None:
    plan = plans.load("stored")
    frightening = re.compile(r"\b(deceived|hang up|thie(f|ves))\b", re.IGNORECASE)
    assert not any(frightening.search(text) for text in strings(raw("stored")))
    never_left, left = text_of(plan, set()), text_of(plan, {"known"})
    assert in_order(never_left, "on paper", "Think of where it has been", "Delete it yourself")
    assert "wrong PINs" not in never_left
    assert in_order(left, "on paper", "Write a list", "send everything out", "wrong PINs", "delete it here")


def test_danger_comes_first() -> None:
    assert "112 in Europe, 999" in plans.load("threat").steps_for({"danger"})[0].text


@pytest.mark.parametrize("name", FILES)
def test_the_words_keep_the_house_style(name: str) -> None:
    for text in strings(texts.section(name)):
        assert text.isascii()
        assert len(text) <= 320, text
        assert "!" not in text
        assert not re.search(r"\bsafe(ly)?\b", text, re.IGNORECASE), text
        assert not re.search(r"https?:|www\.", text), text
        assert text.count("Ledger Live") == text.count("(formerly Ledger Live)"), text
    assert find_runs("\n".join(strings(texts.section(name)))) == ()


@pytest.mark.parametrize("name", SITUATIONS)
def test_whoever_is_sent_to_an_address_types_it(name: str) -> None:
    document = raw(name)
    del document["sources"]
    for text in strings(document):
        hosts = set(re.findall(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)+\b", text))
        assert hosts <= OFFICIAL | NAMED_BY_LEDGER, text
        assert not hosts or "yourself" in text, text


@pytest.mark.parametrize("name", SITUATIONS)
def test_on_paper_stands_everything_that_is_for_this_person(name: str) -> None:
    plan = plans.load(name)
    ticked = {branch.id for branch in plan.branches[:1]}
    steps = plan.steps_for(ticked)
    text = plan_as_text(plan, Own(When.DAYS, ticked, {steps[1]}, "gb"))
    flat = " ".join(text.split())
    assert [line for line in text.splitlines() if len(line) > 76] == []
    assert f"[ ] 1. {steps[0].text}" in flat
    assert f"[x] 2. {steps[1].text}" in flat
    assert all(step.text not in flat for step in plan.steps if step not in steps)
    assert all(line in flat for line in (plan.first, plan.when[When.DAYS], plan.recovery, *plan.not_to_do))
    assert plan.when[When.NOW] not in flat
    assert "reportfraud.police.uk, 0300 123 2040" in flat
    assert "cyber.gov.au" not in flat


@pytest.mark.parametrize("name", SITUATIONS)
def test_without_choices_a_plan_says_whom_a_step_is_for(name: str) -> None:
    plan = plans.load(name)
    flat = " ".join(plan_as_text(plan).split())
    for number, step in enumerate(plan.steps, start=1):
        branch = plan.branch(step)
        whom = f"({branch.yes if step.ticked else branch.no}) " if branch else ""
        assert f"{number}. {whom}{step.text}" in flat
    assert all(line in flat for line in plan.when.values())
    assert all(place in flat for place in ("cyber.gov.au", "reportfraud.police.uk", "ic3.gov"))


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        (lambda plan: plan.update(extra=1), "extra: unknown key"),
        (lambda plan: plan.update(id="other"), "id: not the name of the file"),
        (lambda plan: plan.pop("recovery"), "recovery: missing"),
        (lambda plan: plan["when"].pop(), "when: 3 entries"),
        (lambda plan: plan["when"].reverse(), "when: not each time once, in order"),
        (lambda plan: plan["when"][0].update(time="soon"), "time: unknown value"),
        (lambda plan: plan["steps"][0].update(only="nobody"), "steps 1: only: unknown value"),
        (lambda plan: plan["steps"][0].update(plan="nothing"), "steps 1: plan: unknown value"),
        (
            lambda plan: plan["steps"][0].update(only="staked", unless="staked"),
            "steps 1: unless: a step has one branch",
        ),
        (lambda plan: plan["branches"][1].update(no="Without"), "staked: its steps and its words"),
        (lambda plan: plan["branches"][0].pop("no"), "second-device: its steps and its words"),
        (
            lambda plan: plan["branches"].append({"id": "x", "tick": "X", "yes": "X"}),
            "x: its steps and its words",
        ),
        (lambda plan: plan["sources"][0].update(date="soon"), "date: no date"),
    ],
)
def test_a_broken_plan_is_refused_and_says_where(change: Any, needle: str) -> None:
    document = raw("words")
    assert parsed(deepcopy(document)).id == "words"
    change(document)
    with pytest.raises(ValueError, match=r"^test\.toml: ") as caught:
        parsed(document)
    assert needle in str(caught.value)


@pytest.mark.parametrize("name", SITUATIONS)
def test_nothing_that_still_needs_the_old_words_follows_a_reset(name: str) -> None:
    """Coins that are forgotten, or that wait to come free, would be lost, or left to the thief."""
    steps = [step.text for step in plans.load(name).steps]
    resets = [number for number, text in enumerate(steps) if "three wrong PINs" in text]
    later = "\n".join(steps[resets[0] + 1 :]) if resets else ""
    assert not re.search(r"\b(staked|locked|passphrase|other coin|every coin|account of the same)\b", later)
    for number in resets:
        assert re.search(r"arrived|send everything out", steps[number])
