"""SQLite databases: read as they lie there, whoever else has them open, without a copy on the disk.

The tables are read in the order of their rows, column by column and row by row, and then the bytes of the
file for what was deleted. A database that another program writes has a log beside it (``-wal``): then, and
for one inside an archive, it is put together in memory. Otherwise SQLite reads the file itself, told that it
never changes, which keeps it from locking, writing and waiting. Nothing that the database brings along is
run: no view, no trigger, no virtual table, no function.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO, UnsupportedOperation
from pathlib import Path

from walletsafe.errors import BrokenFile
from walletsafe.files import open_regular
from walletsafe.scan.documents import wal
from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.faults import spared
from walletsafe.scan.documents.grid import Grid
from walletsafe.scan.documents.kinds import HEAD, is_picture, kind_of
from walletsafe.scan.documents.parts import PIECE, DocumentError, Part, Source, Unreadable, inside
from walletsafe.scan.documents.streams import GzipUnpacker, Metered, Unpacked, buffered, pieces, written_size
from walletsafe.scan.finds import Reason

LARGEST = 128_000_000
"""Bytes of a database that is put together in memory: SQLite keeps a second copy."""

LARGEST_LOG = 64_000_000
LONGEST_VALUE = 64_000_000
"""Bytes of one value at most: of a table with a longer one the rest is not read."""

_STEPS = 20_000
"""Instructions of SQLite's between two looks at the clock: some milliseconds."""

_SHORTEST_BLOB = 24
_ROWS = 256
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_SETTINGS = (
    "PRAGMA trusted_schema=OFF",
    "PRAGMA query_only=ON",
    "PRAGMA writable_schema=ON",  # one broken entry spares the others; nothing is written
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
)
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"

_Value = str | int | float | bytes | None


def read(source: Source, budget: Budget) -> Iterator[Part]:
    """What a database holds, and then its bytes."""
    budget.extend(written_size(source.file))
    yield from spared(_read_tables(source, budget), source.member, budget)
    source.file.seek(0)
    for piece in pieces(source.file, source.member):
        budget.check()
        yield piece


def _read_tables(source: Source, budget: Budget) -> Iterator[Part]:
    with closing(_connected(source, budget)) as connection:
        _restrict(connection, budget)
        names = [str(row[0]) for row in connection.execute(_TABLES)]
        for name in names:
            place = inside(source.member, name)
            yield from spared(_read_table(connection, name, place, budget), place, budget)


def _connected(source: Source, budget: Budget) -> sqlite3.Connection:
    log = _log_beside(source, budget)
    if source.path is not None and not log and _is_at(source):
        return sqlite3.connect(f"{source.path.as_uri()}?mode=ro&immutable=1", uri=True)
    image = bytearray(source.file.read(LARGEST + 1))
    if len(image) > LARGEST:
        raise Unreadable(Reason.TOO_LARGE)
    wal.apply(image, log, LARGEST)
    connection = sqlite3.connect(":memory:")
    connection.deserialize(image)
    return connection


def _is_at(source: Source) -> bool:
    """Whether the open file is still the one at its path: SQLite opens it by that once more."""
    try:
        return source.path is not None and os.path.samestat(
            os.fstat(source.file.fileno()), source.path.stat()
        )
    except (OSError, UnsupportedOperation):
        return False


def _log_beside(source: Source, budget: Budget) -> bytes:
    if source.path is None:
        return b""
    log = Path(f"{source.path}-wal")
    try:
        with open_regular(log) as file:
            content = bytearray(LARGEST_LOG)
            size = file.readinto(content)
            more = bool(file.read(1))
    except (BrokenFile, OSError):
        if log.exists():
            budget.note(inside(source.member, log.name), Reason.UNREADABLE)
        return b""
    if more:
        budget.note(inside(source.member, log.name), Reason.TOO_LARGE)
    return bytes(content[:size])


def _restrict(connection: sqlite3.Connection, budget: Budget) -> None:
    """Let the connection do nothing but read tables, and no longer than the budget says."""

    def ends() -> int:
        try:
            budget.check()
        except DocumentError:
            return 1
        return 0

    connection.text_factory = _decoded
    for setting in _SETTINGS:
        connection.execute(setting)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.set_progress_handler(ends, _STEPS)
    connection.set_authorizer(_allows)


def _allows(action: int, subject: str | None, *others: str | None) -> int:
    """SQLite's question whether it may do something. The last of ``others`` is the view that wants it."""
    asked = action in _ALLOWED or (action == sqlite3.SQLITE_PRAGMA and subject == "table_info")
    return sqlite3.SQLITE_OK if asked and others[-1] is None else sqlite3.SQLITE_DENY


def _decoded(untrusted_text: bytes) -> str:
    return untrusted_text.decode("utf-8", "replace")


def _read_table(connection: sqlite3.Connection, name: str, place: str, budget: Budget) -> Iterator[Part]:
    """The rows of a table in their order: its indexes, which have another one, are left alone."""
    grid = Grid(place)
    blobs = _Blobs(place, budget)
    try:
        columns = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({_quoted(name)})")]
        listed = ", ".join(map(_quoted, columns))
        rows = connection.execute(f"SELECT {listed} FROM {_quoted(name)} NOT INDEXED")  # noqa: S608  (quoted)
        while some := rows.fetchmany(_ROWS):
            budget.check()
            for row in some:
                yield from grid.add([_told(value) for value in row])
                yield from blobs.add(value for value in row if isinstance(value, bytes))
    except sqlite3.DataError:
        budget.note(place, Reason.TOO_LARGE)
    except sqlite3.Error:
        budget.check()
        budget.note(place, Reason.DAMAGED)
    yield from grid.end()
    yield from blobs.end()


def _quoted(untrusted_name: str) -> str:
    return '"' + untrusted_name.replace('"', '""') + '"'


def _told(value: _Value) -> str:
    return "" if value is None or isinstance(value, bytes) else str(value)


class _Blobs:
    """Gathers the blobs of a table: plain ones are told together, packed ones and files by themselves."""

    def __init__(self, place: str, budget: Budget) -> None:
        self._place = place
        self._budget = budget
        self._gathered = bytearray()

    def add(self, blobs: Iterator[bytes]) -> Iterator[Part]:
        """Take some blobs; yield what is to be told by now."""
        for blob in blobs:
            if len(blob) < _SHORTEST_BLOB:
                continue
            if kind_of(blob[:HEAD], "") or is_picture(blob[:HEAD]):
                yield Source(BytesIO(blob), "", self._place, apart=True)
            elif _is_zlib(blob):
                yield self._unpacked(blob)
            else:
                self._gathered += blob + bytes(2 + len(blob) % 2)  # UTF-16 stays at even places
                if len(self._gathered) > PIECE:
                    yield from self.end()

    def end(self) -> Iterator[Part]:
        """Yield what is left."""
        yield from pieces(BytesIO(self._gathered), self._place)
        self._gathered.clear()

    def _unpacked(self, blob: bytes) -> Source:
        unpacked = buffered(Unpacked(BytesIO(blob), GzipUnpacker))
        return Source(buffered(Metered(unpacked, self._budget, lambda: len(blob))), "", self._place)


def _is_zlib(blob: bytes) -> bool:
    """Whether this is packed as RFC 1950 says: two bytes, and something behind them that unpacks."""
    if blob[0] != 0x78 or int.from_bytes(blob[:2]) % 31:
        return False
    try:
        return bool(zlib.decompressobj().decompress(blob, 1))
    except zlib.error:
        return False
