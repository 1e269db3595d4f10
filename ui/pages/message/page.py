"""Message: what arrived is read on this computer, and shown with its signs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal

from walletsafe.errors import WalletSafeError
from walletsafe.message.model import Triage

from ...jobs import JobThread
from ..page import Page
from . import reading
from .reading import Readings
from .result import ResultView, UnreadView
from .run import RunView
from .several import SeveralView
from .start import StartView, Written


class MessagePage(Page):
    """One view at a time. Leaving the page stops the reading; a result stays until another is wanted."""

    plan_wanted = Signal(str, str)
    """A situation of the plans, empty where the person has to choose one, and a branch of it or nothing."""
    exposure_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._thread = JobThread("files", self)
        self._written: Written | None = None
        """The text that is read now: it comes back into its box when the reading is stopped."""
        self.show_start()

    def show_start(self) -> None:
        """Ask what arrived."""
        view = StartView(self._written)
        self._written = None
        view.files_chosen.connect(self.read_files)
        view.text_chosen.connect(self.read_text)
        view.plan_wanted.connect(self.plan_wanted)
        view.exposure_wanted.connect(self.exposure_wanted)
        self.show_view(view)

    def read_files(self, untrusted_paths: list[Path]) -> None:
        """Read files, and show what was found."""
        self._written = None
        self._read(reading.of_files(untrusted_paths))

    def read_text(self, written: Written) -> None:
        """Read a text, and show what was found."""
        self._written = written
        self._read(reading.of_text(written))

    def show_readings(self, readings: Readings, last: int = -1) -> None:
        """Show the list of several messages, or the only one."""
        self._written = None
        if len(readings.items) == 1:
            self._show_result(readings, 0)
            return
        view = SeveralView(readings, last)
        view.chosen.connect(partial(self._show_result, readings))
        view.left.connect(self.show_start)
        self.show_view(view)

    def end(self) -> None:
        """Stop what runs and wait for its thread."""
        self._thread.close()

    def leave(self) -> None:
        """Stop reading."""
        if self.job is not None:
            self.show_start()

    def _read(self, work: reading.Read) -> None:
        job = self._thread.start(work)
        view = RunView(job)
        view.cancelled.connect(self.show_start)
        job.succeeded.connect(self.show_readings)
        job.failed.connect(self._on_failed)
        self.show_view(view, job)

    def _on_failed(self, error: WalletSafeError) -> None:
        view = UnreadView(error)
        view.left.connect(self.show_start)
        self.show_view(view)

    def _show_result(self, readings: Readings, number: int) -> None:
        item = readings.items[number]
        if isinstance(item.result, WalletSafeError):
            self._on_failed(item.result)
            return
        several = len(readings.items) > 1
        view = ResultView(item, several=several)
        view.left.connect(partial(self.show_readings, readings, number) if several else self.show_start)
        view.save_wanted.connect(partial(self._save, item.result))
        view.plan_wanted.connect(self.plan_wanted)
        view.exposure_wanted.connect(self.exposure_wanted)
        self.show_view(view)

    def _save(self, triage: Triage) -> None:
        from .evidence import EvidenceDialog

        dialog = EvidenceDialog(triage, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
