"""Phrases in archives, mails, databases and browsers' stores.

Each function takes a text, or words, and gives the bytes of the file that holds it. Sources: RFC 5322 and
RFC 2045 (mail), RFC 4155 (mbox), RFC 1952 (gzip); Mozilla's session store begins with ``mozLz40`` and a zero,
then come the size and an LZ4 block.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import sqlite3
import tarfile
import tempfile
import zlib
from base64 import encodebytes
from collections.abc import Callable, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from quopri import encodestring
from random import Random
from typing import cast

import lz4.block

from tests.helpers.plants_office import packed

Words = Sequence[str]


def zipped(name: str, data: bytes) -> bytes:
    """A zip file with a picture's stand-in and this member."""
    return packed([("photos/holiday.jpg", Random(len(data)).randbytes(900)), (name, data)])


def zip_in_zip(text: str) -> bytes:
    """A text in a zip file in a zip file."""
    return packed([("backup.zip", zipped("notes/wallet.txt", text.encode()))], stored=["backup.zip"])


def gzipped(data: bytes) -> bytes:
    """A gzip file, its time left out."""
    return gzip.compress(data, mtime=0)


def tarred(text: str) -> bytes:
    """A tar file with the text in a folder."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("home/jo/wallet.txt")
        member.size = len(text.encode())
        archive.addfile(member, BytesIO(text.encode()))
    return out.getvalue()


def tar_gz(text: str) -> bytes:
    """The same, compressed."""
    return gzipped(tarred(text))


def bzipped(text: str) -> bytes:
    """A bzip2 file."""
    return bz2.compress(text.encode())


def xzipped(text: str) -> bytes:
    """An xz file."""
    return lzma.compress(text.encode())


_HEAD = (
    "From: Jo <jo@example.org>\r\nTo: Jo <jo@example.org>\r\nSubject: for me\r\n"
    "Date: Mon, 5 Jan 2026 09:59:58 +0000\r\nMIME-Version: 1.0\r\n"
)


def mail_quoted_printable(text: str) -> bytes:
    """A mail whose lines are broken inside of words, as quoted-printable may."""
    body = encodestring(text.replace("\n", " ").encode()).replace(b"\n", b"\r\n")
    return f"{_HEAD}Content-Type: text/plain; charset=utf-8\r\n".encode() + (
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + body
    )


def mail_base64(text: str, kind: str = "plain") -> bytes:
    """A mail whose text is base64."""
    return f"{_HEAD}Content-Type: text/{kind}; charset=utf-8\r\n".encode() + (
        b"Content-Transfer-Encoding: base64\r\n\r\n" + encodebytes(text.encode()).replace(b"\n", b"\r\n")
    )


def mail_html(text: str) -> bytes:
    """A mail that is a page of markup, in base64, one line of it each line of the text."""
    lines = "".join(f"<div dir=3D'ltr'>{line}</div>" for line in text.splitlines())
    return mail_base64(f"<html><body>{lines}</body></html>", "html")


def mail_attached(name: str, data: bytes) -> bytes:
    """A mail with an attached file."""
    head = (
        f"{_HEAD}Content-Type: multipart/mixed; boundary=edge\r\n\r\n"
        "--edge\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
        f"--edge\r\nContent-Type: application/octet-stream; name={name}\r\n"
        f"Content-Disposition: attachment; filename={name}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + encodebytes(data).replace(b"\n", b"\r\n") + b"--edge--\r\n"


def mail_forwarded(text: str) -> bytes:
    """A mail within a mail."""
    return (
        (
            f"{_HEAD}Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n"
            "Content-Type: message/rfc822\r\n\r\n"
        ).encode()
        + mail_base64(text)
        + b"\r\n--outer--\r\n"
    )


def mailbox(text: str, around: Sequence[str]) -> bytes:
    """A mailbox of three mails, the text in the second."""
    mails = (mail_quoted_printable(around[0]), mail_base64(text), mail_quoted_printable(around[-1]))
    separator = b"From jo@example.org Mon Jan  5 09:59:58 2026\n"
    return b"".join(separator + mail.replace(b"\r\n", b"\n") + b"\n" for mail in mails)


def database(fill: Callable[[sqlite3.Connection], None]) -> bytes:
    """A database that ``fill`` has written: made in memory, never on disk."""
    with closing(sqlite3.connect(":memory:")) as connection:
        fill(connection)
        connection.commit()
        return connection.serialize()


def _notes(connection: sqlite3.Connection, kind: str, rows: Sequence[object]) -> None:
    connection.execute(f"CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT, body {kind}, stamp INTEGER)")
    connection.executemany(
        "INSERT INTO note (title, body, stamp) VALUES ('memo', ?, 1700000000)", [(row,) for row in rows]
    )


def sqlite_text(words: Words, around: Sequence[str]) -> bytes:
    """A table of notes, the phrase in a text column right behind another."""
    return database(lambda connection: _notes(connection, "TEXT", [around[0], " ".join(words), around[-1]]))


def sqlite_utf16(words: Words, around: Sequence[str]) -> bytes:
    """The same in a database that keeps its texts as UTF-16."""

    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA encoding = 'UTF-16le'")
        _notes(connection, "TEXT", [around[0], " ".join(words), around[-1]])

    return database(fill)


def sqlite_rows(words: Words, _around: Sequence[str]) -> bytes:
    """One word a row."""
    return database(lambda connection: _notes(connection, "TEXT", list(words)))


def sqlite_form_history(words: Words, around: Sequence[str]) -> bytes:
    """What a browser keeps of forms: one row for each field, as it was typed."""

    def fill(connection: sqlite3.Connection) -> None:
        connection.execute(
            "CREATE TABLE moz_formhistory (id INTEGER PRIMARY KEY, fieldname TEXT, value TEXT NOT NULL)"
        )
        fields = [(f"import-srp__srp-word-{at}", word) for at, word in enumerate(words)]
        pairs = [("comment", around[0]), *fields]
        connection.executemany("INSERT INTO moz_formhistory (fieldname, value) VALUES (?, ?)", pairs)

    return database(fill)


def sqlite_gzip(words: Words, around: Sequence[str]) -> bytes:
    """A note as a compressed blob, as one program for notes has it."""
    inner = f"\x08\x02\x12{around[0]}\n{' '.join(words)}\n"
    return database(lambda connection: _notes(connection, "BLOB", [gzipped(inner.encode())]))


def sqlite_zlib(words: Words, around: Sequence[str]) -> bytes:
    """The same, with the other head."""
    inner = f"{around[0]}\n{' '.join(words)}\n"
    return database(lambda connection: _notes(connection, "BLOB", [zlib.compress(inner.encode())]))


def sqlite_blob_utf16(words: Words, _around: Sequence[str]) -> bytes:
    """A blob of UTF-16 without a mark, behind three bytes of something else."""
    return database(
        lambda connection: _notes(connection, "BLOB", [b"\5\1\2" + " ".join(words).encode("utf-16-le")])
    )


def sqlite_json(words: Words, _around: Sequence[str]) -> bytes:
    """A column of JSON, one word each value."""
    return _json_cell([{"position": at, "value": word} for at, word in enumerate(words)])


def sqlite_json_named(words: Words, _around: Sequence[str]) -> bytes:
    """The same, each word behind the name of its field."""
    return _json_cell([{"name": f"w{at}", "value": word} for at, word in enumerate(words)])


def _json_cell(fields: object) -> bytes:
    state = json.dumps({"open": True, "fields": fields})
    return database(lambda connection: _notes(connection, "TEXT", [state]))


def sqlite_deleted(words: Words, around: Sequence[str]) -> bytes:
    """A row that was deleted: its page is on the list of free ones, and its text still there."""

    def fill(connection: sqlite3.Connection) -> None:
        _notes(connection, "TEXT", [around[0], around[-1]])
        row = ("\n" + " ".join(words) + "\n",)
        connection.execute("INSERT INTO note (title, body) VALUES ('memo', ?)", row)
        connection.commit()
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM note WHERE id = 3")

    return database(fill)


def sqlite_log(words: Words, around: Sequence[str]) -> tuple[bytes, bytes]:
    """A database and its write-ahead log, which alone has the phrase: as a crash leaves them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            _notes(connection, "TEXT", [around[0]])
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("INSERT INTO note (title, body) VALUES ('memo', ?)", (" ".join(words),))
            connection.commit()
            return path.read_bytes(), path.with_name("notes.db-wal").read_bytes()


def session_store(words: Words, around: Sequence[str]) -> bytes:
    """A browser's tabs with what was typed into a page, one field a word."""
    typed = {f"srp-word-{at}": word for at, word in enumerate(words)}
    tab = {
        "entries": [{"url": "https://wallet.example/import", "title": around[0][:60]}],
        "formdata": {"id": typed, "url": "https://wallet.example/import"},
    }
    return _mozilla({"version": ["sessionrestore", 1], "windows": [{"tabs": [tab]}]})


def session_store_row(words: Words, around: Sequence[str]) -> bytes:
    """The same with all words in one field."""
    tab = {"entries": [{"title": around[0][:60]}], "formdata": {"id": {"seed": " ".join(words)}}}
    return _mozilla({"windows": [{"tabs": [tab]}]})


def _mozilla(state: object) -> bytes:
    block = cast("bytes", lz4.block.compress(json.dumps(state, ensure_ascii=False).encode(), store_size=True))
    return b"mozLz40\0" + block
