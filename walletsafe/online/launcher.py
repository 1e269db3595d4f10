"""Starts the process that makes the online check, while the program itself stays offline.

A filter that keeps a process from opening sockets survives fork and exec. So a tiny process is forked
at the program's start, before any thread and before the program is sealed; all it does is to start the
one process of the online check on request, and to pass on what that says. It ends with the program: its
pipe closes then.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import IO, BinaryIO, NoReturn, Protocol, Self, cast

from walletsafe.cancel import CancelToken
from walletsafe.device.version import Version
from walletsafe.errors import HelperFailed, TooSlow, WalletSafeError
from walletsafe.online.messages import (
    ENDED,
    FRAME_LIMIT,
    LINE_LIMIT,
    Asking,
    Request,
    Verdict,
    frame,
    parse_answer,
    unframe,
)

OVERALL_TIMEOUT = 420.0
"""Seconds for a whole check: five minutes for the owner's answer, two for the network."""

COMMAND = (sys.executable, "-E", "-P", "-m", "walletsafe.online")
"""The process of the check. Python's options: neither a variable nor the current folder may add code to it.

The user's own site folder stays, since WalletSafe may be installed there; it can add code to us as well.
"""

_KEPT = frozenset(
    {"HOME", "SYSTEMROOT", "TEMP", "TMP", "USERPROFILE"}
    | {"HTTPS_PROXY", "NO_PROXY", "https_proxy", "no_proxy"}
)
_STOP = b"stop\n"
_GRACE = 0.15
_LAST_WORDS = 2.0
_SLICE = 0.1


class OnUsb(Protocol):
    """The part of :class:`~walletsafe.transport.hid.HidPeer` that is used."""

    @property
    def place(self) -> str:
        """Where on the bus it is."""
        ...

    @property
    def product_id(self) -> int:
        """The USB product id it shows."""
        ...


@dataclass(frozen=True, slots=True)
class _Line:
    """The pipes to and from the launcher, and how to wait for its end once they are closed."""

    requests: BinaryIO
    answers: BinaryIO
    wait: Callable[[], object]


class Launcher:
    """The program's hold on its launcher. Make it first thing; leaving it as a context ends the launcher.

    Where the system cannot fork, the launcher is a process of its own from the start of the first check.
    One check at a time, on one thread.
    """

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        """Fork now; ``command`` is what it starts on request. Nothing of the network runs yet."""
        self._command = command
        self._line = _fork(command) if hasattr(os, "fork") else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the launcher, and with it a check that still runs. May be called twice."""
        line, self._line = self._line, None
        if line is None:
            return
        with suppress(OSError):
            line.requests.close()
        with suppress(ChildProcessError):
            line.wait()
        line.answers.close()

    def vendor(self, peer: OnUsb) -> VendorClient:
        """The vendor's service for a check of ``peer``."""
        return VendorClient(self, peer)

    def ask(self, request: Request, asks_owner: Callable[[bool], None], cancel: CancelToken) -> bool:
        """Have the check of ``request`` made, as :meth:`VendorClient.confirms` says."""
        cancel.raise_if_cancelled()
        if self._line is None:
            self._line = spawn(self._command)
        conversation = _Conversation(self._line, request)
        try:
            return conversation.verdict(asks_owner, cancel)
        finally:
            conversation.end()


class VendorClient:
    """The vendor's service for one device: a :class:`~walletsafe.checks.online.Vendor`."""

    def __init__(self, launcher: Launcher, peer: OnUsb) -> None:
        self._launcher = launcher
        self._peer = peer

    def confirms(self, version: Version, asks_owner: Callable[[bool], None], cancel: CancelToken) -> bool:
        """Whether the service says that the device is genuine, as the protocol in ``checks.online`` says."""
        place, product_id = self._peer.place, self._peer.product_id
        request = Request(place, product_id, version.target_id, version.se_version)
        return self._launcher.ask(request, asks_owner, cancel)


class _Conversation:
    """One check: a thread reads what the process says, so that a cancel is heard in between."""

    def __init__(self, line: _Line, request: Request) -> None:
        self._line = line
        self._said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="online-check")
        self._send(request.line())
        self._reader.start()

    def verdict(self, asks_owner: Callable[[bool], None], cancel: CancelToken) -> bool:
        deadline = time.monotonic() + OVERALL_TIMEOUT
        while time.monotonic() < deadline:
            cancel.raise_if_cancelled()
            try:
                said = self._said.get(timeout=_SLICE)
            except queue.Empty:
                continue
            match parse_answer(said):
                case Asking(asks):
                    asks_owner(asks)
                case Verdict(genuine):
                    return genuine
                case error:
                    raise error
        raise TooSlow

    def end(self) -> None:
        """Stop the process if it still runs, and wait until the launcher says that it is gone."""
        with suppress(WalletSafeError):
            self._send(_STOP)
        self._reader.join()

    def _read(self) -> None:
        while True:
            framed = self._line.answers.readline(FRAME_LIMIT)
            if framed in (b"", ENDED):
                self._said.put(b"")
                return
            self._said.put(unframe(framed))

    def _send(self, line: bytes) -> None:
        try:
            self._line.requests.write(line)
            self._line.requests.flush()
        except OSError:
            raise HelperFailed from None


def environment_for_child(own: Mapping[str, str]) -> dict[str, str]:
    """What of our environment the process gets: an allow-list.

    Above all nothing that redirects TLS (``SSL_CERT_FILE``, ``SSLKEYLOGFILE``) or adds code to Python. The
    proxy stays, since company networks need it.
    """
    return {name: value for name, value in own.items() if name in _KEPT}


def serve(requests: BinaryIO, answers: int, command: tuple[str, ...]) -> None:
    """The launcher's own life: start ``command`` for each request, stop it on demand, end with the pipe."""
    child: subprocess.Popen[bytes] | None = None
    while line := requests.readline(LINE_LIMIT):
        if line == _STOP:
            _stop(child)
        else:
            child = _start(line, _Answers(answers), command)
    _stop(child)


class _Answers:
    """What the program hears of one check. After its end nothing more: the next check has its own."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._ended = False

    def pass_on(self, untrusted_line: bytes) -> None:
        self._write(frame(untrusted_line))

    def end(self) -> None:
        self._write(ENDED)

    def _write(self, line: bytes) -> None:
        with self._lock, suppress(OSError):
            if not self._ended:
                self._ended = line == ENDED
                os.write(self._descriptor, line)


def _start(request: bytes, answers: _Answers, command: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
    try:
        child = subprocess.Popen(  # noqa: S603  (our own module, run by our own Python)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment_for_child(os.environ),
        )
    except OSError:
        answers.end()
        return None
    relay = threading.Thread(target=_relay, args=(_pipe(child.stdout), answers), daemon=True)
    relay.start()
    threading.Thread(target=_tell_end, args=(child, relay, answers), daemon=True).start()
    with suppress(OSError):
        _pipe(child.stdin).write(request)
        _pipe(child.stdin).flush()
    return child


def _stop(child: subprocess.Popen[bytes] | None) -> None:
    """Let the process close the device itself; end it if that takes too long."""
    if child is None:
        return
    with suppress(OSError):
        _pipe(child.stdin).close()
    try:
        child.wait(_GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _relay(said: BinaryIO, answers: _Answers) -> None:
    """Pass on what the process says. Its own pipe: on the program's, it could play the launcher's part."""
    with said:
        while untrusted_line := said.readline(LINE_LIMIT):
            answers.pass_on(untrusted_line)


def _tell_end(child: subprocess.Popen[bytes], relay: threading.Thread, answers: _Answers) -> None:
    child.wait()
    # Not for ever: a process that it left behind may hold the pipe.
    relay.join(_LAST_WORDS)
    answers.end()


def _pipe(stream: IO[bytes] | None) -> BinaryIO:
    return cast("BinaryIO", stream)


def _fork(command: tuple[str, ...]) -> _Line:
    request_end, requests = os.pipe()
    answers, answer_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live_as_launcher(request_end, answer_end, command)
    os.close(request_end)
    os.close(answer_end)
    return _Line(os.fdopen(requests, "wb"), os.fdopen(answers, "rb"), lambda: os.waitpid(pid, 0))


def _live_as_launcher(request_end: int, answer_end: int, command: tuple[str, ...]) -> NoReturn:
    """Let go of everything of the program but two pipes, serve, and end."""
    try:
        import fcntl

        requests = fcntl.fcntl(request_end, fcntl.F_DUPFD_CLOEXEC, 3)
        answers = fcntl.fcntl(answer_end, fcntl.F_DUPFD_CLOEXEC, 3)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(nowhere, standard)
        low, high = sorted((requests, answers))
        for first, end in ((3, low), (low + 1, high), (high + 1, os.sysconf("SC_OPEN_MAX"))):
            os.closerange(first, end)
        # A session of its own: Ctrl+C is for the program, which then tells us what to do.
        os.setsid()
        serve(os.fdopen(requests, "rb"), answers, command)
    finally:
        os._exit(0)


def spawn(command: tuple[str, ...]) -> _Line:
    """Start a launcher as a program of its own, where the system cannot fork."""
    launcher = subprocess.Popen(  # noqa: S603  (our own module, run by our own Python)
        (sys.executable, "-E", "-P", "-m", "walletsafe.online.launcher", *command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return _Line(_pipe(launcher.stdin), _pipe(launcher.stdout), launcher.wait)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.fileno(), tuple(sys.argv[1:]))
