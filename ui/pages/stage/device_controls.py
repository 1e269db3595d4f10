"""What the trainer does to a Ledger on the stage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.findings import Report
from walletsafe.report.document import DEMO_MARK
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
from .presenter import second_screen
from .room import gravest_first, title_beside
from .words import stage_words

_NARROWEST = 150


class DeviceControls(QWidget):
    """Works ``act``. ``real_wanted`` carries a peer on USB that is to be checked.

    ``whole_wanted``: all that was found on it is to be read, by the trainer alone.
    """

    real_wanted = Signal(object)
    whole_wanted = Signal()
    resized = Signal()
    """The buttons may stand elsewhere now."""

    def __init__(self, act: DeviceAct, desk: Desk, device_thread: JobThread) -> None:
        super().__init__()
        self._act, self._desk = act, desk
        self._attached: tuple[Peer, ...] = ()
        self._asked: Peer | None = None
        """The Ledger about which we ask whether it may be checked on a screen that the room may see."""
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so: beside a longer column the page keeps its height."""
        super().resizeEvent(event)
        self.resized.emit()

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
        buttons: list[QWidget] = [self.check]
        works = {
            "work.allow": partial(staged.press, allow=True),
            "work.deny": partial(staged.press, allow=False),
            "work.swap": act.swap,
            "work.lock": staged.lock,
            "work.unlock": staged.unlock,
            "work.unplug": act.unplug,
            "work.plug_in": staged.plug_in,
        }
        for label, work in works.items():
            if label != "work.swap" or act.swaps:
                button = ActionButton(stage_words(label))
                button.clicked.connect(lambda _=False, work=work: work())
                buttons.append(button)
        card.body.addWidget(Columns(buttons, narrowest=_NARROWEST, most=4, downwards=False))
        # Below the buttons, as they have more or fewer lines: no button moves under the trainer's hand.
        card.body.addWidget(self._unit)
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
        if not peers:
            self._act.reminders = ()
        if self._asked is not None and self._asked.id not in {peer.id for peer in peers}:
            self._asked = None
        self._show_real()

    def _show_real(self) -> None:
        """Say what can be done with a real Ledger, anew only where it changed; the keyboard follows."""
        act, real, shared = self._act, self._act.real, self._shared()
        said = (*act.reminders, *filter(None, [act.real_trouble]))
        shown = (identity(self._attached), real, said, shared, self._asked)
        if shown == self._shown:
            return
        self._shown = shown
        held = self._real_card.isAncestorOf(QApplication.focusWidget() or self)
        clear(self._real)
        self.first = self.check
        for line in said:
            self._real.addWidget(Text(line, "strong"))
        if shared:
            self._real.addWidget(Text(stage_words("work.shared")))
        if real is not None and real.report is not None:
            self._add_result(real, real.report)
        elif self._asked is not None:
            self._add_question(self._asked)
        else:
            self._add_offer()
        if held:
            self.first.setFocus()

    def _add_offer(self) -> None:
        self._real.addWidget(Text(stage_words("work.real_lead" if self._attached else "work.real_none")))
        if self._attached:
            self._real.addWidget(StackingRow(*self._real_buttons()))

    def _add_question(self, peer: Peer) -> None:
        self._real.addWidget(Text(stage_words("work.shared_more")))
        no, yes = ActionButton(stage_words("work.shared_no")), ActionButton(stage_words("work.shared_yes"))
        no.clicked.connect(self._on_not_shared)
        yes.clicked.connect(partial(self._on_shared, peer))
        self._real.addWidget(StackingRow(no, yes))
        self.first = no

    def _add_result(self, real: RealLedger, report: Report) -> None:
        self._real.addWidget(Text(_told(report)))
        told = ActionButton(stage_words("work.hide" if real.told else "work.show"))
        told.clicked.connect(self._act.tell)
        away = ActionButton(stage_words("work.put_away"))
        away.clicked.connect(self._act.put_away)
        whole = ActionButton(stage_words("work.whole"))
        whole.clicked.connect(self.whole_wanted)
        self._real.addWidget(StackingRow(told, away, whole))
        self.first = told

    def _real_buttons(self) -> Sequence[QWidget]:
        buttons: list[QWidget] = []
        for peer in self._attached:
            model = self._desk.model_of(peer)
            button = ActionButton(
                stage_words("work.real_check_unknown")
                if model is None
                else stage_words("work.real_check", name=model.name)
            )
            button.clicked.connect(partial(self._on_real, peer))
            buttons.append(button)
        return buttons

    def _shared(self) -> bool:
        """Whether the room may see this screen: there is no other one for its window."""
        return second_screen(self) is None

    def _on_real(self, peer: Peer) -> None:
        if self._shared() and not self._act.may_share_screen:
            self._asked = peer
            self._show_real()
            return
        self._watch.stop()
        self.real_wanted.emit(peer)

    def _on_not_shared(self) -> None:
        self._asked = None
        self._show_real()

    def _on_shared(self, peer: Peer) -> None:
        self._act.may_share_screen = True
        self._asked = None
        self._on_real(peer)


def _told(report: Report) -> str:
    """How a check ended and the gravest finding, for the trainer."""
    mark = DEMO_MARK if report.demo else ""
    outcome = texts.outcome_text(report.outcome).title
    found = gravest_first(report)
    return mark + stage_words(
        "work.outcome", outcome=outcome, title=title_beside(report.outcome, found[0]) if found else ""
    )
