"""Brings the window's Download page into each of its states, with a release of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.download.page import DownloadPage
from walletsafe.ui.pages.download.result import ResultView
from walletsafe.ui.pages.download.run import RunView

from tests.helpers.release import APP_IMAGE, Release, Signer
from tests.ui.stage import settle, wait_until
from walletsafe.download import keys

LEDGER = Signer()


def start(page: DownloadPage, folder: Path) -> None:
    """Nothing dropped yet."""


def list_only(page: DownloadPage, folder: Path) -> None:
    """The list and its signature, no installer yet."""
    release = Release(folder, LEDGER)
    drop(page, release.signature, release.sums)


def running(page: DownloadPage, folder: Path) -> None:
    """A large file that is being read."""
    large = folder / "ledger-live-desktop-4.21.0-win-x64.exe"
    with large.open("wb") as file:
        file.truncate(40_000_000_000)
    page.take([large])
    settle(200)
    assert isinstance(page.view, RunView)


def passed(page: DownloadPage, folder: Path) -> None:
    """All three, and all is well."""
    drop(page, Release(folder, LEDGER).windows)


def mismatch(page: DownloadPage, folder: Path) -> None:
    """Another file under the listed name."""
    release = Release(folder, LEDGER)
    release.installer.write_bytes(APP_IMAGE + b"tampered with")
    drop(page, release.installer)


def bad_signature(page: DownloadPage, folder: Path) -> None:
    """The list is somebody else's."""
    release = Release(folder, Signer())
    drop(page, release.installer)


def installer_only(page: DownloadPage, folder: Path) -> None:
    """No list to hold it against."""
    release = Release(folder, LEDGER)
    release.sums.unlink()
    drop(page, release.installer)


def unpacked(page: DownloadPage, folder: Path) -> None:
    """A folder in place of an installer, so no checksum; its name is long and full of signs."""
    app = folder / f"Ledger\u202eWallet{'-very' * 20}.app"
    app.mkdir()
    drop(page, app)


def fault(page: DownloadPage, folder: Path) -> None:
    """A file that is not there any more."""
    page.take([folder / "missing.exe"])
    wait_until(lambda: not isinstance(page.view, RunView))


def drop(page: DownloadPage, *paths: Path) -> None:
    page.take(list(paths))
    wait_until(lambda: not isinstance(page.view, RunView))


def _bring(state: Callable[[DownloadPage, Path], None], window: MainWindow) -> None:
    window.show_download()
    with TemporaryDirectory() as folder, patch.object(keys, "pinned", lambda: (LEDGER.key(),)):
        state(window.download, Path(folder))
    settle()
    assert state is not passed or isinstance(window.download.view, ResultView)


DOWNLOAD_STATES: Mapping[str, Callable[[MainWindow], None]] = {
    f"download {state.__name__.replace('_', ' ')}": partial(_bring, state)
    for state in (
        start,
        list_only,
        running,
        passed,
        mismatch,
        bad_signature,
        installer_only,
        unpacked,
        fault,
    )
}
"""Each brings a window into its state. The files are gone afterwards: what is shown does not need them."""
