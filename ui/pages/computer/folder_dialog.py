"""The dialog in which a folder is chosen to be looked through, with no row of words on its list."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStandardPaths
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from walletsafe.redact import WITHHELD
from walletsafe.scan import naming

from ...widgets.own_file_dialog import own_file_dialog
from .words import computer_words as words

_HOME = QStandardPaths.StandardLocation.HomeLocation
_LISTS = ("listView", "treeView")
"""Qt's names of the two forms of the list."""


class DiscreetNames(QStyledItemDelegate):
    """Draws what stands for a name in place of one that may spell words of a phrase.

    The folder can be chosen all the same: its name then stands below the list.
    """

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Say what is drawn."""
        super().initStyleOption(option, index)
        if naming.of_list_words([naming.readable(option.text)]):
            option.text = WITHHELD


def folder_dialog(parent: QWidget, last: Path) -> QFileDialog:
    """Make a dialog for folders alone. It begins in ``last`` where that is a whole path, else at home."""
    dialog = own_file_dialog(parent, words("folder.title"), _HOME)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if last.is_absolute():
        dialog.setDirectory(str(last))
    for view in dialog.findChildren(QAbstractItemView):
        if view.objectName() in _LISTS:
            view.setItemDelegate(DiscreetNames(dialog))
    return dialog
