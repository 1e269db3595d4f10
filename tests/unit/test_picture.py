"""QR codes in pictures. The pictures are made here, with the writer of the same library."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from walletsafe.cancel import CancelToken
from walletsafe.errors import BrokenFile, Cancelled, PictureTooLarge, PictureUnreadable, PictureWithoutCode
from walletsafe.message import picture
from walletsafe.message.model import Kind
from walletsafe.phrases import words_of

ADDRESS = "https://ledger-check.example.com/start?ref=1"
WORDS = " ".join(words_of(bytes(range(16)), "english"))
"""A phrase that nobody has: its entropy is counted up."""


def code(text: str, scale: int = 4) -> Image.Image:
    made: Any = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode), scale=scale
    )
    height, width = made.shape
    return Image.frombytes("L", (width, height), bytes(memoryview(made)))


def data(image: Image.Image, form: str = "PNG") -> bytes:
    file = BytesIO()
    image.save(file, form)
    return file.getvalue()


def test_a_photo_of_a_code_is_a_letter_that_leads_somewhere(tmp_path: Path) -> None:
    photo = Image.new("L", (900, 700), 235)
    photo.paste(code(ADDRESS).rotate(8, expand=True, fillcolor=235), (300, 200))
    path = tmp_path / "letter.jpg"
    path.write_bytes(data(photo.filter(ImageFilter.GaussianBlur(1)), "JPEG"))
    message = picture.read(path)
    assert (message.kind, message.text, message.words_removed) == (Kind.LETTER, "", 0)
    (link,) = message.links
    assert (link.target, link.host, link.text, link.from_code) == (
        ADDRESS,
        "ledger-check.example.com",
        "",
        True,
    )
    assert message.size == path.stat().st_size


@pytest.mark.parametrize("form", picture.FORMATS)
def test_each_form_is_known_and_read(form: str) -> None:
    made = data(code(ADDRESS), form)
    assert picture.is_picture(made)
    assert picture.answer(made) == [ADDRESS]


@pytest.mark.parametrize("form", ["TIFF", "PPM", "ICO"])
def test_other_forms_are_not(form: str) -> None:
    made = data(code(ADDRESS), form)
    assert not picture.is_picture(made)
    assert picture.answer(made) == "unreadable"


def test_out_of_focus_and_transparent_ones_are_read_too() -> None:
    assert picture.answer(data(code(ADDRESS).filter(ImageFilter.GaussianBlur(2)))) == [ADDRESS]
    dark = code(ADDRESS)
    transparent = Image.new("RGBA", dark.size, (0, 0, 0, 0))
    transparent.putalpha(dark.point(lambda shade: 255 - shade))
    assert picture.answer(data(transparent)) == [ADDRESS]


def test_no_more_than_sixteen_codes() -> None:
    small = code("https://a.example.com", 2)
    sheet = Image.new("L", (small.width * 5, small.height * 4), 255)
    for number in range(20):
        one = code(f"https://a.example.com/{number}", 2)
        sheet.paste(one, (number % 5 * small.width, number // 5 * small.height))
    found = picture.answer(data(sheet))
    assert isinstance(found, list)
    assert len(found) == picture.MOST_CODES


def test_recovery_words_in_a_code_are_bait_and_cut_out() -> None:
    message = picture.parse(data(code(f"My wallet at a.example.com: {WORDS}")))
    assert message.words_removed == 12
    assert message.text == message.links[0].target == "My wallet at a.example.com: [12 words removed]"
    assert message.links[0].host == "a.example.com"


def test_a_picture_without_a_code_says_so() -> None:
    with pytest.raises(PictureWithoutCode):
        picture.parse(data(Image.new("L", (50, 50), 255)))


@pytest.mark.parametrize(
    "untrusted", [b"", b"no picture", data(code(ADDRESS))[:150], b"\x89PNG\r\n\x1a\n" + bytes(99)]
)
def test_what_is_broken_is_one_clear_error(untrusted: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        picture.parse(untrusted)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = data(Image.new("1", (20_000, 20_000)))
    assert len(bomb) < 100_000
    assert picture.answer(bomb) == "too-large"
    with pytest.raises(PictureTooLarge):
        picture.parse(bomb)
    monkeypatch.setattr(picture, "SIZE_LIMIT", len(bomb) - 1)
    with pytest.raises(PictureTooLarge):
        picture.parse(bomb)
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb)
    with pytest.raises(BrokenFile):
        picture.read(path)


def test_the_limit_counts_the_pixels() -> None:
    assert picture.answer(data(Image.new("1", (7000, 7200)))) == "too-large"
    assert picture.PIXEL_LIMIT < 7000 * 7200


def played_by(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "_COMMAND", (sys.executable, "-c", source))


@pytest.mark.parametrize(
    "source",
    [
        "print('[1')",
        "print('{}')",
        "print('\"other\"')",
        "print('[' * 100000)",
        "raise SystemExit(1)",
        "import os; os.abort()",
        "import time; time.sleep(60)",
        "while True: print('a' * 1_000_000)",
    ],
)
def test_whatever_becomes_of_the_reader_it_is_one_clear_error(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    played_by(source, monkeypatch)
    monkeypatch.setattr(picture, "_PATIENCE", 0.5 if "sleep" in source else 20)
    with pytest.raises(PictureUnreadable):
        picture.parse(b"x")


def test_a_reader_that_was_taken_over_says_no_more_than_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    played_by("import json; print(json.dumps(['', 1, None, ['b'], 'a' * 9000] + ['c'] * 99))", monkeypatch)
    assert [len(link.target) for link in picture.parse(b"x").links] == [picture.LONGEST_CODE, *[1] * 11]


def test_the_reader_is_told_nothing_and_may_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "import json, os, resource; from walletsafe.message import picture; from walletsafe import seal;"
        "picture.answer = lambda data: ["
        "json.dumps([sorted(os.environ), seal.hold(), resource.getrlimit(resource.RLIMIT_AS)[0],"
        "resource.getrlimit(resource.RLIMIT_FSIZE)[0], resource.getrlimit(resource.RLIMIT_CPU)[0],"
        "resource.getrlimit(resource.RLIMIT_NPROC)[0]])];"
        "picture.main()"
    )
    played_by(source, monkeypatch)
    monkeypatch.setenv("SECRET", "x")
    variables, hold, memory, file_size, seconds, processes = json.loads(picture.parse(b"x").links[0].target)
    assert "SECRET" not in variables
    assert "PATH" not in variables
    assert hold == ("system" if sys.platform == "linux" else "program")
    assert (memory, file_size, seconds, processes) == (1_500_000_000, 0, 15, 0)


def test_whom_a_taken_over_reader_leaves_behind_is_killed_and_nobody_waits_for_him(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One who stays in the session dies with it; one who left it holds the pipe, and is not waited for."""
    left = tmp_path / "left"
    source = (
        "import os, sys, time\n"
        "if os.fork() == 0:\n"
        "    if len(sys.argv) > 1: os.setsid()\n"
        f"    open({str(left)!r}, 'w').write(str(os.getpid()))\n"
        "    time.sleep(30)\n"
        f"while not (os.path.exists({str(left)!r}) and os.path.getsize({str(left)!r})): time.sleep(0.01)\n"
        "os._exit(0)"
    )
    monkeypatch.setattr(picture, "_PATIENCE", 1)
    for options in ((), ("apart",)):
        left.unlink(missing_ok=True)
        monkeypatch.setattr(picture, "_COMMAND", (sys.executable, "-c", source, *options))
        begun = time.monotonic()
        with pytest.raises(PictureUnreadable):
            picture.parse(b"x" * 1_000_000)
        assert time.monotonic() - begun < 5
        number = int(left.read_text())
        if options:
            os.kill(number, signal.SIGKILL)
        gone_by = time.monotonic() + 5
        while Path(f"/proc/{number}/stat").exists() and " Z " not in Path(f"/proc/{number}/stat").read_text():
            assert time.monotonic() < gone_by
            time.sleep(0.01)


def test_a_cancel_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    played_by("import time; time.sleep(60)", monkeypatch)
    cancel = CancelToken()
    threading.Timer(0.2, cancel.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        picture.parse(b"x", cancel)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "text",
    [b"BM", b"BMO: your Ledger is blocked, see ledger.example", b"BMail-Id: 1\nFrom: jo@x.example\n\nx"],
)
def test_a_text_that_begins_like_a_bitmap_is_none(text: bytes) -> None:
    assert not picture.is_picture(text)
    real = data(code(ADDRESS), "BMP")
    assert not picture.is_picture(real[:6] + b"text" + real[10:])


def test_only_the_reader_loads_decoders() -> None:
    source = (
        "import sys, walletsafe.message.picture; sys.exit('PIL' in sys.modules or 'zxingcpp' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", source], env=dict(os.environ), check=False).returncode == 0


def test_recovery_words_in_several_codes_are_cut_out_too() -> None:
    first, second = code(" ".join(WORDS.split()[:6])), code(" ".join(WORDS.split()[6:]))
    sheet = Image.new("L", (first.width + second.width, max(first.height, second.height)), 255)
    sheet.paste(first, (0, 0))
    sheet.paste(second, (first.width, 0))
    message = picture.parse(data(sheet))
    assert message.words_removed == 12
    assert not any(word in repr(message) for word in WORDS.split()[:4])
