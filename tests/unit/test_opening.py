"""Opening a saved report: everything we save opens again, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.people import check, virtual
from tests.helpers.reports import GONE, a_call, a_lesson, changed, every_report, saved
from walletsafe import report, texts
from walletsafe.errors import BrokenFile
from walletsafe.findings import REGISTRY, Finding, Report
from walletsafe.report.code import decode, encode
from walletsafe.report.opening import open_report

PHRASE = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"
DEVICE = check(virtual("genuine-nano-s"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("opened") / "report.json"


def problem_of(path: Path) -> str:
    with pytest.raises(BrokenFile) as caught:
        open_report(path)
    line = texts.error_line(caught.value)
    assert "\n" not in line
    assert str(path.parent) not in line
    problem = str(caught.value.params["problem"])
    assert f": {problem}." not in line, "it has words of its own"
    return problem


def document(made: Report = DEVICE) -> dict[str, Any]:
    return dict(json.loads(report.preview(made, ".json")))


def told(made: Report) -> tuple[object, ...]:
    return (made.kind, made.demo, made.outcome, dict(made.subject), made.record, made.made, made.version)


def test_every_saved_report_opens_and_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    for made in every_report(tmp_path):
        path.write_text(report.preview(made, ".json"), "utf-8")
        copy = open_report(path).report
        assert told(copy) == told(made)
        assert [found.id for found in copy.findings] == [found.id for found in made.findings]
        assert report.as_json(replace(copy, copy=False)) == report.as_json(made)
        assert {check.id: check.outcome for check in copy.checks} == {
            check.id: check.outcome for check in made.checks
        }


def test_a_demo_stays_a_demo(place: Path) -> None:
    report.save(DEVICE, place)
    assert open_report(place).report.demo
    place.write_text(json.dumps(changed(document(), "demo", False)))
    assert problem_of(place) == "changed-report"
    saved(place, changed(document(), "demo", False))
    assert problem_of(place) == "not-a-report"
    # As one of a device on USB it opens: nothing can be proven against that, which is what every copy says.
    saved(place, changed(changed(document(), "demo", False), "subject connection", "usb"))
    assert open_report(place).report.copy


def test_a_copy_says_so_in_every_form_and_shows_no_code(place: Path) -> None:
    report.save(DEVICE, place)
    copy = open_report(place).report
    text = report.as_text(copy)
    lines = text.splitlines()
    assert f"A SAVED COPY OF {DEVICE.made}" in lines
    assert "DEMO: REPORTED: PASSED" in lines
    assert "- DEMO: Reported: Which device this is: Passed" in lines
    assert text.count("DEMO: Reported: ") == len(copy.checks) + len(copy.findings)
    assert encode(DEVICE) in report.as_text(DEVICE)
    assert encode(DEVICE) not in text
    assert "ode to read out" not in text
    said = report.as_json(copy)
    assert said["copy"] is True
    assert "code" not in said
    saved(place, said)
    assert problem_of(place) == "copy"


@pytest.mark.parametrize("suffix", [".html", ".pdf"])
def test_a_copy_is_no_result_to_hand_on(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ValueError, match="a copy"):
        report.save(replace(DEVICE, copy=True), tmp_path / f"report{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".txt", ".html", ".pdf"])
def test_a_form_for_reading_says_so(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report{suffix}"
    report.save(DEVICE, path)
    assert problem_of(path) == "only-for-reading"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not-a-report"),
        (b"\xff\xfe{}", "not-a-report"),
        (b"{}", "not-a-report"),
        (b"[]", "not-a-report"),
        (b"null", "not-a-report"),
        (b'{"schema": 1}', "not-a-report"),
        (b'{"schema": "walletsafe.plan/1"}', "not-a-report"),
        (b'{"schema": "walletsafe.evidence/1"}', "evidence"),
        (b'{"schema": "walletsafe.report/2"}', "newer-report"),
        (b'{"schema": "walletsafe.report/1"}', "changed-report"),
        (b'{"schema": "walletsafe.report/1", "checksum": "00"}', "changed-report"),
        (b"[" * 100_000, "not-a-report"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "not-a-report"),
        (b"9" * 100_000, "not-a-report"),
        (b" " * (1 << 20) + b"{}", "too-large"),
        (f'{{"schema": "walletsafe.report/1", "a": "{PHRASE}"}}'.encode(), "recovery-words"),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_what_is_not_a_report_gets_one_clear_line(place: Path, content: bytes, problem: str) -> None:
    place.write_bytes(content)
    assert problem_of(place) == problem


def test_a_folder_a_missing_file_and_a_pipe_get_one_clear_line(tmp_path: Path) -> None:
    assert problem_of(tmp_path) == "folder"
    assert problem_of(tmp_path / "nowhere.json") == "not-there"


@pytest.mark.parametrize(
    ("place_of", "value"),
    [
        ("outcome", "did-not-pass"),
        ("outcome", "safe"),
        ("kind", "scan"),
        ("kind", "message"),
        ("kind", "lesson"),
        ("kind", 1),
        ("demo", 1),
        ("made", "2026-13-01"),
        ("made", "yesterday"),
        ("made", GONE),
        ("app", "0.1.0"),
        ("app version", "<b>"),
        ("app knowledge_date", "for ever"),
        ("app user", "anna"),
        ("subject", []),
        ("subject serial", "Q7"),
        ("subject model", 1.5),
        ("subject model", None),
        ("subject model", {"a": 1}),
        ("subject model", "\u202eevil"),
        ("subject model", "\ud800"),
        ("subject model", "x" * 500),
        ("checks", []),
        ("checks 0 id", "no-such-check"),
        ("checks 0 id", "read-back"),
        ("checks 0 outcome", "safe"),
        ("checks 0 outcome", "stopped"),
        ("findings", {}),
        ("findings 0", "device.identified"),
        ("findings 0 id", "device.no_such_thing"),
        ("findings 0 severity", "danger"),
        ("findings 0 params", {}),
        ("findings 0 params model", GONE),
        ("findings 0 params owner", "anna"),
        ("findings 0 params model", ["a"]),
        ("findings 0 meaning", "call us"),
        ("record", []),
        ("record", [{"text": "a", "answer": "b"}]),
        ("more", "a"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_this_program_would_not_have_written_is_refused(
    place: Path, place_of: str, value: object
) -> None:
    saved(place, changed(document(), place_of, value))
    assert problem_of(place) == "not-a-report"


@pytest.mark.parametrize(
    ("secret", "problem"),
    [("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "secret-in-report"), (PHRASE, "recovery-words")],
)
def test_a_secret_in_a_file_is_not_shown(place: Path, secret: str, problem: str) -> None:
    made = document(check(virtual("sideloaded-app")))
    (number,) = [at for at, found in enumerate(made["findings"]) if "apps" in found["params"]]
    saved(place, changed(made, f"findings {number} params apps", secret))
    assert problem_of(place) == problem


@pytest.mark.parametrize("place_of", ["findings 0 id", "checks 0 id", "more"])
def test_what_a_newer_program_wrote_asks_for_an_update(place: Path, place_of: str) -> None:
    newer = changed(document(), "app version", "99.0")
    saved(place, changed(newer, place_of, "device.no_such_thing"))
    assert problem_of(place) == "newer-report"
    saved(place, newer)
    assert open_report(place).report.version == "99.0"


def test_words_of_another_version_may_differ(place: Path) -> None:
    other = changed(changed(document(), "findings 0 title", "Said otherwise"), "note", "Proves nothing.")
    saved(place, other)
    assert report.as_json(replace(open_report(place).report, copy=False)) == document()


def test_one_message_of_the_command_line_opens_and_a_code_does_not(place: Path) -> None:
    saved(place, {**document(), "item": {"name": "a", "number": 1}, "signs": []})
    assert open_report(place).report.kind == "device"
    saved(place, report.as_json(decode(document()["code"]).report))
    assert problem_of(place) == "read-out"


def test_far_too_many_of_anything_are_refused(place: Path) -> None:
    found = document(a_lesson())
    saved(place, {**found, "record": [{"text": "a", "answer": ""}] * 301})
    assert problem_of(place) == "not-a-report"


@pytest.mark.parametrize("made", [DEVICE, a_call(0, 0), a_lesson()], ids=["device", "call", "lesson"])
def test_every_changed_byte_is_noticed(place: Path, made: Report) -> None:
    content = bytearray(report.preview(made, ".json").encode())
    for position in range(0, len(content), 7):
        before = content[position]
        content[position] = before ^ 0x01
        place.write_bytes(content)
        if json_of(content) != json_of(bytes(content[:position]) + bytes([before]) + content[position + 1 :]):
            assert problem_of(place)
        content[position] = before


def json_of(data: bytes | bytearray) -> object:
    try:
        return json.loads(data)
    except ValueError:
        return data


def opened(path: Path) -> Report | None:
    """The report in a file, or ``None`` where it is refused in one line."""
    try:
        return open_report(path).report
    except BrokenFile as error:
        texts.error_line(error)
        return None


@given(data=st.data())
def test_mutated_files_open_whole_or_get_one_clear_line(place: Path, data: st.DataObject) -> None:
    content = bytearray(report.preview(DEVICE, ".json").encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    place.write_bytes(content)
    copy = opened(place)
    assert copy is None or report.as_json(replace(copy, copy=False)) == document()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
PLACES = (
    *("schema", "app", "app version", "app knowledge_date", "kind", "demo", "made", "subject"),
    *(
        "subject model",
        "subject firmware",
        "outcome",
        "checks",
        "checks 0",
        "checks 0 id",
        "checks 0 outcome",
    ),
    *("findings", "findings 0", "findings 0 id", "findings 0 params", "findings 0 params model", "code"),
    *("findings 0 severity", "findings 0 title", "note", "record", "item", "signs", "expires", "read_out"),
)


@given(place_of=st.sampled_from(PLACES), value=JSON)
def test_forged_values_open_whole_or_get_one_clear_line(place: Path, place_of: str, value: object) -> None:
    saved(place, changed(document(), place_of, value))
    copy = opened(place)
    # Whatever opens is something that could be saved, in every form.
    fresh = None if copy is None else replace(copy, copy=False)
    assert fresh is None or all(report.preview(fresh, suffix) for suffix in (".json", ".txt", ".html"))


def test_the_severity_shown_is_the_registry_s(place: Path) -> None:
    found: Finding = DEVICE.findings[0]
    saved(place, document())
    assert open_report(place).report.findings[0].severity is REGISTRY[found.id].severity
