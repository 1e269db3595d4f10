"""Reads typed words in pictures: screenshots, and photographs of screens and printed lists.

Decoders of pictures are a thief's way in, and the reader of letters holds what it read: this runs in the
scan's sealed worker processes alone. The formats are few, sizes and time are limited. The letters are read by
Tesseract, which comes with the optional package ``tesserocr``, with English data of ours: other lists are
found only so far as English letters spell them, and handwriting is not read.

A cheap look comes first: most pictures hold no text. Photographs may be turned: the direction of their lines
is measured before they are read.
"""

from __future__ import annotations

import os
import re
import time
import warnings
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from walletsafe.scan import picture_header, picture_words
from walletsafe.scan.finds import Located, Reason
from walletsafe.scan.picture_header import Kind
from walletsafe.scan.picture_words import SeenWord

if TYPE_CHECKING:
    from PIL import Image
    from PIL.Image import ImagePointTransform
    from tesserocr import PyTessBaseAPI

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
"""Kinds of pictures that are read, as Pillow names them. HEIC and AVIF are not."""

SIZE_LIMIT = 64_000_000
"""Bytes of a picture at most."""

PIXEL_LIMIT = 100_000_000
"""Pixels at most."""

DECODED_LIMIT = 170_000_000
"""Bytes at most that the pixels take when they are decoded: a screen of 8K in colour takes 133 million."""

SECONDS = 80.0
"""Time at most for one picture. One second is much, yet readers step back behind all other work."""

PAGES = 8
"""Pages at most of a file that holds several (TIFF)."""

FEWEST_PIXELS = 18_000
SHORTEST_SIDE = 20
"""Smaller pictures are icons and lines: no phrase can be read in them."""

FEWEST_BYTES = 400
"""For pictures whose header does not say their size at once."""

_LARGE = 9_000_000
"""Photographs with more pixels are made smaller: the picture of a screen of 4K is not one of them."""

_CELL, _LYING_CELL = (32, 8), (8, 32)
_EDGE = 24
_TEXT_EDGES = (16, 140)
_BAND = 1024
_FEWEST_CELLS = 24
"""A cell of 32 by 8 pixels with so many edges may hold letters; so many cells may hold twelve words.
Drawn screenshots have 75 and more, blurred photographs 178 (synthetic), one in six other pictures fewer."""

_DARK = 110
"""Mean brightness (of 255) below which a picture is taken for a dark screen."""

_TALLEST, _OVERLAP = 4096, 1500
"""Taller and wider pictures are read in pieces that share a margin, in which a list has room."""

_PHOTOGRAPHS = frozenset({"JPEG", "WEBP", "TIFF", "MPO"})
_WORD = re.compile(r"\W?[A-Za-z][a-z]{3,}\W?")
_SURE_OF_A_WORD, _ENOUGH_SURE = 80.0, 8
"""Tesseract's confidence in a word, and so many such words: upside down hardly any stands out so."""

_RESOLUTION = 96

_SLANTS = tuple(range(-14, 15, 2))
_SLANT_SIZE = 600
_LEVEL = 5
"""Degrees. Lines that slant less are read as they are."""


class PictureNotRead(Exception):
    """A picture was not read, or not to its end, and nothing was found in it. ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def available() -> bool:
    """Whether the reader of letters is installed (the extra ``pictures``). It is not loaded here."""
    return find_spec("tesserocr") is not None


def is_picture(untrusted_head: bytes) -> bool:
    """Whether a file that begins with these bytes (32 at least) is a picture; some kinds are not read."""
    return picture_header.kind_of(untrusted_head) is not None


def worth_it(untrusted_head: bytes, size: int) -> bool:
    """Whether a file may be a picture with a phrase: by its first bytes (some KiB) and its size in bytes.

    Says yes too often and never no for a picture that :func:`look_at` would find something in; also for
    those that it refuses, so that they are told.
    """
    if not is_picture(untrusted_head) or size < FEWEST_BYTES:
        return False
    measured = picture_header.size_of(untrusted_head)
    return measured is None or (min(measured) >= SHORTEST_SIDE and measured[0] * measured[1] >= FEWEST_PIXELS)


def look_at(untrusted_picture: bytes) -> list[Located]:
    """What the words in a picture are: one find at most, with the layout ``PICTURE``.

    Takes up to 80 s, and then as long as Tesseract needs to notice. Call it in a sealed process only.

    Raises:
        PictureNotRead: It is too large, damaged, of a kind that is not read, or took too long.
    """
    if len(untrusted_picture) > SIZE_LIMIT:
        raise PictureNotRead(Reason.TOO_LARGE)
    if picture_header.kind_of(untrusted_picture[:32]) in {None, Kind.HEIF}:
        raise PictureNotRead(Reason.PICTURE)
    deadline = time.monotonic() + SECONDS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; they might name what is in it
            return _look_at(untrusted_picture, deadline)
    except PictureNotRead:
        raise
    except MemoryError:
        raise PictureNotRead(Reason.TOO_LARGE) from None
    except Exception:  # noqa: BLE001  (decoders raise many kinds of errors for broken pictures)
        raise PictureNotRead(Reason.DAMAGED) from None


# The decoders and the reader are imported below alone, so that no other process loads them.


def _look_at(untrusted_picture: bytes, deadline: float) -> list[Located]:
    from PIL import Image

    try:
        opened = Image.open(BytesIO(untrusted_picture), formats=FORMATS)
    except Image.DecompressionBombError:
        raise PictureNotRead(Reason.TOO_LARGE) from None
    with opened:
        photograph = opened.format in _PHOTOGRAPHS
        pages = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
        for page in _pages(opened, min(pages, PAGES)):
            for piece in _pieces(_dark_on_light(page)):
                found = _read(piece, photograph, deadline) if _may_hold_text(piece) else []
                if found:
                    return found
    if pages > PAGES:
        raise PictureNotRead(Reason.TOO_LARGE)
    return []


def _pages(opened: Image.Image, pages: int) -> Iterator[Image.Image]:
    """The pages of a file in grey, upright: of a moving picture the first. What was decoded is let go."""
    for page in range(pages):
        opened.seek(page)
        grey = _grey(opened)
        if page == pages - 1:
            opened.close()
        yield grey


def _grey(opened: Image.Image) -> Image.Image:
    """Decode in grey, on white where it lets something shine through, and turn it as its metadata says."""
    from PIL import Image, ImageOps

    pixels = opened.width * opened.height
    if pixels > PIXEL_LIMIT:
        raise PictureNotRead(Reason.TOO_LARGE)
    factor = _factor(pixels) if opened.format in _PHOTOGRAPHS else 1
    if opened.format in {"JPEG", "MPO"}:  # its decoder can leave colours and most pixels out
        opened.draft("L", (opened.width // factor, opened.height // factor))
    see_through = opened.has_transparency_data
    deep = 1 if opened.mode in {"1", "L", "P"} and not see_through else 4
    if opened.width * opened.height * deep > DECODED_LIMIT:
        raise PictureNotRead(Reason.TOO_LARGE)
    if see_through:
        seen = opened if opened.mode == "RGBA" else opened.convert("RGBA")
        grey = Image.new("L", opened.size, "white")
        grey.paste(seen.convert("L"), mask=seen.getchannel("A"))
    elif opened.mode.startswith("I"):  # sixteen bits
        # Its types name NumPy, which is not installed.
        grey = opened.point(_to_eight_bits).convert("L")  # pyright: ignore[reportUnknownMemberType]
    else:
        grey = opened.convert("L")
    if grey.width * grey.height == pixels and factor > 1:
        grey = grey.reduce(factor)
    grey.info["exif"] = opened.info.get("exif", b"")
    return ImageOps.exif_transpose(grey)


def _factor(pixels: int) -> int:
    """By how much a photograph is made smaller: the letters on it grow with its pixels."""
    if pixels > _LARGE * 4:
        return 4
    return 2 if pixels > _LARGE else 1


def _to_eight_bits(value: ImagePointTransform) -> ImagePointTransform:
    return value * (1 / 256)


def _dark_on_light(grey: Image.Image) -> Image.Image:
    """The picture, light and dark exchanged where it is mostly dark: that is read in half the time."""
    from PIL import ImageOps

    levels = grey.histogram()
    mean = sum(level * count for level, count in enumerate(levels)) / sum(levels)
    return ImageOps.invert(grey) if mean < _DARK else grey


def _pieces(grey: Image.Image) -> Iterator[Image.Image]:
    """The picture itself, or parts of a very tall or wide one."""
    if max(grey.size) <= _TALLEST:
        yield grey
        return
    step = _TALLEST - _OVERLAP
    for top in range(0, max(grey.height - _OVERLAP, 1), step):
        for left in range(0, max(grey.width - _OVERLAP, 1), step):
            yield grey.crop((left, top, min(left + _TALLEST, grey.width), min(top + _TALLEST, grey.height)))


def _edges(grey: Image.Image, right: int, down: int) -> Image.Image:
    """White wherever neighbours that lie so many pixels apart differ clearly."""
    from PIL import ImageChops

    width, height = grey.size
    here, there = (0, 0, width - right, height - down), (right, down, width, height)
    difference = ImageChops.difference(grey.crop(here), grey.crop(there))
    levels = [0] * _EDGE + [255] * (256 - _EDGE)
    return difference.point(levels)  # pyright: ignore[reportUnknownMemberType]


def _may_hold_text(grey: Image.Image) -> bool:
    """Whether enough small parts of the picture have as many edges as letters have, in either direction."""
    if min(grey.size) < SHORTEST_SIDE:
        return False
    fewest, most = _TEXT_EDGES
    upright = lying = 0
    for top in range(0, grey.height, _BAND):  # band by band, for that takes less memory
        band = grey.crop((0, top, grey.width, min(top + _BAND, grey.height)))
        if band.height > 1:
            upright += sum(_edges(band, 1, 0).reduce(_CELL).histogram()[fewest : most + 1])
            lying += sum(_edges(band, 0, 1).reduce(_LYING_CELL).histogram()[fewest : most + 1])
    return max(upright, lying) >= _FEWEST_CELLS


def _read(grey: Image.Image, photograph: bool, deadline: float) -> list[Located]:
    """Read the picture as it is, and a photograph that stays unclear also turned."""
    found, is_clear = _judged(grey, deadline)
    if found or not photograph:
        return found
    for turned in _turned(grey, is_clear):
        found, is_clear = _judged(turned, deadline)
        if found or is_clear:
            break
    return found


def _judged(grey: Image.Image, deadline: float) -> tuple[list[Located], bool]:
    """What stands there, and whether it was clear to read."""
    seen, sure = _words_in(grey, deadline)
    return picture_words.judged(seen), sure >= _ENOUGH_SURE


def _turned(grey: Image.Image, is_clear: bool) -> Iterator[Image.Image]:
    """The picture with its lines made level, then upside down and on its sides."""
    from PIL import Image

    lying = grey.transpose(Image.Transpose.ROTATE_90)
    upright = (*_slant(grey), 0, grey)
    if is_clear and abs(upright[1]) < _LEVEL:
        return
    for _, slant, place, seen in sorted((upright, (*_slant(lying), 1, lying)), reverse=True):
        level = seen.rotate(slant, Image.Resampling.BICUBIC, expand=True, fillcolor=128) if slant else seen
        if slant or place:
            yield level
        yield level.transpose(Image.Transpose.ROTATE_180)


def _slant(grey: Image.Image) -> tuple[float, int]:
    """How sharply rows of text and gaps alternate, and by how many degrees it has to be turned for that."""
    small = _edges(grey, 1, 0)
    small.thumbnail((_SLANT_SIZE, _SLANT_SIZE))
    return max((_sharpness(small.rotate(slant)), slant) for slant in _SLANTS)


def _sharpness(edges: Image.Image) -> float:
    """The sum of the squared differences between the means of neighbouring rows."""
    rows = edges.reduce((edges.width, 1)).tobytes()
    return float(sum((later - earlier) ** 2 for earlier, later in pairwise(rows)))


@cache
def _reader() -> PyTessBaseAPI:
    """The reader of letters: one in a process, for it takes a while to start."""
    from tesserocr import OEM, PSM, PyTessBaseAPI

    # It wants its data as a file. From an archive it would be unpacked: nothing in it is private.
    with as_file(files("walletsafe.resources") / "ocr") as folder:
        return PyTessBaseAPI(
            path=f"{folder}/",
            lang="eng",
            psm=PSM.SPARSE_TEXT,
            oem=OEM.LSTM_ONLY,
            variables={"debug_file": os.devnull},
        )


def _words_in(grey: Image.Image, deadline: float) -> tuple[list[SeenWord], int]:
    """The words in a picture, and of how many Tesseract is sure."""
    left = round((deadline - time.monotonic()) * 1000)
    if left <= 0:
        raise PictureNotRead(Reason.TOO_SLOW)
    reader = _reader()
    try:
        pixels: Any = grey.tobytes()  # bytes: its types say otherwise
        reader.SetImageBytes(pixels, grey.width, grey.height, 1, grey.width)
        reader.SetSourceResolution(_RESOLUTION)
        if not reader.Recognize(left):
            raise PictureNotRead(Reason.TOO_SLOW)
        rows = [row.split("\t") for row in reader.GetTSVText(0).splitlines()]
    finally:  # nothing of the words stays longer than needed
        reader.Clear()
        reader.ClearAdaptiveClassifier()
    rows = [row for row in rows if len(row) == 12 and row[0] == "5"]
    sure = sum(float(row[10]) >= _SURE_OF_A_WORD and bool(_WORD.fullmatch(row[11])) for row in rows)
    return [_seen(row) for row in rows], sure


def _seen(row: list[str]) -> SeenWord:
    """One word of Tesseract's table. Source: ``TessBaseAPI::GetTSVText``, the columns of level 5."""
    block, paragraph, line = (int(field) for field in row[2:5])
    left, top, width, height = (int(field) for field in row[6:10])
    number = (block * 1000 + paragraph) * 1000 + line
    return SeenWord(left, top, left + width, top + height, number, row[11])
