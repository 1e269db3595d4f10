"""The list of installed apps, as the secure channel gives it.

Layout: ledgerblue ``hexLoader.py`` ``listApp`` and device-sdk-ts ``ListAppsCommand.ts``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

from walletsafe.device.lv import LvReader
from walletsafe.errors import GarbledAnswer
from walletsafe.redact import clean_name

_LIST_FORMAT = 0x01
_HASH_SIZE = 32


class AppFlags(IntFlag):
    """The flags of an installed app that matter for trust.

    Source: ledger-secure-sdk ``include/appflags.h``. ``ISSUER`` moved from bit 0 (Nano S and Blue) to
    bit 14; on newer systems bit 0 is an ordinary permission.
    """

    OLD_ISSUER = 0x0001
    SIGNED = 0x0004
    REPLACES_UI = 0x0008
    CUSTOM_CA = 0x0400
    ISSUER = 0x4000


_OLD_FAMILIES = frozenset({0x3100, 0x3101, 0x3110})
"""High halves of the target ids of Blue and Nano S."""


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """One installed app. ``name`` is foreign text, already cleaned for showing."""

    name: str
    flags: int

    def has(self, flag: AppFlags) -> bool:
        """Whether ``flag`` is set."""
        return bool(self.flags & flag)

    def sideloaded(self, target_id: int) -> bool:
        """Whether neither the vendor nor a custom certificate vouches for it.

        The system's own dashboard warns about an app by the same rule.
        """
        vouched = AppFlags.SIGNED | AppFlags.CUSTOM_CA | AppFlags.ISSUER
        if target_id >> 16 in _OLD_FAMILIES:
            vouched |= AppFlags.OLD_ISSUER
        return not self.flags & vouched


def parse_app_page(untrusted_page: bytes) -> tuple[InstalledApp, ...]:
    """Parse one page of the list; an empty page ends it.

    Current format: ``01``, then per app ``[size][blocks u16][flags u16][code hash 32][full hash 32]
    [LV name]``; before it, no ``01`` and per app ``[size][LV name][flags u32][hash 32]``. Firmware
    generations disagree whether ``size`` counts itself, so it is passed over, as the vendor's
    client does. Raises :class:`~walletsafe.errors.GarbledAnswer`.
    """
    reader = LvReader(untrusted_page)
    if not reader.remaining:
        return ()
    current = reader.remaining[0] == _LIST_FORMAT
    if current:
        reader.take(1)
    apps: list[InstalledApp] = []
    while reader.remaining:
        reader.take(1)
        apps.append(_parse_entry(reader) if current else _parse_old_entry(reader))
    return tuple(apps)


def _parse_entry(reader: LvReader) -> InstalledApp:
    flags = int.from_bytes(reader.take(4), "big") & 0xFFFF
    reader.take(2 * _HASH_SIZE)
    return InstalledApp(_name(reader), flags)


def _parse_old_entry(reader: LvReader) -> InstalledApp:
    name = _name(reader)
    flags = int.from_bytes(reader.take(4), "big")
    reader.take(_HASH_SIZE)
    return InstalledApp(name, flags)


def _name(reader: LvReader) -> str:
    untrusted_name = reader.take_lv()
    if not untrusted_name:
        raise GarbledAnswer(problem="app-without-name")
    return clean_name(untrusted_name.decode("utf-8", "replace"))
