"""What a scan saw besides: examples, lists of words and what was not read, folded until it is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe import texts
from walletsafe.findings import Finding, Report
from walletsafe.scan.finds import Find, Grade, NotRead, Reason, Result
from walletsafe.scan.judge import shown

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.text import Text
from .long_list import Fold, LongList, Maker
from .place_line import breakable, is_withheld, place_text
from .words import computer_words as words
from .words import scan_words

_NOBODYS = {
    "scan.published_phrase": Grade.PUBLISHED,
    "scan.practice_phrase": Grade.PRACTICE,
    "scan.word_list": Grade.WORD_LIST,
}


def folds(result: Result, report: Report) -> Iterator[Fold]:
    """One for each group that is not empty: what was not read first, what is nobody's last."""
    unread = [item for item in result.not_read if item.reason is not Reason.OTHER_FILE_SYSTEM]
    if unread:
        title = words("result.unread", count=f"{len(unread):,}")
        lead = (words("result.unread_more"), *_explained(unread))
        yield Fold(title, "unknown", partial(_opened, lead, [partial(_unread, item) for item in unread]))
    of_id = {found.id: found for check in report.checks for found in check.findings}
    if (left_out := of_id.get("scan.not_chosen")) is not None:
        elsewhere = [item for item in result.not_read if item.reason is Reason.OTHER_FILE_SYSTEM]
        makers = [partial(_place, item.place, "") for item in elsewhere]
        yield _fold(left_out, makers, _explained(elsewhere))
    for finding_id, grade in _NOBODYS.items():
        if (found := of_id.get(finding_id)) is not None:
            finds = [find for find in result.finds if find.trace.grade is grade]
            yield _fold(found, [partial(_example, find) for find in finds], _explained(finds))


def _explained(items: Sequence[Find | NotRead]) -> tuple[str, ...]:
    """What stands for a name, where something does."""
    withheld = any(is_withheld(item.place, item.member) for item in items)
    return (words("list.withheld"),) if withheld else ()


def _fold(found: Finding, makers: Sequence[Maker], explained: tuple[str, ...]) -> Fold:
    said = texts.finding_text(found)
    lead = (said.meaning, said.next_step, *explained)
    return Fold(said.title, "tip", partial(_opened, lead, makers))


def _opened(lead: Sequence[str], makers: Sequence[Maker]) -> QWidget:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().scaled(SPACE.small))
    for line in lead:
        column.addWidget(Text(line))
    column.addWidget(LongList(makers, gap=SPACE.small))
    return inside


def _unread(item: NotRead) -> QWidget:
    return _place(
        item.place, item.member, words("result.reason", reason=scan_words(f"reasons.{item.reason}"))
    )


def _example(find: Find) -> QWidget:
    return _place(find.place, find.member, find.trace.name)


def _place(place: str, member: str, more: str = "") -> QWidget:
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(place_text(place, "strong"))
    if member:
        column.addWidget(place_text(words("result.inside", member=shown(member))))
    if more:
        column.addWidget(Text(breakable(more), "small", "muted"))
    return line
