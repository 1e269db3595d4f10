"""Where files are dropped, or opened by a button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from walletsafe import guard, texts

from ..style.theme import theme
from ..style.tokens import RADIUS, SPACE
from .buttons import ActionButton, StackingRow
from .own_file_dialog import own_file_dialog
from .text import Text

_DOWNLOADS = QStandardPaths.StandardLocation.DownloadLocation


class DropArea(QWidget):
    """A large card with a ``title`` and a sentence ``more`` that takes dropped files, one or many.

    Nothing is opened here. Only files of this computer are taken: opening one from a server would tell that
    server. Dropped text is taken where ``takes_text``; the guard has seen it before anybody else does.
    """

    files_dropped = Signal(list)
    """Paths (``list[Path]``), as dropped or chosen. A folder may be among them."""
    text_dropped = Signal(str, int)
    """A text without any phrase in it, and how many words of phrases were cut out."""

    def __init__(self, title: str, more: str, *, takes_text: bool = False) -> None:
        super().__init__()
        self._title, self._takes_text = title, takes_text
        self._hovered = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        room = theme().scaled(SPACE.card_padding)
        column.setContentsMargins(room, room, room, room)
        column.setSpacing(theme().scaled(SPACE.small))
        column.addWidget(Text(title, "lead"))
        column.addWidget(Text(more, tone="muted"))
        self.open_button = ActionButton(texts.words("message", "drop.open"))
        self.open_button.setAccessibleDescription(title)
        self.open_button.clicked.connect(self._choose)
        column.addWidget(StackingRow(self.open_button))
        self.news = Text(texts.words("message", "drop.not_a_file"), tone="unknown")
        self.news.hide()
        column.addWidget(self.news)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that this is the place. What cannot be taken is refused when it is dropped, with a reason."""
        if event.mimeData().hasUrls() or (self._takes_text and event.mimeData().hasText()):
            _take_copy(event)
            self._hover(on=True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The whole area takes it."""
        _take_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went somewhere else."""
        self._hover(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it, or say why not."""
        self._hover(on=False)
        _take_copy(event)
        paths = _local_files(event.mimeData())
        self.news.setVisible(False)
        if paths:
            self.files_dropped.emit(paths)
        elif self._takes_text and event.mimeData().hasText() and not event.mimeData().hasUrls():
            untrusted_text = event.mimeData().text()
            words = sum(run.words for run in guard.find_runs(untrusted_text))
            self.text_dropped.emit(guard.cut(untrusted_text), words)
        else:
            self.news.setVisible(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a sheet with a broken line around it."""
        look = theme()
        line = 2.0 if self._hovered else 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.colour("accent" if self._hovered else "edge"), line)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(look.colour("hover" if self._hovered else "surface"))
        radius = look.scaled(RADIUS)
        inside = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(inside, radius, radius)

    def _hover(self, *, on: bool) -> None:
        self._hovered = on
        self.update()

    def _choose(self) -> None:
        dialog = own_file_dialog(self, self._title, _DOWNLOADS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(texts.words("message", "drop.kinds"))
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.open()

    def _on_files_selected(self, chosen: list[str]) -> None:
        self.news.setVisible(False)
        self.files_dropped.emit([Path(name) for name in chosen])


def _take_copy(event: QDropEvent) -> None:
    """Accept, but never a move: whoever let go of it, a mail program perhaps, would delete the original."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _local_files(untrusted_data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in untrusted_data.urls() if _is_here(url)]


def _is_here(url: QUrl) -> bool:
    """Whether it is a file of this computer: one of a server begins with two slashes."""
    return url.isLocalFile() and not url.toLocalFile().startswith("//")
