"""What is particular to the report of a scan: places on this computer, and what to do about them.

On a screen a place keeps the names of its folders. In what is saved each part of it that looks like something
that must not leave is withheld; the home folder, which says nothing about anybody as ``~``, may stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from walletsafe import redact, texts
from walletsafe.errors import Scalar
from walletsafe.findings import CheckResult, Finding, Outcome, Report
from walletsafe.guard import find_runs
from walletsafe.redact import WITHHELD
from walletsafe.report import document
from walletsafe.report.document import worst_first
from walletsafe.scan.finds import Layout, Reason, Source
from walletsafe.scan.judge import KIND
from walletsafe.texts import AdviceText

_PLACES: Final = frozenset({"place", "roots"})
_ALARMS: Final = ("scan.recovery_phrase", "scan.looks_like_phrase")
_UNREAD: Final = "scan.not_read"
_OWN_HOME: Final = re.compile(r"(?<![^\s\">])~/")
"""Where a place begins with it. In the middle of one it means nothing, and may hide what follows."""
_OWN_HOME_SEEN: Final = "~ "
_PARTS: Final = re.compile(r"(?:(?!, )[^/\\])+")
_WITHHELD_NAME: Final = re.compile(rf"(?:^|[/\\]|, ){re.escape(WITHHELD)}(?:$|[/\\]|, )")
_ROUNDS: Final = 4

_MOST_WORDS: Final = 1 << 17
_DAY: Final = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_BEGINS: Final = re.compile(r"[~/?]|[A-Za-z]:|\\\\|\[")
_SIZE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9])? (?:B|[kMGT]B)")
_COUNTS: Final = frozenset({"bytes", "count", "files", "pictures"})
_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "layout": frozenset(Layout),
    "reason": frozenset(Reason),
    "source": frozenset(Source),
}


def advice(report: Report) -> tuple[AdviceText, ...]:
    """What to do, once for each kind of place where words were found.

    Empty where no words were found, and for every other kind of report.
    """
    if not is_of_scan(report):
        return ()
    kinds = dict.fromkeys(
        "synced" if found.params.get("synced") is True else str(found.params["source"])
        for finding_id in _ALARMS
        for found in report.findings
        if found.id == finding_id
    )
    order = sorted(kinds, key=lambda kind: kind != "synced")  # what cannot wait first
    return tuple(texts.scan_advice(kind, synced=False) for kind in order)


def in_full(report: Report) -> list[Finding]:
    """The findings that are told at length, the gravest first: all save for those of :func:`unread`."""
    return [found for found in worst_first(report) if not _is_line(report, found)]


def with_next(report: Report) -> Iterator[tuple[Finding, bool]]:
    """Those of :func:`in_full`, each with whether its next step is told: in a scan once a grade."""
    told: set[str] = set()
    for found in in_full(report):
        yield found, found.id not in told
        if is_of_scan(report) and found.id in _ALARMS:
            told.add(found.id)


def counts(report: Report) -> tuple[str, ...]:
    """How many places hold words, a line for each grade that was found."""
    if not is_of_scan(report):
        return ()
    return tuple(
        texts.words("scan", f"counts.{finding_id.removeprefix('scan.')}", count=count)
        for finding_id in _ALARMS
        if (count := len({_where(found) for found in report.findings if found.id == finding_id}))
    )


def _where(found: Finding) -> tuple[Scalar, Scalar]:
    return found.params["place"], found.params.get("member", "")


def withheld_note(report: Report) -> str:
    """What a ``?`` in place of a name means, where one stands; else nothing."""
    if not is_of_scan(report):
        return ""
    told = (report.subject, *(found.params for found in report.findings))
    places = (str(params[key]) for params in told for key in (*_PLACES, "member") if key in params)
    marked = any(_WITHHELD_NAME.search(place) for place in places)
    return texts.words("scan", "withheld.note") if marked else ""


def removed(report: Report) -> tuple[str, ...]:
    """As :func:`.document.removed`, and for a scan what is withheld from its places when it is saved."""
    note = withheld_note(fit_to_leave(report))
    return (*document.removed(report), *([note] if note else []))


def unread(report: Report) -> tuple[str, ...]:
    """What a scan could not read, a line for each: the place and the reason."""
    return tuple(_unread_line(found) for found in report.findings if _is_line(report, found))


def _is_line(report: Report, found: Finding) -> bool:
    return is_of_scan(report) and found.id == _UNREAD


def _unread_line(found: Finding) -> str:
    name = "unread.part" if found.params.get("member") else "unread.whole"
    return texts.words("scan", name, **{**found.params, "reason": texts.scan_reason(found)})


def is_of_scan(report: Report) -> bool:
    """Whether a report tells of places on this computer."""
    return report.kind == KIND


def is_calm(report: Report) -> bool:
    """Whether it passed and must not look as if all were well: nothing was found, in what was read."""
    return is_of_scan(report) and report.outcome is Outcome.PASSED


def fit_to_leave(report: Report) -> Report:
    """The report as it may be saved: every part of a place that looks like a secret withheld.

    Reports of other kinds stay as they are.
    """
    if not is_of_scan(report):
        return report
    checks = tuple(
        CheckResult(
            check.id,
            check.outcome,
            tuple(Finding(each.id, each.severity, _fit(each.params)) for each in check.findings),
        )
        for check in report.checks
    )
    return replace(report, subject=_fit(report.subject), checks=checks)


def without_own_home(text: str) -> str:
    """``text``, as long as it was, without the mark of the home folder: to look for what must not leave."""
    return _OWN_HOME.sub(_OWN_HOME_SEEN, text)


def _fit(params: Mapping[str, Scalar]) -> dict[str, Scalar]:
    return {key: _fit_value(key, value) for key, value in params.items()}


def _fit_value(key: str, value: Scalar) -> Scalar:
    if key == "member":
        # Archives leave out the first slash of a path: home/NAME in one is somebody's home all the same.
        return withheld(f"/{value}").removeprefix("/")
    return withheld(str(value)) if key in _PLACES else value


def withheld(place: str) -> str:
    """A place with each part withheld that looks like a secret, by itself or with its neighbours."""
    for _ in range(_ROUNDS):
        spans = tuple(_secrets(place))
        if not spans:
            return place
        place = _PARTS.sub(partial(_part, spans=spans), place)
    return WITHHELD


def _part(part: re.Match[str], spans: tuple[tuple[int, int], ...]) -> str:
    touched = any(start < part.end() and part.start() < end for start, end in spans)
    return WITHHELD if touched else part.group()


def _secrets(place: str) -> Iterator[tuple[int, int]]:
    """Where it holds what must not leave, save for the mark of the home folder."""
    seen = without_own_home(place)
    yield from ((start, end) for start, end, _name in redact.find(seen))
    yield from ((run.start, run.end) for run in find_runs(seen))


def is_subject(said: Mapping[str, Scalar]) -> bool:
    """Whether these can be the facts of a scan. Anybody can write a file: see :mod:`.own_words`."""
    return set(said) - {"roots"} == {"bytes", "files", "pictures"} and all(
        is_param(key, value) for key, value in said.items()
    )


def is_param(key: str, value: Scalar) -> bool:
    """Whether a finding of a scan can have such a param."""
    if key in _NAMES:
        return value in _NAMES[key]
    match key:
        case "place" | "roots":
            clipboard = texts.words("scan", "sources.clipboard")
            return isinstance(value, str) and (_BEGINS.match(value) is not None or value == clipboard)
        case "words":
            return type(value) is int and 0 < value < _MOST_WORDS
        case "synced":
            return isinstance(value, bool)
        case "modified":
            return _DAY.fullmatch(str(value)) is not None
        case "size":
            return _SIZE.fullmatch(str(value)) is not None
        case _:
            return key not in _COUNTS or (type(value) is int and value >= 0)
