"""Mails and mailboxes, one mail after another.

What stands there as it is, is told as it is. A mail that encodes something is taken apart along the lines
that it declares as edges of its parts: in one go, whatever lies in whatever. Only the few lines of headers
before a part are read by the standard library, which takes long for a mail that was made for that. Formats:
RFC 4155 (mbox), RFC 5322, RFC 2045 to 2047, RFC 2183.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.parts import OVERLAP, Part, Source, inside
from walletsafe.scan.documents.streams import pieces, skip_hole, text_pieces, written_size
from walletsafe.scan.finds import Reason

LONGEST = 36_000_000
"""Bytes of a mail that is taken apart; of a longer one only what is not encoded is seen."""

_STEP = 1 << 20
_LONGEST_SEPARATOR = 512
_LONGEST_HEADERS = 64 << 10
_SEPARATOR = re.compile(rb"\n\r?\n(From [^\r\n]{1,400}\r?\n)(?=>?[A-Za-z][!-9;-~]{1,70}:)")
_LEADING = re.compile(rb"(?:\d{1,12}[ \t]*\r?\n)?(?:>?From [^\r\n]{1,400}\r?\n)*")
_LONGEST_SIGN = 40
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n(?=M)", re.MULTILINE | re.IGNORECASE)
_DATE = re.compile(rb"^Date:[ \t]{0,9}([ -~]{6,60})", re.IGNORECASE | re.MULTILINE)
_ENCODINGS = (b"quoted-printable", b"base64", b"?b?", b"?q?")
_CHARSET = re.compile(rb"charset\s?=\s?[\"']?(?!utf-?8|us-ascii|ascii|iso-8859-1\b|windows-1252)")
_EDGE = re.compile(rb"boundary\s?=\s?(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_DASHES = re.compile(rb"^--([^\r\n]{1,210})\r?\n?", re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_HOLDS_MAIL = re.compile(rb"^Content-Type:\s{0,9}message/rfc822", re.IGNORECASE | re.MULTILINE)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-8"})
"""Python takes these for ways to write text: some take long, and none is mail's. UTF-8 stays as it is."""

_TOLD_HEADERS = ("subject", "from", "to", "comments", "keywords")


def read(source: Source, budget: Budget) -> Iterator[Part]:
    """What a mail or a mailbox holds. In a mailbox each mail has limits of its own."""
    if source.file.seekable():
        budget.extend(written_size(source.file))
    mails = _split(source.file, source.member, budget)
    first = next(mails, b"")
    second = next(mails, b"")
    if not second:
        yield from _read_mail(first, source.member, budget)
        return
    for number, mail in enumerate(chain((first, second), mails), start=1):
        name = _name(number, mail)
        if _is_encoded(mail):
            yield Source(BytesIO(mail), name, inside(source.member, name), apart=True)
        else:
            yield from pieces(BytesIO(mail), inside(source.member, name))


def _name(number: int, untrusted_mail: bytes) -> str:
    """What a mail in a mailbox is called: by its number, and the day that it says it was written on."""
    said = _DATE.search(untrusted_mail, 0, _LONGEST_HEADERS)
    try:
        day = parsedate_to_datetime(said[1].decode("ascii")).date().isoformat() if said else ""
    except (ValueError, OverflowError):
        day = ""
    return f"{number} {day}.eml" if day else f"{number}.eml"


def _split(file: BinaryIO, member: str, budget: Budget) -> Iterator[bytes]:
    """The mails in a mailbox; of one that is too long, and noted so, the pieces."""
    kept = bytearray()
    while True:
        budget.check()
        skip_hole(file)
        read = file.read(_STEP)
        if not read:
            break
        searched = max(0, len(kept) - _LONGEST_SEPARATOR)
        kept += read
        at = 0
        for separator in _SEPARATOR.finditer(kept, searched):
            yield bytes(kept[at : separator.start(1)])
            at = separator.start(1)
        del kept[:at]
        if len(kept) > LONGEST:
            budget.note(member, Reason.TOO_LARGE)
            yield bytes(kept)
            del kept[:-OVERLAP]
    last = bytes(kept)
    del kept  # a mail may be large, and is not to be here twice
    if last:
        yield last


def _is_encoded(untrusted_mail: bytes) -> bool:
    """Whether something in a mail cannot be seen in its bytes as they are."""
    for at in range(0, len(untrusted_mail), _STEP):
        lowered = untrusted_mail[at : at + _STEP + _LONGEST_SIGN].lower()
        if (
            any(name in lowered for name in _ENCODINGS)
            or _CHARSET.search(lowered)
            or _UU_BEGIN.search(lowered)
        ):
            return True
    return False


def _read_mail(untrusted_mail: bytes, member: str, budget: Budget) -> Iterator[Part]:
    yield from _uuencoded(untrusted_mail, member, budget)
    if not _is_encoded(untrusted_mail):
        yield from pieces(BytesIO(untrusted_mail), member)
        return
    told: list[str] = []
    for number, (headers, body) in enumerate(_sections(untrusted_mail), start=1):
        budget.enter()
        described = _described(headers)
        told += [*described.told, described.name]
        yield from _read_body(body, described, member, inside(member, described.name or str(number)))
    yield from text_pieces(member, (line + "\n" for line in told))


def _uuencoded(untrusted_mail: bytes, member: str, budget: Budget) -> Iterator[Part]:
    """The files that stand in a mail in the way of before MIME. Format: POSIX, uuencode."""
    end = 0
    while begin := _UU_BEGIN.search(untrusted_mail, end):
        budget.enter()
        end = untrusted_mail.find(b"\nend", begin.end() - 1)
        end = len(untrusted_mail) if end < 0 else end
        lines = untrusted_mail[begin.end() : end].splitlines()
        content = b"".join(map(_from_uu, lines))
        name = begin[1].decode("utf-8", "replace").strip()
        yield Source(BytesIO(content), name, inside(member, name))


def _from_uu(untrusted_line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(untrusted_line)
    except binascii.Error:  # broken, or no such line: the others may be whole
        return b""


def _sections(untrusted_mail: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """The headers and the body of each part of a mail, and of the mails in it, in their order."""
    edges = {quoted or bare for quoted, bare in _EDGE.findall(untrusted_mail)}
    leading = _LEADING.match(untrusted_mail)
    begin = leading.end() if leading else 0
    for dashes in _DASHES.finditer(untrusted_mail):
        edge = dashes.group(1).rstrip()
        if edge in edges or edge.removesuffix(b"--") in edges:
            yield from _apart(untrusted_mail, begin, dashes.start())
            begin = dashes.end()
    yield from _apart(untrusted_mail, begin, len(untrusted_mail))


def _apart(untrusted_mail: bytes, begin: int, end: int) -> Iterator[tuple[bytes, memoryview]]:
    """The headers and the body of one part; where the body is a mail, its headers are those of another."""
    is_mail = True
    while is_mail:
        border = _END_OF_HEADERS.search(untrusted_mail, begin, min(end, begin + _LONGEST_HEADERS))
        headers_end, body_begin = border.span() if border else (begin, begin)
        headers = untrusted_mail[begin:headers_end]
        is_mail = bool(border and _HOLDS_MAIL.search(headers))
        yield headers, memoryview(untrusted_mail)[body_begin : body_begin if is_mail else end]
        begin = body_begin


@dataclass(frozen=True, slots=True)
class _Described:
    """What the headers of a part say of its body, and what they say to people."""

    kind: str = "text/plain"
    charset: str = "utf-8"
    encoding: str = ""
    name: str = ""
    told: tuple[str, ...] = ()


def _described(untrusted_headers: bytes) -> _Described:
    if not untrusted_headers.strip():
        return _Described()
    try:
        headers = message_from_bytes(untrusted_headers)
        told = [_decoded(value) for name, value in headers.items() if name.lower() in _TOLD_HEADERS]
        return _Described(
            headers.get_content_type(),
            headers.get_content_charset("utf-8"),
            str(headers.get("Content-Transfer-Encoding", "")).strip().lower(),
            _decoded(headers.get_filename("")),
            tuple(told),
        )
    except Exception:  # noqa: BLE001  (the library raises many kinds of errors for broken headers)
        return _Described()


def _decoded(header: object) -> str:
    try:
        return str(make_header(decode_header(str(header))))
    except (HeaderParseError, LookupError, ValueError):
        return str(header)


def _read_body(untrusted_body: memoryview, described: _Described, member: str, place: str) -> Iterator[Part]:
    body = _without_encoding(untrusted_body, described.encoding)
    if described.kind.startswith("text/") and not described.name:
        yield from pieces(BytesIO(_as_utf8(body, described.charset)), member)
    elif described.kind.startswith("multipart/"):
        yield from pieces(BytesIO(body), member)
    elif body:
        yield Source(BytesIO(body), described.name, place)


def _without_encoding(untrusted_body: memoryview, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return binascii.a2b_qp(untrusted_body)
    if encoding == "base64":
        return b"".join(_from_base64(untrusted_body))
    return bytes(untrusted_body)


def _from_base64(untrusted_body: memoryview) -> Iterator[bytes]:
    """What base64 letters stand for, whatever stands between them, and whether or not the end is whole."""
    kept = b""
    for at in range(0, len(untrusted_body), _STEP):
        letters = kept + _NOT_BASE64.sub(b"", untrusted_body[at : at + _STEP])
        whole = len(letters) // 4 * 4
        yield binascii.a2b_base64(letters[:whole])
        kept = letters[whole:]
    if len(kept) > 1:
        yield binascii.a2b_base64(kept + b"=" * (4 - len(kept)))


def _as_utf8(body: bytes, charset: str) -> bytes:
    """A text in UTF-8, where it says which other way it is written in. As it is where that does not help."""
    try:
        if codecs.lookup(charset).name in _NO_CHARSETS:
            return body
        return body.decode(charset, "replace").encode("utf-8", "replace")
    except (LookupError, ValueError):
        return body
