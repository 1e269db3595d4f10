"""The lessons and the page of promises: strict loaders, and words that keep the house's manners."""

from __future__ import annotations

import re
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest

from tests.helpers import never_doc
from tests.helpers.strings import strings
from walletsafe import texts
from walletsafe.errors import UnknownLesson
from walletsafe.guard import find_runs
from walletsafe.guidance import lessons, never, table
from walletsafe.guidance.lessons import Confirm, Lesson, Quiz, Read, Try

NAMES = lessons.names()
FILES = [f"lessons/{name}" for name in NAMES] + ["never"]
OFFICIAL = {"ledger.com", "support.ledger.com"}
TITLE_LIMIT, LINE_LIMIT, SHOWN_LIMIT = 70, 320, 400
JUDGING = "real-or-fake"


def quizzes(lesson: Lesson) -> list[Quiz]:
    return [step for step in lesson.steps if isinstance(step, Quiz)]


def raw(name: str) -> dict[str, Any]:
    return deepcopy(dict(texts.section(f"lessons/{name}")))


def parsed(document: dict[str, Any]) -> Lesson:
    return lessons._lesson("the-phrase", table.Table("test.toml", document))


def test_the_list_is_what_lies_in_the_folder() -> None:
    folder = files("walletsafe.resources") / "text" / "en" / "lessons"
    assert {entry.name for entry in folder.iterdir()} == {f"{name}.toml" for name in NAMES}
    assert len(NAMES) >= 9
    assert NAMES[-1] == lessons.FIRST_TEN_MINUTES


@pytest.mark.parametrize("name", ["", "the-phrase.toml", "../never", "no-such-lesson"])
def test_another_name_is_no_lesson(name: str) -> None:
    with pytest.raises(UnknownLesson):
        lessons.load(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_has_what_a_lesson_needs(name: str) -> None:
    lesson = lessons.load(name)
    kinds = {type(step) for step in lesson.steps}
    assert {Read, Confirm, Quiz} <= kinds
    assert (Try in kinds) == (name == "fake-update")
    assert len(quizzes(lesson)) >= 2
    assert lesson.minutes == (20 if name == JUDGING else 5)
    assert lesson.reviewed >= "2026-10"


@pytest.mark.parametrize("name", NAMES)
def test_it_ends_with_one_thing_to_remember_and_one_next_step(name: str) -> None:
    last = lessons.load(name).steps[-1]
    assert isinstance(last, Read)
    assert last.title == "The one thing to remember"
    assert len(last.lines) == 2
    assert last.lines[1].startswith("Next: ")


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_takes_about_the_minutes_it_says(name: str) -> None:
    """At 200 words a minute, with one explanation read in each quiz."""
    words, lesson = 0, lessons.load(name)
    for step in lesson.steps:
        match step:
            case Read(lines=lines) | Confirm(facts=lines):
                words += sum(len(line.split()) for line in lines)
            case Try():
                words += sum(len(line.split()) for line in step.lines_terminal)
            case Quiz(choices=choices, marks=marks):
                words += len(step.shown.split()) + sum(len(choice.label.split()) for choice in choices)
                words += max(len(choice.because.split()) for choice in choices)
                words += sum(len(mark.note.split()) for mark in marks)
    assert 90 * lesson.minutes <= words <= 170 * lesson.minutes, words


@pytest.mark.parametrize("name", NAMES)
def test_a_quiz_explains_each_answer_in_its_own_words(name: str) -> None:
    for quiz in quizzes(lessons.load(name)):
        assert len({choice.label for choice in quiz.choices}) == len(quiz.choices)
        assert len({choice.because for choice in quiz.choices}) == len(quiz.choices)
        assert all(len(choice.because.split()) >= 8 for choice in quiz.choices)
        assert all(not choice.label.endswith(".") for choice in quiz.choices)


def test_the_right_answer_has_no_favourite_place() -> None:
    places = [
        next(number for number, choice in enumerate(quiz.choices) if choice.right)
        for name in NAMES
        for quiz in quizzes(lessons.load(name))
    ]
    assert max(places.count(place) for place in set(places)) <= 0.6 * len(places)


def test_quizzes_mix_real_and_fake_and_let_people_be_unsure() -> None:
    right = [
        choice.label
        for name in NAMES
        for quiz in quizzes(lessons.load(name))
        for choice in quiz.choices
        if choice.right
    ]
    assert sum(label.startswith("Real") for label in right) >= 5
    assert sum(label.startswith("Fake") for label in right) >= 5
    with_doubt = {
        name
        for name in NAMES
        for quiz in quizzes(lessons.load(name))
        if any(choice.label.startswith("I am not sure") for choice in quiz.choices)
    }
    assert len(with_doubt) >= 6


def test_not_being_sure_is_neither_right_nor_wrong_and_never_left_at_that() -> None:
    for name in NAMES:
        for quiz in quizzes(lessons.load(name)):
            for choice in quiz.choices:
                assert choice.doubt == choice.label.startswith("I am not sure"), (name, choice.label)
                assert not (choice.doubt and choice.right)
                # It lets one go on: nobody is sent back to choose again.
                assert not (choice.doubt and "Choose again" in choice.because), choice.because


def test_every_drawing_is_used_and_said_in_words() -> None:
    reads = [step for name in NAMES for step in lessons.load(name).steps if isinstance(step, Read)]
    assert {step.drawing for step in reads if step.drawing} == lessons.DRAWINGS
    assert all(bool(step.drawing) == (len(step.drawing_text) > 40) for step in reads)


def test_the_plan_after_a_mistake_blames_nobody_and_keeps_its_order() -> None:
    lesson = lessons.load(lessons.FIRST_TEN_MINUTES)
    first = lesson.steps[0]
    assert isinstance(first, Read)
    assert first.lines[0].startswith("You were deceived by people who")
    said = "\n".join(strings(raw(lesson.id)))
    places = [
        said.index(words)
        for words in ("Type nothing more", "send everything out first", "then reset", "Report it")
        if words in said
    ]
    assert places == sorted(places)
    assert said.index("When it has arrived, reset the device") > said.index("send everything out first")
    assert not re.search(r"\byour (own )?fault\b|\byou should have\b", said, re.IGNORECASE)


@pytest.mark.parametrize("name", FILES)
def test_no_line_is_too_long(name: str) -> None:
    for text in strings(texts.section(name)):
        assert len(text) <= (SHOWN_LIMIT if "\n" in text else LINE_LIMIT), text


@pytest.mark.parametrize("name", NAMES)
def test_no_title_is_too_long(name: str) -> None:
    lesson = lessons.load(name)
    for title in [lesson.title, *(step.title for step in lesson.steps)]:
        assert len(title) <= TITLE_LIMIT, title
        assert not title.endswith(".")


@pytest.mark.parametrize("name", FILES)
def test_the_words_keep_the_house_style(name: str) -> None:
    for text in strings(texts.section(name)):
        assert text.isascii()
        assert "!" not in text
        assert not re.search(r"(?<!\")\bsafe(ly)?\b(?!\")", text, re.IGNORECASE), text
        assert not re.search(r"https?:|www\.", text), text
        assert text.count("Ledger Live") == text.count("(formerly Ledger Live)"), text


@pytest.mark.parametrize("name", FILES)
def test_no_text_looks_like_a_phrase(name: str) -> None:
    assert find_runs("\n".join(strings(texts.section(name)))) == ()


@pytest.mark.parametrize("name", NAMES)
def test_an_address_in_a_lesson_is_ledger_s_own_or_leads_nowhere(name: str) -> None:
    document = raw(name)
    del document["sources"]
    for text in strings(document):
        for host in re.findall(r"[a-z0-9-]+(?:\[?\.\]?[a-z0-9-]+)+", text):
            assert (
                host in OFFICIAL or host.endswith((".example", "[.]example")) or not re.search("[a-z]", host)
            ), host


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_an_address_in_plain_text(name: str) -> None:
    for source in lessons.load(name).sources:
        assert "." in source.address
        assert "[" not in source.address
        assert len(source.address) <= 64


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        (lambda lesson: lesson.update(extra=1), "extra: unknown key"),
        (lambda lesson: lesson.update(id="other"), "id: not the name of the file"),
        (lambda lesson: lesson.pop("title"), "title: missing"),
        (lambda lesson: lesson.update(minutes=True), "minutes: missing, or not of the kind int"),
        (lambda lesson: lesson.update(minutes=21), "minutes: not from 1 to 20"),
        (lambda lesson: lesson.update(summary=" x"), "summary: empty, or blanks"),
        (lambda lesson: lesson.update(reviewed="soon"), "reviewed: no date"),
        (lambda lesson: lesson.update(steps=[]), "steps: 0 entries, not 7 to 24"),
        (lambda lesson: lesson.update(steps=3), "steps: missing, or no list"),
        (lambda lesson: lesson.update(steps=[1] * 7), "steps: number 1 is no table"),
        (lambda lesson: lesson["steps"][0].update(kind="look"), "steps 1: kind: unknown value"),
        (lambda lesson: lesson["steps"][0].update(choices=[]), "steps 1: choices: unknown key"),
        (lambda lesson: lesson["steps"][0].update(lines=["a"] * 5), "steps 1: lines: 5 entries"),
        (lambda lesson: lesson["steps"][0].update(lines=[1]), "steps 1: lines: 1: missing"),
        (lambda lesson: lesson["steps"][1].update(drawing="cat"), "drawing: unknown value 'cat'"),
        (lambda lesson: lesson["steps"][1].pop("drawing_text"), "drawing_text: missing"),
        (lambda lesson: lesson["steps"][1].pop("drawing"), "drawing_text: unknown key"),
        (lambda lesson: lesson["steps"][2]["choices"][0].pop("because"), "choices 1: because: missing"),
        (lambda lesson: lesson["steps"][2]["choices"][0].update(right="no"), "choices 1: right: missing"),
        (lambda lesson: lesson["sources"][0].update(link="x"), "sources 1: link: unknown key"),
        (lambda lesson: lesson.update(sources=[]), "sources: 0 entries"),
    ],
)
def test_a_broken_lesson_is_refused_and_says_where(change: Any, needle: str) -> None:
    document = raw("the-phrase")
    assert parsed(deepcopy(document)).id == "the-phrase"
    change(document)
    with pytest.raises(ValueError, match=r"^test\.toml: ") as caught:
        parsed(document)
    assert needle in str(caught.value)


ONE_RIGHT = "steps 5: choices: needs one right answer and a wrong one, and at most one doubt"


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        pytest.param(lambda choices: choices[1].update(right=False), ONE_RIGHT, id="none right"),
        pytest.param(lambda choices: choices[0].update(right=True), ONE_RIGHT, id="two right"),
        pytest.param(lambda choices: choices.pop(0), ONE_RIGHT, id="none wrong"),
        pytest.param(lambda choices: choices.append(dict(choices[2])), ONE_RIGHT, id="two doubts"),
        pytest.param(
            lambda choices: choices[2].update(right=True), "choices 3: right: unknown key", id="right doubt"
        ),
        pytest.param(
            lambda choices: choices[2].update(right=False), "choices 3: right: unknown key", id="wrong doubt"
        ),
        pytest.param(lambda choices: choices[2].pop("doubt"), "choices 3: right: missing", id="neither"),
        pytest.param(
            lambda choices: choices[2].update(doubt="yes"), "choices 3: doubt: missing", id="no flag"
        ),
    ],
)
def test_a_doubt_is_neither_right_nor_wrong_and_one_answer_is_right(change: Any, needle: str) -> None:
    document = raw("the-phrase")
    choices = document["steps"][4]["choices"]
    assert [choice.get("doubt", False) for choice in choices] == [False, False, True]
    change(choices)
    with pytest.raises(ValueError, match=re.escape(needle)):
        parsed(document)


@pytest.mark.parametrize(
    ("marks", "needle"),
    [
        ([("first", "a"), ("last", "b")], ""),
        ([("first", "a")], "marks: 1 entries, not 2 to 5"),
        ([("first", "a"), ("elsewhere", "b")], "marks: a place that is not in what is shown"),
        ([("first", "a"), ("twice", "b")], "marks: a place that is not in what is shown, or more than once"),
        ([("last", "a"), ("first", "b")], "marks: places out of order"),
        ([("first twice", "a"), ("twice and", "b")], "marks: places out of order, or over one another"),
        ([("first", "a"), ("last", "")], "marks 2: note: empty"),
    ],
)
def test_a_mark_points_at_one_place_and_they_stand_in_order(
    marks: list[tuple[str, str]], needle: str
) -> None:
    document = raw("the-phrase")
    document["steps"][2].update(
        shown="first twice and twice last", marks=[{"place": place, "note": note} for place, note in marks]
    )
    if not needle:
        (quiz, *_) = quizzes(parsed(document))
        assert [quiz.shown[start:end] for start, end in quiz.spans] == ["first", "last"]
        return
    with pytest.raises(ValueError, match=re.escape(needle)):
        parsed(document)


def test_twenty_messages_of_every_kind_some_fake_and_some_genuine() -> None:
    cases = quizzes(lessons.load(JUDGING))
    assert [case.title.split(":")[0] for case in cases] == [f"Case {number}" for number in range(1, 21)]
    fake = [case.choices[0].right for case in cases]
    assert fake.count(True) == 13
    for case, is_fake in zip(cases, fake, strict=True):
        labels = {choice.label: choice.right for choice in case.choices}
        assert labels == {"Fake": is_fake, "May be genuine": not is_fake, "I am not sure": False}
        assert case.choices[2].doubt
        assert 3 <= len(case.marks) <= 5
    told = " ".join(case.title for case in cases)
    assert all(kind in told for kind in ("mail", "short message", "letter", "page", "store", "app", "chat"))


def test_a_genuine_message_still_sends_people_to_the_address_they_type() -> None:
    own_way = re.compile(r"type|typing|typed|opened yourself|your bill|your own")
    for case in quizzes(lessons.load(JUDGING)):
        if case.choices[1].right:
            assert own_way.search(case.choices[1].because + case.choices[2].because), case.title
            assert case.choices[1].because.startswith("It may be")


def test_what_counts_for_nothing_is_told_as_such() -> None:
    marks = [mark for case in quizzes(lessons.load(JUDGING)) for mark in case.marks]
    worthless = " ".join(mark.place for mark in marks if mark.note.startswith("Counts for nothing"))
    for place in ("SPF pass", "lock", "Never share", "never ask", "Our terms: ledger.com", "Unsubscribe"):
        assert place in worthless


def test_the_page_of_promises_speaks_for_itself() -> None:
    page = never.load()
    assert all(re.match(r"I (never|have no|keep nothing) ", entry.promise) for entry in page.promises)
    said = " ".join(strings(dict(texts.section("never"))))
    for needle in (
        "recovery words",
        "no field for your own words",
        "online by myself",
        "update myself",
        "support line",
        "administrator",
        "Python",
        "deep sleep",
        "record the screen",
        "no memory dump",
        "it is a clone",
    ):
        assert needle in said


def test_the_document_of_promises_is_what_the_texts_say() -> None:
    assert never_doc.PATH.read_text("utf-8") == never_doc.render(), "run: python -m tests.helpers.never_doc"
