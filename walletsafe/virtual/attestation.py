"""The device's side of the genuineness handshake.

Curve secp256k1, ECDSA over SHA-256, DER signatures, uncompressed 65-byte keys. Source: what
ledgerblue's ``checkGenuine.py`` sends and verifies.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from walletsafe.virtual import keys
from walletsafe.virtual.fields import pack, unpack
from walletsafe.virtual.scenario import Certificate
from walletsafe.virtual.status import Refusal, Status

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

NONCE_SIZE: Final = 8
_BATCH_SERIAL: Final = bytes(4)
# Seven bytes, as in the one published certificate; their meaning is not public.
_HEADER: Final = b"VIRTUAL"
_CERTIFIED: Final = b"\x02"
_HOST_ROOT: Final = b"\x01"
_HOST_EPHEMERAL: Final = b"\x11"
_DEVICE_EPHEMERAL: Final = b"\x12"


@dataclass(frozen=True, slots=True)
class Proof:
    """What the device shows for one run: its short-lived key (65 bytes) and the signature under it.

    ``scalar`` is that key's private half (32 bytes), or ``None`` where the device never had it.
    """

    public_key: bytes
    signature: bytes
    scalar: bytes | None


class Unit(Protocol):
    """The certified identity inside one device."""

    @property
    def certificate(self) -> bytes:
        """Length-prefixed header, public key, and the issuer's signature over 02, header and key."""
        ...

    def prove(self, device_nonce: bytes, host_nonce: bytes, /) -> Proof:
        """Sign a short-lived key together with both nonces."""
        ...


class CertifiedUnit:
    """A unit that holds its own key, certified by ``issuer``."""

    def __init__(self, issuer: EllipticCurvePrivateKey) -> None:
        self._key = keys.generate()
        public = keys.encode(self._key)
        signature = keys.sign(issuer, _CERTIFIED + _HEADER + public)
        self.certificate = pack(_HEADER) + pack(public) + pack(signature)

    def prove(self, device_nonce: bytes, host_nonce: bytes, /) -> Proof:
        """Sign a fresh key together with both nonces."""
        ephemeral = keys.generate()
        public = keys.encode(ephemeral)
        signature = keys.sign(self._key, _DEVICE_EPHEMERAL + device_nonce + host_nonce + public)
        return Proof(public, signature, keys.scalar(ephemeral))


class ReplayingUnit:
    """A copy of a certified unit that recorded one of its conversations but never had its keys."""

    def __init__(self, victim: CertifiedUnit) -> None:
        self.certificate = victim.certificate
        recorded = victim.prove(os.urandom(NONCE_SIZE), os.urandom(NONCE_SIZE))
        self._recorded = Proof(recorded.public_key, recorded.signature, None)

    def prove(self, _device_nonce: bytes, _host_nonce: bytes, /) -> Proof:
        """Show the recorded key and signature again, whatever the nonces are."""
        return self._recorded


def make_unit(certificate: Certificate) -> Unit:
    """Make a device's identity. Raises :class:`ValueError` for a device that has none."""
    if certificate is Certificate.NONE:
        raise ValueError("a device without a certificate has no identity")
    if certificate is Certificate.SELF_SIGNED:
        return CertifiedUnit(keys.generate())
    genuine = CertifiedUnit(keys.demo_issuer())
    return ReplayingUnit(genuine) if certificate is Certificate.REPLAYED else genuine


def _issuer() -> bytes:
    return keys.encode(keys.demo_issuer())


class Handshake:
    """One run of steps 2 to 7. Every step out of order is refused.

    A program introduces itself with a key it made, signed by itself. The vendor's service comes with a
    key that the issuer signed, in step 3 or, leaving that out, as the short-lived key of step 4.
    Source: ledgerblue ``checkGenuine.py`` and ``updateFirmware.py``, where the service does the latter.
    Methods raise :class:`Refusal`; what they return is the data of the answer.
    """

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._host_nonce = b""
        self._device_nonce = b""
        self.host_root = b""
        """The key that the computer introduced (65 bytes), empty before."""
        self._host_ephemeral = b""
        self._permitted = False
        self._proof: Proof | None = None

    def begin(self, untrusted_nonce: bytes) -> bytes:
        """Take the computer's nonce; give the batch serial (4 bytes) and ours (8 bytes)."""
        if len(untrusted_nonce) != NONCE_SIZE:
            raise Refusal(Status.BAD_DATA)
        self._host_nonce = untrusted_nonce
        self._device_nonce = os.urandom(NONCE_SIZE)
        return _BATCH_SERIAL + self._device_nonce

    @property
    def permitted(self) -> bool:
        """Whether the owner allowed this computer."""
        return self._permitted

    def introduce(self, untrusted_certificate: bytes) -> bool:
        """Take the computer's key; return whether the issuer signed it. The owner must still permit it."""
        self._require(bool(self._host_nonce))
        root, signature = unpack(untrusted_certificate, 2)
        vouched = keys.verifies(_issuer(), signature, _HOST_ROOT + root)
        if not vouched and not keys.verifies(root, signature, _HOST_ROOT + root):
            raise Refusal(Status.BAD_DATA)
        self.host_root = root
        return vouched

    def permit(self) -> bytes:
        """The owner allowed the key that was introduced."""
        self._permitted = True
        return b""

    def agree(self, untrusted_certificate: bytes) -> bytes:
        """Take the computer's short-lived key, signed together with both nonces.

        Where no key was introduced before, the issuer must have signed, and the owner must still permit it.
        """
        self._require(self._permitted or (bool(self._host_nonce) and not self.host_root))
        ephemeral, signature = unpack(untrusted_certificate, 2)
        message = _HOST_EPHEMERAL + self._host_nonce + self._device_nonce + ephemeral
        if not keys.verifies(self.host_root or _issuer(), signature, message):
            raise Refusal(Status.BAD_DATA if self.host_root else Status.OUT_OF_ORDER)
        try:
            keys.decode(ephemeral)
        except ValueError:
            raise Refusal(Status.BAD_DATA) from None
        self._host_ephemeral = ephemeral
        return b""

    def certificate(self) -> bytes:
        """Give the issuer's certificate over the device's key."""
        self._require(self._permitted and bool(self._host_ephemeral))
        return self._unit.certificate

    def prove(self) -> bytes:
        """Give the proof that the device holds its key now: empty header, short-lived key, signature."""
        self._require(self._permitted and bool(self._host_ephemeral))
        self._proof = self._unit.prove(self._device_nonce, self._host_nonce)
        return pack(b"") + pack(self._proof.public_key) + pack(self._proof.signature)

    def secret(self) -> bytes:
        """Give the secret of the secure channel, 32 bytes: random where the device cannot know it."""
        from walletsafe.device.channel import shared_secret

        if self._proof is None:
            raise Refusal(Status.OUT_OF_ORDER)
        if self._proof.scalar is None:
            return os.urandom(32)
        return shared_secret(self._proof.scalar, self._host_ephemeral)

    @staticmethod
    def _require(ready: bool) -> None:
        if not ready:
            raise Refusal(Status.OUT_OF_ORDER)
