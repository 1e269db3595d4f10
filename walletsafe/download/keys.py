"""Keys that sign lists of checksums: which are trusted, and did one of them sign this list?

ECDSA on secp256k1 over SHA-256, signatures in DER, either half of S. Source: LedgerHQ/ledger-live,
apps/ledger-live-desktop/src/main/updater/sslHelper.ts at 2afa6442, which makes S small before it verifies,
and createAppUpdater.ts at 346504f1 for the way from one key to the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from walletsafe.download import known
from walletsafe.errors import BrokenFile
from walletsafe.files import read_bounded

_MOST_KEYS = 64
_KEY_LIMIT = 16 * 1024
"""The most keys read from a folder, and the most bytes of a key or a signature."""


class Trust(Enum):
    """Why a key is trusted, if it is."""

    PINNED = "pinned"
    CHAINED = "chained"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """A public key. ``fingerprint`` is SHA-256 of its PEM text, in hex, as Ledger names keys."""

    fingerprint: str
    trust: Trust
    public_key: ec.EllipticCurvePublicKey

    def verifies(self, untrusted_signature: bytes, data: bytes) -> bool:
        """Whether this key made the DER signature over ``data``."""
        try:
            self.public_key.verify(untrusted_signature, data, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


def parse(untrusted_pem: bytes, trust: Trust) -> Key:
    """Read a key in PEM. Raise ``ValueError`` for anything but a public key on secp256k1."""
    try:
        key = load_pem_public_key(untrusted_pem)
    except UnsupportedAlgorithm as error:
        raise ValueError from error
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256K1):
        return Key(sha256(untrusted_pem).hexdigest(), trust, key)
    raise ValueError


def pinned() -> tuple[Key, ...]:
    """The keys that are built in."""
    return tuple(parse(key.pem.encode(), Trust.PINNED) for key in known.load().keys)


def with_folder(trusted: tuple[Key, ...], folder: Path) -> tuple[Key, ...]:
    """Return ``trusted`` and the keys of ``folder``, each trusted only where the chain reaches it.

    A key joins with its file ``NAME.pem`` and ``NAME.pem.sig``, a signature over that file by a key that is
    trusted already. Its name counts for nothing: Ledger's updater asks for the next key under the fingerprint
    of the one before. Raises :class:`~walletsafe.errors.BrokenFile` for a folder or key that cannot be read.
    """
    waiting = [_from_file(path) for path in _key_files(folder)]
    keys = list(trusted)
    while joined := [(key, pem, sig) for key, pem, sig in waiting if signer_of(sig, pem, keys)]:
        keys += [Key(key.fingerprint, Trust.CHAINED, key.public_key) for key, _, _ in joined]
        waiting = [entry for entry in waiting if entry not in joined]
    return (*keys, *(key for key, _, _ in waiting))


def signer_of(untrusted_signature: bytes, data: bytes, keys: Iterable[Key]) -> Key | None:
    """The first of ``keys`` that made this signature over ``data``."""
    return next((key for key in keys if key.verifies(untrusted_signature, data)), None)


def _key_files(folder: Path) -> list[Path]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".pem")
    except OSError:
        raise BrokenFile(file=folder.name, line=0, problem="not-a-folder") from None
    if not files:
        raise BrokenFile(file=folder.name, line=0, problem="no-key")
    if len(files) > _MOST_KEYS:
        raise BrokenFile(file=folder.name, line=0, problem="too-large")
    return files


def _from_file(path: Path) -> tuple[Key, bytes, bytes]:
    """The key in ``path``, its text, and the signature that lies beside it, empty where there is none."""
    pem = read_bounded(path, _KEY_LIMIT)
    signature = path.with_name(f"{path.name}.sig")
    try:
        key = parse(pem, Trust.UNKNOWN)
    except ValueError:
        raise BrokenFile(file=path.name, line=0, problem="not-a-key") from None
    return key, pem, read_bounded(signature, _KEY_LIMIT) if signature.exists() else b""
