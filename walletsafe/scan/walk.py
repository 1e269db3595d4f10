"""Walks through folders and names the files in them, without opening one.

Links are never followed, other file systems are entered only where they were chosen, and each folder is
listed once, by whatever way it is reached.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from walletsafe.scan.finds import Reason

MOST_NAMES = 10_000
"""So many names of one folder at most are handed on at once."""

_SHOWN_BY_KERNEL = frozenset({"/proc", "/sys", "/dev"})
"""What the kernel shows as files and are none. Other file systems of this kind are other file systems."""

_LATER = frozenset({"node_modules", ".git", ".cache", ".cargo", ".rustup", ".npm", "site-packages"})
"""Folders of other people's work: they come after everything else."""

_NEEDS_STATUS = sys.platform in {"win32", "darwin"}
"""There the list of a folder does not tell what lies in the cloud alone; asking costs nothing on Windows."""

# Source: winnt.h. Reading such a file, or even opening it, would fetch it.
_ATTRIBUTES_NOT_HERE = 0x00400000 | 0x00040000 | 0x00001000  # RECALL_ON_DATA_ACCESS, RECALL_ON_OPEN, OFFLINE
_TAG_MOUNT_POINT = 0xA0000003
# Source: sys/stat.h of macOS: SF_DATALESS.
_FLAG_NOT_HERE = 0x40000000

_REASONS: tuple[tuple[type[OSError], Reason], ...] = (
    (PermissionError, Reason.NO_PERMISSION),
    (FileNotFoundError, Reason.VANISHED),
    (NotADirectoryError, Reason.VANISHED),
    (BlockingIOError, Reason.IN_USE),
)
_WINDOWS_IN_USE = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION

Names = tuple[str, list[str]]
"""A folder, and the names of regular files in it."""


def reason_of(error: OSError | ValueError) -> Reason:
    """Why the system did not let something be read."""
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return Reason.IN_USE
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), Reason.UNREADABLE)


class _Entry(Enum):
    """What the walk makes of an entry of a folder: ``OTHER`` is left alone."""

    FILE = auto()
    FOLDER = auto()
    OTHER = auto()


@dataclass(slots=True)
class Walk:
    """One way through ``roots``, those of ``first`` that lie in them before everything else.

    A root is a file or a folder; where it is a link, the person chose what it leads to. ``not_read`` is told
    of every folder that was not listed, and of files that are not on this computer. ``stopped`` is asked
    between folders.
    """

    roots: Sequence[Path]
    first: Sequence[Path]
    not_read: Callable[[Path, Reason], None]
    stopped: Callable[[], bool] = lambda: False
    _folders: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]], init=False)
    _devices: dict[str, int] = field(default_factory=dict[str, int], init=False)
    _files: dict[str, set[str]] = field(default_factory=dict[str, set[str]], init=False)

    def __iter__(self) -> Iterator[Names]:
        """Yield the folders with the names of their files, each once."""
        roots = [_absolute(root) for root in self.roots]
        chosen = [*(place for place in map(_absolute, self.first) if _is_in(place, roots)), *roots]
        self._devices = {str(path): status.st_dev for path in chosen if (status := _status(path)) is not None}
        later: list[str] = []
        # Files first: the folder that one lies in may have been chosen as well.
        for path in sorted(dict.fromkeys(chosen), key=os.path.isdir):
            if self.stopped():
                return
            yield from self._chosen(str(path), later)
        for folder in later:
            yield from self._below(folder, None)

    def _chosen(self, path: str, later: list[str]) -> Iterator[Names]:
        """What lies at a path that was chosen itself."""
        try:
            status = os.stat(path)  # noqa: PTH116  (of a link, what it leads to)
        except (OSError, ValueError) as error:
            self.not_read(Path(path), reason_of(error))
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._below(path, later)
        elif stat.S_ISREG(status.st_mode):
            folder, name = os.path.split(path)
            named = self._files.setdefault(folder, set())
            if name not in named:
                named.add(name)
                yield folder, [name]

    def _below(self, top: str, later: list[str] | None) -> Iterator[Names]:
        """What lies in the folder ``top``, however deep. Folders for ``later`` go there, unless ``None``."""
        waiting = [top]
        device = self._device_of(top)
        while waiting and not self.stopped():
            folder = waiting.pop()
            # What was chosen by itself has its own turn, and its own file system.
            if (folder in self._devices and folder != top) or not self._is_new(folder, device):
                continue
            names: list[str] = []
            for entry in self._entries(folder):
                kind = self._kind_of(entry)
                if kind is _Entry.FILE:
                    names.append(entry.name)
                elif kind is _Entry.FOLDER:
                    (waiting if later is None or entry.name not in _LATER else later).append(entry.path)
                if len(names) == MOST_NAMES:
                    yield folder, names
                    names = []
            if folder in self._files:
                names = [name for name in names if name not in self._files[folder]]
            if names:
                yield folder, names

    def _device_of(self, top: str) -> int | None:
        """The file system that a way down from ``top`` stays on: that of the nearest chosen folder."""
        above = (str(path) for path in (Path(top), *Path(top).parents))
        return next((self._devices[path] for path in above if path in self._devices), None)

    def _is_new(self, folder: str, device: int | None) -> bool:
        """Whether a folder is to be listed now."""
        if folder in _SHOWN_BY_KERNEL:
            if folder in self._devices:
                self.not_read(Path(folder), Reason.OTHER_FILE_SYSTEM)
            return False
        try:
            status = os.stat(folder, follow_symlinks=folder in self._devices)  # noqa: PTH116  (the links chosen)
        except OSError as error:
            self.not_read(Path(folder), reason_of(error))
            return False
        if device is not None and status.st_dev != device:
            self.not_read(Path(folder), Reason.OTHER_FILE_SYSTEM)
            return False
        identity = status.st_dev, status.st_ino
        is_new = identity not in self._folders
        self._folders.add(identity)
        # Somebody may have put a link in its place since it was listed.
        return is_new and stat.S_ISDIR(status.st_mode)

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """What a folder holds, as far as the system tells."""
        try:
            with os.scandir(folder) as entries:
                yield from entries
        except OSError as error:
            self.not_read(Path(folder), reason_of(error))

    def _kind_of(self, entry: os.DirEntry[str]) -> _Entry:
        """What an entry of a folder is. Some file systems say so only when asked, and may not answer."""
        try:
            if entry.is_file(follow_symlinks=False):
                return _Entry.FILE if not _NEEDS_STATUS or self._is_here(entry) else _Entry.OTHER
            if entry.is_dir(follow_symlinks=False) and not (_NEEDS_STATUS and _is_mount_point(entry)):
                return _Entry.FOLDER
        except OSError as error:
            self.not_read(Path(entry.path), reason_of(error))
        return _Entry.OTHER

    def _is_here(self, entry: os.DirEntry[str]) -> bool:
        """Whether a file is on this computer, and not in the cloud alone."""
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            self.not_read(Path(entry.path), reason_of(error))
            return False
        if is_elsewhere(status):
            self.not_read(Path(entry.path), Reason.NOT_HERE)
            return False
        return True


def is_elsewhere(status: os.stat_result) -> bool:
    """Whether a file's status says that only its name is on this computer."""
    attributes: int = getattr(status, "st_file_attributes", 0)
    flags: int = getattr(status, "st_flags", 0)
    return bool(attributes & _ATTRIBUTES_NOT_HERE or flags & _FLAG_NOT_HERE)


def _is_mount_point(entry: os.DirEntry[str]) -> bool:
    """Whether this is what Windows calls a junction: a link to another folder."""
    try:
        tag: int = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    except OSError:
        return False  # the list of it will fail as well, and be told
    return tag == _TAG_MOUNT_POINT


def _absolute(path: Path) -> Path:
    """``path`` from the root on, without dots. Links stay: what they lead to has another name for people."""
    return Path(os.path.abspath(path))  # noqa: PTH100  (Path.resolve would follow links)


def _is_in(path: Path, roots: Sequence[Path]) -> bool:
    return any(path == root or root in path.parents for root in roots)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None
