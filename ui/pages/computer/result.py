"""The result of a scan: the outcome in words, the places with what to do, and what was not read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal

from walletsafe import texts
from walletsafe.findings import Outcome
from walletsafe.scan.finds import ALARMS, Find, Grade
from walletsafe.scan.judge import size_in_words

from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.buttons import ActionButton
from ...widgets.column_page import ColumnPage
from ...widgets.entry import entry
from ...widgets.finding_card import FindingCard
from ...widgets.glyphs import Glyph
from ...widgets.layouts import Card, row
from ...widgets.limits_card import LimitsCard
from ...widgets.outcome_line import SIGNS
from ...widgets.save_dialog import offer_to_save
from ...widgets.text import Text
from .anew_dialog import AnewDialog
from .find_card import TONES, FindCard, advice_kind
from .groups import folds
from .long_list import LongList, Maker
from .looking import Seen
from .place_line import breakable, is_withheld
from .words import computer_words as words

_ENDS = ("scan.stopped", "scan.out_of_time", "scan.nothing_read")
"""How far it came, where that was not to the end: said at once."""
_BESIDES = ("scan.pictures_not_read", "scan.pictures_left")
_MINUTE = 60


class ResultView(ColumnPage):
    """Outcome first, then the places, the surest first, then what was not read.

    Esc does nothing here: a scan may have taken an hour, and nothing of it is kept elsewhere. There is no
    code to be read out: told on the telephone it would lead a thief to the place.
    """

    page_name = "computer_result"
    again = Signal()
    plan_wanted = Signal()

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.seen = seen
        self._kept = False
        self._alarms = _surest_first(seen)
        self.column.addWidget(self._verdict())
        self._add_buttons()
        self._add_findings(_ENDS)
        self._add_finds()
        if not seen.clipboard:
            self._add_findings(_BESIDES)
        for fold in folds(seen.result, seen.report):
            self.column.addWidget(fold)
        self.column.addWidget(LimitsCard(seen.report))

    def _verdict(self) -> Card:
        report = self.seen.report
        said = texts.outcome_text(report.outcome, report.kind)
        sign, tone = self._sign()
        card = Card()
        card.body.addLayout(row(Glyph(sign, tone, 32), Text(self._title(), "title", tone)))
        card.body.addWidget(Text(said.summary))
        for grade, key in ((Grade.RECOVERY_PHRASE, "certain"), (Grade.LOOKS_LIKE_PHRASE, "likely")):
            count = sum(find.trace.grade is grade for find in self._alarms)
            if count:
                line = Text(words(f"result.{key}", count=f"{count:,}"), "strong", TONES[grade])
                card.body.addLayout(row(Glyph(TONES[grade], TONES[grade], 20), line, gap=SPACE.small))
        for number, step in enumerate(said.steps, start=1):
            card.body.addLayout(entry(f"{number}.", step))
        for fact in self._read():
            card.body.addWidget(Text(fact, "small", "muted"))
        return card

    def _sure(self) -> bool:
        """Whether there is more than something that looks like a phrase."""
        return any(find.trace.grade is Grade.RECOVERY_PHRASE for find in self._alarms)

    def _title(self) -> str:
        if self._alarms and not self._sure():
            return words("result.looks_like")
        return texts.outcome_text(self.seen.report.outcome, self.seen.report.kind).title

    def _sign(self) -> tuple[str, str]:
        """Glyph and tone of the outcome."""
        outcome = self.seen.report.outcome
        if outcome is Outcome.PASSED:
            # That nothing was found is no praise: it goes without the colour of what is good.
            return "tip", "muted"
        return ("caution", "caution") if self._alarms and not self._sure() else SIGNS[outcome]

    def _read(self) -> list[str]:
        """How much was read, and where."""
        result, roots = self.seen.result, self.seen.report.subject.get("roots")
        lines = [breakable(words("result.looked_in", roots=roots))] if roots else []
        if not self.seen.clipboard:
            size, time = size_in_words(result.bytes), _time(result.seconds)
            lines.append(words("result.read", files=f"{result.files:,}", size=size, time=time))
        return lines

    def _add_buttons(self) -> None:
        found = bool(self._alarms)
        plan = ActionButton(words("result.plan"), primary=True)
        plan.clicked.connect(self.plan_wanted)
        save = ActionButton(words("result.save"))
        save.clicked.connect(self._on_save_clicked)
        again = ActionButton(words("result.again"), primary=not found)
        again.clicked.connect(self._on_again_clicked)
        buttons = [plan] if found else []
        buttons += [] if self.seen.clipboard else [save]
        buttons.append(again)
        for button in buttons:
            button.setAccessibleDescription(self._title())
        self.show_buttons(*buttons)

    def _on_save_clicked(self) -> None:
        offer_to_save(self.seen.report, self).saved.connect(self._on_saved)

    def _on_saved(self) -> None:
        self._kept = True

    def _on_again_clicked(self) -> None:
        """Begin anew; ask first where that throws away what nobody saved and could not be had at once."""
        if self._kept or self.seen.clipboard or not self._alarms:
            self.again.emit()
            return
        dialog = AnewDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self.again)
        dialog.open()

    def _add_findings(self, ids: tuple[str, ...]) -> None:
        for check in self.seen.report.checks:
            for found in check.findings:
                if found.id in ids:
                    self.column.addWidget(FindingCard(found))

    def _add_finds(self) -> None:
        if not self._alarms:
            return
        self.column.addSpacing(theme().scaled(SPACE.small))
        self.column.addWidget(Text(words("result.finds"), "lead"))
        makers: list[Maker] = []
        kinds: set[object] = set()
        withheld = [find for find in self._alarms if is_withheld(find.place, find.member)]
        for find in self._alarms:
            kind = advice_kind(find)
            # What to do is said in full once for each kind of place, and folded where it would be repeated.
            explained = find is withheld[0] if withheld else False
            makers.append(partial(FindCard, find, opened=kind not in kinds, explained=explained))
            kinds.add(kind)
        self.column.addWidget(LongList(makers))
        undo = texts.scan_limits()
        card = Card()
        card.body.addWidget(Text(undo.title, "lead"))
        for line in undo.steps:
            card.body.addLayout(entry("-", line))
        self.column.addWidget(card)


def _surest_first(seen: Seen) -> list[Find]:
    """Finds to do something about: the sure ones first, and of these what has left this computer already."""
    alarms = [find for find in seen.result.finds if find.trace.grade in ALARMS]
    return sorted(alarms, key=lambda find: (find.trace.grade is not Grade.RECOVERY_PHRASE, not find.synced))


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return words("result.seconds", count=max(1, round(seconds)))
    return words("result.minutes", count=round(seconds / _MINUTE))
