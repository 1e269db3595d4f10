"""The states of the page Learn, for the tests of all pages and for the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QPushButton
from walletsafe.ui.pages.learn.fake_page import FakePage
from walletsafe.ui.pages.learn.lesson import LessonView
from walletsafe.ui.pages.learn.page import LearnPage
from walletsafe.ui.pages.learn.quiz import QuizPage
from walletsafe.ui.pages.learn.steps import ConfirmPage, StepPage
from walletsafe.ui.widgets.tick_box import TickBox

from tests.ui.stage import settle, shown
from walletsafe.guidance import lessons
from walletsafe.guidance.lessons import Confirm, Quiz
from walletsafe.guidance.player import LessonPlayer

STRANGERS = ("zoo", "zone", "zero", "zebra", "wrist", "wreck", "wool", "wolf")
FAKE = "fake-update"
JUDGING = "real-or-fake"


class Learning(Protocol):
    """A window with the page Learn."""

    learn: LearnPage

    def show_learn(self) -> None: ...


def lesson_view(window: Learning) -> LessonView:
    view = window.learn.view
    assert isinstance(view, LessonView)
    return view


def step_page(window: Learning) -> StepPage:
    page = lesson_view(window).page
    assert isinstance(page, StepPage)
    return page


def fake_page(window: Learning) -> FakePage:
    page = step_page(window)
    assert isinstance(page, FakePage)
    return page


def primary(window: Learning) -> QPushButton:
    """The one primary button below the page."""
    (found,) = (one for one in shown(window.learn, QPushButton) if one.property("primary"))
    return found


def do_step(window: Learning) -> None:
    """Do what the shown step asks for, and go on."""
    page = step_page(window)
    if isinstance(page, ConfirmPage):
        for box in shown(page, TickBox):
            box.setChecked(True)
    elif isinstance(page, QuizPage):
        step = lesson_view(window).player.step
        assert isinstance(step, Quiz)
        page.choices[[choice.right for choice in step.choices].index(True)].click()
    settle(1)
    place = lesson_view(window).player.progress
    while lesson_view(window).player.progress == place:
        primary(window).click()
        settle(1)


def begin(window: Learning, name: str, place: int = 0) -> None:
    window.show_learn()
    window.learn._players = {name: LessonPlayer(lessons.load(name), place)}
    window.learn.show_lesson(name)
    settle(1)


def at_step(name: str, place: int, window: Learning) -> None:
    """The lesson ``name`` at the step ``place``, from 0, with the step before it done."""
    begin(window, name, max(place - 1, 0))
    if place:
        do_step(window)
    settle()


def at_end(name: str, window: Learning) -> None:
    at_step(name, len(lessons.load(name).steps), window)
    assert lesson_view(window).player.finished


def answered(window: Learning, name: str = FAKE, place: int = 4, *, right: bool) -> None:
    """A quiz just answered, right or wrong."""
    at_step(name, place, window)
    step, page = lesson_view(window).player.step, step_page(window)
    assert isinstance(step, Quiz)
    assert isinstance(page, QuizPage)
    page.choices[[choice.right for choice in step.choices].index(right)].click()
    settle()


def doubted(window: Learning, name: str = JUDGING, place: int = 4) -> None:
    """A quiz just answered with "I am not sure"."""
    at_step(name, place, window)
    step, page = lesson_view(window).player.step, step_page(window)
    assert isinstance(step, Quiz)
    assert isinstance(page, QuizPage)
    page.choices[[choice.doubt for choice in step.choices].index(True)].click()
    settle()


def tallied(window: Learning, first: Sequence[int] = (0, 1, 2) * 6 + (0, 1)) -> None:
    """The end of the twenty messages; ``first`` are the numbers of the first answers, from 0."""
    window.show_learn()
    player = LessonPlayer(lessons.load(JUDGING))
    answers = iter(first)
    while not player.finished:
        match player.step:
            case Quiz(choices=choices):
                player.answer(next(answers))
                player.answer([choice.right for choice in choices].index(True))
            case Confirm(facts=facts):
                for number in range(len(facts)):
                    player.tick(number)
            case _:
                pass
        player.forward()
    # A finished lesson begins anew when it is shown, so this one is shown just before its end.
    player.back()
    window.learn._players = {JUDGING: player}
    window.learn.show_lesson(JUDGING)
    settle(1)
    do_step(window)
    settle()


def ticked(window: Learning) -> None:
    """Two of the facts ticked."""
    at_step(FAKE, 7, window)
    for box in shown(step_page(window), TickBox)[:2]:
        box.setChecked(True)
    settle()


def faking(count: int, window: Learning) -> None:
    """The false page with so many of its practice words typed."""
    at_step(FAKE, 1, window)
    primary(window).click()
    settle(1)
    page = fake_page(window)
    for field, word in list(zip(page.grid.fields, page._sheet.words, strict=True))[:count]:
        field.setFocus()
        field.setText(word)
    settle()


def left(count: int, window: Learning) -> None:
    faking(count, window)
    primary(window).click()
    settle()


def stopped(window: Learning) -> None:
    faking(0, window)
    page = fake_page(window)
    strangers = [word for word in STRANGERS if word not in page._sheet.words]
    for field, word in zip(page.grid.fields, strangers[:4], strict=False):
        field.setText(word)
    settle()


def start(window: Learning) -> None:
    """One lesson done, one begun."""
    at_end("the-phrase", window)
    window.learn.show_lesson("fake-update")
    settle(1)
    do_step(window)
    window.learn.show_start()
    settle()


def never(window: Learning) -> None:
    window.show_learn()
    window.learn.show_never()
    settle()


def steps() -> dict[str, Callable[[Learning], None]]:
    """Every step of every lesson, and its end."""
    found: dict[str, Callable[[Learning], None]] = {}
    for name in lessons.names():
        for place in range(len(lessons.load(name).steps)):
            found[f"{name} {place + 1}"] = partial(at_step, name, place)
        found[f"{name} end"] = partial(at_end, name)
    return found


LEARN_STATES: Mapping[str, Callable[[Learning], None]] = {
    "learn start": start,
    "learn never": never,
    "learn wrong": partial(answered, right=False),
    "learn right": partial(answered, right=True),
    "learn marked wrong": partial(answered, name=JUDGING, place=19, right=False),
    "learn marked right": partial(answered, name=JUDGING, place=9, right=True),
    "learn doubt": partial(doubted, name=FAKE),
    "learn marked doubt": doubted,
    "learn tally": tallied,
    "learn ticked": ticked,
    "learn fake": partial(faking, 0),
    "learn fake 3": partial(faking, 3),
    "learn fake 11": partial(faking, 11),
    "learn fake all": partial(faking, 12),
    "learn fake left": partial(left, 0),
    "learn fake left late": partial(left, 5),
    "learn fake stopped": stopped,
    **{f"learn {name}": state for name, state in steps().items()},
}
"""Brings an open window into each state."""

MARKED = {"learn fake", "learn fake 3", "learn fake 11", "learn fake all"}
"""States that show something of the false page, and its mark."""
