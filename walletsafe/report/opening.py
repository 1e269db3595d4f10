"""Opening a saved report again: read as foreign, taken whole or not at all.

Anybody can write such a file, so what it says is shown as a copy and never as a result. A report is built
from what the file holds and written out once more: where that is not the same, the file is none of ours, and
neither is one that no check could have given, or that says something in words of its own. So nothing is shown
that this program would not have saved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypeVar, cast

from walletsafe import __version__
from walletsafe.errors import BrokenFile, ExportRefused, Scalar
from walletsafe.files import read_bounded
from walletsafe.findings import REGISTRY, CheckResult, Entry, Finding, Outcome, Report, today
from walletsafe.guard import find_runs
from walletsafe.redact import clean
from walletsafe.report.coherence import can_be, data_day
from walletsafe.report.document import RECORDED, SCHEMA, as_json, checksum
from walletsafe.report.file import refuse_secrets
from walletsafe.report.own_words import says_only_ours
from walletsafe.report.text import as_text

_LARGEST: Final = 1 << 20
_MOST: Final = 3000
"""Findings, checks or lines of a record: more of them are in no report, and would be long to show."""
_FAMILY: Final = SCHEMA.rpartition("/")[0] + "/"
_FOR_READING: Final = frozenset({".txt", ".html", ".htm", ".pdf"})
_BESIDE: Final = frozenset({"code", "expires", "item", "note", "signs"})
"""What may stand in a document beside the report itself. It is not shown; a code is made anew."""
_VERSION: Final = re.compile(r"[0-9][0-9a-z.+-]{0,30}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_OR_MONTH: Final = re.compile(r"20[0-9]{2}-[0-9]{2}(-[0-9]{2})?")

_Table = Mapping[str, object]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that was saved once, marked so. ``expires`` is the day a saved call ends at, else ``None``."""

    report: Report
    expires: date | None = None


class _Problem(Exception):
    """The file is not to be shown: ``name`` is one of the problems that ``errors.toml`` has words for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _NotOurs(Exception):
    """This program would not have written such a document. A newer one may have."""


def open_report(path: Path) -> Copy:
    """Open the report that was saved as JSON at ``path``.

    Raises :class:`~walletsafe.errors.BrokenFile` where there is none, with what is wrong: it is a form for
    reading, it was changed, a newer program made it, or it is no report of ours at all.
    """
    data = read_bounded(path, _LARGEST)
    try:
        document = _document(data, path.suffix.lower())
        try:
            return _copy(document)
        except _NotOurs:
            raise _Problem("newer-report" if _is_newer(document) else "not-a-report") from None
    except _Problem as problem:
        raise BrokenFile(file=clean(path.name), line=0, problem=problem.name) from None


def _document(untrusted_data: bytes, suffix: str) -> _Table:
    """The data as JSON, if it is a report that this program can know, and not changed since."""
    other = "only-for-reading" if suffix in _FOR_READING else "not-a-report"
    try:
        untrusted_text = untrusted_data.decode()
        found: object = json.loads(untrusted_text)
    except (ValueError, RecursionError):
        raise _Problem(other) from None
    if find_runs(untrusted_text):
        raise _Problem("recovery-words")
    if not isinstance(found, dict):
        raise _Problem(other)
    document = cast("_Table", found)
    schema = document.get("schema")
    if not isinstance(schema, str) or not schema.startswith(_FAMILY):
        raise _Problem("evidence" if schema == "walletsafe.evidence/1" else "not-a-report")
    if schema != SCHEMA:
        raise _Problem("newer-report")
    try:
        whole = document.get("checksum") == checksum(document)
    except RecursionError:
        whole = False
    if not whole:
        raise _Problem("changed-report")
    return document


def _is_newer(document: _Table) -> bool:
    app = document.get("app")
    version = cast("_Table", app).get("version") if isinstance(app, dict) else None
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        return False
    return _numbers(version) > _numbers(__version__)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", version)]


def _copy(document: _Table) -> Copy:
    for key, problem in (("read_out", "read-out"), ("copy", "copy")):
        if document.get(key) is not None:
            raise _Problem(problem)
    report = _report(document)
    try:
        written = as_json(report)
        as_text(report)
        refuse_secrets("", report)
    except ExportRefused:
        raise _Problem("secret-in-report") from None
    except (KeyError, ValueError):
        # No words for such an outcome in such a report, a slot that stays empty, or a day that has no code.
        raise _NotOurs from None
    if _told(document) != _told(written):
        raise _NotOurs
    # A day ahead, for other time zones.
    if report.made > (date.fromisoformat(today()) + timedelta(days=1)).isoformat():
        raise _Problem("day-to-come")
    if report.knowledge_date > data_day(report.kind):
        raise _Problem("newer-report")
    if not can_be(report) or not says_only_ours(report):
        raise _NotOurs
    expires = document.get("expires")
    return Copy(replace(report, copy=True), None if expires is None else _day(expires))


def _told(document: _Table) -> object:
    """What a document says of a report, without our own words, which may differ from version to version."""
    findings = _tables(document, "findings")
    return {
        **{key: value for key, value in document.items() if key not in _BESIDE | {"checksum"}},
        "findings": [{key: value for key, value in each.items() if key != "title"} for each in findings],
    }


def _report(document: _Table) -> Report:
    app = _table(document.get("app"))
    kind = _text(document.get("kind"))
    findings = [_finding(each) for each in _tables(document, "findings")]
    checks = [(_text(each.get("id")), _outcome(each.get("outcome"))) for each in _tables(document, "checks")]
    record = _tables(document, "record") if kind in RECORDED else []
    version = _text(app.get("version"))
    knowledge_date = _text(app.get("knowledge_date"))
    if not checks or not _VERSION.fullmatch(version) or not _DAY_OR_MONTH.fullmatch(knowledge_date):
        raise _NotOurs
    # Which check a finding came from is not written down. Neither the verdict nor their order depends on it.
    (first_id, first_outcome), *others = checks
    return Report(
        kind=kind,
        demo=_only(bool, document.get("demo")),
        subject=_scalars(document.get("subject")),
        checks=(
            CheckResult(first_id, first_outcome, tuple(findings)),
            *(CheckResult(check_id, outcome) for check_id, outcome in others),
        ),
        knowledge_date=knowledge_date,
        record=tuple(Entry(_text(each.get("text")), _text(each.get("answer"))) for each in record),
        made=_day(document.get("made")).isoformat(),
        version=version,
    )


def _finding(table: _Table) -> Finding:
    finding_id = _text(table.get("id"))
    if finding_id not in REGISTRY:
        raise _NotOurs
    return Finding(finding_id, REGISTRY[finding_id].severity, _scalars(table.get("params")))


def _outcome(value: object) -> Outcome:
    try:
        return Outcome(_text(value))
    except ValueError:
        raise _NotOurs from None


def _day(value: object) -> date:
    text = _text(value)
    if not _DATE.fullmatch(text):
        raise _NotOurs
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _NotOurs from None


def _scalars(value: object) -> Mapping[str, Scalar]:
    table = _table(value)
    if not all(type(each) in {str, int, bool} for each in table.values()):
        raise _NotOurs
    return cast("Mapping[str, Scalar]", table)


def _tables(document: _Table, key: str) -> list[_Table]:
    value = document.get(key)
    if not isinstance(value, list):
        raise _NotOurs
    found = cast("list[object]", value)
    if len(found) > _MOST:
        raise _NotOurs
    return [_table(each) for each in found]


def _table(value: object) -> _Table:
    return cast("_Table", _only(dict, value))


def _text(value: object) -> str:
    return _only(str, value)


def _only(kind: type[_Value], value: object) -> _Value:
    # Not isinstance: in Python true is a number.
    if type(value) is not kind:
        raise _NotOurs
    return value
