"""A report as plain text, for paper, mail and screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from walletsafe import texts
from walletsafe.findings import Finding, Report
from walletsafe.report.code import KINDS, encode
from walletsafe.report.document import made_line, mark, record, second_hand, told_subject
from walletsafe.report.places import advice, counts, unread, with_next, withheld_note

_WIDTH = 76


def as_text(report: Report) -> str:
    """The report in lines of at most 76 characters (save single long words), ending in a line end."""
    parts = (_head, _checks, _findings, _advice, _unread, _record, _foot)
    return "\n".join(line for part in parts for line in part(report)) + "\n"


def _head(report: Report) -> Iterator[str]:
    words = texts.report_text(report.kind)
    verdict = texts.outcome_text(report.outcome, report.kind)
    if report.demo:
        yield from wrapped(words.demo)
        yield ""
    worth = second_hand(report)
    if worth is not None:
        title, explanation = worth
        yield title.upper()
        yield from wrapped(explanation)
        yield ""
    yield words.title
    yield "=" * len(words.title)
    yield from wrapped(words.note)
    yield ""
    for name, value in told_subject(report):
        yield from wrapped(f"{name}: {value}")
    yield ""
    yield (mark(report) + verdict.title).upper()
    for count in counts(report):
        yield from wrapped(f"{mark(report)}{count}")
    yield from wrapped(verdict.summary)
    for number, step in enumerate(verdict.steps, start=1):
        yield from wrapped(f"{number}. {step}", hang=3)
    if report.kind in KINDS and worth is None:
        yield ""
        yield from wrapped(texts.words("code", "line.code", code=encode(report)))
        yield from wrapped(texts.words("code", "card.lead"))


def _checks(report: Report) -> Iterator[str]:
    yield from _heading(texts.report_text().checks_title)
    for check in report.checks:
        outcome = texts.outcome_text(check.outcome, report.kind).title
        yield from wrapped(f"- {mark(report)}{texts.check_name(check.id)}: {outcome}", hang=2)


def _findings(report: Report) -> Iterator[str]:
    yield from _heading(texts.report_text().findings_title)
    if note := withheld_note(report):
        yield from wrapped(note)
        yield ""
    for found, with_its_next in with_next(report):
        yield from _finding(found, mark(report), with_its_next=with_its_next)
        yield ""


def _finding(found: Finding, before: str, *, with_its_next: bool) -> Iterator[str]:
    words = texts.finding_text(found)
    yield from wrapped(f"[{texts.severity_name(found.severity)}] {before}{words.title}")
    yield from wrapped(words.meaning, indent=2)
    if not with_its_next:
        return
    first, *rest = words.next_step.splitlines()
    yield from wrapped(f"{texts.report_text().next_label}: {first}", indent=2)
    for line in rest:
        yield from wrapped(line, indent=4, hang=3)


def _advice(report: Report) -> Iterator[str]:
    said = advice(report)
    if said:
        yield from _heading(texts.words("scan", "todo.title"), gap=False)
    for each in said:
        yield from wrapped(f"{each.title}:")
        for number, step in enumerate(each.steps, start=1):
            yield from wrapped(f"{number}. {step}", indent=2, hang=3)
        yield ""
    if said:
        limits = texts.scan_limits()
        yield from _heading(limits.title, gap=False)
        yield from (line for limit in limits.steps for line in wrapped(f"- {limit}", hang=2))
        yield ""


def _unread(report: Report) -> Iterator[str]:
    lines = unread(report)
    if lines:
        yield from _heading(texts.words("scan", "unread.title"), gap=False)
        yield from wrapped(texts.words("scan", "unread.lead"))
        yield from (row for line in lines for row in wrapped(f"- {mark(report)}{line}", hang=2))
        yield ""


def _record(report: Report) -> Iterator[str]:
    entries = record(report)
    if entries:
        yield from _heading(texts.report_text().record_title, gap=False)
    for number, entry in enumerate(entries, start=1):
        hang = len(f"{number}. ")
        yield from wrapped(f"{number}. {entry.text}", hang=hang)
        yield from wrapped(entry.answer, indent=hang)
    if entries:
        yield ""


def _foot(report: Report) -> Iterator[str]:
    words = texts.report_text(report.kind)
    yield from _heading(words.not_proven_title, gap=False)
    for limit in words.not_proven:
        yield from wrapped(f"- {limit}", hang=2)
    yield from _heading(words.repeat_title)
    yield from wrapped(words.repeat)
    yield ""
    yield from wrapped(made_line(report))
    yield from wrapped(words.footer)


def _heading(title: str, *, gap: bool = True) -> Iterator[str]:
    if gap:
        yield ""
    yield title
    yield "-" * len(title)


def wrapped(text: str, *, indent: int = 0, hang: int = 0) -> list[str]:
    """Return ``text`` as lines of a page, broken at blanks alone; after the first ``hang`` further in."""
    return wrap(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )
