"""What every view of Download is made of: a page that scrolls and takes files, with buttons below it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ...widgets.column_page import ColumnPage
from ...widgets.drop_area import DropArea
from .words import download_words as words


class DownloadView(ColumnPage):
    """A column that may hold the place for files."""

    files_dropped = Signal(list)
    emergency_wanted = Signal()

    def add_drop_area(self, section: str) -> DropArea:
        """Add the place for files, with the words of a ``section``."""
        area = DropArea(words(f"{section}.drop"), words(f"{section}.drop_more"))
        area.files_dropped.connect(self.files_dropped)
        self.column.addWidget(area)
        return area
