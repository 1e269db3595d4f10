"""Saving a handout: which one, for which paper, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from walletsafe import handouts, texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.errors import WalletSafeError
from walletsafe.handouts.words import say
from walletsafe.paper.blocks import PaperSize
from walletsafe.redact import preflight

from ..jobs import JobThread
from ..style.theme import theme
from ..style.tokens import SPACE
from ..words import words
from .button_bar import ButtonBar
from .buttons import ActionButton, StackingRow
from .layouts import ScrollPage
from .own_file_dialog import own_file_dialog
from .paper import usual_paper
from .text import Text

_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation
_WIDTH, _HEIGHT, _MORE_HEIGHT = 660, 310, 80
_INDENT = 35
"""Where the label of a radio button begins, in pixels at 100 % text."""


class HandoutButton(ActionButton):
    """Opens the dialog with the handouts of these ``names``."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        super().__init__(text)
        self._names = tuple(names)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        dialog = HandoutDialog(self._names, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class HandoutDialog(QDialog):
    """Offers the handouts of these ``names``, the first one chosen. See :func:`walletsafe.handouts.names`."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("dialog.title"))
        self._thread: JobThread | None = None
        self.news = Text("", "strong")
        self.news.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        page = ScrollPage()
        outer.addWidget(page, 1)
        self._column = page.column
        self._column.addWidget(Text(say("dialog.lead")))
        self.handouts = self._offer_handouts(names)
        self.papers = self._offer_papers()
        self._close = ActionButton(say("dialog.close"))
        self._close.setDefault(True)
        self._close.clicked.connect(self.reject)
        self.write = ActionButton(say("dialog.save"), primary=True)
        self.write.clicked.connect(self._choose_place)
        bar = ButtonBar()
        bar.show_buttons((self._close,), self.write, self.news)
        outer.addWidget(bar)
        height = theme().scaled(_HEIGHT + _MORE_HEIGHT * len(names))
        self.resize(min(theme().scaled(_WIDTH), 960), min(height, 660))
        self._close.setFocus()

    @property
    def name(self) -> str:
        """The chosen handout."""
        return next(name for name, radio in self.handouts.items() if radio.isChecked())

    @property
    def paper(self) -> PaperSize:
        """The chosen paper."""
        return next(size for size, radio in self.papers.items() if radio.isChecked())

    def save_to(self, path: Path) -> None:
        """Write the chosen handout, on a thread of its own: the first one takes a moment.

        The name of the file is the one thing a person can type here: words in it are neither used nor
        repeated. One without the ending ``.pdf`` gets it added.
        """
        if preflight(path.name):
            self._say(words("save.bad_name"), "caution")
            return
        # The file dialog asked whether to replace the file of this name, and of no other.
        replace = path.suffix.lower() == handouts.SUFFIX
        path = path if replace else path.with_name(path.name + handouts.SUFFIX)
        name, paper = self.name, self.paper

        def work(_observer: Observer, _cancel: CancelToken) -> None:
            handouts.save(name, paper, path, replace=replace)

        self.write.setEnabled(False)
        self._say(say("dialog.saving"), "muted")
        self._thread = JobThread("paper", self)
        job = self._thread.start(work)
        job.ended.connect(self._thread.close)
        job.succeeded.connect(partial(self._on_saved, path))
        job.failed.connect(self._on_failed)

    def done(self, result: int) -> None:
        """Wait for what is being written, and close."""
        if self._thread is not None:
            self._thread.close()
        super().done(result)

    def _offer_handouts(self, names: Sequence[str]) -> dict[str, QRadioButton]:
        group = QButtonGroup(self)
        radios: dict[str, QRadioButton] = {}
        for name in names:
            radios[name] = radio = self._radio(handouts.title(name), group)
            radio.setAccessibleDescription(handouts.summary(name))
            radio.setVisible(len(names) > 1)
            self._column.addLayout(_with_summary(radio, name) if len(names) > 1 else _alone(name))
        radios[names[0]].setChecked(True)
        return radios

    def _offer_papers(self) -> dict[PaperSize, QRadioButton]:
        group = QButtonGroup(self)
        radios = {size: self._radio(say(f"dialog.{size}"), group) for size in PaperSize}
        for radio in radios.values():
            radio.setAccessibleDescription(say("dialog.paper"))
        self._column.addSpacing(theme().scaled(SPACE.small))
        self._column.addWidget(Text(say("dialog.paper"), "strong"))
        self._column.addWidget(StackingRow(*radios.values()))
        radios[usual_paper()].setChecked(True)
        return radios

    def _radio(self, label: str, group: QButtonGroup) -> QRadioButton:
        radio = QRadioButton(label, self)
        radio.setAccessibleName(label.replace("&", ""))
        radio.ensurePolished()
        # Under a style sheet Qt measures the words of a radio button a pixel too short.
        radio.setMinimumWidth(radio.sizeHint().width() + SPACE.hair)
        radio.toggled.connect(self.news.hide)
        group.addButton(radio)
        return radio

    def _choose_place(self) -> None:
        dialog = own_file_dialog(self, say("dialog.title"), _DOCUMENTS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(handouts.SUFFIX)
        dialog.setNameFilter(say("dialog.file_kind"))
        dialog.selectFile(say("dialog.file_name", name=self.name) + handouts.SUFFIX)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    def _on_file_selected(self, chosen: str) -> None:
        self.save_to(Path(chosen))

    def _on_saved(self, path: Path, _: object) -> None:
        self.write.setEnabled(True)
        self._say(say("dialog.saved", name=path.name, folder=path.parent.name or str(path.parent)), "good")

    def _on_failed(self, error: WalletSafeError) -> None:
        self.write.setEnabled(True)
        self._say(texts.error_line(error), "unknown")

    def _say(self, sentence: str, tone: str) -> None:
        self.news.setText(sentence)
        self.news.restyle("strong", tone)
        self.news.show()


def _with_summary(radio: QRadioButton, name: str) -> QVBoxLayout:
    below = QHBoxLayout()
    below.addSpacing(theme().scaled(_INDENT))
    below.addWidget(Text(handouts.summary(name), "small", "muted"), 1)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(StackingRow(radio))
    column.addLayout(below)
    return column


def _alone(name: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme().scaled(SPACE.hair))
    column.addWidget(Text(handouts.title(name), "lead"))
    column.addWidget(Text(handouts.summary(name), tone="muted"))
    return column
