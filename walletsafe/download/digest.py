"""Reads a file from its first to its last byte, once, for its checksum."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha512
from io import FileIO
from pathlib import Path

from walletsafe.cancel import CancelToken
from walletsafe.errors import BrokenFile
from walletsafe.files import open_regular

_PIECE = 1024 * 1024
_HEAD = 64

Progress = Callable[[int], None]
"""Is told the whole percent that are done, each once, in order."""


def silent(percent: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What was read: ``size`` bytes with this SHA-512 in hex, of which ``head`` are the first.

    ``changed``: the file was not the same at the end as at the beginning, so the rest says nothing.
    """

    size: int
    sha512: str
    head: bytes
    changed: bool


def read(path: Path, progress: Progress, cancel: CancelToken) -> Digest:
    """Read the regular file ``path``.

    Raises :class:`~walletsafe.errors.BrokenFile` as :func:`walletsafe.files.open_regular`, and
    :class:`~walletsafe.errors.Cancelled`.
    """
    with open_regular(path) as file:
        try:
            before = os.fstat(file.fileno())
            size, digest, head = _read_all(file, before.st_size, progress, cancel)
            same = _identity(before) == _identity(os.fstat(file.fileno())) == _identity(path.stat())
        except OSError:
            raise BrokenFile(file=path.name, line=0, problem="not-readable") from None
    return Digest(size, digest, head, changed=not same or size != before.st_size)


def _read_all(file: FileIO, size: int, progress: Progress, cancel: CancelToken) -> tuple[int, str, bytes]:
    """Read in pieces that fit the processor's cache; hashlib lets other threads run meanwhile."""
    total, buffer = sha512(), memoryview(bytearray(_PIECE))
    done, told, head = 0, -1, b""
    while count := file.readinto(buffer):
        cancel.raise_if_cancelled()
        total.update(buffer[:count])
        head = head or bytes(buffer[:_HEAD])
        done += count
        percent = min(100, done * 100 // size) if size else 100
        if percent > told:
            told = percent
            progress(percent)
    return done, total.hexdigest(), head


def _identity(status: os.stat_result) -> tuple[int, ...]:
    """What changes with the content, also where a program sets the time of its last change back."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
