"""PySide6 6.12.0 drops a reference to True with each signal: Python 3.11 dies after a few hundred."""

from __future__ import annotations

import subprocess
import sys

SOURCE = """
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rang = Signal(bool)

bell = Bell()
heard = []
bell.rang.connect(heard.append)
for _ in range(2_000):
    bell.rang.emit(True)
print(len(heard))
"""


def test_two_thousand_signals_do_not_kill_python() -> None:
    result = subprocess.run([sys.executable, "-c", SOURCE], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "2000\n"), result.stderr
