"""How well phrases are seen in pictures: ``python -m tests.measure_pictures [--count N] [FOLDER ...]``.

Screenshots are drawn from random phrases, with every font of the system that has the usual letters, light
and dark; photographs are the same, turned, blurred and with noise: synthetic, no camera saw them. False
alarms are counted on every picture below FOLDER (``/usr/share`` by default) and on drawn pages of ordinary
text, lists of packages, and pages of the word list. Nothing here is a test: the exit status stays 0.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image

from tests.helpers import screens
from walletsafe import phrases, wordlists
from walletsafe.scan import pictures
from walletsafe.scan.finds import ALARMS, Grade, Trace

FONTS = Path("/usr/share/fonts")
PROSE = Path(__file__).parent / "prose" / "english.txt"
SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"}
PATTERN = ("Bold", "Italic", "Oblique", "Thin", "Hair", "Black", "Display", "Math", "Symbols", "Mono-")
ANGLES = (0, 3, -6, 10, -12, 90, 180, 270, 94, 176)
WORST = 12
MADE_UP = 186
"""So many paragraphs at the beginning of the prose were written for the project: tests/prose/SOURCES.md."""


@dataclass(frozen=True)
class Seen:
    """One picture: what it was, what was found, and for how long one core worked on it."""

    name: str
    traces: list[Trace]
    seconds: float
    problem: str = ""

    @property
    def alarms(self) -> bool:
        return any(trace.grade in ALARMS for trace in self.traces)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=240, help="screenshots; a quarter as many photographs")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("/usr/share")])
    options = parser.parse_args()
    random = Random(options.seed)
    show("screenshots found, at least 98 %", [look(*each) for each in screenshots(random, options.count)])
    show("photographs found (synthetic)", [look(*each) for each in photographs(random, options.count // 4)])
    show("drawn pages without a phrase: no alarm", [look(*each) for each in pages(random)], wanted=False)
    show("drawn pages of near misses", [look(*each) for each in near_pages()], wanted=False)
    others = [look(str(path), path.read_bytes()) for path in pictures_below(options.folders)]
    show("other pictures: no alarm", others, wanted=False)
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def look(name: str, data: bytes) -> Seen:
    """Look at one picture, as the scan does."""
    start = time.process_time()
    traces: list[Trace] = []
    problem = ""
    if pictures.worth_it(data[:65536], len(data)):
        try:
            traces = [found.trace for found in pictures.look_at(data)]
        except pictures.PictureNotRead as refused:
            problem = refused.reason.value
    else:
        problem = "not worth it"
    return Seen(name, traces, time.process_time() - start, problem)


def show(what: str, seen: Sequence[Seen], *, wanted: bool = True) -> None:
    """Print how many gave alarm, their grades, the time that was needed, and which ones went wrong."""
    read = [each for each in seen if not each.problem]
    alarms = sum(each.alarms for each in seen)
    grades = Counter(trace.grade for each in seen for trace in each.traces)
    spent = sorted(each.seconds for each in read) or [0.0]
    print(f"{what:50} {alarms} of {len(seen)}")
    print(f"{'    grades':50} {', '.join(f'{grade} {grades[grade]}' for grade in Grade if grades[grade])}")
    print(f"{'    seconds of one core: mean, median, most':50} {sum(spent) / len(spent):.2f}, ", end="")
    print(f"{spent[len(spent) // 2]:.2f}, {spent[-1]:.2f}")
    problems = Counter(each.problem for each in seen if each.problem)
    print(f"{'    not read':50} {dict(problems)}")
    for each in [each for each in seen if each.alarms is not wanted][:WORST]:
        print("    wrong:", each.name, each.problem)


def screenshots(random: Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Windows with a random phrase in them."""
    fonts = usual_fonts()
    layouts = list(screens.LAYOUTS)
    for number in range(count):
        layout = layouts[number % len(layouts)]
        look = screens.Look(random.choice(fonts), random.randint(12, 24), random.random() < 0.5)
        around = random.sample(prose(), 2) if random.random() < 0.7 else ()
        drawn = screens.screenshot(phrase(random), layout, look, around)
        kind = random.choice(["PNG", "PNG", "PNG", "JPEG"])
        yield (
            f"{layout}, {Path(look.font).stem} {look.size} {'dark' if look.dark else ''}",
            saved(drawn, kind),
        )


def photographs(random: Random, count: int) -> Iterator[tuple[str, bytes]]:
    """The same as a telephone might take them."""
    fonts = usual_fonts()
    layouts = list(screens.LAYOUTS)
    for number in range(count):
        layout, angle = layouts[number % len(layouts)], ANGLES[number % len(ANGLES)]
        look = screens.Look(random.choice(fonts), random.randint(16, 24), random.random() < 0.2)
        drawn = screens.photographed(screens.screenshot(phrase(random), layout, look), random, angle)
        yield f"{layout}, {Path(look.font).stem} {look.size}, {angle} degrees", saved(drawn, "JPEG")


def pages(random: Random) -> Iterator[tuple[str, bytes]]:
    """Pages of ordinary text, of lists of packages, of sorted and of all list words: no phrase on any."""
    fonts = usual_fonts()
    listed = wordlists.words(wordlists.ENGLISH)
    packages = subprocess.run(
        ["apt-cache", "pkgnames"], capture_output=True, text=True, check=False
    ).stdout.split()
    summaries = subprocess.run(["apt-cache", "search", "tool"], capture_output=True, text=True, check=False)
    lines = summaries.stdout.splitlines()
    for number in range(80):
        look = screens.Look(random.choice(fonts), random.randint(12, 20), random.random() < 0.5)
        start = random.randrange(0, 1900)
        texts = {
            "prose": random.sample(prose(), 6),
            "packages": ["\n".join(random.sample(packages, min(60, len(packages))))],
            "summaries": random.sample(lines, min(40, len(lines))),
            "word list": ["\n".join(listed[start : start + 120])],
        }
        for name, text in texts.items():
            if number < 30 or name == "prose":
                yield f"{name}, {Path(look.font).stem} {look.size}", saved(page(text, look), "PNG")


def near_pages() -> Iterator[tuple[str, bytes]]:
    """Pages of near misses, six paragraphs on each."""
    paragraphs = near_misses()
    for start in range(0, len(paragraphs), 6):
        drawn = page(paragraphs[start : start + 6], screens.Look(size=16))
        yield f"near misses from {start}", saved(drawn, "PNG")


def page(paragraphs: Sequence[str], look: screens.Look) -> Image.Image:
    """Paragraphs below each other; the lines of one with line ends in four columns."""
    canvas = screens.Canvas((look.size * 60, look.size * 60), look)
    top = 24
    for paragraph in paragraphs:
        rows = paragraph.split("\n")
        if len(rows) > 1:
            for number, row in enumerate(rows):
                at = (24 + number % 4 * look.size * 15, top + number // 4 * canvas.line)
                canvas.text(at, row)
        else:
            top = canvas.paragraph((24, top), paragraph, look.size * 56)
    return canvas.picture


def pictures_below(folders: Sequence[Path]) -> list[Path]:
    """Every picture below these folders."""
    found = (
        Path(folder) / name
        for top in folders
        for folder, _, names in os.walk(top)
        for name in names
        if Path(name).suffix.lower() in SUFFIXES
    )
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def usual_fonts() -> list[str]:
    """Pillow's own font and those of the system that are upright and of a usual weight, with letters."""
    found = sorted(str(path) for path in FONTS.rglob("*.[to]tf"))
    regular = [name for name in found if not any(part in Path(name).name for part in PATTERN)]
    plain = [name for name in regular if "Regular" in name or "DejaVu" in name]
    return ["", *(name for name in plain if has_letters(name))]


def has_letters(font: str) -> bool:
    letters = screens.Look(font).letters()
    return (
        isinstance(letters.getlength("a"), float)
        and letters.getmask("a").getbbox() != letters.getmask("\u0378").getbbox()
    )


def prose() -> list[str]:
    """Paragraphs of novels and other real books: those before were made up to be near misses."""
    return _paragraphs()[MADE_UP:]


def near_misses() -> list[str]:
    """Lists of things in a row and the like, made up for the guard: shopping, ingredients, instruments."""
    return _paragraphs()[:MADE_UP]


def _paragraphs() -> list[str]:
    return [" ".join(part.split()) for part in PROSE.read_text(encoding="utf-8").split("\n\n")]


def phrase(random: Random) -> tuple[str, ...]:
    return phrases.words_of(random.randbytes(random.choice([16, 20, 24, 28, 32])), wordlists.ENGLISH)


def saved(picture: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **({"quality": 85} if kind == "JPEG" else {}))
    return file.getvalue()


if __name__ == "__main__":
    main()
