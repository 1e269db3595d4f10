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


def walk(person: Terminal, *, until: int | None = None) -> None:
    """Go through the first lesson, with wrong answers first."""
    for step in FIRST.steps[:until]:
        if isinstance(step, Confirm):
            for _ in step.facts:
                person.wait_for(PROMPT)
                person.say(b"")
            continue
        if isinstance(step, Quiz):
            for number in [n for n in range(1, len(step.choices) + 1) if n != right(step)]:
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
    lesson, answers = lessons.load(name), said.index("The answers")
    for number, step in enumerate(lesson.steps, start=1):
        assert f"[{number}/{len(lesson.steps)}] {step.title}" in said
        if isinstance(step, Confirm):
            assert all(f"[ ] {fact}" in said for fact in step.facts)
        if isinstance(step, Quiz):
            assert all(said.index(choice.because) > answers for choice in step.choices)
            assert f"{step.choices[right(step) - 1].label} (right)." in said[answers:]
            assert all(said.index(mark.note) > answers for mark in step.marks)
    assert all(source.name in said for source in lesson.sources)


def test_a_printed_lesson_can_begin_in_the_middle_and_by_its_number() -> None:
    done = walletsafe("lesson", "1", "--from", "8")
    assert "[8/9]" in done.stdout
    assert "[7/9]" not in done.stdout
    assert "[5]" not in done.stdout


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
    assert "The answers" in done.stdout
    assert calm(done)


def test_a_whole_lesson_at_a_terminal() -> None:
    person = Terminal("lesson", "the-phrase")
    walk(person)
    assert person.end() == 0
    said = flat(person.seen)
    for step in FIRST.steps:
        assert step.title in said
        if isinstance(step, Quiz):
            assert all(choice.because in said for choice in step.choices)
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
