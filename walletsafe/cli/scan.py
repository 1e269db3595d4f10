"""``walletsafe scan``: places on this computer where recovery words lie. No word of them is ever shown."""

from __future__ import annotations

import json
import shutil
import stat
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from walletsafe import report, texts
from walletsafe.cancel import CancelToken
from walletsafe.cli import status
from walletsafe.cli.output import put
from walletsafe.cli.program import holds_list_words
from walletsafe.cli.signals import on_stop_signals
from walletsafe.cli.terminal import say
from walletsafe.errors import BrokenPlace
from walletsafe.findings import Report
from walletsafe.scan import engine, judge, places
from walletsafe.scan.finds import ALARMS, Find, NotRead, Progress

_words = partial(texts.words, "scan")

_EVERY = 10.0
_EVERY_ON_TERMINAL = 2.0
_MINUTE, _HOUR = 60, 3600
_MOST_MINUTES = 7 * 24 * 60


@click.command(name="scan")
@click.argument("path", nargs=-1)
@click.option(
    "--likely-places", is_flag=True, help="Look where phrases often lie, then in each PATH, and nowhere else."
)
@click.option("--pictures", "with_pictures", is_flag=True, help="Look into pictures as well: takes longer.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--max-minutes",
    type=click.FloatRange(min=0, max=_MOST_MINUTES, min_open=True),
    metavar="N",
    help="Stop after so many minutes, and tell what was found until then.",
)
def command(
    path: tuple[str, ...],
    *,
    likely_places: bool,
    with_pictures: bool,
    as_json: bool,
    max_minutes: float | None,
) -> int:
    """Look for places on this computer where recovery words lie. Shows places, never words. Deletes nothing.

    PATH is a file or folder. Without any: the likely places first, then your home folder.
    """
    scope = engine.Scope(_roots(path, likely=likely_places), pictures=with_pictures, max_minutes=max_minutes)
    cancel = CancelToken()
    teller = Teller()
    with on_stop_signals(cancel.cancel):
        say(f"{_words('command.begin')}\n{_words('command.caller')}")
        if with_pictures and not _can_read_pictures():
            say(_words("command.no_pictures"))
        result = engine.scan(scope, teller, cancel, engine.Pause())
    teller.end()
    made = judge.report_of(result, pictures=with_pictures)
    _print(made, as_json=as_json)
    return status.OF_OUTCOME[made.outcome]


def _can_read_pictures() -> bool:
    # Late: few look into pictures.
    from walletsafe.scan import pictures

    return pictures.available()


def _roots(chosen: tuple[str, ...], *, likely: bool) -> tuple[Path, ...]:
    """Where to look, in this order. Raises :class:`~walletsafe.errors.BrokenPlace` for what is not there."""
    if "" in chosen:  # which would mean the folder that the terminal is in
        raise BrokenPlace(place="", problem="no-place")
    if not chosen and not likely:
        return (*places.likely(), places.home())
    return (*(places.likely() if likely else ()), *map(_existing, chosen))


def _existing(typed: str) -> Path:
    """The file or folder itself, without the links on the way to it: it was chosen, they were not."""
    path = Path(typed)
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        problem = "no-target" if path.is_symlink() else "no-place"
    except (OSError, RuntimeError, ValueError):
        problem = "not-readable"
    else:
        if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
            return real
        problem = "no-file"
    raise BrokenPlace(place=_named(typed), problem=problem)


def _named(typed: str) -> str:
    """A place as it was typed; its last name alone, where the folders above it read like words."""
    name = Path(typed).name
    if holds_list_words(typed) and not holds_list_words(name):
        return f".../{judge.shown(name)}"
    return judge.shown(typed)


class Teller:
    """Tells on standard error how far a scan is: on a terminal in one line that is written anew."""

    def __init__(self) -> None:
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._every = _EVERY_ON_TERMINAL if self._terminal else _EVERY
        self._last = time.monotonic()
        self._found = 0
        self._open_line = False

    def progressed(self, progress: Progress) -> None:
        """Say it, if the last time is long enough ago."""
        now = time.monotonic()
        if now - self._last < self._every:
            return
        self._last = now
        line = _line(progress, self._found)
        if self._terminal:
            self._write_anew(line)
        else:
            say(line)

    def found(self, find: Find) -> None:
        """Count it: the report names the place."""
        self._found += find.trace.grade in ALARMS

    def not_read(self, item: NotRead) -> None:
        """Leave it to the report."""

    def end(self) -> None:
        """Leave the line that was written anew and anew."""
        if self._open_line:
            self._write_anew("")
            with suppress(OSError):
                click.echo("\r", err=True, nl=False)

    def _write_anew(self, line: str) -> None:
        # The last column stays free: in it, some terminals begin a new line.
        width = shutil.get_terminal_size().columns - 1
        with suppress(OSError):
            click.echo(f"\r{line[:width]:<{width}}", err=True, nl=False)
        self._open_line = True


def _line(progress: Progress, found: int) -> str:
    left = progress.seconds_left
    return _words(
        "progress.line" if progress.total_files else "progress.counting",
        files=progress.files,
        total=progress.total_files,
        size=judge.size_in_words(progress.bytes),
        rate=judge.size_in_words(round(progress.bytes_per_second)),
        left="" if left is None else _words("progress.left", time=_time(left)),
        found=found,
        place=judge.shown(progress.place),
    )


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return _words("progress.seconds")
    if seconds < _HOUR:
        return _words("progress.minutes", count=round(seconds / _MINUTE))
    return _words("progress.hours", count=round(seconds / _HOUR))


def _print(made: Report, *, as_json: bool) -> None:
    text = (
        json.dumps(report.as_json(made), indent=2, ensure_ascii=False) + "\n"
        if as_json
        else report.as_text(made)
    )
    put(text)
