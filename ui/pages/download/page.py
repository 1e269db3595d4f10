"""Download: files are dropped, one check at a time, and nothing of an earlier file is ever shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal

from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.download import companions, judge
from walletsafe.download.companions import Role
from walletsafe.download.judge import Files
from walletsafe.errors import WalletSafeError
from walletsafe.findings import Report

from ...jobs import Job, JobThread
from ..page import Page
from .fault import FaultView
from .result import ResultView
from .run import RunView
from .start import StartView
from .view import DownloadView


class Checked(NamedTuple):
    """What came of a drop: all files so far, those found beside the installer too, and the report on them.

    Without an installer there is no report yet.
    """

    files: Mapping[Role, Path]
    report: Report | None


class DownloadPage(Page):
    """Every drop begins a new check with a number of its own; only the last one's result is shown."""

    emergency_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._thread = JobThread("files", self)
        self._number = 0
        self._dropped: tuple[Path, ...] = ()
        self.show_start()

    def show_start(self) -> None:
        """Forget all files and begin anew."""
        self._number += 1
        self._dropped = ()
        self._show(StartView({}))

    def take(self, paths: list[Path]) -> None:
        """Add files, or put them in place of those before, and check them."""
        self._dropped += tuple(paths)
        self._number += 1
        job = self._thread.start(partial(_check, self._dropped))
        view = RunView(job)
        # Each knows the number of its drop, not the view: nobody could clear such a circle away.
        job.succeeded.connect(partial(self._on_succeeded, self._number))
        job.failed.connect(partial(self._on_failed, self._number))
        job.cancelled.connect(self.show_start)
        self._show(view, job)

    def end(self) -> None:
        """Cancel what runs and wait for its thread."""
        self._thread.close()

    def leave(self) -> None:
        """Stop a running check."""
        if self.job is not None:
            self.show_start()

    def _on_succeeded(self, number: int, checked: Checked) -> None:
        if number != self._number:
            return
        if checked.report is None:
            self._show(StartView(checked.files))
            return
        view = ResultView(checked.report, checked.files)
        view.again.connect(self.show_start)
        self._show(view)

    def _on_failed(self, number: int, error: WalletSafeError) -> None:
        if number != self._number:
            return
        self._dropped = ()
        view = FaultView(error)
        view.again.connect(self.show_start)
        self._show(view)

    def _show(self, view: DownloadView, job: Job | None = None) -> None:
        view.files_dropped.connect(self.take)
        view.emergency_wanted.connect(self.emergency_wanted)
        self.show_view(view, job)


def _files(dropped: tuple[Path, ...]) -> Iterator[Path]:
    """The files that were dropped, of a folder those in it; a program of macOS is a folder by itself."""
    for path in dropped:
        if path.is_dir() and path.suffix.lower() != ".app":
            yield from companions.inside(path)
        else:
            yield path


def _check(dropped: tuple[Path, ...], observer: Observer, cancel: CancelToken) -> Checked:
    """On the thread for files: sort what was dropped, the last of a kind counts, find the rest, and check."""
    given = {companions.role_of(path): path for path in _files(dropped)}
    installer = given.get(Role.INSTALLER)
    if installer is None:
        return Checked(given, None)
    files = companions.beside(Files(installer, given.get(Role.SUMS), given.get(Role.SIGNATURE)))
    name = judge.shown(installer.name)
    report = judge.check(files, progress=lambda percent: observer.step(name, percent, 100), cancel=cancel)
    checked = {Role.INSTALLER: installer, Role.SUMS: files.sums, Role.SIGNATURE: files.signature}
    return Checked({role: path for role, path in checked.items() if path is not None}, report)
