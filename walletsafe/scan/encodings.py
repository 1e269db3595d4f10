"""Makes text of foreign bytes whose encoding nobody has told: whole files, parts of files, no text at all.

Bytes may begin and end in the middle of a letter. What is valid UTF-8 is UTF-8. What is not is also read as
each other encoding that it may well be: it is cheaper to look twice than to guess.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from walletsafe.scan import wide

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""How files say what they are. The longer marks first: one begins with another."""

_EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "cp950", "cp949")
"""Shift-JIS, EUC-JP, the Chinese encodings (simplified, Big5), EUC-KR: each in its widest variant."""

# Of the lists for European languages only the French and the Spanish one have accents, and these letters are
# the same in Windows-1252, 1250 and 1254 and in ISO 8859-1, -2, -9 and -15 (but for a tilde, which is no
# matter once accents are dropped): one stands for all. Macintosh and DOS have them elsewhere, below A6.
_EUROPEAN = "cp1252"
_OLD_EUROPEAN = ("mac_roman", "cp850")
_OLD_ACCENT = re.compile(rb"[A-Za-z][\x82-\xa5]|[\x82-\xa5][A-Za-z]")

_JAPANESE_MAIL = (b"\x1b$B", b"\x1b$@")

# Each letter followed by empty bytes: wide text. As text of single bytes it would be letters set apart.
_WIDE = re.compile(rb"(?:[^\0]\0{1,3}+){4,}+")

_CONTROLS = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1b"))
_BINARY_SHARE = 50
"""More than one control character in so many bytes: no text."""


class Decoding(NamedTuple):
    """What the bytes may be as text, and whether it is likely enough to undo more in it than the bytes."""

    text: str
    likely: bool


def decoded(untrusted_data: bytes) -> Iterator[Decoding]:
    """Yield the texts that the bytes may be, the plain decoding first. Never raises. Empty bytes give one."""
    if untrusted_data.isascii() and b"\0" not in untrusted_data:
        yield Decoding(untrusted_data.decode("ascii"), likely=True)
    else:
        yield from _mixed(untrusted_data)
    if b"\x1b" in untrusted_data and any(mark in untrusted_data for mark in _JAPANESE_MAIL):
        yield Decoding(untrusted_data.decode("iso2022_jp", "replace"), likely=True)


def narrowed(untrusted_data: bytes) -> bytes:
    """The same text in UTF-8, where a mark at its beginning says that it is wide; else the bytes as given."""
    for mark, encoding in _MARKS:
        if untrusted_data.startswith(mark):
            text = _strictly(untrusted_data[len(mark) :], encoding)
            # Without success it is no text but something that begins with these bytes by chance.
            return untrusted_data if text is None else text.encode("utf-8", "replace")
    return untrusted_data.removeprefix(codecs.BOM_UTF8)


def _mixed(data: bytes) -> Iterator[Decoding]:
    """Bytes with letters outside ASCII, or with empty bytes."""
    single = _WIDE.sub(b"\n", data).replace(b"\0", b"\n") if b"\0" in data else data
    text = _utf8(single)
    binary = text is None and is_binary(single)
    yield Decoding(single.decode("utf-8", "replace") if text is None else text, text is not None or binary)
    if text is None or data.count(b"\0") >= wide.MIN_LETTERS:
        for found in wide.texts_in(data):
            yield Decoding(found, likely=True)
    if text is None:
        # Of what is no text at all only islands are: all their letters would only make more noise.
        yield Decoding(single.decode(_EUROPEAN, "replace"), likely=not binary)
        if not binary:
            yield from _seldom(single)


def _seldom(data: bytes) -> Iterator[Decoding]:
    if _OLD_ACCENT.search(data):
        for encoding in _OLD_EUROPEAN:
            yield Decoding(data.decode(encoding, "replace"), likely=False)
    for encoding in _EAST_ASIAN:
        # The first byte may be the second half of a letter.
        if (text := _strictly(data, encoding) or _strictly(data[1:], encoding)) is not None:
            yield Decoding(text, likely=True)


def is_binary(untrusted_data: bytes) -> bool:
    """Whether there are more control characters than any text has. Empty bytes do not count."""
    controls = len(untrusted_data) - len(untrusted_data.translate(None, _CONTROLS))
    return controls * _BINARY_SHARE > len(untrusted_data)


def is_utf8(untrusted_data: bytes) -> bool:
    """Whether this is UTF-8, but for letters cut at both ends."""
    return _utf8(untrusted_data) is not None


def _utf8(data: bytes) -> str | None:
    """The text, or ``None`` where it is no UTF-8. Up to three bytes of a letter that was cut are left out."""
    start = 0
    while start < min(3, len(data)) and data[start] & 0xC0 == 0x80:
        start += 1
    return _strictly(data[start:], "utf-8")


def _strictly(data: bytes, encoding: str) -> str | None:
    """The text but for a letter cut at the end; ``None`` where the bytes are not of this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(data, final=False)
    except UnicodeDecodeError:
        return None
