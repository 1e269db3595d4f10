"""Saved calls: written on purpose, for their owner alone, with a day at which they end."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.reports import CALM, a_call, a_lesson, changed, saved
from walletsafe import texts
from walletsafe.errors import BrokenFile, ExportRefused
from walletsafe.report import cases
from walletsafe.report.opening import open_report

DAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "walletsafe" / "cases"


def keep(day: date = DAY, days: int = 14) -> Path:
    return cases.save_case(replace(a_call(0), made=day.isoformat()), days)


def left() -> list[str]:
    return sorted(path.name for path in cases.folder().iterdir())


def test_nothing_is_there_until_a_case_is_saved(own_folder: Path) -> None:
    assert cases.folder() == own_folder
    assert cases.cases() == ()
    assert cases.purge(DAY) == 0
    assert not own_folder.exists()


def test_a_case_is_exactly_what_the_preview_showed_for_its_owner_alone(own_folder: Path) -> None:
    call = replace(a_call(0, notes=(CALM,)), made=DAY.isoformat())
    path = cases.save_case(call, 30)
    assert path == own_folder / "case-2026-11-28-1.json"
    assert path.read_text("utf-8") == cases.preview(call, 30)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_folder.stat().st_mode) == 0o700
    (case,) = cases.cases()
    assert case == cases.Case(path, DAY, date(2026, 12, 28), str(call.subject["script"]), broken=False)
    assert open_report(path).report.record == call.record


def test_a_folder_that_others_could_read_is_closed(own_folder: Path) -> None:
    own_folder.mkdir(parents=True)
    own_folder.chmod(0o755)
    keep()
    assert stat.S_IMODE(own_folder.stat().st_mode) == 0o700


def test_each_case_has_a_file_of_its_own() -> None:
    assert [keep().name for _ in range(3)] == [f"case-2026-11-28-{number}.json" for number in (1, 2, 3)]
    cases.remove(cases.folder() / "case-2026-11-28-2.json")
    assert keep().name == "case-2026-11-28-2.json"
    assert keep(DAY + timedelta(days=1)).name == "case-2026-11-29-1.json"
    assert [case.made for case in cases.cases()] == [DAY + timedelta(days=1), DAY, DAY, DAY]


@pytest.mark.parametrize("days", [0, -1, 91, 10**9])
def test_a_case_is_kept_for_1_to_90_days(days: int) -> None:
    with pytest.raises(ValueError, match="1 to 90"):
        keep(days=days)
    assert cases.cases() == ()


def test_only_a_call_is_a_case() -> None:
    with pytest.raises(ValueError, match="call"):
        cases.save_case(a_lesson(), 14)


def test_a_secret_in_a_note_is_refused() -> None:
    with pytest.raises(ExportRefused):
        cases.save_case(a_call(0, notes=("anna@example.org",)))
    assert cases.cases() == ()


@given(days=st.integers(1, 90), later=st.integers(0, 200))
def test_a_case_expires_on_its_day_and_not_before(days: int, later: int) -> None:
    path = keep(days=days)
    today = DAY + timedelta(days=later)
    assert bool(cases.expired(today)) is (later >= days)
    assert cases.purge(today) == (later >= days)
    assert path.exists() is (later < days)
    path.unlink(missing_ok=True)


def test_purging_leaves_everything_else_alone(own_folder: Path, tmp_path: Path) -> None:
    keep()
    elsewhere = saved(tmp_path / "case-2020-01-01-1.json", {})
    for name in ("notes.txt", "case-2026-11-28.json", "case-2020-01-01-1.json.bak", "Case-2020-01-01-1.json"):
        (own_folder / name).write_text("mine")
    (own_folder / "case-2020-01-01-9.json").mkdir()
    (own_folder / "case-2020-01-01-8.json").symlink_to(elsewhere)
    for name in (".walletsafe-0123456789abcde", ".walletsafe-0123456789ABCDEF", "case-2020-1-1-1.json"):
        (own_folder / name).write_text("mine")
    before = left()
    assert cases.purge(DAY + timedelta(days=14)) == 1
    assert left() == sorted(set(before) - {"case-2026-11-28-1.json"})
    assert elsewhere.exists()


CHANGED = json.dumps(changed(json.loads(cases.preview(a_call(0))), "expires", "2099-01-01"))


@pytest.mark.parametrize("content", ["", "\0", "{}", "[" * 5000, CHANGED], ids=lambda content: content[:5])
def test_a_broken_case_is_listed_as_such_and_ends_with_its_day(own_folder: Path, content: str) -> None:
    own_folder.mkdir(parents=True)
    path = own_folder / "case-2026-11-20-1.json"
    path.write_text(content)
    (case,) = cases.cases()
    assert case == cases.Case(path, date(2026, 11, 20), date(2027, 2, 18), "", broken=True)
    assert cases.purge(date(2027, 2, 17)) == 0
    assert cases.purge(date(2027, 2, 18)) == 1


@pytest.mark.parametrize("expires", ["2026-11-20", "2027-11-20", "for ever"])
def test_a_day_that_no_case_may_have_makes_it_broken(own_folder: Path, expires: str) -> None:
    path = keep(date(2026, 11, 20))
    saved(path, json.loads(path.read_text()) | {"expires": expires})
    assert [case.broken for case in cases.cases()] == [True]


def test_another_kind_of_report_under_such_a_name_is_broken(own_folder: Path) -> None:
    path = keep()
    path.rename(path.with_name("case-2026-11-20-1.json"))
    assert [case.broken for case in cases.cases()] == [True]


@pytest.mark.parametrize(
    "name",
    [
        "case-2020-13-45-1.json",
        "case-9999-12-31-1.json",
        "case-0000-00-00-1.json",
        ".walletsafe-0123456789abcdef",
    ],
)
def test_a_day_that_cannot_be_and_what_was_not_finished_are_over_at_once(own_folder: Path, name: str) -> None:
    own_folder.mkdir(parents=True)
    (own_folder / name).write_text("left when the power failed")
    (case,) = cases.cases()
    assert case == cases.Case(own_folder / name, cases.today(), cases.today(), "", broken=True)
    assert cases.purge(cases.today()) == 1
    (own_folder / name).write_text("once more")
    assert cases.purge(cases.today(), every=True) == 1
    assert left() == []


def test_a_name_with_a_high_number_is_one_of_ours(own_folder: Path) -> None:
    path = keep()
    path.rename(path.with_name("case-2026-11-28-1234567.json"))
    assert [case.broken for case in cases.cases()] == [False]
    assert cases.purge(DAY, every=True) == 1


def test_a_folder_that_is_a_link_is_refused_and_left_alone(own_folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    theirs = elsewhere / "case-2020-01-01-1.json"
    theirs.write_text("theirs")
    own_folder.parent.mkdir()
    own_folder.symlink_to(elsewhere)
    assert_refused(theirs)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755


def test_a_folder_of_somebody_else_is_refused(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = keep()
    monkeypatch.setattr(os, "getuid", lambda: path.stat().st_uid + 1)
    assert_refused(path)


def assert_refused(path: Path) -> None:
    """Nothing is listed, written or deleted in the folder, and each try says why in a line."""
    before = left()
    assert cases.cases() == ()
    for act in (
        keep,
        cases.refuse_other_folder,
        lambda: cases.purge(DAY),
        lambda: cases.purge(DAY, every=True),
        lambda: cases.remove(cases.folder() / path.name),
    ):
        with pytest.raises(BrokenFile) as caught:
            act()
        assert "it is a link, or it belongs to somebody else" in texts.error_line(caught.value)
    assert left() == before


def test_a_clock_that_was_wrong_keeps_no_case_for_ever() -> None:
    keep(date(2099, 1, 1))
    assert cases.expired(DAY)
    assert cases.purge(DAY) == 1
    # Another time zone is no wrong clock.
    keep(DAY + timedelta(days=1))
    assert cases.purge(DAY) == 0


def test_all_are_deleted_on_request() -> None:
    keep()
    keep(days=90)
    assert cases.purge(DAY, every=True) == 2
    assert cases.cases() == ()


def test_what_cannot_be_deleted_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    keep()
    path = keep()
    usual = Path.unlink

    def held(self: Path, *, missing_ok: bool = False) -> None:
        if self == path:
            raise PermissionError(13, "held", str(self))
        usual(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    later = DAY + timedelta(days=20)
    assert cases.purge(later) == 1
    assert [case.path for case in cases.expired(later)] == [path]
    with pytest.raises(BrokenFile) as caught:
        cases.remove(path)
    assert caught.value.params["problem"] == "not-deleted"


def test_only_a_case_of_ours_can_be_removed(tmp_path: Path) -> None:
    mine = tmp_path / "case-2026-11-28-1.json"
    mine.write_text("mine")
    for path in (mine, cases.folder() / "notes.txt", cases.folder() / ".." / "case-2026-11-28-1.json"):
        with pytest.raises(ValueError, match="no case"):
            cases.remove(path)
    assert mine.exists()


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "walletsafe").write_text("a file in the way")
    with pytest.raises(BrokenFile) as caught:
        keep()
    assert caught.value.params == {"file": "cases", "line": 0, "problem": "not-writable"}


def test_a_full_disk_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device", descriptor)

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(BrokenFile):
        keep()
    assert left() == []
