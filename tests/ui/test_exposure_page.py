"""Which leaks touch an order: two choices, and an answer that promises nothing."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.exposure.result import ResultView
from walletsafe.ui.widgets.layouts import Card
from walletsafe.ui.widgets.question_page import QuestionPage
from walletsafe.ui.widgets.text import Text

from tests.ui.conftest import OpenWindow
from tests.ui.emergency_states import result
from tests.ui.keyboard import key
from tests.ui.stage import PretendDesk, press, said, shown
from tests.ui.test_states import focus
from walletsafe import exposure
from walletsafe.exposure import Channel, Period


@pytest.fixture
def window(show: OpenWindow) -> MainWindow:
    window = show(PretendDesk())
    window.show_exposure()
    return window


def test_two_choices_by_keyboard_lead_to_the_leaks(window: MainWindow) -> None:
    assert focus().accessibleName() == "Up to the end of June 2020"
    key(Qt.Key.Key_Return)
    assert focus().accessibleName() == "At ledger.com"
    key(Qt.Key.Key_Return)
    assert isinstance(window.exposure.view, ResultView)
    lines = said(window)
    assert "Count on it: one leak touches you" in lines
    assert "Your answers: Up to the end of June 2020. At ledger.com." in lines
    assert focus().accessibleName() == "Back to Message"


def test_one_can_go_back_at_every_step(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.exposure.left):
        press(window, "Back to Message")
    window.show_exposure()
    press(window, "July 2020")
    press(window, "Back")
    assert "When did you order?" in said(window)
    press(window, "I do not remember")
    press(window, "At Amazon")
    press(window, "Change the answers")
    assert isinstance(window.exposure.view, QuestionPage)
    result(Period.LATER, Channel.SHOP, window)
    key(Qt.Key.Key_Escape)
    assert "When did you order?" in said(window)
    result(Period.LATER, Channel.SHOP, window)
    with qtbot.waitSignal(window.exposure.left):
        press(window, "Back to Message")


def test_every_answer_tells_all_it_knows_and_promises_nothing(window: MainWindow) -> None:
    for period, channel in product(Period, Channel):
        result(period, channel, window)
        lines = said(window.exposure)
        found = exposure.touched_by(period, channel)
        touched = [one.incident for one in found if one.likelihood is not exposure.Likelihood.NOT]
        places = [lines.index(one.incident.title) for one in found]
        assert places == sorted(places)
        assert all({incident.people, incident.what_happened} <= set(lines) for incident in touched)
        assert {attack.title for attack in exposure.attacks_to_expect(found)} <= set(lines)
        assert any("It was Shopify" in line for line in lines)
        assert "Facts last looked at: 2026-11. Newer leaks are not in here." in lines
        assert any(line.startswith("That is no promise") for line in lines) == (not touched)
        assert "good" not in {text.property("tone") for text in shown(window.exposure, Text)}
        assert not {"safe", "safely"} & set(" ".join(lines).lower().split())


def test_whoever_hears_the_page_gets_the_name_of_every_card(window: MainWindow) -> None:
    result(Period.UNTIL_JUNE_2020, Channel.SHOP, window)
    names = [card.accessibleName() for card in shown(window.exposure, Card)]
    assert names[:2] == [
        "Count on it: one leak touches you",
        "Ledger's database for the shop and the newsletter, 2020",
    ]
    assert all(names)
