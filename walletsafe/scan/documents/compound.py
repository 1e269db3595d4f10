"""Compound files: Office's documents before 2007, mails that Outlook saved, old sticky notes.

Each of the streams in such a file is told as the bytes that it is: texts are in 8 or 16 bits there, mostly in
one piece. Attachments of a mail are streams as well, and are opened. Formats: [MS-CFB], [MS-OXMSG], [MS-DOC],
[MS-XLS], [MS-OFFCRYPTO].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import Any, cast

from walletsafe.scan.documents.budget import HELD, Budget
from walletsafe.scan.documents.faults import spared
from walletsafe.scan.documents.parts import Part, Source, Unreadable, inside
from walletsafe.scan.documents.streams import text_pieces
from walletsafe.scan.finds import Reason

_Compound = Any
"""The library's object, which has no complete types."""

_TEXT = "\t-\r\x07 -~\u00a0-\u024f\u0300-\u036f\u3099\u309a"
_EASTERN = "\u1100-\u11ff\u3000-\u3098\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef"
_EASTERN_TEXT = re.compile(rf"[{_EASTERN}][{_TEXT}{_EASTERN}]{{11,}}")
"""A stretch of Chinese, Japanese or Korean in 16 bits. Among other bytes nothing else tells it from those."""

_ENCRYPTED_PACKAGE = "EncryptedPackage"
_WORD = "WordDocument"
_WORKBOOKS = frozenset({"Workbook", "Book"})
_UNICODE_ENDING = "001F"
"""Of the names of properties of a mail that are text in UTF-16."""

_WORD_FLAGS = 0x0A
_WORD_ENCRYPTED = 0x0100
_FILEPASS = 0x002F
"""Number of the record in a workbook that says it is encrypted, one of the first."""


def read(source: Source, budget: Budget) -> Iterator[Part]:
    """What the streams of a compound file hold."""
    import olefile

    library: Any = olefile
    opened: _Compound = library.OleFileIO(source.file)
    with closing(opened) as compound:
        for path in cast("list[list[str]]", compound.listdir()):
            place = inside(source.member, "/".join(path))
            yield from spared(_read_stream(compound, path, place, budget), place, budget)


def _read_stream(compound: _Compound, path: list[str], place: str, budget: Budget) -> Iterator[Part]:
    budget.enter()
    if compound.get_size(path) > HELD:
        raise Unreadable(Reason.TOO_LARGE)
    content: bytes = compound.openstream(path).read()
    budget.spend(len(content))
    if _is_encrypted(path[-1], content):
        raise Unreadable(Reason.ENCRYPTED)
    wide = content.decode("utf-16-le", "replace")
    if path[-1].endswith(_UNICODE_ENDING):
        yield from text_pieces(place, [wide.rstrip("\0")])
    else:
        yield from text_pieces(place, (run + "\n" for run in _EASTERN_TEXT.findall(wide)))
        yield Source(BytesIO(content), "", place)


def _is_encrypted(name: str, content: bytes) -> bool:
    if name == _WORD:
        return bool(int.from_bytes(content[_WORD_FLAGS : _WORD_FLAGS + 2], "little") & _WORD_ENCRYPTED)
    if name in _WORKBOOKS:
        return _FILEPASS in _first_records(content)
    return name == _ENCRYPTED_PACKAGE


def _first_records(workbook: bytes) -> list[int]:
    """The numbers of the first records of a workbook, each with its size before its content."""
    numbers: list[int] = []
    at = 0
    while len(numbers) < 4:
        number, size = (int.from_bytes(workbook[at + i : at + i + 2], "little") for i in (0, 2))
        numbers.append(number)
        at += 4 + size
    return numbers
