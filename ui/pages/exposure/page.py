"""The page "Which leaks touch my order?": two choices, then what is known. Nothing is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from walletsafe.exposure import Channel, Period

from ...widgets.question_page import QuestionPage
from ..page import Page
from .result import ResultView
from .words import exposure_words


class ExposurePage(Page):
    """One view at a time: the period, the way of ordering, the leaks."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ask_period()

    def ask_period(self) -> None:
        """Ask when it was ordered."""
        view = _question("period", [period.value for period in Period], page_name="exposure_period")
        view.chosen.connect(self._ask_channel)
        view.left.connect(self.left)
        self.show_view(view)

    def show_result(self, period: Period, channel: Channel) -> None:
        """Show which leaks touch such an order."""
        view = ResultView(period, channel)
        view.again_wanted.connect(self.ask_period)
        view.left.connect(self.left)
        self.show_view(view)

    def _on_channel_chosen(self, period: Period, channel: str) -> None:
        self.show_result(period, Channel(channel))

    def _ask_channel(self, period: str) -> None:
        view = _question("channel", [channel.value for channel in Channel], page_name="exposure_channel")
        view.chosen.connect(partial(self._on_channel_chosen, Period(period)))
        view.left.connect(self.ask_period)
        self.show_view(view)


def _question(section: str, choices: list[str], *, page_name: str) -> QuestionPage:
    return QuestionPage(
        exposure_words(f"{section}.title"),
        exposure_words(f"{section}.lead"),
        {choice: exposure_words(f"{section}.{choice}") for choice in choices},
        exposure_words(f"{section}.back"),
        page_name=page_name,
    )
