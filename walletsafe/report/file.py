"""Saving a report: looked through first, shown as it will be, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from walletsafe.errors import BrokenFile, ExportRefused
from walletsafe.findings import Report
from walletsafe.guard import find_runs
from walletsafe.redact import preflight
from walletsafe.report.document import as_json, values
from walletsafe.report.html import as_html
from walletsafe.report.text import as_text


def _as_json_text(report: Report) -> str:
    return json.dumps(as_json(report), indent=2, ensure_ascii=False) + "\n"


_FORMS: Mapping[str, Callable[[Report], str]] = {".json": _as_json_text, ".txt": as_text, ".html": as_html}

SUFFIXES = tuple(_FORMS)
"""Endings of a file name that :func:`save` knows; each stands for a form."""


def preview(report: Report, suffix: str) -> str:
    """Return exactly what :func:`save` would write to a file with this ``suffix`` (``.json``, ...).

    Raises :class:`~walletsafe.errors.BrokenFile` for another suffix and
    :class:`~walletsafe.errors.ExportRefused` when something in it looks like a secret.
    """
    form = _FORMS.get(suffix.lower())
    if form is None:
        raise BrokenFile(file=suffix, line=0, problem="unknown-suffix")
    text = form(report)
    problems = set(preflight(text))
    # A form puts its own words and marks between the values: by themselves, and in a row, they hide nothing.
    for value in values(report):
        problems.update(preflight(value))
    if find_runs("\n".join(values(report))):
        problems.add("phrase")
    if problems:
        raise ExportRefused(problems=", ".join(sorted(problems)))
    return text


def save(report: Report, path: Path) -> None:
    """Write the report to ``path``, readable by its owner alone; the suffix chooses the form.

    The file is replaced at once or not touched. Raises as :func:`preview`, and
    :class:`~walletsafe.errors.BrokenFile` where it cannot be written.
    """
    if path.suffix.lower() not in _FORMS:
        raise BrokenFile(file=path.name, line=0, problem="unknown-suffix")
    write(path, preview(report, path.suffix))


def write(path: Path, text: str) -> None:
    """Write ``text`` to ``path``, readable by its owner alone, at once or not at all.

    Raises :class:`~walletsafe.errors.BrokenFile` with problem ``not-writable``.
    """
    try:
        _replace(path, text.encode())
    except OSError:
        raise BrokenFile(file=path.name, line=0, problem="not-writable") from None


def _replace(path: Path, content: bytes) -> None:
    # Late: only saving needs it, and every check loads this module.
    from tempfile import mkstemp

    descriptor, unfinished = mkstemp(prefix=".walletsafe-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink()
        raise
