"""The live list of attached Ledgers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe.transport import Peer

from ...desk import Desk
from ...jobs import JobThread
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.device_drawing import DeviceDrawing
from ...widgets.entry import entry
from ...widgets.layouts import Card, ScrollPage, clear, holds_focus
from ...widgets.text import Text
from ...words import sentences, words
from .watch import DeviceWatch, identity


class ChooseView(ScrollPage):
    """Lists what is attached, asks anew every second while it is shown, and lets one be chosen.

    ``reminders`` are sentences about a check that ended while the device still had to be unplugged.
    """

    page_name = "ledger_choose"
    chosen = Signal(object)
    practice_wanted = Signal()
    doctor_wanted = Signal()

    def __init__(self, desk: Desk, device_thread: JobThread, reminders: Sequence[str] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[str, ...] | None = None
        self._watch = DeviceWatch(desk, device_thread, self)
        self._watch.listed.connect(self._on_listed)
        self._watch.failed.connect(self._on_failed)
        self.column.addWidget(Text(words("choose.title"), "title"))
        self.column.addWidget(Text(words("choose.lead"), tone="muted"))
        for reminder in reminders:
            self.column.addWidget(Text(reminder, "strong"))
        self._found = Text(words("choose.looking"), "strong")
        self.column.addWidget(self._found)
        self._trouble = Text(words("choose.trouble"), tone="unknown")
        self._trouble.hide()
        self.column.addWidget(self._trouble)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme().scaled(SPACE.card_gap))
        self.column.addLayout(self._list)
        self.column.addSpacing(theme().scaled(SPACE.small))
        self.practice = ActionButton(words("choose.practice"))
        self.practice.clicked.connect(self.practice_wanted)
        self.doctor = ActionButton(words("choose.doctor"))
        self.doctor.clicked.connect(self.doctor_wanted)
        self.doctor.hide()
        self.column.addWidget(StackingRow(self.doctor))
        self.column.addWidget(StackingRow(self.practice))
        self.first = self.practice

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look."""
        super().showEvent(event)
        self._watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking."""
        super().hideEvent(event)
        self._watch.stop()

    def _on_failed(self) -> None:
        self._trouble.show()
        self.doctor.setVisible(not self._shown)

    def _on_listed(self, listed: object) -> None:
        self._trouble.hide()
        peers = cast("tuple[Peer, ...]", listed)
        now = identity(peers)
        if now != self._shown:
            first, self._shown = self._shown is None, now
            self._fill(peers, take_focus=first)

    def _fill(self, peers: Sequence[Peer], *, take_focus: bool) -> None:
        had_focus, take_focus = self._focused_id(), take_focus and holds_focus(self)
        clear(self._list)
        self.doctor.setVisible(not peers)
        if not peers:
            self._found.setText(words("choose.none_title"))
            self._list.addWidget(_ordinary_causes())
            return
        self._found.setText(
            words("choose.one") if len(peers) == 1 else words("choose.several", count=len(peers))
        )
        cards = [self._card(peer) for peer in peers]
        for card in cards:
            self._list.addWidget(card)
        for before, after in pairwise((*cards, self.practice)):
            QWidget.setTabOrder(before, after)
        again = next((card for card in cards if card.property("peer") == had_focus), None)
        if again is not None or take_focus:
            (again or cards[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, peer: Peer) -> CardButton:
        model = self._desk.model_of(peer)
        name = self._desk.name_of(peer)
        picture = DeviceDrawing("" if model is None else model.id, name, factor=0.3)
        card = CardButton(name, words("choose.place", id=peer.id), picture)
        card.setProperty("peer", peer.id)
        card.setAccessibleName(f"{words('choose.check')}: {name}, {peer.id}")
        card.add_line(Text(words("choose.check"), "strong", "accent"))
        card.clicked.connect(partial(self.chosen.emit, peer))
        return card

    def _focused_id(self) -> str:
        focused = self.focusWidget()
        return str(focused.property("peer") or "") if isinstance(focused, CardButton) else ""


def _ordinary_causes() -> Card:
    card = Card()
    for number, cause in enumerate(sentences("choose.none"), start=1):
        card.body.addLayout(entry(f"{number}.", cause))
    return card
