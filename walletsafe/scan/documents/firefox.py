"""What Firefox keeps of a session, with what was typed into pages: JSON, packed with LZ4.

Words that stand in several fields are told apart by their names alone ("word-1", "word-2"), so the values are
told without them, in their order. Format: mozilla's ``mozLz40`` header, 8 bytes; size, 4 bytes; an LZ4 block.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from walletsafe.scan.documents.budget import HELD, Budget
from walletsafe.scan.documents.parts import Part, Source, Unreadable
from walletsafe.scan.documents.streams import text_pieces
from walletsafe.scan.finds import Reason

_HEADER = 12
_BEST_RATIO = 255
"""An LZ4 block cannot become more than that many times larger. Source: lz4_Block_format.md."""

_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"(\s{0,9}:)?', re.DOTALL)


def read(source: Source, budget: Budget) -> Iterator[Part]:
    """The values in such a file."""
    import lz4.block

    head = source.file.read(_HEADER)
    packed = source.file.read(HELD + 1)
    size = int.from_bytes(head[8:_HEADER], "little")
    if max(size, len(packed)) > HELD:
        raise Unreadable(Reason.TOO_LARGE)
    if size > _BEST_RATIO * len(packed):
        raise Unreadable(Reason.DAMAGED)
    budget.spend(size)
    library: Any = lz4.block  # without types
    unpacked: bytes = library.decompress(packed, uncompressed_size=size)
    yield from text_pieces(source.member, _values(unpacked.decode("utf-8", "replace")))


def _values(untrusted_json: str) -> Iterator[str]:
    for string in _STRING.finditer(untrusted_json):
        if not string.group(2):
            yield _unescaped(string.group(1)) + "\n"


def _unescaped(string: str) -> str:
    if "\\" not in string:
        return string
    try:
        return str(json.loads(f'"{string}"', strict=False))
    except ValueError:
        return string
