"""Status words: the two bytes that end every answer.

Sources: ledger-secure-sdk ``include/status_words.h`` and ``io/src/os_io.c``; LedgerHQ
device-sdk-ts; ledger-live; threads of blue-loader-python (58, 61, 82, 96, 98). Where several
firmware generations answer differently for the same cause, all are listed.
"""

from __future__ import annotations

OK = 0x9000
LOCKED = frozenset({0x5515, 0x6982, 0x5303})
REFUSED_BY_OWNER = frozenset({0x5501, 0x6985})
NOT_SET_UP = frozenset({0x6D06, 0x6D07, 0x6611, 0x5502})
BUSY = frozenset({0x6901, 0x6601})
RECOVERY_MODE = frozenset({0x662F})
ASLEEP = frozenset({0x6FAA})
WRONG_TARGET = frozenset({0x6814, 0x6484})
USER_CHANNEL_REFUSED = frozenset({0x69D5})
INS_UNKNOWN = frozenset({0x6D00, 0x6D02})
CLA_UNKNOWN = frozenset({0x6E00, 0x6E01})
