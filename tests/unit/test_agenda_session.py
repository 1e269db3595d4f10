"""A walk through an agenda: where the trainer is, the hands of the room, and what may be kept of it."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from walletsafe.findings import Entry, Outcome, Severity
from walletsafe.guidance import agendas
from walletsafe.guidance.agendas import Question
from walletsafe.guidance.session import HANDS_LIMIT, Session
from walletsafe.redact import PARAM_KEYS, SUBJECT_KEYS, preflight
from walletsafe.report.document import as_json
from walletsafe.report.html import as_html
from walletsafe.report.text import as_text

NAMES = agendas.names()


def session(name: str = "thirty") -> Session:
    return Session(agendas.load(name))


def to_the_first_question(walk: Session) -> Question:
    while not isinstance(walk.screen, Question):
        walk.forward()
    return walk.screen


class Walk(RuleBasedStateMachine):
    """Any way through an agenda, beside a plain list of what was shown and how many hands went up."""

    def __init__(self) -> None:
        super().__init__()
        self.session = session("sixty")
        self.all = [(part, screen) for part in self.session.agenda.parts for screen in part.screens]
        self.at = 0
        self.over = False
        self.shown = {0}
        self.hands: dict[int, list[int]] = {}

    @rule()
    def forward(self) -> None:
        self.session.forward()
        self.over = self.at == len(self.all) - 1
        self.at = min(self.at + 1, len(self.all) - 1)

    @rule()
    def back(self) -> None:
        self.session.back()
        self.at = self.at if self.over else max(self.at - 1, 0)
        self.over = False

    @rule()
    def stop(self) -> None:
        self.session.stop()
        self.over = True

    @rule(number=st.integers(0, 8))
    def go(self, number: int) -> None:
        self.session.go(number)
        part = self.session.agenda.parts[number]
        self.at = next(place for place, (of, _) in enumerate(self.all) if of is part)
        self.over = False

    @precondition(lambda self: isinstance(self.all[self.at][1], Question))
    @rule(choice=st.integers(0, 2), hands=st.integers(0, HANDS_LIMIT))
    def count(self, choice: int, hands: int) -> None:
        self.session.count(choice, hands)
        self.hands.setdefault(self.at, [0, 0, 0])[choice] = hands

    @invariant()
    def it_is_where_the_list_says(self) -> None:
        self.shown.add(self.at)
        part, screen = self.all[self.at]
        assert self.session.position == self.at
        assert self.session.screen is screen
        assert self.session.part is part
        assert self.session.finished == self.over
        assert self.session.complete == (len(self.shown) == len(self.all))

    @invariant()
    def the_hands_stay_with_their_question(self) -> None:
        question = isinstance(self.all[self.at][1], Question)
        assert self.session.hands == tuple(self.hands.get(self.at, [0] * 3 if question else []))
        assert [list(hands) for _, hands in self.session.counted] == [
            hands for _, hands in sorted(self.hands.items()) if any(hands)
        ]

    @invariant()
    def the_report_keeps_to_what_was_shown(self) -> None:
        report = self.session.report()
        passed = self.over and len(self.shown) == len(self.all)
        assert (report.outcome is Outcome.PASSED) == passed
        at_the_end = self.over and self.at == len(self.all) - 1
        assert (report.outcome is Outcome.COULD_NOT_CHECK) == (at_the_end and not passed)
        assert report.knowledge_date == self.session.agenda.reviewed
        titles = {self.all[place][0].title for place in self.shown}
        titles |= {
            screen.quiz.title for place in self.shown if isinstance(screen := self.all[place][1], Question)
        }
        assert {entry.text for entry in report.record} == titles
        assert all(
            entry.answer == "" or "Fake" in entry.answer or ": " in entry.answer for entry in report.record
        )


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("name", NAMES)
def test_going_on_leads_through_every_screen_once_and_to_the_end(name: str) -> None:
    walk = session(name)
    seen = []
    while not walk.finished:
        seen.append(walk.screen)
        walk.forward()
    assert seen == list(walk.screens)
    report = walk.report()
    assert (report.outcome, report.kind, report.demo) == (Outcome.PASSED, "lesson", False)
    assert [found.id for found in report.findings] == ["lesson.finished"]
    assert report.subject == {"agenda": name}
    assert report.knowledge_date == walk.agenda.reviewed


def test_who_stops_before_the_end_was_stopped_and_who_left_something_out_did_not_pass_through() -> None:
    walk = session()
    assert walk.report().outcome is Outcome.STOPPED
    assert [found.id for found in walk.report().findings] == ["lesson.unfinished"]
    walk.go(len(walk.agenda.parts) - 1)
    while not walk.finished:
        walk.forward()
    assert walk.report().outcome is Outcome.COULD_NOT_CHECK
    assert [found.id for found in walk.report().findings] == ["lesson.unfinished"]
    assert [entry.text for entry in walk.report().record] == [
        walk.agenda.parts[0].title,
        walk.agenda.parts[-1].title,
    ]


def test_the_hands_are_in_the_report_with_a_tally_over_all() -> None:
    walk = session()
    first = to_the_first_question(walk)
    assert walk.hands == (0, 0, 0)
    for choice, hands in enumerate((12, 3, 5)):
        walk.count(choice, hands)
    walk.forward()
    walk.count(1, 7)
    report = walk.report()
    assert Entry(first.quiz.title, "Fake: 12, May be genuine: 3, I am not sure: 5") in report.record
    (_, tally) = report.findings
    assert (tally.id, tally.severity) == ("lesson.tally", Severity.TIP)
    assert tally.params == {"right": 12 + 7, "unsure": 5, "wrong": 3}


def test_a_question_without_hands_has_no_answer_and_no_tally() -> None:
    walk = session()
    question = to_the_first_question(walk)
    walk.count(0, 4)
    walk.count(0, 0)
    report = walk.report()
    assert Entry(question.quiz.title, "") in report.record
    assert [found.id for found in report.findings] == ["lesson.unfinished"]
    assert walk.counted == ()


@pytest.mark.parametrize("hands", [-1, HANDS_LIMIT + 1])
def test_a_number_that_is_no_number_of_hands_changes_nothing(hands: int) -> None:
    walk = session()
    to_the_first_question(walk)
    walk.count(0, HANDS_LIMIT)
    with pytest.raises(ValueError, match=str(hands)):
        walk.count(0, hands)
    assert walk.hands == (HANDS_LIMIT, 0, 0)


def test_hands_belong_to_a_choice_of_a_question() -> None:
    walk = session()
    with pytest.raises(IndexError):
        walk.count(0, 1)
    to_the_first_question(walk)
    for choice in (-1, 3):
        with pytest.raises(IndexError):
            walk.count(choice, 1)


@pytest.mark.parametrize("part", [-1, 5])
def test_a_part_that_is_not_there_leads_nowhere(part: int) -> None:
    walk = session()
    walk.forward()
    with pytest.raises(ValueError, match="not in tuple"):
        walk.go(part)
    assert walk.position == 1
    assert not walk.finished


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_report_has_to_be_left_out(name: str) -> None:
    walk = session(name)
    while not walk.finished:
        for choice in range(len(walk.hands)):
            walk.count(choice, HANDS_LIMIT)
        walk.forward()
    report = walk.report()
    assert set(report.subject) <= SUBJECT_KEYS
    assert all(set(found.params) <= PARAM_KEYS for found in report.findings)
    for entry in report.record:
        assert preflight(f"{entry.text}\n{entry.answer}") == ()


def test_for_people_it_has_the_title_of_its_agenda_and_for_programs_the_id() -> None:
    report = session().report()
    title = agendas.load("thirty").title
    assert f"Agenda: {title}" in as_text(report)
    assert f"<dt>Agenda</dt><dd>{title}</dd>" in as_html(report)
    assert as_json(report)["subject"] == {"agenda": "thirty"}
