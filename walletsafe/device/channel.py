"""The secure channel after the handshake: ``ledgerblue.hexLoader`` behind our own allow-list."""

from __future__ import annotations

import importlib
from typing import Any

from walletsafe.device.commands import InnerCommand
from walletsafe.device.session import Session
from walletsafe.errors import DeviceError, WalletSafeError

_SMALLEST_SEALED_ANSWER = 16 + 14
"""One AES block and the 14-byte MAC: what even an empty answer takes up when it is authenticated."""


class ChannelBroken(DeviceError):
    """An answer in the channel does not carry a valid seal, or the channel could not be opened."""

    code = "genuine.channel_failed"


class UnprovenEnd(DeviceError):
    """An empty answer came. It never carries a seal: nothing proves that the certified chip sent it.

    Source: Ledger OS dashboard, which wraps only answers that hold data.
    """

    code = "apps.list_unproven"


def supports_channel(target_id: int) -> bool:
    """Whether this device generation authenticates its answers (secure channel version 3).

    The low four bits of the target id number the channel: versions 1 and 2 have no MAC. The target
    id is the device's own word, so without a channel nothing but the bare certificate is proven.
    """
    return target_id & 0xF >= 3


def shared_secret(private_key: bytes, public_key: bytes) -> bytes:
    """Return the channel secret: SHA-256 of the compressed ECDH point, 32 bytes.

    ``private_key`` is a 32-byte scalar, ``public_key`` a 65-byte uncompressed secp256k1 point.
    Source: ledgerblue ``ecWrapper.PublicKey.ecdh``, used here as is because the common libraries
    give the x coordinate only and the sign of y goes into the hash.
    """
    wrapper: Any = importlib.import_module("ledgerblue.ecWrapper")
    secret: bytes = wrapper.PublicKey(public_key, raw=True).ecdh(private_key)
    return secret


class SecureChannel:
    """Authenticated reading from the secure element: version, and the list of apps."""

    def __init__(self, session: Session, secret: bytes) -> None:
        self._session = session
        self._loader = _hex_loader(secret)

    def read(self, inner: InnerCommand) -> bytes:
        """Return the plain answer to ``inner``.

        Raises :class:`UnprovenEnd` for an empty answer without a seal, :class:`ChannelBroken` when
        the seal is wrong, and what :meth:`Session.send_wrapped` raises.
        """
        untrusted_answer = self._session.send_wrapped(inner, self._loader.scpWrap)
        # The library hands answers of 0 and 2 bytes through unchecked, whoever sent them.
        if not untrusted_answer:
            raise UnprovenEnd
        if len(untrusted_answer) < _SMALLEST_SEALED_ANSWER:
            raise ChannelBroken
        try:
            return bytes(self._loader.scpUnwrap(untrusted_answer))
        except (WalletSafeError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001  (the library raises a bare BaseException for a wrong MAC)
            raise ChannelBroken from None


def _hex_loader(secret: bytes) -> Any:
    library: Any = importlib.import_module("ledgerblue.hexLoader")
    # An environment variable makes the library print keys and plain text.
    library.SCP_DEBUG = False
    return library.HexLoader(None, 0xE0, True, {"ecdh_secret": secret})
