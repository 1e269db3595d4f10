"""The trainer's own view: what the room sees, what to say, what comes next, and how long it took."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...desk import Desk
from ...jobs import JobThread
from ...style.theme import theme
from ...style.tokens import SPACE
from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton, CardButton, StackingRow
from ...widgets.columns import Columns
from ...widgets.layouts import Card, ScrollPage, clear, holds_focus
from ...widgets.text import DemoBadge, Text
from .acts import DrillAct, QuestionAct
from .controls import DrillControls, QuestionControls
from .device_act import DeviceAct
from .device_controls import DeviceControls
from .pausing import PauseButton, add_keys, add_pause_keys
from .performance import Performance
from .presenter import BACK_KEYS, FORWARD_KEYS
from .words import stage_words

WIDTH, _CARD_WIDTH = 800, 340
"""In pixels at 100 % text: two cards stand beside one another where there is room."""

_CLOCK_MILLISECONDS = 5000


class TrainerView(BarPage):
    """Plays ``performance``. Place, hands and devices are kept there; this keeps nothing."""

    left = Signal()
    room_wanted = Signal()
    """The room's window is to be opened."""
    real_wanted = Signal(object)
    """A peer on USB is to be checked."""
    whole_wanted = Signal()
    """All that was found on the real Ledger is to be read."""

    def __init__(
        self, performance: Performance, desk: Desk, device_thread: JobThread, *, room_open: bool
    ) -> None:
        super().__init__()
        self.performance = performance
        self._desk, self._device_thread = desk, device_thread
        self._room_open = room_open
        self._controls: DeviceControls | None = None
        self.setAccessibleName(stage_words("trainer.name", title=performance.session.agenda.title))
        self._add_keys()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tell_time)
        self._clock.start(_CLOCK_MILLISECONDS)
        performance.turned.connect(self._turn)
        performance.changed.connect(self._refresh)
        self._turn()

    def show_room_state(self, *, room_open: bool) -> None:
        """Say whether the room has a window to look at."""
        self._room_open = room_open
        self._closed.setVisible(not room_open)

    def focus_first(self) -> None:
        """Put the keyboard where this screen begins: with a Ledger on the stage that changes."""
        if self._controls is not None:
            self.first = self._controls.first
        super().focus_first()

    def _add_keys(self) -> None:
        """Take the keys of a clicker, wherever in this view the keyboard is."""
        play = self.performance
        add_keys(self, FORWARD_KEYS, play.forward)
        add_keys(self, BACK_KEYS, play.back)
        add_pause_keys(self, play)

    def _turn(self) -> None:
        """Show the screen of the agenda that is played now."""
        if self.performance.session.finished:
            return
        take_focus = holds_focus(self)
        page = ScrollPage(theme().scaled(WIDTH))
        self._closed = self._closed_card()
        page.column.addWidget(self._closed)
        self._mirror = Card()
        self._controls = None
        controls, notes = self._act_controls(page), self._notes()
        if self._controls is not None:
            # Beside its buttons: the mirror grows and shrinks under the trainer's hand.
            cards = [self._controls, _column(self._mirror, notes)]
        else:
            cards = [self._mirror if controls is None else _column(self._mirror, controls), notes]
        page.column.addWidget(Columns(cards, narrowest=_CARD_WIDTH, most=2))
        page.column.addWidget(self._parts())
        self._show_buttons()
        self.first = page.first or self._on
        self.show_page(page)
        self._refresh()
        if take_focus:
            self.focus_first()

    def _closed_card(self) -> Card:
        card = Card()
        card.body.addWidget(Text(stage_words("trainer.closed"), "strong"))
        again = ActionButton(stage_words("trainer.open"))
        again.clicked.connect(self.room_wanted)
        card.body.addWidget(StackingRow(again))
        card.setVisible(not self._room_open)
        return card

    def _notes(self) -> Card:
        card = Card()
        title = stage_words("trainer.notes")
        card.setAccessibleName(title)
        card.body.addWidget(Text(title, "small", "muted"))
        for note in self.performance.act.notes:
            card.body.addWidget(Text(note))
        return card

    def _act_controls(self, page: ScrollPage) -> QWidget | None:
        match self.performance.act:
            case QuestionAct() as act:
                question = QuestionControls(act)
                question.counted.connect(self.performance.changed)
                question.on_wanted.connect(self.performance.forward)
                if act.beat == 0:
                    page.first = question.fields[0]
                return question
            case DrillAct() as act:
                drill = DrillControls(act)
                drill.another_wanted.connect(self.performance.another)
                return drill
            case DeviceAct() as act:
                self._controls = DeviceControls(act, self._desk, self._device_thread)
                self._controls.real_wanted.connect(self.real_wanted)
                self._controls.whole_wanted.connect(self.whole_wanted)
                self._controls.resized.connect(self._reveal.start)
                page.first = self._controls.first
                return self._controls
            case _:
                return None

    def _parts(self) -> QWidget:
        session = self.performance.session
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, theme().scaled(SPACE.small), 0, 0)
        column.setSpacing(theme().scaled(SPACE.small))
        column.addWidget(Text(stage_words("trainer.parts"), "small", "muted"))
        cards: list[QWidget] = []
        for number, part in enumerate(session.agenda.parts):
            here = number == session.part_number
            minutes = stage_words(
                "trainer.part_now" if here else "trainer.part_minutes", minutes=part.minutes
            )
            card = CardButton(stage_words("trainer.part", number=number + 1, title=part.title), minutes)
            card.clicked.connect(partial(self.performance.go, number))
            cards.append(card)
        end = CardButton(stage_words("trainer.end"), stage_words("trainer.end_more"))
        end.clicked.connect(self.performance.end)
        cards.append(end)
        column.addWidget(Columns(cards, narrowest=_CARD_WIDTH, most=2, downwards=False))
        return area

    def _show_buttons(self) -> None:
        back = ActionButton(stage_words("trainer.back"))
        back.clicked.connect(self.performance.back)
        back.setEnabled(not self.performance.at_start)
        self._on = ActionButton(stage_words("trainer.on"), primary=True)
        self._on.clicked.connect(self.performance.forward)
        leave = ActionButton(stage_words("trainer.leave"))
        leave.clicked.connect(self.left)
        self._time = Text("", "small", "muted")
        self.bar.show_buttons((back, self._on, PauseButton(self.performance)), leave, self._time)

    def _refresh(self) -> None:
        """Say what is so now on the same screen."""
        self._fill_mirror()
        self._tell_time()
        if self._controls is not None:
            self._controls.refresh()

    def _fill_mirror(self) -> None:
        screen = self.performance.room_screen
        title = stage_words("trainer.room")
        self._mirror.setAccessibleName(title)
        clear(self._mirror.body)
        self._mirror.body.addWidget(Text(title, "small", "muted"))
        if screen.demo:
            self._mirror.body.addWidget(DemoBadge())
        said = screen.said or (stage_words("trainer.blank"),)
        for number, line in enumerate(said):
            self._mirror.body.addWidget(Text(line, "" if number else "strong"))

    def _tell_time(self) -> None:
        session, (here, whole) = self.performance.session, self.performance.minutes
        clock = stage_words(
            "trainer.clock",
            part=session.part_number + 1,
            parts=len(session.agenda.parts),
            here=here,
            planned=session.part.minutes,
            all=whole,
            whole=session.agenda.minutes,
        )
        following = self.performance.following
        following = stage_words("next.line", title=following) if following else stage_words("next.end")
        self._time.setText(f"{clock} {following}")
        self._on.setAccessibleDescription(following)


def _column(*cards: QWidget) -> QWidget:
    area = QWidget()
    column = QVBoxLayout(area)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().scaled(SPACE.card_gap))
    for card in cards:
        column.addWidget(card)
    return area
