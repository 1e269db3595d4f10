"""Saving a report."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from walletsafe import report as export
from walletsafe.findings import Report

from ...widgets.preview_dialog import Document, PreviewDialog
from ...words import words

_FORMATS = ("txt", "html", "json")


class SaveDialog(PreviewDialog):
    """Shows the report as it will be written, in each of its forms."""

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        document = Document(
            words("save.title"),
            words("save.lead"),
            {suffix: words(f"save.{suffix}") for suffix in _FORMATS},
            words("save.file_name_demo" if report.demo else "save.file_name"),
            partial(export.preview, report),
            partial(export.save, report),
            report.demo,
        )
        super().__init__(document, parent)
