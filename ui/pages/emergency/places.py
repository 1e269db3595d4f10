"""Where to report it: the country is chosen, not typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from walletsafe.guidance import reporting
from walletsafe.guidance.reporting import ReportPlace

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import StackingRow
from ...widgets.layouts import Card, clear
from ...widgets.text import Text
from .words import emergency_words


class PlacesCard(Card):
    """The places of ``country``, an id of :func:`~walletsafe.guidance.reporting.countries`."""

    chosen = Signal(str)

    def __init__(self, country: str) -> None:
        super().__init__()
        title = emergency_words("plan.report")
        self.setAccessibleName(title)
        self.body.addWidget(Text(title, "lead"))
        self.body.addWidget(Text(emergency_words("plan.report_lead"), tone="muted"))
        self.body.addWidget(Text(emergency_words("plan.country"), "strong"))
        self.countries = {one.id: _radio(one.name) for one in reporting.countries()}
        self.body.addWidget(StackingRow(*self.countries.values()))
        self._places = QVBoxLayout()
        self._places.setSpacing(theme().scaled(SPACE.card_gap))
        self.body.addLayout(self._places)
        for one, radio in self.countries.items():
            radio.toggled.connect(partial(self._on_toggled, one))
        self.countries[country].setChecked(True)

    def _on_toggled(self, country: str, on: bool) -> None:
        if not on:
            return
        clear(self._places)
        for place in reporting.places(country):
            self._places.addWidget(_PlaceView(place))
        self.chosen.emit(country)


class _PlaceView(QWidget):
    """One place: its name, how to reach it, and what for."""

    def __init__(self, place: ReportPlace) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.hair))
        column.addWidget(Text(place.name, "strong"))
        if place.address:
            column.addWidget(Text(place.address))
        if place.telephone:
            column.addWidget(Text(emergency_words("plan.telephone", number=place.telephone)))
        column.addWidget(Text(place.purpose, "small"))
        if place.address or place.telephone:
            sure = emergency_words(f"plan.{place.sure}", date=place.date)
            column.addWidget(Text(sure, "small", "muted"))


def own_country() -> str:
    """The country that this computer is set to, where its places are known."""
    code = QLocale.territoryToCode(QLocale.system().territory()).lower()
    return code if code in {country.id for country in reporting.countries()} else reporting.OTHER


def _radio(label: str) -> QRadioButton:
    radio = QRadioButton(label)
    radio.setAccessibleName(f"{emergency_words('plan.country')} {label}")
    radio.ensurePolished()
    # Under a style sheet Qt measures the words of a radio button a pixel too short.
    radio.setMinimumWidth(radio.sizeHint().width() + SPACE.hair)
    return radio
