"""The call scripts: a strict loader, every path of every script, and words that no thief could use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest

from tests.helpers.strings import strings
from walletsafe import texts
from walletsafe.guard import find_runs
from walletsafe.guidance import calls, plans, table
from walletsafe.guidance.calls import Answer, Script, Step

NAMES = calls.names()
FILES = [*(f"calls/{name}" for name in NAMES), "calls/opening"]
SCRIPTS = [calls.load(name) for name in NAMES]
OFFICIAL = {"ledger.com", "support.ledger.com"}
LIMIT = 40
"""Words that are spoken in one breath: one entry of ``say``."""

# What a thief asks for. Whoever asks in one of these ways has no business in a script.
WANTED = r"(words?|phrase|seed|pin|passphrase|serial|address|e-?mail|name|number|amount|password|balance)"
ASKING = re.compile(
    rf"\b(what|which) (is|are|was|were) (your|the|its) (\w+ )?{WANTED}\b"
    rf"|\b(tell|give|read|spell|send|show|type|say|repeat)\b[^.?]{{0,40}}\bme\b[^.?]{{0,25}}\b{WANTED}\b"
    rf"|\b(enter|type) (your|the) {WANTED}\b"
    r"|\bhow (many|much) (words|coins|do you|is on)\b"
    r"|\b(let me|may i|can i|i will|i can) (see|look|connect|take over)\b|\bshare your screen\b"
    r"|\b(install|download|open) (teamviewer|anydesk|a remote)|\bremote (control|session|access)\b",
    re.IGNORECASE,
)
WARNING = re.compile(
    r"small number in the corner|tell me no address|type your words nowhere|do not type your words"
    r"|on its own screen, and nowhere else"
)
OPEN = re.compile(r"\b(what|which|who|whose|where|when|how|why)\b", re.IGNORECASE)
OPEN_QUESTIONS = {
    "Is someone else telling you what to click, or on another line, or can somebody see your screen?",
    "What did you do on their word?",
    "You should see a result after a moment: what is the small number in the corner of the window?",
    "When it is done, tell me: what is the small number in the corner of the window?",
    "Or know things about you, such as your name, your street or what you ordered?",
    "What does the first point on that page say, in your own words?",
    "How did it come to you: as a mail, an SMS or a letter, or did somebody speak to you?",
}
"""All questions that are not answered by yes or no alone. A new one is weighed before it gets here."""


def paths(script: Script, step: Step | None = None) -> Iterator[tuple[tuple[tuple[Step, Answer], ...], Step]]:
    """Every way through a script: the steps with the answer taken, and the step that ends it."""
    step = step or script.steps[0]
    if not step.answers:
        yield (), step
    for answer in step.answers:
        for rest, end in paths(script, script.step(answer.to)):
            yield ((step, answer), *rest), end


def raw(name: str) -> dict[str, Any]:
    return deepcopy(dict(texts.section(f"calls/{name}")))


def parsed(document: dict[str, Any], opening: dict[str, Any]) -> Script:
    return calls._script("words", table.Table("test.toml", document), table.Table("opening.toml", opening))


def sentences(step: Step) -> list[str]:
    """What is read aloud, sentence by sentence; a quoted question is not one of ours."""
    spoken = (re.sub(r'"[^"]*"|\b(\w+\.)?ledger\.com', "it", line) for line in step.say)
    return [part.strip() for line in spoken for part in re.findall(r"[^.?]+[.?]", line)]


def test_the_list_is_what_lies_in_the_folder() -> None:
    folder = files("walletsafe.resources") / "text" / "en" / "calls"
    assert {entry.name for entry in folder.iterdir()} == {*(f"{name}.toml" for name in NAMES), "opening.toml"}
    assert len(NAMES) == 8


@pytest.mark.parametrize("name", ["", "words.toml", "../never", "opening"])
def test_another_name_is_no_script(name: str) -> None:
    with pytest.raises(KeyError):
        calls.load(name)


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_every_path_begins_with_the_same_question_and_ends_after_a_few_answers(script: Script) -> None:
    ends = set()
    for taken, end in paths(script):
        assert taken[0][0].id == "company"
        assert len(taken) <= 8
        # Only whoever cannot get rid of a listener, or is in danger, is let go sooner.
        assert len(taken) >= 3 or end.id in {"coached-still", "danger"}
        assert end.result in calls.ENDS
        ends.add(end.id)
    assert ends == {step.id for step in script.steps if not step.answers}


def test_the_first_question_asks_for_company_in_all_three_ways() -> None:
    for script in SCRIPTS:
        said = " ".join(script.steps[0].say)
        assert "telling you what to click" in said
        assert "on another line" in said
        assert "see your screen" in said


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_whoever_is_or_may_be_coached_is_got_out_and_nothing_else(script: Script) -> None:
    for taken, end in paths(script):
        first = taken[0][1].text
        coached = first not in {"No, I am on my own", "I am in danger now"}
        assert (end.result == "call.coached") == coached
        if coached:
            assert calls.BEGIN not in {answer.to for _, answer in taken}
            assert "end the other call or chat" in " ".join(taken[1][0].say)
            assert re.search(r"look (our number )?up yourself", " ".join(end.say))


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_danger_ends_any_call_at_once_with_the_emergency_number(script: Script) -> None:
    (answer,) = (one for one in script.steps[0].answers if one.text == "I am in danger now")
    end = script.step(answer.to)
    assert (end.result, end.plan) == ("call.act_now", "threat")
    assert re.search(r"Hang up on me now.* 112 .* 999 .* 911 ", end.say[0])


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_the_first_question_of_its_own_is_about_words_or_life(script: Script) -> None:
    begin = script.step(calls.BEGIN)
    worst = script.step(begin.answers[0].to)
    assert worst.result == "call.act_now"
    assert worst.plan == ("threat" if script.id == "threat" else "words")


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_words_that_were_given_end_the_questions_at_once(script: Script) -> None:
    given = re.compile(r"\b(gave away|typed or said|typed, said)\b(?!.*\bnone\b).*\bwords\b", re.IGNORECASE)
    for step in script.steps:
        for answer in step.answers:
            if given.search(answer.told) and "none of your words" not in answer.told:
                assert script.step(answer.to).plan == "words", (step.id, answer.text)


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_doubt_is_an_answer_and_counts_as_the_worst_where_words_are_asked_for(script: Script) -> None:
    unsure = [(step, one) for step in script.steps for one in step.answers if one.text == "I am not sure"]
    assert len(unsure) >= 4
    for step, answer in unsure:
        assert script.step(answer.to).result != calls.NOTHING_LOST
        if step.id in ("company", "said", calls.BEGIN):
            assert answer.to == next(one for one in step.answers if one.text != "No, I am on my own").to


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_a_step_can_be_spoken_and_an_end_says_what_to_do(script: Script) -> None:
    for step in script.steps:
        assert len(step.title) <= 60
        assert all(len(line.split()) <= LIMIT for line in step.say), step.id
        assert all(len(sentence.split()) <= 30 for sentence in sentences(step)), step.id
        assert step.never
        assert bool(step.page) <= bool(step.sees)
        if step.answers:
            assert any(sentence.endswith("?") for sentence in sentences(step)) or step.code
            assert len({answer.text for answer in step.answers}) == len(step.answers)
        else:
            assert not any(sentence.endswith("?") for sentence in sentences(step))
            assert len(step.say) >= 2


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_a_plan_is_named_as_the_caller_finds_it(script: Script) -> None:
    for step in script.steps:
        named = set(re.findall(r'plan "([^"]+)"', step.sees))
        assert named == ({plans.load(step.plan).title} if step.plan else set())


def test_page_numbers_in_the_words_are_those_of_the_window() -> None:
    pages = texts.section("window")["pages"]
    assert isinstance(pages, dict)
    named = ["ledger_choose", "ledger_doctor", "ledger_result"]
    named += ["message_result", "message_unread", "download_result"]
    said = " ".join(text for name in FILES for text in strings(texts.section(name)))
    found = {
        int(number)
        for pair in re.findall(r"\b[Pp]age (\d+)(?: or (\d+))?", said)
        for number in pair
        if number
    }
    assert found == {pages[name] for name in named}


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_nobody_is_asked_for_what_a_thief_wants(script: Script) -> None:
    for step in script.steps:
        for sentence in sentences(step):
            if ASKING.search(sentence):
                assert WARNING.search(sentence), (step.id, sentence)
            if sentence.endswith("?") and OPEN.search(sentence):
                assert sentence in OPEN_QUESTIONS, (step.id, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "What is your PIN?",
        "Which are the words on your sheet?",
        "Please read me your recovery words.",
        "Tell me the first four of your words.",
        "Type your words into the page.",
        "Can you give me your e-mail?",
        "How many words do you have?",
        "Let me see your screen.",
        "Please install AnyDesk.",
    ],
)
def test_the_test_above_would_notice(sentence: str) -> None:
    assert ASKING.search(sentence)
    assert not WARNING.search(sentence)


@pytest.mark.parametrize("name", FILES)
def test_the_words_keep_the_house_style(name: str) -> None:
    document: dict[str, Any] = dict(texts.section(name))
    for text in strings(document):
        assert text.isascii()
        assert len(text) <= 320, text
        assert "!" not in text
        assert not re.search(r"\bsafe(ly)?\b", text, re.IGNORECASE), text
        assert not re.search(r"https?:|www\.|--", text), text
        assert text.count("Ledger Live") == text.count("(formerly Ledger Live)"), text
    assert find_runs("\n".join(strings(document))) == ()
    steps = [{**step, "result": ""} for step in document["steps"]]
    for text in strings(steps):
        assert not re.search(r"\d[\d -]{5,}\d", text), "no telephone numbers"
        hosts = set(re.findall(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)+\b", text))
        assert hosts <= OFFICIAL, text
        assert not hosts or re.search(r"yourself|myself|typing", text), text


def test_two_strokes_find_one_step_over_all_scripts() -> None:
    letters = [script.letter for script in SCRIPTS]
    assert len(set(letters)) == len(letters)
    for script in SCRIPTS:
        keys = [step.key for step in script.steps]
        assert len(set(keys)) == len(keys)
        assert script.reviewed >= "2026-11"


def every_answer_needs_a_code(step: dict[str, Any]) -> None:
    step["code"] = "device"
    for answer in step["answers"]:
        answer["outcomes"] = ["passed"]


def last_answer(steps: list[dict[str, Any]], **values: Any) -> None:
    steps[0]["answers"][-1].update(values)


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        (lambda own, _: own.update(extra=1), "extra: unknown key"),
        (lambda _, first: first.update(extra=1), "opening.toml: extra: unknown key"),
        (lambda own, _: own.update(id="other"), "id: not the name of the file"),
        (lambda own, _: own.update(letter="w"), "letter: no capital letter"),
        (lambda own, _: own["steps"][0].update(key="BB"), "key: no capital letter"),
        (lambda own, _: own["steps"][0].update(key="A"), "key twice: 'A'"),
        (lambda own, _: own["steps"][1].update(id="company"), "id twice: 'company'"),
        (lambda own, _: own["steps"][0].update(id="start"), "the first one is not 'begin'"),
        (lambda own, _: last_answer(own["steps"], to="nowhere"), "'begin' leads to 'nowhere'"),
        (lambda own, _: last_answer(own["steps"], to="begin"), "leads to 'begin', which is not further down"),
        (lambda own, _: last_answer(own["steps"], to="company"), "leads to 'company', which is not further"),
        (lambda own, _: last_answer(own["steps"], to="fine"), "no answer leads to 'harmless'"),
        (lambda own, _: own["steps"][0].pop("answers"), "result: missing"),
        (lambda own, _: own["steps"][0].update(answers=[]), "answers: 0 entries"),
        (lambda own, _: own["steps"][0].update(plan="words"), "plan: unknown key"),
        (lambda own, _: own["steps"][-1].update(result="call.unfinished"), "result: unknown value"),
        (lambda own, _: own["steps"][-1].update(plan="nothing"), "plan: unknown value"),
        (lambda own, _: own["steps"][-1].update(page="no_such_page"), "page: unknown value"),
        (lambda own, _: own["steps"][0].update(say=[]), "say: 0 entries"),
        (lambda own, _: last_answer(own["steps"], meaning=""), "meaning: empty"),
        (lambda own, _: own["steps"][0].update(code="device"), "code: not one answer with"),
        (lambda own, _: own["steps"][0].update(code="call"), "code: unknown value"),
        (lambda own, _: last_answer(own["steps"], outcomes=["passed"]), "outcomes: the step asks for no"),
        (lambda own, _: last_answer(own["steps"], outcomes=["fine"]), "outcomes: unknown value"),
        (lambda own, _: every_answer_needs_a_code(own["steps"][0]), "not one answer with a code and one"),
        (lambda _, first: first["steps"][2].update(id="away"), "no 'hang-up' in the opening"),
        (lambda own, _: own["sources"][0].update(date="soon"), "date: no date"),
    ],
)
def test_a_broken_script_is_refused_and_says_where(change: Any, needle: str) -> None:
    own, first = raw("words"), raw("opening")
    assert parsed(deepcopy(own), deepcopy(first)).id == "words"
    change(own, first)
    with pytest.raises(ValueError, match=r"^(test|opening)\.toml: ") as caught:
        parsed(own, first)
    assert needle in str(caught.value)
