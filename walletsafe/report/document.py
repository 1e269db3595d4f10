"""What an export holds, whatever its form: only what is on the allow-list, worst findings first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from walletsafe import texts
from walletsafe.errors import Scalar
from walletsafe.findings import Entry, Finding, Report, Severity
from walletsafe.redact import PARAM_KEYS, SUBJECT_KEYS, clean
from walletsafe.report.code import KINDS, encode
from walletsafe.report.coherence import was_read_out

SCHEMA = "walletsafe.report/1"

DEMO_MARK = "DEMO: "
"""Stands before the outcome and every finding, so that no crop of a demo report reads as a real one."""


RECORDED = frozenset({"call", "lesson"})
"""Kinds of reports that hold a record of what was gone through."""

ENTRY_LIMIT = 1000
"""The longest text or answer of a record that is shown, in characters."""

_SHA512 = re.compile(r"[0-9a-f]{128}")


def as_json(report: Report) -> dict[str, object]:
    """The report as the stable contract of the command line has it, ready for ``json.dumps``.

    ``{"schema", "app": {"version", "knowledge_date"}, "kind", "demo", "made", "subject", "outcome",
    "checks": [{"id", "outcome"}], "findings": [{"id", "severity", "params", "title"}], "record": [{"text",
    "answer"}], "code", "read_out", "copy", "note", "checksum"}``, findings in the order of the checks;
    ``record`` in a call or a lesson alone, ``code`` (the read-back code) in all others, ``read_out`` (true)
    where the report came out of one, ``copy`` (true) in place of the code where it was opened again.
    Published as ``docs/report.schema.json``.
    """
    document: dict[str, object] = {
        "schema": SCHEMA,
        "app": {"version": report.version, "knowledge_date": report.knowledge_date},
        "kind": report.kind,
        "demo": report.demo,
        "made": report.made,
        "subject": allowed_subject(report),
        "outcome": report.outcome.value,
        "checks": [{"id": check.id, "outcome": check.outcome.value} for check in report.checks],
        "findings": [
            {
                "id": found.id,
                "severity": found.severity.name.lower(),
                "params": _allowed(found.params, PARAM_KEYS),
                "title": texts.finding_text(found).title,
            }
            for found in report.findings
        ],
    }
    if report.kind in RECORDED:
        document["record"] = [{"text": entry.text, "answer": entry.answer} for entry in record(report)]
    if report.copy:
        document["copy"] = True
    elif report.kind in KINDS:
        document["code"] = encode(report)
    if was_read_out(report):
        document["read_out"] = True
    document["note"] = texts.report_text(report.kind).note
    return checksummed(document)


def checksummed(document: Mapping[str, object]) -> dict[str, object]:
    """The document with the checksum of all that is in it, in place of the one it had.

    It tells that a file was changed by accident. It proves nothing about who made it: anybody can compute it.
    """
    content = {key: value for key, value in document.items() if key != "checksum"}
    return {**content, "checksum": checksum(content)}


def checksum(document: Mapping[str, object]) -> str:
    """SHA-256, in hex, over the document as JSON with its keys sorted, without blanks, in ASCII.

    Its own place, ``checksum``, does not count.
    """
    # Late: every check loads this module, and few save.
    from hashlib import sha256

    content = {key: value for key, value in document.items() if key != "checksum"}
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def record(report: Report) -> tuple[Entry, ...]:
    """What was gone through, cleaned."""
    return tuple(
        Entry(clean(entry.text, ENTRY_LIMIT), clean(entry.answer, ENTRY_LIMIT)) for entry in report.record
    )


def second_hand(report: Report) -> tuple[str, str] | None:
    """What a report is worth that no check gave here and now: title and explanation. Else ``None``."""
    if was_read_out(report):
        return texts.words("code", "read_out.title"), texts.words("code", "read_out.more")
    if report.copy:
        said = texts.report_text()
        return said.copy_title.format(made=report.made), said.copy_note
    return None


def refuse_second_hand(report: Report) -> None:
    """Raise ``ValueError`` for a report that no check gave here and now."""
    if second_hand(report) is not None:
        raise ValueError("a copy, or what was read out, is no result to hand on")


def mark(report: Report) -> str:
    """Stands before the outcome, every check and every finding, so that no crop reads as a result of ours.

    That of a demo, and that of what was read out or opened again; empty for a real result.
    """
    said = DEMO_MARK if report.demo else ""
    if was_read_out(report):
        return f"{said}{texts.words('code', 'read_out.mark')} "
    return f"{said}{texts.words('report', 'copy.mark')} " if report.copy else said


def made_line(report: Report) -> str:
    """When and with what the report was made, in a sentence."""
    if was_read_out(report):
        slots = {"made": report.made, "knowledge_date": report.knowledge_date}
        return texts.words("code", "read_out.made", **slots)
    return texts.report_text(report.kind).date_line.format(
        made=report.made, version=report.version, knowledge_date=report.knowledge_date
    )


def allowed_subject(report: Report) -> dict[str, Scalar]:
    """What may be said about the checked device, cleaned."""
    return _allowed(report.subject, SUBJECT_KEYS)


def told_subject(report: Report) -> tuple[tuple[str, str], ...]:
    """What :func:`allowed_subject` says, in words: the name of each fact, and titles in place of our ids."""
    facts = allowed_subject(report).items()
    titled = report.kind in RECORDED
    return tuple(
        (texts.subject_name(key), _title(key, str(value)) if titled else str(value)) for key, value in facts
    )


def values(report: Report) -> tuple[str, ...]:
    """Every value that came from outside and goes into an export."""
    params = (value for found in report.findings for value in _allowed(found.params, PARAM_KEYS).values())
    recorded = (text for entry in record(report) for text in (entry.text, entry.answer))
    return tuple(str(value) for value in (*allowed_subject(report).values(), *params, *recorded))


def published_sums(report: Report) -> frozenset[str]:
    """The sum of the file that a download check read: long hex, which is no key. Its vendor publishes it."""
    found = str(report.subject.get("sha512", ""))
    return frozenset({found} if report.kind == "download" and _SHA512.fullmatch(found) else ())


def worst_first(report: Report) -> list[Finding]:
    """The findings, the gravest first, otherwise in the order of the checks.

    Tips come last: whoever just passed shall not read about apps before the result.
    """
    last = Severity.GOOD - 1
    return sorted(
        report.findings, key=lambda found: -(last if found.severity is Severity.TIP else found.severity)
    )


def removed(report: Report) -> tuple[str, ...]:
    """A plain line for every fact that the allow-list leaves out of an export, each once, and at last why.

    Empty where nothing is left out.
    """
    words = texts.report_text(report.kind)
    lines = [words.removed_subject.format(key=clean(key)) for key in _left_out(report.subject, SUBJECT_KEYS)]
    for found in report.findings:
        lines += [
            words.removed_param.format(key=clean(key), finding=found.id)
            for key in _left_out(found.params, PARAM_KEYS)
        ]
    return (*dict.fromkeys(lines), words.removed_why) if lines else ()


def _title(key: str, value: str) -> str:
    # Late: every check loads this module, and has none of them.
    from walletsafe.guidance import agendas, calls, lessons

    match key:
        case "agenda" if value in agendas.names():
            return agendas.load(value).title
        case "lesson" if value in lessons.names():
            return lessons.load(value).title
        case "script" if value in calls.names():
            return calls.load(value).title
        case _:
            return value


def _allowed(params: Mapping[str, Scalar], keys: frozenset[str]) -> dict[str, Scalar]:
    return {key: _cleaned(value) for key, value in params.items() if key in keys}


def _left_out(params: Iterable[str], keys: frozenset[str]) -> list[str]:
    return [key for key in params if key not in keys]


def _cleaned(value: Scalar) -> Scalar:
    return clean(value, limit=texts.PARAM_LIMIT) if isinstance(value, str) else value
