"""The states of the page Stage, for the tests of all pages and for the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QPushButton, QRadioButton
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.stage.acts import DrillAct, QuestionAct, SlideAct
from walletsafe.ui.pages.stage.device_act import DeviceAct
from walletsafe.ui.pages.stage.performance import Performance
from walletsafe.ui.pages.stage.presenter import PresenterWindow
from walletsafe.ui.pages.stage.trainer import TrainerView

from tests.ui.stage import Plugged, PretendDesk, press, settle, shown, wait_until
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.guidance.agendas import PartKind, Question
from walletsafe.transport import Peer
from walletsafe.virtual.staged import Showing

A = TypeVar("A")
_PARTS: Mapping[type, PartKind] = {
    SlideAct: PartKind.SLIDES,
    QuestionAct: PartKind.QUIZ,
    DrillAct: PartKind.DRILL,
    DeviceAct: PartKind.DEVICE,
}


def performance(window: MainWindow) -> Performance:
    playing = window.stage._playing
    assert playing is not None
    return playing


def presenter(window: MainWindow) -> PresenterWindow:
    room = window.stage.presenter
    assert room is not None
    return room


def trainer(window: MainWindow) -> TrainerView:
    view = window.stage.view
    assert isinstance(view, TrainerView)
    return view


def act(window: MainWindow, kind: type[A]) -> A:
    """The act that is played, which is of this kind."""
    played = performance(window).act
    assert isinstance(played, kind)
    return played


def start(window: MainWindow) -> None:
    """All agendas, for a trainer."""
    next(one for one in window.findChildren(QRadioButton) if one.text() == "a trainer").setChecked(True)
    window.show_stage()
    settle()


def play(window: MainWindow, agenda: str = "thirty") -> None:
    start(window)
    window.stage.play(agenda)
    settle()


def at(window: MainWindow, kind: type[A], agenda: str = "thirty", beats: int = 0) -> A:
    """The first screen of this kind, so many beats on."""
    play(window, agenda)
    parts = performance(window).session.agenda.parts
    performance(window).go(next(number for number, part in enumerate(parts) if part.kind is _PARTS[kind]))
    while not isinstance(performance(window).act, kind):
        performance(window).forward()
        settle(1)
    for _ in range(beats):
        performance(window).forward()
    settle()
    return act(window, kind)


def begun(window: MainWindow) -> None:
    """The list of agendas, one of them begun."""
    at(window, QuestionAct)
    trainer(window).left.emit()
    settle()


def asked(window: MainWindow, beats: int = 0) -> None:
    """A question with hands, some beats on."""
    question = at(window, QuestionAct)
    for number, hands in enumerate((12, 3, 5)):
        question.session.count(number, hands)
    for _ in range(beats):
        performance(window).forward()
    settle()


def asking(window: MainWindow) -> DeviceAct:
    """The practice Ledger, whose screen asks its owner."""
    device = at(window, DeviceAct)
    device.check()
    wait_until(lambda: device.staged.screen.showing is Showing.QUESTION)
    settle()
    return device


def checked(window: MainWindow, *, swapped: bool = False) -> None:
    """A check that was allowed, of the first Ledger or of the second."""
    device = asking(window)
    device.staged.press(allow=True)
    wait_until(lambda: device.report is not None)
    if swapped:
        device.swap()
        device.check()
        wait_until(lambda: device.staged.screen.showing is Showing.QUESTION)
        device.staged.press(allow=True)
        wait_until(lambda: device.report is not None)
    settle()


def blank(window: MainWindow) -> None:
    play(window)
    performance(window).pause(paused=True)
    settle()


def closed(window: MainWindow) -> None:
    """The room's window was closed."""
    play(window)
    presenter(window).close()
    settle()


def end(window: MainWindow) -> None:
    """After the last screen. Hands went up at the first question alone."""
    play(window)
    session = performance(window).session
    while not isinstance(session.screen, Question):
        session.forward()
    for number, hands in enumerate((12, 3, 5)):
        session.count(number, hands)
    while session.position + 1 != len(session.screens):
        session.forward()
    performance(window).forward()
    settle()


def ended_early(window: MainWindow) -> None:
    """At the first question, which was counted."""
    asked(window)
    press(trainer(window), "End here")
    settle()


REAL = Report(
    "device",
    False,
    {"model": "nano-s", "firmware": "1.6.1"},
    (
        CheckResult(
            "device", Outcome.PASSED, (finding("device.identified", model="Ledger Nano S", firmware="1.6.1"),)
        ),
        CheckResult("genuine", Outcome.PASSED, (finding("genuine.verified", model="Ledger Nano S"),)),
    ),
    "2026-11-01",
)
"""A real Ledger that passed."""


def real(window: MainWindow) -> None:
    """A real Ledger is attached."""
    desk = window.shelf._desk
    assert isinstance(desk, PretendDesk)
    desk.attached = (Plugged("genuine-nano-s", "nano-s-1"),)
    at(window, DeviceAct)
    wait_until(lambda: any(button.startswith("Check the Ledger") for button in names(window)))


def names(window: MainWindow) -> list[str]:
    return [found.accessibleName() for found in shown(window.stage, QPushButton)]


def real_asks(window: MainWindow) -> None:
    """A real Ledger asks its owner."""

    def check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        observer.step("genuine", 3, 5)
        observer.confirm_on_device(DevicePrompt("nano-s", ("04AB" * 6, "04AB" * 6)))
        cancel.sleep(60)
        raise AssertionError

    real(window)
    check_real(window, check)
    wait_until(lambda: window.stage.presenter is not None and "looks at" in said_to_room(window))
    settle()


def real_checked(window: MainWindow, *, told: bool = False) -> None:
    """A real Ledger was checked; the room is told what was found, or is not."""
    real(window)
    check_real(window, lambda peer, observer, cancel: REAL)
    wait_until(lambda: isinstance(window.stage.view, TrainerView))
    if told:
        act(window, DeviceAct).tell()
    settle()


def real_shared(window: MainWindow) -> None:
    """A real Ledger is to be checked where the room may see this screen."""
    real(window)
    press(trainer(window), "Check the Ledger")
    settle()


def real_whole(window: MainWindow) -> None:
    """All that was found on a real Ledger, for the trainer alone."""
    real_checked(window)
    press(trainer(window), "The whole result")
    settle()


def check_real(window: MainWindow, check: Callable[[Peer, Observer, CancelToken], Report]) -> None:
    desk = window.shelf._desk
    assert isinstance(desk, PretendDesk)
    desk.checking = check
    trainer(window).real_wanted.emit(desk.attached[0])


def said_to_room(window: MainWindow) -> str:
    """All that the room can read."""
    return " ".join(presenter(window).room_screen.said)


STAGE_STATES: Mapping[str, Callable[[MainWindow], object]] = {
    "stage start": start,
    "stage begun": begun,
    "stage slide": partial(at, kind=SlideAct),
    "stage question": asked,
    "stage hands": partial(asked, beats=1),
    "stage because": partial(asked, beats=2),
    "stage drill": partial(at, kind=DrillAct, agenda="sixty"),
    "stage drill answer": partial(at, kind=DrillAct, agenda="sixty", beats=1),
    "stage device": partial(at, kind=DeviceAct),
    "stage device asks": asking,
    "stage device passed": checked,
    "stage device swapped": partial(checked, swapped=True),
    "stage blank": blank,
    "stage closed": closed,
    "stage real": real,
    "stage real shared": real_shared,
    "stage real asks": real_asks,
    "stage real checked": real_checked,
    "stage real told": partial(real_checked, told=True),
    "stage real whole": real_whole,
    "stage end": end,
    "stage ended early": ended_early,
}
"""Brings an open window into each state."""
