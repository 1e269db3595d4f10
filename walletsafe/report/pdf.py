"""A report on paper: what the text form says, set in type, the mark of a demo on every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from walletsafe import texts
from walletsafe.findings import Finding, Outcome, Report
from walletsafe.paper.blocks import (
    Block,
    Box,
    Gap,
    Mark,
    PaperSize,
    Paragraph,
    Points,
    Role,
    Running,
    Together,
    Tone,
)
from walletsafe.paper.sheet import typeset
from walletsafe.report.code import KINDS, encode
from walletsafe.report.document import (
    DEMO_MARK,
    made_line,
    record,
    refuse_second_hand,
    told_subject,
)
from walletsafe.report.places import advice, counts, is_calm, unread, with_next, withheld_note

_TONES: Final = {
    Outcome.PASSED: Tone.GOOD,
    Outcome.DID_NOT_PASS: Tone.DANGER,
    Outcome.COULD_NOT_CHECK: Tone.UNKNOWN,
    Outcome.NOT_CHECKED_YET: Tone.UNKNOWN,
    Outcome.STOPPED: Tone.UNKNOWN,
}


def as_pdf(report: Report, size: PaperSize = PaperSize.A4) -> bytes:
    """The report as a PDF file: no script, no link, its fonts inside, its text to be selected.

    Raises :class:`ValueError` for what no check gave here and now: it is never saved for reading.
    """
    refuse_second_hand(report)
    words = texts.report_text(report.kind)
    running = Running(
        title=words.title,
        mark=DEMO_MARK.rstrip(": ") if report.demo else "",
        foot=words.footer,
        page=words.page_line,
        subject=words.title,
    )
    parts = (_head, _checks, _findings, _advice, _unread, _record, _foot)
    blocks = tuple(block for part in parts for block in part(report))
    return typeset(running, blocks, size)


def _head(report: Report) -> Iterator[Block]:
    words = texts.report_text(report.kind)
    verdict = texts.outcome_text(report.outcome, report.kind)
    mark = DEMO_MARK if report.demo else ""
    if report.demo:
        yield Box((Paragraph(words.demo, Role.STRONG, Tone.DEMO),), Tone.DEMO)
    yield Paragraph(words.title, Role.TITLE)
    yield Paragraph(words.note, tone=Tone.MUTED)
    for name, value in told_subject(report):
        yield Paragraph(f"{name}: {value}")
    tone = Tone.TIP if is_calm(report) else _TONES[report.outcome]
    yield Paragraph(mark + verdict.title, Role.VERDICT, tone)
    yield from (Paragraph(mark + count, Role.STRONG) for count in counts(report))
    yield Paragraph(verdict.summary)
    if verdict.steps:
        yield Points(verdict.steps, Mark.NUMBER)
    if report.kind in KINDS:
        yield Paragraph(texts.words("code", "line.code", code=encode(report)), Role.LEAD)
        yield Paragraph(texts.words("code", "card.lead"))


def _checks(report: Report) -> Iterator[Block]:
    yield Paragraph(texts.report_text().checks_title, Role.LEAD)
    yield Points(
        tuple(
            f"{texts.check_name(check.id)}: {texts.outcome_text(check.outcome, report.kind).title}"
            for check in report.checks
        )
    )


def _findings(report: Report) -> Iterator[Block]:
    yield Paragraph(texts.report_text().findings_title, Role.LEAD)
    mark = DEMO_MARK if report.demo else ""
    if note := withheld_note(report):
        yield Paragraph(note)
    yield from (_finding(found, mark, with_its_next=told) for found, told in with_next(report))


def _finding(found: Finding, mark: str, *, with_its_next: bool) -> Block:
    words = texts.finding_text(found)
    tone = Tone(found.severity.name.lower())
    lines = [
        Paragraph(texts.severity_name(found.severity), Role.STRONG, tone),
        Paragraph(mark + words.title, Role.STRONG),
        Paragraph(words.meaning),
    ]
    if with_its_next:
        lines.append(Paragraph(f"{texts.report_text().next_label}: {words.next_step}"))
    return Together((Box(tuple(lines), tone),))


def _advice(report: Report) -> Iterator[Block]:
    said = advice(report)
    if said:
        yield Paragraph(texts.words("scan", "todo.title"), Role.LEAD)
    for each in said:
        yield Paragraph(each.title, Role.STRONG)
        yield Points(each.steps, Mark.NUMBER)
    if said:
        limits = texts.scan_limits()
        yield Paragraph(limits.title, Role.LEAD)
        yield Points(limits.steps)


def _unread(report: Report) -> Iterator[Block]:
    lines = unread(report)
    if lines:
        yield Paragraph(texts.words("scan", "unread.title"), Role.LEAD)
        yield Paragraph(texts.words("scan", "unread.lead"))
        yield Points(lines)


def _record(report: Report) -> Iterator[Block]:
    entries = record(report)
    if entries:
        yield Paragraph(texts.report_text().record_title, Role.LEAD)
    # One by one, so that a long record goes on overleaf.
    for number, entry in enumerate(entries, start=1):
        yield Paragraph(f"{number}. {entry.text}\n{entry.answer}".rstrip("\n"))


def _foot(report: Report) -> Iterator[Block]:
    words = texts.report_text(report.kind)
    yield Paragraph(words.not_proven_title, Role.LEAD)
    yield Points(words.not_proven)
    yield Paragraph(words.repeat_title, Role.LEAD)
    yield Paragraph(words.repeat)
    yield Gap(6)
    yield Paragraph(made_line(report), Role.SMALL, Tone.MUTED)
