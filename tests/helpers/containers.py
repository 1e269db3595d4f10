"""Makes containers in memory, and a visitor that remembers what it was told."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import re
import sqlite3
import unicodedata
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import lz4.block

from walletsafe import phrases
from walletsafe.scan.documents import Budget, open_container
from walletsafe.scan.finds import Reason

_TOKEN = re.compile(r"[^\W\d_]+")
WORDPROCESSING = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


LANGUAGES = ("english", "french", "japanese", "korean", "chinese_simplified", "czech")
"""Of each way to write one."""


def phrase(chance: random.Random, language: str = "english", length: int = 12) -> list[str]:
    """The composed words of a phrase that nobody has."""
    words = phrases.words_of(chance.randbytes(length * 4 // 3), language)
    return [folded(word) for word in words]


def text_of(words: Sequence[str]) -> bytes:
    """A note that has these words."""
    return ("To keep:\n" + " ".join(words) + "\n").encode()


class Seen:
    """What a visitor was told."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []
        self.pieces: list[tuple[str, bytes]] = []
        self.pictures: list[tuple[str, bytes]] = []
        self.lost: list[tuple[str, Reason]] = []

    def text(self, member: str, untrusted_text: str) -> None:
        self.texts.append((member, untrusted_text))

    def data(self, member: str, untrusted_data: bytes) -> None:
        self.pieces.append((member, untrusted_data))

    def picture(self, member: str, untrusted_data: bytes) -> None:
        self.pictures.append((member, untrusted_data))

    def not_read(self, member: str, reason: Reason) -> None:
        self.lost.append((member, reason))

    @property
    def reasons(self) -> list[Reason]:
        return [reason for _, reason in self.lost]

    def tells(self, words: Sequence[str]) -> bool:
        """Whether one piece of text has these words one after another."""
        return any(in_order(text, words) for _, text in self.texts)

    def shows(self, words: Sequence[str], encoding: str = "utf-8") -> bool:
        """Whether one piece of data has these words one after another."""
        return any(in_order(data.decode(encoding, "replace"), words) for _, data in self.pieces)


def in_order(text: str, words: Sequence[str]) -> bool:
    """Whether ``text`` has these words one after another, with nothing but other signs between."""
    tokens = " ".join(_TOKEN.findall(folded(text)))
    return f" {' '.join(folded(word) for word in words)} " in f" {tokens} "


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def opened(data: bytes, name: str = "file", budget: Budget | None = None) -> Seen:
    """Open a container in memory."""
    seen = Seen()
    open_container(BytesIO(data), name, budget or Budget(), seen)
    return seen


def opened_file(path: Path, budget: Budget | None = None) -> Seen:
    """Open a container on the disk."""
    seen = Seen()
    with path.open("rb") as file:
        open_container(file, str(path), budget or Budget(), seen)
    return seen


def zipped(
    members: Iterable[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED, note: bytes = b""
) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
        archive.comment = note
    return file.getvalue()


def docx(body: str, **others: str) -> bytes:
    """A Word document; ``others`` are further files in its folder ``word``."""
    files = {
        "document": f"<w:document xmlns:w='{WORDPROCESSING}'><w:body>{body}</w:body></w:document>",
        **others,
    }
    return zipped(
        [("[Content_Types].xml", "<Types/>"), *((f"word/{name}.xml", text) for name, text in files.items())]
    )


def split_run(word: str) -> str:
    """A word as Word writes it once somebody has corrected a letter in it."""
    marked = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{word[1:]}</w:t></w:r>"
    return f"<w:r><w:t>{word[:1]}</w:t></w:r><w:proofErr w:type='x'/>{marked}"


def paragraph(text: str) -> str:
    return f"<w:p><w:pPr><w:jc w:val='left'/></w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def table(words: Sequence[str], columns: int) -> str:
    cells = [f"<w:tc>{paragraph(word)}</w:tc>" for word in words]
    rows = (cells[at : at + columns] for at in range(0, len(cells), columns))
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def xlsx(sheet: str, shared: Sequence[str] = (), **others: str) -> bytes:
    """An Excel workbook; the sheet comes before the shared strings, as Excel writes them."""
    strings = "".join(f"<si>{text}</si>" for text in shared)
    return zipped(
        [
            ("[Content_Types].xml", "<Types/>"),
            ("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>"),
            ("xl/sharedStrings.xml", f"<sst>{strings}</sst>"),
            *((f"xl/{name}.xml", text) for name, text in others.items()),
        ]
    )


def open_document(kind: str, content: str, **others: str) -> bytes:
    return zipped(
        [
            ("mimetype", f"application/vnd.oasis.opendocument.{kind}"),
            (
                "content.xml",
                f"<office:document-content><office:body>{content}</office:body></office:document-content>",
            ),
            *((f"{name}.xml", text) for name, text in others.items()),
            ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ]
    )


def pdf(drawn: Iterable[tuple[float, float, str]], password: str | None = None) -> bytes:
    """A PDF file of one page with texts at their places, drawn in this order."""
    file = BytesIO()
    library: Any = import_module("reportlab.pdfgen.canvas")
    page = library.Canvas(file, encrypt=password)
    for across, up, text in drawn:
        page.drawString(across, up, text)
    page.showPage()
    page.save()
    return file.getvalue()


def session(json_text: str) -> bytes:
    """A file as Firefox keeps a session in."""
    return b"mozLz40\0" + lz4.block.compress(json_text.encode())


def mail(body: bytes, *headers: str) -> bytes:
    first = ["Message-ID: <1@mail.example>", "MIME-Version: 1.0", *headers]
    return "\n".join(first).encode() + b"\n\n" + body


def base64_lines(data: bytes) -> bytes:
    letters = b64encode(data)
    return b"\n".join(letters[at : at + 76] for at in range(0, len(letters), 76))


def tar_header(name: bytes, size: int, kind: bytes = b"0") -> bytes:
    block = bytearray(512)
    block[: len(name)] = name
    block[124:136] = b"%011o\0" % size
    block[156:157] = kind
    block[257:265] = b"ustar\x0000"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def parts_of(data: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3) with these streams, one level of storages ("storage/stream")."""
    names = sorted({path.rpartition("/")[0] for path in streams} - {""}) + list(streams)
    sectors: list[bytes] = []
    chains: list[int] = []

    def stored(content: bytes) -> int:
        begin = len(sectors)
        pieces = [piece.ljust(512, b"\0") for piece in parts_of(content, 512)]
        sectors.extend(pieces)
        chains.extend([*range(begin + 1, begin + len(pieces)), 0xFFFFFFFE])
        return begin

    entries = [_entry("Root Entry", 5, child=1)]
    for number, name in enumerate(names, 1):
        content = streams.get(name)
        siblings = [
            other for other in range(number + 1, len(names) + 1) if _within(names[other - 1]) == _within(name)
        ]
        right = siblings[0] if siblings else 0xFFFFFFFF
        if content is None:
            child = next(at for at, other in enumerate(names, 1) if _within(other) == name)
            entries.append(_entry(name, 1, right=right, child=child))
        else:
            content = content.ljust(4096, b"\0")  # shorter ones lie in a stream of their own
            entries.append(
                _entry(name.rpartition("/")[2], 2, right=right, start=stored(content), size=len(content))
            )
    directory = stored(b"".join(entries))
    tables = -(-(len(chains) + 1) // 128) + 1
    table_at = len(sectors)
    numbers = chains + [0xFFFFFFFD] * tables
    table = b"".join(number.to_bytes(4, "little") for number in numbers).ljust(tables * 512, b"\xff")
    places = [table_at + at for at in range(tables)] + [0xFFFFFFFF] * (109 - tables)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + bytes.fromhex("3e000300feff09000600") + bytes(10)
    )
    for number in (tables, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, *places):
        header += number.to_bytes(4, "little")
    return header + b"".join(sectors) + table


def database(*statements: str) -> bytes:
    """The bytes of a small SQLite database."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement in ("PRAGMA page_size=512", *statements):
            connection.execute(statement)
        return connection.serialize()


def tar(*members: tuple[bytes, bytes]) -> bytes:
    """A tar archive."""
    return b"".join(
        tar_header(name, len(content)) + content.ljust(-(-len(content) // 512) * 512, b"\0")
        for name, content in members
    ) + bytes(1024)


TOKENS = (
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"<w:p>",
    b"</w:p>",
    b"<w:del>",
    b"<c r='ZZZ9' t='s'>",
    b"<v>",
    b"</row>",
    b"<![CDATA[",
    b"&#x110000;",
    b"&#55296;",
    b"number-columns-repeated='9999999'",
    b"\xff\xff\xff\xff",
    bytes(16),
    b"SELECT ",
    b"CREATE VIEW ",
    b"--a\n",
    b"\n\nFrom x\nA:b\n",
    b"Content-Type: message/rfc822\n\n",
    b"boundary=a\n",
    b"Content-Transfer-Encoding: base64\n\n",
    b"=?utf-8?b?",
    b"\\ud800",
    b'"',
    b"endobj",
    b"stream\n",
    b"/Kids [1 0 R]",
    b"1 0 R",
)
"""What means something to the readers."""


@cache
def well_formed() -> tuple[bytes, ...]:
    """A small one of each kind, mostly not packed, so that a changed byte is one of the content."""
    stored = zipfile.ZIP_STORED
    types = ("[Content_Types].xml", "<Types/>")
    words = zipped(
        [
            types,
            ("word/document.xml", f"<w:document>{table(['one', 'two', 'three', 'four'], 2)}<w:del>x</w:del>"),
        ],
        stored,
    )
    strings = "<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>x</t></rPh></si></sst>"
    sheet = (
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='inlineStr'><is><t>x</t></is></c></row>"
        "<row><c><f>A1</f><v>2</v></c></row>"
    )
    workbook = zipped([types, ("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", strings)], stored)
    cells = (
        "<table:table-row table:number-rows-repeated='2'>"
        "<table:table-cell table:number-columns-repeated='3'><text:p>a</text:p></table:table-cell>"
    )
    sheets = zipped(
        [("mimetype", "opendocument.spreadsheet"), ("content.xml", cells), ("META-INF/manifest.xml", "<m/>")],
        stored,
    )
    rows = database(
        "CREATE TABLE t (n INTEGER PRIMARY KEY, word TEXT)",
        "INSERT INTO t VALUES (1, 'one'), (2, 'two')",
        "CREATE TABLE b (b BLOB)",
        "INSERT INTO b VALUES (zeroblob(40))",
        "CREATE INDEX i ON t (word)",
    )
    parts = mail(
        b"--a\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--a\nContent-Type: message/rfc822\n\n"
        b"Subject: =?utf-8?b?aGk=?=\n"
        b'Content-Type: application/zip; name="a.zip"\nContent-Transfer-Encoding: base64\n\n'
        + base64_lines(zipped([("a", "b")]))
        + b"\n--a--\n",
        "Content-Type: multipart/mixed; boundary=a",
    )
    box = b"From a Mon\n" + parts + b"\n\nFrom b Tue\n" + parts
    pages = pdf([(72, 700, "one"), (200, 700, "two"), (72, 680, "three"), (200, 680, "four")])
    archive = tar((b"a.zip", words), (b"b", b"text"))
    return (
        words,
        workbook,
        sheets,
        rows,
        parts,
        box,
        pages,
        archive,
        gzip.compress(archive),
        zipped([("a.docx", words), ("b.gz", gzip.compress(b"c"))]),
        compound({"WordDocument": b"text" * 40}),
        session('{"a": ["one", {"b": "tw\\\\u006f"}]}'),
        bz2.compress(b"text"),
        lzma.compress(b"text"),
    )


def _within(name: str) -> str:
    return name.rpartition("/")[0]


def _entry(
    name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF, start: int = 0, size: int = 0
) -> bytes:
    spelled = (name + "\0").encode("utf-16-le")
    numbers = (0xFFFFFFFF, right, child)
    head = spelled.ljust(64, b"\0") + len(spelled).to_bytes(2, "little") + bytes((kind, 1))
    links = b"".join(number.to_bytes(4, "little") for number in numbers)
    return head + links + bytes(36) + start.to_bytes(4, "little") + size.to_bytes(8, "little")
