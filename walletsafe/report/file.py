"""Saving a report: looked through first, shown as it will be, written whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from walletsafe.errors import BrokenFile, ExportRefused
from walletsafe.files import write_whole
from walletsafe.findings import Report
from walletsafe.guard import find_runs
from walletsafe.paper.blocks import PaperSize
from walletsafe.redact import preflight
from walletsafe.report.code import KINDS, encode
from walletsafe.report.document import as_json, published_sums, values
from walletsafe.report.html import as_html
from walletsafe.report.places import fit_to_leave, is_of_scan, without_own_home
from walletsafe.report.text import as_text

_PDF = ".pdf"
_CHECKSUM = re.compile(r'"checksum": "[0-9a-f]{64}"')
"""Our own, which is long hex and no key. In a value the quotes would be escaped."""


def dumped(document: Mapping[str, object]) -> str:
    """A document as the text of a JSON file."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _as_json_text(report: Report) -> str:
    return dumped(as_json(report))


_FORMS: Mapping[str, Callable[[Report], str]] = {
    ".json": _as_json_text,
    ".txt": as_text,
    ".html": as_html,
    _PDF: as_text,
}

SUFFIXES = tuple(_FORMS)
"""Endings of a file name that :func:`save` knows; each stands for a form."""


def preview(report: Report, suffix: str) -> str:
    """Return what :func:`save` would write to a file with this ``suffix`` (``.json``, ...).

    It is exactly that, save for ``.pdf``, which holds what the text form says. Of a scan, parts of places
    that look like secrets are withheld. Raises
    :class:`~walletsafe.errors.BrokenFile` for another suffix and
    :class:`~walletsafe.errors.ExportRefused` when something in it looks like a secret.
    """
    form = _FORMS.get(suffix.lower())
    if form is None:
        raise BrokenFile(file=suffix, line=0, problem="unknown-suffix")
    leaving = fit_to_leave(report)
    text = form(leaving)
    refuse_secrets(text, leaving)
    return text


def refuse_secrets(text: str, report: Report) -> None:
    """Look through ``text``, a form of ``report``, before it leaves.

    Raises :class:`~walletsafe.errors.ExportRefused` when something in it looks like a secret.
    """
    sums = published_sums(report)
    scanned = _CHECKSUM.sub("", text)
    for own in (*sums, *([encode(report)] if report.kind in KINDS else [])):
        scanned = scanned.replace(own, "")
    if is_of_scan(report):
        scanned = without_own_home(scanned)
    problems = set(preflight(scanned))
    # A form puts its own words and marks between the values: by themselves, and in a row, they hide nothing.
    foreign = [value for value in values(report) if value not in sums]
    if is_of_scan(report):
        foreign = [without_own_home(value) for value in foreign]
    for value in foreign:
        problems.update(preflight(value))
    if find_runs("\n".join(foreign)):
        problems.add("phrase")
    if problems:
        raise ExportRefused(problems=", ".join(sorted(problems)))


def save(report: Report, path: Path, paper: PaperSize = PaperSize.A4) -> None:
    """Write the report to ``path``, readable by its owner alone; the suffix chooses the form.

    The file is replaced at once or not touched; ``paper`` is the size of its pages as PDF. Raises as
    :func:`preview`, and :class:`~walletsafe.errors.BrokenFile` where it cannot be written.
    """
    if path.suffix.lower() not in _FORMS:
        raise BrokenFile(file=path.name, line=0, problem="unknown-suffix")
    content: str | bytes = preview(report, path.suffix)
    if path.suffix.lower() == _PDF:
        # Late: its fonts and what sets them take longer to load than everything else.
        from walletsafe.report.pdf import as_pdf

        content = as_pdf(fit_to_leave(report), paper)
    write(path, content)


def write(path: Path, content: str | bytes) -> None:
    """Write ``content`` to ``path``, readable by its owner alone, at once or not at all.

    Raises :class:`~walletsafe.errors.BrokenFile` with problem ``not-writable``.
    """
    write_whole(path, content.encode() if isinstance(content, str) else content)
