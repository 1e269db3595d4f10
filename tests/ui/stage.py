"""A desk with pretended devices, and a hand that works the window as a person does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QWidget
from walletsafe.ui.desk import Desk
from walletsafe.ui.main_window import MainWindow
from walletsafe.ui.widgets.text import Text

from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.checks.online import Vendor
from walletsafe.device.version import Version
from walletsafe.doctor import Diagnosis
from walletsafe.findings import Report, finding
from walletsafe.transport import Peer, PeerKind
from walletsafe.virtual import scenario
from walletsafe.virtual.peer import VirtualPeer

Check = Callable[[Peer, Observer, CancelToken], Report]
W = TypeVar("W", bound=QWidget)


class Plugged(VirtualPeer):
    """A virtual Ledger that the list shows as one on USB. Its certificate is never accepted there."""

    def __init__(self, name: str, identifier: str) -> None:
        super().__init__(scenario.load(name), prompt_delay=0.0)
        self._identifier = identifier

    @property
    def kind(self) -> PeerKind:
        return PeerKind.USB

    @property
    def id(self) -> str:
        return self._identifier


class Yes:
    """A service that says yes at once."""

    def confirms(self, version: Version, asks_owner: Callable[[bool], None], cancel: CancelToken) -> bool:
        return True


NOT_READY = Diagnosis(False, (finding("doctor.not_on_usb"),), ())


class PretendDesk(Desk):
    """Nothing on USB but what ``attached`` holds; ``checking`` stands in for the check when given.

    ``vendor`` is the service of the online check, which is offered only with it. ``examining`` is
    the doctor.
    """

    def __init__(self, *attached: Peer, checking: Check | None = None, vendor: Vendor | None = None) -> None:
        super().__init__()
        self.attached: tuple[Peer, ...] = attached
        self.checking = checking
        self.vendor = vendor
        self.examining: Callable[[CancelToken], Diagnosis] = lambda cancel: NOT_READY
        self.trouble: Exception | None = None
        self.threads: set[str] = set()
        self.polls = 0

    def poll(self) -> tuple[Peer, ...]:
        self.polls += 1
        self.threads.add(threading.current_thread().name)
        if self.trouble is not None:
            raise self.trouble
        return self.attached

    def examine(self, cancel: CancelToken) -> Diagnosis:
        self.threads.add(threading.current_thread().name)
        return self.examining(cancel)

    def offers_online(self) -> bool:
        return self.vendor is not None

    def vendor_for(self, peer: Peer) -> Vendor:
        assert self.vendor is not None
        assert peer in self.attached
        return self.vendor

    def check(self, peer: Peer, observer: Observer, cancel: CancelToken, *, online: bool = False) -> Report:
        self.threads.add(threading.current_thread().name)
        if self.checking is not None:
            return self.checking(peer, observer, cancel)
        return super().check(peer, observer, cancel, online=online)


def shown(window: QWidget, kind: type[W]) -> list[W]:
    """The visible widgets of a kind, in the order they were made."""
    return [found for found in window.findChildren(kind) if found.isVisible()]


def button(window: QWidget, name: str) -> QAbstractButton:
    """The visible button whose accessible name begins with ``name``."""
    names = {found.accessibleName(): found for found in shown(window, QAbstractButton)}
    for accessible_name, found in names.items():
        if accessible_name.startswith(name):
            return found
    raise AssertionError(f"no button {name!r} among {sorted(names)}")


def buttons(window: QWidget) -> list[str]:
    """The accessible names of the visible buttons."""
    return [found.accessibleName() for found in shown(window, QAbstractButton)]


def said(window: QWidget) -> list[str]:
    """The visible texts."""
    return [label.text() for label in shown(window, Text)]


def press(window: QWidget, name: str) -> None:
    """Click the button whose accessible name begins with ``name``, once it is there."""
    wait_until(lambda: any(found.startswith(name) for found in buttons(window)))
    button(window, name).click()


def wait_until(condition: Callable[[], bool], milliseconds: int = 8000) -> None:
    """Run the event loop until ``condition`` holds. For scripts; tests have ``qtbot``."""
    loop, ticks = QEventLoop(), QTimer()
    ticks.timeout.connect(lambda: loop.quit() if condition() else None)
    QTimer.singleShot(milliseconds, loop.quit)
    ticks.start(10)
    loop.exec()
    ticks.stop()
    assert condition(), "waited in vain"


def settle(milliseconds: int = 30) -> None:
    """Let the window lay itself out."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def open_window(desk: Desk) -> MainWindow:
    """Show a window of the size that every page must fit."""
    window = MainWindow(desk)
    window.resize(1024, 700)
    window.show()
    return window
