"""Saving a report."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from walletsafe import report as export
from walletsafe import texts
from walletsafe.findings import Report

from ..words import words
from .paper import usual_paper
from .preview_dialog import Document, PreviewDialog

_FORMATS = ("txt", "html", "pdf", "json")
_SCAN = "scan"
"""The kind of report that holds places, and is a map for whoever finds it."""


class SaveDialog(PreviewDialog):
    """Shows the report as it will be written, in each of its forms, and what is left out of it."""

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        document = Document(
            words("save.title"),
            words("save.lead_scan" if report.kind == _SCAN else "save.lead"),
            {suffix: words(f"save.{suffix}") for suffix in _FORMATS},
            words("save.file_name_demo" if report.demo else "save.file_name"),
            partial(export.preview, report),
            partial(export.save, report, paper=usual_paper()),
            report.demo,
            export.removed(report) or (texts.report_text().nothing_removed,),
        )
        super().__init__(document, parent)


def offer_to_save(report: Report, parent: QWidget) -> SaveDialog:
    """Open the dialog that saves ``report``, and return it; it is gone once it closes."""
    dialog = SaveDialog(report, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
