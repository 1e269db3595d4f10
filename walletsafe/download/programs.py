"""Is this the installer, or the program that comes out of it?"""

from __future__ import annotations

from walletsafe.download import known

_ELF = b"\x7fELF"
_APP_IMAGE = (b"AI\x01", b"AI\x02")
"""At byte 8 of an ELF file, where an AppImage says that it is one. Source: AppImage specification 1 and 2."""
_MACH_O = tuple(
    bytes.fromhex(magic) for magic in ("feedface", "cefaedfe", "feedfacf", "cffaedfe", "cafebabe", "bebafeca")
)
"""Source: mach-o/loader.h and mach-o/fat.h of macOS. Ledger's installers for macOS are disk images."""


def is_bare_program(name: str, head: bytes) -> bool:
    """Whether a file is a program as it lies on a computer once it is installed.

    On Linux and macOS its first bytes tell: installers are AppImages and disk images. On Windows both are the
    same kind of file, and the name has to tell.
    """
    if name in known.load().programs:
        return True
    return head.startswith(_MACH_O) or (head.startswith(_ELF) and head[8:11] not in _APP_IMAGE)
