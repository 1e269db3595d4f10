"""Saving evidence: what is written depends on the country it is reported in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from walletsafe.guidance import reporting
from walletsafe.message.model import Triage
from walletsafe.report import pack

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.preview_dialog import Document, PreviewDialog
from ...widgets.text import Text
from ..emergency.places import own_country
from .words import message_words

_FORMATS = ("txt", "json")
_BOX_HEIGHT = 36


class EvidenceDialog(PreviewDialog):
    """Shows the evidence pack of one message as it will be written."""

    def __init__(self, triage: Triage, parent: QWidget | None = None) -> None:
        choice = _CountryChoice()

        def preview(suffix: str) -> str:
            return pack.preview(pack.evidence(triage, choice.country), suffix)

        def write(path: Path) -> None:
            pack.save(pack.evidence(triage, choice.country), path)

        document = Document(
            message_words("evidence.title"),
            message_words("evidence.lead"),
            {suffix: message_words(f"evidence.{suffix}") for suffix in _FORMATS},
            message_words("evidence.file_name"),
            preview,
            write,
        )
        super().__init__(document, parent, choice=choice)
        self.countries = choice.box
        choice.box.currentIndexChanged.connect(self.refresh)


class _CountryChoice(QWidget):
    """The countries that have places to report to; that of the system at first."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().scaled(SPACE.hair))
        label = Text(message_words("evidence.country"), "strong")
        column.addWidget(label)
        self.box = QComboBox()
        self.box.setMinimumHeight(theme().scaled(_BOX_HEIGHT))
        self.box.setAccessibleName(label.text())
        for country in reporting.countries():
            self.box.addItem(country.name, country.id)
        self.box.setCurrentIndex(self.box.findData(own_country()))
        column.addWidget(self.box)

    @property
    def country(self) -> str:
        """The id of the chosen country."""
        return str(self.box.currentData())
