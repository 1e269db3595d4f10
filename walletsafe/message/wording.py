"""Finds what a text says: the terms of ``resources/knowledge/wording.toml``, in seven languages.

A term is one word or several in a row, and belongs to a group of one meaning. Texts are folded first
(:mod:`walletsafe.message.folding`), so that accents, capitals and look-alike letters make no difference.
Which language a text is written in is not asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from walletsafe.facts import Table, read

LANGUAGES = ("any", "en", "fr", "de", "es", "it", "nl", "pt")
GROUPS = frozenset(
    {
        "call",
        "clock",
        "crypto",
        "deadline",
        "dear",
        "deletes",
        "delivery",
        "demand",
        "exposes",
        "gift",
        "give",
        "give_yours",
        "greeting",
        "hacked",
        "home",
        "idle",
        "install_object",
        "install_verb",
        "joins",
        "keeps",
        "leads",
        "learn",
        "loss",
        "lurks",
        "material",
        "moves",
        "name_other",
        "name_vendor",
        "never",
        "online",
        "or_else",
        "own_device",
        "pay",
        "please",
        "product",
        "recorded",
        "scan",
        "secrecy",
        "secret",
        "tale",
        "teller",
        "turn",
        "urgent",
        "verify_object",
        "verify_verb",
        "violence",
        "voice",
        "whereabouts",
        "yours",
    }
)
"""What terms may mean: the groups of the file."""

_WORD = re.compile(r"[^\W_]+")
SENTENCE_END = re.compile(r"[.!?\u2026](?=\s|$)|:[^\S\n]*\n|\n[^\S\n]*\n")
"""What ends a sentence in a folded text."""
_NUMBER = "#"
_LONGEST_WORD = 40  # letters
_SHORTEST_BEGINNING = 3  # letters; a shorter one would be found everywhere
_NAME_GROUPS = frozenset({"idle", "joins", "leads", "moves", "name_other", "name_vendor", "please", "turn"})
"""Groups of single words that are not looked for, but only compared."""


class Hit(NamedTuple):
    """A term in a folded text: characters ``start`` to ``end``, words ``first`` to ``last`` (both included).

    ``sentence`` is the number of the sentence in which it begins.
    """

    start: int
    end: int
    first: int
    last: int
    sentence: int


Hits = Mapping[str, Sequence[Hit]]
"""The terms found in a text by their group; a group without any is missing."""


class Step:
    """Terms that begin alike: the groups of those that end here, and where the next word leads."""

    __slots__ = ("beginnings", "groups", "whole")

    def __init__(self) -> None:
        self.groups: list[str] = []
        self.whole: dict[str, Step] = {}
        self.beginnings: dict[str, Step] = {}

    def add(self, words: Sequence[str], group: str) -> None:
        """Put in a term: a star after the last letters is any word that begins so, # any number."""
        if not words:
            self.groups.append(group)
            return
        word, *rest = words
        steps, key = (self.beginnings, word[:-1]) if word.endswith("*") else (self.whole, word)
        steps.setdefault(key, Step()).add(rest, group)

    def by(self, word: str) -> list[Step]:
        """The steps that a word of a text leads to."""
        steps = [self.whole[key] for key in (word, _NUMBER if word.isdecimal() else "") if key in self.whole]
        return steps + [step for beginning, step in self.beginnings.items() if word.startswith(beginning)]


@dataclass(frozen=True, slots=True)
class Wording:
    """All that ``wording.toml`` knows; ``reviewed`` is ISO, ``terms`` leads to all terms word by word.

    ``names`` are the words of the groups that are only compared. ``risky_endings`` maps the ending of
    a file's name to ``program`` or ``page``. ``partners`` are domains of companies that write about orders of
    the vendor's shop, ``bystanders`` those that any message may link to, ``forges`` those that write in the
    names of projects.
    """

    reviewed: str
    names: Mapping[str, frozenset[str]]
    risky_endings: Mapping[str, str]
    partners: frozenset[str]
    bystanders: frozenset[str]
    forges: frozenset[str]
    terms: Step


def find(folded_text: str) -> Hits:
    """Return where terms stand in a folded text, none of them across sentences. Linear in its length."""
    places = [match.span() for match in _WORD.finditer(folded_text)]
    words = [folded_text[start:end] for start, end in places]
    sentences = _sentences(folded_text, places)
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    for first, word in enumerate(words):
        steps, last = _first_steps(word) if len(word) <= _LONGEST_WORD else (), first
        while steps:
            for step in steps:
                hit = Hit(places[first][0], places[last][1], first, last, sentences[first])
                for group in step.groups:
                    _add(found[group], hit)
            last += 1
            ends = last == len(words) or sentences[last] != sentences[first]
            steps = [] if ends else [after for step in steps for after in step.by(words[last])]
    return MappingProxyType(found)


def _add(hits: list[Hit], hit: Hit) -> None:
    """Add a term to those of its group: the longer of two that begin alike, none within another."""
    if hits and hits[-1].first == hit.first:
        hits[-1] = hit
    elif not hits or hits[-1].last < hit.last:
        hits.append(hit)


@lru_cache(maxsize=8192)
def _first_steps(word: str) -> Sequence[Step]:
    return load().terms.by(word)


def _sentences(text: str, places: Sequence[tuple[int, int]]) -> Sequence[int]:
    """The number of the sentence for each word."""
    ends = [match.start() for match in SENTENCE_END.finditer(text)]
    numbers: list[int] = []
    number = 0
    for start, _ in places:
        while number < len(ends) and ends[number] < start:
            number += 1
        numbers.append(number)
    return numbers


@cache
def load() -> Wording:
    """The bundled wording. Raise ``ValueError`` that names file, entry and field if the file is broken."""
    file = read("wording")
    all_terms = Step()
    names: dict[str, frozenset[str]] = {}
    for entry in file.entries("terms"):
        group = entry.text("group")
        if group not in GROUPS:
            raise entry.fault("group", f"unknown: {group!r}")
        terms = tuple(_terms(entry))
        if group in _NAME_GROUPS:
            names[group] = frozenset(terms)
            continue
        for term in terms:
            all_terms.add(term.split(), group)
    return Wording(
        reviewed=file.text("reviewed"),
        names=MappingProxyType(names),
        risky_endings=MappingProxyType(dict(_endings(file))),
        partners=frozenset(entry.text("domain") for entry in file.entries("partners")),
        bystanders=_domains(file, "bystanders"),
        forges=_domains(file, "forges"),
        terms=all_terms,
    )


_TERM_WORD = rf"(?:[a-z0-9]+|{_NUMBER}|[a-z0-9]{{{_SHORTEST_BEGINNING},}}\*)"
_TERM = re.compile(rf"{_TERM_WORD}(?: {_TERM_WORD})*")


def _terms(entry: Table) -> Iterator[str]:
    for language in LANGUAGES:
        for term in entry.items(language, str) if language in entry.fields else ():
            if not _TERM.fullmatch(term):
                raise entry.fault(language, f"not in folded words: {term!r}")
            yield term


def _domains(file: Table, kind: str) -> frozenset[str]:
    return frozenset(name for entry in file.entries(kind) for name in entry.items("domains", str))


def _endings(file: Table) -> Iterator[tuple[str, str]]:
    for entry in file.entries("attachments"):
        risk = entry.text("risk")
        if risk not in {"program", "page"}:
            raise entry.fault("risk", f"unknown: {risk!r}")
        for ending in entry.items("endings", str):
            yield ending, risk
