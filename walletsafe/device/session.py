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

    def send(self, command: bytes) -> bytes:
        """Send a plain command and return the answer's data. A busy device is asked again a few times.

        Raises :class:`~walletsafe.errors.CommandRefused` for a command outside the allow-list,
        :class:`~walletsafe.errors.StatusError` for any status but 9000, and what the transport raises.
        """
        commands.check_allowed(command)
        return self._exchange_patiently(command)

    def ask_owner(self, command: bytes) -> bytes:
        """Send a plain command that the device's owner answers with a button; otherwise as :meth:`send`.

        It is sent once, whatever comes back: nobody shall learn to press the same button again and again.
        """
        commands.check_allowed(command)
        return self._data(*self._exchange(command, OWNER_TIMEOUT))

    def send_wrapped(self, inner: InnerCommand, encrypt: Callable[[bytes], bytes]) -> bytes:
        """Encrypt ``inner`` for the secure channel, send it, and return the answer still encrypted.

        The allow-list is applied here, to the plain command, because nobody can read it afterwards.
        """
        commands.check_inner_allowed(inner)
        return self._exchange_patiently(commands.wrapped(encrypt(bytes((inner,)))))

    def close(self) -> None:
        """Release the device."""
        self._transport.close()

    def _exchange_patiently(self, command: bytes) -> bytes:
        for _ in range(_BUSY_TRIES - 1):
            data, word = self._exchange(command, ANSWER_TIMEOUT)
            # The device is busy with a screen of its own. Asking again is what the vendor does.
            if word not in status.BUSY:
                return self._data(data, word)
            self._cancel.sleep(_BUSY_PAUSE)
        return self._data(*self._exchange(command, ANSWER_TIMEOUT))

    def _exchange(self, command: bytes, timeout: float) -> tuple[bytes, int]:
        answer = self._transport.exchange(command, timeout=timeout, cancel=self._cancel)
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    @staticmethod
    def _data(data: bytes, word: int) -> bytes:
        if word != status.OK:
            raise StatusError(word)
        return data
