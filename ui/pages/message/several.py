"""Several messages: a list to choose from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal

from walletsafe import texts
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Outcome
from walletsafe.message.model import Field, Message, Triage
from walletsafe.message.view import LINE_LIMIT, shown
from walletsafe.redact import clean

from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton, CardButton
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.text import Text
from .reading import Item, Readings
from .words import message_words

_MOST_SHOWN = 100


class SeveralView(BarPage):
    """Lets a message be chosen; emits its number in ``readings``. ``last`` is the one that was read last."""

    page_name = "message_several"
    chosen = Signal(int)
    left = Signal()

    def __init__(self, readings: Readings, last: int = -1) -> None:
        super().__init__()
        self.readings = readings
        page = ScrollPage()
        count = len(readings.items)
        page.column.addWidget(Text(message_words("several.title", count=count), "title"))
        page.column.addWidget(Text(message_words("several.lead"), tone="muted"))
        if not readings.complete:
            page.column.addWidget(Text(message_words("several.incomplete", count=count), tone="unknown"))
        back = ActionButton(message_words("verdict.another"))
        self._first: CardButton | ActionButton = back
        order = sorted(range(count), key=lambda number: _rank(readings.items[number]))
        for number in order[:_MOST_SHOWN]:
            self._add(page, number, readings.items[number], wanted=number == last)
        if count > _MOST_SHOWN:
            page.column.addWidget(Text(message_words("several.more", count=count - _MOST_SHOWN)))
        back.clicked.connect(self.left)
        self.show_page(page)
        self.bar.show_buttons((), back)

    def focus_first(self) -> None:
        """Put the keyboard on the message that was read last, or on the first."""
        self._first.setFocus()
        QTimer.singleShot(0, self, self.reveal_focus)

    def _add(self, page: ScrollPage, number: int, item: Item, *, wanted: bool) -> None:
        if isinstance(item.result, WalletSafeError):
            page.column.addWidget(_unread(item.result))
            return
        card = _card(item.name, item.result)
        card.clicked.connect(partial(self.chosen.emit, number))
        page.column.addWidget(card)
        if wanted or isinstance(self._first, ActionButton):
            self._first = card


def _rank(item: Item) -> int:
    """Scam signs first, then what could not be read."""
    if isinstance(item.result, WalletSafeError):
        return 1
    return 0 if item.result.report.outcome is Outcome.DID_NOT_PASS else 2


def _unread(error: WalletSafeError) -> Card:
    card = Card()
    card.body.addLayout(row(Glyph("unknown", "unknown", 22), Text(texts.error_line(error))))
    return card


def _card(untrusted_name: str, triage: Triage) -> CardButton:
    outcome = triage.report.outcome
    said = texts.outcome_text(outcome, triage.report.kind).title
    bad = outcome is Outcome.DID_NOT_PASS
    title, sender = title_of(triage.message), _line(triage.message.sender.mailbox)
    details = ", ".join(filter(None, (sender, clean(untrusted_name))))
    card = CardButton(title, details, Glyph("danger" if bad else "unknown", "danger" if bad else "unknown"))
    card.setAccessibleDescription(f"{said}. {details}")
    card.add_line(Text(said, "strong", "danger" if bad else "unknown"))
    return card


def title_of(message: Message) -> str:
    """What to call a message: its subject, else how its text begins, else where it leads."""
    first_link = message.text_of(Field.LINK) if message.links else ""
    for untrusted_title in (message.subject, message.text, first_link):
        if untrusted_title.strip():
            return _line(" ".join(untrusted_title[:LINE_LIMIT].split()))
    return message_words("several.no_title")


def _line(untrusted_text: str, limit: int = 90) -> str:
    text = "".join(shown(untrusted_text[:LINE_LIMIT], one_line=True))
    return text if len(text) <= limit else text[:limit] + "..."
