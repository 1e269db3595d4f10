"""What lies in the repository: the fixed top level, plain characters, and no place that is only ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "docs",
    "pyproject.toml",
    "resources",
    "tests",
    "ui",
    "walletsafe",
}
DOT_FILES = {".ci", ".gitignore", ".requirements"}
GENERATED = {"build", "dist", "htmlcov", "pictures", "walletsafe.egg-info"}

FOR_PEOPLE = ("resources/text/", "README.md", "docs/", "CHANGELOG.md")
IN_OTHER_SCRIPTS = ("tests/prose/",)
"""Ordinary text of other languages. What draws nothing or turns the direction is not allowed there either."""
ALLOWED_FOR_PEOPLE = set("\u00b7\u2026\u2192\u2713\u20ac")  # middle dot, ellipsis, arrow, tick, euro
BLOB_SUFFIXES = {".png", ".ico", ".pdf", ".eml", ".traineddata"}

# In two halves, so that this file does not name them.
PLACES = [
    *(
        re.escape(host)
        for host in ("pypi" + ".org", "python" + "hosted.org", "npmjs" + ".", "deb." + "debian")
    ),
    r"(?<![\w./])/" + "work/(main|shared|\\.)",
    "shared/" + "facts",
    r"--" + "(extra-)?index-url|--" + "find-links",
]


def ours() -> Iterator[Path]:
    """Every file that is kept, none that is generated."""
    for name in sorted(TOP_LEVEL | DOT_FILES):
        top = ROOT / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def texts() -> Iterator[tuple[str, str]]:
    for path in ours():
        if path.suffix not in BLOB_SUFFIXES:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def named(character: str) -> str:
    return unicodedata.name(character, f"U+{ord(character):04X}")


def test_the_top_level_holds_only_what_was_agreed() -> None:
    present = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert present - GENERATED == TOP_LEVEL


def test_no_character_pretends_to_be_another() -> None:
    """Look-alike letters and text direction marks can hide code from its reader."""
    odd = {
        (name, named(character))
        for name, text in texts()
        for character in set(text)
        if not (character.isascii() and (character.isprintable() or character in "\n\t"))
        and not (name.startswith(FOR_PEOPLE) and character in ALLOWED_FOR_PEOPLE)
        and not (name.startswith(IN_OTHER_SCRIPTS) and (character.isprintable() or character == "\u3000"))
    }
    assert odd == set()


def test_nothing_names_a_registry_or_the_place_where_it_was_written() -> None:
    pattern = re.compile("|".join(PLACES))
    assert {name: match.group() for name, text in texts() if (match := pattern.search(text))} == {}
