"""The calls that an agent saved on purpose: files of the program's own, each with a day at which it ends.

They lie in the system's folder for such data, readable by their owner alone. Nothing is deleted by itself:
the window and the command line offer it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date, timedelta
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
_NAME: Final = re.compile(r"case-(\d{4}-\d\d-\d\d)-\d{1,6}\.json")


@dataclass(frozen=True, slots=True)
class Case:
    """One saved call: the day it was made, the day at which it ends, and the script it went by.

    ``broken``: the file cannot be read as one. Then ``made`` is the day in its name, and it ends when every
    case of that day has ended.
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

    Raises as :func:`preview`, and :class:`~walletsafe.errors.BrokenFile` where it cannot be written.
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
    """All saved cases, the newest first. A file that is none of ours is left out."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder()) if entry.is_file(follow_symlinks=False))
    except OSError:
        return ()
    found = [_case(folder() / name, match[1]) for name in names if (match := _NAME.fullmatch(name))]
    return tuple(sorted((case for case in found if case), key=lambda case: case.made, reverse=True))


def expired(today: date) -> tuple[Case, ...]:
    """The cases whose day has come. One that was made after ``today`` is among them.

    The clock was wrong then or is wrong now, and what is kept too long does more harm than what is gone.
    """
    return tuple(case for case in cases() if case.expires <= today or case.made > today + timedelta(days=1))


def purge(today: date, *, every: bool = False) -> int:
    """Delete the expired cases, or ``every`` one, and return how many are gone.

    What could not be deleted is still in :func:`expired`, or in :func:`cases`.
    """
    return sum(_removed(case) for case in (cases() if every else expired(today)))


def remove(path: Path) -> None:
    """Delete one case.

    Raises ``ValueError`` for a file that is no case of ours, and :class:`~walletsafe.errors.BrokenFile` with
    problem ``not-deleted`` where it cannot be deleted.
    """
    if path.parent != folder() or not _NAME.fullmatch(path.name):
        raise ValueError("no case of ours")
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


def _case(path: Path, named: str) -> Case | None:
    try:
        made = date.fromisoformat(named)
        last = made + timedelta(days=MOST_DAYS)
    except (OverflowError, ValueError):
        return None  # no day of the calendar: not a name that we give
    try:
        copy = open_report(path)
    except BrokenFile:
        return Case(path, made, last, "", broken=True)
    fitting = copy.report.kind == _KIND and copy.report.made == named
    if not fitting or copy.expires is None or not made < copy.expires <= last:
        return Case(path, made, last, "", broken=True)
    return Case(path, made, copy.expires, str(copy.report.subject.get("script", "")), broken=False)
