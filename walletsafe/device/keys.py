"""Our throw-away keys for one check: made for it, forgotten after it."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
"""Order of secp256k1. Source: SEC 2, version 2, section 2.4.1."""

_SCALAR_SIZE = 32


class ThrowAwayKey:
    """A secp256k1 key pair made from ``entropy(32)``.

    ``public_key`` is the 65-byte uncompressed point, ``private_key`` the 32-byte scalar. Signatures
    are deterministic (RFC 6979), so that a recorded conversation repeats byte for byte.
    """

    def __init__(self, entropy: Callable[[int], bytes]) -> None:
        scalar = int.from_bytes(entropy(_SCALAR_SIZE), "big")
        while not 0 < scalar < _ORDER:
            scalar = int.from_bytes(entropy(_SCALAR_SIZE), "big")
        self._key = ec.derive_private_key(scalar, ec.SECP256K1())
        self.private_key = scalar.to_bytes(_SCALAR_SIZE, "big")
        self.public_key = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def sign(self, message: bytes) -> bytes:
        """Return the DER signature (ECDSA over SHA-256) of ``message``."""
        return self._key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
