"""Saving a case: for how long, and exactly what is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from walletsafe import report as export
from walletsafe import texts
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Report
from walletsafe.report import cases

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton, StackingRow
from ...widgets.preview_dialog import Document, PreviewDialog
from ...widgets.save_dialog import offer_to_save
from ...widgets.text import Text
from .words import calls_words

_DAYS = (1, 7, cases.USUAL_DAYS, 30, cases.MOST_DAYS)


class SaveCaseDialog(PreviewDialog):
    """Keeps a call among the cases of this program, or lets it be saved elsewhere in any form.

    ``left_out`` is how many places of the notes are not in ``report``.
    """

    kept = Signal()

    def __init__(self, report: Report, left_out: int, parent: QWidget | None = None) -> None:
        self._report = report
        self.days = {days: _radio(days) for days in _DAYS}
        elsewhere = ActionButton(calls_words("save.elsewhere"))
        elsewhere.clicked.connect(self._on_elsewhere)
        document = Document(
            calls_words("save.title"),
            calls_words("save.lead"),
            {suffix: calls_words(f"save.{suffix}") for suffix in ("txt", "json")},
            "",
            self._shown,
            lambda _: None,
        )
        days = StackingRow(*self.days.values())
        super().__init__(document, parent, choice=_choice(days, elsewhere, _left_out(left_out)))
        self.write.setText(calls_words("save.keep"))
        self.write.setAccessibleName(calls_words("save.keep").replace("&", ""))
        for radio in self.days.values():
            radio.toggled.connect(self._on_days_toggled)

    def _choose_place(self) -> None:
        """Keep it where all cases are: nobody has to choose a place for it."""
        days = self._chosen()
        try:
            cases.save_case(self._report, days)
        except WalletSafeError as error:
            self._say(texts.error_line(error), "unknown")
            return
        until = date.fromisoformat(self._report.made) + timedelta(days=days)
        self.write.setEnabled(False)
        self._say(calls_words("save.kept", date=until.isoformat()), "good")
        self.kept.emit()

    def _shown(self, suffix: str) -> str:
        """The same as people read it, or as it is written."""
        readable = suffix == ".txt"
        return (
            export.preview(self._report, suffix) if readable else cases.preview(self._report, self._chosen())
        )

    def _chosen(self) -> int:
        return next(days for days, radio in self.days.items() if radio.isChecked())

    def _on_days_toggled(self, on: bool) -> None:
        if on:
            self.refresh()

    def _on_elsewhere(self) -> None:
        offer_to_save(self._report, self)


def _left_out(places: int) -> tuple[str, ...]:
    if not places:
        return (texts.report_text().nothing_removed,)
    key = "save.left_out_one" if places == 1 else "save.left_out"
    return calls_words(key, count=places), calls_words("save.left_out_why")


def _choice(days: QWidget, elsewhere: QWidget, left_out: Iterable[str]) -> QWidget:
    choice = QWidget()
    column = QVBoxLayout(choice)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().scaled(SPACE.small))
    column.addWidget(Text(calls_words("save.days"), "strong"))
    column.addWidget(days)
    column.addWidget(StackingRow(elsewhere))
    for line in left_out:
        column.addWidget(Text(line, "small", "muted"))
    column.addWidget(Text(calls_words("save.exactly"), "strong"))
    return choice


def _radio(days: int) -> QRadioButton:
    label = calls_words("save.one_day" if days == 1 else "save.some_days", days=days)
    radio = QRadioButton(label)
    radio.setAccessibleName(label)
    radio.setChecked(days == cases.USUAL_DAYS)
    radio.ensurePolished()
    # Under a style sheet Qt measures the words of a radio button a pixel too short.
    radio.setMinimumWidth(radio.sizeHint().width() + SPACE.hair)
    return radio
