"""The work behind the page, done on the thread for files: a scan, or a look at the clipboard."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from walletsafe.cancel import CancelToken
from walletsafe.findings import Report
from walletsafe.scan import engine, judge, places
from walletsafe.scan.engine import Pause, Scope
from walletsafe.scan.finds import ALARMS, Find, NotRead, Progress, Result, Source

from ...jobs import Line
from .words import scan_words

TOLD_SECONDS = 0.1
"""The window is told no more often than this."""


class Where(StrEnum):
    """What is to be looked through."""

    LIKELY = "likely"
    HOME = "home"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to have looked through. ``folder`` counts for :attr:`Where.FOLDER` alone."""

    where: Where
    pictures: bool
    folder: Path = Path()


FIRST_WISH = Wish(Where.LIKELY, pictures=False)
"""Where a person starts from who chose nothing yet."""


@dataclass(frozen=True, slots=True)
class News:
    """How far a scan is: its progress, how many places to do something about, how many were not read."""

    progress: Progress
    places: int
    not_read: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it. ``clipboard``: that alone was looked at, and there is nothing of it to save."""

    result: Result
    report: Report
    clipboard: bool = False


class Herald:
    """Hears a scan on its own thread and tells the window of it, in whole pieces and not too often.

    The result holds everything that was heard: what is left untold here is not lost.
    """

    def __init__(self, line: Line, clock: Callable[[], float] = time.monotonic) -> None:
        self._line, self._clock = line, clock
        self._next = clock()
        self._progress: Progress | None = None
        self._places = self._not_read = 0

    def progressed(self, progress: Progress) -> None:
        """The scan came further."""
        self._progress = progress
        self._tell()

    def found(self, find: Find) -> None:
        """One more find; examples and lists of words are nothing to do anything about."""
        if find.trace.grade in ALARMS:
            self._places += 1
            self._tell()

    def not_read(self, item: NotRead) -> None:
        """One more thing that was not read."""
        self._not_read += 1
        self._tell()

    def _tell(self) -> None:
        now = self._clock()
        if self._progress is not None and now >= self._next:
            self._next = now + TOLD_SECONDS
            self._line.tell(News(self._progress, self._places, self._not_read))


def look(wish: Wish, pause: Pause, line: Line, cancel: CancelToken) -> Seen:
    """Scan what is wished for, until its end or until it is stopped: both have a result."""
    scope = Scope(_roots(wish), pictures=wish.pictures)
    result = engine.scan(scope, Herald(line), cancel, pause)
    return Seen(result, judge.report_of(result, pictures=wish.pictures))


def look_at_text(untrusted_text: str, line: Line, cancel: CancelToken) -> Seen:
    """Look at what the clipboard held. Nothing of it is kept."""
    del line, cancel
    begun = time.monotonic()
    place = scan_words(f"sources.{Source.CLIPBOARD}")
    finds = tuple(replace(find, place=place) for find in engine.scan_clipboard(untrusted_text))
    size = len(untrusted_text.encode("utf-8", "surrogatepass"))
    result = Result(finds, (), (place,), files=1, bytes=size, seconds=time.monotonic() - begun)
    return Seen(result, judge.report_of(result), clipboard=True)


def _roots(wish: Wish) -> tuple[Path, ...]:
    match wish.where:
        case Where.LIKELY:
            return places.likely()
        case Where.HOME:
            return (places.home(),)
        case Where.FOLDER:
            return (wish.folder,)
