"""What a scan's result means: places, each with what it is, and never a word of what lies there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from walletsafe import facts, redact, texts
from walletsafe.errors import Scalar
from walletsafe.findings import CheckResult, Finding, Outcome, Report, finding
from walletsafe.guard import cut
from walletsafe.scan.finds import ALARMS, Find, Grade, NotRead, Reason, Result, Trace

KIND = "scan"
"""The kind of the report."""

CHECK = "places"
"""The id of its one check."""

MOST_NOT_READ = 500
"""How many places that were not read are listed one by one; the rest is counted."""

_NOT_CHOSEN: Final = frozenset({Reason.OTHER_FILE_SYSTEM})
"""What was left out because nobody chose it: no fault, and no doubt about what was chosen."""

_MOST_ROOTS = 4
_HOME = "~"
_HEAD = 60
_ELLIPSIS = "..."
_STEP = 1000
_FEW = 10
"""Amounts below are told with a tenth."""
_UNITS = ("kB", "MB", "GB", "TB")


def report_of(result: Result, *, pictures: bool = False) -> Report:
    """The report of a scan. ``pictures``: they were to be read, so those that were not leave a doubt.

    An alarm of either grade did not pass; else a stop by the person was one; else whatever was not read, or a
    scan that read nothing or ran out of time, could not be checked; else it passed: nothing was found in what
    was read. Published examples, practice words and lists of words are told and change nothing.
    """
    found = tuple(_findings(result, pictures=pictures))
    ids = {each.id for each in found}
    check = CheckResult(CHECK, _outcome(result, ids), found)
    return Report(KIND, False, _subject(result), (check,), data_day())


@lru_cache
def data_day() -> str:
    """The day up to which the facts were looked through: likely places, and published examples."""
    return min(facts.read(name).text("reviewed") for name in ("places", "published"))


def size_in_words(size: int) -> str:
    """So many bytes for people, in units of a thousand: ``3.5 GB``."""
    if size < _STEP:
        return f"{size} B"
    power = min(len(_UNITS), (len(str(size)) - 1) // 3)
    amount = size / _STEP**power
    return f"{amount:.1f} {_UNITS[power - 1]}" if amount < _FEW else f"{amount:.0f} {_UNITS[power - 1]}"


def _outcome(result: Result, ids: set[str]) -> Outcome:
    if any(find.trace.grade in ALARMS for find in result.finds):
        return Outcome.DID_NOT_PASS
    if "scan.stopped" in ids:
        return Outcome.STOPPED
    doubts = {"scan.nothing_read", "scan.not_read", "scan.out_of_time", "scan.pictures_left"}
    return Outcome.COULD_NOT_CHECK if ids & doubts else Outcome.PASSED


def _findings(result: Result, *, pictures: bool) -> Iterator[Finding]:
    alarms = [find for find in result.finds if find.trace.grade in ALARMS]
    yield from map(_alarm, alarms)
    yield from _end(result, anything=bool(result.finds), alarms=bool(alarms))
    yield from _not_read([item for item in result.not_read if not _is_left_out(item, result)])
    yield from _not_chosen([item for item in result.not_read if _is_left_out(item, result)])
    if result.pictures_not_read and pictures:
        yield finding("scan.pictures_left", count=result.pictures_not_read)
    elif result.pictures_not_read:
        yield finding("scan.pictures_not_read", count=result.pictures_not_read)
    yield from _nobodys(result.finds)


def _alarm(find: Find) -> Finding:
    params: dict[str, Scalar] = {
        "place": _place(find),
        "member": shown(find.member),
        "source": find.source.value,
        "words": find.trace.words,
        "layout": find.trace.layout.value,
        "modified": find.modified,
        "synced": find.synced,
    }
    if find.trace.grade is Grade.RECOVERY_PHRASE:
        return finding("scan.recovery_phrase", **params)
    return finding("scan.looks_like_phrase", **params)


def _end(result: Result, *, anything: bool, alarms: bool) -> Iterator[Finding]:
    """How far it came, and what that is worth."""
    read: dict[str, Scalar] = {"files": result.files, "size": size_in_words(result.bytes)}
    if result.out_of_time:
        yield finding("scan.out_of_time", **read)
    elif result.stopped:
        yield finding("scan.stopped", **read)
    elif not result.files and not anything:
        yield finding("scan.nothing_read")
    elif not alarms:
        yield finding("scan.nothing_found", **read)


def _is_left_out(item: NotRead, result: Result) -> bool:
    """Whether something was left out because nobody chose it; what was chosen itself was not."""
    return item.reason in _NOT_CHOSEN and item.place not in result.roots


def _not_read(items: Sequence[NotRead]) -> Iterator[Finding]:
    for item in items[:MOST_NOT_READ]:
        yield finding(
            "scan.not_read", place=shown(item.place), member=shown(item.member), reason=item.reason.value
        )
    if len(items) > MOST_NOT_READ:
        yield finding("scan.more_not_read", count=len(items) - MOST_NOT_READ)


def _not_chosen(items: Sequence[NotRead]) -> Iterator[Finding]:
    if items:
        yield finding("scan.not_chosen", count=len(items), place=shown(items[0].place))


def _nobodys(finds: Iterable[Find]) -> Iterator[Finding]:
    """What is no alarm, folded: how many of each, and where the first one lies."""
    of_grade: dict[Grade, list[Find]] = {}
    for find in finds:
        of_grade.setdefault(find.trace.grade, []).append(find)
    if found := of_grade.get(Grade.PUBLISHED):
        names = redact.clean_names(sorted(_names(find.trace for find in found)), limit=40)
        yield finding("scan.published_phrase", count=len(found), place=_place(found[0]), names=names)
    if found := of_grade.get(Grade.PRACTICE):
        yield finding("scan.practice_phrase", count=len(found), place=_place(found[0]))
    if found := of_grade.get(Grade.WORD_LIST):
        yield finding("scan.word_list", count=len(found), place=_place(found[0]))


def _names(traces: Iterable[Trace]) -> set[str]:
    return {trace.name for trace in traces if trace.name}


def _place(find: Find) -> str:
    """Where it lies. The clipboard is no place on a disk and stands in for one."""
    return shown(find.place) or texts.words("scan", f"sources.{find.source.value}")


def shown(untrusted_place: str) -> str:
    """A place as it stands in a report: one line, no phrase, its end kept where it is shortened."""
    place = redact.clean(cut(untrusted_place), limit=4 * texts.PARAM_LIMIT)
    if len(place) <= texts.PARAM_LIMIT:
        return place
    return place[:_HEAD] + _ELLIPSIS + place[len(place) - (texts.PARAM_LIMIT - _HEAD - len(_ELLIPSIS)) :]


def _subject(result: Result) -> dict[str, Scalar]:
    # The home folder says the most, although the likely places in it are read first.
    ordered = sorted(result.roots, key=lambda root: root != _HOME)
    roots = [shown(root) for root in ordered[:_MOST_ROOTS]]
    if len(result.roots) > _MOST_ROOTS:
        roots.append(texts.words("scan", "command.more_roots", count=len(result.roots) - _MOST_ROOTS))
    subject: dict[str, Scalar] = {"roots": shown(", ".join(roots))} if roots else {}
    return subject | {"files": result.files, "bytes": result.bytes, "pictures": result.pictures_read}
