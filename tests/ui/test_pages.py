"""What all pages share: one view at a time, and its small number in the corner of the window."""

from __future__ import annotations

import json
import pkgutil
import re
import threading
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui import pages
from walletsafe.ui.jobs import JobThread
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.page import Page, View
from walletsafe.ui.widgets.layouts import ScrollPage
from walletsafe.ui.widgets.text import Text

from tests.ui.conftest import OpenWindow
from tests.ui.every_state import EVERY_STATE, bring_any
from tests.ui.stage import PretendDesk, press, said, shown
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer

ROOT = Path(__file__).resolve().parents[2]
NUMBERS: dict[str, int] = tomllib.loads(
    (ROOT / "resources" / "text" / "en" / "window.toml").read_text("utf-8")
)["pages"]
FIRST_DIGITS = {
    "home": 1,
    "ledger": 2,
    "message": 3,
    "download": 4,
    "practise": 5,
    "learn": 6,
    "emergency": 7,
    "exposure": 8,
    "computer": 9,
}


def number(window: MainWindow) -> str:
    """The one number that is shown, or nothing."""
    (found,) = [text for text in said(window) if re.fullmatch(r"Page \d+", text)] or [""]
    return found


def shown_page(window: MainWindow) -> Page | None:
    """The page that stands in the window; none at home."""
    found = [page for page in window.findChildren(Page) if page.isVisible()]
    assert len(found) <= 1
    return found[0] if found else None


def alt_key(button: QAbstractButton) -> str:
    """The letter that presses a button together with Alt, or nothing."""
    found = re.search(r"&(\w)", button.text().replace("&&", ""))
    return found[1].lower() if found else ""


def views() -> Iterator[type[View]]:
    """Every class of view of the owner's pages."""
    for package in FIRST_DIGITS.keys() - {"home"}:
        folder = import_module(f"{pages.__name__}.{package}")
        for module in pkgutil.iter_modules(folder.__path__):
            for name, found in vars(import_module(f"{folder.__name__}.{module.name}")).items():
                made_here = getattr(found, "__module__", "").startswith(folder.__name__)
                if made_here and re.fullmatch(r"[A-Z]\w*View", name) and issubclass(found, View):
                    yield found


def test_a_number_has_two_digits_of_which_the_first_is_its_pages() -> None:
    assert len(set(NUMBERS.values())) == len(NUMBERS)
    for name, given in NUMBERS.items():
        assert given in range(10, 100)
        assert given // 10 == FIRST_DIGITS[name.partition("_")[0]]


def test_a_number_that_was_given_once_stays() -> None:
    """Somebody may hold an older list of them beside the telephone. A new view may be added to this one."""
    given: dict[str, int] = json.loads((ROOT / "tests" / "vectors" / "page_numbers.json").read_text("utf-8"))
    assert given == NUMBERS


def test_every_view_of_an_owners_page_names_itself() -> None:
    named = {view: view.page_name for view in views()}
    bases = {view for view in named if any(issubclass(other, view) for other in named if other is not view)}
    unnamed = [view for view, name in named.items() if name not in NUMBERS and view not in bases]
    assert unnamed == []
    names = [name for view, name in named.items() if view not in bases]
    assert len(set(names)) == len(names) > 20


@pytest.mark.parametrize("name", EVERY_STATE)
def test_every_state_shows_the_number_of_its_view_and_leaves_the_rail_its_keys(
    show: OpenWindow, qtbot: QtBot, name: str
) -> None:
    window = bring_any(name, show, qtbot)
    page = shown_page(window)
    calls, stage = (page is not None and page is window.shelf.__dict__.get(one) for one in ("calls", "stage"))
    page_name = "home" if page is None else page.page_name
    if calls or stage:
        assert (page_name, number(window)) == ("", "")
    else:
        assert number(window) == f"Page {NUMBERS[page_name]}"
    # Whoever helps others sees an owner's pages too, but never Calls and Stage at once.
    elsewhere = {window.calls_button} if stage else {window.stage_button} if calls else set()
    rail = {found for found in window.findChildren(QPushButton) if found.property("rail")}
    present = {found for found in shown(window, QAbstractButton) if found.window() is window}
    keys = [letter for found in present | rail - elsewhere if (letter := alt_key(found))]
    twice = [found.text() for found in present | rail - elsewhere if keys.count(alt_key(found)) > 1]
    assert twice == []


def test_the_number_follows_the_view_and_comes_back_with_the_page(show: OpenWindow, qtbot: QtBot) -> None:
    window = show(PretendDesk())
    assert number(window) == "Page 10"
    window.show_exposure()
    assert number(window) == "Page 80"
    press(window, "July 2020")
    assert number(window) == "Page 81"
    window.show_message()
    assert number(window) == "Page 30"
    window.show_exposure()
    assert number(window) == "Page 81"
    window.show_plan("words")
    assert number(window) == "Page 71"
    window.show_calls()
    assert number(window) == ""
    window.show_home()
    assert number(window) == "Page 10"


def test_a_view_that_changes_behind_another_page_does_not_change_the_number(show: OpenWindow) -> None:
    window = show(PretendDesk())
    window.show_never()
    window.show_message()
    window.learn.show_start()
    assert number(window) == "Page 30"


def test_a_screen_reader_reads_the_number(show: OpenWindow) -> None:
    window = show(PretendDesk())
    (label,) = [text for text in shown(window, Text) if text.text() == "Page 10"]
    interface = QAccessible.queryAccessibleInterface(label)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "Page 10"


class _View(ScrollPage):
    def __init__(self) -> None:
        super().__init__()
        self.first = QPushButton("first")
        self.column.addWidget(self.first)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Page]:
    """A page in a window, beside a button that is not on it."""
    window = QWidget()
    qtbot.addWidget(window)
    page = Page()
    column = QVBoxLayout(window)
    column.addWidget(QPushButton("elsewhere"))
    column.addWidget(page)
    page.column.addWidget(Text("above"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield page
    page.end()


def test_a_view_takes_the_place_and_the_keyboard_of_the_one_before(page: Page, qtbot: QtBot) -> None:
    before, after = _View(), _View()
    page.show_view(before)
    page.focus_view()
    with qtbot.waitSignals([before.destroyed, page.view_changed]):
        page.show_view(after)
    assert page.view is after
    assert QApplication.focusWidget() is after.first
    assert page.column.count() == 2


def test_a_view_leaves_the_keyboard_to_whoever_uses_it_elsewhere(page: Page) -> None:
    page.show_view(_View())
    (elsewhere,) = page.window().findChildren(QPushButton, "", Qt.FindChildOption.FindDirectChildrenOnly)
    elsewhere.setFocus()
    page.show_view(_View())
    assert QApplication.focusWidget() is elsewhere


def test_work_is_abandoned_when_its_view_is_shown_no_longer(page: Page) -> None:
    thread = JobThread("files")
    begun = threading.Event()
    stopped = threading.Event()

    def wait(observer: Observer, cancel: CancelToken) -> None:
        begun.set()
        try:
            cancel.sleep(60)
        finally:
            stopped.set()

    job = thread.start(wait)
    page.show_view(_View(), job)
    assert page.job is job
    assert begun.wait(20)
    page.show_view(_View())
    assert page.job is None
    assert stopped.wait(20)
    thread.close()
