"""The answer to GET_VERSION, for every firmware generation.

Layout and vectors: LedgerHQ ledger-live ``parseGetVersionResponse.ts``, ledger-live-common
``getDeviceInfo.ts`` tests, ledgerctl ``utils.py``. All of it is the device's own word: it is
evidence only when read inside the authenticated channel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntFlag

from walletsafe.device.lv import LvReader
from walletsafe.errors import GarbledAnswer
from walletsafe.redact import preflight

_PRINTABLE_VERSION = re.compile(r"[0-9A-Za-z.+_-]{0,32}")
_MCU_HASH_SIZE = 32
_NANO_X_TARGET = 0x33000004


class Flags(IntFlag):
    """First flags byte. Sources: ledger-secure-sdk ``include/os_id.h``, ledgerctl ``utils.py``."""

    RECOVERY_MODE = 0x01
    MCU_SIGNED = 0x02
    ONBOARDED = 0x04
    ISSUER_TRUSTED = 0x08
    CUSTOM_CA_TRUSTED = 0x10
    PERSONALISED = 0x20
    FACTORY_FILLED = 0x40
    PIN_VALIDATED = 0x80


@dataclass(frozen=True, slots=True)
class Version:
    """What a device says about itself.

    ``target_id`` has 32 bits. ``flags`` is the raw field; only when it has four bytes are its bits
    to be trusted. Tail fields that a firmware does not send are ``None``; bytes that no known
    layout explains stay in ``unread``.
    """

    target_id: int
    se_version: str = "0.0.0"
    flags: bytes = b""
    mcu_version: str = ""
    mcu_hash: bytes | None = None
    bootloader_version: str | None = None
    hardware_version: int | None = None
    language: int | None = None
    recover_state: bytes | None = None
    recovery_key_state: bytes | None = None
    unread: bytes = b""

    @property
    def bootloader(self) -> bool:
        """Whether a bootloader answered: only the operating system has target ids 0x3......."""
        return self.target_id >> 28 != 0x3

    @property
    def updater(self) -> bool:
        """Whether the firmware updater (OSU) answered."""
        return "-osu" in self.se_version

    def has(self, flag: Flags) -> bool | None:
        """Whether ``flag`` is set, or ``None`` where this answer has no trustworthy flags."""
        return bool(self.flags[0] & flag) if len(self.flags) == 4 else None


def parse_version(untrusted_answer: bytes) -> Version:
    """Parse an answer to GET_VERSION, its status word already removed.

    Raises :class:`~walletsafe.errors.GarbledAnswer` when the mandatory part is malformed. Nothing in
    the tail is mandatory: what does not fit is kept in ``unread``.
    """
    reader = LvReader(untrusted_answer)
    target_id = int.from_bytes(reader.take(4), "big")
    if target_id >> 28 != 0x3:
        return _parse_bootloader(target_id, reader)
    if not reader.remaining:
        return Version(target_id)
    se_version = _text(reader.take_lv())
    if not se_version:
        return Version(target_id, unread=reader.remaining)
    flags = reader.take_lv()
    mcu_version = _text(reader.take_lv())
    return _parse_tail(Version(target_id, se_version, flags, mcu_version), reader)


def _parse_bootloader(target_id: int, reader: LvReader) -> Version:
    # Old MCU bootloaders (0.6 to 0.11) follow their version with bytes that are no LV at all, and
    # Nano S 1.3.1 sends the bare target id: all of that is legal.
    bootloader_version = _text(reader.take_lv()) if reader.remaining else None
    return Version(target_id, bootloader_version=bootloader_version, unread=reader.remaining)


def _parse_tail(head: Version, reader: LvReader) -> Version:
    fields = _tail_fields(reader)
    unread = reader.remaining
    mcu_hash = bootloader_version = hardware_version = None
    # The field after the MCU version is its hash on Nano S 1.4 to 1.6, the bootloader's version on
    # everything newer; only the length tells them apart.
    if fields:
        first = fields.pop(0)
        if len(first) == _MCU_HASH_SIZE:
            mcu_hash = first
        else:
            bootloader_version = _text(first)
    if head.target_id == _NANO_X_TARGET and fields and len(fields[0]) == 1:
        hardware_version = fields.pop(0)[0]
    language = fields.pop(0)[0] if fields and len(fields[0]) == 1 else None
    recover_state = fields.pop(0) if fields else None
    recovery_key_state = fields.pop(0) if fields else None
    unexplained = b"".join(bytes((len(field),)) + field for field in fields)
    return Version(
        head.target_id,
        head.se_version,
        head.flags,
        head.mcu_version,
        mcu_hash,
        bootloader_version,
        hardware_version,
        language,
        recover_state,
        recovery_key_state,
        unexplained + unread,
    )


def _tail_fields(reader: LvReader) -> list[bytes]:
    fields: list[bytes] = []
    while reader.remaining:
        try:
            fields.append(reader.take_lv())
        except GarbledAnswer:
            break
    return fields


def _text(untrusted_field: bytes) -> str:
    # Old Nano S firmware ends its MCU version with a NUL.
    text = untrusted_field.rstrip(b"\0").decode("latin-1")
    # A device could put an address or a key here, to get it shown and saved.
    if not _PRINTABLE_VERSION.fullmatch(text) or preflight(text):
        raise GarbledAnswer(problem="version-not-text")
    return text
