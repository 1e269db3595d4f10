"""The page "What this program will never do", as typed data from ``resources/text/<lang>/never.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from walletsafe.guidance.table import Table, read


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, in the first person of the program, and how one can ``tell`` whether it is kept."""

    promise: str
    tell: str


@dataclass(frozen=True, slots=True)
class NeverPage:
    """The whole page. ``limits`` are paragraphs about what no program can promise."""

    title: str
    lead: str
    promises: tuple[Promise, ...]
    limits_title: str
    limits: tuple[str, ...]
    clone_title: str
    clone: str


@lru_cache(maxsize=1)
def load() -> NeverPage:
    """Load the page. Raise ``ValueError`` where the file breaks a rule: a fault of ours."""
    table = read("never")
    page = NeverPage(
        title=table.text("title"),
        lead=table.text("lead"),
        promises=tuple(_promise(entry) for entry in table.tables("promises", 8, 10)),
        limits_title=table.text("limits_title"),
        limits=table.lines("limits", 3, 6),
        clone_title=table.text("clone_title"),
        clone=table.text("clone"),
    )
    table.finish()
    return page


def _promise(table: Table) -> Promise:
    promise = Promise(table.text("promise"), table.text("tell"))
    table.finish()
    return promise
