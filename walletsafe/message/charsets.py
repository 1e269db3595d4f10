"""Makes text of foreign bytes, whatever charset they are said to be in, and bytes of broken base64."""

from __future__ import annotations

import binascii
import codecs
import re

# The others of Python's codecs are no charsets of mails, and the time of two grows with the square.
_CHARSET = re.compile(r"(?:utf|iso|cp|koi8|gb|big5|euc|shift|hz|mac|tis|johab).*")


def text_from(untrusted_bytes: bytes, untrusted_charset: str) -> str:
    """The text that ``untrusted_bytes`` mean, whatever their charset is said to be; never fails.

    A charset that is unknown, or that the bytes contradict, gives way to UTF-8; what is wrong there too
    becomes U+FFFD. Browsers take ISO 8859-1 and ASCII for Windows-1252 (WHATWG Encoding Standard).
    """
    charset = _charset(untrusted_charset)
    for candidate in (charset or "utf-8", "utf-8"):
        try:
            return untrusted_bytes.decode(candidate).removeprefix("\ufeff")
        except UnicodeError:
            continue
    return untrusted_bytes.decode(charset or "cp1252", "replace").removeprefix("\ufeff")


def _charset(untrusted_charset: str) -> str:
    """Python's name of a charset, empty for one that is unknown or no charset of mails."""
    try:
        name = codecs.lookup(untrusted_charset.strip("'\" ")).name
    except (LookupError, ValueError):
        return ""
    if name in {"ascii", "iso8859-1"}:
        return "cp1252"
    return name if _CHARSET.fullmatch(name) else ""


_BASE64 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
_NOT_BASE64 = bytes(set(range(256)) - _BASE64)
_PADDING = re.compile(rb"=+")
_MOST_PADDINGS = 1000


def from_base64(untrusted_raw: bytes) -> tuple[bytes, bool]:
    """Decode as far as it goes, also behind a padding, where some programs stop and others go on.

    Return the bytes, and whether it was unbroken.
    """
    letters = untrusted_raw.translate(None, _NOT_BASE64)
    chunks = [chunk for chunk in _PADDING.split(letters, _MOST_PADDINGS)[:_MOST_PADDINGS] if chunk]
    unbroken = len(chunks) <= 1 and not any(len(chunk) % 4 == 1 for chunk in chunks)
    return b"".join(map(_from_chunk, chunks)), unbroken


def _from_chunk(letters: bytes) -> bytes:
    usable = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))
