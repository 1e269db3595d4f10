"""The device's end of the secure channel, as ledgerblue's ``hexLoader.HexLoader`` speaks it.

Third generation (low digit of the target id 3 or more): AES-CBC under one key and a CBC-MAC under
another, cut to its last 14 bytes; both run on through the whole conversation, in both
directions. Second generation: AES-CBC under the first half of the secret, no MAC.
"""

from __future__ import annotations

import hashlib
from typing import Final, Protocol

from walletsafe.virtual.status import Refusal, Status

_BLOCK: Final = 16
_MAC_SIZE: Final = 14
_PADDING: Final = b"\x80"
_CURVE_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


class SecureChannel(Protocol):
    """Unwraps commands and wraps answers, in the order in which they travel."""

    def unwrap(self, untrusted_data: bytes) -> bytes:
        """Return the inner command. Raises :class:`Refusal` with ``BAD_CHANNEL_DATA``."""
        ...

    def wrap(self, answer: bytes) -> bytes:
        """Return an inner answer, which may be empty, as it travels."""
        ...


def open_channel(secret: bytes, target_id: int) -> SecureChannel:
    """Open the channel of the generation that ``target_id`` names, from its 32-byte secret."""
    return _Encrypted(secret[:_BLOCK]) if target_id & 0xF == 2 else _Authenticated(secret)


class _Encrypted:
    def __init__(self, key: bytes) -> None:
        self._key = key
        self._vector = bytes(_BLOCK)

    def unwrap(self, untrusted_data: bytes) -> bytes:
        if not untrusted_data or len(untrusted_data) % _BLOCK:
            raise Refusal(Status.BAD_CHANNEL_DATA)
        padded = _cbc_decrypt(self._key, self._vector, untrusted_data)
        self._vector = untrusted_data[-_BLOCK:]
        command, mark, rest = padded.rpartition(_PADDING)
        if not mark or rest.strip(b"\0"):
            raise Refusal(Status.BAD_CHANNEL_DATA)
        return command

    def wrap(self, answer: bytes) -> bytes:
        padded = answer + _PADDING
        padded += bytes(-len(padded) % _BLOCK)
        data = _cbc_encrypt(self._key, self._vector, padded)
        self._vector = data[-_BLOCK:]
        return data


class _Authenticated:
    def __init__(self, secret: bytes) -> None:
        self._encrypted = _Encrypted(_derive_key(secret, 0))
        self._mac_key = _derive_key(secret, 1)
        self._mac_vector = bytes(_BLOCK)

    def unwrap(self, untrusted_data: bytes) -> bytes:
        body, mac = untrusted_data[:-_MAC_SIZE], untrusted_data[-_MAC_SIZE:]
        if not body or len(body) % _BLOCK or mac != self._next_mac(body):
            raise Refusal(Status.BAD_CHANNEL_DATA)
        return self._encrypted.unwrap(body)

    def wrap(self, answer: bytes) -> bytes:
        body = self._encrypted.wrap(answer)
        return body + self._next_mac(body)

    def _next_mac(self, body: bytes) -> bytes:
        self._mac_vector = _cbc_encrypt(self._mac_key, self._mac_vector, body)[-_BLOCK:]
        return self._mac_vector[-_MAC_SIZE:]


def _derive_key(secret: bytes, index: int) -> bytes:
    """Map index, retry count and secret to a point of the curve and hash it; 16 bytes."""
    from cryptography.hazmat.primitives.asymmetric import ec

    from walletsafe.virtual.keys import encode

    retry = 0
    while True:
        digest = hashlib.sha256(index.to_bytes(4, "big") + bytes([retry]) + secret).digest()
        scalar = int.from_bytes(digest, "big")
        if 0 < scalar < _CURVE_ORDER:
            point = encode(ec.derive_private_key(scalar, ec.SECP256K1()))
            return hashlib.sha256(point).digest()[:_BLOCK]
        retry += 1


def _cbc_encrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _cbc_decrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(data) + decryptor.finalize()
