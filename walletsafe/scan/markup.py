r"""Takes markup out of text: HTML and XML tags, named and numbered letters, RTF, LaTeX.

No parser: pages are broken, cut and hostile. Each function is one or two passes of patterns that never go
back, and gives ``None`` where there is no sign of its kind.

Sources: HTML Living Standard (elements, named character references); Rich Text Format Specification 1.9.1
(``\'xx``, ``\uN``, ``\ucN``, ``\ansicpgN``).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5

_INLINE = frozenset(
    re.findall(
        r"\S+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr o:p q rb rp rt ruby"
        " s samp small span strike strong sub sup time tt u var wbr text:span text:soft-page-break",
    )
)
"""Elements that stand inside words without parting them. Unknown ones part words."""

_WORD_BLOCKS = frozenset({"p", "tc", "tr", "br", "tab", "cr", "tbl"})
"""Of the elements of Word and PowerPoint (``w:``, ``a:``) only these part words."""

_CELLS = frozenset({"td", "th"})
_TAG = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|<[/!?]?([A-Za-z][\w:-]*+)[^<>]*+>")
_SIGN = re.compile(r"<!--|<[/!?]?[A-Za-z][^<>]*+>")

# In a cell the lines and paragraphs of the source are none: a row is one line, its cells parted by tabs.
_IN_CELL = re.compile(
    r"(<t[dh]\b[^<>]*+>)(?:\s++|<p\b[^<>]*+>|<div\b[^<>]*+>)++"
    r"|(?<!\s)(?:\s++|</p>|</div>){1,8}+(?=</t[dh]>|<t[dh]\b)",
    re.IGNORECASE,
)

_ENTITY = re.compile(r"&(?:#([0-9]{1,7});?|#[xX]([0-9a-fA-F]{1,6});?|([A-Za-z][A-Za-z0-9]{1,31};))")

_RTF = re.compile(
    r"(?P<bytes>\\'[0-9a-fA-F]{2}(?:\\'[0-9a-fA-F]{2})*+)"
    r"|\\(?P<word>[A-Za-z]++)(?P<number>-?[0-9]{1,10})?+ ?"
    r"|\\(?P<sign>[^A-Za-z0-9'])"
    r"|(?P<unseen>[{}\r\n]++)",
    re.DOTALL,
)
_RTF_FALLBACK = re.compile(r"\\'[0-9a-fA-F]{2}|[^\\{}\r\n]")
_RTF_GAPS = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "nestrow": "\n",
    "sect": "\n",
    "page": "\n",
    "column": "\n",
    "cell": "\t",
    "nestcell": "\t",
    "tab": "\t",
    "bullet": " ",
    "emdash": " ",
    "endash": " ",
    "emspace": " ",
    "enspace": " ",
}
_RTF_SIGNS = {"~": " ", "_": "-", "-": "", "*": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_RTF_PAGE = re.compile(r"\\ansicpg([0-9]{3,4})")

_LATEX_SIGN = re.compile(r"\\(?:begin|end|item|text[a-z]{2}|section|emph|documentclass)\b")
_LATEX = re.compile(
    r"\\-|\\['`^\"~=.]\{?(?P<accented>[A-Za-z])\}?"
    r"|(?P<block>\\(?:begin|end)\{[^{}\n]{0,60}\}(?:\[[^\]\n]{0,60}\])?|\\\\|\\item\b(?:\[[^\]\n]{0,60}\])?)"
    r"|\\[A-Za-z@]++\*?(?:\[[^\]\n]{0,60}\])?|[{}~$&]"
)


def without_tags(untrusted_text: str) -> Iterator[str]:
    """Yield the text as a browser shows it, then with a gap for each tag; nothing where there are no tags.

    The first joins words that tags cut to pieces, the second parts words that only tags part. Comments and
    scripts stay in both.
    """
    if "<" not in untrusted_text or not _SIGN.search(untrusted_text):
        return
    text = untrusted_text
    if "<td" in text or "<TD" in text or "<th" in text or "<TH" in text:
        text = _IN_CELL.sub(r"\1", text)
    yield _TAG.sub(lambda tag: _in_place_of(tag, ""), text)
    yield _TAG.sub(lambda tag: _in_place_of(tag, " "), text)


def without_entities(untrusted_text: str) -> str | None:
    """The text with named and numbered letters undone, twice where they were made twice."""
    if "&" not in untrusted_text or not _ENTITY.search(untrusted_text):
        return None
    text = _ENTITY.sub(_named, untrusted_text)
    return _ENTITY.sub(_named, text) if _ENTITY.search(text) else text


def without_rtf(untrusted_text: str) -> str | None:
    r"""The text of an RTF document, or of a part of one, its letters ``\'xx`` by the page that it names."""
    if "\\" not in untrusted_text:
        return None
    if "{\\rtf" not in untrusted_text and untrusted_text.count("\\par") < 2:
        return None
    page = _RTF_PAGE.search(untrusted_text)
    encoding = _known_encoding(f"cp{page[1]}" if page else "cp1252")
    pieces: list[str] = []
    position, fallbacks = 0, 1
    while token := _RTF.search(untrusted_text, position):
        pieces.append(untrusted_text[position : token.start()])
        position = token.end()
        if token["bytes"]:
            raw = bytes.fromhex(token["bytes"].replace("\\'", ""))
            pieces.append(raw.decode(encoding, "replace"))
        elif token["sign"]:
            pieces.append(_RTF_SIGNS.get(token["sign"], " "))
        elif token["word"] == "uc":
            fallbacks = min(int(token["number"] or 1), 4)
        elif token["word"] == "u" and token["number"]:
            pieces.append(_utf16(int(token["number"])))
            position = _behind_fallbacks(untrusted_text, position, fallbacks)
        elif token["word"]:
            pieces.append(_RTF_GAPS.get(token["word"], ""))
        elif token["unseen"][-1] in "\r\n" and "}" in token["unseen"]:
            # The end of the document, perhaps: what follows may be no part of it.
            pieces.append("\n")
    pieces.append(untrusted_text[position:])
    return "".join(pieces)


def without_latex(untrusted_text: str) -> str | None:
    """The text with LaTeX commands taken out: a gap for each, and a line for each item and row."""
    if "\\" not in untrusted_text or not _LATEX_SIGN.search(untrusted_text):
        return None
    return _LATEX.sub(_in_place_of_command, untrusted_text)


def _in_place_of(tag: re.Match[str], inline: str) -> str:
    name = tag[1]
    if name is None:
        return " "
    name = name.lower()
    if name in _INLINE:
        return inline
    if name in _CELLS:
        return "" if tag.group().startswith("</") else "\t"
    prefix, _, local = name.partition(":")
    if prefix in {"w", "a"} and local:
        return "\n" if local in _WORD_BLOCKS else inline
    return "\n"


def _named(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        return html5.get(name, found.group())
    number = int(decimal) if decimal is not None else int(hexadecimal, 16)
    is_letter = 0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF
    return chr(number) if is_letter else "\ufffd"


def _utf16(number: int) -> str:
    """The letter of RTF's signed number of 16 bits; wide ones come in two halves, which no list word has."""
    unit = number & 0xFFFF
    return "\ufffd" if 0xD800 <= unit <= 0xDFFF else chr(unit)


def _behind_fallbacks(text: str, position: int, count: int) -> int:
    """Where the letters end that stand in for one that old readers do not know."""
    for _ in range(count):
        fallback = _RTF_FALLBACK.match(text, position)
        if fallback is None:
            break
        position = fallback.end()
    return position


def _known_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _in_place_of_command(found: re.Match[str]) -> str:
    if found["accented"]:
        return found["accented"]
    if found["block"]:
        return "\n"
    return "" if found.group() == "\\-" else " "
