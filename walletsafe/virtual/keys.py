"""Keys of virtual Ledgers on secp256k1, and the demo issuer that certifies them.

``cryptography`` is imported where it is used: listing virtual devices must stay light.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

POINT_SIZE: Final = 65
"""Size of an uncompressed public key, in bytes: the only form a Ledger takes."""

_DEMO_SEED: Final = b"WalletSafe demo issuer key, version 1: certifies virtual devices only"


@cache
def demo_issuer() -> EllipticCurvePrivateKey:
    """The private key that certifies virtual Ledgers: SHA-256 of a published sentence.

    Anyone can sign with it, on purpose: it is never accepted for a device on USB.
    """
    from cryptography.hazmat.primitives.asymmetric import ec

    scalar = int.from_bytes(hashlib.sha256(_DEMO_SEED).digest(), "big")
    return ec.derive_private_key(scalar, ec.SECP256K1())


def demo_issuer_public_hex() -> str:
    """The demo issuer's public key: 65 bytes, uncompressed point, as 130 hex digits."""
    return encode(demo_issuer()).hex()


def generate() -> EllipticCurvePrivateKey:
    """Make a fresh random key."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256K1())


def encode(key: EllipticCurvePrivateKey) -> bytes:
    """Return the public point of ``key``: 65 bytes, uncompressed."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def scalar(key: EllipticCurvePrivateKey) -> bytes:
    """Return the private scalar of ``key``: 32 bytes, big endian."""
    return key.private_numbers().private_value.to_bytes(32, "big")


def decode(untrusted_point: bytes) -> EllipticCurvePublicKey:
    """Return the key at an uncompressed point. Raises :class:`ValueError` for anything else."""
    from cryptography.hazmat.primitives.asymmetric import ec

    if len(untrusted_point) != POINT_SIZE:
        raise ValueError("not an uncompressed point")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), untrusted_point)


def sign(key: EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Sign ``message`` with ECDSA over SHA-256; DER."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    return key.sign(message, ec.ECDSA(hashes.SHA256()))


def verifies(untrusted_point: bytes, untrusted_signature: bytes, message: bytes) -> bool:
    """Whether a DER signature over ``message`` holds under an uncompressed public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        decode(untrusted_point).verify(untrusted_signature, message, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True
