"""The calls that an agent saved on purpose: files of the program's own, each with a day at which it ends.

They lie in the system's folder for such data, readable by their owner alone. Nothing is deleted by itself:
the window and the command line offer it.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from walletsafe import findings
from walletsafe.errors import BrokenFile
from walletsafe.findings import Report
from walletsafe.report.document import as_json, checksummed
from walletsafe.report.file import dumped, refuse_secrets, write
from walletsafe.report.opening import open_report

USUAL_DAYS: Final = 14
MOST_DAYS: Final = 90
"""For how many days a case is kept, usually and at most."""

_KIND: Final = "call"
_NAME: Final = re.compile(r"case-([0-9]{4}-[0-9]{2}-[0-9]{2})-[0-9]+\.json")
_UNFINISHED: Final = re.compile(r"\.walletsafe-[0-9a-f]{16}")
"""What :func:`walletsafe.files.write_whole` leaves when the power fails."""


@dataclass(frozen=True, slots=True)
class Case:
    """One saved call: the day it was made, the day at which it ends, and the script it went by.

    ``broken``: the file cannot be read as one. Then ``made`` is the day in its name, and it ends when every
    case of that day has ended. Where no day of the calendar is in its name, it is the one it was written on,
    and it ends at once.
    """

    path: Path
    made: date
    expires: date
    script: str
    broken: bool


def folder() -> Path:
    """Where cases are kept. It need not exist."""
    import platformdirs

    return Path(platformdirs.user_data_dir("walletsafe", appauthor=False), "cases")


def preview(report: Report, days: int = USUAL_DAYS) -> str:
    """Return exactly what :func:`save_case` would write.

    Raises ``ValueError`` for another kind of report than a call, and for days outside 1 to 90;
    :class:`~walletsafe.errors.ExportRefused` when something in it looks like a secret.
    """
    if report.kind != _KIND or not 1 <= days <= MOST_DAYS:
        raise ValueError("a case is a call that is kept for 1 to 90 days")
    expires = date.fromisoformat(report.made) + timedelta(days=days)
    text = dumped(checksummed({**as_json(report), "expires": expires.isoformat()}))
    refuse_secrets(text, report)
    return text


def save_case(report: Report, days: int = USUAL_DAYS) -> Path:
    """Save a call until ``days`` after the day it was made, and return its file.

    Raises as :func:`preview`, :class:`~walletsafe.errors.BrokenFile` where it cannot be written, and as
    :func:`refuse_other_folder`.
    """
    text = preview(report, days)
    path = _reserved(report.made)
    try:
        write(path, text)
    except BrokenFile:
        path.unlink(missing_ok=True)
        raise
    return path


def cases() -> tuple[Case, ...]:
    """All saved cases, the newest first. A file that is none of ours is left out, and a folder of others."""
    place = folder()
    try:
        refuse_other_folder()
        names = sorted(entry.name for entry in os.scandir(place) if entry.is_file(follow_symlinks=False))
    except (BrokenFile, OSError):
        return ()
    found = [_case(place / name) for name in names if _is_ours(name)]
    return tuple(sorted(found, key=lambda case: case.made, reverse=True))


def refuse_other_folder() -> None:
    """Raise :class:`~walletsafe.errors.BrokenFile` where the folder is a link, or is somebody else's.

    Whoever put it there would choose what is deleted. None at all is fine.
    """
    place = folder()
    try:
        found = place.lstat()
    except OSError:
        return
    if stat.S_ISLNK(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
        raise BrokenFile(file=place.name, line=0, problem="folder-not-own")


def expired(today: date) -> tuple[Case, ...]:
    """The cases whose day has come. One that was made after ``today`` is among them.

    The clock was wrong then or is wrong now, and what is kept too long does more harm than what is gone.
    """
    return tuple(case for case in cases() if case.expires <= today or case.made > today + timedelta(days=1))


def purge(today: date, *, every: bool = False) -> int:
    """Delete the expired cases, or ``every`` one, and return how many are gone.

    What could not be deleted is still in :func:`expired`, or in :func:`cases`. Raises as
    :func:`refuse_other_folder`.
    """
    refuse_other_folder()
    return sum(_removed(case) for case in (cases() if every else expired(today)))


def remove(path: Path) -> None:
    """Delete one case.

    Raises ``ValueError`` for a file that is no case of ours, :class:`~walletsafe.errors.BrokenFile` with
    problem ``not-deleted`` where it cannot be deleted, and as :func:`refuse_other_folder`.
    """
    if path.parent != folder() or not _is_ours(path.name):
        raise ValueError("no case of ours")
    refuse_other_folder()
    try:
        path.unlink(missing_ok=True)
    except OSError:
        raise BrokenFile(file=path.name, line=0, problem="not-deleted") from None


def today() -> date:
    """The day by the clock of this computer."""
    return date.fromisoformat(findings.today())


def _removed(case: Case) -> bool:
    try:
        remove(case.path)
    except BrokenFile:
        return False
    return True


def _reserved(made: str) -> Path:
    """An empty file of the first name that is free, so that two windows never write the same one."""
    place = folder()
    number = 1
    refuse_other_folder()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.chmod(0o700)
        while True:
            path = place / f"case-{made}-{number}.json"
            try:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                number += 1
            else:
                return path
    except OSError:
        raise BrokenFile(file=place.name, line=0, problem="not-writable") from None


def _is_ours(name: str) -> bool:
    return bool(_NAME.fullmatch(name) or _UNFINISHED.fullmatch(name))


def _case(path: Path) -> Case:
    named = _NAME.fullmatch(path.name)
    try:
        made = date.fromisoformat(named[1] if named else "")
        last = made + timedelta(days=MOST_DAYS)
    except (OverflowError, ValueError):
        written = _day_written(path)
        return Case(path, written, written, "", broken=True)
    broken = Case(path, made, last, "", broken=True)
    try:
        copy = open_report(path)
    except BrokenFile:
        return broken
    fitting = copy.report.kind == _KIND and copy.report.made == made.isoformat()
    if not fitting or copy.expires is None or not made < copy.expires <= last:
        return broken
    return Case(path, made, copy.expires, str(copy.report.subject["script"]), broken=False)


def _day_written(path: Path) -> date:
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, UTC).astimezone().date()
    except (OSError, OverflowError, ValueError):
        return date.min
