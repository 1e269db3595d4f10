"""Playing back a record (see :mod:`walletsafe.transport.record`) as if its device were attached."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from walletsafe.cancel import CancelToken
from walletsafe.errors import (
    BrokenFile,
    Cancelled,
    OpenFailed,
    RecordEnded,
    RecordRedacted,
    TransportError,
)
from walletsafe.files import read_bounded
from walletsafe.transport import PeerKind
from walletsafe.transport.framing import MESSAGE_LIMIT, STATUS_SIZE
from walletsafe.transport.record import COMMAND_HEAD, FORMAT_LINE, PRIVATE, REDACTED

SIZE_LIMIT: Final = 4 * 1024 * 1024
"""Largest record that is read, in bytes."""

_LINE: Final = re.compile(r"(=>|<=|peer|product-id|entropy|reopen|error)(?: (\S+))?(?: (\S+))?")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_PROBLEM: Final = re.compile(r"[a-z-]{0,40}")
_PRODUCT_ID_SIZE: Final = 2
_ERRORS: Final[dict[str, type[TransportError | Cancelled]]] = {
    **{error.code: error for error in (*TransportError.__subclasses__(), *OpenFailed.__subclasses__())},
    Cancelled.code: Cancelled,
}
_PEERS: Final = tuple(kind.value for kind in PeerKind)
# What the sentences of some errors name was not written down: it belongs to the other computer.
_LEFT_OUT: Final = {"where": "record", "address": "record", "program": ""}


@dataclass(frozen=True, slots=True)
class _Failure:
    """An error that was met; ``problem`` is empty save for garbled bytes."""

    code: str
    problem: str

    def error(self) -> TransportError | Cancelled:
        return _ERRORS[self.code](problem=self.problem, **_LEFT_OUT)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """``command`` is only its head where ``whole`` is false; ``reply`` is ``None`` where it was left out."""

    command: bytes
    whole: bool
    reply: bytes | _Failure | None

    def answers(self, command: bytes) -> bool:
        return self.command == (command if self.whole else command[:COMMAND_HEAD])


@dataclass(frozen=True, slots=True)
class _Reopening:
    """The device came back under a product id (``None``: no USB), or did not."""

    result: int | _Failure | None


@dataclass(frozen=True, slots=True)
class _Script:
    """A whole record. ``entropy`` is ``None`` in a redacted one."""

    product_id: int | None
    entropy: tuple[bytes, ...] | None
    steps: tuple[_Exchange | _Reopening, ...]


class ReplayPeer:
    """A recorded device. Answers at once, and only to the commands that were recorded, in their order."""

    def __init__(self, script: _Script) -> None:
        """Made by :func:`load`."""
        self._script = script
        self._rewind()

    @property
    def kind(self) -> PeerKind:
        """Always ``REPLAY``, whatever was recorded: it is marked DEMO."""
        return PeerKind.REPLAY

    @property
    def id(self) -> str:
        """Always ``replay``."""
        return "replay"

    @property
    def product_id(self) -> int | None:
        """The USB product id that was recorded; it may be another one after :meth:`reopen`."""
        return self._product_id

    def open(self, *, cancel: CancelToken) -> ReplayTransport:
        """Start the record from its beginning."""
        cancel.raise_if_cancelled()
        self._rewind()
        return ReplayTransport(self)

    def reopen(self, *, timeout: float, cancel: CancelToken) -> ReplayTransport:
        """Go on after a recorded return of the device.

        Raises the recorded error, or :class:`~walletsafe.errors.RecordEnded` where none is recorded.
        """
        cancel.raise_if_cancelled()
        step = self._next_step()
        if not isinstance(step, _Reopening):
            raise RecordEnded
        self._position += 1
        if isinstance(step.result, _Failure):
            raise step.result.error()
        self._product_id = step.result
        return ReplayTransport(self)

    def entropy(self, size: int) -> bytes:
        """Return the recorded random bytes, so that our commands repeat byte for byte.

        A redacted record has none and gets fresh ones. Raises
        :class:`~walletsafe.errors.RecordEnded` when the record holds no ``size`` bytes next.
        """
        if self._script.entropy is None:
            return os.urandom(size)
        random_bytes = next(self._entropy, b"")
        if len(random_bytes) != size:
            raise RecordEnded
        return random_bytes

    def other_programs(self) -> tuple[str, ...]:
        """None: a record has no device."""
        return ()

    def answer(self, command: bytes) -> bytes:
        """Return the recorded answer to ``command``; errors as :meth:`ReplayTransport.exchange` says."""
        step = self._next_step()
        if not isinstance(step, _Exchange) or not step.answers(command):
            raise RecordEnded
        self._position += 1
        if step.reply is None:
            raise RecordRedacted
        if isinstance(step.reply, _Failure):
            raise step.reply.error()
        return step.reply

    def _next_step(self) -> _Exchange | _Reopening | None:
        steps = self._script.steps
        return steps[self._position] if self._position < len(steps) else None

    def _rewind(self) -> None:
        self._position = 0
        self._product_id = self._script.product_id
        self._entropy: Iterator[bytes] = iter(self._script.entropy or ())


class ReplayTransport:
    """A :class:`~walletsafe.transport.Transport` that reads from a record."""

    def __init__(self, peer: ReplayPeer) -> None:
        """Made by :class:`ReplayPeer`."""
        self._peer = peer

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        """Return the recorded answer.

        Raises the recorded error; :class:`~walletsafe.errors.RecordRedacted` where the answer was
        left out; :class:`~walletsafe.errors.RecordEnded` where the record says nothing about ``command``.
        """
        cancel.raise_if_cancelled()
        return self._peer.answer(command)

    def close(self) -> None:
        """Nothing to release."""


def load(path: Path) -> ReplayPeer:
    """Read a record.

    Raises :class:`~walletsafe.errors.BrokenFile` as :func:`walletsafe.files.read_bounded`, or with the name
    of the file, the line (0: the whole file) and one of the problems ``not-text``, ``not-a-record``,
    ``unknown-version``, ``bad-header``, ``unknown-line``, ``bad-hex``, ``bad-value`` and ``out-of-order``.
    """
    untrusted_data = read_bounded(path, SIZE_LIMIT)
    reader = _Reader(path.name)
    try:
        untrusted_text = untrusted_data.decode("ascii")
    except UnicodeDecodeError:
        raise reader.broken("not-text") from None
    return ReplayPeer(reader.read(untrusted_text.splitlines()))


@dataclass(frozen=True, slots=True)
class _Line:
    """One event: its place in the file, its name and up to two words."""

    number: int
    name: str
    first: str
    second: str


class _Reader:
    """Strict, line after line, forwards only."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._number = 0
        self._full = False
        self._lines: Iterator[_Line] = iter(())

    def broken(self, problem: str) -> BrokenFile:
        """The error for the line that was read last."""
        return BrokenFile(file=self._file, line=self._number, problem=problem)

    def read(self, untrusted_lines: list[str]) -> _Script:
        self._read_format(untrusted_lines)
        self._lines = self._split(untrusted_lines)
        if self._expect("peer").first not in _PEERS:
            raise self.broken("bad-value")
        product_id = self._product_id(self._expect("product-id"))
        entropy: list[bytes] = []
        steps: list[_Exchange | _Reopening] = []
        for line in self._lines:
            if line.name == "entropy":
                entropy.append(self._random_bytes(line))
            elif (step := self._step(line)) is not None:
                steps.append(step)
        return _Script(product_id, tuple(entropy) if self._full else None, tuple(steps))

    def _read_format(self, untrusted_lines: list[str]) -> None:
        first, second, *_ = (*untrusted_lines, "", "")
        self._number = 1
        if first != FORMAT_LINE:
            known = first.startswith(FORMAT_LINE.split()[0] + " ")
            raise self.broken("unknown-version" if known else "not-a-record")
        self._number = 2
        privacy = second.partition(":")[0]
        if privacy not in (PRIVATE, REDACTED):
            raise self.broken("bad-header")
        self._full = privacy == PRIVATE

    def _split(self, untrusted_lines: list[str]) -> Iterator[_Line]:
        for number, untrusted_line in enumerate(untrusted_lines[2:], start=3):
            self._number = number
            if not untrusted_line or untrusted_line.startswith("#"):
                continue
            match = _LINE.fullmatch(untrusted_line)
            if match is None:
                raise self.broken("unknown-line")
            yield _Line(number, *match.groups(""))

    def _expect(self, name: str) -> _Line:
        line = next(self._lines, None)
        if line is None or line.name != name:
            raise self.broken("bad-header")
        return line

    def _step(self, line: _Line) -> _Exchange | _Reopening | None:
        """The step that begins with ``line``; ``None`` where the record breaks off before its second line."""
        if line.name == "reopen":
            return self._reopening(next(self._lines, None))
        if line.name == "=>":
            whole = not line.second
            command = self._bytes(line.first)
            if not whole and (line.second != "redacted" or len(command) > COMMAND_HEAD):
                raise self.broken("bad-value")
            return self._exchange(command, whole, next(self._lines, None))
        raise self.broken("out-of-order")

    def _reopening(self, line: _Line | None) -> _Reopening | None:
        if line is None:
            return None
        if line.name not in ("product-id", "error"):
            raise self.broken("out-of-order")
        return _Reopening(self._failure(line) if line.name == "error" else self._product_id(line))

    def _exchange(self, command: bytes, whole: bool, line: _Line | None) -> _Exchange | None:
        if line is None:
            return None
        if line.name == "error":
            return _Exchange(command, whole, self._failure(line))
        if line.name != "<=":
            raise self.broken("out-of-order")
        if line.first == "redacted":
            return _Exchange(command, whole, None)
        answer = self._bytes(line.first)
        if len(answer) < STATUS_SIZE:
            raise self.broken("bad-value")
        return _Exchange(command, whole, answer)

    def _random_bytes(self, line: _Line) -> bytes:
        if self._full == (line.first == "redacted"):
            raise self.broken("bad-value")
        return self._bytes(line.first) if self._full else b""

    def _failure(self, line: _Line) -> _Failure:
        if line.first not in _ERRORS or not _PROBLEM.fullmatch(line.second):
            raise self.broken("bad-value")
        return _Failure(line.first, line.second)

    def _product_id(self, line: _Line) -> int | None:
        if line.first == "-":
            return None
        product_id = self._bytes(line.first)
        if len(product_id) != _PRODUCT_ID_SIZE:
            raise self.broken("bad-value")
        return int.from_bytes(product_id, "big")

    def _bytes(self, untrusted_hex: str) -> bytes:
        if not _HEX.fullmatch(untrusted_hex) or len(untrusted_hex) > 2 * MESSAGE_LIMIT:
            raise self.broken("bad-hex")
        return bytes.fromhex(untrusted_hex)
