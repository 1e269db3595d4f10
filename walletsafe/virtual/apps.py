"""The list of installed apps, in parts, as a Ledger sends it plain and inside the secure channel."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from walletsafe.virtual.fields import pack
from walletsafe.virtual.scenario import App

_FORMAT: Final = b"\x01"
_APPS_IN_PART: Final = 2
_BLOCKS: Final = 19


def list_parts(apps: Sequence[App]) -> list[bytes]:
    """Return the answers of one listing, two apps a part; the last one is empty and ends the list.

    Layout of a part: format byte 01, then entries: own size (1), blocks (2), flags (2), code hash
    (32), full hash (32), length-prefixed name. Source: device-sdk-ts ``ListAppsCommand.ts`` and its
    answers recorded from a Nano X.
    """
    entries = [_entry(app) for app in apps]
    parts = [
        _FORMAT + b"".join(entries[start : start + _APPS_IN_PART])
        for start in range(0, len(entries), _APPS_IN_PART)
    ]
    return [*parts, b""]


def _entry(app: App) -> bytes:
    code_hash = hashlib.sha256(f"demo code {app.name} {app.version}".encode()).digest()
    full_hash = hashlib.sha256(f"demo app {app.name} {app.version}".encode()).digest()
    entry = _BLOCKS.to_bytes(2, "big") + app.flags.to_bytes(2, "big") + code_hash + full_hash
    entry += pack(app.name.encode())
    # The size counts its own byte too.
    return bytes([len(entry) + 1]) + entry
