"""Lists that may be long: their first entries, and more on request. And what is folded until it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.text import Text
from .words import computer_words as words

AT_ONCE = 50
"""How many entries are shown at first, and added by each press."""

Maker = Callable[[], QWidget]
"""Makes one entry when it is to be shown."""


class LongList(QWidget):
    """Shows what ``makers`` make, a part at a time: thousands of widgets at once would hold up the window."""

    def __init__(self, makers: Sequence[Maker], *, gap: int = SPACE.card_gap) -> None:
        super().__init__()
        self._makers = makers
        self._shown = 0
        self._gap = theme().scaled(gap)
        self._column = _column(self, self._gap)
        self._more = ActionButton("")
        # A press by hand must not bring the page to where the button went.
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(self._on_clicked)
        self._row = StackingRow(self._more)
        self._column.addWidget(self._row)
        self._show_more()

    def _show_more(self) -> QWidget:
        part = QWidget()
        entries = _column(part, self._gap)
        makers = self._makers[self._shown : self._shown + AT_ONCE]
        for make in makers:
            entries.addWidget(make())
        # All at once: each by itself would have the whole page laid out anew.
        self._column.insertWidget(self._column.count() - 1, part)
        self._shown += len(makers)
        rest = len(self._makers) - self._shown
        text = words("list.more", count=f"{min(rest, AT_ONCE)}", rest=f"{rest:,}")
        self._more.setText(text)
        self._more.setAccessibleName(text)
        self._row.setVisible(rest > 0)
        return part

    def _on_clicked(self) -> None:
        had_keyboard = self._more.hasFocus()
        buttons = self._show_more().findChildren(ActionButton)
        if had_keyboard and buttons:
            buttons[0].setFocus()


def _column(widget: QWidget, gap: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    return column


class Fold(Card):
    """``title`` under a sign, and a button that shows what ``make`` makes, or hides it again."""

    def __init__(self, title: str, sign: str, make: Maker) -> None:
        super().__init__()
        self._title, self._make = title, make
        self._inside: QWidget | None = None
        self.setAccessibleName(title)
        self._button = ActionButton("")
        self._button.clicked.connect(self._on_clicked)
        head = row(Glyph(sign, sign, 20), Text(title, "strong"), self._button, gap=SPACE.small)
        head.setStretch(1, 1)
        head.setStretch(2, 0)
        self.body.addLayout(head)
        self._tell(open_now=False)

    def _on_clicked(self) -> None:
        if self._inside is None:
            self._inside = self._make()
            self.body.addWidget(self._inside)
            self._tell(open_now=True)
            return
        open_now = not self._inside.isVisibleTo(self)
        self._inside.setVisible(open_now)
        self._tell(open_now=open_now)

    def _tell(self, *, open_now: bool) -> None:
        self._button.setText(words("list.hide" if open_now else "list.show"))
        name = "list.hide_name" if open_now else "list.show_name"
        self._button.setAccessibleName(words(name, title=self._title))
