"""Tells containers from other files by their first bytes, and only where those say little by their names."""

from __future__ import annotations

import re
from enum import Enum, auto

HEAD = 1024
"""How many bytes of the beginning are looked at: fewer may do, for most kinds 16."""


class Kind(Enum):
    """The kinds of containers."""

    ZIP = auto()
    """Zip archives, and the documents that are such: Office, OpenDocument, EPUB."""
    GZIP = auto()
    BZIP2 = auto()
    XZ = auto()
    TAR = auto()
    MAIL = auto()
    """One mail, or a mailbox of them."""
    SQLITE = auto()
    PDF = auto()
    COMPOUND = auto()
    """Office's files before 2007, mails of Outlook, old sticky notes."""
    FIREFOX = auto()
    """What Firefox keeps of a session."""
    FOREIGN = auto()
    """Archives and stores of kinds that are not opened here."""
    SEALED = auto()
    """Encrypted, as their format says: safes of KeePass, files of OpenPGP and age."""


# Sources: APPNOTE.TXT 4.3.7 and 4.3.16; RFC 1952; xz-file-format.txt; sqlite.org/fileformat.html;
# [MS-CFB] 2.2; lz4 in mozilla's toolkit/components/lz4; 7zFormat.txt; technote RAR 5.0; RFC 8878; [MS-CAB];
# [MS-PST] 2.2.2.6; keepass.info, KDBX 4; age-encryption.org/v1; RFC 9580, 6.2.
_STARTS = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"PK\x07\x08", Kind.ZIP),
    (b"\x1f\x8b\x08", Kind.GZIP),
    (b"\xfd7zXZ\x00", Kind.XZ),
    (b"SQLite format 3\x00", Kind.SQLITE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.COMPOUND),
    (b"mozLz40\x00", Kind.FIREFOX),
    (b"7z\xbc\xaf\x27\x1c", Kind.FOREIGN),
    (b"Rar!\x1a\x07", Kind.FOREIGN),
    (b"\x28\xb5\x2f\xfd", Kind.FOREIGN),
    (b"MSCF\x00\x00\x00\x00", Kind.FOREIGN),
    (b"!BDN", Kind.FOREIGN),
    (b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", Kind.SEALED),
    (b"\x03\xd9\xa2\x9a\x66\xfb\x4b\xb5", Kind.SEALED),
    (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", Kind.SEALED),
    (b"age-encryption.org/v", Kind.SEALED),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", Kind.SEALED),
    (b"-----BEGIN PGP MESSAGE-----", Kind.SEALED),
)
_FIRST_BYTES = frozenset(start[0] for start, _ in _STARTS)
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_LZMA = re.compile(rb"\]\x00\x00.{2}(?:\xff{8}|.{5}\x00{3})", re.DOTALL)
"""As lzma and xz write it: usual properties, a size of the dictionary, an unknown or sensible length."""

_PGP_NAMES = (".gpg", ".pgp", ".asc")
_PGP_ENCRYPTED = frozenset(
    {0xC1, 0xC3, 0xC9, 0xD2, 0xD4, *range(0x84, 0x88), *range(0x8C, 0x90), *range(0xA4, 0xA8)}
)
"""First bytes of encrypted messages. Keys and signatures have others. Source: RFC 9580, 4.2 and 5."""

_PDF_WITHIN = 1024
"""Readers accept a PDF's first line anywhere up to here. Source: PDF 1.7 reference, appendix H, note 13."""

_TAR_MAGIC = slice(257, 262)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")

_MAIL_START = re.compile(rb"(?:\d{1,12}[ \t]*\r?\n)?>?(?:From [^\r\n]{1,400}\r?\n)?[A-Za-z][!-9;-~]{1,70}:")
_MAIL_HEADER = re.compile(
    rb"^(?:(Message-ID|MIME-Version|Received|Return-Path|Delivered-To|X-Mozilla-Status)|From|To|Subject|Date"
    rb"|Content-Type):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_NAMES = (".eml", ".mbox", ".emlx", ".mht", ".mhtml", ".mbx")


def kind_of(head: bytes, name: str) -> Kind | None:
    """The kind of container that begins with ``head`` and is called ``name``; ``None`` for anything else."""
    first = head[:1]
    if first and first[0] in _FIRST_BYTES:
        for start, kind in _STARTS:
            if head.startswith(start):
                return kind
    if first == b"]" and _LZMA.match(head):
        return Kind.XZ
    if first == b"B" and _BZIP2.match(head):
        return Kind.BZIP2
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Kind.PDF
    if head[_TAR_MAGIC] == b"ustar" or (name.lower().endswith(".tar") and is_tar_header(head)):
        return Kind.TAR
    return Kind.MAIL if _is_mail(head, name) else _by_name(head, name)


def _by_name(head: bytes, name: str) -> Kind | None:
    """The kind of what begins with next to nothing that tells it, and mostly is called by its kind."""
    name = name.lower()
    if name.endswith(_PGP_NAMES) and head[:1] and head[0] in _PGP_ENCRYPTED:
        return Kind.SEALED
    return Kind.FOREIGN if name.endswith(".iwa") and head[:1] == b"\0" else None


def is_tar_header(block: bytes) -> bool:
    """Whether the first 512 bytes have the checksum of a tar archive's header. Source: POSIX, ustar."""
    block = block[:512]
    try:
        wanted = int(block[148:156].strip(b" \0"), 8)
    except ValueError:
        return False
    return len(block) == 512 and wanted == sum(block[:148]) + 8 * 32 + sum(block[156:])


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so is a picture."""
    riff = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    bitmap = head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) > 26
    return riff or bitmap or head.startswith(_PICTURES)


def _is_mail(head: bytes, name: str) -> bool:
    """Whether this begins as a mail does: two headers that mails have, one of which nothing else has."""
    if not _MAIL_START.match(head):
        return False
    if name.lower().endswith(_MAIL_NAMES):
        return True
    headers = list(_MAIL_HEADER.finditer(head))
    telling = any(header.group(1) for header in headers)
    return (head.startswith(b"From ") and bool(headers)) or (telling and len(headers) > 1)
