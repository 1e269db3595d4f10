"""What the call scripts claim: no more than was told, nothing by a code, and in doubt the graver."""

from __future__ import annotations

import re

import pytest

from tests.unit.test_calls import NAMES, SCRIPTS, paths
from walletsafe.findings import Outcome
from walletsafe.guidance import calls
from walletsafe.guidance.calls import Answer, Script
from walletsafe.report.code import KINDS, OUTCOMES

MILD = (calls.NOTHING_LOST, "call.to_check")
UNSURE = re.compile(r"\bnot sure\b|\bdo not know\b", re.IGNORECASE)


def mildest(script: Script, answer: Answer) -> int:
    """How grave the mildest end is that an answer may lead to: coins that have to move are the gravest."""
    ends = [end for _, end in paths(script, script.step(answer.to))]
    return min(MILD.index(end.result) if end.result in MILD else 2 + (end.plan == "words") for end in ends)


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_doubt_never_leads_to_a_milder_end_than_any_other_answer(script: Script) -> None:
    for step in script.steps:
        for answer in step.answers:
            if UNSURE.search(answer.text):
                grave = max(mildest(script, other) for other in step.answers)
                assert mildest(script, answer) == grave, (step.id, answer.text)


@pytest.mark.parametrize(("name", "step", "to"), [("parcel", "used", "coins"), ("device", "origin", "used")])
def test_doubt_goes_with_coins_and_with_words_that_came_along(name: str, step: str, to: str) -> None:
    (unsure,) = (one for one in calls.load(name).step(step).answers if UNSURE.search(one.text))
    assert unsure.to == to


@pytest.mark.parametrize("name", ["parcel", "device"])
def test_what_came_with_words_or_a_pin_and_was_plugged_in_is_to_be_acted_on(name: str) -> None:
    found = 0
    for taken, end in paths(calls.load(name)):
        given = " ".join(answer.text for _, answer in taken)
        if re.search("[wW]ords or (a|the) PIN came with it", given) and "was plugged in" in given:
            assert end.result == "call.act_now"
            found += 1
    assert found >= 1


def test_words_on_a_ledger_alone_are_not_called_lost_to_nobody() -> None:
    script = calls.load("words")
    for taken, end in paths(script):
        if "where" in {step.id for step, _ in taken}:
            assert end.result != calls.NOTHING_LOST
            assert end.id != "fine" or "origin" in {step.id for step, _ in taken}
    assert "as far as you know" in " ".join(script.step("fine").say)


def test_nobody_is_told_more_than_is_known() -> None:
    leak = " ".join(calls.load("caller").step("leak").say)
    assert re.search(r"in 2020, with names and streets, and in 2026, with contact data and orders", leak)
    (unsure,) = (one for one in calls.load("caller").step("line").answers if UNSURE.search(one.text))
    assert "has service" not in unsure.meaning
    assert "your words are on none" not in " ".join(calls.load("message").step("scam").say)


CODES = {"message": "message", "device": "device", "download": "download", "threat": "message"}
"""The scripts that ask for a code, and of which kind of report."""


def test_codes_are_asked_for_of_every_kind_that_has_one() -> None:
    asked = {script.id: step.code for script in SCRIPTS for step in script.steps if step.code}
    assert asked == CODES
    assert set(KINDS) == calls.CODE_KINDS


@pytest.mark.parametrize("name", CODES)
def test_what_a_code_may_say_has_an_answer_and_so_has_no_code(name: str) -> None:
    step = calls.load(name).step("code")
    assert "Read me the code under the result" in step.say[-1]
    said = {outcome for answer in step.answers for outcome in answer.outcomes}
    assert said == set(OUTCOMES[step.code])
    (none,) = (answer for answer in step.answers if "no code" in answer.text)
    assert none.outcomes == ()
    assert calls.load(name).step(none.to).result != "call.act_now"


ASSERTED = re.compile(
    r"\b(it|device|file|message) passed\b|\bcertified\b|\bgenuine\b|byte for byte|Ledger signed"
    r"|\bis (real|the real one)\b|\bthe message does\b|\bshows that it is\b|WalletSafe (said|found)",
    re.IGNORECASE,
)
HEDGE = re.compile(r"[^.]*(Your program says|A pass does not|does not prove|You read out)[^.]*\.")


@pytest.mark.parametrize("name", CODES)
def test_no_step_after_a_code_takes_its_word_for_a_fact(name: str) -> None:
    script = calls.load(name)
    for answer in script.step("code").answers:
        after = [end for _, end in paths(script, script.step(answer.to))]
        steps = {step.id: step for step in (script.step(answer.to), *after)}
        spoken = " ".join([answer.told, *(" ".join(step.say) for step in steps.values())])
        assert not ASSERTED.search(HEDGE.sub("", spoken)), answer.text
        if answer.outcomes:
            assert answer.told.startswith("You read out that") or not answer.told
            assert not ASSERTED.search(answer.meaning), answer.text
        if Outcome.PASSED in answer.outcomes:
            assert not {end.result for end in after} & {calls.NOTHING_LOST}
            assert all("does not prove" in " ".join(end.say) for end in after if end.id == "passed")


@pytest.mark.parametrize("name", CODES)
def test_what_follows_a_code_says_that_the_agent_cannot_see_it(name: str) -> None:
    script = calls.load(name)
    following = {answer.to for answer in script.step("code").answers if answer.outcomes}
    following = (following | {"passed"} & {step.id for step in script.steps}) - {"police", "quiet"}
    for step in map(script.step, following):
        said = " ".join(step.say)
        assert "Your program says that" in said, step.id
        assert re.search(r"cannot see or confirm that from here", said), step.id


@pytest.mark.parametrize("name", ["device", "download"])
def test_where_the_program_came_from_is_asked_before_anything_it_shows_counts(name: str) -> None:
    script = calls.load(name)
    for taken, end in paths(script):
        asked = [step.id for step, _ in taken]
        if "code" in asked:
            assert asked.index("copy") < asked.index("check") < asked.index("code")
            assert "How to know this copy is ours" in " ".join(script.step("copy").say)
        told = " ".join(answer.told for _, answer in taken)
        if re.search("sent you WalletSafe|how you came by WalletSafe|told you which code", told):
            assert end.id == "foreign"
            assert end.result == "call.act_now"
    assert any("Somebody else tells me what to read" in one.text for one in script.step("code").answers)
