"""One find: how sure it is, where it lies, and what to do about it. Never what lies there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.scan.finds import Find, Grade, Source
from walletsafe.scan.judge import shown

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.entry import entry
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.text import Text
from . import folders
from .place_line import place_text
from .words import computer_words as words
from .words import scan_words

TONES: Mapping[Grade, str] = {Grade.RECOVERY_PHRASE: "danger", Grade.LOOKS_LIKE_PHRASE: "caution"}
"""Sign and colour of the grades that somebody has to do something about."""


def advice_kind(find: Find) -> tuple[Source, bool]:
    """What decides about the advice: places of one kind have the same."""
    return (Source.FILE if find.synced else find.source), find.synced


class FindCard(Card):
    """The grade is icon, word and colour.

    ``opened``: what to do stands there from the first. ``explained``: it is said what stands for a name.
    """

    def __init__(self, find: Find, *, opened: bool, explained: bool = False) -> None:
        super().__init__()
        self._find = find
        self._steps: QWidget | None = None
        grade = scan_words(f"grades.{find.trace.grade}")
        tone = TONES[find.trace.grade]
        self.setAccessibleName(words("find.name", grade=grade, place=shown(find.place)))
        self.body.addLayout(row(Glyph(tone, tone, 22), Text(grade, "strong", tone), gap=SPACE.small))
        self.body.addWidget(place_text(find.place, "strong"))
        if find.member:
            self.body.addWidget(place_text(words("find.inside", member=shown(find.member))))
        if explained:
            self.body.addWidget(Text(words("list.withheld"), "small", "muted"))
        self.body.addWidget(Text(_told(find)))
        self.body.addWidget(Text(scan_words(f"grades_more.{find.trace.grade}"), "small", "muted"))
        if find.synced:
            copies = Text(words("find.synced"), "strong")
            self.body.addLayout(row(Glyph("caution", "caution", 20), copies, gap=SPACE.small))
        self._toggle = ActionButton("")
        self._toggle.setAccessibleDescription(shown(find.place))
        self._toggle.clicked.connect(self._on_toggled)
        self.body.addWidget(StackingRow(*self._openers(), self._toggle))
        self._news = Text(words("find.not_opened"), tone="unknown")
        self._news.hide()
        self.body.addWidget(self._news)
        self._show_steps(on=opened)

    def _openers(self) -> list[QWidget]:
        """The button that opens the folder; the clipboard lies in none."""
        if self._find.source is Source.CLIPBOARD:
            return []
        button = ActionButton(words("find.open"))
        button.setAccessibleName(words("find.open_name", place=shown(self._find.place)))
        button.clicked.connect(self._on_open_clicked)
        return [button]

    def _on_open_clicked(self) -> None:
        self._news.setVisible(not folders.open_folder(self._find.path))

    def _on_toggled(self) -> None:
        self._show_steps(on=self._steps is None or not self._steps.isVisibleTo(self))

    def _show_steps(self, *, on: bool) -> None:
        if on and self._steps is None:
            self._steps = _steps(self._find)
            self.body.addWidget(self._steps)
        if self._steps is not None:
            self._steps.setVisible(on)
        text = words("find.hide" if on else "find.steps")
        self._toggle.setText(text)
        self._toggle.setAccessibleName(text)


def _told(find: Find) -> str:
    """How many words, how they stand, in what, and since when."""
    trace = find.trace
    layout = scan_words(f"layouts.{trace.layout}")
    said = words("find.words", count=trace.words, layout=layout)
    if find.source is Source.CLIPBOARD:
        return said
    source = scan_words(f"sources.{find.source}")
    if not find.modified:
        return f"{said} {words('find.source', source=source)}"
    return f"{said} {words('find.source_day', source=source, day=find.modified)}"


def _steps(find: Find) -> QWidget:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().scaled(SPACE.small))
    advice = texts.scan_advice(find.source, synced=find.synced)
    column.addWidget(Text(advice.title, "small", "muted"))
    for number, step in enumerate(advice.steps, start=1):
        column.addLayout(entry(f"{number}.", step))
    return inside
