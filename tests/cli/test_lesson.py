"""``walletsafe lesson``: listed, played at a real terminal, and printed where there is none."""

from __future__ import annotations

import os
import re
import signal

import pytest

from tests.cli.test_terminal import Terminal
from tests.helpers.command import calm, in_bash, refused, walletsafe
from walletsafe.guard import find_runs
from walletsafe.guidance import lessons
from walletsafe.guidance.lessons import Confirm, Quiz

# Nobody's: it does not even have the right checksum. No published example, for those are let through.
WORDS = b"marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"
FIRST = lessons.load("the-phrase")
JUDGING = lessons.load("real-or-fake")
PLAN = lessons.load(lessons.FIRST_TEN_MINUTES)
PROMPT = b"q leaves): "
KEYS = b"q leaves: "


def flat(seen: bytes) -> str:
    return " ".join(seen.decode().split())


def right(quiz: Quiz) -> int:
    return next(number for number, choice in enumerate(quiz.choices, start=1) if choice.right)


def wrong(quiz: Quiz) -> list[int]:
    return [n for n, one in enumerate(quiz.choices, start=1) if not (one.right or one.doubt)]


def walk(person: Terminal, *, until: int | None = None) -> None:
    """Go through the first lesson, with wrong answers first."""
    for step in FIRST.steps[:until]:
        if isinstance(step, Confirm):
            for _ in step.facts:
                person.wait_for(PROMPT)
                person.say(b"")
            continue
        if isinstance(step, Quiz):
            for number in wrong(step):
                person.wait_for(PROMPT)
                person.say(b"%d" % number)
            person.wait_for(b"Another answer")
            person.say(b"%d" % right(step))
        person.wait_for(KEYS)
        person.say(b"")


def test_the_words_of_these_tests_are_a_phrase_to_the_guard() -> None:
    assert len(find_runs(WORDS.decode())) == 1


def test_the_list_names_every_lesson_in_order() -> None:
    done = walletsafe("lesson")
    assert done.returncode == 0
    assert done.stderr == ""
    listed = re.findall(r"^(\d)  (\S+) \(\d+ minutes\)$", done.stdout, re.MULTILINE)
    assert listed == [(str(number), name) for number, name in enumerate(lessons.names(), start=1)]
    assert all(lessons.load(name).title in done.stdout for name in lessons.names())


@pytest.mark.parametrize("name", lessons.names())
def test_without_a_terminal_the_whole_lesson_is_printed(name: str) -> None:
    done = walletsafe("lesson", name)
    assert done.returncode == 0
    assert done.stderr == ""
    assert max(len(line) for line in done.stdout.splitlines()) <= 78
    said = " ".join(done.stdout.split())
    lesson = lessons.load(name)
    headings = [f"[{number}/{len(lesson.steps)}] {step.title}" for number, step in enumerate(lesson.steps, 1)]
    ends = [*map(said.index, headings[1:]), said.index("Sources (last looked at")]
    for heading, step, end in zip(headings, lesson.steps, ends, strict=True):
        shown = said[said.index(heading) : end]
        if isinstance(step, Confirm):
            assert all(f"[ ] {fact}" in shown for fact in step.facts)
        if isinstance(step, Quiz):
            asked, answers = shown.split("The answers:")
            assert all(choice.because not in asked for choice in step.choices)
            assert all(choice.because in answers for choice in step.choices)
            assert f"{step.right.label} (right)." in answers
            assert answers.count("(right)") == 1
            assert all(mark.note in answers for mark in step.marks)
    assert all(source.name in said for source in lesson.sources)


def test_a_printed_lesson_can_begin_in_the_middle_and_by_its_number() -> None:
    done = walletsafe("lesson", "1", "--from", "8")
    assert "[8/9]" in done.stdout
    assert "[7/9]" not in done.stdout


@pytest.mark.parametrize("title", [FIRST.title, FIRST.title.upper(), f"  {FIRST.title} "])
def test_a_title_is_a_name_too(title: str) -> None:
    assert walletsafe("lesson", title).stdout == walletsafe("lesson", "the-phrase").stdout


def test_the_terminal_is_told_the_exercise_as_a_story() -> None:
    assert "Ana gets a mail" in walletsafe("lesson", "fake-update").stdout


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (["no-such"], 'no lesson called "no-such"'),
        (["10"], 'no lesson called "10"'),
        (["real or fake"], 'no lesson called "real or fake"'),
        (["the-phrase", "--from", "0"], "--from"),
        (["the-phrase", "--from", "10"], "9 steps"),
        (["--from", "2"], "Name the lesson"),
        ([WORDS.decode()], "looks like recovery words"),
        (WORDS.decode().split(), "looks like recovery words"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(arguments: list[str], needle: str) -> None:
    assert needle in refused("lesson", *arguments)


@pytest.mark.parametrize("script", ["walletsafe lesson 1 <&-", "walletsafe lesson 1 2>&-"])
def test_closed_streams_count_as_no_terminal(script: str) -> None:
    done = in_bash(script)
    assert done.returncode == 0
    assert "The answers:" in done.stdout
    assert calm(done)


def test_a_whole_lesson_at_a_terminal() -> None:
    person = Terminal("lesson", "the-phrase")
    walk(person)
    assert person.end() == 0
    said = flat(person.seen)
    for step in FIRST.steps:
        assert step.title in said
        if isinstance(step, Quiz):
            assert all((choice.because in said) != choice.doubt for choice in step.choices)
    assert "At the first try" not in said
    assert said.count("Right.") == sum(isinstance(step, Quiz) for step in FIRST.steps)
    assert "The next lesson: walletsafe lesson where-it-may-go" in said


def test_the_places_to_look_at_are_told_once_with_their_words() -> None:
    quiz = JUDGING.steps[1]
    assert isinstance(quiz, Quiz)
    person = Terminal("lesson", JUDGING.id, "--from", "2")
    before = flat(person.wait_for(PROMPT))
    assert all(mark.note not in before for mark in quiz.marks)
    person.say(b"2")
    person.wait_for(b"Another answer")
    person.say(b"1")
    person.wait_for(KEYS)
    said = flat(person.seen)
    for number, mark in enumerate(quiz.marks, start=1):
        assert said.count(f'{number} "{mark.place}": {mark.note}') == 1
    person.say(b"q")
    assert person.end() == 0


def test_doubt_leads_on_and_the_end_tells_how_the_first_answers_were() -> None:
    first = 16
    person = Terminal("lesson", JUDGING.id, "--from", str(first))
    cases = [step for step in JUDGING.steps[first - 1 :] if isinstance(step, Quiz)]
    for number, case in enumerate(cases):
        person.wait_for(PROMPT)
        if number == 1:
            person.say(b"%d" % wrong(case)[0])
            person.wait_for(b"Another answer")
        person.say(b"3" if number == 0 else b"%d" % right(case))
        person.wait_for(KEYS)
        person.say(b"")
    doubted = flat(person.seen).split("[17/")[0]
    assert f"Good that you stopped to ask. {cases[0].choices[2].because}" in doubted
    assert f"The answer here: {cases[0].right.label}." in doubted
    assert cases[0].marks[0].note in doubted
    assert "Right." not in doubted
    for _ in JUDGING.steps[-2].facts if isinstance(JUDGING.steps[-2], Confirm) else ():
        person.wait_for(PROMPT)
        person.say(b"")
    person.wait_for(KEYS)
    person.say(b"")
    assert person.end() == 0
    told = flat(person.seen).split("At the first try: ")[1]
    assert told.startswith("4 right, 1 unsure, 1 wrong.")
    assert f"[16] {cases[0].title} [17] {cases[1].title} To look at one again" in told
    assert "walletsafe lesson real-or-fake --from 16" in told


def test_leaving_says_how_to_come_back() -> None:
    person = Terminal("lesson", "the-phrase", "--from", "2")
    person.wait_for(KEYS)
    person.say(b"")
    person.wait_for(PROMPT)
    person.say(b"q")
    assert person.end() == 0
    assert "[2/9]" in flat(person.seen)
    assert "walletsafe lesson the-phrase --from 3" in flat(person.seen)


def test_bytes_that_are_no_text_are_only_a_wrong_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8:strict")  # as in most countries' settings
    person = Terminal("lesson", "the-phrase")
    person.wait_for(KEYS)
    person.say(b"\xff\xfe")
    assert "Please press Enter" in flat(person.wait_for(KEYS))
    person.say(b"q")
    assert person.end() == 0


def test_going_back_shows_the_step_before() -> None:
    person = Terminal("lesson", "the-phrase", "--from", "2")
    person.wait_for(KEYS)
    person.say(b"B")
    assert b"[1/9]" in person.wait_for(KEYS)
    person.say(b"q")
    assert person.end() == 0


def test_facts_cannot_be_ticked_by_typing_on() -> None:
    number = next(n for n, step in enumerate(FIRST.steps, start=1) if isinstance(step, Confirm))
    person = Terminal("lesson", "the-phrase", "--from", str(number))
    person.wait_for(PROMPT)
    person.say(b"yes to everything")
    page = flat(person.wait_for(PROMPT))
    assert "Please press Enter" in page
    assert "yes to everything" not in page
    assert "[ ]" not in page
    person.say(b"q")
    assert person.end() == 0


@pytest.mark.parametrize(
    "typed",
    [WORDS, (WORDS + b" " + WORDS).replace(b" ", b"\n")],
    ids=["in a row", "twice as many, one a line"],
)
@pytest.mark.parametrize("step", ["1", "3", "7"], ids=["to read", "quiz", "facts"])
def test_typed_words_lead_to_the_plan_and_are_not_repeated(typed: bytes, step: str) -> None:
    person = Terminal("lesson", "the-phrase", "--from", step)
    person.wait_for(b"q leaves")
    person.say(typed)
    person.wait_for(PLAN.steps[0].title[:40].encode())
    person.say(b"q")
    assert person.end() == 0
    said = flat(person.seen)
    assert said.count("looks like recovery words") == 1
    assert f"The one before can wait: walletsafe lesson the-phrase --from {step}" in said
    assert "walletsafe lesson first-ten-minutes --from 1" in said
    assert not [word for word in ("marble", "orbit", "gossip", "mimic") if word in said]


def test_typed_words_inside_the_plan_do_not_begin_it_again() -> None:
    person = Terminal("lesson", lessons.FIRST_TEN_MINUTES, "--from", "3")
    person.wait_for(KEYS)
    person.say(WORDS)
    page = flat(person.wait_for(KEYS))
    assert "looks like recovery words" in page
    assert f"[3/{len(PLAN.steps)}]" in page
    person.say(b"q")
    assert person.end() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, None], ids=["Ctrl+C", "end of input"])
def test_stopping_is_a_stop(number: signal.Signals | None) -> None:
    person = Terminal("lesson", "the-phrase", "--from", "2")
    person.wait_for(KEYS)
    if number is None:
        os.write(person._master, b"\x04")
    else:
        person.signal(number)
    assert person.end() == 4
    assert "You left the lesson. To go on here later: walletsafe lesson the-phrase --from 2" in flat(
        person.seen
    )
    assert "device" not in flat(person.seen).split("leaves:")[-1]
