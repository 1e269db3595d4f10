"""What is read of documents although it seems to say nothing, and what is told where something is not."""

from __future__ import annotations

import binascii
import random
import zlib
from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import containers
from tests.helpers.containers import docx, mail, opened, opened_file, paragraph, text_of, xlsx, zipped
from walletsafe.scan import opened as files
from walletsafe.scan.documents import Budget, is_container, pdf, pdf_pictures
from walletsafe.scan.documents.streams import written_size
from walletsafe.scan.finds import Reason

CHANCE = random.Random(20261129)
PACKED = zlib.compress(CHANCE.randbytes(600_000))
STARTS = (b"ID3 ", b"GIF89a", b"OggS", b"BZh", b"1234ftyp", b"wOFF")
FROM = b"From a@b.example Mon Jan  5 09:59:58 2026\n"


def phrase() -> list[str]:
    return containers.phrase(CHANCE)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("letters", ["nothing here\n", "\u4f60\u597d\u4e16\u754c\u6211\u5011 \n"])
def test_a_text_that_begins_like_a_packed_file_is_none(start: bytes, encoding: str, letters: str) -> None:
    text = start + (letters * 60_000).encode(encoding)
    assert not files.is_packed(start, BytesIO(text), len(text))


@pytest.mark.parametrize("start", STARTS)
def test_what_is_packed_is_known_by_its_middle(start: bytes) -> None:
    for content in (PACKED, bytes(600_000)):
        assert files.is_packed(start, BytesIO(start + content), len(start + content))
    text_amid = start + PACKED[:300_000] + b"a line of a text\n" * 20_000 + PACKED[300_000:]
    assert not files.is_packed(start, BytesIO(text_amid), len(text_amid))


def test_a_text_in_an_archive_that_begins_like_a_picture_is_read_to_its_end() -> None:
    words = phrase()
    text = b"GIF89a is not what this is\n" * 15_000
    assert opened(zipped([("a.txt", text + text_of(words) + text)])).shows(words)


@pytest.mark.parametrize(
    "name",
    [
        "word/settings.xml",
        "word/_rels/document.xml.rels",
        "word/theme/theme1.xml",
        "ppt/slideMasters/slideMaster1.xml",
        "site/theme/seed.txt",
        "meta-inf/notes.txt",
    ],
)
def test_files_that_say_how_a_document_looks_are_read(name: str) -> None:
    words = phrase()
    said = f'<w:docVar w:name="note" w:val="{" ".join(words)}"/>'
    document = paragraph("x")
    assert opened(
        zipped([("[Content_Types].xml", "<Types/>"), ("word/document.xml", document), (name, said)])
    ).shows(words)


def test_sheets_are_named_as_people_count_them() -> None:
    rows = "<row><c r='A1' t='str'><v>ordinary</v></c></row>"
    assert "sheet 1" in dict(opened(xlsx(rows)).texts)
    assert "sheet1.xml" in dict(opened(zipped([("sheet1.xml", "a")])).pieces)
    assert "word/document.xml" in dict(opened(docx(paragraph("ordinary"))).texts)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Date: Wed, 01 May 2024 10:00:00 +0200", "2 2024-05-01.eml"),
        ("date: 1 May 2024 10:00:00 -0000", "2 2024-05-01.eml"),
        ("Date: 99 May 2024 10:00:00 -0000", "2.eml"),
        ("Date: abandon ability able", "2.eml"),
        ("Subject: nothing", "2.eml"),
    ],
)
def test_a_mail_in_a_mailbox_is_named_by_its_day(said: str, name: str) -> None:
    words = phrase()
    plain = mail(text_of(words), said)
    encoded = mail(containers.base64_lines(text_of(words)), said, "Content-Transfer-Encoding: base64")
    for made in (plain, encoded):
        seen = opened(FROM + mail(b"first\n") + b"\n\n" + FROM + made)
        assert name in {member for member, piece in seen.pieces if words[0].encode() in piece}


def sparse(path: Path, head: bytes, size: int) -> Path:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return path


def test_holes_in_a_file_cost_nothing(tmp_path: Path) -> None:
    words = phrase()
    box = sparse(tmp_path / "a.mbox", FROM + mail(text_of(words)) + b"\n", 1 << 42)
    base = sparse(tmp_path / "a.db", containers.database("CREATE TABLE a(b)"), 1 << 42)
    with box.open("rb") as file:
        assert written_size(file) < 1 << 20
        assert file.tell() == 0
    for path in (box, base):
        budget = Budget(seconds=15)
        seen = opened_file(path, budget)
        assert budget.seconds < 16
        assert Reason.TOO_SLOW not in seen.reasons
    assert opened_file(box).shows(words)


def test_what_lies_behind_a_hole_is_read(tmp_path: Path) -> None:
    words = phrase()
    box = sparse(tmp_path / "a.mbox", FROM + mail(b"first\n") + b"\n\n", 1 << 34)
    with box.open("ab") as file:
        file.write(b"\n\n" + FROM + mail(text_of(words)))
    assert opened_file(box).shows(words)


def test_a_budget_grows_by_an_hour_at_most() -> None:
    budget = Budget()
    budget.extend(1 << 60)
    assert budget.seconds <= 60 + 3600


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "a"),
        (b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", "a"),
        (b"age-encryption.org/v1\n", "a"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "a"),
        (b"-----BEGIN PGP MESSAGE-----\n", "a"),
        (b"\x85\x02\x0c\x03", "a.gpg"),
        (b"\xc3\x0d\x04\x09", "a.PGP"),
    ],
)
def test_what_is_encrypted_is_told(head: bytes, name: str) -> None:
    words = phrase()
    seen = opened(head + text_of(words), name)
    assert seen.lost == [("", Reason.ENCRYPTED)]
    assert seen.shows(words)


@pytest.mark.parametrize(("head", "name"), [(b"!BDN", "a.pst"), (b"\0\x12\x34", "Index/Document.iwa")])
def test_what_is_not_opened_here_is_told(head: bytes, name: str) -> None:
    assert opened(head + bytes(100), name).lost == [("", Reason.UNREADABLE)]


@pytest.mark.parametrize(
    ("head", "name"), [(b"\x99\x01\x0d", "key.gpg"), (b"\x85\x02", "a.bin"), (b"]\0\0 text", "a")]
)
def test_what_only_resembles_it_is_not(head: bytes, name: str) -> None:
    assert not is_container(head, name)


@pytest.mark.parametrize("size", [0, 500, 500_000])
def test_lzma_files_are_unpacked(size: int) -> None:
    import lzma

    words = phrase()
    packed = lzma.compress(text_of(words) + CHANCE.randbytes(size), format=lzma.FORMAT_ALONE)
    assert opened(packed, "a.txt.lzma").shows(words)


def drawn(pictures: Sequence[Any], pages: int = 1, text: str = "") -> bytes:
    """A PDF file with these pictures, as Pillow has them, on each of its pages."""
    file = BytesIO()
    library: Any = import_module("reportlab.pdfgen.canvas")
    readers: Any = import_module("reportlab.lib.utils")
    page = library.Canvas(file)
    for _ in range(pages):
        for line, start in enumerate(range(0, len(text), 80)):
            page.drawString(20, 800 - 12 * line, text[start : start + 80])
        for number, picture in enumerate(pictures):
            page.drawImage(readers.ImageReader(picture), 20 + number, 100, 300, 200)
        page.showPage()
    page.save()
    return file.getvalue()


def striped(mode: str, width: int, height: int) -> Any:
    images: Any = import_module("PIL.Image")
    return images.frombytes("RGB", (width, height), CHANCE.randbytes(width * height * 3)).convert(mode)


def test_pictures_beside_text_are_handed_on_once() -> None:
    seen = opened(drawn([striped("RGB", 120, 90)], pages=3, text="A letter of many words. " * 40))
    assert len(seen.pictures) == 1
    assert seen.lost == []


@pytest.mark.parametrize(("mode", "width"), [("RGB", 120), ("RGB", 121), ("L", 120), ("L", 123), ("1", 130)])
def test_pictures_that_are_no_files_become_bitmaps(mode: str, width: int) -> None:
    images: Any = import_module("PIL.Image")
    picture = striped(mode, width, 90)
    ((_, content),) = opened(drawn([picture])).pictures
    shown = images.open(BytesIO(content))
    assert shown.format == "BMP"
    assert shown.convert("RGB").tobytes() == picture.convert("RGB").tobytes()


def test_small_pictures_are_left_alone() -> None:
    assert opened(drawn([striped("RGB", 40, 300)])).pictures == []


def test_pictures_beyond_the_limit_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pictures, "MOST_PICTURES", 2)
    seen = opened(drawn([striped("RGB", 60, 60) for _ in range(3)]))
    assert (len(seen.pictures), seen.reasons) == (2, [Reason.PICTURE])


def test_a_picture_too_large_for_a_bitmap_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pictures, "_LARGEST_BITMAP", 10_000)
    seen = opened(drawn([striped("RGB", 120, 90)]))
    assert (seen.pictures, seen.reasons) == ([], [Reason.PICTURE])


def attached(count: int, content: bytes) -> bytes:
    import pypdfium2

    document: Any = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    for number in range(count):
        last = number == count - 1
        document.new_attachment(f"f{number:03d}").set_data(content if last else b"nothing")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_every_attachment_is_read() -> None:
    words = phrase()
    assert opened(attached(130, text_of(words))).shows(words)


def test_attachments_count_as_members() -> None:
    assert opened(attached(9, b"x"), budget=Budget(members=5)).reasons == [Reason.TOO_LARGE]


def noted(notes: Sequence[str]) -> bytes:
    file = BytesIO()
    library: Any = import_module("reportlab.pdfgen.canvas")
    page = library.Canvas(file)
    for note in notes:
        page.textAnnotation(note, Rect=[10, 10, 20, 20])
    page.showPage()
    page.save()
    return file.getvalue()


def test_notes_on_a_page_and_those_that_are_too_many_or_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    words = phrase()
    data = noted([*["nothing"] * 320, " ".join(words)])
    assert opened(data).tells(words)
    monkeypatch.setattr(pdf, "_MOST_NOTES", 300)
    assert opened(data).lost == [("", Reason.TOO_LARGE)]
    monkeypatch.undo()
    monkeypatch.setattr(pdf, "_LONGEST_NOTE", 50)
    assert opened(data).lost == [("", Reason.TOO_LARGE)]


@pytest.mark.parametrize("end", [b"`\nend\n", b" \nend\n", b"", b"broken\n\xff\n`\nend\nbegin 644 x\n"])
@pytest.mark.parametrize("headers", [(), ("Content-Transfer-Encoding: base64",)])
def test_files_in_a_mail_of_before_mime_are_read(end: bytes, headers: tuple[str, ...]) -> None:
    words = phrase()
    lines = [binascii.b2a_uu(piece) for piece in containers.parts_of(text_of(words) + bytes(40), 45)]
    body = b"See below\n\nbegin 644 my note.txt\n" + b"".join(lines) + end
    for made in (mail(body, *headers), FROM + mail(b"first\n") + b"\n\n" + FROM + mail(body, *headers)):
        seen = opened(made)
        assert seen.shows(words)
        assert any(member.endswith("my note.txt") for member, _ in seen.pieces)


def test_a_mail_that_begins_files_without_end_takes_time_in_proportion() -> None:
    seen = opened(mail(b"begin 644 x\nM\n" * 100_000))
    assert set(seen.reasons) <= {Reason.TOO_LARGE}
