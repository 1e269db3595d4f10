"""Brings the window's page On this computer into each of its states, with a scan of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from unittest.mock import patch

from PySide6.QtGui import QGuiApplication
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.pages.computer.anew_dialog import AnewDialog
from walletsafe.ui.pages.computer.looking import Where, Wish
from walletsafe.ui.pages.computer.page import ComputerPage
from walletsafe.ui.pages.computer.run import RunView
from walletsafe.ui.pages.computer.start import StartView
from walletsafe.ui.widgets.save_dialog import SaveDialog

from tests.ui.stage import press, said, settle, shown, wait_until
from walletsafe.cancel import CancelToken
from walletsafe.errors import Cancelled
from walletsafe.scan import engine, pictures
from walletsafe.scan.engine import Pause, Scope
from walletsafe.scan.finds import Find, Grade, Layout, NotRead, Progress, Reason, Result, Source, Trace
from walletsafe.scan.tally import Listener

LIKELY = Wish(Where.LIKELY, pictures=False)
LONG_NAME = f"~/Documents/{'bank-and-tax-' * 4}{'papers' * 12}/notes from the move.txt"


def find(
    place: str,
    source: Source = Source.FILE,
    grade: Grade = Grade.RECOVERY_PHRASE,
    *,
    layout: Layout = Layout.NUMBERED,
    member: str = "",
    name: str = "",
    synced: bool = False,
) -> Find:
    """A find as the engine gives it."""
    trace = Trace(grade, "english", 24, layout, name)
    return Find(trace, Path("/home/somebody", place[2:]), place, member, source, "2024-05-01", synced)


def unread(place: str, reason: Reason, member: str = "") -> NotRead:
    return NotRead(Path("/home/somebody", place[2:]), place, member, reason)


NOBODYS = (
    find("~/src/wallet/test/vectors.json", grade=Grade.PUBLISHED, name="Test phrase of many wallets"),
    find("~/src/wallet/README.md", grade=Grade.PUBLISHED, name="Example of the standard"),
    find("~/Documents/practice-sheet.txt", grade=Grade.PRACTICE),
    find("~/src/wallet/english.txt", grade=Grade.WORD_LIST),
)
ALARMING = (
    find(
        "~/Mail/Archive",
        Source.MAIL,
        Grade.LOOKS_LIKE_PHRASE,
        layout=Layout.LINES,
        member="A note to myself, 3 of 12",
    ),
    find("~/Pictures/Screenshots/2021-03-04.png", Source.PICTURE, layout=Layout.PICTURE),
    find("~/Dropbox/old/keys.docx", Source.DOCUMENT, layout=Layout.TABLE, synced=True),
    find(LONG_NAME),
    find("~/Desktop/\u202enotes.txt", layout=Layout.ROW),
)
UNREAD = (
    unread("~/Documents/taxes.zip", Reason.ENCRYPTED, "2019/letters.docx"),
    unread("~/.config/locked.sqlite", Reason.IN_USE),
    unread("~/mnt/stick", Reason.OTHER_FILE_SYSTEM),
)


def result(*finds: Find, not_read: tuple[NotRead, ...] = (), **more: int | bool) -> Result:
    """A result with these finds."""
    given = {"files": 41234, "bytes": 3_510_000_000, "seconds": 187.0, "pictures_not_read": 312} | more
    return Result(finds, not_read, ("~/Desktop", "~/Documents", "~/Downloads"), **given)  # type: ignore[arg-type]


def progress(files: int, total: int, left: float | None = 95.0) -> Progress:
    place = "~/Documents/a long way down/and further still/and even further/to the last of all folders/x.txt"
    return Progress(files, total, files * 83_000, 47_200_000.0, left, place)


class Scan:
    """Stands in for the engine: says what it is given, and ends at once or when it is told to."""

    def __init__(self, ends: Result, *, waits: bool = False, says: Progress | None = None) -> None:
        self._ends, self._waits, self._says = ends, waits, says
        self.scopes: list[Scope] = []
        self.pauses: list[Pause] = []

    def __call__(self, scope: Scope, listener: Listener, cancel: CancelToken, pause: Pause) -> Result:
        self.scopes.append(scope)
        self.pauses.append(pause)
        for item in self._ends.finds:
            listener.found(item)
        for unread_item in self._ends.not_read:
            listener.not_read(unread_item)
        if self._says is not None:
            listener.progressed(self._says)
        if self._waits:
            with suppress(Cancelled):
                cancel.sleep(60)
        return self._ends


def start(page: ComputerPage) -> None:
    """Nothing looked at yet, and pictures can be read."""
    with patch.object(pictures, "available", return_value=True):
        page.show_start()


def without_pictures(page: ComputerPage) -> None:
    """The reader of pictures is not installed."""
    with patch.object(pictures, "available", return_value=False):
        page.show_start()


def counting(page: ComputerPage) -> None:
    """The files are still being counted."""
    running(page, says=progress(1200, 0, None))


def running(page: ComputerPage, says: Progress | None = None) -> None:
    """On its way, with finds."""
    ends = result(*ALARMING, not_read=UNREAD, stopped=True)
    with patch.object(engine, "scan", Scan(ends, waits=True, says=says or progress(12345, 41234))):
        page.look(LIKELY)
        wait_until(lambda: any("files" in line for line in said(page)))


def paused(page: ComputerPage) -> None:
    running(page)
    press(page, "Pause")


def paused_elsewhere(page: ComputerPage) -> None:
    """Left while it ran."""
    running(page)
    window = page.window()
    assert isinstance(window, MainWindow)
    window.show_home()
    window.show_computer()


def ended(page: ComputerPage, ends: Result) -> None:
    """With a result."""
    with patch.object(engine, "scan", Scan(ends)):
        page.look(LIKELY)
        wait_until(lambda: not isinstance(page.view, RunView))


def found(page: ComputerPage) -> None:
    """Everything that a result can hold."""
    ended(page, result(*ALARMING, *NOBODYS, not_read=UNREAD))


def found_opened(page: ComputerPage) -> None:
    """The same with all folds open."""
    ended(
        page,
        result(*ALARMING, find("~/?/a.txt"), *NOBODYS, not_read=(*UNREAD, unread("~/?", Reason.DAMAGED))),
    )
    for title in ("Could not be read", "Published", "Lists of all", "Left out"):
        press(page, f"Show: {title}")
    press(page, "What to do here")


def many(page: ComputerPage) -> None:
    """More than are shown at once."""
    names = (f"~/backup/{number}/notes.txt" for number in range(60))
    ended(page, result(*(find(name) for name in names)))


def likely_only(page: ComputerPage) -> None:
    """One place that is not sure."""
    ended(page, result(find("~/notes.txt", grade=Grade.LOOKS_LIKE_PHRASE)))


def nothing(page: ComputerPage) -> None:
    """Nothing found, and everything read but pictures."""
    ended(page, result())


def unsure(page: ComputerPage) -> None:
    """Nothing found, and not everything read."""
    ended(page, result(not_read=UNREAD))


def stopped(page: ComputerPage) -> None:
    """Stopped by the person with something found."""
    ended(page, result(ALARMING[1], stopped=True))


def clipboard(page: ComputerPage) -> None:
    """Words in what was copied last."""
    QGuiApplication.clipboard().setText("anything")
    with patch.object(
        engine, "scan_clipboard", lambda text: (find("~/", Source.CLIPBOARD, layout=Layout.LINES),)
    ):
        page.look_at_clipboard()
        wait_until(lambda: not isinstance(page.view, StartView | RunView))


def no_text(page: ComputerPage) -> None:
    """Nothing in the clipboard."""
    start(page)
    QGuiApplication.clipboard().clear()
    page.look_at_clipboard()


def fault(page: ComputerPage) -> None:
    """A fault of ours."""
    with patch.object(engine, "scan", lambda *arguments: 1 / 0):
        page.look(LIKELY)
        wait_until(lambda: not isinstance(page.view, RunView))


def saving(page: ComputerPage) -> None:
    """The dialog that saves the report."""
    found(page)
    press(page, "Save")
    wait_until(lambda: bool(shown(page, SaveDialog)))


def asking(page: ComputerPage) -> None:
    """The question before a result is thrown away."""
    found(page)
    press(page, "Begin anew")
    wait_until(lambda: bool(shown(page, AnewDialog)))


def choosing(page: ComputerPage) -> None:
    """The dialog that asks for a folder: Qt's own, so its looks are not ours to test."""
    page.show_start()
    press(page, "A folder I choose")


def _bring(state: Callable[[ComputerPage], None], window: MainWindow) -> None:
    window.show_computer()
    state(window.computer)
    settle()


def _states(*states: Callable[[ComputerPage], None]) -> Mapping[str, Callable[[MainWindow], None]]:
    return {f"computer {state.__name__.replace('_', ' ')}": partial(_bring, state) for state in states}


COMPUTER_STATES = _states(
    start,
    without_pictures,
    counting,
    running,
    paused,
    paused_elsewhere,
    found,
    found_opened,
    many,
    likely_only,
    nothing,
    unsure,
    stopped,
    clipboard,
    no_text,
    fault,
    saving,
    asking,
)
"""Each brings a window into its state."""

CHOOSING = _states(choosing)
"""The dialog for the folder alone."""
