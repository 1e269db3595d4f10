"""A report that was saved once, opened again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.errors import WalletSafeError
from walletsafe.report.opening import open_report

from ..style.theme import theme
from ..words import words
from .bar_page import BarPage
from .buttons import ActionButton
from .demo import DemoBanner
from .glyphs import Glyph
from .layouts import Card, ScrollPage, row
from .own_file_dialog import own_file_dialog
from .report_view import ReportView
from .text import Text

_WIDTH, _HEIGHT = 780, 640
_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation


class OpenedReportDialog(QDialog):
    """Shows the report in the file at ``path`` as a copy, or why it cannot be shown."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words("opened.title"))
        page: ScrollPage
        try:
            report = open_report(path).report
        except WalletSafeError as error:
            demo, page = False, _fault(error)
        else:
            demo, page = report.demo, ReportView(report)
        self.setProperty("demo", demo)
        body = BarPage(DemoBanner(words("opened.badge")) if demo else None)
        body.show_page(page)
        close = ActionButton(words("save.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.reject)
        body.bar.show_buttons((), close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(body)
        self.resize(min(theme().scaled(_WIDTH), 960), min(theme().scaled(_HEIGHT), 660))
        close.setFocus()


def choose_report(parent: QWidget) -> None:
    """Let the person choose a saved report, and show it."""
    dialog = own_file_dialog(parent, words("opened.title"), _DOCUMENTS)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(words("opened.file_kind"))
    dialog.fileSelected.connect(partial(_show, parent))
    dialog.open()


def _show(parent: QWidget, chosen: str) -> None:
    dialog = OpenedReportDialog(Path(chosen), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _fault(error: WalletSafeError) -> ScrollPage:
    card = Card()
    title = words("opened.fault")
    card.body.addLayout(row(Glyph("unknown", "unknown", 32), Text(title, "title", "unknown")))
    card.body.addWidget(Text(texts.error_line(error)))
    page = ScrollPage()
    page.column.addWidget(card)
    return page
