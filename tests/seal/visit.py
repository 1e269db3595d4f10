"""A whole session of the window, as its own process: ``python -m tests.seal.visit``.

It opens the window as the program does, goes to every page, lets the doctor look, makes a practice check with
its questions and the press on the device, closes the window, and prints as JSON what it saw. Qt and the
test's helpers are loaded behind the seal, as the program's own parts are.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, cast

from walletsafe.ui import app

from walletsafe import seal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from walletsafe.ui.main_window import MainWindow

SCENARIO = "genuine-nano-s"
saw: dict[str, Any] = {}


def begin(application: QApplication, window: MainWindow) -> None:
    """Start the walk once the window is there."""
    from PySide6.QtCore import QTimer

    application.setDoubleClickInterval(0)
    QTimer.singleShot(0, lambda: end_with(window))


def end_with(window: MainWindow) -> None:
    try:
        walk(window)
    finally:
        window.close()


def walk(window: MainWindow) -> None:
    from PySide6.QtGui import QGuiApplication

    from tests.ui.stage import press, said, settle

    saw.update(hold=seal.hold(), platform=QGuiApplication.platformName(), header=said(window)[:3])
    settle()
    saw["pages"] = every_page(window)
    window.show_ledger()
    settle(300)
    press(window, "Why is my Ledger not found")
    press(window, "Look again")
    press(window, "Back to my Ledger")
    window.show_practices()
    settle()
    window.ledger.check_practice(SCENARIO)
    saw["asked"] = go_through(window)
    settle()
    window.show_home()
    settle()


def every_page(window: MainWindow) -> int:
    """Go to every page that the rail on the left offers, found and not listed; return how many there are."""
    from PySide6.QtWidgets import QAbstractButton

    from tests.ui.stage import settle, shown

    rail = [button for button in shown(window, QAbstractButton) if button.property("rail")]
    for button in rail:
        button.click()
        settle(100)
    return len(rail)


def go_through(window: MainWindow) -> list[str]:
    """Answer everything harmlessly until the result is there; return the names of the cards."""
    from walletsafe.ui.pages.ledger.prompt import PromptCard
    from walletsafe.ui.pages.ledger.question import ConsentCard, QuestionCard
    from walletsafe.ui.pages.ledger.result import ResultView

    from tests.ui.stage import press, shown, wait_until
    from walletsafe import texts
    from walletsafe.questions import ALLOW, CLEAN, CONSENT

    questions = cast("dict[str, dict[str, dict[str, str]]]", texts.section("questions"))
    cards = (QuestionCard, ConsentCard, PromptCard)
    seen: list[str] = []
    while not shown(window, ResultView):
        wait_until(lambda: any(shown(window, kind) for kind in (*cards, ResultView)), 20_000)
        for card in (card for kind in cards for card in shown(window, kind)):
            seen.append(type(card).__name__)
            if isinstance(card, PromptCard):
                press(window, "Allow")
                wait_until(lambda: not shown(window, PromptCard))
                continue
            question = card.question_id if isinstance(card, QuestionCard) else CONSENT
            press(window, questions[question]["choices"][{**CLEAN, CONSENT: ALLOW}[question]])
    saw["outcome"] = shown(window, ResultView)[0].report.outcome
    return seen


if __name__ == "__main__":
    status = app.main(on_show=begin)
    print(json.dumps({**saw, "status": status}))
    sys.exit(status)
