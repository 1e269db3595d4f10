"""Two hundred secrets typed into every field of the window: none is in anything that stays or leaves."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit
from shiboken6 import isValid
from walletsafe.ui.loop import _say_own_fault
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.calls.save_case import SaveCaseDialog
from walletsafe.ui.pages.message.evidence import EvidenceDialog
from walletsafe.ui.pages.message.result import ResultView
from walletsafe.ui.pages.stage.acts import QuestionAct
from walletsafe.ui.pages.stage.end import EndView
from walletsafe.ui.pages.stage.hands_field import HandsField
from walletsafe.ui.widgets.handout_dialog import HandoutDialog
from walletsafe.ui.widgets.preview_dialog import PreviewDialog
from walletsafe.ui.widgets.save_dialog import SaveDialog
from walletsafe.ui.word_guard import fields

from tests.ui import message_states, practise_states, stage_states
from tests.ui.calls_hands import gone, return_to
from tests.ui.calls_states import call_view, step, step_page
from tests.ui.conftest import OpenWindow
from tests.ui.handout_states import HANDOUT_STATES
from tests.ui.learn_states import fake_page, faking, tallied
from tests.ui.report_states import REPORT_STATES
from tests.ui.stage import PretendDesk, press, settle, shown, wait_until
from tests.ui.test_word_guard import close_dialogs, everything_shown
from walletsafe import notes
from walletsafe.report import cases
from walletsafe.wordlists import words

DICE = random.Random(20261129)
NAMES = (Path(__file__).parents[1] / "vectors" / "common_names.txt").read_text("utf-8").splitlines()[1:]
COMMON = " ".join(NAMES).split()
GAPS = (" ", ", ", "; ", " / ", "\n", " - ", ":", ". ")


@dataclass(frozen=True)
class Secret:
    """What is typed, and the pieces of it that must be found nowhere, in small letters."""

    kind: str
    text: str
    told: tuple[str, ...]


def _letters(alphabet: str, count: int) -> str:
    return "".join(DICE.choice(alphabet) for _ in range(count))


def _secrets() -> Iterator[Secret]:
    digits, capitals = "123456789", "ABCDEFGHKMNPQRSTUVWXYZ"
    # Names that no text of ours has, neither as a word nor within one.
    own = everything_own()
    names = [name for name in COMMON if len(name) > 4 and name not in own]
    long_words = [word for word in words("english") if len(word) > 6 and word not in own]
    for number in range(25):
        first, last, street = DICE.sample(names, 3)
        gap, house = GAPS[number % len(GAPS)], _letters(digits, 2)
        yield Secret("name", f"{first.title()}{gap}{last.title()}", (first, last))
        yield Secret("street", f"{house}{gap}{street.title()} Street", (street,))
        local = _letters("bcdfghjk", 8)
        yield Secret("e-mail", f"{local}@{_letters('lmnpqrst', 7)}.example", (local,))
        serial = f"{_letters(digits, 3)}{_letters(capitals, 3)}{_letters(digits, 4)}"
        yield Secret("serial", f"Serial number: {serial}", (serial.lower(),))
        phrase = DICE.sample(long_words, 12 if number % 2 else 24)
        yield Secret("phrase", gap.join(phrase), tuple(phrase))
        folder = _letters("bcdfghjk", 7)
        yield Secret("path", f"/home/{folder}/keys", (folder,))
        address = f"0x{_letters(digits + 'abcdef', 40)}"
        yield Secret("address", address, (address[2:18],))
        telephone = f"+49 171 {_letters(digits, 7)}"
        yield Secret("telephone", telephone, (telephone[8:],))


def everything_own() -> str:
    """All texts of ours and all code, in small letters."""
    root = Path(notes.__file__).parents[1]
    files = [*root.glob("resources/**/*.toml"), *root.glob("walletsafe/**/*.py"), *root.glob("ui/**/*.py")]
    return "\n".join(path.read_text("utf-8").lower() for path in files)


SECRETS = tuple(_secrets())
TOLD = tuple(told for secret in SECRETS for told in secret.told)
ONE_OF_A_KIND = SECRETS[:8]
ROW = 10
ROWS = 20


def found(text: str, told: tuple[str, ...] = TOLD) -> list[str]:
    small = text.lower()
    return [piece for piece in told if piece in small]


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return path.read_text("utf-8", "replace")


def rows() -> Iterator[tuple[Secret, ...]]:
    """The secrets in rows of two of each kind, that fit into notes."""
    for start in range(0, len(SECRETS), ROW):
        yield SECRETS[start : start + ROW]


@pytest.fixture
def window(show: OpenWindow) -> Iterator[MainWindow]:
    opened = show(PretendDesk())
    yield opened
    for dialog in opened.findChildren(QDialog):
        dialog.reject()
    cases.purge(cases.today(), every=True)


class Exports:
    """What is saved from the dialogs of a window. Afterwards all that stays is looked through."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[Path, tuple[str, ...]] = {}
        """Each file, and what must not be in it."""

    def take(self, window: MainWindow, kind: type[PreviewDialog], told: tuple[str, ...] = TOLD) -> None:
        """Save what the one open dialog of a kind holds, in each of its forms, and close it."""
        (dialog,) = shown(window, kind)
        for suffix, radio in dialog.formats.items():
            radio.setChecked(True)
            path = self.folder / f"{len(self.made)}.{suffix}"
            dialog.save_to(path)
            assert path.exists(), dialog.news.text()
            self.made[path] = told
        dialog.reject()
        settle(1)


@pytest.fixture
def exports(
    window: MainWindow, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[Exports]:
    caplog.set_level("DEBUG")
    made = Exports(tmp_path)
    yield made
    kept = [path for path in Path.home().rglob("*") if path.is_file()]
    assert made.made
    for path, told in {**dict.fromkeys(kept, TOLD), **made.made}.items():
        assert found(str(path.name)) == []
        assert found(text_of(path), told) == [], path.name
    put_away(window)
    out, errors = capfd.readouterr()
    assert found(f"{caplog.text}{out}{errors}") == []
    assert found(everything_shown()) == []


def put_away(window: MainWindow) -> None:
    """As somebody does who has finished: every page begins anew."""
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    window.calls._forget()
    window.message.show_start()
    window.practise.show_start()
    window.learn.show_start()
    window.stage.end()
    window.stage.show_start()
    window.show_home()
    gone()


def type_into(field: QLineEdit, secrets: Iterable[Secret]) -> None:
    """By the keys, and from the clipboard. Where words are seen a dialog says so."""
    for secret in secrets:
        field.setFocus()
        QTest.keyClicks(field, secret.text.replace("\n", " "))
        QGuiApplication.clipboard().setText(secret.text)
        QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))
        close_dialogs()


def test_there_are_two_hundred_of_them_and_they_are_found_where_they_are() -> None:
    assert len({secret.text for secret in SECRETS}) == 200
    assert all(found(secret.text, secret.told) == list(secret.told) for secret in SECRETS)


def test_a_call(window: MainWindow, exports: Exports) -> None:
    step("message", "begin", window)
    for row in rows():
        return_to(window)
        page = step_page(window)
        page.notes.field.setPlainText("\n".join(secret.text for secret in row))
        for secret in row:
            page.code.field.setFocus()
            page.code.field.setText(secret.text)
            page.code.field.returnPressed.emit()
            page.notes.field.setFocus()
            assert page.code.field.text() == ""
        call_view(window).save_wanted.emit()
        (dialog,) = shown(window, SaveCaseDialog)
        assert found(dialog.preview.toPlainText()) == []
        dialog.write.click()
        press(dialog, "Save it as a file elsewhere")
        exports.take(window, SaveDialog)
        dialog.reject()
        settle(1)
    assert len(cases.cases()) == ROWS
    _say_own_fault(ValueError, ValueError(" ".join(secret.text for secret in SECRETS)), None)


def test_a_call_typed_by_the_keys(window: MainWindow, exports: Exports) -> None:
    step("words", "begin", window)
    page = step_page(window)
    for secret in ONE_OF_A_KIND:
        page.notes.field.setFocus()
        QTest.keyClicks(page.notes.field, f"{secret.text} ")
        type_into(page.code.field, [secret])
    call_view(window).save_wanted.emit()
    (dialog,) = shown(window, SaveCaseDialog)
    dialog.write.click()
    press(dialog, "Save it as a file elsewhere")
    exports.take(window, SaveDialog)


def test_a_message(window: MainWindow, exports: Exports) -> None:
    """Evidence keeps what thieves wrote, but neither a phrase nor a folder, and no name that was said."""
    for row in rows():
        box = message_states.start_view(window).box
        box.add(f"{message_states.SCAM}\n{'; '.join(secret.text for secret in row)}")
        return_to(window)
        press(window.message, "Read it")
        wait_until(lambda: isinstance(window.message.view, ResultView))
        press(window.message, "Save a report")
        exports.take(window, SaveDialog)
        press(window.message, "Save evidence")
        (dialog,) = shown(window, EvidenceDialog)
        named = [told for secret in row if secret.kind in {"name", "street"} for told in secret.told]
        dialog.choice.named.setText(", ".join(named))
        wait_until(dialog.write.isEnabled)
        hidden = [told for secret in row if secret.kind in {"phrase", "path"} for told in secret.told]
        exports.take(window, EvidenceDialog, (*named, *hidden))


def test_hands_in_a_room(window: MainWindow, exports: Exports) -> None:
    stage_states.at(window, QuestionAct)
    for number, field in enumerate(shown(window, HandsField)):
        type_into(field, SECRETS[number * 60 : number * 60 + 60 : 3])
    while not isinstance(window.stage.view, EndView):
        stage_states.performance(window).forward()
    press(window.stage, "Save")
    exports.take(window, SaveDialog)


def test_words_and_names_of_practice(window: MainWindow, exports: Exports) -> None:
    states = practise_states.PAGE_STATES
    for state, chosen in {
        "check choose": SECRETS[:24],
        "deal": SECRETS[24:48],
        "check fields": SECRETS[:40],
    }.items():
        window.show_practise()
        states[state](window.practise)
        settle(1)
        for field in [field for field in fields(window) if isinstance(field, QLineEdit)][:4]:
            if isValid(field) and field.isVisible():
                type_into(field, chosen[:8])
    faking(0, window)
    type_into(fake_page(window).grid.fields[0], SECRETS[48:56])
    tallied(window)
    press(window.learn, "Save")
    exports.take(window, SaveDialog)


def test_names_of_files(window: MainWindow, exports: Exports) -> None:
    """The dialog that asks for a place keeps none, and some are refused. Any other is the person's choice."""
    for bring, kind in (
        (REPORT_STATES["report saved of a message"], SaveDialog),
        (HANDOUT_STATES["handouts emergency"], HandoutDialog),
    ):
        bring(window)
        (dialog,) = shown(window, kind)
        dialog.write.click()
        (asked,) = shown(dialog, QFileDialog)
        line = asked.findChildren(QLineEdit)[0]
        for secret in SECRETS[::5]:
            line.setText(secret.text)
            close_dialogs()
        asked.reject()
        for secret in SECRETS:
            if secret.kind in {"e-mail", "serial", "phrase", "address"}:
                dialog.save_to(exports.folder / secret.text.replace("/", " ").replace("\n", " "))
                assert found(dialog.news.text()) == []
        assert [path for path in exports.folder.iterdir() if path not in exports.made] == []
        if isinstance(dialog, SaveDialog):
            exports.take(window, SaveDialog)
        else:
            dialog.reject()
            settle(1)
