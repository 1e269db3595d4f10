"""Archives show what lies in them, whatever lies in whatever."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

import pytest

from tests.helpers import containers
from tests.helpers.containers import LANGUAGES, opened, text_of, zipped
from walletsafe.scan.documents import Budget, is_container, open_container
from walletsafe.scan.finds import Reason

CHANCE = random.Random(20261129)


def phrase(language: str = "english", length: int = 12) -> list[str]:
    return containers.phrase(CHANCE, language, length)


def tarred(words: Sequence[str], name: str = "folder/note.txt") -> bytes:
    file = BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for entry, content in (("other.bin", bytes(1000)), (name, text_of(words)), ("last", b"x")):
            info = tarfile.TarInfo(entry)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
    return file.getvalue()


def zip_in_zip(
    words: Sequence[str], inner: int = zipfile.ZIP_DEFLATED, outer: int = zipfile.ZIP_DEFLATED
) -> bytes:
    within = zipped([("a.txt", b"nothing"), ("b.txt", text_of(words))], inner)
    return zipped([("first.zip", within), ("c.txt", b"nothing")], outer)


ARCHIVES: tuple[tuple[str, Callable[[Sequence[str]], bytes]], ...] = (
    ("zip", lambda words: zipped([("note.txt", text_of(words))])),
    ("stored zip", lambda words: zipped([("note.txt", text_of(words))], zipfile.ZIP_STORED)),
    ("bzip2 zip", lambda words: zipped([("note.txt", text_of(words))], zipfile.ZIP_BZIP2)),
    ("lzma zip", lambda words: zipped([("note.txt", text_of(words))], zipfile.ZIP_LZMA)),
    ("zip in zip", zip_in_zip),
    ("stored in stored", lambda words: zip_in_zip(words, zipfile.ZIP_STORED, zipfile.ZIP_STORED)),
    ("packed in stored", lambda words: zip_in_zip(words, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)),
    (
        "epub",
        lambda words: zipped([("mimetype", b"application/epub+zip"), ("OEBPS/1.xhtml", text_of(words))]),
    ),
    ("note of a zip", lambda words: zipped([("a", b"b")], note=text_of(words))),
    ("gzip", lambda words: gzip.compress(text_of(words))),
    ("two gzips", lambda words: gzip.compress(b"first") + bytes(7) + gzip.compress(text_of(words))),
    ("gzip and more", lambda words: gzip.compress(text_of(words)) + b"trailing"),
    ("bzip2", lambda words: bz2.compress(b"first\n") + bz2.compress(text_of(words))),
    ("xz", lambda words: lzma.compress(b"first\n") + lzma.compress(text_of(words))),
    ("tar", tarred),
    ("tar.gz", lambda words: gzip.compress(tarred(words))),
    ("tar.bz2", lambda words: bz2.compress(tarred(words))),
    ("tar.xz", lambda words: lzma.compress(tarred(words))),
    ("tar with a long name", lambda words: tarred(words, name="folder/" * 60 + "note.txt")),
    ("zip in tar.gz in zip", lambda words: zipped([("x.tgz", gzip.compress(tarred_zip(words)))])),
)


def tarred_zip(words: Sequence[str]) -> bytes:
    content = zipped([("note.txt", text_of(words))])
    padding = bytes(-len(content) % 512 + 1024)
    return containers.tar_header(b"in.zip", len(content)) + content + padding


@pytest.mark.parametrize(("name", "make"), ARCHIVES, ids=[name for name, _ in ARCHIVES])
def test_an_archive_shows_its_members(name: str, make: Callable[[Sequence[str]], bytes]) -> None:
    for language in LANGUAGES:
        words = phrase(language, 15)
        data = make(words)
        assert is_container(data[:1024], "x.bin")
        seen = opened(data)
        assert seen.shows(words), language
        assert seen.lost == []


@pytest.mark.parametrize("format_", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_members_are_named(format_: int) -> None:
    name = "f\u00f6lder/" + "long " * 20 + "/note.txt"
    file = BytesIO()
    with tarfile.open(fileobj=file, mode="w:", format=format_) as archive:
        archive.addfile(tarfile.TarInfo(name))
        info = tarfile.TarInfo("inner.zip")
        content = zipped([("deep/a.txt", b"hello")])
        info.size = len(content)
        archive.addfile(info, BytesIO(content))
    for data in (file.getvalue(), gzip.compress(file.getvalue())):
        seen = opened(data, "/somewhere/all.tar.gz")
        prefix = "all.tar/" if data[0] == 0x1F else ""
        assert seen.pieces == [(prefix + "inner.zip/deep/a.txt", b"hello")]
        assert any(name in text for _, text in seen.texts)


def test_data_comes_in_pieces_that_overlap() -> None:
    words = phrase()
    planted = text_of(words)
    for at in ((4 << 20) - 20, (4 << 20) - len(planted) - 1, 6 << 20):
        content = bytearray(b"." * (9 << 20))
        content[at : at + len(planted)] = planted
        seen = opened(zipped([("large", bytes(content))], zipfile.ZIP_STORED))
        assert seen.shows(words)
        assert max(len(piece) for _, piece in seen.pieces) <= 4 << 20


def test_a_foreign_archive_is_told_as_not_read() -> None:
    for head in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x01\x00", b"\x28\xb5\x2f\xfd"):
        assert opened(head + bytes(100)).lost == [("", Reason.UNREADABLE)]


@pytest.mark.parametrize(
    "head", [b"", b"plain text", b"\x7fELF" + bytes(600), b"\xff" * 1024, b"Title: a\nDate: b\n"]
)
def test_other_files_are_no_containers(head: bytes) -> None:
    assert not is_container(head, "name.txt")


def test_a_text_that_only_looks_packed_is_shown_as_it_is() -> None:
    words = phrase()
    seen = opened(b"PK\x03\x04 " + text_of(words))
    assert seen.shows(words)
    assert seen.lost == [("", Reason.DAMAGED)]


def test_what_the_visitor_raises_is_passed_on() -> None:
    class Broken(containers.Seen):
        def data(self, member: str, untrusted_data: bytes) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_container(BytesIO(gzip.compress(b"x")), "x", Budget(), Broken())
