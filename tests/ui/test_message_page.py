"""Message, worked as a person works it. All mails are synthetic."""

from __future__ import annotations

import re
import threading
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.message import reading
from walletsafe.ui.pages.message.evidence import EvidenceDialog
from walletsafe.ui.pages.message.result import ResultView, UnreadView
from walletsafe.ui.pages.message.run import RunView
from walletsafe.ui.pages.message.several import SeveralView
from walletsafe.ui.pages.message.start import StartView, Written
from walletsafe.ui.style.theme import theme
from walletsafe.ui.widgets import buttons as buttons_module
from walletsafe.ui.widgets.drop_area import DropArea
from walletsafe.ui.widgets.finding_card import FindingCard
from walletsafe.ui.widgets.marked_text import MarkedText
from walletsafe.ui.widgets.received_text import LONGEST, ReceivedText
from walletsafe.ui.widgets.tick_box import TickBox
from walletsafe.ui.widgets.words_seen import WordsSeenDialog

from tests.ui import message_states as states
from tests.ui.conftest import OpenWindow
from tests.ui.message_states import BAIT, EXTORTION, FORGED, MESSAGE_STATES, ORDINARY, SCAM, start_view
from tests.ui.stage import PretendDesk, button, buttons, press, said, settle, shown
from tests.ui.test_states import faults, focus, focusable, wholly_visible
from tests.ui.test_word_pages import assert_mnemonics
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.findings import Outcome, Severity
from walletsafe.guidance import plans
from walletsafe.message.model import Field, Kind

WORDS = BAIT.split()


@pytest.fixture
def window(show: OpenWindow) -> MainWindow:
    return show(PretendDesk())


def result_view(window: MainWindow) -> ResultView:
    view = window.message.view
    assert isinstance(view, ResultView)
    return view


def drop(area: DropArea, *urls: str, text: str = "") -> bool:
    """Drop something on the area, and return whether it was taken."""
    data = QMimeData()
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    else:
        data.setText(text)
    how = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(3, 3), Qt.DropAction.CopyAction, data, *how)
    QApplication.sendEvent(area, enter)
    if enter.isAccepted():
        QApplication.sendEvent(area, QDropEvent(QPointF(3, 3), Qt.DropAction.CopyAction, data, *how))
    return enter.isAccepted()


# --- what holds in every state -----------------------------------------------------------------------------


@pytest.fixture(params=MESSAGE_STATES)
def state(request: pytest.FixtureRequest, window: MainWindow) -> QWidget:
    MESSAGE_STATES[request.param](window)
    settle(100)
    dialogs = shown(window, QDialog)
    return dialogs[0] if dialogs else window


def test_every_state_at_100_percent(state: QWidget) -> None:
    check(state)
    tab_comes_round(state)


@pytest.mark.usefixtures("large_text", "right_to_left")
def test_every_state_from_right_to_left_at_200_percent(state: QWidget) -> None:
    check(state)
    tab_comes_round(state)


def check(window: QWidget) -> None:
    assert window.width() <= 1024
    assert window.height() <= 700
    assert {label.textFormat() for label in window.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    controls = focusable(window)
    assert [control for control in controls if not control.accessibleName().strip()] == []
    assert all("&" not in control.accessibleName() for control in controls)
    assert not focus().property("rail"), "the page has not taken the keyboard"
    # A box that somebody types into may be taller than the page.
    assert wholly_visible(focus()) or isinstance(focus(), ReceivedText), focus().accessibleName()
    if isinstance(window, MainWindow):
        assert_mnemonics(window)
    assert faults(window) == []


def tab_comes_round(window: QWidget) -> None:
    reached: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        if focus() in reached:
            break
        reached.append(focus())
    expected = {control for control in focusable(window) if not isinstance(control, QRadioButton)}
    assert expected <= set(reached)


# --- reading -----------------------------------------------------------------------------------------------


def eml(folder: Path, name: str, text: str) -> str:
    """A mail as a file; returns its address."""
    path = folder / name
    path.write_text(text.replace("\nTo:", "\nMIME-Version: 1.0\nTo:"), "utf-8")
    return QUrl.fromLocalFile(str(path)).toString()


def test_a_dropped_mail_is_read_and_its_name_stands_with_the_result(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert drop(start_view(window).drop, eml(tmp_path, "scam.eml", SCAM))
    qtbot.waitUntil(lambda: isinstance(window.message.view, ResultView))
    assert texts.outcome_text(Outcome.DID_NOT_PASS, "message").title in said(window)
    assert "scam.eml" in said(window)
    assert "anna@home.example" not in result_view(window).text.toPlainText()
    press(window, "What now?")
    assert window.emergency.isVisible()
    window.show_message()
    assert focus().accessibleName() == "What now?"
    press(window, "Check another")
    assert isinstance(window.message.view, StartView)


def test_nothing_found_is_no_reassurance_and_leads_to_no_alarm(window: MainWindow) -> None:
    states.result(ORDINARY, window)
    assert "Cannot be confirmed" in said(window)
    assert not any(name.startswith("What now?") for name in buttons(window))
    assert not any("safe" in line.lower().replace("walletsafe", "") for line in said(window))


def test_several_files_are_listed_the_worst_first_and_the_broken_ones_with_a_reason(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "torn.eml").mkdir()
    names = {"a.eml": ORDINARY, "b.eml": EXTORTION, "c.eml": SCAM}
    urls = [eml(tmp_path, name, text) for name, text in names.items()]
    drop(start_view(window).drop, *urls, QUrl.fromLocalFile(str(tmp_path / "torn.eml")).toString())
    qtbot.waitUntil(lambda: isinstance(window.message.view, SeveralView))
    titles = ["I know where you live", "Action required: verify your Ledger within 24 hours", "Our meeting"]
    cards = [name for name in buttons(window) if name.startswith(tuple(titles))]
    assert [name[:11] for name in cards] == [title[:11] for title in titles]
    assert any("torn.eml" in line for line in said(window))
    press(window, "Action required")
    assert "c.eml" in said(window)
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert isinstance(window.message.view, SeveralView)
    assert focus().accessibleName().startswith("Action required")


def test_a_mailbox_is_a_list_of_its_mails(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    mails = "".join(f"From a@b.example Mon Jan  1 00:00:00 2024\n{text}\n" for text in (SCAM, ORDINARY))
    drop(start_view(window).drop, eml(tmp_path, "all.mbox", mails))
    qtbot.waitUntil(lambda: isinstance(window.message.view, SeveralView))
    assert "2 messages" in said(window)


def test_one_broken_file_says_why_and_another_can_be_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(start_view(window).drop, QUrl.fromLocalFile(str(tmp_path / "gone.eml")).toString())
    qtbot.waitUntil(lambda: isinstance(window.message.view, UnreadView))
    assert any("gone.eml" in line for line in said(window))
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert isinstance(window.message.view, StartView)


@pytest.mark.parametrize(
    "url", ["https://evil.example/a.eml", "file://evil.example/share/a.eml", "file:////x/a"]
)
def test_what_is_not_a_file_of_this_computer_is_refused_with_a_reason(window: MainWindow, url: str) -> None:
    view = start_view(window)
    drop(view.drop, url)
    assert window.message.view is view
    assert view.drop.news.isVisible()


def test_what_is_dropped_is_copied_also_where_a_move_was_meant(window: MainWindow, tmp_path: Path) -> None:
    """A mail program that hears of a move may delete the mail."""
    area = start_view(window).drop
    data = QMimeData()
    data.setUrls([QUrl(eml(tmp_path, "scam.eml", SCAM))])
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    how = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    for event in (
        QDragEnterEvent(QPoint(3, 3), both, data, *how),
        QDropEvent(QPointF(3, 3), both, data, *how),
    ):
        event.setDropAction(Qt.DropAction.MoveAction)
        QApplication.sendEvent(area, event)
        assert event.isAccepted()
        assert event.dropAction() is Qt.DropAction.CopyAction


def test_a_file_chosen_in_the_dialog_is_read(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    eml(tmp_path, "scam.eml", SCAM)
    states.open_file(window)
    (dialog,) = shown(window, QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.filesSelected.emit([str(tmp_path / "scam.eml")])
    dialog.reject()
    qtbot.waitUntil(lambda: isinstance(window.message.view, ResultView))


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (
            Kind.SMS,
            "Ledger: your wallet was locked. Unlock it: https://ledger-unlock.example/a",
            "Scam signs found",
        ),
        (Kind.MAIL, SCAM, "Scam signs found"),
        (Kind.MAIL, f"Received: from x.example\n{SCAM}", "Scam signs found"),
        (Kind.LETTER, "Dear customer, the garden is open again.", "Cannot be confirmed"),
        (Kind.MAIL, "ledger.com", "[1] ledger.com is Ledger's own domain"),
        (Kind.HOST, "ledger-start.com", "Scam signs found"),
        (Kind.HOST, "ledger-start.com\n\ngarden.example\n", "2 messages"),
    ],
)
def test_a_text_is_read_as_what_the_person_says_it_is(
    window: MainWindow, qtbot: QtBot, kind: Kind, text: str, found: str
) -> None:
    view = start_view(window)
    view.kinds[kind].click()
    view.box.setPlainText(text)
    view.read.click()
    qtbot.waitUntil(lambda: found in said(window))


def test_an_empty_box_is_nothing_to_read(window: MainWindow) -> None:
    view = start_view(window)
    view.box.setPlainText(" \n ")
    view.read.click()
    assert window.message.view is view
    assert "There is nothing in the box yet." in said(window)
    assert focus() is view.box


# --- one thing at a time -----------------------------------------------------------------------------------


def held(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Let reading a text wait for the second event; the first tells that it has begun."""
    begun, may_end = threading.Event(), threading.Event()
    usual = reading.of_text

    def of_text(written: Written) -> reading.Read:
        def read(observer: Observer, cancel: CancelToken) -> reading.Readings:
            begun.set()
            may_end.wait(5)
            return usual(written)(observer, CancelToken())

        return read

    monkeypatch.setattr(reading, "of_text", of_text)
    return begun, may_end


def test_a_result_of_what_was_read_before_is_never_painted(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancel comes too late here: the work ends with a result all the same."""
    begun, may_end = held(monkeypatch)
    page = window.message
    painted: list[str] = []
    page.view_changed.connect(lambda: painted.append(type(page.view).__name__))
    window.show_message()
    page.read_text(Written(Kind.MAIL, SCAM, 0))
    qtbot.waitUntil(begun.is_set)
    drop(start_view(window).drop, eml(tmp_path, "garden.eml", ORDINARY))
    may_end.set()
    qtbot.waitUntil(lambda: isinstance(page.view, ResultView))
    settle(50)
    assert painted == ["RunView", "StartView", "RunView", "ResultView"]
    assert "garden.eml" in said(window)


@pytest.mark.parametrize("way", ["cancel", "escape", "another page"])
def test_reading_is_stopped_and_the_text_is_still_there(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    begun, may_end = held(monkeypatch)
    window.show_message()
    window.message.read_text(Written(Kind.LETTER, "Dear [12 words removed]", 12))
    qtbot.waitUntil(begun.is_set)
    assert isinstance(window.message.view, RunView)
    if way == "another page":
        window.show_home()
        window.show_message()
    elif way == "cancel":
        press(window, "Cancel")
    else:
        QTest.keyClick(focus(), Qt.Key.Key_Escape)
    may_end.set()
    view = window.message.view
    assert isinstance(view, StartView)
    assert (view.box.toPlainText(), view.box.removed) == ("Dear [12 words removed]", 12)
    assert view.kinds[Kind.LETTER].isChecked()
    settle(50)
    assert window.message.view is view


def test_a_fault_of_ours_says_so(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_messages_of", lambda written: 1 / 0)
    window.show_message()
    window.message.read_text(Written(Kind.SMS, "x", 0))
    qtbot.waitUntil(lambda: isinstance(window.message.view, UnreadView))
    assert any("fault of ours" in line and "ledger" not in line.lower() for line in said(window))


# --- words in what arrived ---------------------------------------------------------------------------------


def left_of(*places: str) -> int:
    """How many of the words are left in all these together."""
    return sum(word in " ".join(places) for word in WORDS)


def paste(box: ReceivedText, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    box.setFocus()
    QTest.keySequence(box, QKeySequence(QKeySequence.StandardKey.Paste))


def test_words_that_came_with_a_message_are_bait_and_not_the_persons_own(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = start_view(window)
    paste(view.box, f"Please help me. My words: {BAIT}. Yours, Otto")
    assert view.box.toPlainText() == "Please help me. My words: [12 words removed]. Yours, Otto"
    assert shown(window, WordsSeenDialog) == []
    assert any("bait" in line for line in said(window))
    view.box.undo()
    assert left_of(view.box.toPlainText(), QGuiApplication.clipboard().text()) == 0
    view.read.click()
    qtbot.waitUntil(lambda: isinstance(window.message.view, ResultView))
    triage = result_view(window).triage
    assert triage.message.words_removed == 12
    assert "message.bait" in [sign.finding.id for sign in triage.signs]


def test_words_that_are_typed_are_gone_and_the_way_to_the_plan_is_there(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever types on, spaces included, types into nothing."""
    monkeypatch.setattr(buttons_module, "TYPING_MILLISECONDS", 2000)
    view = start_view(window)
    view.box.setFocus()
    for letter in f"my words: {BAIT} {BAIT} thank you":
        QTest.keyClicks(focus(), letter)
    assert view.box.toPlainText() == "my words: [11 words removed]"
    assert focus().accessibleName() == "My own: what now?"
    assert shown(window, WordsSeenDialog) == []
    press(window, "My own: what now?")
    assert window.emergency.isVisible()
    button(window.emergency, "Just now").click()
    settle()
    assert plans.load(plans.WORDS).title in said(window)


def test_whoever_is_threatened_is_led_to_the_plan_for_that(window: MainWindow) -> None:
    states.result(EXTORTION, window)
    press(window, "What now?")
    button(window.emergency, "Just now").click()
    settle()
    assert plans.load(plans.THREAT).title in said(window)
    violence = next(one for one in plans.load(plans.THREAT).branches if one.id == plans.VIOLENCE)
    assert next(box for box in shown(window, TickBox) if box.accessibleName() == violence.tick).isChecked()


def test_half_a_phrase_pasted_beside_the_other_half_is_found(window: MainWindow) -> None:
    box = start_view(window).box
    paste(box, " ".join(WORDS[:6]) + " ")
    paste(box, " ".join(WORDS[6:]))
    assert box.toPlainText() == "[12 words removed]"
    assert box.removed == 12
    box.clear()
    assert box.removed == 0


def test_dropped_text_comes_into_the_box_without_its_words(window: MainWindow) -> None:
    view = start_view(window)
    assert drop(view.drop, text=f"Dear Anna, {BAIT}")
    assert view.box.toPlainText() == "Dear Anna, [12 words removed]"
    assert view.box.removed == 12


def test_an_area_for_files_alone_takes_no_text(qtbot: QtBot) -> None:
    theme()
    area = DropArea("Title", "More")
    qtbot.addWidget(area)
    assert not drop(area, text="words")


def test_files_are_not_pasted_as_text(window: MainWindow) -> None:
    box = start_view(window).box
    data = QMimeData()
    data.setUrls([QUrl("file:///tmp/a.eml")])
    assert not box.canInsertFromMimeData(data)
    box.insertFromMimeData(data)
    assert box.toPlainText() == ""


def test_a_text_that_is_too_long_is_cut_and_says_so(window: MainWindow) -> None:
    view = start_view(window)
    paste(view.box, "a" * (LONGEST + 1))
    assert len(view.box.toPlainText()) == LONGEST
    assert any(str(LONGEST) in line for line in said(window))


# --- the signs and their places ----------------------------------------------------------------------------


def test_where_leads_to_each_place_of_a_sign_in_turn(window: MainWindow) -> None:
    states.result(SCAM, window)
    view = result_view(window)
    card = next(card for card in shown(window, FindingCard) if "presses" in card.accessibleName().lower())
    sign = next(sign for sign in view.triage.signs if sign.finding.id == "message.presses")
    where = button(card, "Show where")
    assert where.accessibleDescription() == card.accessibleName()
    for place in (*sign.places, sign.places[0]):
        where.click()
        selected = view.text.textCursor().selectedText()
        written = view.triage.message.text_of(place.field, place.number)[place.start : place.end]
        assert written in selected.replace("[6]", "").replace("[7]", "")
    assert focus() is view.text


@pytest.mark.usefixtures("large_text")
def test_where_brings_the_message_into_sight_where_it_stands_above(window: MainWindow) -> None:
    states.result(SCAM, window)
    settle(100)
    where = button(window, "Show where")
    result_view(window)._scrolled.ensureWidgetVisible(where)
    where.click()
    settle()
    assert not result_view(window).text.visibleRegion().isEmpty()


def test_what_counts_for_nothing_stands_apart(window: MainWindow) -> None:
    states.result(SCAM, window)
    lines = said(window)
    divide = lines.index("What counts for nothing")
    for sign in result_view(window).triage.signs:
        title = texts.finding_text(sign.finding).title
        place = next(number for number, line in enumerate(lines) if line.endswith(title))
        assert (place > divide) == (sign.finding.severity is Severity.TIP)


def test_what_this_cannot_tell_and_the_date_of_the_data_are_said(window: MainWindow) -> None:
    states.result(ORDINARY, window)
    assert result_view(window).triage.report.knowledge_date in " ".join(said(window))
    assert "What this cannot tell" in said(window)


def test_the_leaks_are_one_press_away(window: MainWindow) -> None:
    start_view(window)
    press(window, "Which leaks touch me?")
    assert window.exposure.isVisible()


# --- the evidence pack -------------------------------------------------------------------------------------


def test_the_evidence_is_previewed_for_the_country_and_written_like_that(
    window: MainWindow, tmp_path: Path
) -> None:
    states.evidence(window)
    (dialog,) = shown(window, EvidenceDialog)
    countries = dialog.choice.countries
    countries.setCurrentIndex(countries.findData("gb"))
    assert "Report Fraud" in dialog.preview.toPlainText()
    assert "Muster" not in dialog.preview.toPlainText()
    for suffix in ("json", "txt"):
        dialog.formats[suffix].setChecked(True)
        dialog.save_to(tmp_path / f"evidence.{suffix}")
        assert (tmp_path / f"evidence.{suffix}").read_text("utf-8") == dialog.preview.toPlainText()
    countries.setCurrentIndex(countries.findData("other"))
    assert "Report Fraud" not in dialog.preview.toPlainText()
    dialog.reject()


def test_what_is_named_goes_out_of_the_preview_before_it_can_be_written(
    window: MainWindow, qtbot: QtBot
) -> None:
    states.evidence(window)
    (dialog,) = shown(window, EvidenceDialog)
    assert "Katie" in dialog.preview.toPlainText()
    assert not dialog.choice.own_sender.isVisible()
    dialog.choice.named.setFocus()
    QTest.keyClicks(dialog.choice.named, "katie, 4471")
    assert not dialog.write.isEnabled()
    qtbot.waitUntil(dialog.write.isEnabled)
    assert "[taken out] from Ledger" in dialog.preview.toPlainText()
    assert "4471" not in dialog.preview.toPlainText()
    dialog.reject()


def test_blackmail_from_ones_own_address_names_nobody_unless_the_tick_is_taken_away(
    window: MainWindow,
) -> None:
    states.evidence_of(FORGED, window)
    (dialog,) = shown(window, EvidenceDialog)
    tick = dialog.choice.own_sender
    assert tick.isVisible()
    assert tick.isChecked()
    assert "anna@home.example" not in dialog.preview.toPlainText()
    tick.click()
    assert "anna@home.example" in dialog.preview.toPlainText()
    dialog.reject()


# --- marked text -------------------------------------------------------------------------------------------


def test_marks_are_numbered_and_found_whatever_they_overlap_and_however_wide_letters_are(
    qtbot: QtBot,
) -> None:
    theme()
    text = "\U0001f525 Act now or \U0001f600 lose all\nThe end"
    spans = [(text.index("now"), text.index("all")), (text.index("lose"), text.index("The")), (0, 1), (2, 5)]
    shown_text = MarkedText(text, spans, [7, 8, 9, 7])
    qtbot.addWidget(shown_text)
    assert shown_text.toPlainText() == "[9]\U0001f525 [7]Act [7]now or \U0001f600 [8]lose all\nThe end"
    assert shown_text.accessibleName() == "Text to read, places marked in it: 3"
    selected = []
    for number in range(len(spans)):
        shown_text.show_span(number)
        selected.append(shown_text.textCursor().selectedText().replace("\u2029", "\n"))
    assert selected == ["now or \U0001f600 [8]lose ", "lose all\n", "\U0001f525", "Act"]
    assert shown_text.isReadOnly()
    assert not shown_text.isUndoRedoEnabled()


def test_a_marked_text_is_as_tall_as_it_needs_up_to_a_limit(qtbot: QtBot) -> None:
    theme()
    short, long = MarkedText("one\ntwo", []), MarkedText("line\n" * 200, [])
    for marked in (short, long):
        qtbot.addWidget(marked)
        marked.resize(400, 100)
        marked.show()
        marked.fit(300)
    assert short.height() < 100
    assert short.verticalScrollBar().maximum() == 0
    assert long.height() == 300
    long.fit(None)
    long.resize(400, 500)
    assert long.height() == 500
    theme().follow(Qt.ColorScheme.Dark)
    theme().follow(Qt.ColorScheme.Light)
    assert short.toPlainText() == "one\ntwo"


# --- the words of the page ---------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]
MADE_UP = re.compile(
    r"fields\..*|view\.(reply_to|return_path|subject|provider)|pack\.((redacted|your)_.*|taken_out)|evidence\.(txt|json)"
    r"|start\.(mail|sms|letter|host)(_hint)?"
)
"""Keys that the source puts together."""


def test_every_text_is_used_and_every_used_one_exists() -> None:
    table = tomllib.loads((ROOT / "resources" / "text" / "en" / "message.toml").read_text("utf-8"))
    written = {f"{section}.{name}" for section, entries in table.items() for name in entries}
    sources = [
        *(ROOT / "ui" / "pages" / "message").glob("*.py"),
        *(ROOT / "ui" / "widgets" / f"{name}.py" for name in ("marked_text", "drop_area")),
        ROOT / "walletsafe" / "cli" / "message.py",
        ROOT / "walletsafe" / "message" / "view.py",
        *(ROOT / "walletsafe" / "report" / f"{name}.py" for name in ("pack", "reporter")),
    ]
    source = "\n".join(path.read_text("utf-8") for path in sources)
    used = {key for key in re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", source) if key.split(".")[0] in table}
    assert used <= written
    assert {key for key in written - used if not MADE_UP.fullmatch(key)} == set()
    assert {f"fields.{field.value}" for field in Field} <= written
