"""Takes a mail apart into its parts, by place: no body is copied or decoded before somebody asks for it.

The headers are read by the standard library's ``email``. Its parser for bodies holds a mail three times over
and goes through it line by line, so boundaries are looked for here. Sources: RFC 5322 (headers), RFC 2045
(types and encodings), RFC 2046 (multipart), RFC 2231 (parameters). Broken mails are read as far as they go.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as Headers
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value

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


def take_apart(untrusted_mail: bytes, start: int, end: int) -> Structure:
    """Take apart the mail that stands at ``start`` to ``end``.

    Raise :class:`~walletsafe.errors.MailTooComplex` for more than 1,000 parts, parts nested deeper than 12,
    or headers of more than half a megabyte. Linear in the length.
    """
    return _Walk(untrusted_mail).mail(start, end)


class _Walk:
    """One way through a mail. It counts what a bomb would have too much of."""

    def __init__(self, untrusted_mail: bytes) -> None:
        self._mail = untrusted_mail
        self._parts_seen = 0
        self._header_bytes = 0
        self._alternatives = 0

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
            if at - start + self._header_bytes > _LONGEST_HEADERS:
                raise MailTooComplex
        self._header_bytes += at - start
        blank = _LINE_END.match(self._mail, at, end)
        # Some mailers write letters as they are, in UTF-8 or in the charset of their country.
        lines = _BLANK_BEFORE_COLON.sub(r"\1:", text_from(self._mail[start:at], ""))
        return HeaderParser().parsestr(lines), blank.end() if blank else at

    def _walk(
        self, structure: Structure, headers: Headers, body: tuple[int, int], *, depth: int, alternative: int
    ) -> None:
        media_type = headers.get_content_type()
        boundary = _parameters(headers, "content-type").get("boundary", "")
        if media_type.startswith("multipart/"):
            if depth == _DEEPEST:
                raise MailTooComplex
            if media_type == "multipart/alternative":
                self._alternatives += 1
                alternative = self._alternatives
            if self._walk_inner(structure, boundary, body, depth=depth, alternative=alternative):
                return
            # No part can be found: what mail programs show then is all of it, as text.
            structure.not_read.add("broken-part")
            media_type = "text/plain"
        structure.parts.append(_part(headers, media_type, body, alternative))

    def _walk_inner(
        self, structure: Structure, boundary: str, body: tuple[int, int], *, depth: int, alternative: int
    ) -> bool:
        """Walk through the parts between the boundaries; say whether there was any."""
        found = False
        for start, end in _between(self._mail, boundary, *body):
            found = True
            self._parts_seen += 1
            if self._parts_seen > _TOO_MANY_PARTS:
                raise MailTooComplex
            if self._parts_seen > MOST_PARTS:
                structure.not_read.add("many-parts")
                continue
            headers, inner = self._headers(start, end)
            self._walk(structure, headers, (inner, end), depth=depth + 1, alternative=alternative)
        return found


# The first line may be that of an mbox file. What a header's name may hold: RFC 5322 3.6.8.
_HEADER_LINE = re.compile(rb"(?:From |[!-9;-~]{0,200}[ \t]*:|[ \t])[^\r\n]*(?:\r?\n|\Z)")
_BLANK_BEFORE_COLON = re.compile(r"^([!-9;-~]{1,200})[ \t]+:", re.MULTILINE)
_LINE_END = re.compile(rb"\r?\n")


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


def _part(headers: Headers, media_type: str, body: tuple[int, int], alternative: int) -> Part:
    described = _parameters(headers, "content-type")
    placed = _parameters(headers, "content-disposition")
    name = placed.get("filename") or described.get("name", "")
    return Part(
        media_type=media_type,
        start=body[0],
        end=body[1],
        encoding=str(headers.get("content-transfer-encoding", "")).strip().lower()[:40],
        charset=described.get("charset", "")[:40],
        name=_shortened(decoded(name)),
        is_attachment="attachment" in placed,
        alternative=alternative,
    )


def _parameters(headers: Headers, name: str) -> dict[str, str]:
    """The parameters of a header, names in lower case; the value before them is a name without a value."""
    one = Headers()
    # The library's time for this grows with the square of the length.
    one[name] = " ".join(str(headers.get(name, "")).split())[:_LONGEST_PARAMETERS]
    try:
        found = one.get_params(header=name) or []
        return {key.lower(): collapse_rfc2231_value(value) for key, value in found}
    except (TypeError, ValueError, LookupError):
        return {}


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
            body, unbroken = raw, True
    if len(body) <= LONGEST_TEXT and len(raw) == part.end - part.start:
        return body, True, unbroken
    # Half a letter would make another charset of all.
    return _CUT_LETTER.sub(b"", body[:LONGEST_TEXT]), False, unbroken


_CUT_LETTER = re.compile(rb"[\xc0-\xff][\x80-\xbf]{0,2}\Z")
