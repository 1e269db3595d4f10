"""Notes of a call: what must not stand in them is cut out while it is typed, and little of them is saved.

Whoever writes along while somebody talks writes too much: a PIN, a number, an address, the first words of a
phrase. :func:`scrub` stops that at once. What is saved goes through the narrower :func:`known_words_only`:
only words that our own texts have, so that no name slips in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from walletsafe import guard, redact, texts, wordlists

MARK: Final = "[...]"
"""Stands where something was left out."""

LONGEST: Final = 2_000
"""How many characters notes may have; the rest is left out."""

IN_A_ROW: Final = 4
"""So many words of one list in a row are too many, as for the checker of practice sheets. Everyday words,
which any sentence has, neither count nor end a row."""

LONG_NUMBER: Final = 9
"""From so many digits on, a number is no PIN (4 to 8 digits) but one of a telephone, a card, a parcel."""

PHRASE: Final = "phrase"
"""The problem of words that look like those of a phrase."""

_Span = tuple[int, int, str]

_EMAIL: Final = re.compile(r"[\w.+-]@[\w-]")
_CODE: Final = re.compile(r"(?=\S*[A-Za-z])(?:[A-Za-z-]{0,30}\d){3}[A-Za-z0-9-]{0,30}")
_KEY_START: Final = re.compile(r"\b0x[0-9a-f]{6}", re.IGNORECASE)
_TELEPHONE: Final = re.compile(r"(?:\+|\b00)\d[\d ()./-]{5,30}")
# Digits one by one, as they are read out, and numbers with one sign between them.
_SPELLED: Final = re.compile(r"(?<!\d)\d(?:[ ,.;/-]{1,3}\d(?!\d)){3,}")
_NUMBER: Final = re.compile(r"\d+(?:[ .,/()-]\d+)*")
# Also as far as they are typed: 2026-1, 28.11.2
_HARMLESS: Final = re.compile(
    r"""20[1-3]\d                                                             # a year
    |20[1-3]\d-(?:0?[1-9]|1[0-2])?(?:-(?:[0-2]?\d|3[01])?)?                   # a date
    |(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])(?:[./-](?:20?|20\d{1,2}|[1-3]\d))?
    |(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12]\d|3[01])(?:[/-](?:20?|20\d{1,2}|[1-3]\d))?
    |\d{1,3}(?:[.,]\d{3})*[.,]\d{0,3}                                         # an amount, a time with a point
    |\d\.\d{1,2}\.\d{1,2}                                                     # a version
    """,
    re.VERBOSE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_PIECE: Final = re.compile(r"\S+")
_GLUED: Final = re.compile(rf"\S+{re.escape(MARK)}\S*|{re.escape(MARK)}\S+")
_TOKEN: Final = re.compile(
    rf"{re.escape(MARK)}|\d+(?:[.,:/-]\d+)+|[^\W_]+(?:['\u2019][^\W_]+)*|\s+|.", re.DOTALL
)
_SIGNS: Final = frozenset(".,;:!?()'\"-/%+")
_LETTERS_ALONE: Final = frozenset({"a", "I"})
_SOURCES: Final = ("findings", "questions", "doctor", "never", "emergency", "report", "calls")
_FOLDERS: Final = ("calls", "plans")


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """Notes without what must not stand there, and the sorted names of what was cut out.

    The names are those of :func:`walletsafe.redact.preflight`, and ``pin`` and ``number``.
    """

    text: str
    problems: tuple[str, ...]


def scrub(untrusted_text: str) -> Scrubbed:
    """Replace whatever must not stand in notes, with all that touches it, by :data:`MARK`.

    It would rather cut too much than too little. Scrubbing twice changes nothing more.
    """
    text = untrusted_text[:LONGEST]
    problems: set[str] = set()
    while spans := sorted(_spans(text)):
        problems.update(problem for _, _, problem in spans)
        text = _cut(text, spans)
    left = redact.preflight(text)
    if left:
        problems.update(left)
        text = MARK
    return Scrubbed(text, tuple(sorted(problems - {""})))


def known_words_only(untrusted_note: str) -> str:
    """What may be saved of a note: words that our own texts spell just so, and numbers of up to three digits.

    Everything else becomes :data:`MARK`; a note becomes one line. A name that is an ordinary word too ("May")
    cannot be told from it.
    """
    tokens = (token.group() for token in _TOKEN.finditer(scrub(untrusted_note).text))
    return scrub(" ".join("".join(map(_allowed, tokens)).split())).text


def _allowed(token: str) -> str:
    if token == MARK or token in _SIGNS:
        return token
    if token.isspace():
        return " "
    short_number = token.isascii() and token.isdigit() and len(token) <= 3
    return token if short_number or token in _own_words() else MARK


@cache
def _own_words() -> frozenset[str]:
    """The words of our own texts, save those that imitate letters and mails: names stand there."""
    files = [*_SOURCES, *(f"{folder}/{name}" for folder in _FOLDERS for name in texts.names(folder))]
    lines = (line for file in files for line in _lines(texts.section(file)))
    words = {token for line in lines for token in _TOKEN.findall(line) if token[0].isalpha()}
    return frozenset(word for word in words if len(word) > 1 or word in _LETTERS_ALONE)


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in cast("Mapping[str, object]", value).values():
            yield from _lines(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _lines(inner)


def _spans(text: str) -> Iterator[_Span]:
    """The places of what must not stand there, each as wide as what touches it."""
    pieces = [piece.span() for piece in _PIECE.finditer(text)]
    for first, last, problem in _found("".join(map(_reading, text))):
        touched = [(start, end) for start, end in pieces if start < last and end > first]
        if touched and text[touched[0][0] : touched[-1][1]] != MARK:
            yield touched[0][0], touched[-1][1], problem


def _found(text: str) -> Iterator[_Span]:
    yield from ((*glued.span(), "") for glued in _GLUED.finditer(text))
    yield from ((run.start, run.end, PHRASE) for run in guard.find_runs(text))
    yield from _rows(text)
    yield from redact.find(text)
    yield from ((*found.span(), "e-mail") for found in _EMAIL.finditer(text))
    yield from ((*found.span(), "address") for found in _KEY_START.finditer(text))
    yield from ((*found.span(), "number") for found in _TELEPHONE.finditer(text))
    yield from ((*found.span(), _kind(found.group())) for found in _SPELLED.finditer(text))
    for found in _NUMBER.finditer(text):
        if _digits(found.group()) >= 4 and not _HARMLESS.fullmatch(found.group()):
            yield *found.span(), _kind(found.group())
    yield from ((*found.span(), "serial") for found in _CODE.finditer(text) if len(found.group()) >= 8)


def _rows(text: str) -> Iterator[_Span]:
    """Words of one list in a row, and digits that are written as words."""
    everyday, digits = _said("everyday"), _said("digits")
    yield from _in_a_row(text, everyday, _languages, PHRASE)
    yield from _in_a_row(text, everyday - digits, lambda word: int(word in digits), "pin")


def _in_a_row(
    text: str, skipped: frozenset[str], listed: Callable[[str], int], problem: str
) -> Iterator[_Span]:
    """``listed`` tells the lists that have a word, as bits."""
    row: list[tuple[int, int]] = []
    common = 0
    for found in _WORD.finditer(text):
        word = found.group().lower()
        if word in skipped:
            continue
        lists = listed(word)
        row, common = (row, common & lists) if common & lists else ([], lists)
        if lists:
            row.append(found.span())
        if len(row) >= IN_A_ROW:
            yield row[0][0], row[-1][1], problem


def _languages(word: str) -> int:
    return wordlists.languages_by_word().get(wordlists.folded(word), 0)


@cache
def _said(key: str) -> frozenset[str]:
    return frozenset(texts.words("notes/words", f"words.{key}").split())


def _kind(number: str) -> str:
    return "number" if _digits(number) >= LONG_NUMBER else "pin"


def _digits(text: str) -> int:
    return sum(character.isdecimal() for character in text)


def _reading(character: str) -> str:
    """The plain form of a character, so that full-width digits are digits; the length stays."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _cut(text: str, spans: list[_Span]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, _ in spans:
        if start >= at:
            pieces += [text[at:start], MARK]
        at = max(at, end)
    return "".join((*pieces, text[at:]))
