"""What arrived? A file to drop or open, or a text to paste or type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from walletsafe.guidance.plans import WORDS
from walletsafe.message.model import Kind

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.drop_area import DropArea
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.received_text import LONGEST, ReceivedText
from ...widgets.text import Text
from .words import message_words

_KINDS = (Kind.MAIL, Kind.SMS, Kind.LETTER, Kind.HOST)
_BOX_HEIGHT = 132


@dataclass(frozen=True, slots=True)
class Written:
    """What was pasted or typed, without the words of phrases, and how many of those were cut out of it."""

    kind: Kind
    text: str
    words_removed: int


class StartView(ScrollPage):
    """Takes what arrived. ``before`` is what stood in the box when reading it was stopped."""

    page_name = "message_start"
    files_chosen = Signal(list)
    text_chosen = Signal(object)
    """What is to be read, a :class:`Written`."""
    plan_wanted = Signal(str, str)
    """A situation of the plans, empty where the person has to choose one, and a branch of it or nothing."""
    exposure_wanted = Signal()

    def __init__(self, before: Written | None = None) -> None:
        super().__init__()
        self.column.addWidget(Text(message_words("start.title"), "title"))
        self.column.addWidget(Text(message_words("start.lead"), tone="muted"))
        self.drop = DropArea(message_words("start.drop"), message_words("start.drop_more"), takes_text=True)
        self.drop.files_dropped.connect(self.files_chosen)
        self.column.addWidget(self.drop)
        self.first = self.drop.open_button
        self._add_box(before)
        self.column.addSpacing(theme().scaled(SPACE.small))
        exposure = CardButton(message_words("start.exposure"), message_words("start.exposure_more"))
        exposure.clicked.connect(self.exposure_wanted)
        self.column.addWidget(exposure)
        if before is not None:
            self.box.add(before.text, before.words_removed)

    def focus_first(self) -> None:
        """Put the keyboard where this page begins, in sight also where text is large."""
        super().focus_first()
        QTimer.singleShot(0, self, self._reveal_first)

    def _reveal_first(self) -> None:
        self.ensureWidgetVisible(self.drop.open_button)

    def _add_box(self, before: Written | None) -> None:
        card = Card()
        card.body.addWidget(Text(message_words("start.write"), "lead"))
        self._group = QButtonGroup(self)
        self.kinds: dict[Kind, QRadioButton] = {}
        for kind in _KINDS:
            button = self.kinds[kind] = QRadioButton(message_words(f"start.{kind.value}"))
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(message_words("start.write"))
            button.ensurePolished()
            # Under a style sheet Qt measures the words of a radio button a pixel too short.
            button.setMinimumWidth(button.sizeHint().width() + SPACE.hair)
            button.toggled.connect(partial(self._on_toggled, kind))
            self._group.addButton(button)
        card.body.addWidget(StackingRow(*self.kinds.values()))
        self.box = ReceivedText(message_words("start.box"))
        self.box.setMinimumHeight(theme().scaled(_BOX_HEIGHT))
        self.box.words_removed.connect(self._on_words_removed)
        self.box.too_long.connect(self._on_too_long)
        self.drop.text_dropped.connect(self.box.add)
        card.body.addWidget(self.box)
        self._news = Text("", tone="unknown")
        self._news.hide()
        card.body.addWidget(self._news)
        self._own = ActionButton(message_words("bait.what_now"))
        self._own.clicked.connect(partial(self.plan_wanted.emit, WORDS, ""))
        self._bait = _bait(self._own)
        card.body.addWidget(self._bait)
        self.read = ActionButton(message_words("start.read"), primary=True)
        self.read.clicked.connect(self._read)
        card.body.addWidget(StackingRow(self.read))
        self.column.addWidget(card)
        self.kinds[Kind.MAIL if before is None else before.kind].setChecked(True)

    def _on_toggled(self, kind: Kind, on: bool) -> None:
        if on:
            self.box.setPlaceholderText(message_words(f"start.{kind.value}_hint"))

    def _on_words_removed(self, typed: bool) -> None:
        self._bait.show()
        for button in (self._own, self.read):
            button.wait_for_typing()
        if typed:
            # Whoever types on without looking types into nothing.
            self._own.setFocus()
        # Once the page has made room for it.
        QTimer.singleShot(0, self, self._reveal_bait)

    def _reveal_bait(self) -> None:
        self.ensureWidgetVisible(self._bait)
        body = self.widget()
        if body is not None and self._bait.height() > self.viewport().height():
            self.verticalScrollBar().setValue(self._bait.mapTo(body, QPoint(0, 0)).y())

    def _on_too_long(self) -> None:
        self._say(message_words("start.too_long", count=LONGEST))

    def _read(self) -> None:
        text = self.box.toPlainText()
        if text.strip():
            kind = next(kind for kind, button in self.kinds.items() if button.isChecked())
            self.text_chosen.emit(Written(kind, text, self.box.removed))
        else:
            self._say(message_words("start.empty"))
            self.box.setFocus()

    def _say(self, sentence: str) -> None:
        self._news.setText(sentence)
        self._news.show()


def _bait(own: ActionButton) -> Card:
    """Says what became of words that were in the box, whosever they are; ``own`` leads to the plan."""
    card = Card()
    title = message_words("bait.title")
    card.setAccessibleName(title)
    own.setAccessibleDescription(title)
    card.body.addLayout(row(Glyph("caution", "caution", 24), Text(title, "strong", "caution")))
    card.body.addWidget(Text(message_words("bait.theirs")))
    card.body.addWidget(Text(message_words("bait.own")))
    card.body.addWidget(StackingRow(own))
    card.hide()
    return card
