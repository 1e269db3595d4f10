"""Makes ``resources/knowledge/usual_words.toml``: ``python -m tests.make_usual_words FOLDER...``.

How often a list word stands in texts and programs that are no phrase decides how fast the first pass of a
scan is. What is written is a selection of places in the lists, no text.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from walletsafe import wordlists

LATIN = ("english", "czech", "french", "italian", "portuguese", "spanish")
MOST_OF_ENGLISH = 500
ONCE_IN = 20_000_000
"""Letters of text: a word of another language that stands there more often than once in these is usual."""

_WORD = re.compile(rb"[A-Za-z]+")
_TEXT = {".py", ".rst", ".txt", ".html", ".js", ".css", ".json", ".md", ".c", ".h", ".ts"}
_LIMIT = 4_000_000
_MOST_IN_ONE = 20
"""A word counts so often in one file: a single one must not decide."""


def texts(folders: list[Path]) -> Iterator[bytes]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.suffix in _TEXT:
                yield path.read_bytes()[:_LIMIT]


def main(arguments: list[str]) -> None:
    counted: Counter[bytes] = Counter()
    size = 0
    for text in texts([Path(argument) for argument in arguments]):
        size += len(text)
        counted.update(
            {word: min(times, _MOST_IN_ONE) for word, times in Counter(_WORD.findall(text.lower())).items()}
        )
    lines = [HEADER.format(size=size // 1_000_000)]
    for language in LATIN:
        spellings = [wordlists.folded(word).encode() for word in wordlists.words(language)]
        ranked = sorted(range(len(spellings)), key=lambda place: -counted[spellings[place]])
        if language == wordlists.ENGLISH:
            usual = ranked[:MOST_OF_ENGLISH]
        else:
            usual = [place for place in ranked if counted[spellings[place]] * ONCE_IN > size]
        lines.append(f"{language} = [\n{rows(sorted(usual))}]\n")
    (Path(__file__).parents[1] / "resources/knowledge/usual_words.toml").write_text(
        "\n".join(lines), encoding="ascii"
    )


def rows(places: list[int]) -> str:
    return "".join(
        "  " + ", ".join(map(str, places[start : start + 16])) + ",\n" for start in range(0, len(places), 16)
    )


HEADER = """\
# Words of the lists that ordinary text and programs are full of, by their places in the list, 0 to 2047.
# A first pass looks for the others. Made by tests/make_usual_words.py: the 500 most frequent words
# of the English list, and of the other lists what stands in English text and programs as well.
# No word, and no text, is kept here.
#
# Made from: Python 3.11's library (PSF licence); Node.js 20 and the npm packages three, @mui, webpack, next,
# lodash, @angular (MIT), typescript, rxjs, googleapis, aws-sdk (Apache-2.0); tests/prose.

reviewed = "2026-11-29"
source = "Counted by tests/make_usual_words.py in the texts named above"
megabytes = {size}
"""

if __name__ == "__main__":
    main(sys.argv[1:])
