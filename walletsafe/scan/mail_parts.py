"""Undoes what mail does to bytes: quoted-printable, base64, and the coded words of its header lines.

Base64 is also met outside mail: in data: addresses, settings, commands. Sources: RFC 2045 (6.7 and 6.8),
RFC 2047, RFC 4648 (the letters - and _ of addresses).
"""

from __future__ import annotations

import binascii
import re

from walletsafe.scan import encodings, wide

# A line broken inside (or white space kept at its end), a letter outside ASCII, a line end or sign in it.
# What code has behind an equals sign is another thing: "=FALSE", "= 20".
_QUOTED = re.compile(
    rb"[^\s=]=\r?\n|=(?:(?:20|09)\r?\n|0[AD]|3D|2C|3B|[C-F][0-9A-F](?=[a-z\s=.,;-])|[c-f][0-9a-f]=[0-9a-f]{2})"
)
_CODED_WORD = re.compile(
    rb"=\?[\w.+*-]{1,40}\?(?:[Bb]\?([A-Za-z0-9+/=]{0,200})|[Qq]\?([^?\s]{0,200}))\?=(?:\r?\n?[ \t]++(?==\?))?"
)

MIN_BASE64 = 44
"""Letters of base64 from which a block is looked at: twelve Chinese characters of two bytes with gaps."""

_MIN_LINE = 40
_BLOCK = re.compile(
    rb"(?:[A-Za-z0-9+/_-]{40,}+(?:\r?\n|\\r\\n|\\n))++(?:[A-Za-z0-9+/_-]{2,}+={0,2}+)?+"
    rb"|[A-Za-z0-9+/_-]{44,}+={0,2}+"
)
_LETTERS = bytes(
    ord("a")
    if chr(byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
    else ord(" ")
    for byte in range(256)
)
_ANY_BLOCK = b"a" * _MIN_LINE
_NOT_LETTERS = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
)
_PLAIN = bytes((*b"\t\n\r", *range(32, 127)))
_MIN_DIFFERENT = 10
"""Lines of dashes and slashes have fewer letters than that."""

_SAMPLE = 4096
"""So many bytes tell whether a block is text. A multiple of four."""


def without_quotes(untrusted_data: bytes) -> bytes | None:
    """The bytes with quoted-printable and coded words undone; ``None`` where there are none."""
    if b"=" not in untrusted_data:
        return None
    plain = _without_coded_words(untrusted_data)
    if _QUOTED.search(untrusted_data if plain is None else plain):
        return binascii.a2b_qp(untrusted_data if plain is None else plain)
    return plain


def base64_blocks(untrusted_data: bytes) -> bytes | None:
    """What the blocks of base64 hold that look like text, one a line; ``None`` where there are none."""
    if _ANY_BLOCK not in untrusted_data.translate(_LETTERS):
        return None
    found: list[bytes] = []
    for block in _BLOCK.finditer(untrusted_data):
        if block.end() - block.start() >= MIN_BASE64:
            text = _text_of(block.group())
            if text:
                found.append(text)
    return b"\n".join(found) or None


def _without_coded_words(data: bytes) -> bytes | None:
    if b"=?" not in data or not _CODED_WORD.search(data):
        return None
    return _CODED_WORD.sub(_coded_word, data)


def _coded_word(found: re.Match[bytes]) -> bytes:
    if found[1] is not None:
        return _from_base64(found[1])
    return binascii.a2b_qp(found[2])


def _text_of(block: bytes) -> bytes:
    """The text in a block of base64, or empty bytes.

    Where its beginning was cut off, or something is glued to it, the first letter may be any of four.
    """
    letters = _only_letters(block)
    if len(set(letters[:_SAMPLE])) < _MIN_DIFFERENT:
        return b""
    for start in range(4):
        if _is_surely_text(_from_base64(letters[start : start + _SAMPLE])):
            return _from_base64(letters[start:])
    # Another encoding, perhaps, unless there are control characters: of bytes by chance one in ten is.
    return b"" if encodings.is_binary(_from_base64(letters[:_SAMPLE])) else _from_base64(letters)


def _only_letters(block: bytes) -> bytes:
    plain = block.replace(b"\\r", b"").replace(b"\\n", b"") if b"\\" in block else block
    return plain.translate(bytes.maketrans(b"-_", b"+/"), b"\r\n=")


def _from_base64(letters: bytes) -> bytes:
    plain = letters.translate(None, _NOT_LETTERS)
    # One letter more than a group holds six bits: no byte.
    whole = plain[: len(plain) - 1] if len(plain) % 4 == 1 else plain
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _is_surely_text(data: bytes) -> bool:
    """Whether this is UTF-8, mostly plain letters, or wide text. Of bytes by chance one in three is plain."""
    plain = len(data) - len(data.translate(None, _PLAIN))
    if not encodings.is_binary(data) and (5 * plain > 3 * len(data) or encodings.is_utf8(data)):
        return True
    return bool(wide.texts_in(data))
