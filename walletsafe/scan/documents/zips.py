"""Zip archives as such: their list of members, and each of them as a stream.

Nothing is unpacked to a disk: ``zipfile`` reads members as streams. What it reads into memory by itself, the
list of members, is measured first. Format: APPNOTE.TXT, sections 4.3 and 4.4.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from typing import BinaryIO, Self, cast

from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.parts import Unreadable
from walletsafe.scan.documents.streams import Metered, Window, buffered, size_of
from walletsafe.scan.finds import Reason

_LARGEST_DIRECTORY = 16 << 20
"""Bytes of the list of members: 100,000 and more of them."""

_LONGEST_COMMENT = 0xFFFF
_END = struct.Struct("<4s8xLL2x")
_END_MARK = b"PK\x05\x06"
_END_64_LOCATOR = struct.Struct("<4s16x")
_END_64 = struct.Struct("<4s36xQ8x")
_END_64_LOCATOR_MARK = b"PK\x06\x07"
_LOCAL = struct.Struct("<4s22x2H")
_LOCAL_MARK = b"PK\x03\x04"
_ENCRYPTED = 1


class Archive:
    """A zip archive in a file that can go back. Raises ``Unreadable`` and what ``zipfile`` raises.

    ``members`` are all its members in their order, ``comment`` what is noted of it and of them.
    """

    def __init__(self, untrusted_file: BinaryIO, budget: Budget) -> None:
        if _directory_size(untrusted_file) > _LARGEST_DIRECTORY:
            raise Unreadable(Reason.TOO_LARGE)
        self._file = untrusted_file
        self._budget = budget
        self._zip = zipfile.ZipFile(untrusted_file)
        self.members = [member for member in self._zip.infolist() if not member.is_dir()]
        if _overlap(self.members):
            raise Unreadable(Reason.TOO_LARGE)
        self._by_name = {member.filename.lower().lstrip("/"): member for member in self.members}
        comments = (self._zip.comment, *(member.comment for member in self.members))
        self.comment = b"\n".join(comment for comment in comments if comment)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def named(self, name: str) -> zipfile.ZipInfo | None:
        """The member of this name, in whatever case; ``None`` where there is none."""
        return self._by_name.get(name)

    def open(self, member: zipfile.ZipInfo) -> BinaryIO:
        """The content of a member, counted against the budget. One that is not packed can go back."""
        self._budget.enter()
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable(Reason.ENCRYPTED)
        if member.compress_type == zipfile.ZIP_STORED:
            return buffered(Window(self._file, self._start(member), member.compress_size, self._budget.spend))
        content = cast("BinaryIO", self._zip.open(member))
        return buffered(Metered(content, self._budget, lambda: member.compress_size))

    def _start(self, member: zipfile.ZipInfo) -> int:
        """Where the content of a member begins: behind its own header."""
        self._file.seek(member.header_offset)
        mark, *lengths = _LOCAL.unpack(self._file.read(_LOCAL.size))
        if mark != _LOCAL_MARK:
            raise Unreadable(Reason.DAMAGED)
        return member.header_offset + _LOCAL.size + sum(cast("list[int]", lengths))


def _overlap(members: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two members share bytes: a way to make kilobytes into terabytes, and good for nothing else."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    return any(
        first.header_offset + _LOCAL.size + first.compress_size > second.header_offset
        for first, second in pairwise(ordered)
    )


def _directory_size(file: BinaryIO) -> int:
    """Bytes of the list of members, as the end of the archive says; 0 where there is no such end."""
    size = size_of(file)
    tail_start = max(0, size - _END.size - _LONGEST_COMMENT)
    file.seek(tail_start)
    tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) < at + _END.size:
        return 0
    listed: int = _END.unpack_from(tail, at)[1]
    return max(listed, _directory_size_64(file, tail_start + at))


def _directory_size_64(file: BinaryIO, end: int) -> int:
    """The same as a large archive says it, in two records before that end; 0 where they are not there.

    ``zipfile`` looks for them at the same place, whatever the second of them says of the first.
    """
    begin = end - _END_64_LOCATOR.size - _END_64.size
    if begin < 0:
        return 0
    file.seek(begin)
    records = file.read(_END_64_LOCATOR.size + _END_64.size)
    if not records.startswith(_END_64_LOCATOR_MARK, _END_64.size):
        return 0
    size: int = _END_64.unpack_from(records)[1]
    return size
