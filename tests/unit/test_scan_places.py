from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from walletsafe import wordlists
from walletsafe.phrases import words_of
from walletsafe.scan import naming, places
from walletsafe.scan.finds import Source

SYSTEMS = ("linux", "windows", "macos")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home" / "margarethe"
    folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    places._is_marked.cache_clear()
    return folder


def phrase(words: int = 12) -> tuple[str, ...]:
    return words_of(os.urandom(words * 4 // 3), "english")


def raw() -> dict[str, Any]:
    file = resources.files("walletsafe.resources") / "knowledge" / "places.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_every_entry_has_a_source_a_date_and_known_values() -> None:
    file = raw()
    assert set(file) == {"reviewed", "place", "synced", "bin", "people", "others", "suffix"}
    for kind, entries in file.items():
        for entry in entries if kind != "reviewed" else ():
            assert entry["source"].strip()
            assert "2014" <= entry["date"] <= file["reviewed"], entry
            assert set(entry) <= {"system", "kind", "paths", "names", "markers", "folders", "source", "date"}
    for place in file["place"]:
        assert place["system"] in {*SYSTEMS, "any"}
        assert place["kind"] in tuple(Source)
        for path in place["paths"]:
            assert path
            assert not path.startswith("/")
            assert "\\" not in path
            assert ".." not in path.split("/")


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_facts_of_every_system_can_be_read(system: str) -> None:
    facts = places._facts(system)
    kinds = {place.kind for place in facts.places}
    assert {Source.NOTES, Source.MAIL, Source.BROWSER, Source.HISTORY, Source.FILE} <= kinds
    assert len(set(facts.places)) == len(facts.places)


def test_a_kind_that_nobody_knows_is_a_fault_of_ours() -> None:
    from walletsafe.facts import Table

    with pytest.raises(ValueError, match="kind: unknown value 'nonsense'"):
        places._kind(Table("places.toml", {"kind": "nonsense"}))


def test_likely_places_that_exist_are_named_the_synced_ones_first(home: Path) -> None:
    for name in ("Documents", "Desktop", "Nextcloud work", ".bash_history", "wallet.txt", "music", "Bilder"):
        (home / name).mkdir()
    (home / ".config").mkdir()
    (home / ".config/user-dirs.dirs").write_text(
        '# comment\nXDG_PICTURES_DIR="$HOME/Bilder"\nXDG_DOWNLOAD_DIR="$HOME/"\nXDG_DESKTOP_DIR="$HOME/Weg"\n'
    )
    found = [path.name for path in places.likely()]
    assert found == ["Nextcloud work", "Bilder", "Desktop", "Documents", "wallet.txt", ".bash_history"]
    assert all(path.is_absolute() for path in places.likely())


@pytest.fixture
def shut(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that nobody may look into, also where the tests run as root."""
    folder = home / ".config"
    folder.mkdir()
    real_list, real_status = os.listdir, os.lstat

    def listdir(path: Path) -> list[str]:
        if Path(path) == folder:
            raise PermissionError(13, "")
        return real_list(path)

    def status(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if folder in Path(path).parents:
            raise PermissionError(13, "")
        return real_status(path)

    monkeypatch.setattr(os, "listdir", listdir)
    monkeypatch.setattr(os, "lstat", status)
    monkeypatch.setattr(os, "stat", status)
    return folder


def test_a_folder_that_may_hide_likely_places_is_named_itself(shut: Path) -> None:
    assert places.likely() == (shut,)


def test_the_desktops_folders_may_lie_where_nobody_may_look(home: Path, shut: Path, tmp_path: Path) -> None:
    other = tmp_path / "settings"
    other.mkdir()
    (other / "user-dirs.dirs").write_text('XDG_PICTURES_DIR="$HOME/.config/Bilder"\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(other))
        assert places.likely() == (shut,)


@pytest.mark.parametrize("name", ["Sync", "Nextcloud work", "Dropbox"])
def test_a_likely_place_that_is_copied_elsewhere_says_so(name: str, home: Path) -> None:
    assert places.is_synced(home / name / "a.txt")


def test_there_are_no_likely_places_in_an_empty_home(home: Path) -> None:
    assert places.likely() == ()


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("~/.bash_history", Source.HISTORY),
        ("~/.mozilla/firefox/x.default/formhistory.sqlite", Source.BROWSER),
        ("~/.thunderbird/x/Mail/Inbox", Source.MAIL),
        ("~/Notes/a.txt", Source.NOTES),
        ("~/.local/share/Trash/files/a.txt", Source.BIN),
        ("/mnt/stick/.Trash-1000/files/a.docx", Source.BIN),
        ("~/Documents/a.DOCX", Source.DOCUMENT),
        ("~/Documents/a.tar.gz", Source.ARCHIVE),
        ("/mnt/a.eml", Source.MAIL),
        ("/mnt/a.db", Source.DATABASE),
        ("/mnt/a.jpeg", Source.PICTURE),
        ("/mnt/Trash", Source.FILE),
        ("~/Documents/a.txt", Source.FILE),
        ("/mnt/.bash_history", Source.FILE),
    ],
)
def test_a_path_tells_what_kind_of_thing_lies_there(path: str, source: Source, home: Path) -> None:
    assert places.source_of(Path(path.replace("~", str(home)))) is source


def test_folders_that_are_copied_to_other_computers_are_known(home: Path) -> None:
    (home / "plain").mkdir()
    (home / "plain/.stfolder").mkdir()
    (home / ".dropbox").mkdir()  # settings of a program: not a sign that all of the home folder is copied
    assert places.is_synced(home / "Dropbox/a.txt")
    assert places.is_synced(home / "OneDrive - Firm/deep/a.txt")
    assert places.is_synced(home / "Library/Mobile Documents/x/a.txt")
    assert places.is_synced(home / "plain/deep/a.txt")
    assert not places.is_synced(home / "Dropbox")
    assert not places.is_synced(home / "Documents/a.txt")


def test_other_peoples_work_is_known() -> None:
    assert places.is_of_others(Path("/opt/x/site-packages/y/z.py"))
    assert places.is_of_others(Path("/usr/share/doc/x/y"))
    assert not places.is_of_others(Path("/home/x/doc/y"))
    assert not places.is_of_others(Path("/home/x/node_modules"))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("~/Documents/a.txt", "~/Documents/a.txt"),
        ("~", "~"),
        ("/home/otto/a.txt", "/home/?/a.txt"),
        ("/home/otto", "/home/?"),
        ("/home", "/home"),
        ("/media/otto/STICK/a.txt", "/media/?/STICK/a.txt"),
        ("/run/media/otto/STICK/a.txt", "/run/media/?/STICK/a.txt"),
        ("/Users/otto/a.txt", "/Users/?/a.txt"),
        ("/srv/margarethe/a.txt", "/srv/?/a.txt"),
        ("~/margarethe/a.txt", "~/?/a.txt"),
        ("/", "/"),
        ("/usr/share/a\x1b[31m\u202eb", "/usr/share/a\\u{001B}[31m\\u{202E}b"),
        ("/usr/a\udcff", "/usr/a\\u{DCFF}"),
    ],
)
def test_a_place_is_shown_without_people_and_hidden_characters(path: str, shown: str, home: Path) -> None:
    assert places.shown(Path(path.replace("~", str(home)))) == shown


def test_a_long_place_loses_its_middle(home: Path) -> None:
    path = Path("/srv/first", *(f"folder-number-{number:02d}" for number in range(30)), "last.txt")
    shown = places.shown(path)
    assert len(shown) <= places.LONGEST_PLACE
    assert shown.startswith("/srv/first/.../folder-number-")
    assert shown.endswith("folder-number-29/last.txt")


def test_a_single_long_name_is_cut(home: Path) -> None:
    assert len(places.shown(Path("/srv", "x" * 255, "y" * 255))) <= places.LONGEST_PLACE


def three_in_a_row(words: Sequence[str], shown: str) -> bool:
    rows = (words[first : first + 3] for first in range(len(words) - 2))
    bare = wordlists.folded(shown)
    return any("".join(row) in bare for row in rows)


def test_names_that_spell_a_phrase_are_withheld(home: Path) -> None:
    words = phrase()
    for path in (
        Path("/srv", " ".join(words), "a.txt"),
        Path("/srv", *words),
        Path("/srv", "-".join(words).upper() + ".txt"),
        home / "_".join(f"{number}.{word}" for number, word in enumerate(words, 1)),
    ):
        shown = places.shown(path)
        assert not three_in_a_row(words, shown)
        assert "?" in shown
    assert places.shown(Path("/srv", " ".join(words), "a.txt")) == "/srv/?/a.txt"


def test_names_that_are_told_to_tell_are_withheld(home: Path) -> None:
    assert places.shown(home / "a/b/c.txt", [len(home.parts)]) == "~/?/b/c.txt"
    assert places.shown(Path("/a/b"), [99, -5]) == "/a/b"


def test_names_tell_when_they_spell_three_of_the_words_in_a_row() -> None:
    words = phrase()
    a, b, c, d = words[:4]
    assert naming.telling(["/", f"{a} {b} {c}.txt"], words) == {1}
    assert naming.telling(["/", a, b, c, "x"], words) == {1, 2, 3}
    assert naming.telling(["/", f"1{a}-2{b}", f"3{c}"], words) == {1, 2}
    assert naming.telling(["/", f"my{a}{b}{c}"], words) == {1}
    assert naming.telling(
        ["/", f"{a[:4]} {b[:4]} {c[:4]}" if min(map(len, (a, b, c))) > 3 else f"{a} {b} {c}"], words
    )
    assert naming.telling(["/", f"{a} {b}", "qq qq", f"{c} {d}"], words) == {1, 3}
    assert naming.telling(["/", f"{a} {b}", "qq qq qq", f"{c} {d}"], words) == frozenset()
    assert naming.telling(["/", a, "wallet.txt"], words) == frozenset()
    assert naming.telling(["/", a], ()) == frozenset()


def shown_member(member: str, words: Sequence[str] = ()) -> str:
    return naming.shown_inside((), member, [words])[1]


def test_a_backup_inside_an_archive_tells_nobodys_name() -> None:
    assert naming.shown_inside((), "home/anna/notes/a.txt", [])[1] == "home/?/notes/a.txt"
    assert naming.shown_inside((), "C/Users/Anna B/a.txt", [])[1] == "C/Users/?/a.txt"
    assert naming.shown_inside((), "home/a.txt", [])[1] == "home/a.txt"


def test_the_name_of_a_member_is_cleaned_and_spells_nothing() -> None:
    words = phrase()
    assert shown_member("a/b\u202e.txt") == "a/b\\u{202E}.txt"
    assert shown_member(f"notes/{'-'.join(words)}.txt") == "notes/?"
    assert shown_member(f"x\\{words[0]} {words[1]} {words[2]}", words) == "x/?"
    assert len(shown_member("x" * 5000)) <= naming.LONGEST_MEMBER
    assert shown_member("bad\udcff") == "bad\\u{DCFF}"
