"""What the first bytes of a picture tell: its kind and its size, without a decoder.

Sources: the PNG specification (W3C), 11.2.2; ITU-T T.81 (JPEG), B.2.2; GIF89a, 18; RFC 9649 (WebP), 2.5 to
2.7; BITMAPFILEHEADER and BITMAPINFOHEADER in wingdi.h; TIFF 6.0, section 2; ISO/IEC 14496-12 (``ftyp``).
"""

from __future__ import annotations

from enum import Enum, auto

Size = tuple[int, int]
"""Width and height, in pixels."""


class Kind(Enum):
    """The kinds of pictures that are told apart."""

    PNG = auto()
    JPEG = auto()
    GIF = auto()
    WEBP = auto()
    BMP = auto()
    TIFF = auto()
    HEIF = auto()
    """HEIC and AVIF, the photographs of some telephones: recognised, and not read here."""


_STARTS = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
)
_HEIF_BRANDS = frozenset({b"avif", b"heic", b"heim", b"heis", b"heix", b"hevc", b"mif1", b"msf1"})
_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Sizes of the header that follows the first 14 bytes of a bitmap."""

_NOT_A_FRAME = frozenset({0xC4, 0xC8, 0xCC})
"""JPEG segments that lie among the numbers of the frames and are none: tables and reserved ones."""


def kind_of(untrusted_head: bytes) -> Kind | None:
    """The kind of picture that begins with these bytes, 32 of them at least; ``None`` for anything else."""
    for start, kind in _STARTS:
        if untrusted_head.startswith(start):
            return kind
    if untrusted_head[:4] == b"RIFF" and untrusted_head[8:12] == b"WEBP":
        return Kind.WEBP
    if untrusted_head[4:8] == b"ftyp" and untrusted_head[8:12] in _HEIF_BRANDS:
        return Kind.HEIF
    bitmap = untrusted_head[:2] == b"BM" and untrusted_head[6:10] == bytes(4)  # texts may begin with BM
    return Kind.BMP if bitmap and _little(untrusted_head, 14, 4) in _BITMAP_HEADERS else None


def size_of(untrusted_head: bytes) -> Size | None:
    """The size of the picture, as its header says; ``None`` where it does not stand in these bytes."""
    kind = kind_of(untrusted_head)
    if kind is Kind.JPEG:
        return _jpeg_size(untrusted_head)
    if kind is None or kind in {Kind.TIFF, Kind.HEIF} or len(untrusted_head) < 30:
        return None
    if kind is Kind.PNG:
        return _big(untrusted_head, 16, 4), _big(untrusted_head, 20, 4)
    if kind is Kind.GIF:
        return _little(untrusted_head, 6, 2), _little(untrusted_head, 8, 2)
    return _bitmap_size(untrusted_head) if kind is Kind.BMP else _webp_size(untrusted_head)


def _jpeg_size(untrusted_head: bytes) -> Size | None:
    """Go from segment to segment until the header of the frame."""
    at = 2
    while at + 9 <= len(untrusted_head) and untrusted_head[at] == 0xFF:
        marker = untrusted_head[at + 1]
        if marker == 0xFF:  # filler
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in _NOT_A_FRAME:
            return _big(untrusted_head, at + 7, 2), _big(untrusted_head, at + 5, 2)
        else:
            at += 2 + max(_big(untrusted_head, at + 2, 2), 2)
    return None


def _bitmap_size(untrusted_head: bytes) -> Size:
    if _little(untrusted_head, 14, 4) == 12:  # the oldest header has short numbers
        return _little(untrusted_head, 18, 2), _little(untrusted_head, 20, 2)
    height = int.from_bytes(untrusted_head[22:26], "little", signed=True)  # negative: drawn from the top
    return _little(untrusted_head, 18, 4), abs(height)


def _webp_size(untrusted_head: bytes) -> Size | None:
    chunk = untrusted_head[12:16]
    if chunk == b"VP8X":
        return _little(untrusted_head, 24, 3) + 1, _little(untrusted_head, 27, 3) + 1
    if chunk == b"VP8L":
        bits = _little(untrusted_head, 21, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        return _little(untrusted_head, 26, 2) & 0x3FFF, _little(untrusted_head, 28, 2) & 0x3FFF
    return None


def _big(untrusted_data: bytes, at: int, size: int) -> int:
    return int.from_bytes(untrusted_data[at : at + size], "big")


def _little(untrusted_data: bytes, at: int, size: int) -> int:
    return int.from_bytes(untrusted_data[at : at + size], "little")
