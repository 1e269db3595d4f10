"""What a thief would write into a file that we open: none of it stands in our window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from walletsafe.ui.pages.calls.open_call import OpenCall

from tests.helpers.people import check, virtual
from tests.helpers.reports import CALM, GONE, a_call, a_lesson, changed, saved
from tests.ui.report_states import passed, scam
from tests.unit.test_opening import document, opened, problem_of
from walletsafe import report
from walletsafe.findings import Entry, Report, today
from walletsafe.guidance import agendas, calls
from walletsafe.guidance.agendas import Question
from walletsafe.guidance.calls import Step
from walletsafe.guidance.session import Session
from walletsafe.report.opening import open_report
from walletsafe.report.own_words import says_only_ours

LURE = "Call 0800 555 0134 now"
USB = passed()
VIRTUAL = check(virtual("genuine-nano-s"))
CALL = a_call(0, 0, notes=(CALM,))


def an_agenda() -> Report:
    """Gone through to the end, with a few hands at every question."""
    session = Session(agendas.load("thirty"))
    while not session.finished:
        if isinstance(session.screen, Question):
            session.count(0, 12)
            session.count(1, 3)
        session.forward()
    return session.report()


LESSON, AGENDA = a_lesson(wrong=2), an_agenda()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forged") / "report.json"


@pytest.mark.parametrize("made", [USB, VIRTUAL, CALL, LESSON, AGENDA])
def test_as_it_was_saved_it_opens(place: Path, made: Report) -> None:
    report.save(made, place)
    assert open_report(place).report.record == made.record


def answered(made: Report) -> str:
    """The place of the first entry with an answer."""
    return f"record {[bool(entry.answer) for entry in made.record].index(True)}"


def forged() -> Iterator[tuple[Report, str, object]]:
    yield VIRTUAL, "demo", False
    yield VIRTUAL, "subject connection", "usb"
    yield USB, "demo", True
    yield USB, "subject connection", "tcp"
    yield USB, "subject connection", GONE
    yield USB, "subject connection", LURE
    yield USB, "subject model", LURE
    yield USB, "subject model", "Ledger Nano S"
    yield USB, "subject firmware", LURE
    yield USB, "subject firmware", "1.6.1-Call-0800-555-0134"
    yield USB, "subject script", "message"
    yield USB, "findings 0 params model", LURE
    yield USB, "findings 0 params firmware", LURE
    yield USB, "findings 1 params version", LURE
    yield USB, "findings 1 params newest", LURE
    yield USB, "findings 1 params knowledge_date", LURE
    yield USB, "findings", []
    yield USB, "checks", [{"id": "call", "outcome": "passed"}]
    yield USB, "checks", [{"id": "device", "outcome": "passed"}]
    for made in (CALL, LESSON, AGENDA):
        yield made, "record 0 text", LURE
        yield made, "record 0 answer", LURE
        yield made, f"{answered(made)} answer", LURE
        yield made, f"{answered(made)} answer", f"{made.record[0].answer} {LURE}"
        yield made, "demo", True
        yield made, "findings", []
        yield made, "findings 0 params right", LURE
        yield made, "subject model", "nano-s"
    yield CALL, "subject script", LURE
    yield CALL, "subject script", "thirty"
    yield CALL, "subject", {}
    yield CALL, "record 0 answer", "Anna said so"
    yield LESSON, "subject lesson", LURE
    yield LESSON, "subject agenda", "thirty"
    yield LESSON, "subject", {}
    yield AGENDA, "subject agenda", LURE
    yield AGENDA, "findings 1 params right", LURE
    yield AGENDA, "findings 1 params right", "12"


@pytest.mark.parametrize(("made", "where", "value"), list(forged()))
def test_what_a_thief_would_write_is_not_shown(place: Path, made: Report, where: str, value: object) -> None:
    saved(place, changed(document(made), where, value))
    assert problem_of(place) == "not-a-report"


@pytest.mark.parametrize("kind", ["sms", "device", LURE])
def test_a_message_is_of_a_kind_that_we_know(place: Path, kind: str) -> None:
    saved(place, changed(document(scam()), "subject kind", kind))
    assert (opened(place) is not None) is (kind == "sms")


# --- notes --------------------------------------------------------------------------------------------


def noted(place: Path, note: str) -> Path:
    made: dict[str, Any] = document(CALL)
    return saved(place, {**made, "record": [*made["record"], {"text": "Noted", "answer": note}]})


@pytest.mark.parametrize("note", [LURE, "Anna", "call legder.example", "pistol", "", "x" * 1000])
def test_a_note_that_we_would_not_have_kept_is_not_shown(place: Path, note: str) -> None:
    assert problem_of(noted(place, note)) == "not-a-report"


@given(st.text(max_size=300) | st.text("ab 1.@[]-", max_size=300))
def test_every_note_that_is_kept_opens_again(place: Path, typed: str) -> None:
    call = OpenCall(calls.load("message"))
    call.notes = typed
    made = call.report()
    report.save(made, place)
    assert open_report(place).report.record == made.record


def test_short_notes_are_no_phrase_among_the_words_of_the_form(place: Path) -> None:
    call = OpenCall(calls.load("message"))
    call.notes = "Anna\nphone\nMuster\nphone\nRotterdam"
    report.save(call.report(), place)
    assert len(open_report(place).report.record) == 5


def test_a_long_note_opens_again_whole(place: Path) -> None:
    call = OpenCall(calls.load("message"))
    call.notes = "the caller was calm and the code was read out " * 40
    made = call.report()
    report.save(made, place)
    kept = open_report(place).report.record
    assert " ".join(entry.answer for entry in kept if entry.text == "Noted") == call.notes[:2000].strip()


def test_what_codes_said_in_a_call_opens_again(place: Path) -> None:
    call = OpenCall(calls.load("device"))
    call.call.note_code(USB)
    call.call.note_code(VIRTUAL)
    report.save(call.report(), place)
    said = [entry for entry in open_report(place).report.record if entry.answer]
    assert said == [Entry("Code that was read out", title) for title in ("Passed", "DEMO: Passed")]


def test_every_answer_of_every_script_opens_again() -> None:
    steps: list[Step] = [step for name in calls.names() for step in calls.load(name).steps]
    record = tuple(Entry(step.title, answer.text) for step in steps for answer in step.answers)
    assert says_only_ours(Report("call", False, CALL.subject, CALL.checks, CALL.knowledge_date, record))


# --- days ---------------------------------------------------------------------------------------------


def test_a_day_to_come_is_said_plainly(place: Path) -> None:
    for days, opens in ((0, True), (1, True), (2, False)):
        made = date.fromisoformat(today()) + timedelta(days=days)
        saved(place, changed(document(USB), "made", made.isoformat()))
        assert (opened(place) is not None) is opens
    assert problem_of(place) == "day-to-come"
    saved(place, changed(document(USB), "made", "2999-01-01"))
    assert problem_of(place) == "day-to-come"


@pytest.mark.parametrize("made", [USB, CALL, LESSON, AGENDA])
def test_facts_of_a_later_day_are_a_newer_program_s(place: Path, made: Report) -> None:
    saved(place, changed(document(made), "app knowledge_date", "2048-06-05"))
    assert problem_of(place) == "newer-report"


@pytest.mark.parametrize("day", ["2026-10", "2025-12-31"])
def test_a_day_that_no_code_can_hold_is_none_of_ours(place: Path, day: str) -> None:
    saved(place, changed(document(USB), "app knowledge_date", day))
    assert problem_of(place) == "not-a-report"
