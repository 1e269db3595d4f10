"""Writing down what was said to a device and what it answered, as a readable text file.

A record is ASCII text with one event per line::

    walletsafe-record 1
    REDACTED: keys, proofs and random numbers were left out.
    peer usb
    product-id 1011
    entropy redacted
    => B001000000
    <= 0105424F4C4F53...9000
    => E0500000 redacted
    <= redacted
    reopen
    product-id 1015
    error device.silent

``=>`` is a command, ``<=`` its answer with the status word, ``entropy`` random bytes for our
throw-away keys, ``reopen`` a wait for the device to come back (followed by its product id). An ``error``
with a permanent code (and the ``problem`` of garbled bytes) stands where an answer or the return failed.
``product-id -`` means that there is no USB. Lines that begin with ``#`` are comments.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from walletsafe.cancel import CancelToken
from walletsafe.errors import BrokenFile, Cancelled, TransportError
from walletsafe.transport import Peer, PeerKind, Transport
from walletsafe.transport.framing import STATUS_SIZE

FORMAT_LINE: Final = "walletsafe-record 1"
"""First line of every record: name and version of the format."""

PRIVATE: Final = "PRIVATE"
"""First word of the second line of a full record."""

REDACTED: Final = "REDACTED"
"""First word of the second line of a record from which everything identifying was left out."""

COMMAND_HEAD: Final = 4
"""Size of what a redacted command keeps: class, instruction and the two parameters."""

_NOTES: Final = {
    PRIVATE: "PRIVATE: holds the public key of one device. Do not publish.",
    REDACTED: "REDACTED: keys, proofs and random numbers were left out.",
}
# An allow-list: whatever else is ever sent, its answer may identify the device or its owner.
_HARMLESS: Final = (b"\xb0\x01", b"\xb0\xa7", b"\xe0\x01", b"\xe0\x04")


def is_private(path: Path) -> bool:
    """Whether the name of a file says that it may hold a full record: ``.private.`` in it or at its end."""
    name = path.name.lower()
    return ".private." in name or name.endswith(".private")


class RecordingPeer:
    """Any peer, with all that is said written to a file at once. :meth:`open` comes before all else.

    A full record holds the device's public key. So it is written only when the name says so
    (:func:`is_private`); any other name gets a redacted record, redacted before it reaches the disk.
    """

    def __init__(self, peer: Peer, path: Path) -> None:
        """Wrap ``peer``; the file ``path`` is made when the peer has opened.

        Raises :class:`~walletsafe.errors.BrokenFile` when it exists already.
        """
        self._peer = peer
        self._record = _Record(path)
        self._record.refuse_early()

    @property
    def failed(self) -> bool:
        """Whether the record stopped short because it could not be written any more."""
        return self._record.failed

    @property
    def kind(self) -> PeerKind:
        """The kind of the wrapped peer."""
        return self._peer.kind

    @property
    def id(self) -> str:
        """The id of the wrapped peer."""
        return self._peer.id

    @property
    def product_id(self) -> int | None:
        """The USB product id of the wrapped peer."""
        return self._peer.product_id

    def open(self, *, cancel: CancelToken) -> Transport:
        """Open the wrapped peer and start the record: one record holds one conversation.

        Raises :class:`~walletsafe.errors.BrokenFile` when the file exists or cannot be made, and what
        the wrapped peer raises; then there is no file.
        """
        transport = self._peer.open(cancel=cancel)
        try:
            self._record.create(self._peer)
        except BrokenFile:
            transport.close()
            raise
        return _RecordingTransport(transport, self._record)

    def reopen(self, *, timeout: float, cancel: CancelToken) -> Transport:
        """Reopen the wrapped peer and write down that it came back, or why not."""
        self._record.add("reopen")
        try:
            transport = self._peer.reopen(timeout=timeout, cancel=cancel)
        except (TransportError, Cancelled) as error:
            self._record.add_error(error)
            raise
        self._record.add_product_id(self._peer)
        return _RecordingTransport(transport, self._record)

    def entropy(self, size: int) -> bytes:
        """Return random bytes of the wrapped peer; a full record holds them as well."""
        random_bytes = self._peer.entropy(size)
        self._record.add_entropy(random_bytes)
        return random_bytes

    def other_programs(self) -> tuple[str, ...]:
        """The programs that hold the wrapped peer. They are not part of the record."""
        return self._peer.other_programs()


class _RecordingTransport:
    def __init__(self, transport: Transport, record: _Record) -> None:
        self._transport = transport
        self._record = record

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        self._record.add_command(command)
        try:
            answer = self._transport.exchange(command, timeout=timeout, cancel=cancel)
        except (TransportError, Cancelled) as error:
            self._record.add_error(error)
            raise
        self._record.add_answer(command, answer)
        return answer

    def close(self) -> None:
        self._transport.close()


class _Record:
    """The file. Every line is on the disk before the conversation goes on: a crash leaves a readable file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._full = is_private(path)
        self.failed = False

    def refuse_early(self) -> None:
        if os.path.lexists(self._path):
            raise self._broken("exists")
        if not self._path.absolute().parent.is_dir():
            raise self._broken("not-writable")

    def create(self, peer: Peer) -> None:
        try:
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise self._broken("exists") from None
        except OSError:
            raise self._broken("not-writable") from None
        self.add(FORMAT_LINE)
        self.add(_NOTES[PRIVATE if self._full else REDACTED])
        self.add(f"peer {peer.kind}")
        self.add_product_id(peer)
        if self.failed:
            self._path.unlink(missing_ok=True)
            raise self._broken("not-writable")

    def add_product_id(self, peer: Peer) -> None:
        self.add("product-id -" if peer.product_id is None else f"product-id {peer.product_id:04X}")

    def add_entropy(self, random_bytes: bytes) -> None:
        self.add(f"entropy {_hex(random_bytes) if self._full else 'redacted'}")

    def add_command(self, command: bytes) -> None:
        shown = self._full or _is_harmless(command)
        self.add(f"=> {_hex(command)}" if shown else f"=> {_hex(command[:COMMAND_HEAD])} redacted")

    def add_answer(self, command: bytes, answer: bytes) -> None:
        # A status word alone hides nothing, and tells why a check could not be made.
        shown = self._full or _is_harmless(command) or len(answer) == STATUS_SIZE
        self.add(f"<= {_hex(answer) if shown else 'redacted'}")

    def add_error(self, error: TransportError | Cancelled) -> None:
        problem = error.params.get("problem")
        self.add(f"error {error.code}" if problem is None else f"error {error.code} {problem}")

    def add(self, line: str) -> None:
        if self.failed:
            return
        try:
            # Not "a": a file that was taken away in the meantime must not come back without its header.
            with self._path.open("r+b") as file:
                file.seek(0, os.SEEK_END)
                file.write(f"{line}\n".encode("ascii"))
        except OSError:
            # The person waits for a verdict: the check goes on, and the record says no more.
            self.failed = True

    def _broken(self, problem: str) -> BrokenFile:
        return BrokenFile(file=self._path.name, line=0, problem=problem)


def _is_harmless(command: bytes) -> bool:
    return command[:2] in _HARMLESS


def _hex(data: bytes) -> str:
    return data.hex().upper()
