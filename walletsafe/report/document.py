"""What an export holds, whatever its form: only what is on the allow-list, worst findings first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from walletsafe import __version__, texts
from walletsafe.errors import Scalar
from walletsafe.findings import Finding, Report, Severity
from walletsafe.redact import PARAM_KEYS, SUBJECT_KEYS, clean

SCHEMA = "walletsafe.report/1"

DEMO_MARK = "DEMO: "
"""Stands before the outcome and every finding, so that no crop of a demo report reads as a real one."""


def as_json(report: Report) -> dict[str, object]:
    """The report as the stable contract of the command line has it, ready for ``json.dumps``.

    ``{"schema", "app": {"version", "knowledge_date"}, "kind", "demo", "subject", "outcome",
    "checks": [{"id", "outcome"}], "findings": [{"id", "severity", "params", "title"}]}``, findings in
    the order of the checks.
    """
    return {
        "schema": SCHEMA,
        "app": {"version": __version__, "knowledge_date": report.knowledge_date},
        "kind": report.kind,
        "demo": report.demo,
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


def allowed_subject(report: Report) -> dict[str, Scalar]:
    """What may be said about the checked device, cleaned."""
    return _allowed(report.subject, SUBJECT_KEYS)


def values(report: Report) -> tuple[str, ...]:
    """Every value that came from outside and goes into an export."""
    params = (value for found in report.findings for value in _allowed(found.params, PARAM_KEYS).values())
    return tuple(str(value) for value in (*allowed_subject(report).values(), *params))


def worst_first(report: Report) -> list[Finding]:
    """The findings, the gravest first, otherwise in the order of the checks.

    Tips come last: whoever just passed shall not read about apps before the result.
    """
    last = Severity.GOOD - 1
    return sorted(
        report.findings, key=lambda found: -(last if found.severity is Severity.TIP else found.severity)
    )


def removed(report: Report) -> tuple[str, ...]:
    """A plain line for every fact that the allow-list leaves out of an export, each once."""
    words = texts.report_text(report.kind)
    lines = [words.removed_subject.format(key=clean(key)) for key in _left_out(report.subject, SUBJECT_KEYS)]
    for found in report.findings:
        lines += [
            words.removed_param.format(key=clean(key), finding=found.id)
            for key in _left_out(found.params, PARAM_KEYS)
        ]
    return tuple(dict.fromkeys(lines))


def _allowed(params: Mapping[str, Scalar], keys: frozenset[str]) -> dict[str, Scalar]:
    return {key: _cleaned(value) for key, value in params.items() if key in keys}


def _left_out(params: Iterable[str], keys: frozenset[str]) -> list[str]:
    return [key for key in params if key not in keys]


def _cleaned(value: Scalar) -> Scalar:
    return clean(value, limit=texts.PARAM_LIMIT) if isinstance(value, str) else value
