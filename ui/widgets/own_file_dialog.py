"""The dialog in which a file is chosen: WalletSafe's own."""

from __future__ import annotations

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def own_file_dialog(parent: QWidget, title: str, place: QStandardPaths.StandardLocation) -> QFileDialog:
    """Make a dialog that begins in ``place``, changes no files, and is gone once it closes."""
    dialog = QFileDialog(parent, title, QStandardPaths.writableLocation(place))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.ReadOnly)
    # The system's own dialog would take a name that our guard never sees.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    return dialog
