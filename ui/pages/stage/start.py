"""All agendas, and whether there is a second screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from walletsafe import handouts
from walletsafe.guidance import agendas
from walletsafe.guidance.agendas import Agenda

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import CardButton, StackingRow
from ...widgets.handout_dialog import HandoutButton
from ...widgets.layouts import ScrollPage
from ...widgets.text import Text
from .performance import Performance
from .presenter import second_screen
from .words import stage_words


class StartView(ScrollPage):
    """Lets an agenda be chosen; emits its id. ``begun`` are those that were begun, by their ids."""

    chosen = Signal(str)

    def __init__(self, begun: Mapping[str, Performance]) -> None:
        super().__init__()
        self.column.addWidget(Text(stage_words("begin.title"), "title"))
        self.column.addWidget(Text(stage_words("begin.lead"), tone="muted"))
        self._screens = Text()
        self.column.addWidget(self._screens)
        self.column.addWidget(Text(stage_words("begin.keys"), tone="muted"))
        self.column.addSpacing(theme().scaled(SPACE.small))
        for name in agendas.names():
            card = _card(agendas.load(name), begun.get(name))
            card.clicked.connect(partial(self.chosen.emit, name))
            self.column.addWidget(card)
            self.first = self.first or card
        self.column.addSpacing(theme().scaled(SPACE.small))
        take_home = HandoutButton(stage_words("begin.handouts"), handouts.names())
        self.column.addWidget(StackingRow(take_home))
        app = cast("QGuiApplication", QGuiApplication.instance())
        app.screenAdded.connect(self._tell_screens)
        app.screenRemoved.connect(self._tell_screens)
        self._tell_screens()
        self.keep_first_in_view()

    def _tell_screens(self) -> None:
        found = second_screen(self) is not None
        self._screens.setText(stage_words("begin.second_screen" if found else "begin.one_screen"))


def _card(agenda: Agenda, begun: Performance | None) -> CardButton:
    card = CardButton(agenda.title, agenda.summary)
    minutes = stage_words("begin.minutes", minutes=agenda.minutes, parts=len(agenda.parts))
    card.add_line(Text(minutes, "small", "muted"))
    state = ""
    if begun is not None and not begun.session.finished:
        part, parts = begun.session.part_number + 1, len(agenda.parts)
        state = stage_words("begin.begun", part=part, parts=parts)
        card.add_line(Text(state, "strong", "accent"))
    card.setAccessibleDescription(" ".join(filter(None, (agenda.summary, f"{minutes}.", state))))
    return card
