"""Letters written as numbers, made letters again: as far as the first pass needs it.

What :mod:`walletsafe.scan.views` makes of the same bytes is exact. This is quick: it tells whether that is
worth while.
"""

from __future__ import annotations

import binascii
import html
import re
from urllib.parse import unquote_to_bytes

from walletsafe.scan.readings import spelled_readings

_TAG = re.compile(rb"<[A-Za-z/!][^<>]*>")
_ESCAPED_END = re.compile(rb"\\[nrt]")
_NUMBER = re.compile(rb"\\(?:[uU]\{?([0-9a-fA-F]{1,8})\}?|x([0-9a-fA-F]{2}))")
_OLD_PERCENT = re.compile(rb"%u([0-9a-fA-F]{4})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_RUN_TOGETHER = re.compile(rb"[A-Za-z]{36,301}")
_LETTERS_APART = re.compile(rb"(?<![A-Za-z])(?:[A-Za-z][ .,-]{1,3}){35,300}[A-Za-z](?![A-Za-z])")
_NO_LETTER = re.compile(rb"[^A-Za-z]")
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def without_tags(untrusted_text: bytes) -> bytes:
    """A blank for each tag, with all that stands in it."""
    return _TAG.sub(b" ", untrusted_text)


def without_escaped_ends(untrusted_text: bytes) -> bytes:
    r"""Blanks for ``\n`` and its kin, as many as it has letters: places stay as they are."""
    return _ESCAPED_END.sub(b"  ", untrusted_text) if b"\\" in untrusted_text else untrusted_text


def from_backslashes(untrusted_text: bytes) -> bytes:
    r"""``\u0061`` and its kin, as JSON and programs write letters; ``\x61`` is a byte."""
    return _NUMBER.sub(
        lambda found: _utf8(found[1]) if found[1] else bytes([int(found[2], 16)]), untrusted_text
    )


def from_entities(untrusted_text: bytes) -> bytes:
    """``&#97;``, also where the ampersand is one itself."""
    text = untrusted_text.decode("latin-1")
    return html.unescape(html.unescape(text)).encode("utf-8", "replace")


def from_percents(untrusted_text: bytes) -> bytes:
    """``%61``, also written twice, and ``%u0061``."""
    return unquote_to_bytes(unquote_to_bytes(_OLD_PERCENT.sub(lambda found: _utf8(found[1]), untrusted_text)))


def from_wide(untrusted_text: bytes) -> bytes:
    """Plain letters out of two or four bytes each."""
    return untrusted_text.replace(b"\0", b"")


def from_base64(untrusted_text: bytes) -> bytes:
    """What a block in base 64 holds, but for a piece at its end."""
    digits = _NOT_BASE64.sub(b"", untrusted_text)
    return binascii.a2b_base64(digits[: len(digits) // 4 * 4])


def without_hyphens(untrusted_text: bytes) -> bytes:
    """Words without the invisible hyphens that pages and documents put into them."""
    return untrusted_text.replace(b"\xc2\xad", b"")


def from_joined(untrusted_text: bytes) -> bytes:
    """List words that were run together, or whose letters were set apart; nothing for other letters."""
    runs = [*_RUN_TOGETHER.findall(untrusted_text), *_LETTERS_APART.findall(untrusted_text)]
    return b"\n".join(_words_in(_NO_LETTER.sub(b"", run).decode().lower()) for run in runs)


def _words_in(letters: str) -> bytes:
    for _, words in spelled_readings(letters):
        return " ".join(words).encode()
    return b""


def _utf8(digits: bytes) -> bytes:
    number = int(digits, 16)
    if number > _LAST_CHARACTER or number in _SURROGATES:
        return b" "
    return chr(number).encode()
