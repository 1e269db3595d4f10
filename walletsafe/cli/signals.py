"""SIGINT and SIGTERM while a command works: it ends in its own way, not in the middle of a step."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def on_stop_signals(stop: Callable[[], None]) -> Generator[None]:
    """Call ``stop`` on SIGINT and SIGTERM; at the end put back what they did before.

    Main thread only. What ``stop`` raises is raised wherever the main thread was.
    """

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
