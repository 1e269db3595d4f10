"""Where words tend to lie on this system, what kind of thing lies at a path, and how the path is shown.

The facts are in ``resources/knowledge/places.toml``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path, PurePath

from walletsafe import guard, redact
from walletsafe.facts import Table, read
from walletsafe.scan import naming
from walletsafe.scan.finds import Source

LONGEST_PLACE = 160
"""Characters of a place at most: a longer one loses folders from its middle."""

_LONGEST_NAME = 64
_WITHHELD = redact.WITHHELD
_SYSTEMS = {"win32": "windows", "darwin": "macos"}
_XDG_FOLDERS = ("DESKTOP", "DOCUMENTS", "DOWNLOAD", "PICTURES")


@dataclass(frozen=True, slots=True)
class _Place:
    """A likely place: its pattern under the home folder, name by name, and what kind of thing lies there."""

    parts: tuple[str, ...]
    kind: Source


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts on this system's places, in the order of looking."""

    places: tuple[_Place, ...]
    synced: tuple[str, ...]
    markers: tuple[str, ...]
    bins: tuple[str, ...]
    people: tuple[str, ...]
    others: frozenset[str]
    others_folders: tuple[str, ...]
    suffixes: dict[str, Source]


def home() -> Path:
    """The home folder of this person; the root of the file system for a user without one."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.path.abspath(os.sep))  # noqa: PTH100  (it has a drive on Windows)


def likely() -> tuple[Path, ...]:
    """The likely places that exist here, most likely first: files and folders, each once.

    Where the system does not say what lies in a folder, the folder itself: whoever walks there is told why.
    """
    found: dict[Path, None] = {}
    top = home()
    for number, place in enumerate(_facts(_system()).places):
        if number == _first_of_people():
            found.update(dict.fromkeys(_named_by_desktop(top)))
        found.update(dict.fromkeys(_existing(top, place.parts)))
    return tuple(found)


def _first_of_people() -> int:
    """Where the places that people reach for begin: behind those that are copied elsewhere."""
    return next((n for n, place in enumerate(_facts(_system()).places) if place.parts == ("Desktop",)), 0)


def _existing(folder: Path, parts: Sequence[str]) -> list[Path]:
    """What matches a pattern under ``folder``, sorted; the folder itself where nobody may look into it."""
    if not parts:
        return [folder]
    name, *rest = parts
    if not any(sign in name for sign in "*?["):
        inside = folder / name
        try:
            inside.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError:
            return [folder]
        return _existing(inside, rest)
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208  (names that cannot be decoded as well)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        return [folder]
    return [found for one in names if fnmatchcase(one, name) for found in _existing(folder / one, rest)]


def _named_by_desktop(top: Path) -> Iterator[Path]:
    """The folders that a Linux desktop calls Desktop, Documents ... in the person's language.

    Source of the format: xdg-user-dirs, ``user-dirs.dirs``: lines such as ``XDG_DESKTOP_DIR="$HOME/Bureau"``.
    """
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or top / ".config") / "user-dirs.dirs"
    try:
        lines = settings.read_text(encoding="utf-8", errors="replace").splitlines()
    except (OSError, ValueError):
        return
    listed = dict(line.split("=", 1) for line in lines if line.startswith("XDG_") and "=" in line)
    for folder in _XDG_FOLDERS:
        value = listed.get(f"XDG_{folder}_DIR", "").strip().strip('"')
        path = Path(value.replace("$HOME", str(top), 1))
        # Where a folder was removed the list names the home folder itself: that is no likely place.
        if value and path.is_absolute() and path not in {top, *top.parents} and os.path.exists(path):  # noqa: PTH110  (raises nothing)
            yield path


def source_of(path: Path) -> Source:
    """What kind of thing lies at ``path``, by where it lies, else by the end of its name."""
    facts = _facts(_system())
    parts = path.parts
    if any(fnmatchcase(part, name) for part in parts[:-1] for name in facts.bins):
        return Source.BIN
    below = _below_home(path)
    for place in facts.places if below else ():
        if place.kind is not Source.FILE and _matches(below, place.parts):
            return place.kind
    return facts.suffixes.get(path.suffix.lower(), Source.FILE)


def _below_home(path: Path) -> tuple[str, ...]:
    top = home().parts
    return path.parts[len(top) :] if path.parts[: len(top)] == top else ()


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether ``parts`` is what the pattern means, or lies in it."""
    return len(parts) >= len(pattern) and all(map(fnmatchcase, parts, pattern))


def is_synced(path: Path) -> bool:
    """Whether ``path`` lies in a folder that a program copies to other computers.

    By the names of the folders, and by the files that such programs leave in them.
    """
    facts = _facts(_system())
    folders = path.parts[1:-1]
    if any(fnmatchcase(part, name) for part in folders for name in facts.synced):
        return True
    return any(_is_marked(str(folder)) for folder in path.parents)


@lru_cache(maxsize=4096)
def _is_marked(folder: str) -> bool:
    if Path(folder) in {home(), *home().parents}:
        return False  # some programs leave their settings there, under the same name
    return any(os.path.lexists(os.path.join(folder, name)) for name in _facts(_system()).markers)  # noqa: PTH118


def is_of_others(path: Path) -> bool:
    """Whether ``path`` lies among other people's work, such as the packages of a programming language."""
    facts = _facts(_system())
    inside = any(part in facts.others for part in path.parts[:-1])
    return inside or path.as_posix().startswith(tuple(f"{folder}/" for folder in facts.others_folders))


def shown(path: Path, telling: Sequence[int] = ()) -> str:
    """``path`` as it is shown and saved: home as ``~``, no people, nothing hidden, no words.

    ``telling`` are the numbers of the names (counted from the root, which is 0) that spell words that were
    found in the file. Names that spell a phrase by themselves are withheld as well.
    """
    parts = list(path.parts)
    for number in {*telling, *naming.telling_by_themselves(parts)}:
        if 0 <= number < len(parts):
            parts[number] = _WITHHELD
    names = [redact.clean(part, _LONGEST_NAME) for part in _without_people(path, parts)]
    root = names[0] if names and PurePath(path).anchor == names[0] else ""
    place = guard.cut(_joined(root, names[1:] if root else names))
    return place if len(place) <= LONGEST_PLACE else _without_middle(root, names[1:] if root else names)


def _joined(root: str, names: Sequence[str]) -> str:
    return root + os.sep.join(names)  # noqa: PTH118  (a string for people)


def _without_middle(root: str, names: Sequence[str]) -> str:
    """The first two names and as many of the last as there is room for."""
    first, last = list(names[:2]), list(names[2:])
    while len(last) > 1 and len(_joined(root, [*first, "...", *last])) > LONGEST_PLACE:
        del last[0]
    return guard.cut(_joined(root, [*first, "...", *last]))


def _without_people(path: Path, parts: list[str]) -> list[str]:
    """The names with ``~`` for the home folder, and nothing in place of people's names."""
    top = home()
    if len(top.parts) > 1 and path.parts[: len(top.parts)] == top.parts:
        return ["~", *_without_name(parts[len(top.parts) :], top.name)]
    for folder in _facts(_system()).people:
        above = Path(folder).parts
        if len(parts) > len(above) and path.parts[: len(above)] == above:
            parts = [*parts[: len(above)], _WITHHELD, *parts[len(above) + 1 :]]
    return _without_name(parts, top.name)


def _without_name(parts: Sequence[str], name: str) -> list[str]:
    """Nothing in place of this person's own name, where a folder or file has exactly that one."""
    return [_WITHHELD if part == name and name != "root" else part for part in parts]


def _system() -> str:
    return _SYSTEMS.get(sys.platform, "linux")


@cache
def _facts(system: str) -> _Facts:
    file = read("places")
    (synced,), (bins,) = file.entries("synced"), file.entries("bin")
    (people,), (others,) = file.entries("people"), file.entries("others")
    return _Facts(
        places=tuple(
            _Place(tuple(path.split("/")), _kind(entry))
            for entry in file.entries("place")
            if entry.text("system") in {"any", system}
            for path in entry.items("paths", str)
        ),
        synced=synced.items("names", str),
        markers=synced.items("markers", str),
        bins=bins.items("names", str),
        # The longest first: a home below /media is that of a person as well.
        people=tuple(sorted(people.items("folders", str), key=len, reverse=True)),
        others=frozenset(others.items("names", str)),
        others_folders=others.items("folders", str),
        suffixes={
            name: _kind(entry) for entry in file.entries("suffix") for name in entry.items("names", str)
        },
    )


def _kind(entry: Table) -> Source:
    kind = entry.text("kind")
    if kind not in tuple(Source):
        raise entry.fault("kind", f"unknown value {kind!r}")
    return Source(kind)
