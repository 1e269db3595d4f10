"""A call along a script: where the agent is, what is read out at the end, and what the report says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.reports import code_of, read_out
from tests.unit.test_calls import NAMES, SCRIPTS, paths
from walletsafe import report as exports
from walletsafe.findings import CheckResult, Entry, Outcome, Report, finding
from walletsafe.guidance import calls
from walletsafe.guidance.call import Call, Refusal
from walletsafe.guidance.calls import Script, Step
from walletsafe.redact import preflight
from walletsafe.report.code import OUTCOMES

DAY = "2026-11-01"


def said(call: Call) -> str:
    return " ".join(call.summary())


def ids(report: Report) -> list[str]:
    return [found.id for found in report.findings]


def choose(call: Call, *answers: str) -> Step:
    """Take the answers whose texts begin like this, each with the code that it needs."""
    for wanted in answers:
        texts = [answer.text for answer in call.step.answers]
        (number,) = [number for number, text in enumerate(texts) if text.startswith(wanted)]
        read_out(call, call.step.answers[number])
        call.answer(number)
    return call.step


def to_scam(call: Call) -> None:
    """The longest way of the script on messages, to good news."""
    choose(
        call,
        "No, I am on my own",
        "Yes, it is mine",
        "No",
        "Nothing",
        "No",
        "Page 34",
        "The code says: scam",
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_every_path_ends_in_a_summary_and_a_report_that_may_leave(script: Script) -> None:
    walked = 0
    for taken, end in paths(script):
        call = Call(script)
        for step, answer in taken:
            assert call.step is step
            assert not call.finished
            read_out(call, answer)
            call.answer(step.answers.index(answer))
        assert call.step is end
        assert call.finished
        summary = call.summary()
        assert all(line in summary for line in (*end.say, *script.closing.never))
        assert all(answer.told in summary for _, answer in taken if answer.told)
        assert preflight("\n".join(summary)) == ()
        report = call.report(DAY)
        danger = end.result in {"call.act_now", "call.coached"}
        assert report.outcome is (Outcome.DID_NOT_PASS if danger else Outcome.COULD_NOT_CHECK)
        assert ids(report) == [end.result]
        answers = [*(answer.text for _, answer in taken), "", *call.codes]
        assert [entry.answer for entry in report.record] == answers
        walked += 1
        if walked % 7 == 1:  # The forms are the same for all: a share of the paths is enough.
            # Refused, as an exception, where a sentence of ours looks like a phrase or an address.
            assert json.loads(exports.preview(report, ".json"))["outcome"] == report.outcome.value
            assert end.title in " ".join(exports.preview(report, ".txt").split())
    assert walked > 40


def test_an_answer_leads_on_and_back_takes_it_away() -> None:
    call = Call(calls.load("message"))
    first = call.step
    call.back()
    assert call.step is first
    assert call.answer(0).id == "owner"
    assert [(taken.step, taken.answer) for taken in call.trail] == [(first, first.answers[0])]
    call.back()
    assert call.step is first
    assert call.trail == ()


@pytest.mark.parametrize("number", [-1, 4, 99])
def test_an_answer_that_is_not_there_is_refused(number: int) -> None:
    call = Call(calls.load("message"))
    with pytest.raises(IndexError):
        call.answer(number)
    assert call.trail == ()


def test_an_end_has_no_answers_and_can_be_left_by_going_back() -> None:
    call = Call(calls.load("message"))
    to_scam(call)
    with pytest.raises(IndexError):
        call.answer(0)
    call.back()
    assert call.step.id == "code"
    assert not call.finished


def test_a_jump_is_kept_apart_from_answers() -> None:
    call = Call(calls.load("message"))
    assert call.go("done").id == "done"
    assert call.go("done").id == "done"
    assert [taken.answer for taken in call.trail] == [None]
    assert call.report(DAY).record == ()
    call.back()
    assert call.step.id == "company"
    with pytest.raises(KeyError):
        call.go("nowhere")


def test_nobody_says_that_nothing_is_lost_after_questions_were_jumped_over() -> None:
    call = Call(calls.load("message"))
    call.go("scam")
    assert call.finished
    assert ids(call.report(DAY)) == ["call.unfinished"]
    assert call.report(DAY).outcome is Outcome.STOPPED
    call.back()
    to_scam(call)
    assert ids(call.report(DAY)) == ["call.nothing_lost"]


def test_a_jump_to_a_danger_counts_at_once_and_stays_one() -> None:
    call = Call(calls.load("message"))
    call.go("words")
    assert ids(call.report(DAY)) == ["call.act_now"]
    call.go("begin")
    assert ids(call.report(DAY)) == ["call.act_now", "call.unfinished"]
    choose(call, "No", "Nothing", "It demands money")
    report = call.report(DAY)
    assert ids(report) == ["call.act_now", "call.unfinished"]
    assert report.outcome is Outcome.DID_NOT_PASS
    assert Entry("Words were given: move the coins", "") in report.record


def test_a_call_that_breaks_off_is_stopped_and_says_so_aloud() -> None:
    call = Call(calls.load("caller"))
    assert call.report(DAY).outcome is Outcome.STOPPED
    choose(call, "No, I am on my own", "Yes, it is mine", "No")
    assert call.report(DAY).outcome is Outcome.STOPPED
    assert ids(call.report(DAY)) == ["call.unfinished"]
    assert "You gave away none of your words." in call.summary()
    assert "We did not get to the end" in said(call)
    assert "This is what to do now" not in said(call)
    assert "Never tell your words or your PIN to anybody" in said(call)


def test_before_anything_was_told_the_summary_does_not_pretend() -> None:
    assert "what you told me" not in said(Call(calls.load("caller")))


def test_another_script_goes_on_without_the_opening_once_it_was_answered() -> None:
    message, parcel = calls.load("message"), calls.load("parcel")
    call = Call(message)
    assert call.switch(parcel).id == "company"
    call.back()
    assert call.script is message
    choose(call, "No, I am on my own", "Yes, it is mine", "No")
    assert call.switch(parcel).id == "begin"
    assert call.script is parcel
    choose(call, "No", "Nothing of that", "No")
    report = call.report(DAY)
    assert ids(report) == ["call.to_check"]
    assert report.subject == {"script": "parcel"}
    begun = (*message.steps[:2], message.step("begin"))
    assert [entry.text for entry in report.record][:3] == [step.title for step in begun]
    assert list(call.summary()).count("Nobody else was telling you what to do.") == 1


def test_a_coached_call_does_not_become_good_news_in_another_script() -> None:
    call = Call(calls.load("message"))
    choose(call, "Yes", "Done", "No", "Nothing of that")
    assert call.step.result == "call.coached"
    assert call.switch(calls.load("caller")).id == calls.HANG_UP
    call.go("company")
    choose(call, "No, I am on my own", "Yes, it is mine", "No", "Nothing of that", "As usual", "Neither")
    assert call.step.result == "call.nothing_lost"
    report = call.report(DAY)
    assert ids(report) == ["call.coached", "call.unfinished"]
    assert report.outcome is Outcome.DID_NOT_PASS
    assert call.switch(calls.load("parcel")).id == calls.BEGIN


@pytest.mark.parametrize("told", ["Yes", "I am not sure"])
def test_whoever_was_coached_is_not_let_into_another_script_before_the_opening_is_done(told: str) -> None:
    call = Call(calls.load("message"))
    choose(call, told)
    for name in ("parcel", "device", "message"):
        assert call.switch(calls.load(name)).id == calls.HANG_UP
        assert ids(call.report(DAY)) == ["call.coached", "call.unfinished"]
    call.go(calls.BEGIN)
    assert call.switch(calls.load("words")).id == calls.HANG_UP
    assert call.report(DAY).outcome is Outcome.DID_NOT_PASS
    while call.trail:
        call.back()
    assert ids(call.report(DAY)) == ["call.unfinished"], "an answer that was taken back was a slip"


def test_somebody_who_comes_to_be_coached_is_got_out_although_the_opening_was_done() -> None:
    call = Call(calls.load("message"))
    choose(call, "No, I am on my own", "Yes, it is mine", "No")
    call.go("company")
    choose(call, "Yes")
    assert call.switch(calls.load("parcel")).id == calls.HANG_UP


@pytest.mark.parametrize("demo", [True, False])
def test_of_a_code_the_outcome_alone_is_noted(demo: bool) -> None:
    call = Call(calls.load("device"))
    check = CheckResult("genuine", Outcome.PASSED, (finding("genuine.verified", model="Nano X"),))
    call.note_code(Report("device", demo, {"model": "Nano X"}, (check,), DAY))
    word = "DEMO: Passed" if demo else "Passed"
    assert call.codes == (word,)
    assert call.report(DAY).record == (Entry("Code that was read out", word),)
    assert "Nano X" not in exports.as_text(call.report(DAY))


def at_the_code(script: str) -> Call:
    call = Call(calls.load(script))
    choose(call, "No, I am on my own", "Yes, it is mine")
    call.go("code")
    return call


@pytest.mark.parametrize("script", ["message", "device", "download", "threat"])
def test_an_answer_that_takes_the_word_of_a_code_needs_a_code_that_says_so(script: str) -> None:
    call = at_the_code(script)
    kind, answers = call.step.code, call.step.answers
    other = next(one for one in calls.CODE_KINDS if one != kind)
    for number, answer in enumerate(answers):
        call = at_the_code(script)
        if not answer.outcomes:
            assert call.refusal(number) is None
            call.answer(number)
            continue
        others = [one for one in OUTCOMES[kind] if one not in answer.outcomes]
        for code, refusal in (
            (None, Refusal.NO_CODE),
            (code_of(other, answer.outcomes[0]), Refusal.OTHER_KIND),
            (code_of(kind, answer.outcomes[0], demo=True), Refusal.DEMO),
            *((code_of(kind, outcome), Refusal.OTHER_OUTCOME) for outcome in others),
        ):
            if code is not None:
                call.note_code(code)
            assert call.refusal(number) is refusal
            with pytest.raises(ValueError, match=refusal):
                call.answer(number)
            assert call.step.id == "code"
        for outcome in answer.outcomes:
            again = at_the_code(script)
            again.note_code(code_of(kind, outcome))
            assert again.answer(number).id == answer.to


def test_the_last_code_counts() -> None:
    call = at_the_code("device")
    call.note_code(code_of("device", Outcome.PASSED))
    call.note_code(code_of("device", Outcome.DID_NOT_PASS))
    assert [call.refusal(number) for number in (0, 1)] == [Refusal.OTHER_OUTCOME, None]


def test_notes_stand_at_the_end_of_the_record_as_they_are_handed_in() -> None:
    call = Call(calls.load("message"))
    choose(call, "No, I am on my own")
    report = call.report(DAY, ("calls again tomorrow", "has no printer"))
    assert report.record[1:] == (Entry("Noted", "calls again tomorrow"), Entry("Noted", "has no printer"))
    assert report.knowledge_date == DAY
    assert report.kind == "call"
    assert not report.demo


strokes = st.lists(
    st.tuples(st.sampled_from(["answer", "back", "go", "switch"]), st.integers(0, 40)), max_size=25
)


@given(strokes=strokes, name=st.sampled_from(NAMES))
def test_whatever_is_pressed_a_call_never_passes_and_goes_back_to_its_beginning(
    strokes: list[tuple[str, int]], name: str
) -> None:
    call = Call(calls.load(name))
    for stroke, number in strokes:
        match stroke:
            case "answer" if call.step.answers and not call.refusal(number % len(call.step.answers)):
                call.answer(number % len(call.step.answers))
            case "back":
                call.back()
            case "go":
                call.go(call.script.steps[number % len(call.script.steps)].id)
            case "switch":
                call.switch(SCRIPTS[number % len(SCRIPTS)])
            case _:
                pass
        report = call.report(DAY)
        assert report.outcome in {Outcome.DID_NOT_PASS, Outcome.STOPPED, Outcome.COULD_NOT_CHECK}
        assert report.findings
        assert call.summary()[-1] == call.script.closing.never[-1]
    while call.trail:
        call.back()
    assert (call.script.id, call.step.id) == (name, "company")
