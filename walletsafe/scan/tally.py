"""What a scan has seen so far, made fit for people: places without names and words, each find once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from walletsafe import guard, redact
from walletsafe.scan import naming, places
from walletsafe.scan.finds import Find, Grade, Layout, NotRead, Progress, Reason, Result, Source
from walletsafe.scan.naming import LONGEST_MEMBER
from walletsafe.scan.protocol import Found, Pictures

_ORDER = tuple(Grade)

_NAMES_ON_THE_WAY = 2
"""So many names below the home folder, or the root, are shown of a place where nobody has looked yet."""


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
    """Gathers, and tells the listener at once. What readers say about a file is foreign, and cleaned here.

    Names of folders and files that spell words of one find are withheld from then on, and in the result, in
    every place that they lead to: also where something else was found, or was not read.
    """

    listener: Listener
    files: int = 0
    bytes: int = 0
    _pictures_read: int = field(default=0, init=False)
    _pictures_left: int = field(default=0, init=False)
    _finds: list[Find] = field(default_factory=list[Find], init=False)
    _not_read: list[NotRead] = field(default_factory=list[NotRead], init=False)
    _linked: dict[tuple[int, ...], Path] = field(default_factory=dict[tuple[int, ...], Path], init=False)
    _spelled: set[Path] = field(default_factory=set[Path], init=False)
    _withheld: set[Path] = field(default_factory=set[Path], init=False)
    """Paths whose last name is shown nowhere."""

    def found(self, path: Path, found: Found) -> None:
        """Add what was found in the file ``path``.

        Of several links to one file the first is told, and those that are copied to other computers.
        """
        self._withhold(path, found.telling)
        known = bool(found.identity) and self._linked.setdefault(found.identity, path) != path
        if known and not places.is_synced(path):
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
            place=self._shown(path),
            member=_cleaned(found.member),
            source=_source(path, found),
            modified=_day(found.modified),
            synced=places.is_synced(path),
        )
        self._finds.append(find)
        self.listener.found(find)

    def lost(self, path: Path, member: str, reason: Reason) -> None:
        """Add something that was not read."""
        item = NotRead(path, self._shown(path), _cleaned(member), reason)
        self._not_read.append(item)
        self.listener.not_read(item)

    def pictures(self, counted: Pictures) -> None:
        """Count pictures."""
        self._pictures_read += counted.read
        self._pictures_left += counted.left

    def on_the_way(self, folder: Path) -> str:
        """A folder as it is shown while its files are read, before anybody knows which words lie there.

        Only its first names, without those that three words of any list stand in.
        """
        home = places.home().parts
        above = len(home) if folder.parts[: len(home)] == home else 1
        names = folder.parts[: above + _NAMES_ON_THE_WAY]
        return self._shown(Path(*names), naming.of_list_words(names))

    def _withhold(self, path: Path, telling: Sequence[int]) -> None:
        """Remember which names of a path spell words: their numbers, 0 for the root."""
        names = path.parts
        self._withheld.update(Path(*names[: number + 1]) for number in telling if number < len(names))

    def _shown(self, path: Path, telling: Iterable[int] = ()) -> str:
        above = (*reversed(path.parents), path)
        known = (number for number, part in enumerate(above) if part in self._withheld)
        return places.shown(path, (*telling, *(known if self._withheld else ())))

    def result(self, roots: tuple[Path, ...], seconds: float, *, stopped: bool, out_of_time: bool) -> Result:
        """Everything, alarms first; finds among other people's work after the others of their grade."""
        finds = sorted(
            self._finds, key=lambda find: (_ORDER.index(find.trace.grade), places.is_of_others(find.path))
        )
        if self._withheld:  # what was told before may show names that were found to spell words since
            finds = [replace(find, place=self._shown(find.path)) for find in finds]
            self._not_read = [replace(item, place=self._shown(item.path)) for item in self._not_read]
        return Result(
            finds=tuple(finds),
            not_read=tuple(self._not_read),
            roots=tuple(map(self._shown, roots)),
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
