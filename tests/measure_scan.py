"""How well phrases are found, and how rarely anything else: ``python -m tests.measure_scan``.

``plants [--seed N] [--engine]``
    Recall on planted files by layout, language, length and encoding, and each miss by its name. Texts are
    looked at in this process; documents are read by the engine, from a folder. ``--engine``: texts as well.
``quiet``
    What must not alarm, and whether published and practice phrases are named as such.
``silence [--seed N]``
    Whether anything that the program prints about the planted files holds three of their words in a row.
``alarms FOLDER...``
    Every find of a scan of these folders, and how many of each grade there are in a gigabyte.

No output holds a word of a phrase. Nothing here is a test: the exit status stays 0.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.helpers import plants_quiet
from tests.helpers.plants import Plant, plants
from tests.helpers.plants_documents import documents
from tests.helpers.plants_folder import Silent, judged, leaked, plant_in, plant_names, scanned
from walletsafe.scan import first_pass
from walletsafe.scan.finds import ALARMS, Grade, Located, Progress
from walletsafe.scan.look import look

SEED = 7
GIGABYTE = 1_000_000_000
SHOWN = 60
SHOWN_SECONDS = 15.0

Outcome = tuple[Plant, Grade | None]


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.measure_scan")
    commands = parser.add_subparsers(dest="command", required=True)
    planted = commands.add_parser("plants")
    planted.add_argument("--seed", type=int, default=SEED)
    planted.add_argument("--engine", action="store_true")
    commands.add_parser("quiet")
    commands.add_parser("silence").add_argument("--seed", type=int, default=SEED)
    commands.add_parser("alarms").add_argument("folders", nargs="+", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "plants":
        measure_plants(arguments.seed, by_engine=arguments.engine)
    elif arguments.command == "quiet":
        measure_quiet()
    elif arguments.command == "silence":
        measure_silence(arguments.seed)
    else:
        measure_alarms(arguments.folders)


def measure_plants(seed: int, *, by_engine: bool) -> None:
    """Print recall on texts (required: 100 %) and on documents (at least 99 %)."""
    texts = list(plants(seed))
    started = time.perf_counter()
    looked = in_folder(texts) if by_engine else [(plant, seen(plant)) for plant in texts]
    _print_recall("texts, all of them", looked)
    _print_groups(looked, ("language", "length", "encoding", "layout"))
    print(f"{len(texts)} texts took {time.perf_counter() - started:.0f} s")
    read = in_folder(list(documents(seed)))
    _print_recall("documents, at least 99 %", read)
    _print_groups(read, ("language", "length", "layout"))


def seen(plant: Plant) -> Grade | None:
    """Under which grade the phrase of a text is found where the first pass points at."""
    return plant.found_in(located_in(plant.data))


def located_in(data: bytes) -> list[Located]:
    """What a closer look finds where the first pass points at."""
    return [one for start, end in first_pass.suspects(data) for one in look(data[start:end])]


def in_folder(planted: Sequence[Plant]) -> list[Outcome]:
    """Under which grade the engine finds each of the phrases, all files in one folder."""
    with tempfile.TemporaryDirectory(prefix="plants-") as folder:
        paths = plant_in(Path(folder), planted)
        result = scanned([Path(folder)], Aloud())
    for unread in result.not_read:
        name = paths[unread.path].name if unread.path in paths else unread.place
        print(f"    not read: {name}: {unread.reason}")
    return list(judged(result, paths))


class Aloud(Silent):
    """Listens to a scan, and tells how far it is from time to time."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def progressed(self, progress: Progress) -> None:
        """Print a line on standard error, not too often."""
        if time.monotonic() - self._told > SHOWN_SECONDS:
            self._told = time.monotonic()
            rate = progress.bytes_per_second / 1e6
            print(f"{progress.files} of {progress.total_files} files, {rate:.0f} MB/s", file=sys.stderr)


def _print_recall(what: str, outcomes: Sequence[Outcome]) -> None:
    for name, required in (("required", True), ("welcome", False)):
        chosen = [outcome for outcome in outcomes if outcome[0].required is required]
        exact = sum(grade is Grade.RECOVERY_PHRASE for _, grade in chosen)
        alarmed = sum(grade is not None for _, grade in chosen)
        share = exact / max(1, len(chosen))
        print(f"{what}: {name}: {exact} of {len(chosen)} ({share:.2%}), in either grade {alarmed}")
    missed = [one for one in outcomes if one[0].required and one[1] is not Grade.RECOVERY_PHRASE]
    for plant, grade in missed[:SHOWN]:
        print(f"    missed: {plant.name}{' (told as a part, or like one)' if grade else ''}")
    if missed[SHOWN:]:
        print(f"    ... and {len(missed) - SHOWN} more")


def _print_groups(outcomes: Sequence[Outcome], keys: Iterable[str]) -> None:
    for key in keys:
        totals, found, alarmed = Counter[str](), Counter[str](), Counter[str]()
        for plant, grade in outcomes:
            name = f"{getattr(plant, key)}{'' if plant.required else ' (welcome)'}"
            totals[name] += 1
            found[name] += grade is Grade.RECOVERY_PHRASE
            alarmed[name] += grade is not None
        print(f"  by {key}:")
        for name in sorted(totals):
            print(f"    {name:40} {found[name]:5} / {alarmed[name]:5} of {totals[name]:5}")


def measure_quiet() -> None:
    """Print whatever alarms although it must not, and what should be named and is not."""
    for what, files in (
        ("files that must not alarm", list(plants_quiet.quiet(SEED))),
        ("phrases that are nobody's", list(plants_quiet.known(SEED))),
    ):
        wrong = Counter[bool]()
        for file in files:
            traces = [located.trace for located in look(file.data)]
            grades = {trace.grade for trace in traces}
            if grades - file.allowed or not file.needed <= grades:
                wrong[file.required] += 1
                told = ", ".join(f"{t.grade} {t.language} {t.words} {t.layout}" for t in traces[:6])
                print(f"    {file.name}{'' if file.required else ' (made to mislead)'}: {told or 'nothing'}")
        total = Counter(file.required for file in files)
        print(
            f"{what}: {wrong[True]} of {total[True]} wrong; made to mislead: {wrong[False]} of {total[False]}"
        )


def measure_silence(seed: int) -> None:
    """Run the command on all planted files, for people and as JSON, and look for words in what it says."""
    planted = [*plants(seed), *documents(seed)]
    with tempfile.TemporaryDirectory(prefix="plants-") as folder:
        plant_in(Path(folder), planted)
        planted += plant_names(Path(folder), seed).values()
        for options in ([], ["--json"]):
            command = [sys.executable, "-m", "walletsafe", "scan", *options, folder]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            output = ended.stdout + ended.stderr
            names = leaked(output, planted)
            print(f"{' '.join(command[3:-1])}: exit {ended.returncode}, {len(output):,} characters")
            print(f"    plants with three words in a row in them: {len(names)} {names[:6]}")


def measure_alarms(folders: Sequence[Path]) -> None:
    """Print every find of a scan, with its grade, and how many there are in a gigabyte."""
    result = scanned(folders, Aloud())
    size = result.bytes / GIGABYTE
    rate = result.bytes / result.seconds / 1e6
    print(f"{result.files} files, {size:.2f} GB, {result.seconds:.0f} s, {rate:.0f} MB/s")
    for find in sorted(result.finds, key=lambda find: (find.trace.grade, str(find.path))):
        if find.trace.grade in ALARMS:
            trace = find.trace
            place = f"{find.path}{' > ' + find.member if find.member else ''}"
            print(f"{trace.grade:18} {trace.language:20} {trace.words:3} {trace.layout:9} {place}")
    for grade, count in Counter(find.trace.grade for find in result.finds).most_common():
        print(f"{grade}: {count}, {count / size:.2f} in a GB")
    for unread in result.not_read[:SHOWN]:
        print(f"not read: {unread.reason} {unread.path} {unread.member}")
    for reason, count in Counter(unread.reason for unread in result.not_read).most_common():
        print(f"not read, {reason}: {count}")


if __name__ == "__main__":
    main()
