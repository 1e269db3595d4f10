"""Saving: the format, a preview of exactly what will be written, then the place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.errors import WalletSafeError
from walletsafe.redact import preflight

from ..style.theme import theme
from ..style.tokens import SPACE
from ..words import words
from .button_bar import ButtonBar
from .buttons import ActionButton, StackingRow
from .demo import DemoBanner
from .layouts import ScrollPage
from .own_file_dialog import own_file_dialog
from .text import Text

_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation
_PREVIEW_HEIGHT = 320
_WIDTH = 700
"""Room for the 80 letters of a line of the text form, in pixels at 100 % text."""


@dataclass(frozen=True, slots=True)
class Document:
    """What can be saved.

    ``formats`` are labels by the ending of a file name, without its dot; the first is chosen at first.
    ``preview`` returns the whole content for an ending with its dot, ``write`` writes it to a place; both may
    raise a :class:`~walletsafe.errors.WalletSafeError`. ``lead`` says what will be in it, ``left_out`` what
    will not and why.
    """

    title: str
    lead: str
    formats: Mapping[str, str]
    file_name: str
    preview: Callable[[str], str]
    write: Callable[[Path], None]
    demo: bool = False
    left_out: tuple[str, ...] = ()


class PreviewDialog(QDialog):
    """Nothing is written before the person saw it. Close is the default button.

    ``choice`` stands above the formats: call :meth:`refresh` when something was chosen there.
    """

    saved = Signal()
    """It was written to a file."""

    def __init__(
        self, document: Document, parent: QWidget | None = None, *, choice: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._title = ("DEMO: " if document.demo else "") + document.title
        self.setWindowTitle(self._title)
        self.setProperty("demo", document.demo)
        page = ScrollPage(theme().scaled(_WIDTH))
        column = page.column
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if document.demo:
            outer.addWidget(DemoBanner(words("result.badge")))
        outer.addWidget(page, 1)
        column.addWidget(Text(document.lead))
        if choice is not None:
            column.addWidget(choice)
        self.formats = {suffix: self._radio(label) for suffix, label in document.formats.items()}
        formats = StackingRow(*self.formats.values())
        column.addWidget(formats)
        formats.setVisible(len(self.formats) > 1)
        self.preview = _preview()
        column.addWidget(self.preview)
        for line in document.left_out:
            column.addWidget(Text(line, "small", "muted"))
        self.news = Text("", "strong")
        self.news.hide()
        self._close = ActionButton(words("save.close"))
        self._close.setDefault(True)
        self._close.clicked.connect(self.reject)
        self.write = ActionButton(words("save.write"), primary=True)
        self.write.clicked.connect(self._choose_place)
        bar = ButtonBar()
        bar.show_buttons((self._close,), self.write, self.news)
        outer.addWidget(bar)
        self.resize(min(theme().scaled(_WIDTH + 80), 960), min(theme().scaled(600), 660))
        next(iter(self.formats.values())).setChecked(True)
        self._close.setFocus()

    @property
    def suffix(self) -> str:
        """The ending of the chosen format, with its dot."""
        return "." + next(suffix for suffix, radio in self.formats.items() if radio.isChecked())

    def refresh(self) -> None:
        """Preview what would be written now."""
        self.news.hide()
        try:
            self.preview.setPlainText(self._document.preview(self.suffix))
        except WalletSafeError as error:
            self.preview.clear()
            self._say(texts.error_line(error), "unknown")
        self.write.setEnabled(bool(self.preview.toPlainText()))

    def save_to(self, path: Path) -> None:
        """Write the file that was previewed. A name with another ending gets the right one added.

        The name is the one thing a person can type in this window: words in it are neither used nor
        repeated.
        """
        if preflight(path.name):
            self._say(words("save.bad_name"), "caution")
            return
        if path.suffix.lower() != self.suffix:
            path = path.with_name(path.name + self.suffix)
            if path.exists():
                # The file dialog asked about the other name only.
                self._say(words("save.exists", file=path.name), "unknown")
                return
        try:
            self._document.write(path)
        except WalletSafeError as error:
            self._say(texts.error_line(error), "unknown")
        else:
            self._say(words("save.done", file=path.name), "good")
            self.saved.emit()

    def _radio(self, label: str) -> QRadioButton:
        radio = QRadioButton(label)
        radio.setAccessibleName(label.replace("&", ""))
        radio.ensurePolished()
        # Under a style sheet Qt measures the words of a radio button a pixel too short.
        radio.setMinimumWidth(radio.sizeHint().width() + SPACE.hair)
        radio.toggled.connect(self._on_toggled)
        return radio

    def _on_toggled(self, on: bool) -> None:
        if on:
            self.refresh()

    def _choose_place(self) -> None:
        dialog = own_file_dialog(self, self._title, _DOCUMENTS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self.suffix)
        dialog.setNameFilter(words("save.file_kind", suffix=self.suffix[1:]))
        dialog.selectFile(self._document.file_name + self.suffix)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    def _on_file_selected(self, chosen: str) -> None:
        self.save_to(Path(chosen))

    def _say(self, sentence: str, tone: str) -> None:
        self.news.setText(sentence)
        self.news.restyle("strong", tone)
        self.news.show()


def _preview() -> QPlainTextEdit:
    preview = QPlainTextEdit()
    preview.setReadOnly(True)
    preview.setTabChangesFocus(True)
    preview.setAccessibleName(words("save.preview"))
    preview.setMinimumHeight(theme().scaled(_PREVIEW_HEIGHT))
    return preview
