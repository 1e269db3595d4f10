"""The trainer's agendas: strict loader, words that can be read from the last row, and names that exist."""

from __future__ import annotations

import re
from copy import deepcopy
from importlib.resources import files
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from tests.helpers.people import check, virtual
from tests.helpers.strings import strings
from walletsafe import texts
from walletsafe.findings import Outcome
from walletsafe.guard import find_runs
from walletsafe.guidance import agendas, lessons, table
from walletsafe.guidance.agendas import Agenda, Demonstration, Drill, Part, PartKind, Question, Screen, Slide
from walletsafe.practice.drills.session import DrillSession
from walletsafe.virtual import scenario

MINUTES = {"thirty": 30, "sixty": 60, "ninety": 90}
NAMES = agendas.names()
PARTS: dict[str, Part] = {part.id: part for name in NAMES for part in agendas.load(name).parts}
SCREENS = [(part.id, screen) for part in PARTS.values() for screen in part.screens]
FILES = [f"agendas/{name}" for name in NAMES] + [f"agendas/parts/{part}" for part in PARTS]
OFFICIAL = {"ledger.com"}
TITLE_LIMIT, LINE_LIMIT = 60, 320


def on_the_screen(screen: Screen) -> str:
    """All that the room reads at first, by other means than the loader's own count."""
    match screen:
        case Slide():
            return " ".join((screen.title, *screen.lines))
        case Question():
            return " ".join((screen.quiz.title, screen.quiz.shown, *(c.label for c in screen.quiz.choices)))
        case _:
            return ""


def words(text: str) -> int:
    return len(re.findall(r"\S+", text))


def questions() -> list[Question]:
    return [screen for _, screen in SCREENS if isinstance(screen, Question)]


def demonstrations() -> list[Demonstration]:
    return [screen for _, screen in SCREENS if isinstance(screen, Demonstration)]


def raw(part: str) -> dict[str, Any]:
    return deepcopy(dict(texts.section(f"agendas/parts/{part}")))


def parsed(document: dict[str, Any]) -> Part:
    return agendas._part("message-quiz", table.Table("test.toml", document))


def test_the_list_is_what_lies_in_the_folders_and_every_part_is_used() -> None:
    folder = files("walletsafe.resources") / "text" / "en" / "agendas"
    assert {entry.name for entry in folder.iterdir()} == {f"{name}.toml" for name in NAMES} | {"parts"}
    assert {entry.name for entry in (folder / "parts").iterdir()} == {f"{part}.toml" for part in PARTS}


@pytest.mark.parametrize("name", ["", "thirty.toml", "../never", "parts/welcome"])
def test_another_name_is_no_agenda(name: str) -> None:
    with pytest.raises(KeyError):
        agendas.load(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_minutes_add_up_to_what_the_agenda_says(name: str) -> None:
    agenda = agendas.load(name)
    assert agenda.minutes == MINUTES[name] == sum(part.minutes for part in agenda.parts)
    assert agenda.title.startswith(f"{MINUTES[name]} minutes")


@pytest.mark.parametrize("name", NAMES)
def test_an_agenda_has_what_a_room_needs(name: str) -> None:
    agenda = agendas.load(name)
    kinds = {part.kind for part in agenda.parts}
    assert kinds >= {PartKind.SLIDES, PartKind.DEVICE, PartKind.QUIZ}
    assert (PartKind.DRILL in kinds) == (name != "thirty")
    assert [agenda.parts[0].id, agenda.parts[-1].id] == ["welcome", "ten-minutes"]
    assert agenda.reviewed >= "2026-10"
    assert len(agenda.sources) == len(set(agenda.sources)) >= 4
    titles = [part.title for part in agenda.parts]
    assert len(set(titles)) == len(titles)


def test_a_longer_agenda_holds_the_shorter_one_in_its_order() -> None:
    for shorter, longer in pairwise(agendas.load(name) for name in NAMES):
        kept = [part for part in longer.parts if part in shorter.parts]
        assert kept == list(shorter.parts)


@pytest.mark.parametrize(("part", "screen"), SCREENS)
def test_no_screen_has_more_than_forty_words(part: str, screen: Screen) -> None:
    assert words(on_the_screen(screen)) == agendas.words_on(screen) <= agendas.SCREEN_WORDS
    if isinstance(screen, Question):
        assert words(f"{screen.quiz.right.label} {screen.quiz.right.because}") <= 40


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_no_part_is_rushed(part: Part) -> None:
    """Half a minute a slide at least, a minute a question, and three for a device or a drill."""
    cost = {Slide: 0.5, Question: 1.0, Demonstration: 3.0, Drill: 3.0}
    assert sum(cost[type(screen)] for screen in part.screens) <= part.minutes


@pytest.mark.parametrize(("part", "screen"), SCREENS)
def test_the_notes_tell_what_to_say_to_ask_and_what_may_go_wrong(part: str, screen: Screen) -> None:
    kinds = {re.match(r"(Say|Ask|If|\d)", note)[1] for note in screen.notes}  # type: ignore[index]
    assert kinds & {"Say", "Ask", "1"}
    if isinstance(screen, Demonstration | Drill):
        assert any(re.search(r"\bAsk", note) for note in screen.notes)
        assert screen.notes[-1].startswith("If ")


def test_every_practice_ledger_exists_and_every_lesson_and_drill() -> None:
    for demonstration in demonstrations():
        assert set(demonstration.scenarios) <= set(scenario.names())
    assert {part.lesson for part in PARTS.values()} - {""} <= set(lessons.names())
    for _, screen in SCREENS:
        if isinstance(screen, Drill):
            assert DrillSession(screen.name).next().drill == screen.name


def test_a_genuine_ledger_passes_and_the_one_in_its_place_does_not() -> None:
    for name in NAMES:
        screens = [screen for part in agendas.load(name).parts for screen in part.screens]
        swapped = next(screen for screen in screens if isinstance(screen, Demonstration))
        outcomes = [check(virtual(played)).outcome for played in swapped.scenarios]
        assert outcomes == [Outcome.PASSED, Outcome.DID_NOT_PASS]
        # The room must not be able to tell them apart by looking.
        first, second = (scenario.load(played) for played in swapped.scenarios)
        assert (first.model, first.firmware) == (second.model, second.firmware)


@pytest.mark.parametrize("name", sorted({s.name for _, s in SCREENS if isinstance(s, Drill)}))
def test_an_exercise_of_a_drill_fits_on_the_screen(name: str) -> None:
    for seed in range(60):
        exercise = DrillSession(name, Random(seed)).next()
        shown = [exercise.question, *exercise.choices, *(w for paper in exercise.papers for w in paper.words)]
        assert sum(words(text) for text in shown) <= agendas.SCREEN_WORDS


def test_the_right_answer_has_no_favourite_place() -> None:
    places = [[choice.right for choice in question.quiz.choices].index(True) for question in questions()]
    assert max(places.count(place) for place in set(places)) <= 0.6 * len(places)


def test_questions_mix_real_and_fake_and_let_the_room_be_unsure() -> None:
    for question in questions():
        assert question.quiz.choices[-1].label == "I am not sure"
        assert [choice.doubt for choice in question.quiz.choices] == [False, False, True]
        assert all(len(choice.because.split()) >= 8 for choice in question.quiz.choices)
        assert all(not choice.label.endswith(".") for choice in question.quiz.choices)
    for part in PARTS.values():
        judged = [s.quiz for s in part.screens if isinstance(s, Question) if "Fake" in on_the_screen(s)]
        assert len({quiz.right.label for quiz in judged}) != 1, part.id


def test_what_may_be_genuine_is_not_vouched_for_and_sends_people_to_look_themselves() -> None:
    own_way = re.compile(r"type|typing|opened", re.IGNORECASE)
    for question in questions():
        for choice in question.quiz.choices:
            if choice.right and choice.label == "May be genuine":
                doubt = question.quiz.choices[-1]
                assert choice.because.startswith("It may be")
                assert own_way.search(choice.because + doubt.because), question.quiz.title


@pytest.mark.parametrize("file", FILES)
def test_the_words_keep_the_house_style(file: str) -> None:
    for text in strings(texts.section(file)):
        assert text.isascii()
        assert "!" not in text
        assert len(text) <= LINE_LIMIT, text
        assert not re.search(r"\bsafe(ly)?\b", text, re.IGNORECASE), text
        assert not re.search(r"https?:|www\.", text), text
        assert text.count("Ledger Live") == text.count("(formerly Ledger Live)"), text
    assert find_runs("\n".join(strings(texts.section(file)))) == ()


@pytest.mark.parametrize("file", FILES)
def test_an_address_is_ledger_s_own_or_leads_nowhere(file: str) -> None:
    document = {key: value for key, value in texts.section(file).items() if key != "sources"}
    for text in strings(document):
        for host in re.findall(r"[a-z0-9-]+(?:\[?\.\]?[a-z0-9-]+)+", text):
            leads_nowhere = host.endswith((".example", "[.]example")) or not re.search("[a-z]", host)
            assert host in OFFICIAL or leads_nowhere, host


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_titles_and_sources_are_plain(part: Part) -> None:
    titles = [part.title, *(screen.title for screen in part.screens if isinstance(screen, Slide))]
    titles += [screen.quiz.title for screen in part.screens if isinstance(screen, Question)]
    for title in titles:
        assert len(title) <= TITLE_LIMIT
        assert not title.endswith(".")
    for source in part.sources:
        assert "." in source.address
        assert len(source.address) <= 64


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        (lambda part: part.update(extra=1), "extra: unknown key"),
        (lambda part: part.update(id="other"), "id: not the name of the file"),
        (lambda part: part.update(kind="talk"), "kind: unknown value"),
        (lambda part: part.update(kind="device"), "screens: none of the kind device"),
        (lambda part: part.update(minutes=1), "minutes: not from 2 to 30"),
        (lambda part: part.update(lesson="no-such"), "lesson: unknown value"),
        (lambda part: part.update(reviewed="soon"), "reviewed: no date"),
        (lambda part: part.update(screens=[]), "screens: 0 entries"),
        (lambda part: part["screens"][0].pop("notes"), "screens 1: notes: missing"),
        (lambda part: part["screens"][0].update(kind="talk"), "screens 1: kind: unknown value"),
        (
            lambda part: part["screens"][0].update(shown="a " * 30 + "a"),
            "screens 1: screen: 41 words, not 40",
        ),
        (
            lambda part: part["screens"][0]["choices"][0].update(because="a " * 39 + "a"),
            "screens 1: choices: the answer has more than 40 words",
        ),
        (lambda part: part["screens"][0].update(scenarios=["x"]), "screens 1: scenarios: unknown key"),
        (lambda part: part["screens"][-1].update(drawing="cat"), "drawing: unknown value 'cat'"),
        (lambda part: part["sources"][0].update(link="x"), "sources 1: link: unknown key"),
    ],
)
def test_a_broken_part_is_refused_and_says_where(change: Any, needle: str) -> None:
    document = raw("message-quiz")
    assert parsed(deepcopy(document)).id == "message-quiz"
    change(document)
    with pytest.raises(ValueError, match=r"^test\.toml: ") as caught:
        parsed(document)
    assert needle in str(caught.value)


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        ({"minutes": 31}, "minutes: not the sum of its parts"),
        ({"parts": ["welcome", "welcome"]}, "parts: one stands twice"),
        ({"id": "sixty"}, "id: not the name of the file"),
        ({"reviewed": "2026-11"}, "reviewed: unknown key"),
    ],
)
def test_a_broken_agenda_is_refused_and_says_where(change: dict[str, object], needle: str) -> None:
    document = {**texts.section("agendas/thirty"), **change}
    with pytest.raises(ValueError, match=re.escape(f"test.toml: {needle}")):
        agendas._agenda("thirty", table.Table("test.toml", document))


def test_a_part_that_is_not_there_is_a_fault_of_ours() -> None:
    document = {**texts.section("agendas/thirty"), "parts": ["welcome", "no-such-part"]}
    with pytest.raises(FileNotFoundError):
        agendas._agenda("thirty", table.Table("test.toml", document))


def test_the_same_agenda_is_read_once() -> None:
    loaded: Agenda = agendas.load("thirty")
    assert agendas.load("thirty") is loaded


def test_whoever_typed_their_words_is_helped_now_and_not_later() -> None:
    notes = [
        note for _, screen in SCREENS for note in screen.notes if "typed" in note and "Emergency" in note
    ]
    assert len(notes) == 2
    for note in notes:
        assert re.search(r"\bnow\b", note, re.IGNORECASE)
        assert not re.search(r"\b(?:break|today|afterwards)\b", note)
