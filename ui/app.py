"""Opens the window and ends it cleanly."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable

# Before PySide6: its import hook reads the source of every module that is loaded after it.
from .desk import Desk

# isort: split
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from .main_window import MainWindow
from .style.theme import theme

_SIGNAL_MILLISECONDS = 250
_SETTLE_MILLISECONDS = 500
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main(on_show: Callable[[QApplication, MainWindow], object] | None = None) -> int:
    """Open the window and return the exit status once it is closed: 0, also after SIGINT or SIGTERM.

    ``on_show`` is called before the window is shown: measurements watch it from there.
    """
    # Nothing that the first page makes is garbage: looking for some costs a twentieth of the time to it.
    gc.disable()
    # As an argument: setting it later would load all of Qt's styles for Python.
    app = QApplication([sys.argv[0], "-style", "fusion"])
    app.setApplicationName("WalletSafe")
    theme()
    window = MainWindow(Desk())
    timer = _close_on_signals(window)
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


def _close_on_signals(window: MainWindow) -> QTimer:
    """Close ``window`` on SIGINT and SIGTERM.

    Python runs signal handlers between its own instructions only, and Qt's loop may sleep for long
    without any: the timer gives them a chance. Wake-up sockets would do it too, but this program
    opens none.
    """

    def close(*_: object) -> None:
        window.close()

    for number in _SIGNALS:
        signal.signal(number, close)
    timer = QTimer(window)
    timer.timeout.connect(lambda: None)
    timer.start(_SIGNAL_MILLISECONDS)
    return timer
