"""The states of the page Message, for the tests of all pages and for the pictures. All mails: synthetic."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from PySide6.QtCore import QMimeData
from walletsafe.ui.jobs import Job
from walletsafe.ui.pages.message.evidence import EvidenceDialog
from walletsafe.ui.pages.message.page import MessagePage
from walletsafe.ui.pages.message.reading import Item, Readings
from walletsafe.ui.pages.message.run import RunView
from walletsafe.ui.pages.message.start import StartView

from tests.ui.stage import press, settle, shown, wait_until
from walletsafe import phrases
from walletsafe.errors import BrokenFile
from walletsafe.message import plain
from walletsafe.message.judge import judge
from walletsafe.message.model import Kind, Triage

BAIT = " ".join(phrases.words_of(random.Random(11).randbytes(16), "english"))
"""Words of a phrase that is nobody's: neither dealt nor published."""

SCAM = """From: Ledger Support <support@legder-help.example>
To: Anna Muster <anna@home.example>
Reply-To: refund@other.example
Subject: Action required: verify your Ledger within 24 hours

Dear Anna Muster,

a security breach may have exposed your recovery phrase. Verify your 24 words within 24 hours at
https://ledger.com-verify.example/start?id=4471 or your device will be deactivated.

Ledger will never ask for your recovery phrase. Visit https://www.ledger.com for more.

Katie from Ledger
"""
ORDINARY = """From: Garden club <news@garden.example>
Subject: Our meeting on Thursday

Dear members,

we meet on Thursday at seven, as always in the back room. Please bring the seeds that you have left over.
"""
EXTORTION = """From: Denni <denni@mail.example>
Subject: I know where you live

I know where you live, your address is in the list of Ledger owners. Send 0.3 BTC to this address within 24
hours: 1BoatSLRHtKNngkdXEeobR76b53LETtpyT. If you do not pay, we will come to your house and hurt your family.
Do not go to the police.
"""


FORGED = EXTORTION.replace("Denni <denni@mail.example>", "Anna <anna@home.example>\nTo: anna@home.example")
"""As if the person had sent it themselves."""


class Reading(Protocol):
    """A window with the page Message."""

    message: MessagePage

    def show_message(self) -> None: ...


def triage(text: str, kind: Kind = Kind.MAIL) -> Triage:
    """What was found in a text."""
    return judge(plain.read(text, kind))


def start_view(window: Reading) -> StartView:
    window.show_message()
    window.message.show_start()
    view = window.message.view
    assert isinstance(view, StartView)
    return view


def start(window: Reading) -> None:
    start_view(window)
    settle()


def typed(window: Reading) -> None:
    view = start_view(window)
    view.kinds[Kind.SMS].setChecked(True)
    view.box.setPlainText("Ledger: your wallet was locked. Unlock it today: ledger-unlock.example/a")
    view.box.setFocus()
    settle()


def bait(window: Reading) -> None:
    """Pasted with words in it."""
    view = start_view(window)
    data = QMimeData()
    data.setText(f"Help me get my coins out, half is yours. The words: {BAIT}. Send the fee first.")
    view.box.setFocus()
    view.box.insertFromMimeData(data)
    settle()


def reading(window: Reading) -> None:
    """Reading the second of three files, until the page is left."""
    start_view(window)
    begun = threading.Event()

    def work(observer: object, cancel: object) -> Readings:
        observer.step("\u202eletter.eml", 1, 3)  # type: ignore[attr-defined]
        begun.set()
        cancel.sleep(60)  # type: ignore[attr-defined]
        raise AssertionError

    window.message._read(work)
    wait_until(begun.is_set)
    settle()
    assert isinstance(window.message.view, RunView)
    assert isinstance(window.message.job, Job)


def result(text: str, window: Reading, *, name: str = "") -> None:
    window.show_message()
    window.message.show_readings(Readings((Item(name, triage(text)),)))
    settle()


def several(window: Reading) -> None:
    texts = {"anna.eml": ORDINARY, "scam.eml": SCAM, "threat.eml": EXTORTION}
    items = [Item(name, triage(text)) for name, text in texts.items()]
    broken = Item("torn.png", BrokenFile(file="torn.png", line=0, problem="not-readable"))
    window.show_message()
    window.message.show_readings(Readings((*items, broken), complete=False))
    settle()


def one_of_several(window: Reading) -> None:
    several(window)
    press(window.message, "Action required")
    settle()


def unread(window: Reading) -> None:
    window.show_message()
    window.message._on_failed(BrokenFile(file="torn.png", line=0, problem="not-readable"))
    settle()


def evidence(window: Reading) -> None:
    evidence_of(SCAM, window)


def evidence_of(text: str, window: Reading) -> None:
    """The dialog that saves it."""
    result(text, window)
    press(window.message, "Save evidence")
    wait_until(lambda: bool(shown(window.message, EvidenceDialog)))
    settle()


def open_file(window: Reading) -> None:
    """The dialog that asks for a file."""
    start_view(window).drop.open_button.click()
    settle()


MESSAGE_STATES: Mapping[str, Callable[[Reading], None]] = {
    "message start": start,
    "message typed": typed,
    "message bait": bait,
    "message reading": reading,
    "message danger": partial(result, SCAM, name="\u202escam.eml"),
    "message nothing found": partial(result, ORDINARY),
    "message extortion": partial(result, EXTORTION),
    "message several": several,
    "message one of several": one_of_several,
    "message unread": unread,
    "message evidence": evidence,
    "message evidence forged": partial(evidence_of, FORGED),
}
"""Brings an open window into each state."""

SAME_INPUT = {"message typed", "message bait", "message evidence forged"}
"""States whose inputs are those of another one."""
