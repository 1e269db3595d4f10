"""Saving evidence: what is written depends on the country it is reported in, and on what is taken out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from walletsafe.guidance import reporting
from walletsafe.message.model import Triage
from walletsafe.report import pack
from walletsafe.report.reporter import may_be_own

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.preview_dialog import Document, PreviewDialog
from ...widgets.text import Text
from ...widgets.tick_box import TickBox
from ..emergency.places import own_country
from .words import message_words

_FORMATS = ("txt", "json")
_BOX_HEIGHT = 36
_LONGEST_NAMED = 500
_PAUSE_MILLISECONDS = 300
"""The preview follows once nobody has typed for so long."""


class EvidenceDialog(PreviewDialog):
    """Shows the evidence pack of one message as it will be written."""

    def __init__(self, triage: Triage, parent: QWidget | None = None) -> None:
        self.choice = choice = _Choice(triage)

        def made() -> pack.Pack:
            return pack.evidence(triage, choice.country, choice.wishes)

        def preview(suffix: str) -> str:
            return pack.preview(made(), suffix)

        def write(path: Path) -> None:
            pack.save(made(), path)

        document = Document(
            message_words("evidence.title"),
            message_words("evidence.lead"),
            {suffix: message_words(f"evidence.{suffix}") for suffix in _FORMATS},
            message_words("evidence.file_name"),
            preview,
            write,
        )
        super().__init__(document, parent, choice=choice)
        # Nothing is written that was not previewed.
        choice.changing.connect(lambda: self.write.setEnabled(False))
        choice.changed.connect(self.refresh)


class _Choice(QWidget):
    """The countries that have places to report to, that of the system at first, and what is taken out.

    ``changed`` comes a moment after the last letter; ``changing`` at once. What is typed is kept nowhere.
    """

    changing = Signal()
    changed = Signal()

    def __init__(self, triage: Triage) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().scaled(SPACE.hair))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.changed)
        self._add_countries()
        self._add_named()
        self.own_sender = TickBox(
            message_words("evidence.own_sender"),
            ticked=pack.is_own_at_first(triage),
            more=message_words("evidence.own_sender_more"),
        )
        self.own_sender.toggled.connect(self.changed)
        self._column.addSpacing(theme().scaled(SPACE.small))
        self._column.addWidget(self.own_sender)
        self.own_sender.setVisible(may_be_own(triage.message))

    @property
    def country(self) -> str:
        """The id of the chosen country."""
        return str(self.countries.currentData())

    @property
    def wishes(self) -> pack.Wishes:
        """What is taken out besides."""
        return pack.Wishes(self.named.text(), self.own_sender.isChecked())

    def _add_countries(self) -> None:
        label = Text(message_words("evidence.country"), "strong")
        self.countries = QComboBox()
        self.countries.setMinimumHeight(theme().scaled(_BOX_HEIGHT))
        self.countries.setAccessibleName(label.text())
        for country in reporting.countries():
            self.countries.addItem(country.name, country.id)
        self.countries.setCurrentIndex(self.countries.findData(own_country()))
        self.countries.currentIndexChanged.connect(self.changed)
        self._column.addWidget(label)
        self._column.addWidget(self.countries)

    def _add_named(self) -> None:
        label = Text(message_words("evidence.named"), "strong")
        more = Text(message_words("evidence.named_more"), tone="muted")
        self.named = QLineEdit()
        self.named.setMaxLength(_LONGEST_NAMED)
        self.named.setAccessibleName(label.text())
        self.named.setAccessibleDescription(more.text())
        self.named.textChanged.connect(self._pause.start)
        self.named.textChanged.connect(self.changing)
        self._column.addSpacing(theme().scaled(SPACE.small))
        self._column.addWidget(label)
        self._column.addWidget(more)
        self._column.addWidget(self.named)
