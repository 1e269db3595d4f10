"""A report as one HTML file: no script, no link, nothing fetched, readable in light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from walletsafe import texts
from walletsafe.findings import Finding, Outcome, Report, Severity
from walletsafe.report.code import KINDS, encode
from walletsafe.report.document import (
    DEMO_MARK,
    made_line,
    record,
    refuse_second_hand,
    told_subject,
)
from walletsafe.report.places import advice, counts, is_calm, unread, with_next, withheld_note

# A browser that opens the file may load and run nothing, whatever a device put into a name.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_LIGHT = (
    "--ink:#1B2430;--muted:#5B6470;--paper:#F7F5F1;--surface:#FFFFFF;--line:#DDD8CF;--accent:#0F6B66;"
    "--good:#2A7749;--tip:#2B6CB0;--unknown:#8A6100;--caution:#B54708;--danger:#B42318"
)
_DARK = (
    "--ink:#ECE7DD;--muted:#A9AFB6;--paper:#14181C;--surface:#1D2328;--line:#343C43;--accent:#4FB3AB;"
    "--good:#63C08A;--tip:#79B0EA;--unknown:#E0B14C;--caution:#F0935A;--danger:#F4776B"
)
_STYLE = f"""
:root {{ color-scheme: light dark; {_LIGHT} }}
@media (prefers-color-scheme: dark) {{ :root {{ {_DARK} }} }}
body {{ margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.4 system-ui, sans-serif; }}
main {{ max-width: 68ch; margin: 0 auto; padding: 32px 20px; }}
h1 {{ font-size: 18px; color: var(--muted); margin: 0 0 8px; }}
h2 {{ font-size: 18px; margin: 32px 0 12px; }}
h3 {{ font-size: 15px; margin: 0 0 4px; }}
p {{ margin: 4px 0; }}
dl {{ display: grid; grid-template-columns: max-content auto; gap: 4px 16px; margin: 0 0 16px; }}
dt {{ color: var(--muted); }}
dd {{ margin: 0; overflow-wrap: anywhere; }}
ul, ol {{ padding-left: 24px; }}
li {{ margin: 4px 0; }}
.demo {{ border: 2px solid var(--accent); border-radius: 10px; padding: 12px 20px; font-weight: 600; }}
.verdict {{ font-size: 24px; font-weight: 600; margin: 16px 0 4px; }}
.code {{ font: 600 18px/1.4 ui-monospace, monospace; margin: 20px 0 4px; }}
.finding {{ background: var(--surface); border: 1px solid var(--line); border-radius: 10px;
  padding: 20px; margin: 0 0 12px; overflow-wrap: anywhere; }}
.finding .next {{ white-space: pre-line; }}
.good {{ color: var(--good); }}
.tip {{ color: var(--tip); }}
.unknown {{ color: var(--unknown); }}
.caution {{ color: var(--caution); }}
.danger {{ color: var(--danger); }}
footer {{ margin-top: 32px; color: var(--muted); font-size: 13px; }}
"""

# Signs that every system font has; the word stands beside each.
_SIGNS = {
    Severity.GOOD: "\u2713",
    Severity.TIP: "i",
    Severity.UNKNOWN: "?",
    Severity.CAUTION: "\u25b2",
    Severity.DANGER: "\u2715",
}
_TONES = {
    Outcome.PASSED: Severity.GOOD,
    Outcome.DID_NOT_PASS: Severity.DANGER,
    Outcome.COULD_NOT_CHECK: Severity.UNKNOWN,
    Outcome.NOT_CHECKED_YET: Severity.UNKNOWN,
    Outcome.STOPPED: Severity.UNKNOWN,
}


def as_html(report: Report) -> str:
    """The report as one self-contained HTML document.

    Raises :class:`ValueError` for what no check gave here and now: it is never saved for reading.
    """
    refuse_second_hand(report)
    words = texts.report_text(report.kind)
    title = escape(words.title)
    body = "\n".join([*_head(report), *_checks(report), *_findings(report), *_after(report)])
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{DEMO_MARK if report.demo else ""}{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def _head(report: Report) -> Iterator[str]:
    words = texts.report_text(report.kind)
    verdict = texts.outcome_text(report.outcome, report.kind)
    tone = Severity.TIP if is_calm(report) else _TONES[report.outcome]
    mark = DEMO_MARK if report.demo else ""
    if report.demo:
        yield f'<p class="demo" role="note">{escape(words.demo)}</p>'
    yield f"<h1>{escape(words.title)}</h1>"
    yield f"<p>{escape(words.note)}</p>"
    pairs = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in told_subject(report))
    yield f"<dl>{''.join(pairs)}</dl>"
    yield f'<p class="verdict {tone.name.lower()}">{_sign(tone)} {mark}{escape(verdict.title)}</p>'
    yield from (f"<p><strong>{mark}{escape(count)}</strong></p>" for count in counts(report))
    yield f"<p>{escape(verdict.summary)}</p>"
    if verdict.steps:
        yield _list("ol", verdict.steps)
    if report.kind in KINDS:
        code = texts.words("code", "line.code", code=encode(report))
        yield f'<p class="code">{escape(code)}</p><p>{escape(texts.words("code", "card.lead"))}</p>'


def _checks(report: Report) -> Iterator[str]:
    yield f"<h2>{escape(texts.report_text().checks_title)}</h2>"
    yield _list(
        "ul",
        (
            f"{texts.check_name(check.id)}: {texts.outcome_text(check.outcome, report.kind).title}"
            for check in report.checks
        ),
    )


def _findings(report: Report) -> Iterator[str]:
    yield f"<h2>{escape(texts.report_text().findings_title)}</h2>"
    mark = DEMO_MARK if report.demo else ""
    if note := withheld_note(report):
        yield f"<p>{escape(note)}</p>"
    yield from (_finding(found, mark, with_its_next=told) for found, told in with_next(report))


def _finding(found: Finding, mark: str, *, with_its_next: bool) -> str:
    words = texts.finding_text(found)
    tone = found.severity.name.lower()
    severity = escape(texts.severity_name(found.severity))
    label = escape(texts.report_text().next_label)
    step = f'<p class="next"><strong>{label}:</strong> {escape(words.next_step)}</p>' if with_its_next else ""
    return (
        f'<article class="finding"><p class="{tone}">{_sign(found.severity)} {severity}</p>'
        f"<h3>{mark}{escape(words.title)}</h3><p>{escape(words.meaning)}</p>"
        f"{step}</article>"
    )


def _after(report: Report) -> Iterator[str]:
    yield from _advice(report)
    yield from _unread(report)
    yield from _record(report)
    yield from _foot(report)


def _advice(report: Report) -> Iterator[str]:
    said = advice(report)
    if said:
        yield f"<h2>{escape(texts.words('scan', 'todo.title'))}</h2>"
    for each in said:
        yield f"<h3>{escape(each.title)}</h3>{_list('ol', each.steps)}"
    if said:
        limits = texts.scan_limits()
        yield f"<h2>{escape(limits.title)}</h2>{_list('ul', limits.steps)}"


def _unread(report: Report) -> Iterator[str]:
    lines = unread(report)
    if lines:
        yield f"<h2>{escape(texts.words('scan', 'unread.title'))}</h2>"
        yield f"<p>{escape(texts.words('scan', 'unread.lead'))}</p>{_list('ul', lines)}"


def _record(report: Report) -> Iterator[str]:
    entries = record(report)
    if entries:
        yield f"<h2>{escape(texts.report_text().record_title)}</h2>"
        lines = (f"<li>{escape(entry.text)}<p>{escape(entry.answer)}</p></li>" for entry in entries)
        yield f"<ol>{''.join(lines)}</ol>"


def _foot(report: Report) -> Iterator[str]:
    words = texts.report_text(report.kind)
    yield f"<h2>{escape(words.not_proven_title)}</h2>"
    yield _list("ul", words.not_proven)
    yield f"<h2>{escape(words.repeat_title)}</h2>"
    yield f"<p>{escape(words.repeat)}</p>"
    yield f"<footer><p>{escape(made_line(report))}</p><p>{escape(words.footer)}</p></footer>"


def _sign(severity: Severity) -> str:
    return f'<span aria-hidden="true">{_SIGNS[severity]}</span>'


def _list(tag: str, items: Iterable[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{tag}>"
