"""One conversation with one device: the only way a command leaves this program."""

from __future__ import annotations

from collections.abc import Callable

from walletsafe.cancel import CancelToken
from walletsafe.device import commands, status
from walletsafe.device.commands import InnerCommand
from walletsafe.errors import StatusError
from walletsafe.transport import Transport

ANSWER_TIMEOUT = 6.0
"""Seconds for an answer that needs no person. Old firmware that is locked never answers at all."""

OWNER_TIMEOUT = 300.0
"""Seconds the owner may take to read the device's screen and press a button."""

_BUSY_TRIES = 5
_BUSY_PAUSE = 0.4


class Session:
    """Sends allow-listed commands over an open transport and takes status words off the answers."""

    def __init__(self, transport: Transport, cancel: CancelToken) -> None:
        self._transport = transport
        self._cancel = cancel

    def send(self, command: bytes, *, timeout: float = ANSWER_TIMEOUT) -> bytes:
        """Send a plain command and return the answer's data.

        Raises :class:`~walletsafe.errors.CommandRefused` for a command outside the allow-list,
        :class:`~walletsafe.errors.StatusError` for any status but 9000, and what the transport raises.
        """
        commands.check_allowed(command)
        return self._exchange(command, timeout)

    def send_wrapped(self, inner: InnerCommand, encrypt: Callable[[bytes], bytes]) -> bytes:
        """Encrypt ``inner`` for the secure channel, send it, and return the answer still encrypted.

        The allow-list is applied here, to the plain command, because nobody can read it afterwards.
        """
        commands.check_inner_allowed(inner)
        return self._exchange(commands.wrapped(encrypt(bytes((inner,)))), ANSWER_TIMEOUT)

    def close(self) -> None:
        """Release the device."""
        self._transport.close()

    def _exchange(self, command: bytes, timeout: float) -> bytes:
        for _ in range(_BUSY_TRIES - 1):
            data, word = self._exchange_once(command, timeout)
            # The device is busy with a screen of its own. Asking again is what the vendor does.
            if word not in status.BUSY:
                break
            self._cancel.sleep(_BUSY_PAUSE)
        else:
            data, word = self._exchange_once(command, timeout)
        if word != status.OK:
            raise StatusError(word)
        return data

    def _exchange_once(self, command: bytes, timeout: float) -> tuple[bytes, int]:
        answer = self._transport.exchange(command, timeout=timeout, cancel=self._cancel)
        return answer[:-2], int.from_bytes(answer[-2:], "big")
