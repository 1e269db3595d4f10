from __future__ import annotations

import os
import socket
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from walletsafe.scan import walk
from walletsafe.scan.finds import Reason
from walletsafe.scan.walk import Walk


class Way:
    """Everything that one walk says."""

    def __init__(self, *roots: Path, first: tuple[Path, ...] = (), stop_after: int = 1000) -> None:
        self.lost: list[tuple[Path, Reason]] = []
        self.asked = 0
        self.stop_after = stop_after
        steps = Walk(roots, first, lambda path, reason: self.lost.append((path, reason)), self.stopped)
        self.steps = list(steps)
        self.files = [str(Path(folder, name)) for folder, names in self.steps for name in names]

    def stopped(self) -> bool:
        self.asked += 1
        return self.asked > self.stop_after

    @property
    def names(self) -> list[str]:
        return [Path(file).name for file in self.files]


def put(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_every_file_is_named_once_however_often_its_folder_is_reached(tmp_path: Path) -> None:
    put(tmp_path / "a", tmp_path / "in/b", tmp_path / "in/deep/c")
    way = Way(tmp_path / "in/deep", tmp_path, tmp_path / "in/.", tmp_path / "in/deep/c")
    assert sorted(way.names) == ["a", "b", "c"]
    assert way.files[0] == str(tmp_path / "in/deep/c")
    assert way.lost == []


def test_links_are_not_followed_and_loops_of_them_do_no_harm(tmp_path: Path) -> None:
    put(tmp_path / "outside/secret", tmp_path / "root/file")
    root = tmp_path / "root"
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "loop2").symlink_to("loop2")
    (root / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (root / "out-file").symlink_to(tmp_path / "outside/secret")
    way = Way(root)
    assert way.names == ["file"]
    assert way.lost == []


def test_a_link_that_was_chosen_itself_is_followed(tmp_path: Path) -> None:
    put(tmp_path / "there/file")
    (tmp_path / "link").symlink_to(tmp_path / "there", target_is_directory=True)
    assert Way(tmp_path / "link").files == [str(tmp_path / "link/file")]


def test_a_folder_that_a_link_took_the_place_of_is_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "outside/secret", tmp_path / "root/folder/file")
    real = os.scandir

    class Listing:
        def __init__(self, path: str) -> None:
            self.entries = list(real(path))
            if path == str(tmp_path / "root"):
                (tmp_path / "root/folder").rename(tmp_path / "root/moved")
                (tmp_path / "root/folder").symlink_to(tmp_path / "outside", target_is_directory=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Listing)
    assert Way(tmp_path / "root").files == []


def test_pipes_sockets_and_devices_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)  # the name of a socket has to be short
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("socket")
    listener.close()
    if os.geteuid() == 0:
        os.mknod(tmp_path / "zero", stat.S_IFCHR | 0o600, os.makedev(1, 5))
    put(tmp_path / "file")
    way = Way(tmp_path)
    assert way.names == ["file"]
    assert way.lost == []


def test_what_the_kernel_shows_is_never_walked_through() -> None:
    way = Way(Path("/proc"))
    assert way.files == []
    assert way.lost == [(Path("/proc"), Reason.OTHER_FILE_SYSTEM)]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, ""), Reason.NO_PERMISSION),
        (FileNotFoundError(2, ""), Reason.VANISHED),
        (OSError(5, ""), Reason.UNREADABLE),
        (BlockingIOError(11, ""), Reason.IN_USE),
    ],
)
def test_a_folder_that_cannot_be_listed_is_told_and_the_walk_goes_on(
    error: OSError, reason: Reason, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "shut/secret", tmp_path / "file")
    real = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("shut"):
            raise error
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    way = Way(tmp_path)
    assert way.names == ["file"]
    assert way.lost == [(tmp_path / "shut", reason)]


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    put(tmp_path / "a/file", tmp_path / "z")
    steps = Walk([tmp_path], (), lambda path, reason: lost.append((path, reason)))
    lost: list[tuple[Path, Reason]] = []
    way = iter(steps)
    assert next(way) == (str(tmp_path), ["z"])
    (tmp_path / "a/file").unlink()
    (tmp_path / "a").rmdir()
    assert list(way) == []
    assert lost == [(tmp_path / "a", Reason.VANISHED)]


def test_what_was_chosen_and_is_not_there_is_told(tmp_path: Path) -> None:
    way = Way(tmp_path / "nothing", tmp_path / "bad\0name")
    assert way.lost == [
        (tmp_path / "nothing", Reason.VANISHED),
        (tmp_path / "bad\0name", Reason.UNREADABLE),
    ]


def test_another_file_system_is_entered_only_where_it_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "disk/deep/file", tmp_path / "own")
    real = os.stat

    def status(path: Any, *, follow_symlinks: bool = True, dir_fd: int | None = None) -> Any:
        found = real(path, follow_symlinks=follow_symlinks, dir_fd=dir_fd)
        if not str(path).startswith(str(tmp_path / "disk")):
            return found
        return SimpleNamespace(st_dev=found.st_dev + 1, st_ino=found.st_ino, st_mode=found.st_mode)

    monkeypatch.setattr(os, "stat", status)
    way = Way(tmp_path)
    assert way.names == ["own"]
    assert way.lost == [(tmp_path / "disk", Reason.OTHER_FILE_SYSTEM)]
    way = Way(tmp_path, tmp_path / "disk")
    assert sorted(way.names) == ["file", "own"]
    assert way.lost == []


def test_likely_places_come_first_and_other_peoples_work_last(tmp_path: Path) -> None:
    put(tmp_path / "a", tmp_path / "node_modules/x/m", tmp_path / "Documents/d", tmp_path / "wallet.txt")
    way = Way(tmp_path, first=(tmp_path / "wallet.txt", tmp_path / "Documents", Path("/elsewhere")))
    assert way.names == ["wallet.txt", "d", "a", "m"]
    assert way.lost == []


def test_a_likely_place_outside_of_what_was_chosen_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path / "home/a", tmp_path / "Documents/d")
    assert Way(tmp_path / "home", first=(tmp_path / "Documents",)).names == ["a"]


def test_names_that_cannot_be_decoded_are_named(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xfe\n\x1b[31m"
    Path(os.fsdecode(odd)).touch()
    assert [os.fsencode(file) for file in Way(tmp_path).files] == [odd]


def test_a_large_folder_is_handed_on_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_NAMES", 3)
    put(*(tmp_path / str(number) for number in range(8)))
    way = Way(tmp_path)
    assert [len(names) for _, names in way.steps] == [3, 3, 2]
    assert len(set(way.files)) == 8


def test_the_walk_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    put(*(tmp_path / str(number) / "file" for number in range(20)))
    assert len(Way(tmp_path, stop_after=5).files) < 6
    assert Way(tmp_path, stop_after=0).files == []


@pytest.mark.parametrize(
    ("status", "elsewhere"),
    [
        ({"st_file_attributes": 0x00400020}, True),  # Windows: RECALL_ON_DATA_ACCESS | ARCHIVE
        ({"st_file_attributes": 0x00001000}, True),  # OFFLINE
        ({"st_file_attributes": 0x00000020}, False),
        ({"st_flags": 0x40000000}, True),  # macOS: SF_DATALESS
        ({"st_flags": 0x00008000}, False),
        ({}, False),
    ],
)
def test_what_lies_in_the_cloud_alone_is_told_by_its_status(status: dict[str, int], elsewhere: bool) -> None:
    assert walk.is_elsewhere(SimpleNamespace(**status)) is elsewhere  # type: ignore[arg-type]


def test_what_lies_in_the_cloud_alone_is_told_and_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "here", tmp_path / "there")
    inode = (tmp_path / "there").stat().st_ino
    monkeypatch.setattr(walk, "_NEEDS_STATUS", True)
    monkeypatch.setattr(walk, "is_elsewhere", lambda status: status.st_ino == inode)
    way = Way(tmp_path)
    assert way.names == ["here"]
    assert way.lost == [(tmp_path / "there", Reason.NOT_HERE)]


def test_a_junction_of_windows_is_a_link() -> None:
    def entry(tag: int) -> Any:
        return SimpleNamespace(stat=lambda follow_symlinks: SimpleNamespace(st_reparse_tag=tag))

    assert walk._is_mount_point(entry(0xA0000003))
    assert not walk._is_mount_point(entry(0x9000001A))  # a folder of OneDrive


def test_a_file_in_use_on_windows_is_told_as_that() -> None:
    error = PermissionError(13, "")
    error.winerror = 32  # type: ignore[attr-defined]
    assert walk.reason_of(error) is Reason.IN_USE


class Entry:
    """An entry of a folder on a file system that does not answer."""

    def __init__(self, path: Path) -> None:
        self.name, self.path = path.name, str(path)

    def is_file(self, *, follow_symlinks: bool) -> bool:
        raise OSError(5, "")


def test_an_entry_that_cannot_be_asked_is_told_and_the_walk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "file")
    real = os.scandir

    class Listing:
        def __init__(self, path: str) -> None:
            self.entries = [Entry(tmp_path / "broken"), *real(path)]

        def __enter__(self) -> list[Any]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Listing)
    way = Way(tmp_path)
    assert way.names == ["file"]
    assert way.lost == [(tmp_path / "broken", Reason.UNREADABLE)]


def test_a_chosen_place_that_cannot_be_asked_is_told_and_the_walk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "shut/in", tmp_path / "open/file")
    real = os.stat

    def status(path: Any, **how: Any) -> os.stat_result:
        if str(path).startswith(str(tmp_path / "shut")):
            raise PermissionError(13, "")
        return real(path, **how)

    monkeypatch.setattr(os, "stat", status)
    way = Way(tmp_path / "shut/in", tmp_path / "open")
    assert way.names == ["file"]
    assert way.lost == [(tmp_path / "shut/in", Reason.NO_PERMISSION)]
