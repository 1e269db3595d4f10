"""Makes ``resources/knowledge/frequencies.toml`` anew: how rare each list word is in ordinary text.

``python -m tests.make_frequencies LANGUAGE=FOLDER... > resources/knowledge/frequencies.toml``

Every text file below the folder is read. Folders given for the same language are registers (prose, program
text): each counts the same, however long it is. docs/scan-frequencies.md names the texts of the file that is
there, and says how to get them. Words are named by their places in the list alone: the
file holds none.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log2
from pathlib import Path

from walletsafe import wordlists

WORDS = 2048
_LETTERS = re.compile(r"[^\W\d_]+")
_A_LINE = 16


def counts(texts: Iterator[str], language: str) -> list[int]:
    """How often each word of the list stands in the texts, whatever its case and accents."""
    places = wordlists.folded_places(language)
    found = Counter[str]()
    for text in texts:
        found.update(_LETTERS.findall(text))
    listed = [0] * WORDS
    for word, count in found.items():
        place = places.get(wordlists.folded(word))
        if place is not None:
            listed[place] += count
    return listed


def scores(registers: Sequence[Sequence[int]]) -> list[float]:
    """For each word log2(frequency * 2048), the mean of its frequencies in the registers, half a count added.

    0 is a word as frequent as the average of the list, -3 one that is eight times as rare.
    """
    shares = [[(count + 0.5) / (sum(listed) + WORDS / 2) for count in listed] for listed in registers]
    return [log2(sum(row) / len(row) * WORDS) for row in zip(*shares, strict=True)]


def texts_below(folder: Path) -> Iterator[str]:
    """The files below a folder, as text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.read_text("utf-8", errors="replace")


def document(registers: dict[str, list[list[int]]]) -> str:
    """The file: for each language its table, in hundredths."""
    lines: list[str] = []
    for language, listed in registers.items():
        values = [round(100 * score) for score in scores(listed)]
        rows = [values[first : first + _A_LINE] for first in range(0, WORDS, _A_LINE)]
        lines += [f"\n[{language}]", f"counted = {sum(map(sum, listed))}", "hundredths = ["]
        lines += [f"  {', '.join(map(str, row))}," for row in rows]
        lines.append("]")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Print the tables; the head of the file, with sources and date, is written by hand."""
    registers: dict[str, list[list[int]]] = {}
    for argument in arguments:
        language, _, folder = argument.partition("=")
        registers.setdefault(language, []).append(counts(texts_below(Path(folder)), language))
    print(document(registers))


if __name__ == "__main__":
    main(sys.argv[1:])
