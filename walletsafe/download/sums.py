"""The list of checksums of a release.

One file for all systems, one line for each of its files: ``<SHA-512 in hex>  <file name>``. The rule is
Ledger's own (LedgerHQ/ledger-live, createAppUpdater.ts at 346504f1): a line is split at blanks, and its
second part must be the file's name exactly. The ``*`` that ``sha512sum`` puts before the name of a binary
file would break their updater, so no published list can have it, and it is not tolerated here either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from walletsafe.files import read_bounded

_SUMS_LIMIT = 1024 * 1024
_SHA512 = re.compile(r"[0-9a-fA-F]{128}")


@dataclass(frozen=True, slots=True)
class Sums:
    """A list as it was read, once: ``data`` is what a signature is over.

    ``listed`` maps each file name to the checksums that stand beside it, in lower-case hex. More than one for
    the same name is a contradiction, which nothing can match.
    """

    file: str
    data: bytes
    listed: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def names_of(self, sha512: str) -> list[str]:
        """The names under which this very checksum is listed."""
        return [name for name, sums in self.listed.items() if sums == frozenset({sha512})]


def read(path: Path) -> Sums:
    """Read a list. Raises :class:`~walletsafe.errors.BrokenFile` where that is not possible."""
    data = read_bounded(path, _SUMS_LIMIT)
    return Sums(path.name, data, parse(data))


def is_list(untrusted_data: bytes) -> bool:
    """Whether it holds lines of a list and nothing else: a program may carry one such line as well."""
    lines = [line for line in untrusted_data.splitlines() if line.strip()]
    return bool(lines) and all(parse(line) for line in lines)


def parse(untrusted_data: bytes) -> dict[str, frozenset[str]]:
    """The lines that hold a SHA-512 and a name; what is no such line is passed over."""
    listed: dict[str, frozenset[str]] = {}
    for line in untrusted_data.decode("utf-8", "replace").splitlines():
        parts = line.split()
        if len(parts) > 1 and _SHA512.fullmatch(parts[0]):
            listed[parts[1]] = listed.get(parts[1], frozenset()) | {parts[0].lower()}
    return listed
