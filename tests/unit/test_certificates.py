"""Attestation, against the published one of a real Nano S."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from walletsafe import knowledge
from walletsafe.device.certificates import Attestation, Certificate, parse_certificate, verify_attestation
from walletsafe.errors import GarbledAnswer
from walletsafe.knowledge import IssuerKey

# Source: rsksmart/rsk-powhsm docs/attestation.md, a real Nano S.
HEADER = bytes.fromhex("10b48081be2028")
DEVICE_KEY = bytes.fromhex(
    "0434a28e4185e735964a36b5cd8817cbdde534f2839f04c5f998927a36f08343726de175327fa5272e3929b9c357f36f2128c92e14af359ce0e0"
    "0734d2c93f4c07"
)
SIGNATURE = bytes.fromhex(
    "30440220181d61b12165b0dd0548cb574577d9f9419a894da56e5b1323375c3b9435622a0220290a29b2a06bbd481b0d0587abadddee39c002ed"
    "7f269ac11b23917e7c5c615e"
)
CERTIFICATE = Certificate(HEADER, DEVICE_KEY, SIGNATURE)
HOST_NONCE, DEVICE_NONCE = bytes(range(8)), bytes(range(8, 16))


def vendor_key() -> IssuerKey:
    return next(key for key in knowledge.load().issuer_keys if not key.demo)


def verify(
    certificate: Certificate, possession: Certificate | None = None, *issuers: IssuerKey
) -> Attestation:
    return verify_attestation(
        certificate,
        possession or Certificate(b"", b"", b""),
        host_nonce=HOST_NONCE,
        device_nonce=DEVICE_NONCE,
        issuers=issuers or (vendor_key(),),
    )


def flips(data: bytes) -> list[bytes]:
    """Every single-byte change: lowest bit, highest bit, all bits."""
    return [
        data[:at] + bytes((data[at] ^ mask,)) + data[at + 1 :]
        for at in range(len(data))
        for mask in (0x01, 0x80, 0xFF)
    ]


def test_the_real_attestation_verifies_under_the_pinned_key() -> None:
    assert verify(CERTIFICATE).issuer == vendor_key()


def test_its_device_key_certifies_its_attestation_key() -> None:
    # The second signature of the same publication, over FF | attestation key, fits our last link too.
    attestation_key = bytes.fromhex(
        "04a4fa2b3f2efa63635011ba09980d13db35d70576b32a191a5517a223146f4477783ab9354e75b81861b5fd2148d42ebaff2d36d18e3f41be6b"
        "72cb83eebd00fd"
    )
    signature = bytes.fromhex(
        "3044022002db0c43131697d6b3a8b84996651cb7c68fddd57fd97d9eedaddf5ff991abe80220748c8f43b5e5dc6e83450857a7eb2f092cb6924e"
        "dc75f24d5b3fa158a4aea167"
    )
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), DEVICE_KEY)
    key.verify(signature, b"\xff" + attestation_key, ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("header", lambda value: Certificate(value, DEVICE_KEY, SIGNATURE)),
        ("device key", lambda value: Certificate(HEADER, value, SIGNATURE)),
        ("signature", lambda value: Certificate(HEADER, DEVICE_KEY, value)),
    ],
)
def test_one_changed_byte_of_the_real_certificate_never_verifies(
    part: str, changed: Callable[[bytes], Certificate]
) -> None:
    original = {"header": HEADER, "device key": DEVICE_KEY, "signature": SIGNATURE}[part]
    for value in flips(original):
        assert verify(changed(value)).issuer is None, (part, value.hex())


def test_one_changed_byte_of_the_issuer_key_never_verifies() -> None:
    real = vendor_key()
    for value in flips(real.public_key):
        assert verify(CERTIFICATE, None, IssuerKey("changed", value, (), demo=False)).issuer is None


class Chain:
    """A made-up issuer and device, to reach the second link."""

    def __init__(self) -> None:
        self.issuer_key = ec.generate_private_key(ec.SECP256K1())
        self.device_key = ec.generate_private_key(ec.SECP256K1())
        self.ephemeral = point(ec.generate_private_key(ec.SECP256K1()))
        self.issuer = IssuerKey("made-up", point(self.issuer_key), (), demo=False)
        device = point(self.device_key)
        self.certificate = Certificate(HEADER, device, sign(self.issuer_key, b"\x02" + HEADER + device))
        signed = b"\x12" + DEVICE_NONCE + HOST_NONCE + self.ephemeral
        self.possession = Certificate(b"", self.ephemeral, sign(self.device_key, signed))


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    return key.sign(message, ec.ECDSA(hashes.SHA256()))


def test_a_whole_chain() -> None:
    chain = Chain()
    assert verify(chain.certificate, chain.possession, chain.issuer) == Attestation(
        chain.issuer, possession=True, ephemeral_key=chain.ephemeral
    )


def test_the_second_link_is_looked_at_when_the_first_fails() -> None:
    chain = Chain()
    attestation = verify(chain.certificate, chain.possession)
    assert (attestation.issuer, attestation.possession) == (None, True)


def test_an_answer_to_other_nonces_is_no_possession() -> None:
    chain = Chain()
    for host, device in ((DEVICE_NONCE, DEVICE_NONCE), (HOST_NONCE, HOST_NONCE), (bytes(8), DEVICE_NONCE)):
        attestation = verify_attestation(
            chain.certificate, chain.possession, host_nonce=host, device_nonce=device, issuers=(chain.issuer,)
        )
        assert attestation.issuer == chain.issuer
        assert not attestation.possession


def test_one_changed_byte_of_the_possession_never_verifies() -> None:
    chain = Chain()
    for signature in flips(chain.possession.signature):
        possession = Certificate(b"", chain.ephemeral, signature)
        assert not verify(chain.certificate, possession, chain.issuer).possession
    for key in flips(chain.ephemeral):
        possession = Certificate(b"", key, chain.possession.signature)
        assert not verify(chain.certificate, possession, chain.issuer).possession


def test_an_ephemeral_key_off_the_curve_is_refused_even_when_signed() -> None:
    chain = Chain()
    off_curve = b"\x04" + bytes(64)
    possession = Certificate(
        b"", off_curve, sign(chain.device_key, b"\x12" + DEVICE_NONCE + HOST_NONCE + off_curve)
    )
    assert not verify(chain.certificate, possession, chain.issuer).possession


def test_parse_reads_three_fields_and_ignores_the_rest() -> None:
    answer = b"\x01\xaa\x02\xbb\xcc\x01\xdd" + b"rest"
    assert parse_certificate(answer) == Certificate(b"\xaa", b"\xbb\xcc", b"\xdd")


@given(st.binary(max_size=200))
def test_any_bytes_parse_or_give_our_error_and_never_verify(answer: bytes) -> None:
    try:
        certificate = parse_certificate(answer)
    except GarbledAnswer:
        return
    attestation = verify(certificate, certificate)
    assert (attestation.issuer, attestation.possession) == (None, False)
