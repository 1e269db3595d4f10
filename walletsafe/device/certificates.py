"""Verification of the attestation: a pure function over bytes.

Layout: ledgerblue 0.1.58 ``checkGenuine.py``. Curve secp256k1, ECDSA over SHA-256, DER signatures,
65-byte uncompressed keys. Known answer from a real Nano S: rsksmart/rsk-powhsm
``docs/attestation.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from walletsafe.device.lv import LvReader
from walletsafe.knowledge import IssuerKey

_ROLE_DEVICE = b"\x02"
_ROLE_DEVICE_EPHEMERAL = b"\x12"
_UNCOMPRESSED_POINT = 0x04
_POINT_SIZE = 65


@dataclass(frozen=True, slots=True)
class Certificate:
    """A key with a signature over it. ``header`` is signed too; its meaning is not published."""

    header: bytes
    public_key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Attestation:
    """What the two certificates of a handshake prove.

    ``issuer`` is the key that certified this secure element, ``None`` when none of those tried did.
    ``possession`` tells whether the device holds the certified key now: it signed both nonces.
    ``ephemeral_key`` is its 65-byte key for the channel, to be used only when both hold.
    """

    issuer: IssuerKey | None
    possession: bool
    ephemeral_key: bytes


def parse_certificate(untrusted_answer: bytes) -> Certificate:
    """Parse ``LV header, LV public key, LV signature``; more bytes may follow.

    Raises :class:`~walletsafe.errors.GarbledAnswer` when a field is cut short.
    """
    reader = LvReader(untrusted_answer)
    return Certificate(reader.take_lv(), reader.take_lv(), reader.take_lv())


def verify_attestation(
    certificate: Certificate,
    possession: Certificate,
    *,
    host_nonce: bytes,
    device_nonce: bytes,
    issuers: Iterable[IssuerKey],
) -> Attestation:
    """Check both links of the chain, the second also when the first fails.

    ``certificate`` must be signed by one of ``issuers`` over ``02 | header | device key``;
    ``possession`` by the device key over ``12 | device nonce | host nonce | ephemeral key``. Our own
    8-byte nonce keeps an old answer from being replayed.
    """
    certified = _ROLE_DEVICE + certificate.header + certificate.public_key
    issuer = next(
        (key for key in issuers if _verifies(key.public_key, certificate.signature, certified)), None
    )
    answered = _ROLE_DEVICE_EPHEMERAL + device_nonce + host_nonce + possession.public_key
    holds_key = _verifies(certificate.public_key, possession.signature, answered)
    return Attestation(issuer, holds_key and _point(possession.public_key) is not None, possession.public_key)


def _verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    key = _point(public_key)
    if key is None:
        return False
    try:
        key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _point(public_key: bytes) -> ec.EllipticCurvePublicKey | None:
    # One encoding only: a second spelling of the same key would be a byte changed without effect.
    if len(public_key) != _POINT_SIZE or public_key[0] != _UNCOMPRESSED_POINT:
        return None
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), public_key)
    except ValueError:
        return None
