"""Where threads meet Qt: long work runs on threads of its own, its news arrive as signals."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from queue import SimpleQueue
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.errors import Cancelled, WalletSafeError
from walletsafe.questions import Question


class Line(Observer, Protocol):
    """An observer that takes other news of the work as well. Called on the thread that works."""

    def tell(self, news: object) -> None:
        """Have ``told`` emitted with ``news``, an object that nobody changes any more."""
        ...


Work = Callable[[Line, CancelToken], object]


class OurFault(WalletSafeError):
    """Something we did not foresee went wrong (params: ``kind``, an exception's name, and ``where``)."""

    code = "internal.fault"

    @classmethod
    def of(cls, error: BaseException) -> OurFault:
        """Name an unforeseen exception by its kind and our line, never by its message: that may hold data."""
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "?"
        return cls(kind=type(error).__name__, where=where)


class Job(QObject):
    """One piece of work on another thread, as the window sees it.

    Exactly one of ``succeeded``, ``failed`` and ``cancelled`` ends it, unless it was abandoned: then
    ``ended`` alone is heard, which always comes once the work is over. All signals are emitted on the
    window's thread.
    """

    progressed = Signal(str, int, int)
    told = Signal(object)
    asked = Signal(object)
    prompted = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line
        self._asked = False
        self._abandoned = False

    def reply(self, answer: str) -> None:
        """Answer the open question. Ignored when none is open: a late click does no harm."""
        if self._asked:
            self._asked = False
            self._line.answers.put(answer)

    def cancel(self) -> None:
        """Ask the work to stop, also while a question is open. Its end is still announced."""
        self._asked = False
        self._line.cancel.cancel()
        self._line.answers.put(None)

    def abandon(self) -> None:
        """Cancel and hear nothing more than the end: the page was left."""
        self.cancel()
        self._abandoned = True

    def announce(self, news: str, *said: object) -> None:
        """Emit the signal named ``news``; questions and steps that a cancel overtook are dropped."""
        if news in _ENDS:
            self.ended.emit()
        overtaken = self._line.cancel.cancelled and news not in _ENDS
        if self._abandoned or overtaken:
            return
        self._asked = news == "asked"
        getattr(self, news).emit(*said)


_ENDS = ("succeeded", "failed", "cancelled")


class _Line:
    """The worker's end of a job: a plain object, so that no QObject is ever held by another thread."""

    def __init__(self, post: Callable[..., None]) -> None:
        self._post = post
        self.cancel = CancelToken()
        self.answers: SimpleQueue[str | None] = SimpleQueue()

    def step(self, check_id: str, done: int, total: int) -> None:
        self._post("progressed", check_id, done, total)

    def tell(self, news: object) -> None:
        self._post("told", news)

    def ask(self, question: Question) -> str:
        self.cancel.raise_if_cancelled()
        self._post("asked", question)
        answer = self.answers.get()
        self.cancel.raise_if_cancelled()
        if answer is None:
            raise Cancelled
        return answer

    def confirm_on_device(self, prompt: DevicePrompt | None) -> None:
        self._post("prompted", prompt)

    def run(self, work: Work) -> None:
        try:
            self.cancel.raise_if_cancelled()
            self._post("succeeded", work(self, self.cancel))
        except Cancelled:
            self._post("cancelled")
        except WalletSafeError as error:
            self._post("failed", error)
        except BaseException as error:  # noqa: BLE001 - the top of a thread: nobody else would hear of it
            self._post("failed", OurFault.of(error))


class JobThread(QObject):
    """One thread called ``name`` that does one job after another.

    The one called ``device`` owns every device call, enumeration included: hidapi is not thread-safe. Pages
    that read files have one called ``files``.
    """

    _posted = Signal(int, str, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._jobs: dict[int, Job] = {}
        self._closed = False
        self._numbers = count()
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Work) -> Job:
        """Queue ``work(observer, cancel)`` and return its job; after :meth:`close` it never begins."""
        number = next(self._numbers)
        line = _Line(partial(self._post, number))
        job = Job(line)
        if not self._closed:
            self._jobs[number] = job
            self._executor.submit(line.run, work)
        return job

    def close(self) -> None:
        """Cancel every job and wait for the thread to end. Nothing is announced afterwards."""
        self._closed = True
        for job in self._jobs.values():
            job.abandon()
        self._jobs.clear()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _post(self, number: int, news: str, *said: object) -> None:
        self._posted.emit(number, news, said)

    def _on_posted(self, number: int, news: str, said: tuple[object, ...]) -> None:
        job = self._jobs.pop(number, None) if news in _ENDS else self._jobs.get(number)
        if job is not None:
            job.announce(news, *said)


class Bell(QObject):
    """Rung on any thread, heard on the window's."""

    heard = Signal()
    _rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rung.connect(self.heard, Qt.ConnectionType.QueuedConnection)

    def ring(self) -> None:
        """Have ``heard`` emitted soon."""
        self._rung.emit()
