"""Reads the QR codes in a picture, for example the photo of a letter.

Decoders of pictures are a thief's way in: they run in a process of their own, which gets the bytes on its
standard input and answers in JSON. It has limits of memory and time, no network and next to no environment;
the formats are few. What it answers is foreign text like any other.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, BinaryIO, cast

from walletsafe import seal
from walletsafe.cancel import CancelToken
from walletsafe.errors import PictureTooLarge, PictureUnreadable, PictureWithoutCode
from walletsafe.files import read_bounded
from walletsafe.message import links
from walletsafe.message.model import Kind, Link, Message
from walletsafe.message.scissors import Scissors

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
"""Kinds of pictures that are read, as Pillow names them."""

SIZE_LIMIT = 32_000_000
"""Bytes of a picture at most."""

PIXEL_LIMIT = 50_000_000
"""Pixels at most: telephones make pictures of up to 50 million."""

MOST_CODES = 16
LONGEST_CODE = 8000
"""Characters of a code's text: the largest QR code holds 7,089 digits (ISO/IEC 18004)."""

_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Sizes of the header that follows the first 14 bytes of a bitmap. Source: "Bitmap Header Types"."""

_COMMAND = (sys.executable, "-E", "-P", "-m", "walletsafe.message.picture")
"""The reader's process. Python's options: neither a variable nor the current folder may add code to it."""

_KEPT = frozenset({"APPDATA", "HOME", "SYSTEMROOT", "USERPROFILE"})
"""What Python needs to find itself where it is installed for one user, and Windows to start it."""

_PATIENCE = 20.0
_SLICE = 0.1
_CPU_SECONDS = 15
_MEMORY = 1_500_000_000
_ANSWER_LIMIT = 1_000_000

_TOO_LARGE = "too-large"
_UNREADABLE = "unreadable"


def is_picture(untrusted_data: bytes) -> bool:
    """Whether these bytes begin as a picture does, of a kind that is read here."""
    webp = untrusted_data[:4] == b"RIFF" and untrusted_data[8:12] == b"WEBP"
    return webp or untrusted_data.startswith(_STARTS) or _is_bitmap(untrusted_data)


def _is_bitmap(untrusted_data: bytes) -> bool:
    """Whether these bytes begin as a bitmap does: texts begin with its two letters as well.

    Behind them stand the size of the file, four bytes of zeros, and where the pixels begin. Source:
    BITMAPFILEHEADER in wingdi.h.
    """
    size, pixels, header = (int.from_bytes(untrusted_data[at : at + 4], "little") for at in (2, 10, 14))
    plausible = header in _BITMAP_HEADERS and pixels >= 14 + header and size in {0, len(untrusted_data)}
    return untrusted_data[:2] == b"BM" and untrusted_data[6:10] == bytes(4) and plausible


def read(path: Path, cancel: CancelToken | None = None) -> Message:
    """Read the QR codes in the picture file ``path``. Raises as :func:`parse` and ``files.read_bounded``."""
    return parse(read_bounded(path, SIZE_LIMIT), cancel)


def parse(untrusted_picture: bytes, cancel: CancelToken | None = None) -> Message:
    """Return a letter with one link for each QR code in the picture.

    ``target`` is the text of the code, recovery words cut out. Text that is more than an address is in the
    message's ``text`` as well. Takes up to 20 s.

    Raises:
        PictureTooLarge: It has too many bytes or pixels, or takes too much memory.
        PictureUnreadable: It is no picture of these kinds, is broken, or its reading took too long.
        PictureWithoutCode: It holds no QR code that can be read.
        Cancelled: ``cancel`` was asked to stop.
    """
    if len(untrusted_picture) > SIZE_LIMIT:
        raise PictureTooLarge
    untrusted_codes = _codes_by_child(untrusted_picture, cancel or CancelToken())
    if not untrusted_codes:
        raise PictureWithoutCode
    scissors = Scissors()
    codes = scissors.cut_each(untrusted_codes)
    return Message(
        kind=Kind.LETTER,
        sha256=sha256(untrusted_picture).hexdigest(),
        size=len(untrusted_picture),
        text="\n\n".join(code for code in codes if len(code.split()) > 1),
        links=tuple(_link(code) for code in codes),
        words_removed=scissors.words,
    )


def _link(code: str) -> Link:
    host = links.host_of(code)
    if not host:
        host = next((link.host for link in links.in_text(code)), "")
    return Link(code, host, from_code=True)


def _codes_by_child(untrusted_picture: bytes, cancel: CancelToken) -> list[str]:
    try:
        child = subprocess.Popen(  # noqa: S603  (our own module, run by our own Python)
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name in _KEPT},
            start_new_session=True,
        )
    except OSError:
        raise PictureUnreadable from None
    answers: SimpleQueue[bytes] = SimpleQueue()
    # A reader that was taken over may leave somebody behind who never closes the pipe: nobody waits for that.
    exchange = threading.Thread(target=_exchange, args=(child, untrusted_picture, answers), daemon=True)
    exchange.start()
    try:
        return _parse_answer(_wait_for(answers, cancel))
    finally:
        _kill(child)
        exchange.join(_SLICE)


def _exchange(child: subprocess.Popen[bytes], untrusted_picture: bytes, answers: SimpleQueue[bytes]) -> None:
    """Hand the picture over and read the answer: only so much of it, whatever became of the reader."""
    stdin, stdout = cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)
    with suppress(OSError), stdin:  # it may be gone already
        stdin.write(untrusted_picture)
    with stdout:
        answers.put(stdout.read(_ANSWER_LIMIT))


def _wait_for(answers: SimpleQueue[bytes], cancel: CancelToken) -> bytes:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        cancel.raise_if_cancelled()
        with suppress(Empty):
            return answers.get(timeout=_SLICE)
    raise PictureUnreadable


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the reader and whatever it started; until we wait for it, nobody else can have its number."""
    with suppress(OSError):
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _parse_answer(untrusted_answer: bytes) -> list[str]:
    """The codes in the answer of the reader's process, which a picture may have taken over."""
    try:
        answer: object = json.loads(untrusted_answer)
    except (ValueError, RecursionError):
        raise PictureUnreadable from None
    if answer == _TOO_LARGE:
        raise PictureTooLarge
    if not isinstance(answer, list):
        raise PictureUnreadable
    codes = cast("list[object]", answer)[:MOST_CODES]
    return [code[:LONGEST_CODE] for code in codes if isinstance(code, str) and code.strip()]


def main() -> None:
    """Be the reader's process: a picture on standard input, its codes on standard output."""
    seal.close()
    seal.harden_memory()
    _limit_resources()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(SIZE_LIMIT))))


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits: the time limit holds there alone
        return
    limits = (
        (resource.RLIMIT_NPROC, 0),  # no more processes (not that root would care)
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    )
    for limit, value in limits:
        with suppress(ValueError, OSError):  # a lower one holds already, or the system knows none
            resource.setrlimit(limit, (value, value))


def answer(untrusted_picture: bytes) -> list[str] | str:
    """The texts of the codes in a picture, or the name of the problem: what the reader's process answers."""
    try:
        return _read_codes(_decode(untrusted_picture))
    except (MemoryError, PictureTooLarge):
        return _TOO_LARGE
    except Exception:  # noqa: BLE001  (decoders raise many kinds of errors for broken pictures)
        return _UNREADABLE


# The decoders are imported below alone, so that no other process loads them.


def _decode(untrusted_picture: bytes) -> Image.Image:
    """The picture in grey, on white where it lets something shine through; of several pictures the first."""
    from PIL import Image

    try:
        picture = Image.open(BytesIO(untrusted_picture), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureTooLarge from None
    with picture:
        if picture.width * picture.height > PIXEL_LIMIT:
            raise PictureTooLarge
        if not picture.has_transparency_data:
            return picture.convert("L")
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        return paper.convert("L")


def _read_codes(grey: Image.Image) -> list[str]:
    import zxingcpp
    from PIL import ImageFilter

    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(grey, kinds)
    if not found:  # a photo that is out of focus is read more often when its edges are drawn sharper
        sharper = grey.filter(ImageFilter.UnsharpMask(radius=4, percent=300, threshold=0))
        found = zxingcpp.read_barcodes(sharper, kinds)
    return [code.text[:LONGEST_CODE] for code in found[:MOST_CODES]]


if __name__ == "__main__":
    main()
