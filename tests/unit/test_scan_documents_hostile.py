"""Files that were made to harm: each is told once as not read, and dealt with at once."""

from __future__ import annotations

import gzip
import lzma
import random
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest

from tests import fuzz
from tests.helpers import containers
from tests.helpers.containers import docx, mail, opened, paragraph, tar_header, xlsx, zipped
from walletsafe.scan.documents import Budget, budget
from walletsafe.scan.documents import mail as mails
from walletsafe.scan.finds import Reason

ZEROS = 13_000_000


def nested(depth: int, innermost: bytes = b"deep", pack: Callable[[bytes], bytes] | None = None) -> bytes:
    data = innermost
    for _ in range(depth):
        data = pack(data) if pack else zipped([("in.zip", data)])
    return data


def test_three_containers_inside_one_are_opened_and_no_more() -> None:
    assert dict(opened(nested(4)).pieces) == {"in.zip/in.zip/in.zip/in.zip": b"deep"}
    five = opened(nested(5))
    assert five.pieces == []
    assert five.lost == [("in.zip/in.zip/in.zip/in.zip", Reason.TOO_DEEP)]


def test_a_tree_of_archives() -> None:
    """As 42.zip: sixteen archives in each of sixteen, and so on."""
    data = bytes(1000)
    for _ in range(6):
        data = zipped([(f"lib {number}.zip", data) for number in range(8)])
    seen = opened(data)
    assert seen.lost == [("", Reason.TOO_DEEP)]
    assert seen.pieces == []


def test_an_archive_that_contains_itself() -> None:
    """A zip or gzip file that unpacks to itself would go on for ever; so does anything of many layers."""
    assert opened(nested(200, pack=gzip.compress)).reasons == [Reason.TOO_DEEP]


@pytest.mark.parametrize(
    "pack", [gzip.compress, lzma.compress, lambda data: zipped([("a", data)])], ids=["gzip", "xz", "zip"]
)
def test_what_grows_out_of_bounds(pack: Callable[[bytes], bytes]) -> None:
    seen = opened(pack(bytes(ZEROS)))
    assert seen.reasons == [Reason.TOO_LARGE]
    assert sum(len(piece) for _, piece in seen.pieces) < 2 * budget.RATIO_FROM


def test_many_that_grow_use_up_what_one_archive_may_cost() -> None:
    seen = opened(
        zipped([(str(number), bytes(3_000_000)) for number in range(20)]), budget=Budget(bytes=17_000_000)
    )
    assert seen.lost == [("", Reason.TOO_LARGE)]
    assert len({member for member, _ in seen.pieces}) == 5


def overlapping() -> bytes:
    """Two members in the list, one in the file."""
    whole = bytearray(zipped([("a", b"x" * 1000)]))
    at = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = bytes(whole[at:end])
    whole[end:end] = entry
    end += len(entry)
    struct.pack_into("<HHL", whole, end + 8, 2, 2, 2 * len(entry))
    return bytes(whole)


def test_members_that_share_bytes() -> None:
    assert zipfile.ZipFile(BytesIO(overlapping())).namelist() == ["a", "a"]
    assert opened(overlapping()).lost == [("", Reason.TOO_LARGE)]


def test_a_list_of_members_that_would_fill_the_memory() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 50_000_000, 0, 0)
    assert opened(b"PK\x03\x04" + bytes(100) + end).lost == [("", Reason.TOO_LARGE)]
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    small = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 46, 0, 0)
    assert opened(b"PK\x03\x04" + large + locator + small).lost == [("", Reason.TOO_LARGE)]


def test_too_many_members() -> None:
    many = zipped([(str(number), b"") for number in range(30)])
    assert opened(many, budget=Budget(members=20)).lost == [("", Reason.TOO_LARGE)]
    tar = b"".join(tar_header(str(number).encode(), 0) for number in range(30)) + bytes(1024)
    assert opened(tar, budget=Budget(members=20)).lost == [("", Reason.TOO_LARGE)]


def encrypted_zip(members: int = 2) -> bytes:
    data = bytearray(zipped([(str(number), b"secret") for number in range(members)]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def test_encrypted_files() -> None:
    assert opened(encrypted_zip()).lost == [("", Reason.ENCRYPTED)]
    assert opened(encrypted_zip(1)).lost == [("0", Reason.ENCRYPTED)]
    odt = zipped([("content.xml", b"\x00\x01"), ("META-INF/manifest.xml", "<manifest:encryption-data/>")])
    assert opened(odt).lost == [("", Reason.ENCRYPTED)]
    assert opened(containers.compound({"EncryptedPackage": b"x"})).reasons == [Reason.ENCRYPTED]
    assert opened(containers.compound({"WordDocument": bytes(11) + b"\x01"})).reasons == [Reason.ENCRYPTED]
    book = struct.pack("<HH4xHH", 0x809, 4, 0x2F, 2)
    assert opened(containers.compound({"Workbook": book})).reasons == [Reason.ENCRYPTED]
    sheet = containers.pdf([(72, 72, "secret")], "of nothing")
    assert opened(sheet).lost == [("", Reason.ENCRYPTED)]


def test_entities_are_never_expanded() -> None:
    laughs = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 50}'>" for n in range(20)
    )
    seen = opened(docx(f"{laughs}]>{paragraph('&t;&u;')}"))
    assert sum(len(text) for _, text in seen.texts) < 50_000


@pytest.mark.parametrize(
    "markup",
    [
        "<",
        "<w:p",
        "&",
        "<w:p>",
        "<w:del>",
        "<![CDATA[",
        "<c>",
        "</si>",
        "<rPh>",
        "<si>",
        " descr='",
        "<row><c t='s'>",
    ],
)
def test_endless_markup_takes_time_in_proportion(markup: str) -> None:
    text = markup * (200_000 // len(markup))
    assert opened(docx(text)).reasons in ([], [Reason.TOO_LARGE])
    assert opened(xlsx(text, [text])).reasons in ([], [Reason.TOO_LARGE])
    assert opened(containers.open_document("spreadsheet", text)).reasons in ([], [Reason.TOO_LARGE])


LINES = (
    b"--a\n",
    b"--a\n\n",
    b"From x\n",
    b"\n\nFrom x\nA:b\n",
    b"Content-Type: message/rfc822\n\n",
    b"boundary=a",
    b"=?utf-8?b?",
    b"Content-Type: multipart/mixed; boundary=a\n\n--a\n",
    b"a: b\n",
    b"=\n",
    b" charset=",
    b"--a\nContent-Type: text/plain; charset=idna\nContent-Transfer-Encoding: base64\n\nAAAA\n",
)


@pytest.mark.parametrize("line", LINES)
def test_endless_mail_takes_time_in_proportion(line: bytes) -> None:
    start = mail(b"", "Content-Transfer-Encoding: base64", "Content-Type: multipart/mixed; boundary=a")[:-1]
    for body in (line, b"\n" + line):
        seen = opened(start + body * (60_000 // len(line)))
        assert set(seen.reasons) <= {Reason.TOO_LARGE, Reason.TOO_DEEP, Reason.DAMAGED}


def test_a_mail_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "LONGEST", 3_000_000)
    seen = opened(mail(b"word " * 1_000_000))
    assert seen.lost == [("", Reason.TOO_LARGE)]
    assert sum(len(piece) for _, piece in seen.pieces) >= 5_000_000


def test_one_bad_mail_spares_the_others() -> None:
    bomb = mail(
        containers.base64_lines(gzip.compress(bytes(ZEROS))),
        "Content-Transfer-Encoding: base64",
        "Content-Type: x/y",
    )
    good = mail(
        containers.base64_lines(b"hello"), "Content-Transfer-Encoding: base64", "Content-Type: text/plain"
    )
    separator = b"\n\nFrom a\n"
    seen = opened(b"From a\n" + separator.join((bomb, good, bomb, good)))
    assert seen.lost == [("1.eml/1/1", Reason.TOO_LARGE), ("3.eml/1/1", Reason.TOO_LARGE)] or [
        member.partition("/")[0] for member, _ in seen.lost
    ] == ["1.eml", "3.eml"]
    assert [member for member, piece in seen.pieces if piece == b"hello"] == ["2.eml", "4.eml"]


@pytest.mark.parametrize(
    "data",
    [
        tar_header(b"a", 10_000) + b"short",
        tar_header(b"a", 0)[:300] + b"ustar" + bytes(300),
        gzip.compress(random.Random(1).randbytes(5000))[:3000],
        lzma.compress(random.Random(1).randbytes(5000))[:3000],
        zipped([("a", random.Random(1).randbytes(5000))])[:3000],
        b"mozLz40\0" + b"\xff\xff\xff\x00" + b"abc",
        b"%PDF-1.7\n" + b"obj" * 300,
        b"SQLite format 3\0" + bytes(2000),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
        zipped([("[Content_Types].xml", "<x/>"), ("xl/sharedStrings.xml", "<si>" * 3)])[:-40],
    ],
    ids=["tar", "tar header", "gzip", "xz", "zip", "lz4", "pdf", "sqlite", "compound", "xlsx"],
)
def test_damaged_files(data: bytes) -> None:
    assert opened(data).reasons == [Reason.DAMAGED]


def test_a_size_that_no_memory_has() -> None:
    assert opened(b"mozLz40\0" + b"\xff\xff\xff\xff" + b"abc").lost == [("", Reason.TOO_LARGE)]
    endless = tar_header(b"x", 1 << 32, b"L") + tar_header(b"a", 1)
    assert opened(endless).reasons == [Reason.DAMAGED]
    assert opened(greedy_xz()).reasons == [Reason.TOO_LARGE]


def greedy_xz() -> bytes:
    """An xz file that asks for a dictionary of a gigabyte. Format: xz-file-format.txt 3.1 and 5.3.1."""
    data = bytearray(lzma.compress(b"x"))
    end = 12 + (data[12] + 1) * 4
    data[16] = 36
    data[end - 4 : end] = zlib.crc32(data[12 : end - 4]).to_bytes(4, "little")
    return bytes(data)


def test_one_broken_member_spares_the_others() -> None:
    data = bytearray(
        zipped(
            [("a", b"first " * 50), ("b", random.Random(1).randbytes(300)), ("c", b"third")],
            zipfile.ZIP_STORED,
        )
    )
    data = bytearray(zipped([("a", b"first"), ("b", bytes(range(200))), ("c", b"third")]))
    at = data.index(b"b", data.index(b"PK\x03\x04", 10)) + 1
    data[at : at + 60] = b"\xff" * 60
    seen = opened(bytes(data))
    assert dict(seen.pieces) == {"a": b"first", "c": b"third"}
    assert seen.lost == [("b", Reason.DAMAGED)]


def test_time_and_stop() -> None:
    data = zipped([(str(number), b"x" * 100) for number in range(50)])
    assert opened(data, budget=Budget(seconds=-1)).lost == [("", Reason.TOO_SLOW)]
    asked = iter([False] * 10)
    seen = opened(data, budget=Budget(stop=lambda: next(asked, True)))
    assert 0 < len(seen.pieces) < 10
    assert seen.lost == []


def test_what_has_to_be_held_in_memory_is_bounded() -> None:
    inner = zipped([("a", random.Random(1).randbytes(3000))])
    packed = zipped([("in.zip", inner)])
    assert opened(packed, budget=Budget(held=1000)).lost == [("in.zip", Reason.TOO_LARGE)]
    assert dict(opened(zipped([("in.zip", inner)], zipfile.ZIP_STORED), budget=Budget(held=1000)).pieces)


def test_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
            written.append(arguments[0])
        if watching and event.startswith("tempfile."):
            written.append(event)

    sys.addaudithook(watch)
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    for seed in containers.well_formed():
        opened(seed)
    watching = False
    assert written == []


def test_mutated_documents_raise_nothing() -> None:
    """A small run; ``python -m tests.fuzz --target documents`` is the large one."""
    results = fuzz.run(1500, 20261129, "documents")
    accepted, refused, _ = results["documents"]
    assert accepted > 100
    assert refused > 100
