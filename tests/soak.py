"""Two thousand checks in one process, as the window runs them: ``make soak``.

Each check plays a virtual Ledger with faults, answers and a cancel drawn from a seed that is printed. What
must hold is in :meth:`Figures.misses`, and memory must not grow; otherwise the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer
from walletsafe.ui.desk import Desk
from walletsafe.ui.jobs import Job, JobThread

from tests.helpers.scenarios import EXPECTED
from walletsafe.checks.observer import DevicePrompt
from walletsafe.device import session
from walletsafe.findings import Outcome, Report
from walletsafe.questions import CLEAN, CONSENTS, Question
from walletsafe.virtual import scenario
from walletsafe.virtual.peer import VirtualPeer
from walletsafe.virtual.scenario import Faults, Frames, Scenario, State

CHECKS = 2000
OUTCOMES = ("passed", "did-not-pass", "could-not-check", "not-checked-yet", "stopped")
DID_NOT_PASS = 1
MEMORY_RATIO = 1.05
ANSWER_TIMEOUT = 0.25
LONGEST_DELAY = 0.01
PATIENCE_MS = 20_000
UNPLUG_AT = [
    bytes.fromhex(start) for start in ("b001", "e001", "e004", "e050", "e051", "e05180", "e052", "e053", "e0")
]
STOPS = (
    "never",
    "never",
    "never",
    "never",
    "at a step",
    "at a question",
    "at the prompt",
    "soon",
    "page left",
)
WITHOUT_FAULTS = 0.6
HARMLESS_ANSWER = 0.9
ACCEPTED = 0.8


@dataclass
class Figures:
    """What a run has seen. ``memory`` is the resident set in MB after each check."""

    seed: int
    outcomes: Counter[str] = field(default_factory=Counter[str])
    stops: Counter[str] = field(default_factory=Counter[str])
    memory: list[float] = field(default_factory=list[float])
    wrong: list[str] = field(default_factory=list[str])
    threads: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    @property
    def memory_ratio(self) -> float:
        """Mean of the last quarter of the run by that of the second."""
        quarter = len(self.memory) // 4
        return statistics.mean(self.memory[-quarter:]) / statistics.mean(self.memory[quarter : 2 * quarter])

    def misses(self) -> list[str]:
        """What went wrong, apart from memory, which a short run cannot judge."""
        return [*self.wrong, *(f"thread {name} was left" for name in self.threads)]

    def note(self, report: Report, played: Scenario) -> None:
        """Count a finished check."""
        self.outcomes[report.outcome.value] += 1
        if report.outcome.value not in OUTCOMES or not report.demo:
            self.wrong.append(f"{played.name}: {report.outcome!r}, demo {report.demo}")
        if report.outcome is Outcome.PASSED and not _may_pass(played):
            self.wrong.append(f"{played.name} passed with {played.faults}")


def _may_pass(played: Scenario) -> bool:
    """Whether nothing about this device forbids it. Questions on its screen are answered by hand here."""
    damaged = played.faults.garbage or played.faults.frames is not Frames.WHOLE
    ready = played.state in (State.DASHBOARD, State.APP_OPEN)
    return ready and not damaged and EXPECTED[played.name][0] != DID_NOT_PASS


class Soak(QObject):
    """One check after another on the window's device thread, until ``checks`` have ended.

    A QObject, as the window's pages are: PySide6 6.11.3 keeps 112 bytes for ever of each connection to a
    method of anything else.
    """

    def __init__(self, checks: int, seed: int) -> None:
        super().__init__()
        self.figures = Figures(seed)
        self._left = checks
        self._random = random.Random(seed)
        self._desk = Desk()
        self._scenarios = [scenario.load(name) for name in scenario.names()]
        self._thread = JobThread("device")
        self._loop = QEventLoop()
        self._watchdog = QTimer()
        self._watchdog.setSingleShot(True)
        self._watchdog.timeout.connect(self._on_hung)
        self._job: Job | None = None

    def run(self) -> Figures:
        """Run all checks; the event loop runs meanwhile."""
        begin = time.monotonic()
        QTimer.singleShot(0, self._next)
        self._loop.exec()
        self._watchdog.stop()
        self._thread.close()
        self.figures.seconds = time.monotonic() - begin
        return self.figures

    def _next(self) -> None:
        if self._left == 0:
            self._loop.quit()
            return
        self._left -= 1
        self._watchdog.start(PATIENCE_MS)
        self._played = self._draw_scenario()
        self._peer = VirtualPeer(self._played, prompt_delay=None)
        self._stop = self._random.choice(STOPS)
        self._patience = self._random.randrange(8)
        self._start()

    def _start(self) -> None:
        peer = self._peer
        job = self._thread.start(lambda observer, cancel: self._desk.check(peer, observer, cancel))
        self._job = job
        job.progressed.connect(self._on_progressed)
        job.asked.connect(self._on_asked)
        job.prompted.connect(self._on_prompted)
        job.succeeded.connect(self._on_succeeded)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        if self._stop in ("soon", "page left"):
            QTimer.singleShot(self._random.randrange(60), lambda: self._stop_early(job))

    def _draw_scenario(self) -> Scenario:
        played = self._random.choice(self._scenarios)
        faults = played.faults if self._random.random() < WITHOUT_FAULTS else self._draw_faults()
        return replace(played, faults=replace(faults, answer_delay=min(faults.answer_delay, LONGEST_DELAY)))

    def _draw_faults(self) -> Faults:
        draw = self._random
        return Faults(
            cross_talk=draw.random() < 0.3,
            garbage=draw.random() < 0.1,
            frames=draw.choice(list(Frames)),
            answer_delay=draw.random() * LONGEST_DELAY,
            unplug_at=draw.choice([b"", b"", *UNPLUG_AT]),
        )

    def _stop_early(self, job: Job) -> None:
        under_way = self._job is job
        if not under_way:
            return
        if self._stop == "soon":
            self._cancel("soon")
            return
        job.abandon()
        self.figures.stops["page left"] += 1
        self._end()

    def _cancel(self, when: str) -> None:
        self.figures.stops[when] += 1
        assert self._job is not None
        self._job.cancel()

    def _is_time(self, when: str) -> bool:
        if self._stop != when:
            return False
        self._patience -= 1
        return self._patience < 0

    def _on_progressed(self, check_id: str, done: int, total: int) -> None:
        if self._is_time("at a step"):
            self._cancel("at a step")

    def _on_asked(self, question: Question) -> None:
        if self._is_time("at a question"):
            self._cancel("at a question")
            return
        harmless = {**CLEAN, **CONSENTS}.get(question.id, question.choices[0])
        answer = (
            harmless if self._random.random() < HARMLESS_ANSWER else self._random.choice(question.choices)
        )
        assert self._job is not None
        self._job.reply(answer)

    def _on_prompted(self, prompt: DevicePrompt | None) -> None:
        if prompt is None:
            return
        if self._stop == "at the prompt":
            self._cancel("at the prompt")
            return
        self._peer.answer_prompt(self._random.random() < ACCEPTED)

    def _on_succeeded(self, report: Report) -> None:
        self.figures.note(report, self._played)
        self._end()

    def _on_failed(self, error: Exception) -> None:
        self.figures.wrong.append(f"{self._played.name}: {error}")
        self._end()

    def _on_cancelled(self) -> None:
        # It was cancelled before the thread began with it, so there is no report.
        self.figures.outcomes[Outcome.STOPPED.value] += 1
        self._end()

    def _on_hung(self) -> None:
        self.figures.wrong.append(f"{self._played.name} hung with {self._played.faults}, stop {self._stop}")
        self._loop.quit()

    def _end(self) -> None:
        self._job = None
        self.figures.memory.append(_resident_megabytes())
        QTimer.singleShot(0, self._next)


def _resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def _hurried() -> Generator[None]:
    """Give up on a silent device soon: what is soaked is the program, not the wait."""
    with mock.patch.object(session, "ANSWER_TIMEOUT", ANSWER_TIMEOUT):
        yield


def run(checks: int, seed: int) -> Figures:
    """Soak, and name the threads that were not there before."""
    before = set(threading.enumerate())
    with _hurried():
        figures = Soak(checks, seed).run()
    figures.threads = [thread.name for thread in threading.enumerate() if thread not in before]
    return figures


def main() -> int:
    """Print the figures of a whole run; return 0, or 1 when something was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks", type=int, default=CHECKS)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    wanted = parser.parse_args()
    application = QCoreApplication(sys.argv)
    print(f"{wanted.checks} checks, seed {wanted.seed}", flush=True)
    figures = run(wanted.checks, wanted.seed)
    application.quit()
    misses = figures.misses()
    if figures.memory_ratio > MEMORY_RATIO:
        misses.append(f"memory grew: above {MEMORY_RATIO}")
    print(f"{figures.seconds:.0f} s, outcomes {dict(figures.outcomes)}, stops {dict(figures.stops)}")
    print(f"memory {figures.memory[0]:.0f} to {figures.memory[-1]:.0f} MB, ratio {figures.memory_ratio:.3f}")
    print("\n".join(f"MISSED: {miss}" for miss in misses) or "nothing missed")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
