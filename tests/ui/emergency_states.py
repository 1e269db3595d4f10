"""The states of the pages Emergency and Exposure, for the tests of all pages and for the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol
from unittest import mock

from walletsafe.ui.pages.emergency.page import EmergencyPage
from walletsafe.ui.pages.emergency.plan import PlanView
from walletsafe.ui.pages.exposure.page import ExposurePage
from walletsafe.ui.widgets.question_page import QuestionPage
from walletsafe.ui.widgets.tick_box import TickBox

from tests.ui.stage import settle, shown
from walletsafe.exposure import Channel, Period
from walletsafe.guidance import plans


class Frightened(Protocol):
    """A window with both pages."""

    emergency: EmergencyPage
    exposure: ExposurePage

    def show_emergency(self) -> None: ...
    def show_exposure(self) -> None: ...


def plan_view(window: Frightened) -> PlanView:
    view = window.emergency.view
    assert isinstance(view, PlanView)
    return view


def boxes(window: Frightened) -> list[TickBox]:
    """The boxes of the shown plan: those of its branches and those of its steps."""
    return shown(window.emergency, TickBox)


def start(window: Frightened) -> None:
    """One plan begun."""
    plan("words", "today", window)
    plan_view(window).left.emit()
    settle()


def when(window: Frightened) -> None:
    window.show_emergency()
    window.emergency._progress.clear()
    window.emergency.show_plan("words")
    settle()


def plan(situation: str, time: str, window: Frightened) -> None:
    """A plan just opened, with its first branch and its last step ticked."""
    window.show_emergency()
    window.emergency._progress.clear()
    window.emergency.show_plan(situation)
    question = window.emergency.view
    assert isinstance(question, QuestionPage)
    question.chosen.emit(time)
    settle(1)
    boxes(window)[-1].click()
    for branch in plans.load(situation).branches[:1]:
        next(box for box in boxes(window) if box.accessibleName() == branch.tick).click()
    settle()


def without_printer(window: Frightened) -> None:
    plan("words", "now", window)
    with mock.patch("walletsafe.ui.pages.emergency.plan.any_printer", return_value=False):
        plan_view(window).print_out()
    settle()


def question(window: Frightened, *, second: bool = False) -> None:
    window.show_exposure()
    window.exposure.ask_period()
    if second:
        assert isinstance(window.exposure.view, QuestionPage)
        window.exposure.view.chosen.emit(Period.UNTIL_JUNE_2020)
    settle()


def result(period: Period, channel: Channel, window: Frightened) -> None:
    window.show_exposure()
    window.exposure.show_result(period, channel)
    settle()


EMERGENCY_STATES: Mapping[str, Callable[[Frightened], None]] = {
    "emergency start": start,
    "emergency when": when,
    **{f"emergency {name}": partial(plan, name, "now") for name in ("words", "parcel", "sim-swap")},
    "emergency without printer": without_printer,
    "exposure period": question,
    "exposure channel": partial(question, second=True),
    "exposure certain": partial(result, Period.UNTIL_JUNE_2020, Channel.SHOP),
    "exposure possible": partial(result, Period.UNTIL_JANUARY_2026, Channel.SHOP),
    "exposure none": partial(result, Period.LATER, Channel.SECOND_HAND),
}
"""Brings an open window into each state."""
