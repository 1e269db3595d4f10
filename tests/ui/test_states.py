"""What holds for every page in every state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.ledger.prompt import PromptCard
from walletsafe.ui.pages.ledger.question import ConsentCard, QuestionCard
from walletsafe.ui.pages.ledger.result import FaultView, ResultView
from walletsafe.ui.pages.ledger.run import RunView
from walletsafe.ui.widgets.buttons import CardButton
from walletsafe.ui.widgets.choice_buttons import ChoiceButtons
from walletsafe.ui.widgets.finding_card import FindingCard
from walletsafe.ui.widgets.save_dialog import SaveDialog
from walletsafe.ui.widgets.text import DemoBadge, Text

from tests.ui.conftest import OpenWindow
from tests.ui.stage import Plugged, PretendDesk, Yes, button, said, settle, shown
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.doctor import Answer, Diagnosis, Probe
from walletsafe.errors import OpenFailed
from walletsafe.findings import CheckResult, Outcome, Report, finding
from walletsafe.questions import (
    ALLOW,
    CLOSE_APP,
    CONSENT,
    CONSENTS,
    NO,
    NOT_NOW,
    ONLINE_CONSENT,
    ORIGIN_QUESTIONS,
    SEND,
    UNSURE,
    YES,
    Question,
)
from walletsafe.transport import Peer

KEY = tuple("04" * 12 for _ in range(11))
STATES = (
    "home",
    "nothing attached",
    "several attached",
    "list in trouble",
    "practice",
    "running",
    *ORIGIN_QUESTIONS,
    CLOSE_APP,
    "device.model_in_hand",
    CONSENT,
    "prompt",
    "stopping",
    "passed",
    "did not pass",
    "could not be checked",
    "guided",
    "fault",
    "save",
    "examining",
    "obstacles",
    "nothing in the way",
    "not opened",
    "may ask online",
    "practice of asking online",
    ONLINE_CONSENT,
    "online prompt",
)
DOCTOR = {
    "examining": (),
    "obstacles": ("doctor.offers_disk", "doctor.rule_missing", "doctor.not_on_usb"),
    "nothing in the way": ("doctor.world_writable",),
}
LISTED = {
    "nothing attached": "No Ledger found yet",
    "several attached": "2 Ledgers found",
    "list in trouble": "could not be read",
}
REAL = {"home", *LISTED, *DOCTOR, "not opened", "may ask online", ONLINE_CONSENT, "online prompt"}
"""All others are practice."""


@pytest.fixture(params=STATES)
def state(request: pytest.FixtureRequest, show: OpenWindow, qtbot: QtBot) -> Iterator[QWidget]:
    """The window, or the dialog over it, in one state."""
    desk = PretendDesk()
    window = show(desk)
    brought = bring(request.param, desk, window, qtbot)
    # Large wrapped text is laid out in a second round.
    settle(100)
    yield brought
    for dialog in window.findChildren(SaveDialog):
        dialog.reject()


def bring(name: str, desk: PretendDesk, window: MainWindow, qtbot: QtBot) -> QWidget:
    match name:
        case "home":
            pass
        case "nothing attached" | "several attached" | "list in trouble":
            several = (Plugged("genuine-nano-s", "nano-s-1"), Plugged("genuine-stax", "stax-1"))
            desk.attached = several if name == "several attached" else ()
            desk.trouble = OpenFailed(where="usb") if name == "list in trouble" else None
            window.show_ledger()
            qtbot.waitUntil(lambda: any(LISTED[name] in line for line in said(window)))
            qtbot.waitUntil(lambda: len(shown(window, CardButton)) == len(desk.attached))
        case "practice":
            window.show_practices()
        case "examining" | "obstacles" | "nothing in the way":
            show_doctor(name, desk, window, qtbot)
        case _ if name in ENDS or name in {"fault", "save"}:
            show_end(name, desk, window, qtbot)
        case _:
            show_run(name, desk, window, qtbot)
    settle()
    dialogs = shown(window, SaveDialog)
    return dialogs[0] if dialogs else window


def opened(name: str, show: OpenWindow, qtbot: QtBot) -> MainWindow:
    """The window in the state ``name``."""
    desk = PretendDesk()
    window = show(desk)
    bring(name, desk, window, qtbot)
    return window


def show_doctor(name: str, desk: PretendDesk, window: MainWindow, qtbot: QtBot) -> None:
    """The doctor at work, or with its answer."""

    def examining(cancel: CancelToken) -> Diagnosis:
        if name == "examining":
            cancel.sleep(60)
        causes = tuple(finding(cause, rule="70-a.rules") for cause in DOCTOR[name])
        untold = Probe("in_use", Answer.UNKNOWN)
        return Diagnosis(name == "nothing in the way", causes, (untold,))

    desk.examining = examining
    window.show_ledger()
    window.ledger.show_doctor()
    if name != "examining":
        qtbot.waitUntil(
            lambda: "Look again" in [found.accessibleName() for found in shown(window, QPushButton)]
        )


def show_run(
    name: str, desk: PretendDesk, window: MainWindow, qtbot: QtBot, model_id: str = "nano-x"
) -> None:
    """A check that waits in the state ``name``."""

    def check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        observer.step("genuine", 3, 5)
        if "." in name:
            observer.ask(question(name, model_id))
        if name in {"prompt", "stopping", "online prompt"}:
            observer.confirm_on_device(DevicePrompt(model_id, () if name == "online prompt" else KEY))
        cancel.sleep(60)
        raise AssertionError

    desk.checking = check
    window.show_ledger()
    peer = Plugged("nano-x", "nano-x-1") if name in REAL else desk.practice("nano-x")
    window.ledger.check(peer, online=name in REAL)
    run = window.ledger.view
    assert isinstance(run, RunView)
    qtbot.waitUntil(lambda: any(label.text().startswith("Step 4") for label in shown(window, Text)))
    settle()
    if name == "stopping":
        run.stop()


def question(name: str, model_id: str) -> Question:
    consents = {CONSENT: (ALLOW, NOT_NOW), ONLINE_CONSENT: (NOT_NOW, SEND)}
    choices = {CLOSE_APP: (YES, NO), **consents, **ORIGIN_QUESTIONS}.get(name, (YES, NO, UNSURE))
    params = {"model": "Ledger Nano X", "model_id": model_id, "app": "Bitcoin"}
    if name == CONSENT:
        params["key"] = " ".join(KEY)
    if name == ONLINE_CONSENT:
        params |= {"firmware": "2.4.2", "host": "service.example", "receiver": "Ledger SAS"}
    return Question(name, choices, params)


ENDS = {
    "passed": (Outcome.PASSED, finding("genuine.verified", model="Ledger Nano X")),
    "did not pass": (Outcome.DID_NOT_PASS, finding("origin.phrase_prefilled")),
    "could not be checked": (Outcome.COULD_NOT_CHECK, finding("device.locked")),
    "guided": (Outcome.STOPPED, finding("origin.guided_now")),
    "not opened": (Outcome.COULD_NOT_CHECK, finding("transport.in_use", program="a browser", where="usb")),
    "may ask online": (Outcome.COULD_NOT_CHECK, finding("genuine.model_refuses", model="Ledger Nano X")),
    "practice of asking online": (
        Outcome.COULD_NOT_CHECK,
        finding("genuine.model_refuses", model="Ledger Nano X"),
    ),
}


def show_end(name: str, desk: PretendDesk, window: MainWindow, qtbot: QtBot) -> None:
    def check(peer: Peer, observer: Observer, cancel: CancelToken) -> Report:
        if name == "fault":
            raise ValueError
        outcome, found = ENDS.get(name, ENDS["passed"])
        results = (CheckResult("genuine", outcome, (found,)),)
        return Report("device", name not in REAL, {"model": "nano-x"}, results, "2026-11-01")

    desk.checking = check
    desk.vendor = Yes()
    window.show_ledger()
    window.ledger.check(Plugged("nano-x", "nano-x-1") if name in REAL else desk.practice("nano-x"))
    qtbot.waitUntil(lambda: isinstance(window.ledger.view, ResultView | FaultView))
    if name == "save":
        button(window, "Save").click()


def test_every_label_is_plain_text(state: QWidget) -> None:
    labels = state.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_nothing_takes_typed_text(state: QWidget) -> None:
    for kind in (QLineEdit, QTextEdit, QComboBox, QAbstractSpinBox):
        assert state.findChildren(kind) == []
    assert all(field.isReadOnly() for field in state.findChildren(QPlainTextEdit))


def test_every_control_has_an_accessible_name(state: QWidget) -> None:
    controls = focusable(state)
    assert controls
    assert [control for control in controls if not control.accessibleName().strip()] == []
    assert all("&" not in control.accessibleName() for control in controls)


def test_tab_reaches_every_control_and_comes_round(state: QWidget, qtbot: QtBot) -> None:
    state.activateWindow()
    reached: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        focused = focus()
        if focused in reached:
            break
        reached.append(focused)
    expected = {control for control in focusable(state) if not isinstance(control, QRadioButton)}
    assert expected <= set(reached)


def test_the_focus_is_shown(state: QWidget, qtbot: QtBot) -> None:
    """Every control looks different with the focus."""
    controls = focusable(state)
    for control, other in pairwise((*controls, controls[0])):
        control.setFocus(Qt.FocusReason.TabFocusReason)
        focused = control.grab().toImage()
        other.setFocus(Qt.FocusReason.TabFocusReason)
        assert control.grab().toImage() != focused, control.accessibleName()


def test_the_rule_about_words_never_goes_away(state: QWidget) -> None:
    parent = state.parentWidget()
    window = state if parent is None else parent.window()
    assert any("Nobody ever needs your words" in label.text() for label in shown(window, Text))


def test_practice_is_always_marked(state: QWidget, request: pytest.FixtureRequest) -> None:
    practice = request.node.callspec.params["state"] not in REAL
    for end in (0, 1):
        for area in shown(state, QScrollArea):
            area.verticalScrollBar().setValue(end * area.verticalScrollBar().maximum())
        assert any(wholly_visible(badge) for badge in shown(state, DemoBadge)) == practice


@pytest.mark.usefixtures("large_text")
def test_practice_is_always_marked_at_200_percent(state: QWidget, request: pytest.FixtureRequest) -> None:
    test_practice_is_always_marked(state, request)


@pytest.mark.parametrize("name", ["passed", "did not pass", "could not be checked", "guided", "fault"])
def test_every_title_of_a_practice_result_says_demo(show: OpenWindow, qtbot: QtBot, name: str) -> None:
    window = opened(name, show, qtbot)
    marked = [label.text() for label in shown(window, Text) if label.text().startswith("DEMO: ")]
    assert len(marked) == {"fault": 1, "guided": 5}.get(name, 4)
    for card in shown(window, FindingCard):
        assert card.accessibleName().startswith("DEMO: ")
    assert button(window, "Check again").accessibleDescription().startswith("DEMO: ")


def test_the_focus_is_in_sight(state: QWidget) -> None:
    assert wholly_visible(focus())


@pytest.mark.usefixtures("large_text")
@pytest.mark.parametrize(
    "name",
    [
        *ORIGIN_QUESTIONS,
        CLOSE_APP,
        CONSENT,
        "prompt",
        "device.model_in_hand",
        ONLINE_CONSENT,
        "online prompt",
    ],
)
def test_the_harmless_answer_is_in_sight_at_200_percent(show: OpenWindow, qtbot: QtBot, name: str) -> None:
    window = opened(name, show, qtbot)
    assert wholly_visible(focus())
    assert wholly_visible(button(window, "Cancel the check"))


@pytest.mark.parametrize("model_id", ["nano-s", "nano-s-plus", "nano-x", "stax", "flex", "nano-gen5"])
def test_consent_and_prompt_show_what_matters_without_scrolling(
    show: OpenWindow, qtbot: QtBot, model_id: str
) -> None:
    for name, answers in ((CONSENT, ("Ask the device", "Not now")), ("prompt", ("Deny", "Allow"))):
        desk = PretendDesk()
        window = show(desk)
        show_run(name, desk, window, qtbot, model_id)
        assert all(wholly_visible(button(window, answer)) for answer in answers)
        assert any("always no" in label.text() and wholly_visible(label) for label in shown(window, Text))


@pytest.mark.parametrize("name", [*ORIGIN_QUESTIONS, CLOSE_APP, "device.model_in_hand"])
def test_every_answer_to_a_question_is_in_sight(show: OpenWindow, qtbot: QtBot, name: str) -> None:
    window = opened(name, show, qtbot)
    for choices in shown(window, ChoiceButtons):
        assert [label for label, choice in choices.buttons.items() if not wholly_visible(choice)] == []


@pytest.mark.parametrize("name", [*ORIGIN_QUESTIONS, CLOSE_APP, "device.model_in_hand", *CONSENTS, "prompt"])
def test_who_cannot_see_hears_what_is_asked(show: OpenWindow, qtbot: QtBot, name: str) -> None:
    window = opened(name, show, qtbot)
    (card,) = (*shown(window, QuestionCard), *shown(window, ConsentCard), *shown(window, PromptCard))
    title = card.findChildren(Text)[0].text()
    assert card.accessibleName() == title
    assert sum(found.accessibleDescription() == title for found in shown(window, QAbstractButton)) >= 2


def test_a_person_who_is_guided_is_told_to_hang_up_and_not_to_go_on(show: OpenWindow, qtbot: QtBot) -> None:
    window = opened("guided", show, qtbot)
    said = [label.text() for label in shown(window, Text)]
    first = said[: said.index("What was found")]
    warning = texts.finding_text(finding("origin.guided_now"))
    assert f"DEMO: {warning.title}" in first
    assert warning.next_step in first
    assert texts.outcome_text(Outcome.STOPPED).summary not in said
    assert [found.text() for found in shown(window, QPushButton) if found.property("primary")] == []
    assert focus().accessibleName() == "Choose another Ledger"


def test_the_harmless_answer_is_the_default(state: QWidget) -> None:
    for choices in shown(state, ChoiceButtons):
        assert focus() is choices.default
        assert choices.default.accessibleName().startswith(("I am not sure", "No"))
    for found in shown(state, QPushButton):
        if found.accessibleName() in {"Not now", "Not now, send nothing", "Deny", "Close"}:
            assert QApplication.focusWidget() is found


def test_nothing_is_cut_or_overlaps(state: QWidget) -> None:
    assert faults(state) == []


@pytest.mark.usefixtures("large_text")
def test_nothing_is_cut_or_overlaps_at_200_percent(state: QWidget) -> None:
    assert state.window().width() <= 1024
    assert state.window().height() <= 700
    assert faults(state) == []


@pytest.mark.usefixtures("right_to_left")
def test_nothing_is_cut_or_overlaps_from_right_to_left(state: QWidget) -> None:
    assert faults(state) == []


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_nothing_is_cut_or_overlaps_from_right_to_left_at_200_percent(state: QWidget) -> None:
    assert faults(state) == []


def focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def focusable(window: QWidget) -> list[QWidget]:
    return [
        found
        for found in window.findChildren(QWidget)
        if found.isVisible() and found.isEnabled() and found.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def wholly_visible(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def faults(window: QWidget) -> list[str]:
    """What is still wrong once the window has laid itself out, which takes a loaded machine a while."""
    found: list[str] = []
    for _ in range(50):
        found = [*cut(window), *overlapping(window), *too_wide(window)]
        if not found:
            break
        settle()
    return found


def cut(window: QWidget) -> Iterator[str]:
    for text in shown(window, Text):
        # Qt's own measure of the words, in lines that stand closer than ours.
        wrap = Qt.TextFlag.TextWordWrap if text.wordWrap() else Qt.TextFlag.TextExpandTabs
        needed = QFontMetrics(text.font()).boundingRect(QRect(0, 0, text.width(), 9999), wrap, text.text())
        if needed.height() > text.height() or needed.width() > text.width() + 2:
            yield f"text {text.text()!r} in {text.size().toTuple()}"
    controls: list[QWidget] = [
        *shown(window, QPushButton),
        *shown(window, QRadioButton),
        *shown(window, DemoBadge),
    ]
    for control in controls:
        hint = control.sizeHint()
        if hint.width() > control.width() or hint.height() > control.height():
            yield f"{control.accessibleName()!r} wants {hint.toTuple()} and has {control.size().toTuple()}"
    for parent in [window, *window.findChildren(QWidget)]:
        if not isinstance(parent.parentWidget(), QScrollArea):
            for child in inside(parent):
                if not parent.rect().contains(child.geometry()):
                    yield f"{child!r} leaves its parent"


def inside(parent: QWidget) -> list[QWidget]:
    children = parent.children()
    return [
        child
        for child in children
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()
    ]


def overlapping(window: QWidget) -> Iterator[str]:
    for parent in [window, *window.findChildren(QWidget)]:
        if isinstance(parent, QScrollArea | QPlainTextEdit | QScrollBar):
            continue
        children = inside(parent)
        for one, other in combinations(children, 2):
            if one.geometry().intersects(other.geometry()):
                yield f"{one!r} and {other!r}"


def too_wide(window: QWidget) -> Iterator[str]:
    for area in shown(window, QScrollArea):
        body = area.widget()
        if body is not None and body.width() > area.viewport().width():
            yield f"{body.width()} in {area.viewport().width()}"
