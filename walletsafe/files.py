"""Reading a file that the person names."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from walletsafe.errors import BrokenFile


def read_bounded(path: Path, limit: int) -> bytes:
    """Return the bytes of the regular file ``path``, at most ``limit`` of them.

    Raises :class:`~walletsafe.errors.BrokenFile` with problem ``not-readable`` (also for a pipe or a
    device, which could keep us waiting for ever) or ``too-large``.
    """
    try:
        # Opening a pipe waits for its writer, unless told not to.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BrokenFile(file=path.name, line=0, problem="not-readable")
            data = file.read(limit + 1)
    except (OSError, ValueError):
        raise BrokenFile(file=path.name, line=0, problem="not-readable") from None
    if len(data) > limit:
        raise BrokenFile(file=path.name, line=0, problem="too-large")
    return data
