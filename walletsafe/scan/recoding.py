"""Letters written as numbers, made letters again: as far as the first pass needs it.

What :mod:`walletsafe.scan.views` makes of the same bytes is exact. This is quick: it tells whether that is
worth while.
"""

from __future__ import annotations

import binascii
import html
import re
from urllib.parse import unquote_to_bytes

_NUMBER = re.compile(rb"\\(?:[uU]\{?([0-9a-fA-F]{1,8})\}?|x([0-9a-fA-F]{2}))")
_OLD_PERCENT = re.compile(rb"%u([0-9a-fA-F]{4})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


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


def _utf8(digits: bytes) -> bytes:
    number = int(digits, 16)
    if number > _LAST_CHARACTER or number in _SURROGATES:
        return b" "
    return chr(number).encode()
