"""Words that stand in the same cell of line after line: tables, settings files, lists with remarks.

A cell is what stands between commas, semicolons, bars, tabs, colons, equals signs, wide gaps or spaced
dashes. One that holds a single word counts, whatever figures and signs stand around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from walletsafe.scan.finds import Layout

_LINE = re.compile(r"[^\r\n\u2028]++")
_LONGEST_LINE = 400
"""In characters: what a table with a phrase in it has in a line, at most."""
_BORDER = re.compile(r"[,;|\t:=]|[ \u00a0]{2,}| [-\u2013\u2014>] ")
_PAIR = re.compile("[:=]")
_ONE_WORD = re.compile(r"[\W\d_]*([^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u3099\u309a\u00ad\u200d])*)[\W\d_]*")
_COLUMNS = 4
"""How many columns are looked at from the left, and as many from the right."""


class Cell(NamedTuple):
    """A cell with one word: its column (from the right: negative), its place, and what cuts it off."""

    column: int
    start: int
    end: int
    border: str


def cells(text: str, start: int, end: int) -> Iterator[Cell]:
    """The cells of the line ``text[start:end]`` that hold a single word, by the outer columns."""
    borders = list(_BORDER.finditer(text, start, min(end, start + _LONGEST_LINE)))
    if not borders or end - start > _LONGEST_LINE:
        return
    edges = [start, *(border.end() for border in borders)]
    ends = [*(border.start() for border in borders), end]
    count = len(edges)
    for column in range(count):
        if _COLUMNS <= column < count - _COLUMNS:
            continue
        found = _ONE_WORD.fullmatch(text, edges[column], ends[column])
        if found is not None:
            border = borders[column - 1].group() if column else borders[0].group()
            if column < _COLUMNS:
                yield Cell(column, *found.span(1), border)
            if column >= count - _COLUMNS:
                yield Cell(column - count, *found.span(1), border)


def columns(text: str, listed: Callable[[int, int], bool], least: int) -> Iterator[list[Cell]]:
    """Words of one column in at least ``least`` lines in a row, all of which are ``listed``.

    Lines without a word in that column end it. Only each ``least``-th line is looked at until one has such a
    cell: none is missed by that, and ordinary text is passed quickly.
    """
    lines = [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]
    probe = least - 1
    while probe < len(lines):
        kept = _listed(text, lines[probe], listed)
        last = probe
        for column in kept:
            first = probe
            while first and column in _listed(text, lines[first - 1], listed):
                first -= 1
            stretch = _down(text, lines, first, column, listed)
            last = max(last, first + len(stretch) - 1)
            if len(stretch) >= least:
                yield stretch
        probe = last + least


def _listed(text: str, line: tuple[int, int], listed: Callable[[int, int], bool]) -> dict[int, Cell]:
    return {cell.column: cell for cell in cells(text, *line) if listed(cell.start, cell.end)}


def _down(
    text: str, lines: Sequence[tuple[int, int]], first: int, column: int, listed: Callable[[int, int], bool]
) -> list[Cell]:
    found: list[Cell] = []
    for number in range(first, len(lines)):
        cell = _listed(text, lines[number], listed).get(column)
        if cell is None:
            break
        found.append(cell)
    return found


def layout(stretch: Sequence[Cell]) -> Layout:
    """Whether these are the values of names, or a table."""
    return Layout.PAIRS if _PAIR.fullmatch(stretch[-1].border) else Layout.TABLE
