"""The result for one message: the verdict, its reasons, and where in the message each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import cycle

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Outcome, Report, Severity
from walletsafe.guidance.plans import THREAT, VIOLENCE
from walletsafe.message.model import Sign, Triage
from walletsafe.message.view import lay_out
from walletsafe.redact import clean

from ...jobs import OurFault
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.code_card import CodeCard
from ...widgets.entry import entry
from ...widgets.finding_card import FindingCard
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.limits_card import LimitsCard
from ...widgets.marked_text import MarkedText
from ...widgets.save_dialog import offer_to_save
from ...widgets.text import Text
from ...words import words
from .reading import Item
from .words import message_words

_SIDE_BY_SIDE = 760
"""From so many pixels on, at 100 % text, the message stands beside its signs."""
_TALLEST = 360

Spans = Sequence[tuple[int, int]]


class ResultView(BarPage):
    """Shows ``item``, which was read. ``several``: it is one of a list, where going back leads."""

    page_name = "message_result"
    left = Signal()
    """Back to the list; where there is none, to another message."""
    save_wanted = Signal()
    plan_wanted = Signal(str, str)
    """A situation of the plans, empty where the person has to choose one, and a branch of it or nothing."""
    exposure_wanted = Signal()

    def __init__(self, item: Item, *, several: bool = False) -> None:
        super().__init__()
        if isinstance(item.result, WalletSafeError):
            raise TypeError("this was not read")
        self.triage = item.result
        view = lay_out(self.triage.message, self.triage.signs)
        numbers = _numbers(view.spans)
        flat = [(span, numbers[place]) for place, spans in enumerate(view.spans) for span in spans]
        self.text = MarkedText(view.text, [span for span, _ in flat], [number for _, number in flat])
        self._scrolled = ScrollPage()
        self._fill(item.name, numbers, view.spans)
        self.show_page(self._scrolled)
        self._panel = QWidget()
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(0, 0, 0, 0)
        panel.setSpacing(theme().scaled(SPACE.small))
        panel.addWidget(Text(message_words("verdict.text"), "strong"))
        panel.addWidget(self.text, 1)
        self._beside = QHBoxLayout()
        self._column.removeWidget(self._scrolled)
        self._beside.addWidget(self._scrolled, 5)
        self._column.insertLayout(0, self._beside, 1)
        self._side: bool | None = None
        self._add_buttons(several=several)

    def focus_first(self) -> None:
        """Put the keyboard on what to do next."""
        self._first.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the message beside its signs, or where there is no room between the verdict and them."""
        super().resizeEvent(event)
        self._place(side=event.size().width() >= theme().scaled(_SIDE_BY_SIDE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _place(self, *, side: bool) -> None:
        if side is self._side:
            return
        self._side = side
        margin = theme().scaled(SPACE.large)
        if side:
            self._beside.addWidget(self._panel, 4)
            self.text.fit(None)
        else:
            self._scrolled.column.insertWidget(1, self._panel)
            self.text.fit(theme().scaled(_TALLEST))
        outer = margin if side else 0
        # Qt mirrors what is in a layout, and not the room around it.
        inner = theme().scaled(SPACE.small) if side else 0
        left, right = (outer, inner) if self.isRightToLeft() else (inner, outer)
        self._panel.setContentsMargins(left, outer, right, outer)

    def _fill(self, untrusted_name: str, numbers: Sequence[int], spans: Sequence[Spans]) -> None:
        column = self._scrolled.column
        column.addWidget(_verdict(self.triage.report, untrusted_name))
        column.addWidget(CodeCard(self.triage.report))
        first = 0
        marked: dict[bool, list[QWidget]] = {True: [], False: []}
        for sign, number, places in zip(self.triage.signs, numbers, spans, strict=True):
            places_of_sign = range(first, first + len(places))
            first += len(places)
            counts = sign.finding.severity is not Severity.TIP
            marked[counts].append(self._card(sign, number, places_of_sign))
        for counts, key in ((True, "verdict.found"), (False, "verdict.nothing")):
            if marked[counts]:
                column.addSpacing(theme().scaled(SPACE.small))
                column.addWidget(Text(message_words(key), "lead"))
                for card in marked[counts]:
                    column.addWidget(card)
        exposure = CardButton(message_words("start.exposure"), message_words("start.exposure_more"))
        exposure.clicked.connect(self.exposure_wanted)
        column.addWidget(exposure)
        column.addWidget(LimitsCard(self.triage.report, repeat=False))
        save = ActionButton(message_words("verdict.report"))
        save.clicked.connect(lambda: offer_to_save(self.triage.report, self))
        column.addWidget(StackingRow(save))

    def _card(self, sign: Sign, number: int, places: range) -> FindingCard:
        card = FindingCard(sign.finding, f"[{number}] " if places else "")
        if places:
            name = message_words(
                "verdict.where" if len(places) == 1 else "verdict.where_next", count=len(places)
            )
            where = ActionButton(name)
            where.setAccessibleDescription(card.accessibleName())
            upcoming = cycle(places)
            where.clicked.connect(lambda: self._show_place(next(upcoming)))
            card.body.addWidget(StackingRow(where))
        return card

    def _show_place(self, place: int) -> None:
        self.text.show_span(place)
        if not self._side:
            self._scrolled.ensureWidgetVisible(self.text)

    def _add_buttons(self, *, several: bool) -> None:
        danger = self.triage.report.outcome is Outcome.DID_NOT_PASS
        title = texts.outcome_text(self.triage.report.outcome, self.triage.report.kind).title
        save = ActionButton(message_words("verdict.save"))
        save.clicked.connect(self.save_wanted)
        answers = [save]
        if danger:
            now = ActionButton(message_words("verdict.what_now"), primary=True)
            now.clicked.connect(partial(self.plan_wanted.emit, *_plan_for(self.triage)))
            answers.insert(0, now)
        back = ActionButton(
            message_words("verdict.back" if several else "verdict.another"), primary=not danger
        )
        back.clicked.connect(self.left)
        for button in (*answers, back):
            button.setAccessibleDescription(title)
        self.bar.show_buttons(answers, back)
        self._first = answers[0] if danger else back


class UnreadView(BarPage):
    """What was chosen could not be read."""

    page_name = "message_unread"
    left = Signal()

    def __init__(self, error: WalletSafeError) -> None:
        super().__init__()
        card = Card()
        ours = isinstance(error, OurFault)
        title = words("fault.title") if ours else message_words("unread.title")
        card.body.addLayout(row(Glyph("unknown", "unknown", 32), Text(title, "title", "unknown")))
        lines = [message_words("unread.ours"), words("fault.next", **error.params)] if ours else []
        for line in lines or [texts.error_line(error), message_words("unread.more")]:
            card.body.addWidget(Text(line))
        page = ScrollPage()
        page.column.addWidget(card)
        self.show_page(page)
        self._another = ActionButton(message_words("verdict.another"), primary=True)
        self._another.setAccessibleDescription(title)
        self._another.clicked.connect(self.left)
        self.bar.show_buttons((), self._another)

    def focus_first(self) -> None:
        """Put the keyboard on what to do next."""
        self._another.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _numbers(spans: Sequence[Spans]) -> tuple[int, ...]:
    """Signs that stand somewhere are counted from 1; the others are 0."""
    found: list[int] = []
    for places in spans:
        found.append(sum(number > 0 for number in found) + 1 if places else 0)
    return tuple(found)


def _verdict(report: Report, untrusted_name: str) -> Card:
    card = Card()
    said = texts.outcome_text(report.outcome, report.kind)
    tone = "danger" if report.outcome is Outcome.DID_NOT_PASS else "unknown"
    if untrusted_name:
        card.body.addWidget(Text(clean(untrusted_name), "small", "muted"))
    card.body.addLayout(row(Glyph(tone, tone, 36), Text(said.title, "title", tone)))
    card.body.addWidget(Text(said.summary))
    for number, step in enumerate(said.steps, start=1):
        card.body.addLayout(entry(f"{number}.", step))
    return card


def _plan_for(triage: Triage) -> tuple[str, str]:
    """The plan for whoever got this message, and its branch: empty where it depends on what they did."""
    found = {sign.finding.id for sign in triage.signs}
    if "message.violence" in found:
        return THREAT, VIOLENCE
    return (THREAT if "message.extortion" in found else ""), ""
