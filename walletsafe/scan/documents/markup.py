"""The text of XML files in office documents: linear work on pieces, no parser, no entity is ever expanded.

Ends of paragraphs, cells and lines become line ends, all other tags become nothing, for programs set a word
that somebody corrected in several runs. What stands beside the text (text boxes, notes, comments, what was
deleted, readings set above Japanese words) comes after it, so that it does not come between its words. The
rows of tables come once more as lines, with tabs between the cells.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from walletsafe.scan.documents.parts import Text
from walletsafe.scan.documents.streams import text_pieces
from walletsafe.scan.documents.tables import Tables

_STEP = 512 << 10
_LONGEST_TAG = 4 << 20
_DEEPEST_ASIDE = 32
_LONGEST_ASIDES = 4 << 20
"""Characters that are set aside at most: what comes then stays in the text."""

_NAME = r"(?:[\w.-]{1,60}:)?"
_TAG = re.compile(r"<[^<>]*>")
# Local names of WordprocessingML, SpreadsheetML, DrawingML (ECMA-376) and of OpenDocument 1.3.
_BREAK = re.compile(
    rf"</?{_NAME}(?:p|h|tc|tr|br|cr|tab|ptab|s|line-break|table-cell|table-row|list-item|title|si|comment|text"
    r"|pt|v|lvl|c|li|td|div)(?=[\s/>])[^<>]*>"
)
_ASIDE = re.compile(
    rf"<(/?){_NAME}(?:txbxContent|textbox|text-box|annotation|note|del|moveFrom|instrText|rt|ruby-text|rPh|f)"
    r"(?=[\s/>])([^<>]*)>"
)
_TOLD_IN_ATTRIBUTES = re.compile(r"""\s(?:descr|title|alt|tooltip)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def chunks(file: BinaryIO, ends: str = "<") -> Iterator[str]:
    """What stands in an XML file, in pieces of about a megabyte that are cut before ``ends``.

    A piece with no such place is cut after four megabytes, wherever that is.
    """
    read = file.read(_STEP)
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if read.startswith(mark)), "utf-8")
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    kept: list[str] = []
    size = 0
    while read:
        decoded = decoder.decode(read)
        cut = decoded.rfind(ends)
        if cut >= 0:
            yield "".join((*kept, decoded[:cut]))
            kept, size = [decoded[cut:]], len(decoded) - cut
        else:
            kept.append(decoded)
            size += len(decoded)
        if size > _LONGEST_TAG:
            yield "".join(kept)
            kept, size = [], 0
        read = file.read(_STEP)
    yield "".join((*kept, decoder.decode(b"", final=True)))


def plain(chunk: str, gap: str = "") -> str:
    """The text in a piece of XML: breaks are line ends, all other tags ``gap``."""
    if "<![CDATA[" in chunk:
        chunk = chunk.replace("<![CDATA[", "").replace("]]>", "")
    return html.unescape(_TAG.sub(gap, _BREAK.sub("\n", chunk)))


def texts(file: BinaryIO, member: str) -> Iterator[Text]:
    """The text of an XML file of a document, then what stands beside it, and the rows of its tables."""
    asides = Asides()
    tables = Tables(member, plain)
    rows: list[Text] = []

    def told() -> Iterator[str]:
        for chunk in chunks(file):
            part = asides.part(chunk)
            rows.extend(tables.feed(part))
            yield plain(part)

    for text in text_pieces(member, told()):
        yield text
        yield from rows
        rows.clear()
    yield from text_pieces(member, asides.told())
    yield from rows
    yield from tables.end()


def values(file: BinaryIO, member: str) -> Iterator[Text]:
    """The text of an XML file that is no running text: properties of a document. Every tag is a line end."""
    return text_pieces(member, (plain(chunk, "\n") for chunk in chunks(file)))


class Asides:
    """Parts what stands in the text from what stands beside it."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []
        self._closed: list[str] = []
        self._size = 0

    def part(self, chunk: str) -> str:
        """What stands in the text, of a piece of XML that follows the one before."""
        told: list[str] = []
        at = 0
        for tag in _ASIDE.finditer(chunk):
            self._put(chunk[at : tag.start()], told)
            at = tag.end()
            if not tag.group(2).endswith("/"):
                self._turn(closes=tag.group(1) == "/")
        self._put(chunk[at:], told)
        if self._size < _LONGEST_ASIDES:
            attributes = [first or second for first, second in _TOLD_IN_ATTRIBUTES.findall(chunk)]
            self._closed += attributes
            self._size += sum(map(len, attributes))
        return "".join(told)

    def told(self) -> Iterator[str]:
        """What stands beside the text, without its markup."""
        for aside in (*self._closed, *("".join(parts) for parts in self._open)):
            yield plain(aside) + "\n"

    def _put(self, markup: str, told: list[str]) -> None:
        if self._open and self._size < _LONGEST_ASIDES:
            self._open[-1].append(markup)
            self._size += len(markup)
        else:
            told.append(markup)

    def _turn(self, *, closes: bool) -> None:
        if closes and self._open:
            self._closed.append("".join(self._open.pop()))
        elif not closes and len(self._open) < _DEEPEST_ASIDE:
            self._open.append([])
