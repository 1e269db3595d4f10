"""Status words that a virtual Ledger answers with, and the way to refuse a command with one."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """The last two bytes of an answer.

    Source: ledger-secure-sdk ``include/status_words.h``; device-sdk-ts command errors; ledgerctl;
    for ``CHANNEL_NOT_PERMITTED`` blue-loader-python issues 58, 61, 68 and 82.
    """

    OK = 0x9000
    REFUSED_BY_OWNER = 0x5501
    LOCKED = 0x5515
    NO_LIST_BEGUN = 0x6624
    RECOVERY_MODE = 0x662F
    WRONG_LENGTH = 0x6700
    BAD_CHANNEL_DATA = 0x6802
    WRONG_TARGET = 0x6814
    OUT_OF_ORDER = 0x6985
    CHANNEL_NOT_PERMITTED = 0x69D5
    BAD_DATA = 0x6A80
    UNKNOWN_INSTRUCTION = 0x6D00
    NOT_SET_UP = 0x6D06
    UNKNOWN_CLASS = 0x6E00

    @property
    def trailer(self) -> bytes:
        """The status as it ends an answer: two bytes, big endian."""
        return self.to_bytes(2, "big")


class Refusal(Exception):
    """A command is answered with a status other than OK. Never leaves ``walletsafe.virtual``."""

    def __init__(self, status: Status) -> None:
        self.status = status
        super().__init__(status.name)
