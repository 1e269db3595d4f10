"""Every drill at every level: what it asks can be answered, and what it says of the answer is true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from random import Random
from typing import Any

import pytest
from mnemonic import Mnemonic

from tests.helpers.strings import strings
from walletsafe import phrases, texts, wordlists
from walletsafe.errors import UnknownDrill
from walletsafe.phrases import Card
from walletsafe.practice.drills import bits, first_four, last_word, order, quiz, slips
from walletsafe.practice.drills.exercise import LEVELS, Exercise, Kind, Paper, judged
from walletsafe.practice.drills.pairs import look_alikes, one_letter_apart
from walletsafe.practice.drills.session import NAMES, DrillSession, summary, title

ODDS = {12: 16, 15: 32, 18: 64, 21: 128, 24: 256}
FITTING = {12: 128, 15: 64, 18: 32, 21: 16, 24: 8}
ENGLISH = wordlists.words("english")
PLATES = [first_four.letters(word) for word in ENGLISH]
REFERENCE = Mnemonic("english")
SECTIONS = ("drill_titles", "drill_summaries", "slip", "order", "last_word", "first_four", "bits", "quiz")

EVERYWHERE = pytest.mark.parametrize("level", LEVELS)


def exercises(name: str, level: int, count: int = 40) -> Iterator[Exercise]:
    for seed in range(count):
        yield DrillSession(name, Random(seed), level=level).next()


def one_edit_apart(first: str, second: str) -> bool:
    """Changed, added or left out: one letter, seen from both ends."""
    start = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if start is None:
        return abs(len(first) - len(second)) == 1
    return first[start + 1 :] == second[start + (len(first) <= len(second)) :] or (
        first[start:] == second[start + 1 :] or first[start + 1 :] == second[start:]
    )


def is_valid(words: tuple[str, ...]) -> bool:
    return bool(REFERENCE.check(" ".join(words)))


def test_english_has_806_pairs_of_words_one_letter_apart() -> None:
    near = one_letter_apart()
    pairs = {frozenset((word, other)) for word, others in near.items() for other in others}
    assert len(pairs) == 806
    assert len(near) == 749
    assert all(one_edit_apart(*sorted(pair)) for pair in pairs)
    assert {"medal", "metal"} in pairs


def test_look_alikes_are_all_other_words_the_most_alike_first() -> None:
    found = list(look_alikes("add"))
    assert found[:3] == ["addict", "address", "adapt"]
    assert sorted([*found, "add"]) == sorted(ENGLISH)
    near = one_letter_apart()["medal"]
    assert tuple(islice(look_alikes("medal"), len(near))) == near


def test_a_paper_is_filled_in_columns_or_in_rows() -> None:
    paper = partial(Paper, "", ("a",) * 12, numbered=False)
    assert paper(columns=2, downwards=True).rows[:2] == ((0, 6), (1, 7))
    assert paper(columns=2).rows[:2] == ((0, 1), (2, 3))
    assert paper(columns=5).rows == ((0, 1, 2, 3, 4), (5, 6, 7, 8, 9), (10, 11))
    assert paper(columns=5, downwards=True).rows == ((0, 3, 6, 9), (1, 4, 7, 10), (2, 5, 8, 11))


@EVERYWHERE
@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_can_be_answered_and_explains_every_choice(name: str, level: int) -> None:
    for exercise in exercises(name, level):
        choices = range(len(exercise.choices))
        assert (exercise.drill, exercise.level) == (name, level)
        assert exercise.sheet.known == phrases.recognise_words(exercise.sheet.words)
        assert isinstance(exercise.sheet.known, Card)
        assert len(exercise.sheet.words) == len(set(exercise.sheet.words)) == phrases.LENGTHS[level - 1]
        assert exercise.question
        assert exercise.explanation
        assert len(set(exercise.choices)) == len(choices)
        assert len(exercise.because) == len(choices)
        assert all(exercise.because)
        assert set(exercise.right) <= set(choices)
        assert len(set(exercise.right)) == len(exercise.right)
        if exercise.kind is Kind.PICK_ONE:
            assert len(exercise.right) == 1 < len(choices)
        if exercise.kind is Kind.PICK_ALL:
            assert 0 < len(exercise.right) < len(choices)
        feedback = judged(exercise, exercise.right)
        assert (feedback.right, feedback.solution) == (True, exercise.right)
        assert feedback.explanation == exercise.explanation


@EVERYWHERE
@pytest.mark.parametrize("name", NAMES)
def test_the_same_chance_makes_the_same_exercise(name: str, level: int) -> None:
    assert list(exercises(name, level, 3)) == list(exercises(name, level, 3))
    assert len({exercise.sheet.words for exercise in exercises(name, level, 10)}) == 10


@EVERYWHERE
def test_a_slip_is_another_word_of_the_list_or_a_swap(level: int) -> None:
    swaps = 0
    for exercise in exercises(slips.NAME, level):
        screen, paper = (paper.words for paper in exercise.papers)
        assert screen == exercise.sheet.words
        assert exercise.right == tuple(n for n in range(len(screen)) if screen[n] != paper[n])
        assert set(paper) <= set(ENGLISH)
        assert exercise.choices == tuple(f"{n} {word}" for n, word in enumerate(paper, start=1))
        if len(exercise.right) == 1:
            (place,) = exercise.right
            assert one_edit_apart(*sorted((screen[place], paper[place])))
            assert f"Word {place + 1} is {screen[place]}, not {paper[place]}." in exercise.explanation
        else:
            swaps += 1
            first, second = exercise.right
            assert (screen[first], screen[second]) == (paper[second], paper[first])
            assert level < 4 or second == first + 1
            assert f"Words {first + 1} and {second + 1} changed places." in exercise.explanation
    assert (swaps > 0) == (level > 1)


def test_a_sheet_without_any_neighbours_is_dealt_again() -> None:
    cards = (Card(number, "english", 12) for number in range(phrases.CARDS))
    lonely = next(card for card in cards if not set(phrases.deal(card)) & set(one_letter_apart()))

    class FirstThatCard(Random):
        drawn = False

        def randrange(self, *arguments: Any, **named: Any) -> int:
            if self.drawn:
                return super().randrange(*arguments, **named)
            self.drawn = True
            return lonely.number

    exercise = slips.make(FirstThatCard(1), 1)
    assert exercise.sheet.known != lonely
    assert len(exercise.right) == 1


@EVERYWHERE
def test_a_slip_says_truly_whether_the_checksum_catches_it(level: int) -> None:
    verdicts = set()
    for exercise in exercises(slips.NAME, level, 120):
        copy = exercise.papers[1].words
        caught = "does not fit this copy" in exercise.explanation
        assert caught != ("fits this copy by chance" in exercise.explanation)
        assert caught != is_valid(copy)
        assert f"in {len(copy)} words, about 1 in {ODDS[len(copy)]} passes" in exercise.explanation
        verdicts.add(caught)
    assert True in verdicts
    assert False in verdicts or level > 1


@EVERYWHERE
def test_words_are_put_in_the_order_of_the_sheet(level: int) -> None:
    ways = set()
    for exercise in exercises(order.NAME, level):
        (paper,) = exercise.papers
        words, seen = exercise.sheet.words, [paper.words[index] for row in paper.rows for index in row]
        assert not paper.numbered
        assert sorted(exercise.choices) == sorted(words)
        assert list(exercise.choices) == seen
        assert tuple(exercise.choices[number] for number in exercise.right) == words[: order.WANTED]
        ways.add(paper.downwards)
        columns = [[row[column] for row in paper.rows] for column in range(paper.columns)]
        by_columns = [paper.words[index] for column in columns for index in column]
        assert words == tuple(by_columns if paper.downwards else seen)
        misread = tuple(seen if paper.downwards else by_columns)
        assert f"it begins with {', '.join(misread[:3])}" in exercise.explanation
        assert is_valid(misread) == ("would not even notice" in exercise.explanation)
        clue = re.search(r"showed (\w+) as word (\d)", exercise.question)
        if level < 3:
            assert ("top to bottom" in exercise.question) == paper.downwards
        else:
            assert clue is not None
            word, number = clue.group(1), int(clue.group(2))
            assert words[number - 1] == word != misread[number - 1]
    assert ways == {True, False}


def test_a_wrong_order_is_explained_by_the_first_wrong_pick() -> None:
    exercise = next(exercises(order.NAME, 1))
    picked = [exercise.right[0], exercise.right[2], exercise.right[1], *exercise.right[3:]]
    feedback = judged(exercise, picked)
    assert not feedback.right
    assert feedback.explanation.splitlines()[0] == f"{exercise.sheet.words[2]} is word 3."
    assert len(feedback.explanation.splitlines()) == len(exercise.explanation.splitlines()) + 1
    assert not judged(exercise, exercise.right[:5]).right
    assert judged(exercise, exercise.right[:5]).explanation == exercise.explanation


@EVERYWHERE
def test_the_last_words_that_fit_are_those_of_the_standard(level: int) -> None:
    for exercise in exercises(last_word.NAME, level, 15):
        before, length = exercise.sheet.words[:-1], len(exercise.sheet.words)
        assert exercise.papers[0].words == (*before, "")
        assert 4 <= len(exercise.choices) <= 6
        fitting = tuple(n for n, word in enumerate(exercise.choices) if is_valid((*before, word)))
        assert exercise.right == fitting
        assert exercise.table is not None
        for number, (word, own, carried, wanted) in enumerate(exercise.table.rows):
            assert word == exercise.choices[number]
            assert int(own + carried, 2) == ENGLISH.index(word)
            assert len(own + carried) == 11
            assert len(carried) == length // 3
            assert (carried == wanted) == (number in fitting)
            missed = sum(a != b for a, b in zip(carried, wanted, strict=True))
            assert missed <= 1 or level < 3
        assert f"so {FITTING[length]} of the 2,048 words fit, 1 in {ODDS[length]}." in exercise.explanation


def test_as_many_last_words_fit_as_is_said() -> None:
    for level in LEVELS:
        sheet = next(exercises(last_word.NAME, level)).sheet
        fitting = sum(is_valid((*sheet.words[:-1], word)) for word in ENGLISH)
        assert fitting == FITTING[len(sheet.words)]


def test_as_many_words_can_be_blotted_as_is_said() -> None:
    plates = [
        [letters[:n] + "?" + letters[n + 1 :] for n in range(4) if letters[n] != "-"] for letters in PLATES
    ]
    seen = Counter(pattern for plate in plates for pattern in plate)
    assert sum(any(seen[pattern] > 1 for pattern in plate) for plate in plates) == 1901


def test_four_letters_tell_all_english_words_apart_and_three_do_not() -> None:
    assert len(set(PLATES)) == 2048
    assert len({word[:3] for word in ENGLISH}) == 1096
    assert first_four.letters("abandon") == "ABAN"
    assert first_four.letters("add") == "ADD-"


@EVERYWHERE
def test_the_words_that_fit_a_plate_are_marked(level: int) -> None:
    short = 0
    for exercise in exercises(first_four.NAME, level):
        plate = re.search(r"[A-Z?]{3}[A-Z?-]", exercise.question)
        assert plate is not None
        pattern = re.compile(plate.group().replace("?", "[A-Z]"))
        fitting = [word for word in ENGLISH if pattern.fullmatch(first_four.letters(word))]
        assert exercise.right == tuple(n for n, word in enumerate(exercise.choices) if word in fitting)
        assert set(fitting) & set(exercise.sheet.words)
        assert (exercise.kind is Kind.PICK_ALL) == ("?" in plate.group()) == (level >= 4)
        short += "-" in plate.group()
        if level >= 4:
            assert len(exercise.right) >= 2
            assert f"any of {len(fitting)} words" in exercise.explanation
        elif "-" not in plate.group():
            assert "only 1,096 beginnings" in exercise.explanation
        if level == 2:
            near = set(islice(look_alikes(fitting[0]), 3))
            assert set(exercise.choices) == {fitting[0], *near}
    assert short > 10 or level != 3


@EVERYWHERE
def test_boxes_add_up_to_the_place_in_the_list(level: int) -> None:
    kinds = set()
    on: list[int] = []
    for exercise in exercises(bits.NAME, level):
        kinds.add(exercise.kind)
        if exercise.kind is Kind.BOXES:
            word = re.search(r"from 0, (\w+) has number [\d,]+\.", exercise.question)
            assert exercise.choices == tuple(f"{1 << n:,}" for n in reversed(range(11)))
            value = sum(bits.VALUES[number] for number in exercise.right)
            assert word is not None
            assert ENGLISH[value] == word.group(1)
            on.append(len(exercise.right))
        else:
            value = sum(v for v, box in zip(bits.VALUES, exercise.boxes, strict=True) if box)
            (number,) = exercise.right
            assert exercise.choices[number] == f"{ENGLISH[value]} (number {value:,})"
            on.append(sum(exercise.boxes))
        assert f"{ENGLISH[value]} has number {value:,}:" in exercise.explanation
        assert ENGLISH[value] in exercise.sheet.words
    assert kinds == {Kind.BOXES, Kind.PICK_ONE}
    average = sum(on) / len(on)
    assert average < 4 if level == 1 else average > 3
    assert average > 6 or level != 5


def test_the_first_word_has_no_box_on() -> None:
    assert bits.boxes_of("abandon") == (False,) * 11
    assert bits.boxes_of("zoo") == (True,) * 11
    assert bits._sum("abandon") == "0"


@EVERYWHERE
def test_the_quiz_asks_about_its_paper(level: int) -> None:
    asked = set()
    for exercise in exercises(quiz.NAME, level):
        words = exercise.sheet.words
        assert exercise.papers[0].words == words
        right = [exercise.choices[number] for number in exercise.right]
        if found := re.fullmatch(r"Which word is number (\d+)\?", exercise.question):
            asked.add("word")
            assert right == [words[int(found.group(1)) - 1]]
            near = [word for word in exercise.choices if word not in words]
            assert len(near) == (2 if level >= 3 else 0)
        elif found := re.fullmatch(r"Which number has (\w+)\?", exercise.question):
            asked.add("number")
            assert right == [f"Number {words.index(found.group(1)) + 1}"]
            numbers = [int(choice.split()[1]) for choice in exercise.choices]
            assert level < 3 or numbers[-1] - numbers[0] == 3
        else:
            asked.add("strangers")
            assert exercise.question == "Mark every word that is not on the paper."
            assert len(exercise.choices) == 6
            assert right == [word for word in exercise.choices if word not in words]
    assert asked == set(quiz._ASKED_BY_LEVEL[level - 1])


def test_an_answer_out_of_order_is_right_where_order_does_not_matter() -> None:
    exercise = next(e for e in exercises(last_word.NAME, 5) if len(e.right) == 3)
    assert judged(exercise, exercise.right[::-1]).right
    assert judged(exercise, exercise.right * 2).right
    assert not judged(exercise, exercise.right[1:]).right
    assert not judged(exercise, ()).right


def test_wrong_picks_are_explained_three_at_the_most() -> None:
    exercise = next(exercises(slips.NAME, 5))
    everything = range(len(exercise.choices))
    feedback = judged(exercise, everything)
    wrong = [exercise.because[number] for number in everything if number not in exercise.right]
    assert not feedback.right
    assert feedback.explanation == "\n".join([*wrong[:3], exercise.explanation])


@pytest.mark.parametrize("number", [-1, 12])
def test_a_choice_that_is_not_there_is_refused(number: int) -> None:
    session = DrillSession(slips.NAME, Random(1))
    session.next()
    with pytest.raises(IndexError):
        session.answer([number])
    assert session.answered == 0
    assert session.exercise is not None


def play(session: DrillSession, *, right: bool) -> None:
    exercise = session.next()
    assert session.exercise is exercise
    feedback = session.answer(exercise.right if right else ())
    assert feedback.right == right


@pytest.mark.parametrize("name", NAMES)
def test_two_right_answers_lead_up_and_a_wrong_one_down(name: str) -> None:
    session = DrillSession(name, Random(2))
    levels = []
    for right in [True, True, True, False, True, True, False, False, False, *[True] * 12]:
        play(session, right=right)
        levels.append(session.level)
    assert levels == [1, 2, 2, 1, 1, 2, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 5]
    assert (session.right_answers, session.answered, session.streak) == (17, 21, 12)


def test_an_exercise_is_answered_once() -> None:
    session = DrillSession(quiz.NAME, Random(3))
    with pytest.raises(ValueError, match="no exercise"):
        session.answer([0])
    play(session, right=True)
    with pytest.raises(ValueError, match="no exercise"):
        session.answer([0])
    assert session.answered == 1


def test_an_exercise_that_was_left_does_not_count() -> None:
    session = DrillSession(quiz.NAME, Random(3))
    assert session.next() is not session.next()
    assert session.answered == 0


def test_chance_is_the_systems_unless_it_is_given() -> None:
    assert len({DrillSession(slips.NAME).next().sheet.words for _ in range(5)}) > 1


@pytest.mark.parametrize("level", [0, 6])
def test_there_is_no_other_level(level: int) -> None:
    with pytest.raises(ValueError, match="level"):
        DrillSession(slips.NAME, level=level)


@pytest.mark.parametrize("use", [DrillSession, title, summary])
def test_an_unknown_drill_is_refused(use: Any) -> None:
    with pytest.raises(UnknownDrill):
        use("no-such")


def test_the_names_are_permanent() -> None:
    assert NAMES == ("find-the-slip", "put-in-order", "last-word", "first-four", "bits", "backup-quiz")
    assert len({title(name) for name in NAMES}) == len({summary(name) for name in NAMES}) == 6


def test_every_text_of_the_drills_is_used_and_keeps_the_manners(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    words = texts.words

    def heard(file: str, key: str, **slots: str | int) -> str:
        used.add(key)
        return words(file, key, **slots)

    monkeypatch.setattr(texts, "words", heard)
    for name in NAMES:
        title(name)
        summary(name)
        for level in LEVELS:
            # Only a copy or a misread paper of twelve words passes its checksum often enough to be met here.
            for _ in exercises(name, level, 150 if level == 1 else 30):
                pass
    document: Any = texts.section("practice")
    assert used == {f"{section}.{key}" for section in SECTIONS for key in document[section]}
    for section in SECTIONS:
        for line in strings(document[section]):
            assert not re.search(r"!|\bsafe\b|\bLedger Live\b", line), line
