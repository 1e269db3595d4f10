r"""Takes an mbox file apart into its mails, one after another.

Each mail is preceded by a line ``From SENDER DATE`` (RFC 4155). Programs differ in how they keep such a line
in a text from being taken for one (``>From``), and many do not care: so it counts only at the start of the
file or behind an empty line, with a time of day and a year in it, and before the first header of a mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from walletsafe.errors import BrokenFile
from walletsafe.message.mail import LONGEST_MAIL

_SEPARATOR = re.compile(rb"From [^\r\n]{0,400}\b\d\d?:\d\d[^\r\n]{0,40}\b\d{4}\b[^\r\n]{0,40}\r?\n")
_HEADER = re.compile(rb">?[!-9;-~]{1,80}:")
_LONGEST_LINE = 64 << 10


def looks_like_mbox(untrusted_start: bytes) -> bool:
    """Whether a file that begins like this (some hundred bytes) is an mbox file."""
    separator = _SEPARATOR.match(untrusted_start)
    return bool(separator and _HEADER.match(untrusted_start, separator.end()))


def split_mbox(path: Path) -> Iterator[bytes]:
    """Yield the mails in the mbox file ``path`` as they stand there, without the line before each.

    Only one is in memory at a time. Raise :class:`~walletsafe.errors.BrokenFile` where the file cannot be
    read, or a mail in it is longer than :data:`~walletsafe.message.mail.LONGEST_MAIL`.
    """
    try:
        with path.open("rb") as file:
            yield from split(path.name, file)
    except OSError:
        raise BrokenFile(file=path.name, line=0, problem="not-readable") from None


def split(name: str, untrusted_file: BinaryIO) -> Iterator[bytes]:
    """Yield the mails in an open mbox file of this name, as :func:`split_mbox`."""
    mail = bytearray()
    begun = False
    behind_empty_line = True
    separator = b""
    while line := untrusted_file.readline(_LONGEST_LINE):
        if separator:
            if _HEADER.match(line):
                if begun:
                    yield bytes(mail)
                mail.clear()
                begun = True
            else:
                mail += separator
            separator = b""
        if behind_empty_line and _SEPARATOR.fullmatch(line):
            separator = line
        else:
            mail += line
        behind_empty_line = line in {b"\n", b"\r\n"}
        if len(mail) > LONGEST_MAIL:
            raise BrokenFile(file=name, line=0, problem="too-large")
    if begun:
        yield bytes(mail + separator)
