"""On this computer: one scan at a time, whose result stays until the next one or until the window closes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from walletsafe.errors import WalletSafeError
from walletsafe.scan.engine import Pause

from ...jobs import Job, JobThread
from ..page import Page
from .fault import FaultView
from .looking import FIRST_WISH, Seen, Wish, look, look_at_text
from .result import ResultView
from .run import RunView
from .start import StartView


class ComputerPage(Page):
    """Leaving it pauses a scan: nothing is read unseen. A result waits here until somebody begins anew."""

    plan_wanted = Signal()
    """What to do about words that others may know."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = JobThread("files", self)
        self._last = FIRST_WISH
        self.show_start()

    def show_start(self) -> None:
        """Forget the last result and ask what is to be looked through, with the last choice at hand."""
        view = StartView(self._last)
        view.wished.connect(self.look)
        view.clipboard_wanted.connect(self.look_at_clipboard)
        self.show_view(view)

    def look(self, wish: Wish) -> None:
        """Begin a scan."""
        self._last = wish
        pause = Pause()
        self._follow(self._thread.start(partial(look, wish, pause)), pause)

    def look_at_clipboard(self) -> None:
        """Look at the text that was copied last: only when somebody pressed the button for it."""
        untrusted_text = QGuiApplication.clipboard().text()
        if untrusted_text:
            if isinstance(self.view, StartView):
                self._last = replace(self._last, pictures=self.view.pictures)
            self._follow(self._thread.start(partial(look_at_text, untrusted_text)), Pause())
        elif isinstance(self.view, StartView):
            self.view.say_no_text()

    def leave(self) -> None:
        """Pause a running scan; whoever comes back may resume it."""
        if isinstance(self.view, RunView):
            self.view.hold()

    def end(self) -> None:
        """Cancel what runs and wait for its thread."""
        self._thread.close()

    def _follow(self, job: Job, pause: Pause) -> None:
        job.succeeded.connect(self._on_succeeded)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self.show_start)
        self.show_view(RunView(job, pause), job)

    def _on_succeeded(self, seen: Seen) -> None:
        view = ResultView(seen)
        view.again.connect(self.show_start)
        view.plan_wanted.connect(self.plan_wanted)
        self.show_view(view)

    def _on_failed(self, error: WalletSafeError) -> None:
        view = FaultView(error)
        view.again.connect(self.show_start)
        self.show_view(view)
