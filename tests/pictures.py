"""Draws every page and state of the window: ``make pictures``.

Light and dark at 1024x700 each, all of them also at 200 % text and the main ones right to left, into
``pictures/``, for people to look at. ``python -m tests.pictures doctor online`` draws those scenes alone
and leaves the other pictures as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QScrollArea, QWidget
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.prompt import PromptCard
from walletsafe.ui.pages.ledger.question import ConsentCard, QuestionCard
from walletsafe.ui.pages.ledger.result import FaultView, ResultView
from walletsafe.ui.style.theme import theme
from walletsafe.ui.widgets.commands import CommandList
from walletsafe.ui.widgets.save_dialog import SaveDialog
from walletsafe.ui.widgets.words_seen import WordsSeenDialog

from tests.ui import practise_states
from tests.ui.calls_states import CALLS_STATES
from tests.ui.computer_states import COMPUTER_STATES
from tests.ui.download_states import DOWNLOAD_STATES
from tests.ui.emergency_states import EMERGENCY_STATES
from tests.ui.handout_states import HANDOUT_STATES
from tests.ui.learn_states import LEARN_STATES
from tests.ui.message_states import MESSAGE_STATES
from tests.ui.report_states import REPORT_STATES
from tests.ui.stage import (
    NOT_READY,
    Plugged,
    PretendDesk,
    button,
    buttons,
    open_window,
    press,
    settle,
    shown,
    wait_until,
)
from tests.ui.stage_states import STAGE_STATES
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.checks.runner import report_of_error
from walletsafe.device.version import Version
from walletsafe.doctor import Answer, Diagnosis, Probe
from walletsafe.errors import InUse, OpenFailed, ServiceUnreachable
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.questions import ALLOW, CLEAN, CONSENT, ONLINE_CONSENT, SEND
from walletsafe.transport import Peer
from walletsafe.virtual import scenario

FOLDER = ROOT / "pictures"
"""Where the pictures go."""

Take = Callable[[str, QWidget], None]
"""Takes one picture under a name."""


def main(wanted: Sequence[str]) -> None:
    """Take all pictures, or those of the scenes whose names begin with one of the ``wanted``."""
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setDoubleClickInterval(0)
    FOLDER.mkdir(exist_ok=True)
    for old in () if wanted else FOLDER.glob("*.png"):
        old.unlink()
    for mode, scheme in (("light", Qt.ColorScheme.Light), ("dark", Qt.ColorScheme.Dark)):
        theme().follow(scheme)
        draw(scenes(), wanted, taker(mode))
    theme().follow(Qt.ColorScheme.Light)
    with large_text(app):
        draw(scenes(), wanted, taker("200"))
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = (
        "lists",
        "practise",
        "learn",
        "emergency",
        "calls",
        "stage",
        "message",
        "download",
        "computer",
        "doctor",
        "online",
        "genuine-nano-s-plus",
    )
    draw({name: scene for name, scene in scenes().items() if name in mirrored}, wanted, taker("rtl"))
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")


def scenes() -> dict[str, Callable[[Take], None]]:
    """All pages and states, by the name of their scene."""
    journeys = ("genuine-nano-s-plus", "genuine-stax", "pre-filled-phrase")
    return {
        "lists": lists,
        "modes": modes,
        "practise": partial(word_pages, practise_states.STATES),
        "learn": partial(word_pages, LEARN_STATES),
        "download": download,
        "computer": computer,
        "emergency": partial(word_pages, EMERGENCY_STATES),
        "calls": partial(word_pages, CALLS_STATES),
        "handouts": partial(word_pages, HANDOUT_STATES),
        "message": partial(word_pages, MESSAGE_STATES),
        "report": partial(word_pages, REPORT_STATES),
        "stage": stage,
        "words-seen": words_seen,
        "doctor": doctor,
        "online": online,
        **{name: partial(journey, name) for name in journeys},
        **{f"result-{name}": partial(only_result, name) for name in scenario.names()},
        "odd-ends": odd_ends,
    }


def draw(shown_scenes: Mapping[str, Callable[[Take], None]], wanted: Sequence[str], take: Take) -> None:
    """Draw the wanted scenes in the look that is set."""
    for name, scene in shown_scenes.items():
        if not wanted or name.startswith(tuple(wanted)):
            scene(take)


def lists(take: Take) -> None:
    """Home and the lists."""
    desk = PretendDesk()
    with opened(desk) as window:
        take("home", window)
        window.show_ledger()
        wait_until(lambda: not desk_is_looking(window))
        take("list-empty", window)
        desk.attached = (Plugged("genuine-nano-s", "nano-s-1"),)
        settle(1300)
        take("list-one", window)
        desk.attached = (*desk.attached, Plugged("nano-x", "nano-x-1"), Plugged("genuine-flex", "flex-1"))
        settle(1300)
        take("list-several", window)
        desk.trouble = OpenFailed(where="usb")
        settle(1300)
        take("list-trouble", window)
        window.show_practices()
        take("practice", window)
        whole("practice", window, take)


def modes(take: Take) -> None:
    """Home as whoever helps others sees it, and the foot of the rail where it scrolls."""
    for name in ("a support agent", "a trainer"):
        with opened(PretendDesk()) as window:
            press(window, f"I am {name}")
            button(window, f"I am {name}").setFocus(Qt.FocusReason.TabFocusReason)
            take(f"mode-{name.split()[-1]}", window)


def desk_is_looking(window: MainWindow) -> bool:
    """Whether the list has not heard of any device yet."""
    return any("Looking" in label.accessibleName() for label in shown(window, QWidget))


def word_pages(states: Mapping[str, Callable[[MainWindow], None]], take: Take) -> None:
    """Practise or Learn in every state; Learn with every step of every lesson."""
    for name, state in states.items():
        with opened(PretendDesk()) as window:
            state(window)
            dialogs = shown(window, QDialog)
            take(name.replace(" ", "-"), dialogs[0] if dialogs else window)


def download(take: Take) -> None:
    """Download in every state, from its top and whole."""
    for name, state in DOWNLOAD_STATES.items():
        with opened(PretendDesk()) as window:
            state(window)
            take(name.replace(" ", "-"), window)
            view = window.download.view
            whole(name.replace(" ", "-"), window, take, None if view is None else view.page)


def computer(take: Take) -> None:
    """On this computer in every state, from its top and whole."""
    for name, state in COMPUTER_STATES.items():
        with opened(PretendDesk()) as window:
            state(window)
            dialogs = shown(window, QDialog)
            take(name.replace(" ", "-"), dialogs[0] if dialogs else window)
            view = window.computer.view
            if view is not None and not dialogs and "many" not in name:
                whole(name.replace(" ", "-"), window, take, view.page)


def stage(take: Take) -> None:
    """The trainer's view in every state, and what the room sees, as a small and as a large picture."""
    for name, state in STAGE_STATES.items():
        with opened(PretendDesk()) as window:
            state(window)
            take(name.replace(" ", "-"), window)
            for room in filter(None, [window.stage.presenter]):
                for width, height in ((1280, 720), (1920, 1080)):
                    room.resize(width, height)
                    take(f"{name.replace(' ', '-')}-room-{height}", room)


def words_seen(take: Take) -> None:
    """What is said where words of a phrase were typed into a field that is not for words."""
    with opened(PretendDesk()) as window:
        dialog = WordsSeenDialog(window)
        dialog.show()
        take("words-seen", dialog)


def doctor(take: Take) -> None:
    """Why a Ledger is not found: looking, with obstacles, and with nothing in the way."""
    probes = (Probe("in_use", Answer.UNKNOWN), Probe("virtual_machine", Answer.UNKNOWN))
    causes = {
        "rule": ("doctor.rule_missing", "doctor.may_be_bootloader"),
        "nothing-seen": ("doctor.charge_only_cable", "doctor.not_on_usb"),
        "danger": ("doctor.offers_disk",),
        "ready": ("doctor.world_writable",),
    }
    for name, ids in causes.items():
        desk = PretendDesk(*((Plugged("genuine-nano-s", "nano-s-1"),) if name == "ready" else ()))
        found = tuple(finding(one, rule="70-ledger.rules") for one in ids)
        answer = Diagnosis(name == "ready", found, probes if name == "rule" else ())
        desk.examining = partial(lambda answer, cancel: answer, answer)
        with opened(desk) as window:
            window.show_ledger()
            window.ledger.show_doctor()
            wait_until(lambda: "Look again" in buttons(window))
            take(f"doctor-{name}", window)
            whole(f"doctor-{name}", window, take)
            if name == "rule":
                shown(window, CommandList)[0].findChildren(QAbstractButton)[0].click()
                desk.attached = (Plugged("genuine-nano-s", "nano-s-1"),)
                wait_until(lambda: any(found.startswith("Go on") for found in buttons(window)))
                take("doctor-rule-arrived", window)
                whole("doctor-rule-arrived", window, take)
    looking = PretendDesk()
    looking.examining = waiting
    with opened(looking) as window:
        window.show_ledger()
        window.ledger.show_doctor()
        take("doctor-looking", window)


def waiting(cancel: CancelToken) -> Diagnosis:
    """A doctor who looks for a minute."""
    cancel.sleep(60)
    return NOT_READY


def online(take: Take) -> None:
    """A real Nano X, whose offline check leads to the vendor's own service."""
    peer = Plugged("nano-x", "nano-x-1")
    for verdict in ("yes", "no", "unreachable"):
        with opened(PretendDesk(peer, vendor=Service(verdict))) as window:
            window.show_ledger()
            window.ledger.check(peer)
            go_through(window)
            take_result(f"online-{verdict}-offered", window, take)
            press(window, "Ask Ledger's own service")
            go_through(window, take if verdict == "yes" else None)
            take_result(f"online-{verdict}", window, take)
    with opened(PretendDesk(vendor=Service("yes"))) as window:
        window.show_practices()
        window.ledger.check_practice("nano-x")
        go_through(window)
        take_result("online-practice", window, take)
    report = report_of_error(InUse(where="usb", program="chromium"), PretendDesk().knowledge)
    with opened(PretendDesk(peer, checking=lambda peer, observer, cancel: report)) as window:
        window.show_ledger()
        window.ledger.check(peer)
        wait_until(partial(ended, window))
        take_result("online-not-opened", window, take)


class Service:
    """A vendor's service with a verdict, after the device's owner was asked."""

    def __init__(self, verdict: str) -> None:
        self._verdict = verdict

    def confirms(self, version: Version, asks_owner: Callable[[bool], None], cancel: CancelToken) -> bool:
        cancel.sleep(0.4)
        asks_owner(True)
        cancel.sleep(0.6)
        if self._verdict == "unreachable":
            raise ServiceUnreachable(host="scriptrunner.example")
        return self._verdict == "yes"


def go_through(window: MainWindow, take: Take | None = None) -> None:
    """Answer harmlessly and consent, up to the end. Pictures of the consent and what comes after."""
    while not ended(window):
        settle()
        if card := shown(window, QuestionCard):
            answer(card[0])
        elif consent := shown(window, ConsentCard):
            if take is not None:
                take("online-consent", window)
                whole("online-consent", window, take)
            consent[0].answered.emit(SEND if consent[0].question_id == ONLINE_CONSENT else ALLOW)
            settle()
            if take is not None:
                take("online-working", window)
        elif shown(window, PromptCard) and take is not None:
            take("online-prompt", window)
            whole("online-prompt", window, take)
        elif prompt := shown(window, PromptCard):
            prompt[0].answered.emit(True)


def journey(name: str, take: Take) -> None:
    """A practice Ledger from its first question to the saved report."""
    with opened(PretendDesk()) as window:
        window.show_practices()
        window.ledger.check_practice(name)
        asked = 0
        while not ended(window):
            settle()
            if card := shown(window, QuestionCard):
                take(f"{name}-{asked}-question", window)
                asked += 1
                answer(card[0])
            elif consent := shown(window, ConsentCard):
                take(f"{name}-{asked}-consent", window)
                whole(f"{name}-{asked}-consent", window, take)
                asked += 1
                consent[0].answered.emit(ALLOW)
            elif prompt := shown(window, PromptCard):
                take(f"{name}-{asked}-prompt", window)
                whole(f"{name}-{asked}-prompt", window, take)
                asked += 1
                prompt[0].answered.emit(True)
        take_result(name, window, take)
        button(window, "Save").click()
        settle()
        dialog = shown(window, SaveDialog)[0]
        take(f"{name}-save", dialog)
        dialog.reject()


def only_result(name: str, take: Take) -> None:
    """The result of a practice Ledger, answered harmlessly."""
    if name in {"slow", "cross-talk", "silent"}:
        return

    def check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        return PretendDesk().check(peer, Harmless(peer), cancel)

    desk = PretendDesk(checking=check)
    with opened(desk) as window:
        window.show_ledger()
        window.ledger.check_practice(name)
        wait_until(lambda: ended(window), 20000)
        take_result(f"result-{name}", window, take)


class Harmless:
    """An observer that answers harmlessly and allows at once."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    def step(self, check_id: str, done: int, total: int) -> None:
        pass

    def ask(self, question: object) -> str:
        return {**CLEAN, CONSENT: ALLOW}.get(getattr(question, "id", ""), "no")

    def confirm_on_device(self, prompt: DevicePrompt | None) -> None:
        if prompt is not None:
            PretendDesk().answer_prompt(self._peer, allow=self._peer.id != "refused")


def odd_ends(take: Take) -> None:
    """What is rare: a fault of ours, a stop, a check of a device on USB with its reminder."""

    def fault(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        raise ValueError

    def passed(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        observer.step("genuine", 3, 5)
        observer.confirm_on_device(DevicePrompt("nano-s", ("04" * 8, "AB" * 8)))
        checks = (
            CheckResult(
                "device",
                Outcome.PASSED,
                (finding("device.identified", model="Ledger Nano S", firmware="1.6.1"),),
            ),
            CheckResult("genuine", Outcome.PASSED, (finding("genuine.verified", model="Ledger Nano S"),)),
        )
        return Report("device", False, {"connection": "usb"}, checks, "2026-11-01")

    def waiting(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        observer.step("firmware", 1, 5)
        cancel.sleep(60)
        raise AssertionError

    for name, check in (("fault", fault), ("passed-on-usb", passed)):
        with opened(PretendDesk(checking=check)) as window:
            window.show_ledger()
            window.ledger.check(Plugged("genuine-nano-s", "nano-s-1"))
            wait_until(partial(ended, window))
            take_result(name, window, take)
    with opened(PretendDesk(checking=waiting)) as window:
        window.show_ledger()
        window.ledger.check(Plugged("genuine-nano-s", "nano-s-1"))
        settle(100)
        take("running", window)


@contextmanager
def opened(desk: PretendDesk) -> Generator[MainWindow]:
    """A window that is closed and gone afterwards."""
    window = open_window(desk)
    settle()
    try:
        yield window
    finally:
        # A check that still waits for an answer would keep the process alive.
        window.close()
        window.deleteLater()
        settle()


@contextmanager
def large_text(app: QApplication) -> Generator[None]:
    """The system's text at 200 %."""
    usual = app.font()
    large = app.font()
    large.setPixelSize(28)
    app.setFont(large)
    theme().refresh()
    yield
    app.setFont(usual)
    theme().refresh()


def ended(window: MainWindow) -> bool:
    """Whether the run shows its end."""
    return isinstance(window.ledger.view, ResultView | FaultView)


def answer(card: QuestionCard) -> None:
    """Answer a question harmlessly."""
    harmless = {**CLEAN, "device.close_app": "yes"}
    card.answered.emit(harmless.get(card.question_id, "no"))


def take_result(name: str, window: MainWindow, take: Take) -> None:
    """The result as it shows at first, and the whole of it."""
    settle()
    take(f"{name}-end", window)
    whole(f"{name}-end", window, take)


def whole(name: str, window: MainWindow, take: Take, area: QScrollArea | None = None) -> None:
    """A page that scrolls, in a window as tall as it needs."""
    bar = (area or view_of(window)).verticalScrollBar()
    if bar.maximum() > 0:
        window.resize(window.width(), window.height() + bar.maximum())
        settle()
        take(f"{name}-whole", window)
        window.resize(1024, 700)


def view_of(window: MainWindow) -> QScrollArea:
    """The part of the shown view that scrolls."""
    view = window.ledger.view
    area = view if isinstance(view, QScrollArea) else next(iter(shown(window, QScrollArea)), None)
    assert area is not None
    return area


def taker(mode: str) -> Take:
    """Return what takes pictures in a mode."""

    def take(name: str, widget: QWidget) -> None:
        settle()
        widget.grab().save(str(FOLDER / f"{mode}-{name}.png"))

    return take


if __name__ == "__main__":
    main(sys.argv[1:])
