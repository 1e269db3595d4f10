"""``walletsafe doctor``: why no Ledger is found, and what to do about it. Runs no command itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from walletsafe import __version__, knowledge, texts
from walletsafe.cancel import CancelToken
from walletsafe.cli import status
from walletsafe.doctor import Diagnosis, examine
from walletsafe.errors import ExportRefused
from walletsafe.findings import Finding, Severity
from walletsafe.redact import PARAM_KEYS, preflight
from walletsafe.report.text import wrapped

_SCHEMA = "walletsafe.doctor/1"


@click.command(name="doctor")
@click.option("--rule", is_flag=True, help="Print only the rule that lets you use a Ledger on Linux.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def command(rule: bool, as_json: bool) -> int:
    """Say why a Ledger is not found or does not open, and what to do. Changes nothing."""
    if rule and as_json:
        raise click.UsageError("Give one of --rule and --json.")
    if rule:
        click.echo(texts.udev_rule(), nl=False)
        return status.PASSED
    facts = knowledge.load()
    diagnosis = examine(facts, cancel=CancelToken())
    _refuse_secrets(diagnosis)
    click.echo(_as_json(diagnosis, facts.date) if as_json else "\n".join(_as_text(diagnosis)))
    return status.PASSED if diagnosis.ready else status.COULD_NOT_CHECK


def _refuse_secrets(diagnosis: Diagnosis) -> None:
    """Look at what came from outside, as before an export: the answer may be passed on to somebody."""
    values = "\n".join(str(value) for cause in diagnosis.causes for value in cause.params.values())
    problems = preflight(values)
    if problems:
        raise ExportRefused(problems=", ".join(problems))


def _as_json(diagnosis: Diagnosis, knowledge_date: str) -> str:
    document = {
        "schema": _SCHEMA,
        "app": {"version": __version__, "knowledge_date": knowledge_date},
        "ready": diagnosis.ready,
        "probes": [{"id": probe.id, "outcome": probe.outcome.value} for probe in diagnosis.probes],
        "causes": [_cause(found) for found in diagnosis.causes],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _cause(found: Finding) -> dict[str, object]:
    words = texts.finding_text(found)
    return {
        "id": found.id,
        "severity": found.severity.name.lower(),
        "params": {key: value for key, value in found.params.items() if key in PARAM_KEYS},
        "title": words.title,
        "next": words.next_step,
        "commands": list(words.commands),
    }


def _as_text(diagnosis: Diagnosis) -> Iterator[str]:
    yield texts.doctor_words("title")
    yield "=" * len(texts.doctor_words("title"))
    yield ""
    yield _lead(diagnosis)
    for number, found in enumerate(diagnosis.causes, start=1):
        yield ""
        yield from _entry(number, found)
    yield ""
    yield texts.doctor_words("looked_at")
    yield "-" * len(texts.doctor_words("looked_at"))
    for probe in diagnosis.probes:
        answer = texts.probe_answer(probe.outcome.value)
        yield from wrapped(f"- {texts.probe_question(probe.id)} {answer[0].upper()}{answer[1:]}.", hang=2)
    yield ""
    yield from wrapped(texts.report_text().footer)


def _lead(diagnosis: Diagnosis) -> str:
    if any(found.severity is Severity.DANGER for found in diagnosis.causes):
        return texts.doctor_words("danger")
    if not diagnosis.ready:
        return texts.doctor_words("not_ready")
    lines = [texts.doctor_words("ready"), *([texts.doctor_words("tips")] if diagnosis.causes else [])]
    return "\n".join(lines)


def _entry(number: int, found: Finding) -> Iterator[str]:
    words = texts.finding_text(found)
    yield from wrapped(f"{number}. {words.title}", hang=3)
    yield from wrapped(words.meaning, indent=3)
    yield from wrapped(f"{texts.doctor_words('next_label')}: {words.next_step}", indent=3)
    if words.commands:
        # Before the commands: whoever is being told what to type must read it first.
        yield from wrapped(texts.doctor_words("by_yourself"), indent=3)
        yield from wrapped(texts.doctor_words("commands_label"), indent=3)
        # Never wrapped: a line broken in two would be two other commands.
        yield from (f"      {line}" for line in words.commands)
