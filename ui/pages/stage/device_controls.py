"""What the trainer does to a Ledger on the stage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.findings import Report
from walletsafe.transport import Peer

from ...desk import Desk
from ...jobs import JobThread
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.columns import Columns
from ...widgets.layouts import Card, clear
from ...widgets.text import DemoBadge, Text
from ..ledger.watch import DeviceWatch, identity
from .device_act import DeviceAct, RealLedger
from .room import gravest_first, title_beside
from .words import stage_words

_NARROWEST = 150


class DeviceControls(QWidget):
    """Works ``act``. ``real_wanted`` carries a peer on USB that is to be checked."""

    real_wanted = Signal(object)

    def __init__(self, act: DeviceAct, desk: Desk, device_thread: JobThread) -> None:
        super().__init__()
        self._act, self._desk = act, desk
        self._attached: tuple[Peer, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.card_gap))
        self.check = ActionButton(stage_words("work.check"), primary=True)
        self.check.clicked.connect(self._on_check)
        self._unit, self._said = Text(), Text(tone="muted")
        self._practice = self._practice_card()
        column.addWidget(self._practice)
        self._real_card, self._real = Card(), QVBoxLayout()
        self._real_card.body.addWidget(Text(stage_words("work.real_title"), "lead"))
        self._real_card.body.addLayout(self._real)
        column.addWidget(self._real_card)
        self._watch = DeviceWatch(desk, device_thread, self)
        self._watch.listed.connect(self._on_listed)
        self._shown: object = None
        self.first: QWidget = self.check
        """Where the keyboard begins."""
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for real Ledgers."""
        super().showEvent(event)
        self._watch_or_not()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page may need the one thread of all devices."""
        super().hideEvent(event)
        self._watch.stop()

    def refresh(self) -> None:
        """Say what is so now. The buttons stay: a trainer's hand may lie on one."""
        act = self._act
        title = act.staged.scenario.title
        self._unit.setText(stage_words("work.unit", letter=act.letter, title=title))
        self.check.setText(stage_words("work.stop" if act.running else "work.check"))
        self.check.setAccessibleName(self.check.text().replace("&", ""))
        said = stage_words("work.running") if act.running else act.trouble
        self._said.setText(_told(act.report) if act.report is not None else said)
        self._said.setVisible(bool(self._said.text()))
        self._practice.setVisible(act.real is None)
        self._watch_or_not()
        self._show_real()

    def _practice_card(self) -> Card:
        act, staged = self._act, self._act.staged
        card = Card()
        title = stage_words("work.title")
        card.setAccessibleName(title)
        card.body.addWidget(DemoBadge())
        card.body.addWidget(Text(title, "lead"))
        card.body.addWidget(self._unit)
        buttons: list[QWidget] = [self.check]
        works = {
            "work.allow": partial(staged.press, allow=True),
            "work.deny": partial(staged.press, allow=False),
            "work.swap": act.swap,
            "work.lock": staged.lock,
            "work.unlock": staged.unlock,
            "work.unplug": staged.unplug,
            "work.plug_in": staged.plug_in,
        }
        for label, work in works.items():
            if label != "work.swap" or act.swaps:
                button = ActionButton(stage_words(label))
                button.clicked.connect(lambda _=False, work=work: work())
                buttons.append(button)
        card.body.addWidget(Columns(buttons, narrowest=_NARROWEST, most=4, downwards=False))
        card.body.addWidget(self._said)
        return card

    def _on_check(self) -> None:
        if self._act.running:
            self._act.stop()
        else:
            self._act.check()

    def _watch_or_not(self) -> None:
        """Look for real Ledgers only while the one thread of all devices has nothing else to do."""
        if self._act.running:
            self._watch.stop()
        elif self.isVisible():
            self._watch.start()

    def _on_listed(self, peers: tuple[Peer, ...]) -> None:
        self._attached = peers
        self._show_real()

    def _show_real(self) -> None:
        """Say what can be done with a real Ledger, anew only where it changed; the keyboard follows."""
        real, shown = self._act.real, (identity(self._attached), self._act.real, self._act.reminders)
        if shown == self._shown:
            return
        self._shown = shown
        held = self._real_card.isAncestorOf(QApplication.focusWidget() or self)
        clear(self._real)
        self.first = self.check
        for reminder in self._act.reminders:
            self._real.addWidget(Text(reminder, "strong"))
        if real is not None and real.report is not None:
            self._add_result(real, real.report)
        else:
            self._add_offer()
        if held:
            self.first.setFocus()

    def _add_offer(self) -> None:
        self._real.addWidget(Text(stage_words("work.real_lead" if self._attached else "work.real_none")))
        if self._attached:
            self._real.addWidget(StackingRow(*self._real_buttons()))

    def _add_result(self, real: RealLedger, report: Report) -> None:
        self._real.addWidget(Text(_told(report)))
        told = ActionButton(stage_words("work.hide" if real.told else "work.show"))
        told.clicked.connect(self._act.tell)
        away = ActionButton(stage_words("work.put_away"))
        away.clicked.connect(partial(self._act.show_real, None))
        self._real.addWidget(StackingRow(told, away))
        self.first = told

    def _real_buttons(self) -> Sequence[QWidget]:
        buttons: list[QWidget] = []
        for peer in self._attached:
            button = ActionButton(stage_words("work.real_check", name=self._desk.name_of(peer)))
            button.clicked.connect(partial(self._on_real, peer))
            buttons.append(button)
        return buttons

    def _on_real(self, peer: Peer) -> None:
        self._watch.stop()
        self.real_wanted.emit(peer)


def _told(report: Report) -> str:
    """How a check ended and the gravest finding, for the trainer."""
    outcome = texts.outcome_text(report.outcome).title
    found = gravest_first(report)
    return stage_words(
        "work.outcome", outcome=outcome, title=title_beside(report.outcome, found[0]) if found else ""
    )
