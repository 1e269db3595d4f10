"""The parts of the check of a download: reading, names, and which files belong together."""

from __future__ import annotations

from hashlib import sha512
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.release import Release, Signer
from walletsafe.cancel import CancelToken
from walletsafe.download import companions, digest, names, sums, systems
from walletsafe.download.companions import Role
from walletsafe.download.judge import Files
from walletsafe.errors import BrokenFile

LEDGER = Signer()


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return Release(tmp_path, LEDGER)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_of_what_they_hold(untrusted: bytes) -> None:
    for name, listed in sums.parse(untrusted).items():
        assert name.split() == [name]
        assert all(len(one) == 128 for one in listed)


def test_a_line_is_read_as_ledgers_updater_reads_it() -> None:
    one, two = "a1" * 64, "b2" * 64
    text = f"{one.upper()}  x.exe\r\n{two} *y.exe\n{two}\tz.exe  extra\n\n{one}\n{one[:-1]}  short.exe\n"
    assert sums.parse(text.encode()) == {
        "x.exe": {one},
        "*y.exe": {two},
        "z.exe": {two},
    }


def test_a_file_is_read_whole_with_progress(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "a").write_bytes(content)
    told: list[int] = []
    read = digest.read(tmp_path / "a", told.append, CancelToken())
    assert (read.size, read.sha512, read.head) == (len(content), sha512(content).hexdigest(), content[:64])
    assert told == [40, 81, 100]
    assert not read.changed


@pytest.mark.parametrize(
    ("name", "version", "system"),
    [
        ("ledger-live-desktop-4.21.0-linux-x86_64.AppImage", "4.21.0", "Linux"),
        ("ledger-live-desktop-2.32.2-win.exe", "2.32.2", "Windows"),
        ("ledger-live-desktop-4.21.0-mac (2).dmg", "4.21.0", "macOS"),
        ("ledger-wallet-5.0.0-next.1-win-x64.exe", "5.0.0-next.1", "Windows"),
        ("ledger-live-desktop-4.21.0-windows.exe", None, None),
        ("ledger-live-desktop-4.21.0-mac.exe", None, None),
        ("ledger-live-desktop.exe", None, None),
        ("xledger-live-desktop-4.21.0-win.exe", None, None),
    ],
)
def test_names_of_installers(name: str, version: str | None, system: str | None) -> None:
    parsed = names.parse(name)
    assert (parsed and parsed.version, parsed and parsed.system.name) == (version, system)


def test_the_list_of_the_same_release_comes_first(tmp_path: Path) -> None:
    old, new = Release(tmp_path, LEDGER, "4.20.0"), Release(tmp_path, LEDGER, "4.21.0")
    assert companions.beside(Files(old.installer)) == old.files
    assert companions.beside(Files(new.installer)) == new.files
    old.sums.unlink()
    assert companions.beside(Files(old.installer)) == Files(old.installer, new.sums, new.signature)
    new.signature.unlink()
    assert companions.beside(Files(new.installer)) == Files(new.installer, new.sums)
    assert companions.beside(Files(tmp_path / "no" / "folder")) == Files(tmp_path / "no" / "folder")


def test_what_was_given_stays(tmp_path: Path, release: Release) -> None:
    mine, seal = tmp_path / "mine.txt", tmp_path / "seal"
    assert companions.beside(Files(release.installer, mine)) == Files(release.installer, mine)
    assert companions.beside(Files(release.installer, None, seal)) == Files(
        release.installer, release.sums, seal
    )


def test_files_are_told_apart_by_what_they_are(release: Release) -> None:
    for path, role in (
        (release.installer, Role.INSTALLER),
        (release.sums, Role.SUMS),
        (release.signature, Role.SIGNATURE),
        (release.folder, Role.INSTALLER),
    ):
        assert companions.role_of(path) is role
    renamed = [
        path.replace(path.with_name(f"{number}.txt"))
        for number, path in enumerate((release.sums, release.signature))
    ]
    assert [companions.role_of(path) for path in renamed] == [Role.SUMS, Role.SIGNATURE]
    for name, role in (("a.sha512sum", Role.SUMS), ("a.sha512sum.sig", Role.SIGNATURE)):
        (release.folder / name).write_bytes(b"<html>")
        assert companions.role_of(release.folder / name) is role


def test_an_installer_that_carries_a_line_of_a_list_is_no_list(release: Release) -> None:
    line = release.sums.read_bytes()
    for number, content in enumerate((b"MZ\x00\n" + line, line + b"echo harmless\n")):
        fake = release.folder / f"setup{number}.exe"
        fake.write_bytes(content)
        assert companions.role_of(fake) is Role.INSTALLER


def test_of_a_folder_the_files_that_belong_together_are_taken(release: Release, tmp_path: Path) -> None:
    (tmp_path / "zebra.pdf").write_bytes(b"%PDF")
    (tmp_path / "sub").mkdir()
    assert set(companions.inside(release.folder)) == {
        release.installer,
        release.windows,
        release.sums,
        release.signature,
    }
    (tmp_path / "sub" / "setup.exe").write_bytes(b"MZ")
    assert companions.inside(tmp_path / "sub") == [tmp_path / "sub" / "setup.exe"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(BrokenFile, match="folder-without-file"):
        companions.inside(tmp_path / "empty")


def test_what_systems_say_is_explained_for_the_system_of_the_file() -> None:
    (mac,) = systems.explanations("ledger-live-desktop-4.21.0-mac.dmg")
    assert "TeamIdentifier=X6LFS5BQKN" in mac.meaning
    assert "Identifier=com.ledger.live" in mac.meaning
    assert mac.commands[0].startswith("codesign -dv --verbose=4 ")
    assert mac.caution == ""
    (windows,) = systems.explanations("ledger-live-desktop-4.21.0-win-x64.exe")
    assert '"Ledger SAS"' in windows.meaning
    assert windows.caution.startswith("Not verified by us")
    assert "Get-AuthenticodeSignature" in windows.commands[1]
    assert [found.title for found in systems.explanations("setup.exe")] == [
        "On macOS",
        "On Windows",
        "On Linux",
    ]
