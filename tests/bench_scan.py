"""What the scan costs: against ripgrep with the same question, against itself, and in memory.

``python -m tests.bench_scan [FOLDER]`` prints these rows alone; FOLDER is scanned instead of a tree of
copies. The tree is made of what this machine has anyway: text, programs, pictures. ripgrep comes from npm, or
from the variable ``RIPGREP``; where there is neither, its rows are told as not measured.

ripgrep is asked for twelve words of the English list in a row, with anything but letters between them. That
is less than the scan does: one language, no checksum, no other encoding, nothing inside of documents.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.helpers.bench_row import Row
from walletsafe import wordlists
from walletsafe.scan import first_pass

ROUNDS = 3
TREE_BYTES, TREE_FILES = 1_000_000_000, 40_000
MOST_TREE_BYTES = 3_000_000_000
LARGEST_COPY = 30_000_000
SOURCES = (sys.prefix, "/usr/lib/python3", "/usr/lib/node_modules", "/usr/share", "/usr/lib")
TEXTS = frozenset({".c", ".css", ".h", ".html", ".js", ".json", ".md", ".py", ".rst", ".ts", ".txt", ".xml"})
BLOB_BYTES = 200_000_000
SMALL, LARGE = 100_000_000, 4_000_000_000
CHUNK, OVERLAP = 4 << 20, 64 << 10
MEMORY = 400.0

SCAN = """
import json, sys
from pathlib import Path
from walletsafe.cancel import CancelToken
from walletsafe.scan.engine import Pause, Scope, scan

class Silent:
    def progressed(self, progress): pass
    def found(self, find): pass
    def not_read(self, item): pass

scope = Scope(roots=(Path(sys.argv[1]),), workers=int(sys.argv[2]))
result = scan(scope, Silent(), CancelToken(), Pause())
print(json.dumps({"seconds": result.seconds, "bytes": result.bytes, "files": result.files}))
"""


def main() -> None:
    """Print the rows of the scan."""
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    for row in rows(tree):
        print(row, flush=True)


def rows(tree: Path | None = None) -> Iterator[Row | str]:
    """Measure the scan: one row after the other, or a sentence where something cannot be measured here."""
    with tempfile.TemporaryDirectory(prefix="bench-scan-") as name:
        folder = Path(name)
        if tree is None:
            tree = folder / "tree"
            copy_tree(tree)
        ripgrep = _ripgrep(folder)
        yield from _tree_rows(tree, ripgrep, folder)
        yield from _first_pass_rows(tree, ripgrep, folder)
        yield _growth_row(folder, (folder / "text").read_bytes()[:SMALL])


def _tree_rows(tree: Path, ripgrep: list[str] | None, folder: Path) -> Iterator[Row | str]:
    two = scan_of(tree, 2)
    one = scan_of(tree, 1)
    first = two()
    size = f"{first.files:,} files, {first.bytes / 1e9:.1f} GB"
    theirs = (lambda: _wall([*ripgrep, "-j2", str(tree)])) if ripgrep else None
    ours, rivals, alone = list[Cost](), list[float](), list[float]()
    if theirs:
        theirs()
    for _ in range(ROUNDS):
        ours.append(two())
        if theirs:
            rivals.append(theirs())
        alone.append(one().wall)
    wall = statistics.median(cost.wall for cost in ours)
    if rivals:
        yield Row(f"scan, two workers / rg -j2 ({size})", "s", wall, statistics.median(rivals), 1.7)
    else:
        yield f"scan of {size}: {wall:.1f} s; no ripgrep here: not measured against it"
    yield Row("scan with two workers / with one", "s", wall, statistics.median(alone), 0.67)
    memory = statistics.median(cost.memory for cost in ours)
    yield Row("memory of a scan, all processes / 400 MB", "MB", memory, MEMORY, 1)


def _first_pass_rows(tree: Path, ripgrep: list[str] | None, folder: Path) -> Iterator[Row | str]:
    blob = folder / "text"
    _join_texts(tree, blob)
    ours = _median(lambda: _pass_over(blob))
    rate = blob.stat().st_size / ours / 1e6
    if ripgrep is None:
        yield f"first pass over one text file: {rate:.0f} MB/s; no ripgrep here: not measured against it"
        return
    theirs = _median(lambda: _wall([*ripgrep, "-j1", str(blob)]))
    yield Row(f"first pass, one core, one text file / rg -j1 ({rate:.0f} MB/s)", "s", ours, theirs, 0.5)


def _growth_row(folder: Path, text: bytes) -> Row:
    """Time for 40 copies of 100 MB of text in one file; starting the processes is taken off both."""
    times: list[float] = []
    for copies in (0, 1, LARGE // SMALL):
        place = folder / f"{copies}-copies"
        place.mkdir()
        with (place / "notes.txt").open("wb") as out:
            out.writelines(text for _ in range(copies))
        once = scan_of(place, 1)
        once()
        times.append(statistics.median(once().wall for _ in range(ROUNDS)))
        shutil.rmtree(place)
    empty, small, large = times
    return Row("scan of 4 GB / 40 times 100 MB", "s", large - empty, (small - empty) * (LARGE // SMALL), 1.25)


@dataclass(frozen=True)
class Cost:
    """Seconds of a scan as it reckons them, peak memory of all its processes in MB, and what it read."""

    wall: float
    memory: float
    files: int
    bytes: int


def scan_of(tree: Path, workers: int) -> Callable[[], Cost]:
    """A scan of ``tree`` in a process of its own, to be run more than once."""

    def run() -> Cost:
        command = [sys.executable, "-c", SCAN, str(tree), str(workers)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            watch = _Watch(process.pid)
            watch.start()
            output = process.stdout.read()
            watch.stop()
        if process.returncode:
            sys.exit(f"the scan ended with {process.returncode}")
        told = json.loads(output)
        return Cost(told["seconds"], watch.peak, told["files"], told["bytes"])

    return run


class _Watch(threading.Thread):
    """Adds up the resident memory of a process and all that it started, and keeps the most."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.peak = 0.0
        self._pid = pid
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.05):
            self.peak = max(self.peak, sum(map(_resident, _family(self._pid))))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _resident(pid: int) -> float:
    """Resident megabytes of a process, 0 where it has ended. Source: proc_pid_statm(5)."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def copy_tree(tree: Path) -> None:
    """Fill ``tree`` with copies of what this machine has, until it is large enough."""
    size = files = 0
    for number, source in enumerate((*SOURCES, *SOURCES)):
        for path in _files(Path(source)):
            copy = tree / str(number) / path.relative_to(source)
            try:
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
                size += copy.stat().st_size
            except OSError:
                continue
            files += 1
            if (size >= TREE_BYTES and files >= TREE_FILES) or size >= MOST_TREE_BYTES:
                return


def _files(source: Path) -> Iterator[Path]:
    """The ordinary files of a folder that are not huge, in an order that mixes its parts."""
    found = [
        Path(folder) / name
        for folder, _, names in os.walk(source)
        for name in names
        if not (Path(folder) / name).is_symlink()
    ]
    found.sort()
    Random(1).shuffle(found)
    return (path for path in found if path.is_file() and path.stat().st_size <= LARGEST_COPY)


def _join_texts(tree: Path, blob: Path) -> None:
    with blob.open("wb") as out:
        for folder, _, names in os.walk(tree):
            for name in names:
                path = Path(folder) / name
                if path.suffix in TEXTS and path.is_file() and not path.is_symlink():
                    out.write(path.read_bytes() + b"\n")
            if out.tell() > BLOB_BYTES:
                return


def _pass_over(path: Path) -> float:
    begin = time.perf_counter()
    buffer = bytearray(CHUNK)
    with path.open("rb", buffering=0) as file:
        kept = 0
        while count := file.readinto(memoryview(buffer)[kept:]):
            end = kept + count
            first_pass.suspects(memoryview(buffer)[:end])
            kept = min(OVERLAP, end)
            buffer[:kept] = buffer[end - kept : end]
    return time.perf_counter() - begin


def _median(measure: Callable[[], float]) -> float:
    measure()
    return statistics.median(measure() for _ in range(ROUNDS))


def _wall(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - begin


def _ripgrep(folder: Path) -> list[str] | None:
    """The command that asks ripgrep the same question; ``None`` where there is none of a version that can."""
    binary = os.environ.get("RIPGREP") or _from_npm(folder)
    if binary is None:
        return None
    words = "|".join(wordlists.words(wordlists.ENGLISH))
    pattern = folder / "pattern"
    pattern.write_text(rf"(?i)(?-u)(?:\b(?:{words})[^A-Za-z]+){{11}}(?:{words})\b")
    limits = ["--dfa-size-limit", "1G", "--regex-size-limit", "1G"]
    return [binary, "-uuu", "-a", "-U", "-c", *limits, "-f", str(pattern)]


def _from_npm(folder: Path) -> str | None:
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        return None
    options = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]
    command = [npm, "install", *options, "@vscode/ripgrep"]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        return None
    found = sorted(folder.glob("node_modules/@vscode/ripgrep*/bin/rg"))
    return str(found[0]) if found else None


if __name__ == "__main__":
    main()
