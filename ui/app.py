"""Opens the window."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from walletsafe import seal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from walletsafe.online.launcher import Launcher

    from .main_window import MainWindow


def main(on_show: Callable[[QApplication, MainWindow], object] | None = None) -> int:
    """Open the window and return the exit status once it is closed: 0, also after SIGINT or SIGTERM.

    ``on_show`` is called before the window is shown: measurements watch it from there.
    """
    with _launcher() if offers_online(_facts()) else nullcontext() as launcher:
        # After the fork of what may go online, before Qt and with it anything that reads an input.
        seal.close()
        seal.harden_memory()
        from .loop import run

        return run(launcher, on_show)


def offers_online(facts: str) -> bool:
    """Whether the facts on the vendor's online check (TOML) say that it is offered.

    Python's TOML reader would take a tenth of the time to the first page. This decides about the launcher
    alone: the desk and the process of the check read the facts properly. A test holds the readings together.
    """
    return "offered = true" in facts.splitlines()


def _facts() -> str:
    folder = import_module("walletsafe.resources").__path__[0]
    return Path(folder, "knowledge", "online.toml").read_text("utf-8")


def _launcher() -> Launcher:
    """Make what starts the online check. First of all: it forks, with no thread yet and small without Qt."""
    from walletsafe.online.launcher import Launcher

    return Launcher()
