"""What the name of a file says: which release, for which system, and who may have changed it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from walletsafe.download import known
from walletsafe.download.known import System


@dataclass(frozen=True, slots=True)
class InstallerName:
    """A name as Ledger's installers have it, a browser's "(1)" included. ``start`` is what it begins with."""

    start: str
    version: str
    system: System


def parse(untrusted_name: str) -> InstallerName | None:
    """Read the name of an installer; ``None`` where it is not called as Ledger's are."""
    match = _pattern().fullmatch(untrusted_name)
    if match is None:
        return None
    system = next(system for system in known.load().systems if system.mark == match["mark"])
    if not untrusted_name.endswith(system.endings):
        return None
    return InstallerName(match["start"], match["version"], system)


def release(version: str) -> tuple[tuple[int, ...], bool]:
    """A version as something that can be compared: its numbers, then whether it is a final release."""
    numbers, _, trial = version.partition("-")
    parts = [int(number) for number in re.findall(r"[0-9]{1,9}", numbers)]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts), not trial


@lru_cache
def _pattern() -> re.Pattern[str]:
    """``START-VERSION-SYSTEM...ENDING``, electron-builder.yml of Ledger's sources has the parts."""
    facts = known.load()
    starts = "|".join(re.escape(name) for name in sorted(facts.file_names, key=len, reverse=True))
    marks = "|".join(re.escape(system.mark) for system in facts.systems)
    return re.compile(
        rf"(?P<start>{starts})-(?P<version>[0-9]+(?:\.[0-9]+)+(?:-[a-z0-9.]+)?)-(?P<mark>{marks})(?![a-z]).*"
    )
