"""The files that belong together: found beside an installer, or told apart where several are given."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from walletsafe.download import known, names, sums
from walletsafe.download.judge import Files
from walletsafe.errors import BrokenFile
from walletsafe.files import read_bounded

SUMS_ENDING = ".sha512sum"
SIGNATURE_ENDING = ".sig"

_ENDINGS = (SUMS_ENDING, SIGNATURE_ENDING)
_MOST = 100
"""Of a folder full of other files so many are looked at."""

_SMALL = 1024 * 1024
_DER_SEQUENCE = 0x30
_SIGNATURE_SIZES = range(8, 73)
"""A DER signature on secp256k1 has at most 72 bytes."""


class Role(StrEnum):
    """What a file is in the check of a download."""

    INSTALLER = "installer"
    SUMS = "sums"
    SIGNATURE = "signature"


def role_of(path: Path) -> Role:
    """Tell by what is in a file, and by its name where that says nothing, what it is."""
    try:
        data = read_bounded(path, _SMALL)
    except BrokenFile:  # large, or a folder: whoever checks it says what is wrong
        data = b""
    if len(data) in _SIGNATURE_SIZES and data[0] == _DER_SEQUENCE and data[1] == len(data) - 2:
        return Role.SIGNATURE
    if sums.is_list(data):
        return Role.SUMS
    name = path.name.lower()
    if name.endswith(SIGNATURE_ENDING):
        return Role.SIGNATURE
    return Role.SUMS if name.endswith(SUMS_ENDING) else Role.INSTALLER


def inside(folder: Path) -> list[Path]:
    """The files of a folder: those that are called as Ledger's are, all of them where none is.

    Raises :class:`~walletsafe.errors.BrokenFile` (``folder-without-file``, ``not-readable``).
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        raise BrokenFile(file=folder.name, line=0, problem="not-readable") from None
    if not files:
        raise BrokenFile(file=folder.name, line=0, problem="folder-without-file")
    ours = [path for path in files if names.parse(path.name) or path.name.endswith(_ENDINGS)]
    return ours or files[:_MOST]


def check_is_installer(path: Path) -> None:
    """Refuse a file that is the list or its signature, where the installer was asked for.

    Raises :class:`~walletsafe.errors.BrokenFile` (``only-the-list``, ``only-the-signature``).
    """
    role = role_of(path)
    if role is not Role.INSTALLER:
        problem = "only-the-list" if role is Role.SUMS else "only-the-signature"
        raise BrokenFile(file=path.name, line=0, problem=problem)


def beside(files: Files) -> Files:
    """Fill in what was not given from the folder it would lie in; what was given stays.

    The list of the installer's own release comes first, then the newest list there is: it tells that the
    installer is an older one.
    """
    listing = files.sums or _sums_beside(files.installer)
    signature = files.signature
    if signature is None and listing is not None:
        candidate = listing.with_name(listing.name + SIGNATURE_ENDING)
        signature = candidate if candidate.is_file() else None
    return Files(files.installer, listing, signature)


def _sums_beside(installer: Path) -> Path | None:
    starts = "|".join(re.escape(name) for name in known.load().file_names)
    pattern = re.compile(rf"(?:{starts})-([0-9][0-9a-z.-]*){re.escape(SUMS_ENDING)}")
    try:
        files = sorted(installer.parent.iterdir())
    except OSError:
        return None
    found = [(match[1], path) for path in files if (match := pattern.fullmatch(path.name))]
    parsed = names.parse(installer.name)
    own = [path for version, path in found if parsed is not None and version == parsed.version]
    newest = max(found, key=lambda entry: names.release(entry[0]), default=None)
    return own[0] if own else None if newest is None else newest[1]
