"""Opening the folder of a find, in whatever program this system has for folders. Never the file."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(path: Path) -> bool:
    """Open the folder that holds ``path``; return whether there is one here and the system took it."""
    folder = folder_of(path)
    # Windows would take a name without the stroke for the program beside it: "tools" for "tools.exe".
    return folder is not None and QDesktopServices.openUrl(QUrl.fromLocalFile(f"{folder}/"))


def folder_of(path: Path, system: str = sys.platform) -> Path | None:
    """The folder to be opened for ``path``, ``None`` where it is not one of this computer or is gone.

    On macOS a folder with an ending may be a program, which opening would start: the one around it then.
    """
    folder = path.parent
    while system == "darwin" and folder.suffix and folder != folder.parent:
        folder = folder.parent
    if not folder.is_absolute() or folder.as_posix().startswith("//"):
        return None
    try:
        return folder if folder.is_dir() else None
    except OSError:
        return None
