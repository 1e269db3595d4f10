"""Results of scans, made up: what an engine would hand over, without reading anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from walletsafe.findings import Report
from walletsafe.scan import judge
from walletsafe.scan.finds import Find, Grade, Layout, NotRead, Reason, Result, Source, Trace


def a_find(
    grade: Grade = Grade.RECOVERY_PHRASE,
    place: str = "~/Documents/Steuer 2024/wallet.txt",
    *,
    member: str = "",
    source: Source = Source.FILE,
    synced: bool = False,
    name: str = "",
) -> Find:
    trace = Trace(grade, "english", 24, Layout.NUMBERED, name)
    return Find(trace, Path(place), place, member, source, "2024-05-06", synced)


def unread(reason: Reason = Reason.ENCRYPTED, place: str = "~/Documents/old.zip") -> NotRead:
    return NotRead(Path(place), place, "", reason)


def a_result(
    *finds: Find,
    not_read: tuple[NotRead, ...] = (),
    files: int = 1234,
    pictures_not_read: int = 0,
    stopped: bool = False,
    out_of_time: bool = False,
    roots: tuple[str, ...] = ("~/Desktop", "~/Documents"),
) -> Result:
    return Result(
        finds,
        not_read,
        roots,
        files,
        files * 3000,
        12.5,
        pictures_not_read=pictures_not_read,
        stopped=stopped,
        out_of_time=out_of_time,
    )


def results() -> Iterator[Result]:
    """One for each way it can end, and for everything that can be said."""
    yield a_result()
    yield a_result(files=0)
    yield a_result(a_find())
    yield a_result(a_find(Grade.LOOKS_LIKE_PHRASE), stopped=True)
    yield a_result(stopped=True)
    yield a_result(stopped=True, out_of_time=True)
    yield a_result(not_read=tuple(unread(reason) for reason in Reason))
    yield a_result(not_read=(unread(),) * (judge.MOST_NOT_READ + 3))
    yield a_result(not_read=(unread(Reason.OTHER_FILE_SYSTEM, "~/mnt"),), pictures_not_read=7)
    yield a_result(
        *(a_find(source=source, synced=source is Source.MAIL, member="inside.txt") for source in Source)
    )
    yield a_result(
        a_find(place="", source=Source.CLIPBOARD), a_find(Grade.PUBLISHED, place="", source=Source.CLIPBOARD)
    )
    yield a_result(
        a_find(Grade.PUBLISHED, name="Hardhat"),
        a_find(Grade.PUBLISHED, name="Trezor emulator"),
        a_find(Grade.PRACTICE),
        a_find(Grade.WORD_LIST),
    )


def scans() -> Iterator[Report]:
    for result in results():
        yield judge.report_of(result)
        yield judge.report_of(result, pictures=True)
