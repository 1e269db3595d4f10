r"""Undoes the ways in which programs write letters that would mean something else where they stand.

Backslashes as in JSON, JavaScript, Python and shells (``\n``, ``\u00e9``, ``\xc3\xa9``, ``\303\251``),
percent signs as in web addresses, and the values of JSON and of markup without their keys. Each is one pass
over the text, in linear time, and gives ``None`` where there is no sign of it.
"""

from __future__ import annotations

import re

_GAPS = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": "\n", "v": "\n", "0": "\n", "a": " ", "e": " "}

# Runs of the same kind are undone in one go: letters in two halves (surrogates) and letters of several bytes.
_BACKSLASH = re.compile(
    r"\\(?:u(?P<utf16>[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*+)"
    r"|x(?P<hex>[0-9a-fA-F]{2}(?:\\x[0-9a-fA-F]{2})*+)"
    r"|(?P<octal>[0-3][0-7]{2}(?:\\[0-3][0-7]{2})*+)"
    r"|u\{(?P<braced>[0-9a-fA-F]{1,6})\}"
    r"|U(?P<long>[0-9a-fA-F]{8})"
    r"|(?P<letter>[nrtbfvae0\"'`/\\]))"
)

# %uE9 comes from JavaScript's old escape().
# Numbers and letters for the print functions of many languages look alike: "%02d".
_PERCENT_SIGN = re.compile(
    r"%(?:20|0[9AaDd]|2[0-9A-F]|2c|3[A-F]|3[bf]|5[B-F]|7[B-E]|7c|[C-F][0-9A-F]|[c-f][0-9a-f]%|u[0-9a-fA-F]{4})"
)
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+|%u(?P<utf16>[0-9a-fA-F]{4})")

# A string opens behind a bracket, a comma, a colon, an equals sign, or a space; an apostrophe does not.
# It may be cut at the end. A key is a string with a colon or an equals sign behind it.
_VALUE = re.compile(
    r"[\"'\[,:=](?:"
    r"(?:(?<=\")(?<![^\s\[{(,:=]\")(?P<double>(?:[^\"\\]|\\.)*+)\"?+"
    r"|(?<=')(?<![^\s\[{(,:=]')(?P<single>(?:[^'\\\n]|\\.)*+)'?+)"
    r"(?:(?=\s{0,4}(?P<behind>[:=])))?+"
    r"|(?<=[\[,:=])\s{0,4}(?P<number>\d{1,4})(?=\s{0,4}[,}\]\r\n]))",
    re.DOTALL,
)
_PAIRED = ('":', '" :', '="', '= "', "':", "='", "= '", ": '", ': "')
_MIN_PAIRS = 6


def without_backslashes(untrusted_text: str) -> str | None:
    """The text with escapes by backslash undone once."""
    if "\\" not in untrusted_text or not _BACKSLASH.search(untrusted_text):
        return None
    return _BACKSLASH.sub(_unescaped, untrusted_text)


def without_percents(untrusted_text: str) -> str | None:
    """The text with escapes by percent sign undone once."""
    if "%" not in untrusted_text or not _PERCENT_SIGN.search(untrusted_text):
        return None
    return _PERCENT.sub(_unquoted, untrusted_text)


def values(untrusted_text: str) -> str | None:
    """The strings and small numbers behind colons and equals signs, in their order, one a line.

    For settings and attributes: their keys would stand between the words, and some keys are list words.
    """
    if '"' not in untrusted_text and "'" not in untrusted_text:
        return None
    if sum(untrusted_text.count(paired) for paired in _PAIRED) < _MIN_PAIRS:
        return None
    found = (
        match.group("double", "single", "number")
        for match in _VALUE.finditer(untrusted_text)
        if not match["behind"]
    )
    return "\n".join(double or single or number or "" for double, single, number in found)


def _unescaped(found: re.Match[str]) -> str:
    kind = found.lastgroup
    digits = found.group(kind or 0)
    match kind:
        case "letter":
            return _GAPS.get(digits, digits)
        case "utf16":
            return bytes.fromhex(digits.replace("\\u", "")).decode("utf-16-be", "replace")
        case "hex":
            return _from_bytes(bytes.fromhex(digits.replace("\\x", "")))
        case "octal":
            return _from_bytes(bytes(int(byte, 8) for byte in digits.split("\\")))
        case _:
            return _letter(int(digits, 16))


def _unquoted(found: re.Match[str]) -> str:
    if found["utf16"]:
        return _letter(int(found["utf16"], 16))
    return _from_bytes(bytes.fromhex(found.group().replace("%", "")))


def _from_bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _letter(number: int) -> str:
    """The letter of this number; the sign for a broken one where there is none, as for half a letter."""
    is_letter = number < 0xD800 or 0xDFFF < number <= 0x10FFFF
    return chr(number) if is_letter else "\ufffd"
