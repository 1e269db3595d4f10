"""Planted files on disk, scanned by the engine in its own processes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from random import Random
from unicodedata import combining, normalize

from tests.helpers.plants import LANGUAGES, Plant, found_among, phrase
from walletsafe import wordlists
from walletsafe.cancel import CancelToken
from walletsafe.scan.engine import Pause, Scope, scan
from walletsafe.scan.finds import Find, Grade, NotRead, Progress, Result, Trace
from walletsafe.wordlists import folded

_WORD = re.compile(rf"[{wordlists.CHINESE}]|[^\W\d_{wordlists.CHINESE}]+")

IN_A_ROW = 3
"""So many words of a phrase in a row must stand in no output."""


class Silent:
    """Listens to a scan and does nothing: its result has everything."""

    def progressed(self, progress: Progress) -> None:
        """Called from time to time."""

    def found(self, find: Find) -> None:
        """Called for each find."""

    def not_read(self, item: NotRead) -> None:
        """Called for whatever was not read."""


def plant_in(folder: Path, planted: Iterable[Plant]) -> dict[Path, Plant]:
    """Write the plants into a folder, under names that tell nothing; each file with its plant."""
    paths: dict[Path, Plant] = {}
    for number, plant in enumerate(planted):
        path = folder / f"{number:05}{plant.suffix}"
        path.write_bytes(plant.data)
        for end, data in plant.siblings.items():
            path.with_name(path.name + end).write_bytes(data)
        paths[path] = plant
    return paths


def plant_names(folder: Path, seed: int) -> dict[Path, Plant]:
    """Files and folders whose very names are phrases of twelve words, in every language."""
    rng = Random(seed)
    paths: dict[Path, Plant] = {}
    for language, gap in product(LANGUAGES, (" ", "-", "_")):
        words = phrase(rng, language, 12)
        path = folder / (gap.join(words) + ".txt")
        path.write_bytes(b"empty\n")
        paths[path] = Plant(f"name-{language}-{gap}", b"", language, 12, "name", "utf-8", words)
    inner = folder / " ".join(phrase(rng, "english", 12))
    inner.mkdir()
    inside = Plant("name-folder", b"", "english", 12, "name", "utf-8", tuple(inner.name.split()))
    (inner / "notes.txt").write_bytes(b"nothing here\n")
    return paths | {inner: inside}


def scanned(folders: Iterable[Path], listener: Silent | None = None) -> Result:
    """What the engine says of these folders, with two workers."""
    return scan(Scope(roots=tuple(folders), workers=2), listener or Silent(), CancelToken(), Pause())


def judged(result: Result, paths: Mapping[Path, Plant]) -> Iterator[tuple[Plant, Grade | None]]:
    """Each plant with what the scan said of its file, as :func:`tests.helpers.plants.found_among`."""
    traces: dict[Path, list[Trace]] = defaultdict(list)
    for find in result.finds:
        traces[find.path.with_name(find.path.name.removesuffix("-wal"))].append(find.trace)
    for path, plant in paths.items():
        yield plant, found_among(plant, traces[path])


def leaked(output: str, planted: Iterable[Plant]) -> list[str]:
    """The names of plants of which three words stand in a row in ``output``, whatever is between them."""
    bare = "".join(letter for letter in normalize("NFKD", output) if not combining(letter))
    said = [folded(word) for word in _WORD.findall(bare)]
    rows = {tuple(said[at : at + IN_A_ROW]) for at in range(len(said) - IN_A_ROW + 1)}
    return [plant.name for plant in planted if rows & _rows(plant)]


def _rows(plant: Plant) -> set[tuple[str, ...]]:
    words = [folded(word) for word in plant.words]
    return {tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)}
