"""A release as Ledger publishes one, with keys and files of the tests' own. All of it is synthetic."""

from __future__ import annotations

from hashlib import sha256, sha512
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from walletsafe.download import keys
from walletsafe.download.judge import Files
from walletsafe.download.keys import Key, Trust

ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
"""The order of secp256k1. Source: SEC 2, section 2.4.1."""

APP_IMAGE = b"\x7fELF\x02\x01\x01\x00AI\x02" + b"synthetic installer\n" * 40
WINDOWS = b"MZ" + b"synthetic installer for another system\n" * 30


class Signer:
    """A key pair that signs as Ledger does."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256K1())
        public = self._private.public_key()
        self.pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def fingerprint(self) -> str:
        return sha256(self.pem).hexdigest()

    def key(self, trust: Trust = Trust.PINNED) -> Key:
        return keys.parse(self.pem, trust)

    def sign(self, data: bytes, *, high_s: bool = False) -> bytes:
        """A DER signature over ``data``, in the half of S that is asked for."""
        r, s = decode_dss_signature(self._private.sign(data, ec.ECDSA(hashes.SHA256())))
        return encode_dss_signature(r, max(s, ORDER - s) if high_s else min(s, ORDER - s))


class Release:
    """Installers for two systems, their list and its signature, in ``folder``."""

    def __init__(
        self, folder: Path, signer: Signer, version: str = "4.21.0", start: str = "ledger-live-desktop"
    ) -> None:
        self.folder = folder
        self.installer = folder / f"{start}-{version}-linux-x86_64.AppImage"
        self.installer.write_bytes(APP_IMAGE + version.encode())
        self.windows = folder / f"{start}-{version}-win-x64.exe"
        self.windows.write_bytes(WINDOWS + version.encode())
        self.sums = folder / f"{start}-{version}.sha512sum"
        self.signature = folder / f"{start}-{version}.sha512sum.sig"
        files = (self.installer, self.windows)
        self.sums.write_text(
            "".join(f"{sha512(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
        )
        self.sign(signer)

    @property
    def files(self) -> Files:
        return Files(self.installer, self.sums, self.signature)

    def sign(self, signer: Signer, *, high_s: bool = False) -> None:
        self.signature.write_bytes(signer.sign(self.sums.read_bytes(), high_s=high_s))


def add_key(folder: Path, new: Signer, old: Signer, name: str = "") -> None:
    """Put a key into a folder, signed by the one before, whose fingerprint names it, or else ``name``."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name or old.fingerprint}.pem"
    path.write_bytes(new.pem)
    path.with_name(f"{path.name}.sig").write_bytes(old.sign(new.pem))
