"""Notes of a call: what must not stand in them is cut out while it is typed, and little of them is saved.

Whoever writes along while somebody talks writes too much: a PIN, a number, an address, the first words of a
phrase. :func:`scrub` stops that at once, as far as it can be told by its looks. What is saved goes through
the narrower :func:`known_words_only`: the ordinary words of our own texts, and no figures.
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

_EMAIL: Final = re.compile(
    r"""[\w.+-](?:@\s{0,2}|\s{1,2}@\s{1,2}|\s{0,2}[(\[{<]\s?at\s?[)\]}>]\s{0,2})[\w-]
    |[\w.+-]\s{1,2}@[\w-]+\.\w
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PATH: Final = re.compile(r"(?<![\w./:])/[\w.-]+/\w|(?<![^\W\d_])[A-Z]:[\\/]+\w|\\\\\w", re.IGNORECASE)
_BANK: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4})*")
_CODE: Final = re.compile(r"(?=\S*[A-Za-z])(?:[A-Za-z-]{0,30}\d){3}[A-Za-z0-9-]{0,30}")
_KEY_START: Final = re.compile(r"\b0x[0-9a-f]{6}", re.IGNORECASE)
_TELEPHONE: Final = re.compile(r"(?:\+|\b00)\d[\d ()./-]{5,30}")
# Digits one by one, as they are read out, or the numbers of words, and numbers with one sign between them.
_SPELLED: Final = re.compile(r"(?<!\d)\d{1,4}(?:[\W_]{1,3}\d{1,4}(?!\d)){3,}")
_NUMBER: Final = re.compile(r"\d+(?:(?:[^\w\n]|_)\d+)*")
_NEXT_NUMBER: Final = re.compile(r"(?:[^\d.!?]|[.!?](?!\s)){0,20}(\d+)")
"""In the same sentence, and not far."""
# Also as far as they are typed: 2026-1, 28.11.2
_HARMLESS: Final = re.compile(
    r"""20[1-3]\d                                                             # a year
    |20[1-3]\d-(?:0?[1-9]|1[0-2])?(?:-(?:[0-2]?\d|3[01])?)?                   # a date
    |(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])(?:[./-](?:20?|20\d{1,2}|[1-3]\d))?
    |(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12]\d|3[01])(?:[/-](?:20?|20\d{1,2}|[1-3]\d))?
    |\d{1,3}(?:[.,]\d{3})*[.,]\d{0,3}                                         # an amount, a time with a point
    |\d\.\d{1,2}\.\d{1,2}                                                     # a version
    |(?:[01]?\d|2[0-3]):[0-5]\d                                               # a time
    """,
    re.VERBOSE,
)
# A capital after a small letter begins a word of its own.
_WORD: Final = re.compile(r"[^\W\d_](?:(?![A-Z](?<=[a-z].))[^\W\d_])*")
_PIECE: Final = re.compile(r"\S+")
_LEFT_OUT: Final = re.escape(MARK)
# What touches the mark, and a number behind it: the rest of what was cut while it was typed.
_GLUED: Final = re.compile(rf"\S+{_LEFT_OUT}\S*|{_LEFT_OUT}\S+|{_LEFT_OUT}\s{{1,2}}\w*\d")
_PAGE: Final = re.compile(r"(?i:page) \d\d?(?![\d.,:/-]*\d|\w)")
_TOKEN: Final = re.compile(
    rf"{_LEFT_OUT}|{_PAGE.pattern}|\d+(?:[.,:/-]\d+)+|[^\W_]+(?:['\u2019][^\W_]+)*|\s+|.", re.DOTALL
)
_SIGNS: Final = frozenset(".,;:!?()'\"-/%+")
_START: Final = 4
"""So many letters tell a word of the English list: more do not fit on many metal plates."""
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
    untrusted_text = untrusted_text[:LONGEST]
    text = "".join(map(_plain, untrusted_text, redact.pieces(untrusted_text)))
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
    """What may be saved of a note: the small words of our own texts, a few names of things, and page numbers.

    Everything else becomes :data:`MARK`; a note becomes one line, in small letters. A name that is an
    ordinary word as well ("May", "Mark") cannot be told from it.
    """
    tokens = (token.group() for token in _TOKEN.finditer(scrub(untrusted_note).text))
    return scrub(" ".join("".join(map(_allowed, tokens)).split())).text


def _allowed(token: str) -> str:
    if token == MARK or token in _SIGNS:
        return token
    if token.isspace():
        return " "
    word = token.lower().replace("\u2019", "'")
    return word if _PAGE.fullmatch(token) else _own_words().get(word, MARK)


@cache
def _own_words() -> Mapping[str, str]:
    """The words that may be saved, by their small letters: those that our own texts have so, and some names.

    Figures are none of them, and the texts that imitate letters and mails are left out: names stand there.
    """
    files = [*_SOURCES, *(f"{folder}/{name}" for folder in _FOLDERS for name in texts.names(folder))]
    lines = (line for file in files for line in _lines(texts.section(file)))
    tokens = (token.replace("\u2019", "'") for line in lines for token in _TOKEN.findall(line))
    small = {token for token in tokens if token.replace("'", "").isalpha() and token == token.lower()}
    figures = _said("digits") - _said("everyday")
    words = {word: word for word in small - figures if len(word) > 1 or word == "a"}
    return words | {name.lower(): name for name in texts.words("notes/words", "words.things").split()}


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
    yield from _after_pin(text)
    yield from ((*found.span(), "e-mail") for found in _EMAIL.finditer(text))
    yield from ((*found.span(), "home-folder") for found in _PATH.finditer(text))
    yield from ((*found.span(), "number") for found in _BANK.finditer(text))
    yield from ((*found.span(), "address") for found in _KEY_START.finditer(text))
    yield from ((*found.span(), "number") for found in _TELEPHONE.finditer(text))
    yield from ((*found.span(), _kind(found.group())) for found in _SPELLED.finditer(text))
    for found in _NUMBER.finditer(text):
        if _digits(found.group()) >= 4 and not _HARMLESS.fullmatch(found.group()):
            yield *found.span(), _kind(found.group())
    yield from ((*found.span(), "serial") for found in _CODE.finditer(text) if len(found.group()) >= 8)


def _after_pin(text: str) -> Iterator[_Span]:
    """Every number behind the word PIN, or another for a secret number."""
    at = 0
    for word in _WORD.finditer(text):
        if word.group().lower() in _said("pin"):
            at = max(at, word.end())
            while number := _NEXT_NUMBER.match(text, at):
                yield *number.span(1), "pin"
                at = number.end()


def _rows(text: str) -> Iterator[_Span]:
    """Words of one list in a row, whole or by their first letters, and digits that are written as words."""
    everyday, digits = _said("everyday"), _said("digits")
    skipped = everyday | digits | _said("numbering")
    yield from _in_a_row(text, skipped, _languages, PHRASE)
    yield from _in_a_row(text, skipped, lambda word: int(word in _starts()), PHRASE)
    yield from _in_a_row(text, everyday - digits, lambda word: int(wordlists.folded(word) in digits), "pin")


def _in_a_row(
    text: str, skipped: frozenset[str], listed: Callable[[str], int], problem: str
) -> Iterator[_Span]:
    """``listed`` tells the lists that have a word, as bits."""
    row: list[tuple[int, int]] = []
    common = 0
    for found in _WORD.finditer(text):
        word = found.group().lower()
        if word in skipped or _numbers_only(text, found):
            continue
        lists = listed(word)
        row, common = (row, common & lists) if common & lists else ([], lists)
        if lists:
            row.append(found.span())
        if len(row) >= IN_A_ROW:
            yield row[0][0], row[-1][1], problem


def _numbers_only(text: str, word: re.Match[str]) -> bool:
    """Whether letters only number what follows: "a)" or the end of "1st"."""
    alone = len(word.group()) == 1 and word.group().isascii()
    return alone or text[word.start() - 1 : word.start()].isdecimal()


def _languages(word: str) -> int:
    return wordlists.languages_by_word().get(wordlists.folded(word), 0)


@cache
def _starts() -> frozenset[str]:
    return frozenset(word[:_START] for word in wordlists.words(wordlists.ENGLISH))


@cache
def _said(key: str) -> frozenset[str]:
    return frozenset(map(wordlists.folded, texts.words("notes/words", f"words.{key}").split()))


def _kind(number: str) -> str:
    return "number" if _digits(number) >= LONG_NUMBER else "pin"


def _digits(text: str) -> int:
    return sum(character.isdecimal() for character in text)


def _plain(character: str, shown: str) -> str:
    """A character, or nothing where it draws none. ``shown`` is one of :func:`walletsafe.redact.pieces`."""
    if character.isspace():
        return "\n" if character == "\n" else " "
    return shown if len(shown) == 1 else ""


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
