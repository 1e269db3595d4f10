"""Which leaks touch an order, what followed them, and the one next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from walletsafe import exposure, texts
from walletsafe.exposure import Attack, Channel, Exposure, Likelihood, Period

from ...style.tokens import SPACE
from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton
from ...widgets.entry import entry
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, ScrollPage, row
from ...widgets.text import Text
from .words import exposure_words

_TONES: Final[Mapping[Likelihood, str]] = {
    Likelihood.CERTAIN: "caution",
    Likelihood.POSSIBLE: "unknown",
    Likelihood.NOT: "tip",
}
"""Sign and colour. None of them is ``good``: not being in a leak that we know of is no promise."""

_NOTES: Final[Mapping[Channel, str]] = {
    Channel.SECOND_HAND: "leaks.second_hand",
    Channel.OTHER_SHOP: "leaks.other_shop",
}
"""What is said beside the verdict to whoever did not order at the maker's."""


class ResultView(BarPage):
    """The leaks, certain ones first."""

    page_name = "exposure_result"
    again_wanted = Signal()
    left = Signal()

    def __init__(self, period: Period, channel: Channel) -> None:
        super().__init__()
        self.setAccessibleName(exposure_words("leaks.name"))
        self.show_page(_result(period, channel))
        self._again = ActionButton(exposure_words("leaks.again"))
        self._again.clicked.connect(self.again_wanted)
        back = ActionButton(exposure_words("leaks.back"), primary=True)
        back.clicked.connect(self.left)
        self.bar.show_buttons((self._again,), back)
        self._back = back

    def focus_first(self) -> None:
        """Put the keyboard on the way back; the usual keys scroll."""
        self._back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the questions."""
        if event.key() == Qt.Key.Key_Escape:
            self.again_wanted.emit()
        else:
            super().keyPressEvent(event)


def _result(period: Period, channel: Channel) -> ScrollPage:
    page = ScrollPage()
    found = exposure.touched_by(period, channel)
    page.column.addWidget(_verdict(found[0].likelihood, period, channel))
    others = [one for one in found if one.likelihood is Likelihood.NOT]
    for one in found[: len(found) - len(others)]:
        page.column.addWidget(_leak(one))
    if others:
        page.column.addWidget(_others(others))
    page.column.addWidget(_attacks(exposure.attacks_to_expect(found)))
    page.column.addWidget(_card(exposure_words("next.title"), (exposure_words("next.line"),)))
    lines = cast("Mapping[str, list[str]]", texts.section("exposure")["foot"])["lines"]
    foot = _card(exposure_words("foot.title"), lines)
    reviewed = exposure_words("foot.reviewed", date=exposure.reviewed())
    foot.body.addWidget(Text(reviewed, "small", "muted"))
    page.column.addWidget(foot)
    return page


def _verdict(worst: Likelihood, period: Period, channel: Channel) -> Card:
    key = "none" if worst is Likelihood.NOT else worst.value
    card = Card()
    title = exposure_words(f"leaks.{key}")
    card.setAccessibleName(title)
    card.body.addLayout(row(Glyph(_TONES[worst], _TONES[worst], 32), Text(title, "title")))
    card.body.addWidget(Text(exposure_words(f"leaks.{key}_more")))
    if channel in _NOTES:
        card.body.addWidget(Text(exposure_words(_NOTES[channel])))
    answers = exposure_words(
        "leaks.answers",
        period=exposure_words(f"period.{period}"),
        channel=exposure_words(f"channel.{channel}"),
    )
    card.body.addWidget(Text(answers, "small", "muted"))
    return card


def _leak(one: Exposure) -> Card:
    incident, card = one.incident, _marked(one.likelihood)
    card.setAccessibleName(incident.title)
    card.body.addWidget(Text(incident.title, "strong"))
    card.body.addWidget(Text(incident.what_happened))
    for title, lines in (
        ("contained", incident.contained),
        ("not_contained", (", ".join(incident.not_contained).capitalize() + ".",)),
        ("people", (incident.people,)),
    ):
        card.body.addWidget(Text(exposure_words(f"incident.{title}"), "strong"))
        for line in lines:
            card.body.addWidget(Text(line))
    card.body.addWidget(Text(exposure_words("incident.attacks"), "strong"))
    for attack in one.attacks:
        card.body.addLayout(entry("-", f"{attack.when}: {attack.title}"))
    card.body.addWidget(_source(incident.sure, incident.date, incident.source))
    return card


def _others(untouched: list[Exposure]) -> Card:
    """The leaks that do not touch the order, by their names alone."""
    card = _marked(Likelihood.NOT)
    card.setAccessibleName(exposure_words("likelihood.not"))
    for one in untouched:
        card.body.addLayout(entry("-", one.incident.title))
    return card


def _marked(likelihood: Likelihood) -> Card:
    """A card that says first what it means for the order: sign, word and colour."""
    card, tone = Card(), _TONES[likelihood]
    meaning = Text(exposure_words(f"likelihood.{likelihood}"), "strong", tone)
    card.body.addLayout(row(Glyph(tone, tone, 22), meaning, gap=SPACE.small))
    return card


def _attacks(attacks: tuple[Attack, ...]) -> Card:
    card = _card(exposure_words("attacks.title"), (exposure_words("attacks.lead"),))
    for attack in attacks:
        card.body.addWidget(Text(attack.title, "strong"))
        card.body.addWidget(Text(f"{attack.when}. {attack.looks_like}"))
        card.body.addWidget(_source(attack.sure, attack.date, attack.source))
    return card


def _source(sure: str, date: str, source: str) -> Text:
    said = exposure_words(
        "incident.source", sure=exposure_words(f"incident.{sure}"), date=date, source=source
    )
    return Text(said, "small", "muted")


def _card(title: str, lines: tuple[str, ...] | list[str]) -> Card:
    card = Card()
    card.setAccessibleName(title)
    card.body.addWidget(Text(title, "lead"))
    for line in lines:
        card.body.addWidget(Text(line))
    return card
