"""Runs the window until it is closed, and ends it cleanly."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

# Before PySide6: its import hook reads the source of every module that is loaded after it.
from .desk import Desk

# isort: split
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from .main_window import MainWindow
from .style.theme import theme

if TYPE_CHECKING:
    from walletsafe.online.launcher import Launcher

_SIGNAL_MILLISECONDS = 250
_SETTLE_MILLISECONDS = 500
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run(launcher: Launcher | None, on_show: Callable[[QApplication, MainWindow], object] | None) -> int:
    """Show the window and return the exit status, as :func:`~.app.main` says."""
    # Nothing that the first page makes is garbage: looking for some costs a twentieth of the time to it.
    gc.disable()
    sys.excepthook = _say_own_fault
    # As an argument: setting it later would load all of Qt's styles for Python.
    app = QApplication([sys.argv[0], "-style", "fusion"])
    app.setApplicationName("WalletSafe")
    theme()
    window = MainWindow(Desk(launcher))
    timer = _quit_on_signals(app)
    if on_show is not None:
        on_show(app, window)
    window.show()
    QTimer.singleShot(_SETTLE_MILLISECONDS, _settle)
    try:
        return app.exec()
    finally:
        gc.enable()
        # However the loop ended, the device thread must be let go, or the process would wait for it.
        window.close()
        timer.stop()


def _settle() -> None:
    """Do what could wait until the first page was drawn."""
    gc.enable()
    theme().listen()


def _quit_on_signals(app: QApplication) -> QTimer:
    """End the loop on SIGINT and SIGTERM.

    Python runs signal handlers between its own instructions only, and Qt's loop may sleep for long
    without any: the timer gives them a chance. The handler does nothing but remember: it may run in
    the middle of anything, holding whatever lock that holds. Wake-up sockets would do it too, but
    this program opens none.
    """
    caught: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        del frame
        caught.append(number)

    def look() -> None:
        if caught:
            app.quit()

    for number in _SIGNALS:
        signal.signal(number, remember)
    timer = QTimer(app)
    timer.timeout.connect(look)
    timer.start(_SIGNAL_MILLISECONDS)
    return timer


def _say_own_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Name a fault that no job caught in one line: no traceback reaches a person."""
    from walletsafe import texts

    from .jobs import OurFault

    del kind
    sys.stderr.write(f"walletsafe: {texts.error_line(OurFault.of(error.with_traceback(trace)))}\n")
