"""What may be shown and what may leave: cleans foreign text, and looks at everything before it is saved.

Two locks one after the other. The allow-list names every fact that a saved report may hold; what is
not on it is left out. The pre-flight scan then looks at the finished text as a stranger would and
refuses it when anything in it looks like a phrase, a key, an address, an e-mail, a serial number or
a path of the home folder. It would rather refuse too much than too little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from walletsafe.guard import find_runs

SUBJECT_KEYS = frozenset(
    {
        "agenda",
        "bytes",
        "connection",
        "files",
        "firmware",
        "kind",
        "lesson",
        "model",
        "name",
        "pictures",
        "roots",
        "script",
        "sha512",
        "signature",
        "size",
        "sums",
    }
)
"""Facts about the checked thing that may leave in an export."""

PARAM_KEYS = frozenset(
    {
        "address",
        "app",
        "apps",
        "bulletins",
        "claimed",
        "command",
        "count",
        "firmware",
        "fixed",
        "host",
        "knowledge_date",
        "mcu",
        "model",
        "newest",
        "newest_date",
        "problem",
        "program",
        "proven",
        "question",
        "rule",
        "sandbox",
        "service",
        "shown",
        "status",
        "step",
        "target",
        "usb_model",
        "version",
        "where",
        # download
        "fingerprint",
        "listed",
        "names",
        "place",
        "signature",
        "start",
        "sums",
        "system",
        # lesson
        "right",
        "unsure",
        "wrong",
        # scan
        "files",
        "layout",
        "member",
        "modified",
        "reason",
        "size",
        "source",
        "synced",
        "words",
    }
)
"""Params of findings that may leave in an export. Every slot of a finding's text is among them."""

# Letters and marks that draw nothing, although their category says letter, mark or symbol.
_DRAWS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0x180B, 0x1810), *range(0xE0100, 0xE01F0))
}
# Control, format (bidi and zero width), surrogate, private use, unassigned, line and paragraph separator.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MAX_MARKS = 2
_ELLIPSIS = "..."


def clean(untrusted_text: str, limit: int = 64) -> str:
    r"""Make foreign text fit for showing: one line, nothing hidden, at most ``limit`` characters (4 or more).

    Control, bidi, zero-width, surrogate and unassigned characters, and marks heaped on one letter,
    become visible as ``\u{202E}``. All spaces become the plain space. What is too long ends in ``...``.
    Cleaning twice changes nothing more. Reads no further than the limit needs.
    """
    shown: list[str] = []
    length = 0
    for piece in pieces(untrusted_text):
        shown.append(piece)
        length += len(piece)
        if length > limit:
            return _shortened(shown, length, limit)
    return "".join(shown)


def pieces(untrusted_text: str) -> Iterator[str]:
    """What :func:`clean` shows for each character, in their order: itself, a plain space, or its escape."""
    marks = 0
    for character in untrusted_text:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        yield _visible(character, heaped=marks > _MAX_MARKS)


WITHHELD = "?"
"""Stands for a foreign name that is empty or looks like something that must not leave."""


def clean_name(untrusted_name: str, limit: int = 32) -> str:
    """Make the name a device gives to an app fit for showing and saving.

    A device could choose a name that looks like a phrase or an address, to get it repeated or to have
    the whole report refused: such a name is withheld.
    """
    name = clean(untrusted_name, limit)
    return WITHHELD if not name.strip() or preflight(name) else name


_MOST_NAMES = 3


def clean_names(untrusted_names: Sequence[str], limit: int = 32) -> str:
    """Foreign names in a row, at most three of them, fit for showing and saving; empty where there is none.

    Harmless one by one, names may still spell a phrase in a row: then they are withheld.
    """
    row = ", ".join(clean_name(name, limit) for name in untrusted_names[:_MOST_NAMES])
    if preflight(row):
        return WITHHELD
    return f"{row} and others" if len(untrusted_names) > _MOST_NAMES else row


def _visible(character: str, *, heaped: bool) -> str:
    category = unicodedata.category(character)
    if heaped or category in _HIDDEN_CATEGORIES or character in _DRAWS_NOTHING:
        return f"\\u{{{ord(character):04X}}}"
    return " " if category == "Zs" else character


def _shortened(shown: list[str], length: int, limit: int) -> str:
    """Drop whole pieces from the end until the ellipsis fits: half an escape would mean something else."""
    while length > limit - len(_ELLIPSIS):
        length -= len(shown.pop())
    return "".join(shown) + _ELLIPSIS


_BASE58 = "1-9A-HJ-NP-Za-km-z"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # Extended keys (xpub, zprv, ...) and private keys in wallet import format.
    ("key", re.compile(rf"\b[xyztuvXYZTUV](?:pub|prv)[{_BASE58}]{{20}}|\b[5KL9c][{_BASE58}]{{50,51}}\b")),
    ("address", re.compile(rf"\b[13][{_BASE58}]{{25,34}}\b")),
    ("address", re.compile(r"\b(?:bc|tb|ltc)1[02-9ac-hj-np-z]{11}", re.IGNORECASE)),
    ("address", re.compile(r"\b0x[0-9a-f]{40}\b", re.IGNORECASE)),
    ("e-mail", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")),
    (
        "serial",
        re.compile(r"\b(?:serial(?: (?:number|no))?|s/n)\b[.:#= ]{0,3}(?=\w{0,20}\d)\w{4}", re.IGNORECASE),
    ),
    # A long code of capitals and figures mixed, or a very long number.
    ("serial", re.compile(r"(?<![\w-])(?=[A-Z0-9-]{0,30}[A-Z])(?=(?:[A-Z-]{0,30}\d){4})[A-Z0-9-]{10}")),
    ("serial", re.compile(r"\d{12}")),
    ("home-folder", re.compile(r"(?:/home|/Users|\\Users)[/\\]+\w|/root/|(?<![\w~])~/")),
)
_HEX_GROUPS = re.compile(r"(?:[0-9a-fA-F]{2,}[\s:-]{0,2})+")
_BASE58_RUN = re.compile(rf"[{_BASE58}]{{32,}}")
_KEY_HEX_DIGITS = 32


def preflight(text: str) -> tuple[str, ...]:
    """Name what in ``text`` must not leave, sorted; empty when there is nothing.

    The names are ``phrase``, ``key``, ``address``, ``e-mail``, ``serial`` and ``home-folder``. What was
    found is never returned.
    """
    problems = {name for _, _, name in find(text)}
    if find_runs(text):
        problems.add("phrase")
    return tuple(sorted(problems))


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name of what must not leave, all but phrases, as :func:`preflight` names it.

    The end may lie inside it: a pattern stops where it is sure.
    """
    for name, pattern in _PATTERNS:
        yield from ((*found.span(), name) for found in pattern.finditer(text))
    yield from ((*span, "key") for span in _keys(text))
    home = _home()
    if home:
        yield from ((*found.span(), "home-folder") for found in re.finditer(re.escape(home), text))


def _home() -> str:
    """The home folder, empty where this user has none or it says nothing about anybody."""
    try:
        home = str(Path.home())
    except RuntimeError:
        return ""
    return home.rstrip("/")


def _keys(text: str) -> Iterator[tuple[int, int]]:
    """Where there is long hex, also in groups and lines as devices show it, or a long base58 string."""
    for match in _HEX_GROUPS.finditer(text):
        digits = re.sub(r"[\s:-]", "", match.group())
        if len(digits) >= _KEY_HEX_DIGITS and any(digit.isdigit() for digit in digits):
            yield match.span()
    for match in _BASE58_RUN.finditer(text):
        run = match.group()
        if any(letter.isdigit() for letter in run) and any(letter.isupper() for letter in run):
            yield match.span()
