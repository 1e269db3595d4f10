"""What a scan's result means, how it is told, and what of it may be saved."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.reports import changed, saved
from tests.helpers.scans import a_find, a_result, results, scans, unread
from walletsafe import report, texts
from walletsafe.cli.status import OF_OUTCOME
from walletsafe.errors import BrokenFile
from walletsafe.findings import Report
from walletsafe.guard import find_runs
from walletsafe.phrases import words_of
from walletsafe.redact import preflight
from walletsafe.report.file import SUFFIXES
from walletsafe.report.html import as_html
from walletsafe.report.opening import open_report
from walletsafe.report.places import advice, withheld, without_own_home
from walletsafe.scan import judge
from walletsafe.scan.finds import Grade, Layout, Reason, Result, Source
from walletsafe.wordlists import STANDARD


def ids(made: Report) -> list[str]:
    return [found.id for found in made.findings]


LOOKS = Grade.LOOKS_LIKE_PHRASE


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (a_result(), 0),
        (a_result(a_find()), 1),
        (a_result(a_find(LOOKS)), 1),
        (a_result(a_find(LOOKS), not_read=(unread(),), stopped=True), 1),
        (a_result(a_find(Grade.PUBLISHED), a_find(Grade.PRACTICE), a_find(Grade.WORD_LIST)), 0),
        (a_result(not_read=(unread(),)), 3),
        (a_result(not_read=(unread(Reason.OTHER_FILE_SYSTEM),)), 0),
        (a_result(not_read=(unread(Reason.OTHER_FILE_SYSTEM),), roots=(unread().place,)), 3),
        (a_result(out_of_time=True, stopped=True), 3),
        (a_result(stopped=True), 4),
        (a_result(stopped=True, not_read=(unread(),)), 4),
        (a_result(files=0), 3),
        (a_result(a_find(source=Source.CLIPBOARD), files=0), 1),
        (a_result(pictures_not_read=9), 0),
    ],
)
def test_how_it_ends(result: Result, status: int) -> None:
    made = judge.report_of(result)
    assert OF_OUTCOME[made.outcome] == status
    assert (made.kind, made.demo) == ("scan", False)


def test_a_picture_that_was_to_be_read_and_was_not_leaves_a_doubt() -> None:
    result = a_result(pictures_not_read=9)
    assert "scan.pictures_not_read" in ids(judge.report_of(result))
    asked = judge.report_of(result, pictures=True)
    assert "scan.pictures_left" in ids(asked)
    assert OF_OUTCOME[asked.outcome] == 3
    assert OF_OUTCOME[judge.report_of(a_result(), pictures=True).outcome] == 0


def test_each_find_of_either_grade_is_a_finding_with_its_place() -> None:
    first = a_find(member="notes.txt", source=Source.ARCHIVE, synced=True)
    made = judge.report_of(a_result(first, a_find(LOOKS), first))
    assert ids(made) == ["scan.recovery_phrase", "scan.looks_like_phrase", "scan.recovery_phrase"]
    assert dict(made.findings[0].params) == {
        "place": "~/Documents/Steuer 2024/wallet.txt",
        "member": "notes.txt",
        "source": "archive",
        "words": 24,
        "layout": "numbered",
        "modified": "2024-05-06",
        "synced": True,
    }


def test_the_clipboard_is_named_in_place_of_a_path() -> None:
    made = judge.report_of(a_result(a_find(place="", source=Source.CLIPBOARD)))
    assert made.findings[0].params["place"] == "the clipboard"
    assert "lies in the clipboard" in report.as_text(made)


def test_what_is_nobodys_is_folded() -> None:
    finds = [a_find(Grade.PUBLISHED, name=name) for name in ("Hardhat", "Hardhat", "Ganache")]
    made = judge.report_of(a_result(*finds, a_find(Grade.WORD_LIST), a_find(Grade.WORD_LIST)))
    assert ids(made) == ["scan.nothing_found", "scan.published_phrase", "scan.word_list"]
    assert [found.params.get("count") for found in made.findings[1:]] == [3, 2]
    assert made.findings[1].params["names"] == "Ganache, Hardhat"


def test_a_long_list_of_what_was_not_read_is_counted_at_its_end() -> None:
    made = judge.report_of(a_result(not_read=(unread(),) * (judge.MOST_NOT_READ + 7)))
    assert ids(made).count("scan.not_read") == judge.MOST_NOT_READ
    assert made.findings[-1].params["count"] == 7
    assert "scan.more_not_read" not in ids(
        judge.report_of(a_result(not_read=(unread(),) * judge.MOST_NOT_READ))
    )


def test_a_long_place_keeps_its_end_and_shows_nothing_hidden() -> None:
    place = "~/" + "folder/" * 60 + "wal\u202elet.txt"
    told = judge.shown(place)
    assert len(told) <= texts.PARAM_LIMIT
    assert told.startswith("~/folder/")
    assert told.endswith("wal\\u{202E}let.txt")
    assert judge.shown(told) == told


def test_a_place_never_spells_a_phrase() -> None:
    for language in STANDARD:
        words = words_of(random.Random(7).randbytes(16), language)
        if not language.startswith(("chinese", "japanese", "korean")):
            place = f"~/Documents/{' '.join(words)}.txt"
            told = json.dumps(report.as_json(judge.report_of(a_result(a_find(place=place)))))
            assert not any(" ".join(words[at : at + 3]) in told for at in range(10))
            assert "words removed" in told


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (3_456_789_012, "3.5 GB"),
        (34_567_890, "35 MB"),
        (10**16, "10000 TB"),
    ],
)
def test_sizes_for_people(size: int, told: str) -> None:
    assert judge.size_in_words(size) == told


# --- words ----------------------------------------------------------------------------------------------


def test_every_name_that_code_uses_has_words() -> None:
    said = texts.section("scan")
    for table, names in (
        ("sources", Source),
        ("layouts", Layout),
        ("reasons", Reason),
        ("grades", Grade),
        ("grades_more", Grade),
    ):
        entry = said[table]
        assert isinstance(entry, dict)
        assert set(entry) == {str(name) for name in names}
    advised = said["advice"]
    assert isinstance(advised, dict)
    assert set(advised) == {*Source, "synced"}


@pytest.mark.parametrize("source", [*Source])
def test_whoever_deletes_is_told_of_paper_or_of_the_emergency_plan_first(source: Source) -> None:
    said = texts.scan_advice(source.value, synced=False)
    steps = list(said.steps)
    acts = ("Then", "Otherwise", "Delete", "Close")
    last = next(number for number, step in enumerate(steps) if step.startswith(acts))
    before = " ".join(steps[:last])
    assert re.search("emergency plan for (stored )?words", before)
    assert "on paper" in before or "known to others" in before or source is Source.CLIPBOARD
    assert texts.scan_advice(source.value, synced=True) == texts.scan_advice("synced", synced=False)


def test_what_lies_in_several_places_is_advised_once_per_kind_and_what_was_copied_first() -> None:
    finds = (a_find(), a_find(), a_find(LOOKS, source=Source.MAIL), a_find(synced=True))
    titles = [each.title for each in advice(judge.report_of(a_result(*finds)))]
    assert titles == [
        texts.scan_advice("synced", synced=False).title,
        texts.scan_advice("file", synced=False).title,
        texts.scan_advice("mail", synced=False).title,
    ]
    assert advice(judge.report_of(a_result(a_find(Grade.WORD_LIST)))) == ()


@pytest.mark.parametrize("form", [report.as_text, as_html], ids=["text", "html"])
def test_every_form_says_what_to_do_and_what_deleting_cannot_undo(form: object) -> None:
    assert callable(form)
    text = " ".join(str(form(judge.report_of(a_result(a_find())))).split())
    for needle in (
        "only copy",
        "snapshots",
        "solid-state",
        "empty the bin",
    ):
        assert needle in text
    assert "a map to your words" in text


@pytest.mark.parametrize("form", [report.as_text, as_html], ids=["text", "html"])
def test_the_places_are_counted_first_and_the_next_step_is_said_once(form: Callable[[Report], str]) -> None:
    finds = [a_find(place=f"~/{name}") for name in "abc"]
    made = judge.report_of(a_result(*finds, finds[0], a_find(LOOKS, place="~/d")))
    text = " ".join(form(made).split())
    first, second = "Places with a recovery phrase: 3", "Places with something that looks like one: 1"
    assert text.index(first) < text.index(second) < text.index("~/a")
    for found in (made.findings[0], made.findings[-1]):
        step = texts.finding_text(found).next_step
        assert text.replace("&quot;", '"').count(step) == 1
    assert "Places with a" not in form(judge.report_of(a_result()))


def test_what_is_withheld_is_said_where_it_is(tmp_path: Path) -> None:
    note = texts.words("scan", "withheld.note")
    plain, secret = (
        judge.report_of(a_result(a_find(place=place))) for place in ("~/What?/a.txt", f"~/{SECRETS[0]}/a.txt")
    )
    assert report.removed(plain) == ()
    assert report.removed(secret) == (note,)
    assert note not in " ".join(report.as_text(secret).split())
    for made, times in ((plain, 0), (secret, 1)):
        saved_text = " ".join(report.preview(made, ".txt").split())
        assert (saved_text.count(note), report.preview(made, ".html").count(html.escape(note))) == (
            times,
        ) * 2
        report.save(made, tmp_path / "scan.pdf")


def test_the_home_folder_is_named_first_of_where_it_looked() -> None:
    roots = ("~/Documents", "~/Desktop", "~/Mail", "~/Pictures", "~")
    made = judge.report_of(a_result(roots=roots))
    assert made.subject["roots"] == "~, ~/Documents, ~/Desktop, ~/Mail, and 1 more"


def test_nothing_found_is_never_said_as_if_all_were_well() -> None:
    made = judge.report_of(a_result(pictures_not_read=3))
    for text in (report.as_text(made), as_html(made).partition("</head>")[2]):
        assert "othing found in what was read" in text or "NOTHING FOUND IN WHAT WAS READ" in text
        assert "safe" not in text.lower().replace("walletsafe", "")
        assert 'class="verdict good"' not in text
        assert "\u2713" not in text
        for limit in ("phone", "encrypted", "cloud", "other computers"):
            assert limit in text
    assert "passed" not in report.as_text(made).lower()


# --- what is saved ---------------------------------------------------------------------------------------

SECRETS = [
    "anna.muster@mail.example",
    "1234567890123",
    "0x" + "ab12" * 10,
    "home/anna",
    "Serial number: AB12 3456",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_looks_like_a_secret_is_withheld_from_what_is_saved(secret: str, suffix: str) -> None:
    place = f"~/Documents/{secret}/wallet.txt"
    made = judge.report_of(a_result(a_find(place=place, member=f"{secret}/x.txt"), not_read=(unread(),)))
    assert secret in json.dumps(report.as_json(made))
    saved = report.preview(made, suffix)
    assert secret not in saved
    assert "~/Documents/?/" in saved
    assert "wallet.txt" in saved


def test_a_saved_scan_names_the_home_folder_by_its_sign_alone(tmp_path: Path) -> None:
    path = tmp_path / "scan.json"
    for made in scans():
        report.save(made, path)
        assert "~/Documents" in path.read_text()
        copy = open_report(path).report
        assert (copy.kind, copy.outcome, ids(copy)) == (made.kind, made.outcome, ids(made))
    for suffix in SUFFIXES:
        report.save(judge.report_of(a_result(a_find())), tmp_path / f"scan{suffix}")


@given(
    st.lists(
        st.sampled_from([*SECRETS, "Documents", "a, b", "~", "", "note.txt", "C:", "x" * 40]), max_size=7
    )
)
def test_what_is_withheld_looks_like_no_secret_and_the_rest_stays(parts: list[str]) -> None:
    place = "~/" + "/".join(parts)
    told = withheld(place)
    assert preflight(without_own_home(told)) == ()
    assert withheld(told) == told
    assert told == place or "?" in told


def test_words_over_several_folders_are_withheld() -> None:
    words = words_of(random.Random(3).randbytes(16), "english")
    told = withheld("~/Documents/" + "/".join(words) + "/x.pdf")
    assert not find_runs(told)
    assert told.startswith("~/Documents/?")
    assert told.endswith("x.pdf")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("place", "Call +1 555 0100 now"),
        ("source", "your bank"),
        ("layout", "call us"),
        ("words", "24 words, call us"),
        ("modified", "call us"),
        ("synced", "yes"),
    ],
)
def test_a_forged_scan_that_speaks_in_its_own_words_is_not_opened(
    tmp_path: Path, key: str, value: object
) -> None:
    document = json.loads(report.preview(judge.report_of(a_result(a_find())), ".json"))
    open_report(saved(tmp_path / "whole.json", document))
    forged = saved(tmp_path / "forged.json", changed(document, f"findings 0 params {key}", value))
    with pytest.raises(BrokenFile):
        open_report(forged)


def test_every_result_has_words_in_every_form() -> None:
    for result in results():
        made = judge.report_of(result)
        for suffix in SUFFIXES:
            assert report.preview(made, suffix)
