"""What a scan has seen so far, made fit for people: places without names and words, each find once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from walletsafe import guard, redact
from walletsafe.scan import places
from walletsafe.scan.finds import Find, Grade, Layout, NotRead, Progress, Reason, Result, Source
from walletsafe.scan.naming import LONGEST_MEMBER
from walletsafe.scan.protocol import Found, Pictures

_ORDER = tuple(Grade)


class Listener(Protocol):
    """Is told what happens, in the thread that scans, and must not take long."""

    def progressed(self, progress: Progress) -> None:
        """How far it is: at most ten times a second."""

    def found(self, find: Find) -> None:
        """Something was found."""

    def not_read(self, item: NotRead) -> None:
        """Something was not read."""


@dataclass(slots=True)
class Tally:
    """Gathers, and tells the listener at once. What readers say about a file is foreign, and cleaned here."""

    listener: Listener
    files: int = 0
    bytes: int = 0
    _pictures_read: int = field(default=0, init=False)
    _pictures_left: int = field(default=0, init=False)
    _finds: list[Find] = field(default_factory=list[Find], init=False)
    _not_read: list[NotRead] = field(default_factory=list[NotRead], init=False)
    _linked: dict[tuple[int, ...], Path] = field(default_factory=dict[tuple[int, ...], Path], init=False)
    _spelled: set[Path] = field(default_factory=set[Path], init=False)

    def found(self, path: Path, found: Found) -> None:
        """Add what was found in the file ``path``, unless it is known by another name."""
        if found.identity and self._linked.setdefault(found.identity, path) != path:
            return
        if found.names:
            path = Path(*path.parts[: found.names])
            if path in self._spelled:
                return
            self._spelled.add(path)
        language, name = redact.clean(found.trace.language), guard.cut(redact.clean(found.trace.name))
        find = Find(
            trace=replace(found.trace, language=language, name=name),
            path=path,
            place=places.shown(path, found.telling),
            member=_cleaned(found.member),
            source=_source(path, found),
            modified=_day(found.modified),
            synced=places.is_synced(path),
        )
        self._finds.append(find)
        self.listener.found(find)

    def lost(self, path: Path, member: str, reason: Reason) -> None:
        """Add something that was not read."""
        item = NotRead(path, places.shown(path), _cleaned(member), reason)
        self._not_read.append(item)
        self.listener.not_read(item)

    def pictures(self, counted: Pictures) -> None:
        """Count pictures."""
        self._pictures_read += counted.read
        self._pictures_left += counted.left

    def result(self, roots: tuple[Path, ...], seconds: float, *, stopped: bool, out_of_time: bool) -> Result:
        """Everything, alarms first; finds among other people's work after the others of their grade."""
        finds = sorted(
            self._finds, key=lambda find: (_ORDER.index(find.trace.grade), places.is_of_others(find.path))
        )
        return Result(
            finds=tuple(finds),
            not_read=tuple(self._not_read),
            roots=tuple(map(places.shown, roots)),
            files=self.files,
            bytes=self.bytes,
            seconds=seconds,
            pictures_read=self._pictures_read,
            pictures_not_read=self._pictures_left,
            stopped=stopped,
            out_of_time=out_of_time,
        )


def _cleaned(untrusted_member: str) -> str:
    return guard.cut(redact.clean(untrusted_member, LONGEST_MEMBER))


def _source(path: Path, found: Found) -> Source:
    if found.names:
        return Source.NAME
    if found.trace.layout is Layout.PICTURE:
        return Source.PICTURE
    source = places.source_of(path)
    return Source.ARCHIVE if source is Source.FILE and found.member else source


def _day(seconds: int) -> str:
    """The day of a time since 1970, on this computer's clock; empty for none, and for nonsense."""
    try:
        return datetime.fromtimestamp(seconds).astimezone().date().isoformat() if seconds else ""
    except (OSError, OverflowError, ValueError):
        return ""
