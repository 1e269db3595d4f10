"""SQLite databases as programs leave them: open, locked, with a log, with deleted rows."""

from __future__ import annotations

import gzip
import random
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.helpers import containers
from tests.helpers.containers import opened, opened_file, zipped
from walletsafe import phrases
from walletsafe.scan.documents import budget, database, wal
from walletsafe.scan.finds import Reason

LANGUAGES = ("english", "spanish", "korean", "chinese_traditional")
CHANCE = random.Random(20261130)


def phrase(language: str = "english", length: int = 12) -> list[str]:
    words = phrases.words_of(CHANCE.randbytes(length * 4 // 3), language)
    return [containers.folded(word) for word in words]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes with a # and \u00e4.db"


def connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA secure_delete=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    return connection


def whole_note(connection: sqlite3.Connection, words: Sequence[str]) -> None:
    connection.execute("CREATE TABLE notes (title TEXT, body TEXT, changed INTEGER)")
    connection.execute("INSERT INTO notes VALUES ('a title', ?, 1764400000)", [" ".join(words)])


def one_word_a_row(connection: sqlite3.Connection, words: Sequence[str]) -> None:
    connection.execute("CREATE TABLE fields (id INTEGER PRIMARY KEY, name TEXT, value TEXT, used INTEGER)")
    connection.executemany("INSERT INTO fields (name, value) VALUES ('field', ?)", [[word] for word in words])


def indexed(connection: sqlite3.Connection, words: Sequence[str]) -> None:
    """SQLite would read the smaller index alone, which has the words in their alphabet's order."""
    connection.execute("CREATE TABLE t (word TEXT, again TEXT AS (word) STORED)")
    connection.execute("CREATE INDEX i ON t (word)")
    connection.executemany("INSERT INTO t VALUES (?)", [[word] for word in words])


def one_word_a_column(connection: sqlite3.Connection, words: Sequence[str]) -> None:
    names = ", ".join(f'"word {n}" TEXT' for n in range(len(words)))
    connection.execute(f'CREATE TABLE "odd ""name""; --" ({names})')
    statement = 'INSERT INTO "odd ""name""; --" VALUES ({})'
    connection.execute(statement.format(", ".join("?" * len(words))), words)


def without_rowid(connection: sqlite3.Connection, words: Sequence[str]) -> None:
    connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, word TEXT) WITHOUT ROWID")
    connection.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(words)))


def utf16(connection: sqlite3.Connection, words: Sequence[str]) -> None:
    connection.execute("PRAGMA encoding='UTF-16'")
    whole_note(connection, words)


LAYOUTS = (whole_note, one_word_a_row, indexed, one_word_a_column, without_rowid, utf16)


@pytest.mark.parametrize("fill", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_told_in_their_order(
    path: Path, fill: Callable[[sqlite3.Connection, Sequence[str]], None], language: str
) -> None:
    words = phrase(language, 24)
    with closing(connected(path)) as connection:
        fill(connection, words)
    assert opened_file(path).tells(words)
    assert opened_file(path).lost == []
    assert opened(zipped([("a/b.db", path.read_bytes())])).tells(words)


BLOBS: tuple[Callable[[bytes], bytes], ...] = (
    bytes,
    gzip.compress,
    zlib.compress,
    lambda text: zipped([("n", text)]),
)


@pytest.mark.parametrize("pack", BLOBS, ids=["plain", "gzip", "zlib", "zip"])
def test_blobs_are_unpacked(path: Path, pack: Callable[[bytes], bytes]) -> None:
    words = phrase()
    with closing(connected(path)) as connection:
        connection.execute("CREATE TABLE ZICNOTEDATA (ZDATA BLOB)")
        for text in (b"nothing " * 2000, b"\x08\x00\x12" + " ".join(words).encode() + b" " * 9000):
            connection.execute("INSERT INTO ZICNOTEDATA VALUES (?)", [pack(text)])
    seen = opened_file(path)
    told = [piece for member, piece in seen.pieces if member.startswith("ZICNOTEDATA")]
    assert any(containers.in_order(piece.decode("utf-8", "replace"), words) for piece in told)
    assert seen.lost == []


def test_blobs_in_utf16_stay_at_even_places(path: Path) -> None:
    words = phrase()
    with closing(connected(path)) as connection:
        connection.execute("CREATE TABLE t (b BLOB)")
        for blob in (b"odd" * 11, " ".join(words).encode("utf-16-le")):
            connection.execute("INSERT INTO t VALUES (?)", [blob])
    told = [piece for member, piece in opened_file(path).pieces if member == "t"]
    assert any(containers.in_order(piece.decode("utf-16-le", "replace"), words) for piece in told)


def test_pictures_in_blobs(path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(5000)
    with closing(connected(path)) as connection:
        connection.execute("CREATE TABLE t (b BLOB)")
        connection.executemany("INSERT INTO t VALUES (?)", [[picture]] * 30)
    assert opened_file(path).pictures == [("t", picture)] * 30


@pytest.fixture
def written(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that somebody has open and writes to with a log."""
    with closing(connected(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("CREATE TABLE t (word TEXT)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield connection


def test_what_is_only_in_the_log_is_read(path: Path, written: sqlite3.Connection) -> None:
    words = phrase("spanish", 24)
    written.executemany("INSERT INTO t VALUES (?)", [[f"filler {n}"] for n in range(2000)])
    written.executemany("INSERT INTO t VALUES (?)", [[word] for word in words])
    assert Path(f"{path}-wal").stat().st_size > 8192
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    seen = opened_file(path)
    assert seen.tells(words)
    assert seen.lost == []
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_transaction_that_is_not_whole_is_left_out(path: Path, written: sqlite3.Connection) -> None:
    kept, undone = phrase(), phrase()
    written.executemany("INSERT INTO t VALUES (?)", [[word] for word in kept])
    before = Path(f"{path}-wal").stat().st_size
    written.execute("PRAGMA cache_size=2")
    written.execute("BEGIN")
    written.executemany("INSERT INTO t VALUES (?)", [[word] for word in undone])
    written.executemany("INSERT INTO t VALUES (?)", [["x" * 3000]] * 30)
    assert Path(f"{path}-wal").stat().st_size > before + 50_000
    seen = opened_file(path)
    assert seen.tells(kept)
    assert not seen.tells(undone)
    assert seen.lost == []
    written.execute("ROLLBACK")


def log_of(*frames: tuple[int, int, int, bytes]) -> bytes:
    """A log of pages: for each its number, the pages after a commit (else 0), a salt, the content."""
    begin = struct.pack(">6L8x", 0x377F0682, 3007000, 512, 0, 7, 7)
    return begin + b"".join(
        struct.pack(">4L8x", page, pages, salt, 7) + content * 512 for page, pages, salt, content in frames
    )


def test_a_log_counts_up_to_its_last_whole_transaction() -> None:
    image = bytearray(b"0" * 1024)
    log = log_of((2, 0, 7, b"a"), (3, 3, 7, b"b"), (2, 3, 7, b"c"), (3, 0, 7, b"d"), (1, 3, 8, b"e"))
    wal.apply(image, log, 10_000)
    assert image[512:] == b"c" * 512 + b"b" * 512
    assert image[:512] == b"0" * 18 + b"\1\1" + b"0" * 492


def test_a_log_grows_a_database_within_bounds() -> None:
    image = bytearray(b"0" * 512)
    wal.apply(image, log_of((1 << 31, 1, 7, b"a")), 10_000)
    assert len(image) == 512


@pytest.mark.parametrize("log", [b"", b"x" * 50, b"\x37\x7f\x06\x82" + bytes(60), bytes(5000)])
def test_a_log_that_is_none_is_ignored(path: Path, log: bytes) -> None:
    words = phrase()
    with closing(connected(path)) as connection:
        whole_note(connection, words)
    Path(f"{path}-wal").write_bytes(log)
    assert opened_file(path).tells(words)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_locked_database_is_read(path: Path, mode: str) -> None:
    words = phrase()
    with closing(connected(path)) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        one_word_a_row(connection, words)
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("INSERT INTO fields (value) VALUES ('last')")
        seen = opened_file(path)
        assert seen.tells(words)
        assert seen.lost == []
        connection.execute("COMMIT")


def test_deleted_rows_are_shown(path: Path) -> None:
    words = phrase()
    with closing(connected(path)) as connection:
        connection.execute("CREATE TABLE t (text TEXT)")
        connection.executemany("INSERT INTO t VALUES (?)", [["a b c"], [" ".join(words)], ["d e f"]])
        connection.execute("DELETE FROM t WHERE text LIKE '% % % %'")
    seen = opened_file(path)
    assert not seen.tells(words)
    assert seen.shows(words)


def test_nothing_that_a_database_brings_along_is_run(path: Path) -> None:
    words = phrase()
    with closing(connected(path)) as connection:
        whole_note(connection, words)
        connection.execute("CREATE VIEW v AS SELECT randomblob(100000000)")
        connection.execute("CREATE TABLE made (a TEXT, b TEXT AS (hex(zeroblob(50000000))))")
        connection.execute("INSERT INTO made VALUES ('x')")
        connection.execute("CREATE VIRTUAL TABLE full USING fts5(body)")
        connection.execute("INSERT INTO full VALUES (?)", [" ".join(words)])
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET type='table', rootpage=2 WHERE name='v'")
    seen = opened_file(path)
    assert seen.tells(words)
    assert set(seen.reasons) <= {Reason.DAMAGED}
    assert max(len(text) for _, text in seen.texts) < 10_000


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT hex('a')",
        "SELECT x FROM v",
        "CREATE TABLE u (a)",
        "INSERT INTO t VALUES ('a')",
        "ATTACH ':memory:' AS other",
        "PRAGMA journal_mode=WAL",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r",
    ],
)
def test_nothing_but_reading_tables_is_allowed(statement: str) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE t (x TEXT)")
        connection.execute("CREATE VIEW v AS SELECT x FROM t")
        database._restrict(connection, budget.Budget())
        assert connection.execute("SELECT x FROM t").fetchall() == []
        with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited"):
            connection.execute(statement).fetchmany(1000)


def test_a_damaged_table_spares_the_others(path: Path) -> None:
    words = phrase()
    with closing(connected(path)) as connection:
        connection.execute("PRAGMA page_size=512")
        connection.execute("CREATE TABLE broken (a TEXT)")
        connection.executemany("INSERT INTO broken VALUES (?)", [["x" * 300]] * 10)
        whole_note(connection, words)
    content = bytearray(path.read_bytes())
    content[512:1024] = b"\xee" * 512
    seen = opened(bytes(content))
    assert seen.tells(words)
    assert seen.lost == [("broken", Reason.DAMAGED)]


def test_a_long_value_is_told_as_too_large(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_VALUE", 100_000)
    with closing(connected(path)) as connection:
        connection.execute("CREATE TABLE t (a TEXT)")
        connection.execute("INSERT INTO t VALUES (?)", ["x" * 200_000])
    assert opened_file(path).lost == [("t", Reason.TOO_LARGE)]


def test_a_database_too_large_for_memory_is_read_where_it_lies(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LARGEST", 10_000)
    words = phrase()
    with closing(connected(path)) as connection:
        whole_note(connection, words)
        connection.execute("CREATE TABLE filler (b BLOB)")
        connection.execute("INSERT INTO filler VALUES (zeroblob(20000))")
    assert opened_file(path).lost == []
    in_memory = opened(path.read_bytes())
    assert not in_memory.tells(words)
    assert in_memory.shows(words[1:-1])  # what stands around them sticks to the outer ones
    assert in_memory.lost == [("", Reason.TOO_LARGE)]


def test_a_database_is_only_read_as_long_as_allowed(path: Path) -> None:
    with closing(connected(path)) as connection:
        connection.execute("CREATE TABLE t (a TEXT)")
        connection.executemany("INSERT INTO t VALUES (?)", [["word"]] * 500)
    assert opened_file(path, budget.Budget(seconds=-1000)).lost == [("", Reason.TOO_SLOW)]
    stopped = opened_file(path, budget.Budget(stop=lambda: True))
    assert not stopped.lost
    assert not stopped.texts
