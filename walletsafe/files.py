"""Reading and writing a file that the person names."""

from __future__ import annotations

import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path

from walletsafe.errors import BrokenFile


def read_bounded(path: Path, limit: int) -> bytes:
    """Return the bytes of the regular file ``path``, at most ``limit`` of them.

    Raises :class:`~walletsafe.errors.BrokenFile` with problem ``too-large``, or as :func:`open_regular`.
    """
    with BufferedReader(open_regular(path)) as file:
        try:
            data = file.read(limit + 1)
        except OSError:
            raise BrokenFile(file=path.name, line=0, problem="not-readable") from None
    if len(data) > limit:
        raise BrokenFile(file=path.name, line=0, problem="too-large")
    return data


def open_regular(path: Path) -> FileIO:
    """Open the regular file ``path`` for reading, unbuffered.

    Raises :class:`~walletsafe.errors.BrokenFile` with problem ``not-there``, ``folder``, ``no-file`` (a pipe
    or a device, which could keep us waiting for ever) or ``not-readable``.
    """
    try:
        # Opening a pipe waits for its writer, unless told not to.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        problem = "not-there"
    except (OSError, ValueError):
        problem = "not-readable"
    else:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISREG(mode):
            return FileIO(descriptor)
        os.close(descriptor)
        problem = "folder" if stat.S_ISDIR(mode) else "no-file"
    raise BrokenFile(file=path.name, line=0, problem=problem)


def write_whole(path: Path, content: bytes, *, mode: int = 0o600, replace: bool = True) -> None:
    """Write ``content`` to ``path`` at once or not at all: what was there is replaced, or not touched.

    ``mode`` are the rights of the file, less what the system's umask takes away; by default its owner alone
    can read it. Raises :class:`~walletsafe.errors.BrokenFile` with problem ``not-writable``, or ``exists``
    where something is there and shall not be replaced.
    """
    unfinished = path.with_name(f".walletsafe-{os.urandom(8).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(unfinished, flags, mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(descriptor)
            if not replace:
                # The name is taken first, so that what is replaced next is ours. A link would do the same,
                # but not on every USB stick.
                os.close(os.open(path, flags, mode))
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink()
            raise
    except FileExistsError:
        raise BrokenFile(file=path.name, line=0, problem="exists") from None
    except (OSError, ValueError):
        raise BrokenFile(file=path.name, line=0, problem="not-writable") from None
