"""A plan on paper. The printer is this computer's business: no connection is made from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QTextDocument
from PySide6.QtWidgets import QWidget

from .words import emergency_words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter


def any_printer() -> bool:
    """Whether this computer manages a printer that Qt can see through the seal."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


def show_print_dialog(text: str, parent: QWidget) -> QPrintDialog:
    """Show a dialog that prints ``text`` when it is accepted. This returns at once."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter()
    printer.setDocName(emergency_words("print.title"))
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(emergency_words("print.title"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(print_text, text, printer))
    # Its open() wants a slot as a string, so this does what QDialog's does.
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return dialog


def print_text(text: str, printer: QPrinter) -> None:
    """Put plain text on as many sheets as it needs."""
    document = QTextDocument()
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSize(10)
    document.setDefaultFont(font)
    document.setPlainText(text)
    document.print_(printer)
