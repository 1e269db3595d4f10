"""The dialog in which a file is chosen: WalletSafe's own."""

from __future__ import annotations

import os

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def own_file_dialog(parent: QWidget, title: str, place: QStandardPaths.StandardLocation) -> QFileDialog:
    """Make a dialog that begins in ``place``, changes no files, and is gone once it closes.

    Qt would write the folders that were looked at into a settings file of its own (QtProject.conf), for all
    programs to read: its settings are sent nowhere.
    """
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    dialog = QFileDialog(parent, title, QStandardPaths.writableLocation(place))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.ReadOnly)
    # The system's own dialog would take a name that our guard never sees.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    return dialog
