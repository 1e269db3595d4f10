"""Every path through every lesson reaches its end, and nothing can be skipped that must be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.findings import Outcome
from walletsafe.guidance import lessons
from walletsafe.guidance.lessons import Choice, Confirm, Lesson, Quiz, Read, Step
from walletsafe.guidance.player import LessonPlayer, Tally

READ = Read("Read", ("A line.",), "", "")
CONFIRM = Confirm("Confirm", ("one", "two", "three"))
QUIZ = Quiz("Quiz", "", (Choice("a", False, "No."), Choice("b", True, "Yes."), Choice("c", False, "No.")))

UNSURE = Quiz(
    "Unsure",
    "",
    (Choice("a", False, "No."), Choice("b", True, "Yes."), Choice("c", False, "Look there.", doubt=True)),
)
WRONG, RIGHT, DOUBT = range(3)


def lesson(*steps: Step) -> Lesson:
    return Lesson("test", "Test", 5, "A test.", "2026-11", steps, ())


def do(player: LessonPlayer, order: Callable[[int], list[int]]) -> None:
    """Do what the step asks for; ``order`` gives the order in which facts are ticked and answers tried."""
    match player.step:
        case Confirm(facts=facts):
            for number in order(len(facts)):
                assert not player.can_go_on
                player.tick(number)
        case Quiz(choices=choices):
            for number in order(len(choices)):
                player.answer(number)
        case _:
            pass


def wrong_first(quiz: Quiz) -> list[int]:
    return sorted(range(len(quiz.choices)), key=lambda number: quiz.choices[number].right)


@pytest.mark.parametrize("name", lessons.names())
def test_every_lesson_ends_also_with_all_wrong_answers_first(name: str) -> None:
    player = LessonPlayer(lessons.load(name))
    total = len(player.lesson.steps)
    for done in range(total):
        assert player.progress == (done, total)
        assert not player.finished
        if isinstance(player.step, Quiz):
            for number in wrong_first(player.step):
                choice = player.answer(number)
                assert choice.because
                assert player.can_go_on == (choice.right or choice.doubt)
                if player.can_go_on:
                    break
        else:
            do(player, lambda count: list(range(count)))
        player.forward()
    assert player.finished
    assert player.progress == (total, total)


@pytest.mark.parametrize("name", lessons.names())
@given(data=st.data())
def test_every_path_reaches_the_end(name: str, data: st.DataObject) -> None:
    player = LessonPlayer(lessons.load(name))
    for _ in range(data.draw(st.integers(0, 20))):
        move = data.draw(st.sampled_from(["do", "forward", "back", "untick"]))
        if move == "do":
            do(
                player,
                lambda count: [n for n in data.draw(st.permutations(range(count))) if n not in player.ticked],
            )
        elif move == "back":
            player.back()
        elif move == "untick" and player.ticked:
            player.untick(min(player.ticked))
        elif move == "forward" and player.can_go_on:
            player.forward()
    while not player.finished:
        do(player, lambda count: [number for number in range(count) if number not in player.ticked])
        player.forward()
    assert player.step is player.lesson.steps[-1]


def test_each_fact_must_be_ticked_by_itself() -> None:
    player = LessonPlayer(lesson(CONFIRM, READ))
    player.tick(0)
    player.tick(2)
    player.tick(2)
    assert player.ticked == {0, 2}
    with pytest.raises(ValueError, match="not done"):
        player.forward()
    assert player.position == 0
    player.tick(1)
    player.untick(0)
    assert not player.can_go_on
    player.tick(0)
    player.forward()
    assert player.position == 1


def test_doubt_lets_one_go_on_and_the_right_answer_may_still_be_found() -> None:
    player = LessonPlayer(lesson(UNSURE, READ))
    player.answer(WRONG)
    assert not player.can_go_on
    choice = player.answer(DOUBT)
    assert choice.doubt
    assert not choice.right
    assert player.can_go_on
    assert player.answer(RIGHT) is UNSURE.right
    player.forward()
    assert player.position == 1


def test_the_tally_counts_the_first_answers_alone() -> None:
    player = LessonPlayer(lesson(READ, *[UNSURE] * 6, READ))
    assert player.tally is None
    player.forward()
    for tries in ((RIGHT,), (WRONG, RIGHT), (DOUBT,), (DOUBT, RIGHT), (WRONG, DOUBT), (RIGHT, WRONG)):
        for number in tries:
            player.answer(number)
        player.forward()
    assert player.tally == Tally(right=2, unsure=2, wrong=2, again=(2, 3, 4, 5))


def test_doubt_from_first_to_last_is_told_as_such() -> None:
    player = LessonPlayer(lessons.load("real-or-fake"))
    while not player.finished:
        match player.step:
            case Quiz(choices=choices):
                player.answer([choice.doubt for choice in choices].index(True))
            case _:
                do(player, lambda count: list(range(count)))
        player.forward()
    assert player.tally == Tally(right=0, unsure=20, wrong=0, again=tuple(range(1, 21)))


def test_five_quizzes_have_no_tally_and_those_that_were_passed_over_do_not_count() -> None:
    few = LessonPlayer(lesson(*[UNSURE] * 5, READ))
    few.answer(RIGHT)
    assert few.tally is None
    later = LessonPlayer(lesson(*[UNSURE] * 6), 4)
    later.answer(RIGHT)
    assert later.tally == Tally(right=1, unsure=0, wrong=0, again=())


def test_once_more_is_a_new_walk_through_the_named_steps() -> None:
    last = Read("Last", ("A line.",), "", "")
    player = LessonPlayer(lesson(READ, UNSURE, CONFIRM, QUIZ, last), 1)
    player.answer(DOUBT)
    again = player.once_more((1, 3))
    assert again.lesson.steps == (UNSURE, QUIZ, last)
    assert again.progress == (0, 3)
    assert again.answers == ()


def test_a_right_answer_stays_found() -> None:
    player = LessonPlayer(lesson(QUIZ, READ))
    assert player.answer(0).because == "No."
    with pytest.raises(ValueError, match="not done"):
        player.forward()
    assert player.answer(1).right
    player.answer(2)
    assert player.answers == (0, 1, 2)
    assert player.can_go_on


def test_ticks_and_answers_are_there_again_after_going_away() -> None:
    player = LessonPlayer(lesson(CONFIRM, QUIZ, READ))
    do(player, lambda count: list(range(count)))
    player.forward()
    assert player.ticked == frozenset()
    player.answer(1)
    player.forward()
    player.back()
    assert player.answers == (1,)
    player.back()
    player.back()
    assert player.position == 0
    assert player.ticked == {0, 1, 2}
    assert player.can_go_on


def test_going_back_from_the_end_shows_the_last_step_again() -> None:
    player = LessonPlayer(lesson(READ, READ))
    player.forward()
    player.forward()
    assert player.finished
    player.back()
    assert not player.finished
    assert player.position == 1


def test_a_lesson_can_begin_in_the_middle_and_nowhere_else() -> None:
    assert LessonPlayer(lesson(READ, READ), 1).progress == (1, 2)
    for start in (-1, 2):
        with pytest.raises(ValueError, match="no such step"):
            LessonPlayer(lesson(READ, READ), start)


@pytest.mark.parametrize("number", [-1, 3])
def test_what_is_not_there_is_neither_ticked_nor_answered(number: int) -> None:
    player = LessonPlayer(lesson(CONFIRM, READ))
    for act in (player.tick, player.untick, player.answer):
        with pytest.raises(IndexError):
            act(number)
    quiz = LessonPlayer(lesson(QUIZ))
    with pytest.raises(IndexError):
        quiz.answer(number)
    with pytest.raises(IndexError):
        quiz.tick(0)


def test_a_report_tells_what_was_gone_through_and_how_the_first_answers_were() -> None:
    player = LessonPlayer(lesson(READ, QUIZ, UNSURE, *[QUIZ] * 4, CONFIRM, READ))
    for first in (None, WRONG, DOUBT, RIGHT):
        if first is not None:
            player.answer(first)
            player.answer(RIGHT)
        player.forward()
    half = player.report("2026-11")
    assert (half.kind, half.demo, half.outcome) == ("lesson", False, Outcome.COULD_NOT_CHECK)
    assert [(entry.text, entry.answer) for entry in half.record] == [
        ("Read", ""),
        ("Quiz", "Another answer came first"),
        ("Unsure", "Not sure at the first try"),
        ("Quiz", "Right at the first try"),
    ]
    assert [(found.id, dict(found.params)) for found in half.findings] == [
        ("lesson.unfinished", {}),
        ("lesson.tally", {"right": 1, "unsure": 1, "wrong": 1}),
    ]
    while not player.finished:
        do(player, lambda count: list(range(count)))
        player.forward()
    whole = player.report("2026-11")
    assert whole.outcome is Outcome.PASSED
    assert len(whole.record) == len(player.lesson.steps)
    assert [found.id for found in whole.findings] == ["lesson.finished", "lesson.tally"]


def test_a_lesson_of_few_quizzes_has_no_tally_in_its_report() -> None:
    player = LessonPlayer(lesson(QUIZ, READ))
    player.answer(RIGHT)
    assert [found.id for found in player.report("2026-11").findings] == ["lesson.unfinished"]
