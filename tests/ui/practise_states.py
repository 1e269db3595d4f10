"""Brings the window's Practise page into each of its states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.practise.check import CheckView
from walletsafe.ui.pages.practise.drill import DrillView
from walletsafe.ui.pages.practise.page import PractisePage
from walletsafe.ui.widgets.bit_boxes import BitBoxes
from walletsafe.ui.widgets.picks import PickButton
from walletsafe.ui.widgets.word_grid import WordGrid

from tests.ui.stage import press, settle
from walletsafe import wordlists
from walletsafe.phrases import Card
from walletsafe.practice import sheets
from walletsafe.practice.drills import session
from walletsafe.practice.drills.exercise import Exercise, Kind
from walletsafe.practice.drills.session import DrillSession

SHEET = sheets.dealt(Card(48213, "english", 24))
SHORT = sheets.dealt(Card(7, "english", 12))
FOREIGN = ["abandon", "ability", "able", "about", "above", "absent"]
"""The first words of the list: none of them is on the sheets."""


def start(page: PractisePage) -> None:
    """What there is to practise."""
    page.show_start()


def start_again(page: PractisePage) -> None:
    """The same with levels that were reached."""
    page._drills = {"bits": DrillSession("bits", level=3), "find-the-slip": DrillSession("bits", level=5)}
    page.show_start()


def deal(page: PractisePage) -> None:
    """A sheet of 24 words."""
    page.deal(SHEET)


def deal_no_number(page: PractisePage) -> None:
    """The sheet of a card whose number was not given."""
    page.deal(SHORT)
    press(page, "Get this card")


def deal_foreign(page: PractisePage) -> None:
    """A sheet of a list outside the standard."""
    page.deal(sheets.dealt(Card(48213, "turkish", 12)))


def other_lists(page: PractisePage) -> None:
    """All word lists."""
    page.deal(SHEET)
    press(page, "Other word lists")


def choose(page: PractisePage) -> None:
    """Which sheet was copied?"""
    page.name_sheet()


def choose_published(page: PractisePage) -> None:
    """Which published phrase?"""
    page.choose_published()


def fields(page: PractisePage) -> None:
    """Fields for 24 words, two of them filled."""
    page.check(SHEET)
    type_words(page, SHEET.words[:2])


def judged(page: PractisePage) -> None:
    """A copy with slips of each kind."""
    page.check(SHORT)
    copy = list(SHORT.words)
    copy[2], copy[3] = copy[3], copy[2]
    copy[5], copy[7], copy[9] = f"{copy[5]}q", "ability", ""
    for field, word in zip(grid_of(page).fields, copy, strict=True):
        field.setText(word)
    press(page, "Compare")


def judged_same(page: PractisePage) -> None:
    """A copy that is the sheet."""
    page.check(SHEET)
    for field, word in zip(grid_of(page).fields, SHEET.words, strict=True):
        field.setText(wordlists.shown(word))
    press(page, "Compare")


def stopped(page: PractisePage) -> None:
    """Words of another phrase were typed."""
    page.check(SHEET)
    for field, word in zip(list(grid_of(page).fields), FOREIGN[:4], strict=False):
        field.setText(word)


def asked(name: str, level: int, page: PractisePage) -> Exercise:
    """A drill's exercise."""
    drill = page._drills[name] = DrillSession(name, Random(3), level=level)
    page.play(name)
    assert drill.exercise is not None
    return drill.exercise


def answered(name: str, level: int, right: bool, page: PractisePage) -> None:
    """A drill's exercise with its explanation."""
    give_answer(page, asked(name, level, page), right=right)


def give_answer(page: PractisePage, exercise: Exercise, *, right: bool) -> None:
    """Answer an exercise that is shown."""
    assert isinstance(page.view, DrillView)
    if exercise.kind is Kind.BOXES:
        boxes = [found for found in page.view.findChildren(BitBoxes) if not found.isHidden()][-1].boxes
        for number in exercise.right if right else exercise.right[1:]:
            boxes[number].click()
    else:
        buttons = [found for found in page.view.findChildren(PickButton) if found.isEnabled()]
        wrong = [number for number in range(len(exercise.choices)) if number not in exercise.right]
        picks = exercise.right if right else (wrong + list(exercise.right))[: len(exercise.right)]
        by_label = {found.accessibleName(): found for found in buttons}
        for number in picks:
            by_label[exercise.choices[number]].click()
    if exercise.kind is not Kind.PICK_ONE:
        press(page, "Answer")


def grid_of(page: PractisePage) -> WordGrid:
    """The fields of the checker."""
    assert isinstance(page.view, CheckView)
    return page.view.grid


def type_words(page: PractisePage, words: tuple[str, ...]) -> None:
    """Type words from the first field on, with a space after each."""
    grid_of(page).fields[0].setFocus()
    for field, word in zip(list(grid_of(page).fields), words, strict=False):
        QTest.keyClicks(field, word)
        QTest.keyClick(field, Qt.Key.Key_Space)


PAGE_STATES: Mapping[str, Callable[[PractisePage], object]] = {
    "practise start": start,
    "practise start with levels": start_again,
    "deal": deal,
    "deal no number": deal_no_number,
    "deal foreign list": deal_foreign,
    "deal other lists": other_lists,
    "check choose": choose,
    "check choose published": choose_published,
    "check fields": fields,
    "check judged": judged,
    "check judged same": judged_same,
    "check stopped": stopped,
    **{f"{name} asked": partial(asked, name, 1) for name in session.NAMES},
    **{f"{name} asked at level 5": partial(asked, name, 5) for name in session.NAMES},
    **{f"{name} right": partial(answered, name, 2, True) for name in session.NAMES},
    **{f"{name} wrong": partial(answered, name, 4, False) for name in session.NAMES},
}


def _in_window(state: Callable[[PractisePage], object], window: MainWindow) -> None:
    window.show_practise()
    settle()
    state(window.practise)
    settle()


STATES: Mapping[str, Callable[[MainWindow], None]] = {
    name: partial(_in_window, state) for name, state in PAGE_STATES.items()
}
"""Each brings an open window's Practise page into the state of its name."""
