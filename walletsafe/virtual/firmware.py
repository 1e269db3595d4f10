"""What a virtual Ledger says about itself: the answer to GET_VERSION of every generation."""

from __future__ import annotations

from dataclasses import dataclass

from walletsafe.virtual.fields import pack


@dataclass(frozen=True, slots=True)
class Firmware:
    """The fields of the version answer; ``None`` or empty where a generation does not send one.

    ``target_id`` is the target as it answers now, a bootloader's own in the bootloader. ``mcu`` may
    end in a NUL, as old Nano S firmware sends it. ``flags`` are four bytes, ``mcu_hash`` 32; the
    last four fields are one byte each. Source: ledger-live ``parseGetVersionResponse.ts``,
    device-sdk-ts ``GetOsVersionCommand.ts``, ledgerctl ``ledgerwallet/utils.py``.
    """

    target_id: int
    se_version: str
    flags: bytes
    mcu: str
    mcu_hash: bytes = b""
    bootloader: str = ""
    hardware: int | None = None
    language: int | None = None
    recover: int | None = None
    recovery_key: int | None = None

    def version_answer(self, se_version: str | None = None) -> bytes:
        """Return the answer of the running system; ``se_version`` takes the place of its version."""
        version = self.se_version if se_version is None else se_version
        answer = self.target_id.to_bytes(4, "big") + _text(version) + pack(self.flags) + _text(self.mcu)
        if self.mcu_hash:
            answer += pack(self.mcu_hash)
        if self.bootloader:
            answer += _text(self.bootloader)
        tail = (self.hardware, self.language, self.recover, self.recovery_key)
        return answer + b"".join(pack(bytes([value])) for value in tail if value is not None)

    def bootloader_answer(self) -> bytes:
        """Return the answer of the microcontroller's bootloader: target, version, flags."""
        return self.target_id.to_bytes(4, "big") + _text(self.bootloader) + pack(self.flags)


def _text(value: str) -> bytes:
    return pack(value.encode("ascii"))
