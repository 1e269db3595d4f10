"""The mutual authentication that opens a secure channel, step by step.

Source: ledgerblue 0.1.58 ``checkGenuine.py``. Nothing here changes the device; the owner is asked
once, at the offer of our key.
"""

from __future__ import annotations

from walletsafe.device import commands
from walletsafe.device.certificates import Certificate, parse_certificate
from walletsafe.device.keys import ThrowAwayKey
from walletsafe.device.session import Session
from walletsafe.errors import GarbledAnswer

_NONCE_SIZE = 8
_BATCH_SERIAL_SIZE = 4
_ROLE_HOST = b"\x01"
_ROLE_HOST_EPHEMERAL = b"\x11"


class Handshake:
    """One run of the handshake. Call the steps in the order they stand here.

    ``host_key`` is the key the device shows its owner, ``ephemeral_key`` the channel's,
    ``host_nonce`` our 8 random bytes. ``step`` names the step that ran last, for the report.
    Every step raises :class:`~walletsafe.errors.StatusError` or a transport error.
    """

    def __init__(
        self, session: Session, host_key: ThrowAwayKey, ephemeral_key: ThrowAwayKey, host_nonce: bytes
    ) -> None:
        self._session = session
        self._host_key = host_key
        self._ephemeral_key = ephemeral_key
        self.host_nonce = host_nonce
        self.device_nonce = b""
        self.step = "start"

    def begin(self, target_id: int) -> None:
        """Name the target and exchange nonces."""
        self.step = "target"
        self._session.send(commands.validate_target(target_id))
        self.step = "nonce"
        answer = self._session.send(commands.send_nonce(self.host_nonce))
        if len(answer) < _BATCH_SERIAL_SIZE + _NONCE_SIZE:
            raise GarbledAnswer(problem="nonce-cut-short")
        self.device_nonce = answer[_BATCH_SERIAL_SIZE : _BATCH_SERIAL_SIZE + _NONCE_SIZE]

    def ask_owner(self) -> None:
        """Offer our key: the device now asks its owner, and answers only after a button press."""
        self.step = "owner"
        key = self._host_key.public_key
        signature = self._host_key.sign(_ROLE_HOST + key)
        self._session.ask_owner(commands.send_host_key(key, signature))

    def read_certificates(self) -> tuple[Certificate, Certificate]:
        """Send the ephemeral key; return the device's certificate and its proof of possession."""
        self.step = "ephemeral"
        key = self._ephemeral_key.public_key
        signature = self._host_key.sign(_ROLE_HOST_EPHEMERAL + self.host_nonce + self.device_nonce + key)
        self._session.send(commands.send_ephemeral_key(key, signature))
        self.step = "certificate"
        certificate = parse_certificate(self._session.send(commands.GET_CERTIFICATE))
        self.step = "possession"
        return certificate, parse_certificate(self._session.send(commands.GET_POSSESSION))

    def commit(self) -> None:
        """Switch the device to the secure channel. Only after both certificates were verified."""
        self.step = "commit"
        self._session.send(commands.COMMIT_CHANNEL)
