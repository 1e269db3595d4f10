"""The published schema and what the program writes: each export fits, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.helpers.reports import GONE, a_call, a_lesson, changed, devices, every_report
from tests.helpers.scans import scans
from tests.helpers.schema import SCHEMA, VALIDATOR, assert_fits
from tests.unit.test_texts import filled
from walletsafe import report
from walletsafe.findings import REGISTRY, CheckResult, Outcome, Report
from walletsafe.redact import PARAM_KEYS, SUBJECT_KEYS
from walletsafe.report import cases
from walletsafe.report.code import decode, encode
from walletsafe.report.document import checksum


def written(made: Report) -> dict[str, Any]:
    return dict(json.loads(report.preview(made, ".json")))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_export_fits(tmp_path: Path) -> None:
    kinds: set[tuple[str, str]] = set()
    for made in every_report(tmp_path):
        document = written(made)
        assert_fits(document)
        assert document["checksum"] == checksum(document)
        kinds.add((document["kind"], document["outcome"]))
    assert {
        *(("device", outcome) for outcome in ("passed", "did-not-pass", "could-not-check")),
        *(("download", outcome) for outcome in ("passed", "did-not-pass", "could-not-check")),
        *(("message", outcome) for outcome in ("did-not-pass", "could-not-check")),
        *(("call", outcome) for outcome in ("did-not-pass", "could-not-check", "stopped")),
        *(("lesson", outcome) for outcome in ("passed", "could-not-check")),
        *(("scan", outcome) for outcome in ("passed", "did-not-pass", "could-not-check", "stopped")),
    } <= kinds


def test_every_finding_fits() -> None:
    everything = CheckResult("device", Outcome.PASSED, tuple(filled(each) for each in REGISTRY))
    assert_fits(written(Report("device", False, {"model": "nano-s"}, (everything,), "2026-11-28")))


def test_what_a_code_says_fits_and_is_marked() -> None:
    document = report.as_json(decode(str(report.as_json(next(devices()))["code"])).report)
    assert document["read_out"] is True
    assert_fits(document)


def test_a_copy_fits_and_has_no_code() -> None:
    made = next(devices())
    document = written(replace(made, copy=True))
    assert document["copy"] is True
    assert_fits(document)
    code = written(made)["code"]
    for other in ({"copy": False}, {"code": code}, {"read_out": True}):
        assert not VALIDATOR.is_valid({**document, **other})
    assert not VALIDATOR.is_valid({key: value for key, value in document.items() if key != "copy"})
    assert_fits(report.as_json(replace(a_call(), copy=True)))


def test_a_saved_call_fits() -> None:
    assert_fits(json.loads(cases.preview(a_call(), 14)))


def test_the_schema_names_exactly_what_may_leave() -> None:
    properties = SCHEMA["$defs"]["report"]["properties"]
    assert set(properties["subject"]["properties"]) == SUBJECT_KEYS
    assert set(properties["findings"]["items"]["properties"]["params"]["properties"]) == PARAM_KEYS


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("serial", "Q7"),
        ("app user", "anna"),
        ("subject path", "/somewhere"),
        ("findings 0 params owner", "anna"),
        ("findings 0 severity", "fine"),
        ("findings 0 meaning", "more"),
        ("checks 0 outcome", "safe"),
        ("outcome", "safe"),
        ("kind", "scan"),
        ("made", "today"),
        ("demo", "no"),
        ("record", []),
        ("expires", "2026-12-01"),
        ("schema", "walletsafe.report/2"),
        ("note", GONE),
        ("checksum", GONE),
        ("made", GONE),
    ],
    ids=str,
)
def test_anything_else_does_not_fit(place: str, value: object) -> None:
    document = written(next(devices()))
    assert VALIDATOR.is_valid(document)
    assert not VALIDATOR.is_valid(changed(document, place, value))


@pytest.mark.parametrize("made", [a_call(), a_lesson()], ids=["call", "lesson"])
def test_a_call_and_a_lesson_hold_their_record_and_no_code(made: Report) -> None:
    document = written(made)
    assert "code" not in document
    assert not VALIDATOR.is_valid({key: value for key, value in document.items() if key != "record"})


def test_a_scan_has_no_code() -> None:
    """Told on the telephone it would tell a thief where to look."""
    for made in scans():
        document = written(made)
        assert_fits(document)
        assert "code" not in document
        assert not VALIDATOR.is_valid({**document, "code": "1080 8049 868A"})
        assert not VALIDATOR.is_valid({**document, "read_out": True})
        with pytest.raises(ValueError, match="has no code"):
            encode(made)


def test_no_message_can_pass() -> None:
    document = {**written(next(devices())), "kind": "message", "outcome": "passed"}
    assert not VALIDATOR.is_valid(document)
