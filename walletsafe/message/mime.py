"""Takes a mail apart into its parts, by place: no body is copied or decoded before somebody asks for it.

The headers are read by the standard library's ``email``. Its parser for bodies holds a mail three times over
and goes through it line by line, so boundaries are looked for here. Sources: RFC 5322 (headers), RFC 2045
(types and encodings), RFC 2046 (multipart), RFC 2231 (parameters). Broken mails are read as far as they go.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message as Headers
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from functools import partial
from itertools import islice, product

from walletsafe.errors import MailTooComplex
from walletsafe.message.charsets import from_base64, text_from
from walletsafe.message.headers import decoded

MOST_PARTS = 100
"""How many parts are looked at. What comes after them is named as not read."""

LONGEST_TEXT = 2 << 20
"""How many bytes of a part are decoded at most."""

_TOO_MANY_PARTS = 1000
_DEEPEST = 12
_LONGEST_HEADERS = 512 << 10
_LONGEST_PARAMETERS = 2000
_LONGEST_BOUNDARY = 200
_LONGEST_NAME = 240
_MOST_SECOND_READINGS = 4
"""How often headers that contradict themselves are read in more than one way."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds no others. Its body is the bytes ``start`` to ``end`` of the mail, still encoded.

    ``media_type`` is in lower case. ``alternative`` is the same number for parts of which a reader is shown
    one (RFC 2046 5.1.4), and 0 outside of such.
    """

    media_type: str
    start: int
    end: int
    encoding: str
    charset: str
    name: str
    is_attachment: bool
    alternative: int


@dataclass(slots=True)
class Structure:
    """A mail taken apart: its headers, its parts in their order, and names of ``model.NOT_READ``."""

    headers: Headers
    parts: list[Part] = field(default_factory=list[Part])
    not_read: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class Seen:
    """What a bomb would have too much of, counted over a mail and those that came inside it."""

    parts: int = 0
    header_bytes: int = 0
    alternatives: int = 0
    second_readings: int = 0


def take_apart(untrusted_mail: bytes, start: int, end: int, seen: Seen) -> Structure:
    """Take apart the mail that stands at ``start`` to ``end``.

    Raise :class:`~walletsafe.errors.MailTooComplex` for more than 1,000 parts, parts nested deeper than 12,
    or headers of more than half a megabyte, those counted in ``seen`` included. Linear in the length.
    """
    return _Walk(untrusted_mail, seen).mail(start, end)


class _Walk:
    """One way through a mail."""

    def __init__(self, untrusted_mail: bytes, seen: Seen) -> None:
        self._mail = untrusted_mail
        self._seen = seen

    def mail(self, start: int, end: int) -> Structure:
        headers, body = self._headers(start, end)
        structure = Structure(headers)
        self._walk(structure, headers, (body, end), depth=0, alternative=0)
        return structure

    def _headers(self, start: int, end: int) -> tuple[Headers, int]:
        """Read the headers at ``start``; return them, and where the body begins."""
        at = start
        while line := _HEADER_LINE.match(self._mail, at, end):
            at = line.end()
            if at - start + self._seen.header_bytes > _LONGEST_HEADERS:
                raise MailTooComplex
        self._seen.header_bytes += at - start
        blank = _LINE_END.match(self._mail, at, end)
        # Some mailers write letters as they are, in UTF-8 or in the charset of their country.
        lines = _BLANK_BEFORE_COLON.sub(r"\1:", text_from(self._mail[start:at], ""))
        return HeaderParser().parsestr(lines), blank.end() if blank else at

    def _walk(
        self, structure: Structure, headers: Headers, body: tuple[int, int], *, depth: int, alternative: int
    ) -> None:
        ways = _ways(headers)
        if len(ways) > 1:
            structure.not_read.add("broken-part")
        for way in ways if self._may_read_again(len(ways)) else ways[:1]:
            self._walk_one(structure, way, body, depth=depth, alternative=alternative)

    def _may_read_again(self, ways: int) -> bool:
        self._seen.second_readings += ways > 1
        return self._seen.second_readings <= _MOST_SECOND_READINGS

    def _walk_one(
        self, structure: Structure, headers: Headers, body: tuple[int, int], *, depth: int, alternative: int
    ) -> None:
        part = _part(headers, body, alternative)
        if part.media_type.startswith("multipart/"):
            if depth == _DEEPEST:
                raise MailTooComplex
            if part.media_type == "multipart/alternative":
                self._seen.alternatives += 1
                alternative = self._seen.alternatives
            if self._walk_inner(structure, headers, body, depth=depth, alternative=alternative):
                return
            # No part can be found: what mail programs show then is all of it, as text.
            part = replace(part, media_type="text/plain")
        structure.parts.append(part)

    def _walk_inner(
        self, structure: Structure, headers: Headers, body: tuple[int, int], *, depth: int, alternative: int
    ) -> bool:
        """Walk through the parts between the boundaries; say whether there was any."""
        boundaries = _boundaries(headers)
        if len(boundaries) > 1:
            structure.not_read.add("broken-part")
        tried = boundaries if self._may_read_again(len(boundaries)) else boundaries[:1]
        walk = partial(self._walk_parts, structure, body, depth=depth, alternative=alternative)
        found = [walk(boundary) for boundary in tried]
        if any(found):
            return True
        structure.not_read.add("broken-part")
        seen = _FIRST_BOUNDARY.search(self._mail, max(body[0] - 1, 0), min(body[1], body[0] + _NEAR))
        return seen is not None and walk(seen[1].decode("utf-8", "replace"))

    def _walk_parts(
        self, structure: Structure, body: tuple[int, int], boundary: str, *, depth: int, alternative: int
    ) -> bool:
        found = False
        for start, end in _between(self._mail, boundary, *body):
            found = True
            self._seen.parts += 1
            if self._seen.parts > _TOO_MANY_PARTS:
                raise MailTooComplex
            if self._seen.parts > MOST_PARTS:
                structure.not_read.add("many-parts")
                continue
            headers, inner = self._headers(start, end)
            self._walk(structure, headers, (inner, end), depth=depth + 1, alternative=alternative)
        return found


def _ways(headers: Headers) -> list[Headers]:
    """The headers; where they name several types or encodings, once with each: which counts differs."""
    types, encodings = (_different(headers, name) for name in _SINGLE)
    if len(types) <= 1 and len(encodings) <= 1:
        return [headers]
    ways: list[Headers] = []
    for values in islice(product(types or [""], encodings or [""]), _MOST_SECOND_READINGS):
        way = Headers()
        for name, value in headers.items():
            if name.lower() not in _SINGLE:
                way[name] = value
        for name, value in zip(_SINGLE, values, strict=True):
            way[name] = value
        ways.append(way)
    return ways


_SINGLE = ("content-type", "content-transfer-encoding")


def _different(headers: Headers, name: str) -> list[str]:
    values = (" ".join(str(value).split()) for value in headers.get_all(name, []))
    return list({value.lower(): value for value in values}.values())


# The first line may be that of an mbox file. What a header's name may hold: RFC 5322 3.6.8.
_HEADER_LINE = re.compile(rb"(?:From |[!-9;-~]{0,200}[ \t]*:|[ \t])[^\r\n]*(?:\r?\n|\Z)")
_BLANK_BEFORE_COLON = re.compile(r"^([!-9;-~]{1,200})[ \t]+:", re.MULTILINE)
_LINE_END = re.compile(rb"\r?\n")
# What stands before the first part where the headers name no boundary, or another one.
_FIRST_BOUNDARY = re.compile(rb"\n--([^\r\n]{1,200})\r?\ncontent-", re.IGNORECASE)
_NEAR = 64 << 10


def _between(untrusted_mail: bytes, boundary: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the parts between the lines ``--boundary`` stand. The last may lack its closing line."""
    if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        return
    quoted = re.escape(boundary.encode("utf-8", "replace"))
    # Together with the line end before it, which belongs to it (RFC 2046 5.1.1).
    delimiter = re.compile(rb"\n--" + quoted + rb"(--)?[ \t]*(?=\r?(?:\n|\Z))")
    begun = -1
    for line in delimiter.finditer(untrusted_mail, max(start - 1, 0), end):
        if begun >= 0:
            yield begun, max(begun, line.start() - (untrusted_mail[line.start() - 1] == 0x0D))
        if line[1]:
            return
        after = _LINE_END.match(untrusted_mail, line.end(), end)
        begun = after.end() if after else end
    if begun >= 0:
        yield begun, end


def _part(headers: Headers, body: tuple[int, int], alternative: int) -> Part:
    value = _bounded(headers, "content-type")
    described = dict(_parameters(value))
    placed = dict(_parameters(_bounded(headers, "content-disposition")))
    media_type = _MEDIA_TYPE.match(_without_comments(value))
    encoding = _TOKEN.search(_without_comments(_bounded(headers, "content-transfer-encoding")))
    return Part(
        # What is no type means plain text (RFC 2045 5.2).
        media_type="/".join(media_type.groups()).lower() if media_type else "text/plain",
        start=body[0],
        end=body[1],
        encoding=encoding.group().lower()[:40] if encoding else "",
        charset=described.get("charset", "")[:40],
        name=_shortened(decoded(placed.get("filename") or described.get("name", ""))),
        is_attachment="attachment" in placed,
        alternative=alternative,
    )


_MEDIA_TYPE = re.compile(r"\s*([!#$&^.+\w\-]{1,100})\s*/\s*([!#$&^.+\w\-]{1,100})", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]*")
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*+"?)|\((?:[^()\\]|\\.)*+\)?', re.DOTALL)


def _bounded(headers: Headers, name: str) -> str:
    # The library's time for parameters grows with the square of the length.
    return " ".join(str(headers.get(name, "")).split())[:_LONGEST_PARAMETERS]


def _without_comments(untrusted_value: str) -> str:
    """Drop what stands in round brackets outside of a quotation (RFC 5322 3.2.2)."""
    return _COMMENT.sub(r"\1", untrusted_value) if "(" in untrusted_value else untrusted_value


def _boundaries(headers: Headers) -> list[str]:
    """The different boundaries that a Content-Type header names; one, as a rule."""
    value = _without_comments(_bounded(headers, "content-type"))
    return list(dict.fromkeys(found.rstrip() for name, found in _parameters(value) if name == "boundary"))


def _parameters(untrusted_value: str) -> list[tuple[str, str]]:
    """The parameters of a header, names in lower case; the value before them is a name without a value."""
    one = Headers()
    one["x"] = untrusted_value
    try:
        found = one.get_params(header="x") or []
        return [(key.lower(), collapse_rfc2231_value(value)) for key, value in found]
    except (TypeError, ValueError, LookupError):
        return []


def _shortened(untrusted_name: str) -> str:
    """The name of a file, with its ending: that is where the danger stands."""
    if len(untrusted_name) <= _LONGEST_NAME:
        return untrusted_name
    half = _LONGEST_NAME // 2
    return f"{untrusted_name[:half]}...{untrusted_name[-half:]}"


def body_of(untrusted_mail: bytes, part: Part) -> tuple[bytes, bool, bool]:
    """Decode the body of a part, :data:`LONGEST_TEXT` bytes at most.

    Return it, whether that is all of it, and whether its encoding was unbroken.
    """
    match part.encoding:
        case "base64":
            raw = untrusted_mail[part.start : min(part.end, part.start + LONGEST_TEXT * 3 // 2)]
            body, unbroken = from_base64(raw)
        case "quoted-printable":
            raw = untrusted_mail[part.start : min(part.end, part.start + LONGEST_TEXT * 4)]
            body, unbroken = quopri.decodestring(raw), True
        case _:
            raw = untrusted_mail[part.start : min(part.end, part.start + LONGEST_TEXT + 1)]
            body, unbroken = raw, part.encoding in _AS_THEY_ARE
    if len(body) <= LONGEST_TEXT and len(raw) == part.end - part.start:
        return body, True, unbroken
    # Half a letter would make another charset of all.
    return _CUT_LETTER.sub(b"", body[:LONGEST_TEXT]), False, unbroken


_AS_THEY_ARE = frozenset({"", "7bit", "8bit", "binary"})
_CUT_LETTER = re.compile(rb"[\xc0-\xff][\x80-\xbf]{0,2}\Z")
