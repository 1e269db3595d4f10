"""The page "Which leaks touch my order?": two choices, then what is known. Nothing is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletsafe.exposure import Channel, Period

from ...widgets.layouts import holds_focus, put_in_place
from ...widgets.question_page import QuestionPage
from .result import ResultView
from .words import exposure_words


class ExposurePage(QWidget):
    """One view at a time: the period, the way of ordering, the leaks."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view: QuestionPage | ResultView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.ask_period()

    def ask_period(self) -> None:
        """Ask when it was ordered."""
        view = _question("period", [period.value for period in Period])
        view.chosen.connect(self._ask_channel)
        view.left.connect(self.left)
        self._show(view)

    def show_result(self, period: Period, channel: Channel) -> None:
        """Show which leaks touch such an order."""
        view = ResultView(period, channel)
        view.again_wanted.connect(self.ask_period)
        view.left.connect(self.left)
        self._show(view)

    def focus_view(self) -> None:
        """Put the keyboard where the shown view wants it."""
        if self.view is not None:
            self.view.focus_first()

    def _on_channel_chosen(self, period: Period, channel: str) -> None:
        self.show_result(period, Channel(channel))

    def _ask_channel(self, period: str) -> None:
        view = _question("channel", [channel.value for channel in Channel])
        view.chosen.connect(partial(self._on_channel_chosen, Period(period)))
        view.left.connect(self.ask_period)
        self._show(view)

    def _show(self, view: QuestionPage | ResultView) -> None:
        take_focus = holds_focus(self)
        put_in_place(self._column, self.view, view)
        self.view = view
        if take_focus:
            self.focus_view()


def _question(section: str, choices: list[str]) -> QuestionPage:
    return QuestionPage(
        exposure_words(f"{section}.title"),
        exposure_words(f"{section}.lead"),
        {choice: exposure_words(f"{section}.{choice}") for choice in choices},
        exposure_words(f"{section}.back"),
    )
