"""The pictures on the pages of a PDF file, each as a picture file: sheets that somebody scanned, screenshots.

Photographs lie in a PDF as the files that they were. Everything else PDFium unpacks, and is given on as a
bitmap. Sources: PDF 1.7 reference, 4.8; BITMAPFILEHEADER and BITMAPINFOHEADER in wingdi.h.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from typing import Any

from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.parts import Part, Picture
from walletsafe.scan.finds import Reason

SECONDS = 30.0
"""Of this process's own work, for the pictures of one file."""

MOST_PICTURES = 400
"""Different pictures of one file at most."""

_SMALLEST_SIDE = 50
"""Pixels of a picture that may show a phrase."""

_LARGEST_BITMAP = 60_000_000
_DEEPEST = 8
"""How many groups of things on a page may lie inside one another."""

_JPEG = "DCTDecode"
_FILE_HEADER = struct.Struct("<2sLLL")
_HEADER = struct.Struct("<LllHHLLllLL")
_GRAY = b"".join(bytes((shade, shade, shade, 0)) for shade in range(256))

_Pdfium = Any
"""An object of the library, which has no complete types."""


def on(page: _Pdfium) -> Iterator[_Pdfium]:
    """The pictures on a page that are large enough to show a phrase."""
    import pypdfium2.raw as pdfium

    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        if min(picture.get_px_size()) >= _SMALLEST_SIDE:
            yield picture


def read(document: _Pdfium, member: str, budget: Budget, pages: Sequence[int]) -> Iterator[Part]:
    """The pictures on these pages, none twice. Those that are not read, for whatever reason, are noted."""
    end = time.process_time() + SECONDS
    seen: set[bytes] = set()
    for number in pages:
        with closing(document[number]) as page:
            for picture in on(page):
                budget.check()
                if time.process_time() > end or len(seen) >= MOST_PICTURES:
                    budget.note(member, Reason.PICTURE)
                    return
                content = _content(picture)
                if not content:
                    budget.note(member, Reason.PICTURE)
                    continue
                known = sha256(content).digest()
                if known not in seen:
                    seen.add(known)
                    yield Picture(member, content)


def _content(picture: _Pdfium) -> bytes:
    """A picture as a file; nothing where it cannot be unpacked, or is too large for it."""
    import pypdfium2

    if picture.get_filters() == [_JPEG]:
        return bytes(picture.get_data())
    width, height = picture.get_px_size()
    if width * height > _LARGEST_BITMAP:
        return b""
    try:
        return _bitmap_file(picture.get_bitmap())
    except pypdfium2.PdfiumError:
        return b""


def _bitmap_file(bitmap: _Pdfium) -> bytes:
    """What PDFium unpacked, with the two headers that make it a file; its first row is at the top."""
    width, height, channels, stride = (
        int(n) for n in (bitmap.width, bitmap.height, bitmap.n_channels, bitmap.stride)
    )
    row = -(-width * channels // 4) * 4
    if row * height > _LARGEST_BITMAP:
        return b""
    rows = bytes(bitmap.buffer)
    if stride != row:
        padding = bytes(row - width * channels)
        starts = range(0, stride * height, stride)
        rows = b"".join(rows[at : at + width * channels] + padding for at in starts)
    palette = _GRAY if channels == 1 else b""
    begin = _FILE_HEADER.size + _HEADER.size + len(palette)
    first = _FILE_HEADER.pack(b"BM", begin + len(rows), 0, begin)
    second = _HEADER.pack(_HEADER.size, width, -height, 1, channels * 8, 0, len(rows), 2835, 2835, 0, 0)
    return first + second + palette + rows
