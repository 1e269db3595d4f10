"""A scan that goes on: how far, Pause and Cancel."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

from walletsafe.scan.engine import Pause
from walletsafe.scan.finds import Progress
from walletsafe.scan.judge import size_in_words

from ...jobs import Job
from ...widgets.buttons import ActionButton
from ...widgets.column_page import ColumnPage
from ...widgets.layouts import Card
from ...widgets.text import Text
from .looking import News
from .place_line import PlaceLine
from .words import computer_words as words
from .words import scan_words

_MINUTE, _HOUR = 60, 3600
_HOURS_FROM = 5400
"""From so many seconds on, time is told in hours."""


class RunView(ColumnPage):
    """Follows one job. Esc cancels; what was found until then comes as its result."""

    page_name = "computer_run"

    def __init__(self, job: Job, pause: Pause) -> None:
        super().__init__()
        self._job, self._pause = job, pause
        self._stopping = False
        card = Card()
        self._title = Text(words("run.title"), "title")
        self._elsewhere = Text(words("run.elsewhere"), "strong")
        self._elsewhere.hide()
        self._files = Text(words("run.beginning"))
        self._rate = Text("", tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words("run.bar_name"))
        self._bar.setMaximum(0)
        self._place = PlaceLine()
        self._found = Text(words("run.found_none"), "strong")
        self._unread = Text("", tone="muted")
        for widget in (self._title, self._elsewhere, self._files, self._rate, self._bar, self._place):
            card.body.addWidget(widget)
        card.body.addWidget(self._found)
        card.body.addWidget(self._unread)
        self._unread.hide()
        card.body.addWidget(Text(words("run.kept"), "small", "muted"))
        self.column.addWidget(card)
        self._hold = ActionButton(words("run.pause"))
        self._hold.clicked.connect(self._on_hold_clicked)
        self._cancel = ActionButton(words("run.cancel"))
        self._cancel.clicked.connect(self.stop)
        self.on_escape = self.stop
        self.show_buttons(self._hold, self._cancel)
        job.told.connect(self._on_told)

    def stop(self) -> None:
        """Have it end at once, also while it pauses, and say so until it has."""
        if self._hold.hasFocus():
            self._cancel.setFocus()
        self._stopping = True
        self._hold.hide()
        self._elsewhere.hide()
        self._title.setText(words("run.stopping"))
        self._job.cancel()

    def hold(self) -> None:
        """Nobody looks on: pause, and say so to whoever comes back. What pauses or stops already stays so."""
        if not (self._stopping or self._pause.paused):
            self._on_hold_clicked()
            self._elsewhere.show()

    def _on_hold_clicked(self) -> None:
        if self._pause.paused:
            self._pause.resume()
        else:
            self._pause.pause()
        paused = self._pause.paused
        self._elsewhere.hide()
        text = words("run.resume" if paused else "run.pause")
        self._hold.setText(text)
        self._hold.setAccessibleName(text.replace("&", ""))
        self._title.setText(words("run.paused" if paused else "run.title"))

    def _on_told(self, news: News) -> None:
        progress = news.progress
        self._bar.setMaximum(progress.total_files)
        self._bar.setValue(progress.files)
        self._files.setText(_files(progress))
        self._rate.setText(_rate(progress))
        self._place.show_place(progress.place)
        self._found.setText(_found(news.places))
        self._unread.setText(words("run.unread", count=f"{news.not_read:,}"))
        self._unread.setVisible(news.not_read > 0)


def _files(progress: Progress) -> str:
    files, size = f"{progress.files:,}", size_in_words(progress.bytes)
    if not progress.total_files:
        return words("run.counting", files=files, size=size)
    return words("run.files", files=files, total=f"{progress.total_files:,}", size=size)


def _rate(progress: Progress) -> str:
    rate = size_in_words(round(progress.bytes_per_second))
    if progress.seconds_left is None:
        return words("run.rate", rate=rate)
    return words("run.time", rate=rate, time=_time_left(progress.seconds_left))


def _time_left(seconds: float) -> str:
    if seconds < _MINUTE:
        return scan_words("progress.seconds")
    if seconds < _HOURS_FROM:
        return scan_words("progress.minutes", count=round(seconds / _MINUTE))
    return scan_words("progress.hours", count=round(seconds / _HOUR))


def _found(places: int) -> str:
    return words("run.found", count=f"{places:,}") if places else words("run.found_none")
